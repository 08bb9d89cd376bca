#ifndef FISC_AUDIT_PART_H
#define FISC_AUDIT_PART_H
/* What the files that audit rules share: rules as relations over variables.
 *
 * A variable is a figure of which nothing is known: a cell, the sum of a column, a column's cell in
 * some row of its table, the figure of some key, the value of an expression that is not linear. A
 * fact is a relation that the rules state of variables: as it is written (or as a table's shape
 * says), or what that comes to in the total row, in a row that rules name, in the sum over rows. */
#include "audit.h"
#include "elim.h"
#include "form.h"

enum var_kind { VAR_CELL, VAR_SUM, VAR_COLUMN, VAR_KEYED, VAR_OTHER };
struct var {
    enum var_kind kind;
    bool point;                     /* printed figures of it stand for themselves */
    uint32_t table, column;
    uint8_t colref;                 /* CELL, COLUMN: enum ir_colref_kind */
    uint32_t row;                   /* CELL: rowref, 0 the total row */
};
struct literal;                     /* pair.h */
struct vars {
    struct unit *u;
    struct symtab *keys;            /* variable v is symbol v + 1 */
    struct symtab *atoms;           /* by address: those that are not linear */
    uint32_t *of_atom; uint32_t cap_atom;           /* by symbol of atoms: 1 + variable */
    struct var *var; uint32_t cap;
    uint32_t depth;
};
struct vars *vars_new(struct unit *u);
uint32_t vars_count(const struct vars *v);
/* the variable of a figure; a form that has one record has one row, the total row */
uint32_t vars_figure(struct vars *v, const struct ir_colref *c, enum var_kind kind, uint32_t row);
/* Appends the terms of side · by, not netted. False: too wide. */
struct audit_terms { struct elim_term *p; uint32_t n, cap; struct rat k; };
bool vars_side(struct vars *v, const struct side *s, struct rat by, struct audit_terms *to);
/* Nets the terms, in the order of variables. False: too wide. */
bool vars_net(struct arena *a, struct audit_terms *t, struct elim_row *row);

/* One relation as the rules say it. */
struct said {
    const char *name;
    struct span span;
    enum severity severity;
    enum rel rel;
    bool exactly, shape;
    bool partial;                   /* a table that it joins lists some keys only */
    sym context;                    /* of its where and when; 0: it always holds */
    uint8_t domain; uint32_t join;  /* DOMAIN_JOIN: its number */
    const char *text;               /* REL_IS: what is printed */
    const struct literal *literal;  /* REL_IS a number; NULL: a text's figure */
    bool reported;
};
struct fact {
    uint32_t said;
    bool written;                   /* as said; else what it comes to elsewhere */
    const char *where;              /* not written: "[合计]" */
    struct elim_row row;            /* left − right */
    bool points;
    bool linear;                    /* in printed figures */
    bool sum;                       /* it adds up rows: rounding has more room in it */
    bool left_out;                  /* another fact says as much, or it cannot be combined */
};
struct facts {
    struct unit *u;
    struct vars *vars;
    struct said *said; uint32_t nsaid, cap_said;
    struct fact *fact; uint32_t n, cap;
    uint32_t missed;                /* said relations that could not be examined */
};
struct facts *facts_gather(struct unit *u);
/* What facts come to in other rows: adds them. */
void facts_extend(struct facts *f);

/* Facts in the order in which they are relied on: severe ones first, of these what shapes say, then
 * what is said of rows, then the rest, as written. */
uint32_t *facts_order(const struct facts *f);
static inline bool fact_is_bound(const struct said *s)
{
    return s->rel == REL_LE || s->rel == REL_LT || s->rel == REL_GE || s->rel == REL_GT;
}

/* ── audit_twins.c ── */
/* Facts without variables. */
void audit_constants(struct facts *f);
/* Facts that say of the same figures as much as one other, or what cannot be true with it. */
void audit_twins(struct facts *f, const uint32_t *order);

/* ── audit_rank.c ── */
/* Equalities that are combinations of others. Returns the elimination with those that always
 * hold. */
struct elim *audit_rank(struct facts *f, const uint32_t *order);

/* ── audit_bounds.c ── */
void audit_bounds(struct facts *f, const uint32_t *order, struct elim *e);

/* ── audit_say.c ── */
/* of a positive number: "3", "2/3" */
const char *audit_factor_text(struct arena *a, struct rat r);
/* a fact's rule as it is called here */
const char *audit_fact_name(const struct facts *f, uint32_t fact);
/* x is a combination of others */
void audit_say_implied(struct facts *f, uint32_t x, const struct elim_part *part, uint32_t n);
/* none of the parts can be left out */
void audit_say_conflict(struct facts *f, const struct elim_part *part, uint32_t n);
#endif
