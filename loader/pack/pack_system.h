/* SPDX-License-Identifier: BSD-2-Clause
 *
 * From a serialized capability graph to a boot image: a root server that carries the spec and the
 * contents of its frames, and an image of loader, kernel and root server.
 */
#ifndef LOADER_PACK_PACK_SYSTEM_H
#define LOADER_PACK_PACK_SYSTEM_H

#include <stdbool.h>
#include <stddef.h>

#include "capdl/forms/form_binary.h"
#include "loader/pack/pack.h"
#include "loader/pack/platform.h"
#include "loader/pack/read_board.h"

struct pack_system {
    const struct platform *platform;
    const struct board_files *files;
    const struct spec *spec;
    const struct form_binary *binary; /* the same graph, and contents */
    const char *root;                 /* root server to write, too, or NULL */
    const char *image;                /* boot image to write */
    enum pack_form form;
};

/* Packs and writes, if the root server will be able to make the system on the platform: otherwise
 * it is said what does not fit. False after reporting; a file that could not be made whole is not
 * written. */
bool pack_system(struct compilation *c, const struct pack_system *system);

#endif
