int size[SIZE];
