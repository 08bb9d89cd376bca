#ifndef FISC_STEP_H
#define FISC_STEP_H
/* Plans of derivations (runtime/why.h): what is asked for, and how it becomes a plan. */
#include "../runtime/formula.h"
#include "../runtime/why.h"
#include "condition.h"
#include "lower.h"

/* What a run is asked to explain. In: text. */
struct why_ask {
    const char *text;
    const struct rule *rule;        /* it is the name of this rule of the tree; NULL: of none */
    const struct stmt *table;       /* in whose body the rule stands, or NULL */
    uint32_t pair;                  /* from 1: of this pair of its sides; 0: of all */
    /* the text is the name of a rule of the program that stands nowhere in the tree, or nothing;
     * else, if it is no rule of the tree, it is a figure */
    bool in_program;
    bool by;                        /* what its inputs do to it is asked */
    bool uses;                      /* what reads it is asked, not what it is made of */
    const char *near;               /* then, if there is no such rule: the nearest name, or NULL */
    struct why_plan *plan;
};

/* In which lanes a step is evaluated; taken: of which rows, NULL: of all; printed: 1 + the cell of
 * a figure in a text, in whose unit it is shown, or 0. */
struct step_place {
    uint8_t domain;
    uint32_t table;
    const struct truth *taken;
    uint32_t printed;
};
/* The number of the STEP whose left side is s, shown in m; IR_NONE, and no diagnostic, if that is
 * too wide: no step may be lowered after it. */
uint32_t lower_step(struct unit *u, const struct side *s, struct step_place at,
                    const struct measure *m, struct span span);

/* ── plan.c ── */
/* The normal form of an expression as it is read where it stands; NULL after a diagnostic. */
const struct side *step_side(struct unit *u, struct expr *e, bool in_sum, bool prior);
/* What a line or param is called, where it stands, and what it is if it is constant. */
void step_describe(struct unit *u, struct why_node *n, const struct decl *d);

/* ── uses.c ── */
/* Who reads what, in the whole program; root: the expression that is asked for. */
void uses_lower(struct unit *u, struct why_plan *plan, const struct expr *root);

/* ── formulas.c ── */
/* The number of the formula of an expression, of a line or param; IR_NONE: it is too much. */
uint32_t formulas_of(struct unit *u, struct formulas *f, struct expr *e);
uint32_t formulas_of_figure(struct unit *u, struct formulas *f, struct decl *d, bool prior);
/* After all else is lowered: the formulas of all lines, into u->lines. */
void formulas_of_lines(struct unit *u);

/* ── ask.c ── */
/* Finds the rule that is asked for, or adds the figure to the tree; false after a diagnostic. */
bool why_parse(struct unit *u);

/* ── plan.c ── */
/* After all else is lowered: plans what is asked for. */
void why_lower(struct unit *u);
#endif
