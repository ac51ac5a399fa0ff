/* SPDX-License-Identifier: BSD-2-Clause
 * The name under which generated code of CAmkES looks for what is in camkes/virtqueue.h. */
#ifndef CAMKES_VIRTQUEUE_TEMPLATE_H
#define CAMKES_VIRTQUEUE_TEMPLATE_H

#include <camkes/virtqueue.h>

#endif
