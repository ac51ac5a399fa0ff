#define SIZE (4 * 1024)
