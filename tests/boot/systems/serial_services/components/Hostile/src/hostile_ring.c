/* SPDX-License-Identifier: BSD-2-Clause
 *
 * Writes nonsense into the heads and tails of its rings; the server must serve the others on.
 */
#include <stdio.h>
#include <string.h>

#include <camkes.h>

int run(void)
{
    static const uint32_t bad[] = {4088, 4096, 0x7fffffff, 0x80000000, 0xffffffff};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        for (int which = 0; which < 3; which++) {
            uint32_t words[2] = {which != 1 ? bad[i] : 5, which != 0 ? bad[i] : 5};
            memcpy((char *)batch_get_buf(), words, sizeof(words));
            memcpy((char *)raw_get_buf(), words, sizeof(words));
            memcpy((char *)keys_get_buf(), words, sizeof(words));
            batch_batch();
            raw_batch();
        }
    }
    printf("hostile: the server lives\n");
    return 0;
}
