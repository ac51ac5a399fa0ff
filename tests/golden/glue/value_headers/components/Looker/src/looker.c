int size[id_DEF];
