#ifndef FISC_LOWER_H
#define FISC_LOWER_H
/* Lowering: normal forms to kernels. lower.c owns the program under construction, value.c turns
 * forms into SSA values (fraction.c those with a quotient), lower_rule.c lowers rules and lines,
 * lower_table.c what a table's shape says. */
#include "body.h"

struct lin_build;
struct stated;
struct place;
struct lowering {
    uint32_t *slot_level;
    uint32_t *shape_bucket; uint32_t *shape_chain;
    struct kernel_key { uint32_t level; } *kernel_level;    /* parallel to the program's kernels */
    uint32_t *kernel_bucket; uint32_t *kernel_chain;
    struct lin_build *lin; uint32_t nlin, cap_lin;
    struct stated *stated; uint32_t nstated;        /* what printed figures say (joint.h) */
    /* by table or join: one lin for each domain and table */
    struct numbers lin_of[DOMAIN_COUNT];
    /* by colref (of once-rules: by cell): input of the lin of the colref's table or join */
    struct numbers input_of[DOMAIN_COUNT];
};

/* ── lower.c ── */
void lower_reads(struct body *b, uint32_t slot);
void lower_written(struct unit *u, uint32_t slot, uint32_t level);
uint32_t lower_add_rule(struct unit *u, struct ir_rule r);
/* its number */
uint32_t lower_add_choice(struct unit *u, struct ir_choice c);
uint32_t lower_add_sum(struct unit *u, struct ir_sum s);
/* one more rule of the lin table of a domain and table: net, left and k over den fit 64 bits,
 * sums 128 (lower_lin_fits) */
bool lower_lin_fits(struct unit *u, const struct form *net, const struct form *left, w256 den);
void lower_lin_rule(struct unit *u, uint8_t domain, uint32_t table, const struct form *net,
                    const struct form *left, w256 den, uint8_t rel, uint32_t rule);

/* ── value.c ── */
/* A form's numerator over f->den, or over `den`, a multiple of it. ends: intervals are wanted. */
struct ival value_form(struct body *b, const struct form *f, w256 den, bool ends);
val value_or_zero(struct body *b, val v);                       /* IR_NONE as 0 */
/* the first that is not 0 */
struct reasons value_reason(struct body *b, struct reasons x, struct reasons y);
val value_lower(struct body *b, const struct ival *v);
val value_upper(struct body *b, const struct ival *v);
/* a fraction with its ends; denominators are positive unless reason says otherwise */
struct qval {
    val num, den, lower_num, lower_den, upper_num, upper_den, open;
    struct reasons reason;
};
struct qval value_side(struct body *b, const struct side *s, bool ends);
/* makes the kernels of every unit atom in the side */
void value_prepare(struct unit *u, const struct side *s);
/* from the printed value and both ends */
struct ival value_from_ends(struct body *b, val mid, val lower, val upper, struct reasons reason);
/* the value of a cell or column */
struct ival value_figure(struct body *b, const struct atom *a);
/* stores a value in a slot of its own; reads a slot whose values are at most `bound` */
uint32_t value_slot(struct body *b, val v);
val value_slot_in(struct body *b, uint32_t slot, w256 bound);
/* stores the value of an atom's own kernel, and finishes it */
void value_store(struct body *b, struct atom *a, const struct ival *v);
/* storage bound and interval of a colref's cells */
bool value_is_point(const struct unit *u, uint32_t colref);
bool value_is_strict(const struct unit *u, uint32_t colref);
w256 value_cell_bound(const struct unit *u, uint32_t colref);
w256 value_cell_spread(const struct unit *u, uint32_t colref);

/* ── fraction.c ── */
/* value_side of a side with a quotient */
struct qval value_fraction(struct body *b, const struct side *s, bool ends);

/* ── lower_rows.c ── */
/* the kernels of an aggregate over rows */
void lower_rows(struct unit *u, struct atom *a);

/* ── lower_rule.c ── */
void lower_rules(struct unit *u);
void lower_rule(struct unit *u, const struct place *p, void *ctx);
void lower_lines(struct unit *u);
void lower_locate(struct unit *u, struct span sp, struct ir_rule *r);
/* What results of the i-th relation of a rule as written are called. */
const char *lower_rule_name(struct unit *u, const struct place *p, uint32_t i);
/* a text of the rules on one line, cut after a few hundred bytes */
sym lower_source(struct unit *u, struct span sp);
uint32_t lower_source_length(struct unit *u, struct span sp);   /* of that text */
/* What a rule is called; table: the statement in whose body it stands, or NULL. A chain's pairs are
 * numbered behind it: NAME[1]. */
const char *lower_rule_place(struct unit *u, const struct rule *r);     /* FILE:LINE */
const char *lower_written_name(struct unit *u, const struct stmt *table, const struct rule *r);

/* ── figures.c ── */
/* figures of sides in order of appearance, for evidence */
void lower_figures(struct unit *u, const struct side *const *side, uint32_t n,
                   struct ir_bind **cell, uint32_t *ncell);
/* the figures of a rule: those of its two sides (NULL: none), then those that only its clauses
 * (where, when; NULL: none) read; their facets say how */
void lower_rule_figures(struct unit *u, const struct side *const side[2],
                        const struct truth *const clause[2], struct ir_rule *r);
/* the figures of a rule on a table as a whole: the table, and what its `when` (NULL: none) reads */
void lower_whole_figures(struct unit *u, struct ir_bind table, const struct truth *when,
                         struct ir_rule *r);
/* May the interval be wider than the truth: does a figure stand in two terms that were not netted,
 * or was an open end closed? b may be NULL. */
bool lower_loose_form(struct unit *u, const struct form *net);
bool lower_loose_sides(struct unit *u, const struct side *a, const struct side *b);

/* ── operand.c ── */
/* Once the atoms of its value are prepared: a line's formula and the operands that stand in it. */
void lower_formula(struct unit *u, struct expr *value, struct ir_line *l);
/* The lines that the i-th relation of a rule, or its clauses, names itself, outside prior(). */
void lower_rule_named(struct unit *u, const struct rule *rule, uint32_t i, struct ir_rule *r);

/* ── net.c ── */
/* The terms of a linear rule, net = left − right, for r; none if some figure is not linear. */
void lower_net(struct unit *u, const struct form *net, w256 den, struct ir_rule *r);

/* ── lower_whole.c ── */
void lower_wholes(struct unit *u);

/* ── resultname.c ── */
/* Once all rules are lowered: only then their names are known. */
struct result_names;
const struct result_names *result_names(struct unit *u);
enum result_name { RESULT_UNKNOWN, RESULT_NAMED,
                   RESULT_BY_PLACE /* FILE:LINE, of a rule without a name */ };
/* Chinese spellings of the words in it (支出.行.合计) become those that are printed. */
enum result_name result_names_find(const struct result_names *k, sym *name);
/* The rule's name that is nearest to one that no rule has, or the first of a chain's; NULL. */
const char *result_names_near(struct unit *u, const char *wanted);

/* ── lower_waive.c ── */
void lower_waivers(struct unit *u);

/* ── lower_test.c ── */
void lower_tests(struct unit *u);

/* ── lower_table.c ── */
void lower_tables(struct unit *u);
#endif
