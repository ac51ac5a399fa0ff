#include <camkes.h>

int run(void)
{
    return 0;
}
