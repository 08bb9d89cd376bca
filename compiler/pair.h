#ifndef FISC_PAIR_H
#define FISC_PAIR_H
/* One comparison of a rule on its way into the program: what the files that lower rules share. */
#include "condition.h"
#include "lower.h"

/* a clause of a rule: its truth, and its slots if it is the same for all rows */
struct clause { const struct truth *truth; struct truth_slots slots; };
struct pair {
    struct unit *u;
    const struct clause *where, *when;
    const struct side *left, *right;
    enum rel rel;
    struct span rel_span;
    struct ir_rule r;
};

/* ── lower_rule.c ── */
void pair_body(struct body *b, const struct pair *p);
void pair_evidence(struct body *b, val v, uint32_t rule, enum ir_role role);
/* a/b − c/d as a fraction; the denominators are positive */
val pair_cross(struct body *b, val an, val ad, val bn, val bd);
/* the reasons that a rule's clauses and its figures are asked for */
val pair_reason(struct body *b, const struct pair *p, struct reasons r);
/* Hands the body on with its verdict, which the clauses may replace. */
void pair_verdict(struct body *b, const struct pair *p, val v, uint32_t rule);
void pair_too_wide(const struct pair *p);
/* a = b and the like, of sides and a relation that are set */
void pair_relation(struct pair *p);
/* a clause with that truth, its kernels made; false after a diagnostic */
bool pair_clause(struct unit *u, struct clause *c, const struct truth *truth);
/* the clause that a condition is, or (NULL) none; false after a diagnostic */
bool pair_condition(struct unit *u, struct clause *c, const struct cond *cond);

/* ── lower_listing.c ── */
/* a text on a list of codes: the clauses and r are set as far as they are those of any rule */
void lower_listing(struct pair *p, const struct place *at);

/* ── pair_is.c ── */
/* a printed number, half of its last place, and the ends of the set that rounds to it; open: IS_*
 * bits of that set */
struct literal { struct rat value, lower, upper, half; uint32_t open; };
/* of a number, or one with a sign; false: too wide */
bool pair_literal(struct unit *u, const struct expr *e, struct literal *r);
/* x is a literal; x is a text's figure */
void pair_is(struct pair *p, const struct expr *right);
void pair_is_printed(struct pair *p);
#endif
