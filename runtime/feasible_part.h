#ifndef FISC_FEASIBLE_PART_H
#define FISC_FEASIBLE_PART_H
/* A system of linear relations between deviations of printed cells. What the files that decide it
 * share.
 *
 * The unknowns are d = true value − printed value, one for each printed cell that was rounded, in
 * stored units, each within its interval. A relation is Σ coef · d + at = 0 (or <= 0, or < 0). */
#include "eval_part.h"
#include "feasible.h"
#include "scratch.h"

struct sys_end { struct rat at; bool open; };
enum side { LOW, HIGH };
struct sys_cell {
    uint32_t table, store, colref, sheet_column; uint64_t row;
    uint32_t quoted;                /* a text's figure: 1 + its cell of the program; else 0 */
    uint8_t kind;                   /* enum cell_kind */
    int64_t mid;                    /* printed */
    struct sys_end end[2];          /* by side */
};
struct sys_term { uint32_t cell; int64_t coef; };
enum sense { SENSE_EQ, SENSE_LE, SENSE_LT };
struct sys_rel {
    uint64_t note;                  /* the result that it is */
    uint32_t first, n;              /* terms */
    enum sense sense;
    struct rat at;                  /* at the printed values */
    struct rat times;               /* it is times · (left − right) in base units */
};
struct sys {
    struct arena *arena;
    struct sys_rel *rel; uint32_t nrel, caprel;
    struct sys_term *term; uint32_t nterm, capterm;
    struct sys_cell *cell; uint32_t ncell, capcell;
    /* where a cell stands: uses of_cell[c] .. of_cell[c + 1] − 1; made by sys_index */
    struct sys_use { uint32_t rel, term; } *use; uint32_t *of_cell;
};

/* ── feasible_gather.c ── */
struct gather {
    struct run *run;
    struct sys *sys;
    struct symtab *names;           /* of cells, by table, store and row: cell number + 1 */
    bool points;                    /* cells that were not rounded are cells too */
    uint32_t *mark; uint32_t capmark;       /* by cell: where it stands in the relation at work */
    w256 *net; uint32_t first, cap;         /* coefficients of the relation at work */
    w256 k;
    bool bad;                       /* of the relation: it cannot be read */
    struct figure_place *place; w256 coef;  /* the figure at work */
};
void gather_open(struct gather *g, struct run *r, struct sys *s, bool points);
/* Adds the relation of a result; false: its figures are too big, or not known after all. A
 * relation between points only is not added. */
bool gather_result(struct gather *g, const struct feasible_note *n, uint64_t number);

/* ── feasible_sub.c ── */
void sys_index(struct sys *s);
/* The relations of `list`, and their cells, as a system of their own. */
struct sys *sys_sub(struct arena *a, const struct sys *s, const uint32_t *list, uint32_t n);
/* Calls each for every group of relations that share cells, directly or by others, in order of
 * their first ones. */
void sys_groups(struct arena *a, const struct sys *s,
                void (*each)(void *ctx, const uint32_t *list, uint32_t n), void *ctx);

/* ── feasible_box.c: what each relation says of each cell, given the others' intervals ── */
enum outcome_of { BOX_OPEN, BOX_CONFLICT, BOX_WIDE, BOX_TIRED };
/* Narrows the intervals of all cells. BOX_CONFLICT: `factor` (by relation) proves it. BOX_OPEN and
 * BOX_TIRED: it is not known. */
enum outcome_of box_conflict(struct arena *a, const struct sys *s, uint64_t work,
                             struct rat *factor);
/* Looks for values near `near` (by cell; NULL: the printed ones) that satisfy all; true: `value`
 * holds them, to be proved. */
bool box_witness(struct arena *a, const struct sys *s, uint64_t work, const struct rat *near,
                 struct rat *value);

/* ── feasible_spread.c ── */
/* Values near the printed ones that nearly satisfy all; false: the numbers are too big. */
bool spread_values(struct arena *a, const struct sys *s, uint64_t work, struct rat *value);

/* ── feasible_proof.c: the only judge; exact, whoever proposes ── */
/* What the relations give, each times its factor: Σ net · d + sum, which rounding can bring down
 * by `most`. */
struct proof { struct rat *net; struct rat sum, most; bool touch, at_most, less; };
/* Do the factors show that the relations cannot all hold? */
bool proof_conflict(struct arena *a, const struct sys *s, const struct rat *factor,
                    struct proof *p);
/* The same, with the opposite factors if need be, which it then turns. */
bool proof_either(struct arena *a, const struct sys *s, struct rat *factor);
/* Do the values satisfy all? */
bool proof_agree(const struct sys *s, const struct rat *value);

/* ── feasible_solver.c ── */
struct solver_answer {
    bool answered;
    bool absent, wide;              /* there is no solver; the numbers are too big for it */
    const char *fault;              /* how it failed, if it did */
    struct rat *value, *factor;     /* by cell, by relation: to be proved */
};

/* ── feasible_core.c ── */
struct decider {
    struct run *run;
    struct feasible *out;
    const struct sys *all;
    struct scratch scratch;         /* of a group */
    uint64_t work;                  /* steps of narrowing one system */
    uint64_t terms;                 /* of all systems that may yet be decided */
    unsigned asks;                  /* times that the solver may yet be asked */
    enum undecided why;             /* of DECIDED_NOT */
};
enum decision { DECIDED_AGREE, DECIDED_CONFLICT, DECIDED_NOT };
/* factor: room for one of each relation; set for DECIDED_CONFLICT. */
enum decision decide(struct decider *d, const struct sys *s, struct rat *factor);
/* A set of relations of which none can be left out, with its factors: the numbers of its
 * relations in s, in order. *minimal: that was proved. */
uint32_t core_of(struct decider *d, const struct sys *s, struct rat *factor, uint32_t *list,
                 bool *minimal);

/* ── feasible_show.c ── */
/* The conflict of relations list[0 .. n − 1] of d->all, with these factors; false: it cannot be
 * shown exactly. */
bool conflict_add(struct decider *d, const uint32_t *list, uint32_t n, const struct rat *factor,
                  bool minimal);
#endif
