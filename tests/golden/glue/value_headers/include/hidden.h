#define SIZE id_DEF
