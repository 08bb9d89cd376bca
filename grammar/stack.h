#ifndef FISC_GRAMMAR_STACK_H
#define FISC_GRAMMAR_STACK_H
/* Where the parser's stack grows: for parse.y alone, before bison's own text.
 * The scanner bounds nesting, so the stack never gets near its greatest depth. It grows in the
 * scanner's arena, so that nothing is left behind when memory runs out in the middle. The stack for
 * looking ahead, in whose functions there is no scanner but this one that is none, never grows: few
 * empty rules stand side by side. */
#include "scan.h"
#include <stddef.h>

#define YYMAXDEPTH 100000
#define YYSTACK_USE_ALLOCA 0
static struct scan *const scan = NULL;
#define YYMALLOC(size) (scan ? scan_room(scan, size) : NULL)
#define YYFREE(p) ((void)(p))
#endif
