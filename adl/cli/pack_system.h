/* SPDX-License-Identifier: BSD-2-Clause
 *
 * From a serialized capability graph to a boot image: a root server that carries the spec and the
 * contents of its frames, and an image of loader, kernel and root server.
 */
#ifndef ADL_CLI_PACK_SYSTEM_H
#define ADL_CLI_PACK_SYSTEM_H

#include <stdbool.h>
#include <stddef.h>

#include "adl/build/platform.h"
#include "capdl/forms/form_binary.h"
#include "loader/pack/pack.h"

struct pack_system {
    const struct platform *platform;
    const char *kernel; /* ELF file */
    const char *dtb;    /* NULL: the firmware's */
    const struct form_binary *binary;
    const char *root;  /* root server to write, too, or NULL */
    const char *image; /* boot image to write */
    enum pack_form form;
};

/* Packs and writes, if the root server will be able to make the system on the platform: otherwise
 * it is said what does not fit. False after reporting; a file that could not be made whole is not
 * written. */
bool pack_system(struct compilation *c, const struct pack_system *system);

#endif
