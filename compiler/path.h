#ifndef FISC_PATH_H
#define FISC_PATH_H
/* Columns by path: a table may have columns of equal names, which their parents tell apart. */
#include "scope.h"

struct path { const struct name *name; uint32_t n; };
/* The columns of a table that a path names: its last name is theirs, those before it are names of
 * some of their parents, outermost first. A path that begins at the outermost parent and leaves
 * none out names that one column whatever else it would fit. */
struct path_match { uint32_t count; struct decl *column, *second; };
struct path_match path_find(const struct unit *u, const struct decl *table, struct path p);
/* ── join.c ── */
/* The key columns called `name` of the tables of this year that a rule joins, its figures being
 * resolved; of a name behind `each`, the first. */
struct path_match join_key(struct unit *u, const struct rule *r, sym name);
/* ── path.c ── */
/* A column's own name behind those of all its parents, joined by dots. */
const char *path_text(const struct unit *u, const struct decl *column);
/* Sets how the table's columns are shown: by their names, or by paths where a name is not one
 * column's alone. */
void path_show(struct unit *u, const struct decl *table, struct ir_table *t);
#endif
