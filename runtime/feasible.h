#ifndef FISC_FEASIBLE_H
#define FISC_FEASIBLE_H
/* Can all linear results of a run that hold be true of one set of figures (language.md §11, The
 * system of identities)? Each may hold within rounding while no true values satisfy all of them.
 * What is claimed is proved: that they can by such values, that they cannot by factors with which
 * they add up to what rounding does not explain. */
#include "find.h"
#include "rat.h"

enum feasible_mode { FEASIBLE_AUTO, FEASIBLE_FULL, FEASIBLE_OFF };
/* Puts a system to a solver, with its open ends if `strict`. */
struct sys;
struct solver_answer;
struct feasible_opts;
typedef void solver_fn(struct arena *a, const struct feasible_opts *o, const struct sys *s,
                       bool strict, struct solver_answer *r);
solver_fn solver_ask;               /* glpsol, as a program of its own */

struct feasible_opts {
    enum feasible_mode mode;
    solver_fn *ask;                 /* NULL: there is no solver */
    uint64_t max_relations;         /* 0: by the mode */
    const char *solver;             /* path of glpsol */
    enum lang lang;                 /* of its faults */
};

/* Why a group of identities was not decided. */
enum undecided { UNDECIDED_NO_SOLVER,       /* there is no such program */
                 UNDECIDED_FAILED,          /* it did not end well: `fault` */
                 UNDECIDED_UNPROVED,        /* what it proposed could not be proved */
                 UNDECIDED_LARGE,           /* too large to be decided unasked */
                 UNDECIDED_MANY,            /* so many conflicts that the rest was left */
                 UNDECIDED_WIDE,            /* the numbers do not fit 256 bits */
                 UNDECIDED_COUNT };

/* A result in a conflict: factor · (left − right), in base units; difference is left − right at
 * the printed figures. */
struct conflict_rule { uint32_t rule; uint64_t row; struct rat factor, difference; };
/* A printed cell of them. */
struct conflict_cell {
    uint32_t table; uint64_t row; uint32_t sheet_column;
    uint8_t kind;                   /* enum cell_kind */
    struct dec value;               /* printed */
    const char *unit;               /* "" where each row names its own */
    const char *column;             /* its name in the rules; NULL: unlisted, its header */
    struct rat low, high; bool low_open, high_open;     /* in its printed unit */
    struct rat net;                 /* of what is added up, per 1 of its printed unit, base units */
    struct rat gives;               /* how far its rounding can bring the sum down, base units */
};
struct conflict_term { uint32_t cell; struct rat coef; };   /* base units per printed unit */
struct conflict {
    struct conflict_rule *rule; uint32_t nrule;
    struct conflict_cell *cell; uint32_t ncell;
    /* left − right of rule i: terms start[i] .. start[i + 1] − 1, and constant[i] */
    struct conflict_term *term; uint32_t *start; struct rat *constant;
    struct rat sum;                 /* Σ factor · difference: it would have to be 0, or less */
    struct rat most;                /* how far rounding can bring it down: less, or `touch` */
    bool touch;                     /* most = sum, but an end that would be needed is open */
    bool at_most;                   /* an inequality takes part: the sum could be less than 0 */
    bool less;                      /* a strict one does: it would have to be less than 0 */
    bool minimal;                   /* without any one of them the others were proved to agree */
    struct conflict *next;
};

struct feasible {
    const struct feasible_opts *opts;
    bool too_many;                  /* not run: more results than max */
    uint64_t max;
    uint64_t relations, cells;      /* linear results that hold; the rounded cells in them */
    uint64_t violated;              /* linear results left out: violated alone */
    uint64_t left_out;              /* or with figures too big for it */
    /* groups of them that share rounded cells, and hold by rounding somewhere; what is left of one
     * after a conflict may be undecided too */
    uint64_t groups, agree, conflicting, undecided[UNDECIDED_COUNT];
    const char *fault;              /* of UNDECIDED_FAILED: what the solver said, or NULL */
    struct conflict *conflict, **end;
    /* while a run notes its results */
    const uint8_t *wanted;          /* by rule: its results are noted */
    struct feasible_note *note; uint64_t nnote, capnote;
};
struct feasible_note { uint32_t rule; uint8_t status; uint64_t row; };

/* Before a run; NULL: it is not asked for, or no rule is linear. */
struct feasible *feasible_new(struct arena *a, const struct findings *f,
                              const struct feasible_opts *o);
void feasible_note(struct feasible *x, struct arena *a, uint32_t rule, uint64_t row,
                   unsigned verdict);
/* After the run: decides each group. */
void feasible_decide(struct run *r, struct feasible *x);
/* How the rest of a sentence goes on about groups that were not decided. */
uint64_t feasible_undecided(const struct feasible *x);
#endif
