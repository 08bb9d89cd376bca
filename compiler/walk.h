#ifndef FISC_WALK_H
#define FISC_WALK_H
/* The expressions of a file, wherever they stand. */
#include "scope.h"

/* Where an expression stands: `table` is the table in whose body it is (bare column names are
 * cells of the row at hand). */
struct place { struct decl *table; const struct stmt *stmt; struct rule *rule; };
/* The table whose rows the rule is about, NULL: none; of a rule on a list of codes that stands in
 * no table it is known once its names are resolved. */
struct decl *rule_rows(const struct place *p);
/* calls `each` for every side of every rule, in source order */
void walk_rules(struct unit *u, void (*each)(struct unit *u, const struct place *p, void *ctx),
                void *ctx);
/* The same for the relations that tests give and expect, which are no rules of the file. */
void walk_tests(struct unit *u, void (*each)(struct unit *u, const struct place *p, void *ctx),
                void *ctx);
/* The same for what scenarios change. */
void walk_scenarios(struct unit *u,
                    void (*each)(struct unit *u, const struct place *p, void *ctx), void *ctx);
/* calls `each` for every statement on whole tables that says when it applies */
void walk_wholes(struct unit *u, void (*each)(struct unit *u, struct stmt *s, void *ctx),
                 void *ctx);
/* calls `each` for e and all expressions under it, outermost first; those that are only texts to
 * compare with are left out once they are told apart (resolve) */
void walk_expr(struct expr *e, void (*each)(struct expr *e, void *ctx), void *ctx);
void walk_cond(struct cond *c, void (*each)(struct expr *e, void *ctx), void *ctx);
#endif
