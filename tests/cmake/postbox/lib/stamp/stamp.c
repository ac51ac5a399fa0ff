/* SPDX-License-Identifier: BSD-2-Clause */
#include <postbox/gen_config.h>
#include <stamp.h>

#ifndef INK
#error "what the library needs of another one is missing"
#endif
#ifndef __ELF__
#error "this is not compiled for the board"
#endif

int stamp_value(void)
{
    return CONFIG_POSTBOX_STAMP;
}
