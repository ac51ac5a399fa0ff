/* SPDX-License-Identifier: BSD-2-Clause */
const char *second_text(void);

const char *second_text(void)
{
    return "[SECOND]";
}
