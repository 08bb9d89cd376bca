#ifndef FISC_DECLARE_H
#define FISC_DECLARE_H
/* The declaration of one table, shared by scope.c, which owns the names and columns, and levels.c,
 * which adds the rows. */
#include "scope.h"

struct build;

/* bad_list: a list that is at fault has been met in the tree at hand; block: the block of a form
 * whose nodes are added, or IR_NONE */
struct building { struct decl *table; struct ir_table *t; bool bad_list; uint32_t block; };

/* Says that `again` has the name of `first`. */
void scope_duplicate(struct unit *u, const struct name *again, const struct name *first);
/* A new key column of the table; NULL after a diagnostic. */
struct decl *scope_add_key(struct unit *u, struct building *b, struct name name,
                           const struct name *header, uint32_t nheader);

/* A node is the sum of its children if it has others or some that are no of-which, or if nothing
 * at all stands in its braces. */
bool scope_is_sum(const struct column_node *n);
void scope_locate(struct unit *u, struct span sp, uint32_t *file, uint32_t *line, uint32_t *col);

/* ── levels.c ── */
/* The total row's labels and the levels of an item `rows`. */
void levels_declare(struct unit *u, struct building *b, const struct item *rows);

/* ── period.c ── */
/* The periods of a dated param, as figures of the unit. */
void periods_declare(struct unit *u, struct decl *param);

/* ── map.c ── */
/* The rules of maps whose lines are those of a file, and the names of all maps: a rule's name is
 * declared by scope_declare_rule. */
void maps_declare(struct unit *u);
/* Declares what a rule is called; NULL, or who has the name already. */
const struct name *scope_declare_rule(struct unit *u, const struct name *full);

/* ── named.c ── */
/* Says which declared names hold nothing to be seen. */
void check_names(struct unit *u);

/* ── codelist.c ── */
/* Says what is wrong with a list of codes. */
void codelist_check(struct unit *u, struct decl *list);

/* ── mapping.c ── */
/* The same of a mapping. */
void mapping_check(struct unit *u, const struct stmt *s);
/* Adds the rules of a map whose lines are a mapping's; nothing after a diagnostic. */
void mapping_fill(struct unit *u, struct build *b, struct map *m, const struct decl *from,
                  const struct decl *to);

/* ── same.c ── */
/* The names of one thing that key columns may print. */
void same_declare(struct unit *u);
#endif
