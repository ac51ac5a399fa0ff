/* SPDX-License-Identifier: BSD-2-Clause
 *
 * How the generated parser keeps its stack (private to capdl.y). The stack has a fixed size on
 * purpose: it bounds nesting, and no memory outlives a jump out of the parser when the arena is
 * exhausted. Places are byte ranges; that of a rule covers all its parts, that of an empty one is
 * the point behind what precedes it.
 */
#ifndef CAPDL_TEXT_CDL_STACK_H
#define CAPDL_TEXT_CDL_STACK_H

#define YYINITDEPTH     6000
#define YYMAXDEPTH      6000
#define YYMALLOC(size)  ((void)(size), NULL)
#define YYFREE(pointer) ((void)(pointer))

#define YYLLOC_DEFAULT(whole, parts, count)                                                        \
    do {                                                                                           \
        if (count) {                                                                               \
            (whole) = source_span_join(YYRHSLOC(parts, 1), YYRHSLOC(parts, count));                \
        } else {                                                                                   \
            (whole) = YYRHSLOC(parts, 0);                                                          \
            (whole).start = (whole).end;                                                           \
        }                                                                                          \
    } while (0)

#endif
