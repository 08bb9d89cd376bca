#ifndef FISC_COMPILE_H
#define FISC_COMPILE_H
/* Rules to a program: the whole front half of the compiler as one call. */
#include "front.h"
#include "unit.h"

/* Where a compilation spends its time, in nanoseconds. */
struct compile_times { uint64_t parse, analyse, lower; };
/* which text to print before going on */
enum compile_stop { STOP_NEVER, STOP_AST };

/* Makes an empty unit in the arena. */
void compile_init(struct unit *u, struct arena *a);
/* Reads, parses, resolves, checks, lowers. False if there were errors (all in u->diags); else
 * u->ir is the verified program. */
bool compile_rules(struct unit *u, const char *path, const struct front_opts *o,
                   enum compile_stop stop, struct compile_times *t);
/* The same of a text in memory that is called `name`; the text must outlive the unit. */
bool compile_text(struct unit *u, const char *name, const char *text, size_t len,
                  const struct front_opts *o);
/* The standard library as front_opts wants it. */
void compile_stdlib(struct front_opts *o, struct arena *a);
uint64_t compile_clock(void);       /* nanoseconds, monotonic */
#endif
