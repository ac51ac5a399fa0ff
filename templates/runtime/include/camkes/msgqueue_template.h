/* SPDX-License-Identifier: BSD-2-Clause
 * The name under which generated code of CAmkES looks for what is in camkes/msgqueue.h. */
#ifndef CAMKES_MSGQUEUE_TEMPLATE_H
#define CAMKES_MSGQUEUE_TEMPLATE_H

#include <camkes/msgqueue.h>

#endif
