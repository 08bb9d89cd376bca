#ifndef FISC_CHECK_PART_H
#define FISC_CHECK_PART_H
/* What the files that check units share. */
#include "function.h"
#include "walk.h"

struct check {
    struct unit *u;
    struct decl *sum;               /* the table whose rows a sum adds up; NULL: none yet */
    struct decl *figure;            /* the param or line whose expression it is, or NULL */
    struct decl *table;             /* the table around a rule, whose row is at hand; or NULL */
    bool in_sum, constant;
    bool prior;                     /* inside prior() */
    enum ir_origin sum_origin;      /* what the rows that a sum adds up are of */
    bool table_met;                 /* a figure that data give */
};

/* ── check.c ── */
/* the measure of an expression, also set in it; NULL after a diagnostic */
const struct measure *check_expr(struct check *c, struct expr *e);
/* the common measure of two operands of + - and comparisons */
const struct measure *check_agree(struct unit *u, const struct expr *a, const struct expr *b,
                                  struct span at, const char *op);
const char *check_rel_text(enum rel r);
/* A table's name as messages give it: inside prior() it is another table. */
const char *check_table_label(struct unit *u, const struct decl *table, enum ir_origin origin);
/* what a table is of, where it is named alone */
static inline enum ir_origin check_origin(const struct check *c)
{
    return c->prior ? ORIGIN_PRIOR : ORIGIN_CURRENT;
}

/* ── check_differ.c ── */
/* Says that the two sides of + - or a comparison are of different dimensions. */
void check_differ(struct unit *u, const struct expr *a, const struct expr *b, struct span at,
                  const char *op);
/* The same of a line that is declared in one unit, whose expression is in another. */
void check_line_differs(struct unit *u, const struct decl *line, const struct measure *in,
                        const struct expr *value);
const char *check_source(struct unit *u, struct span s);

/* ── check_rows.c ── */
/* sum, count and the like, over the leaf rows of a table */
const struct measure *check_rows(struct check *c, struct expr *e, enum function f);
void check_condition(struct check *c, struct cond *x);
/* one cell: T.c, T[x].c, c in a rule over rows, and those inside prior() */
bool check_is_cell(const struct unit *u, const struct expr *e);
/* the clauses of a rule */
void check_clauses(struct check *c, const struct rule *r);

/* ── check_test.c ── */
/* What tests give and expect; `relation` looks at two sides and what stands between them. */
typedef void check_relation(struct unit *u, const struct place *p, void *ctx);
void check_tests(struct unit *u, check_relation *relation);
/* The figure given for a param; its measure, NULL after a diagnostic. */
const struct measure *check_given_value(struct unit *u, struct given *g, struct decl *d);
/* It takes the param's place wherever that is used, so it must be of its dimension. */
void check_given_param(struct unit *u, struct given *g, struct decl *d);
/* Is what given[i] puts in the place of given before it? Asked of each in turn. Cells are told
 * apart by the data. */
void check_given_twice(struct unit *u, const struct given *given, uint32_t i);
/* The params of each name, before names are resolved: by name 1 + the number of the first such
 * statement, after each statement that of the next; 0: none. */
struct param_names { uint32_t *first, *next; };
struct param_names param_names(struct unit *u);
/* The param is the one of that name. */
void replace_param(struct unit *u, const struct param_names *names, const struct given *g);

/* ── check_scenario.c ── */
void check_scenarios(struct unit *u);
#endif
