#ifndef FISC_FIND_H
#define FISC_FIND_H
/* Results of a run: verdicts with their evidence, values of lines, counts. All texts
 * live in the arena of the run. */
#include "abi.h"
#include "data.h"
#include "rat.h"

enum result_set { RESULTS_AUTO,     /* all if there are at most 10^5, else failing */
                  RESULTS_ALL, RESULTS_FAILING, RESULTS_SUMMARY };

struct coverage;                    /* coverage.h */
struct hypotheses;                  /* hypothesis.h */
struct feasible;                    /* feasible.h */
struct feasible_opts;
struct conflict;
struct baseline;                    /* baseline.h */
struct baseline_item;

/* One result. Figures are exact decimal texts in `unit`, NULL where there is none (unknown). */
struct finding {
    uint32_t rule;                  /* IR_NONE: a finding of a table's shape, or a conflict */
    const struct shape_finding *shape;
    const struct conflict *conflict;    /* of rules that hold each alone; else NULL */
    uint64_t row;                   /* data row of the rule's table, key of its join, or
                                     * DATA_NO_ROW */
    uint8_t severity;               /* 0 must, 1 should, 2 note */
    uint8_t status, reason;         /* enum ir_status, enum ir_reason */
    uint32_t waiver;                /* 1 + the waiver that is about it; 0: none. One that has ended
                                     * leaves it violated */
    bool loose;                     /* a rounding pass whose interval may be wider than the truth */
    const char *left, *right, *difference, *slack;
    /* of a result that is unknown, or violated as a table lacks a key: what can be said of the left
     * and of the right side alone. A figure, or why there is none (enum ir_reason); neither:
     * nothing */
    struct { const char *figure; uint8_t reason; } side[2];
    /* of KIND_JOINT: the rule that puts the value at the left end or above it, and the one that
     * puts it at the right end or below it (IR_NONE: it is not known) */
    struct { uint32_t rule; bool open; } end[2];
    const struct baseline_item *before;         /* violated in the baseline with other figures */
};
/* What was found, whatever is accepted of it. */
static inline enum ir_status finding_verdict(const struct finding *x)
{
    bool accepted = x->status == ST_WAIVED || x->status == ST_KNOWN;
    return accepted ? ST_VIOLATED : (enum ir_status)x->status;
}
struct line_value { const char *value; uint8_t reason; };   /* value NULL if unknown */
/* Why it is unknown; without value and reason it is too big to show. */
static inline enum ir_reason line_value_reason(const struct line_value *v)
{
    return v->value || v->reason ? (enum ir_reason)v->reason : RS_OVERFLOW;
}

/* Of many units: what is evaluated. A rule or line that reads a table of units is one of the
 * whole. */
enum eval_part { PART_ALL, PART_UNIT /* what is not of the whole */, PART_WHOLE };

struct run;
struct findings {
    const struct ir_program *prog;
    const struct data_set *data;
    /* rules in program order, rows in sheet order; then the tables' shapes; then conflicts */
    struct finding *find; uint64_t n, cap;
    uint64_t count[3][ST_COUNT];    /* by severity and status: complete, whatever is kept */
    uint64_t total;                 /* results in all */
    uint64_t max_results;           /* to be kept */
    bool truncated;                 /* there were more of them */
    enum result_set set;            /* what was kept: never RESULTS_AUTO */
    /* numbers of the rounding passes nearest their slack, nearest first */
    uint32_t near[3]; uint32_t nnear;
    struct line_value *line;        /* one for each program line */
    enum eval_part part;
    /* by rule and line: 1 if it does not belong to the part: it has no results */
    const uint8_t *rule_out, *line_out;
    const struct baseline *baseline;    /* NULL: none */
    uint8_t *seen;                  /* by rule: statuses that it had somewhere, a bit each; NULL
                                     * unless asked for */
    struct coverage *coverage;      /* NULL unless asked for */
    const struct hypotheses *hypotheses;        /* hypothesis.h; NULL: no equation is violated */
    struct feasible *feasible;      /* NULL: not asked for, or no rule is linear */
    struct run *members;            /* for eval_members, eval_result */
    struct evidence_memo *memo;     /* for evidence_gather */
    const char *disagreement;       /* name of a rule on which the engine and the interpreter
                                     * differ, or NULL */
};
/* An error if there were more results than were to be kept. */
void findings_say_truncated(const struct findings *f, struct diags *d);
static inline bool findings_have_rule(const struct findings *f, uint32_t rule)
{
    return !f->rule_out || !f->rule_out[rule];
}
static inline bool findings_have_line(const struct findings *f, uint32_t line)
{
    return !f->line_out || !f->line_out[line];
}
const char *status_name(enum ir_status s);      /* "exact", "rounding", … as in JSON */
const char *reason_name(enum ir_reason r);      /* "", "missing", "unreadable", … */
const char *severity_name(unsigned severity);   /* "must", "should", "note" */
const char *cell_kind_name(enum cell_kind kind);        /* "figure", "blank", … */

/* A line's value less what it was, in its shown unit, as decimal text; NULL where one of them is
 * not known or the change fits no 256 bits. Both runs have the same lines. */
const char *line_change(struct arena *a, const struct findings *was, const struct findings *now,
                        uint32_t line);

/* A leaf row among which the program chooses, and what its kernel tells of it. */
struct chosen_row {
    uint64_t row;
    bool taken;
    bool furthest;                  /* it is taken, and is the least or the greatest */
    const uint64_t *const *out;     /* by test: 1 if it leaves the row out, at [lane] */
    uint32_t nout;                  /* of the first tests; of the others it is not known */
    size_t lane;
};
typedef void chosen_row_fn(void *ctx, const struct chosen_row *r);
void eval_choice(const struct findings *f, uint32_t choice, chosen_row_fn *each, void *ctx);
/* Does a test of the choice leave the row out, as far as that is known? */
static inline bool chosen_leaves_out(const struct chosen_row *r, uint32_t test)
{
    return test >= r->nout || r->out[test][r->lane];
}
/* Calls each for the cells of a sum of the program in the rows that its choice takes. */
void eval_members(const struct findings *f, uint32_t sum, data_member_fn *each, void *ctx);

/* What became of a waiver in all runs so far. */
struct waiver_use {
    bool used;                      /* some violated result is one of those that it is about */
    bool met;                       /* some row or key has its key */
};
struct eval_opts {
    enum eval_part part;
    enum result_set set;
    uint64_t max_results;           /* 0: 10^6 */
    bool coverage;                  /* note which figures the results depend on */
    uint32_t today;                 /* YYYYMMDD; 0: no waiver ends */
    struct baseline *baseline;      /* NULL: none */
    struct waiver_use *use;         /* by waiver, added to; NULL: not wanted */
    const struct feasible_opts *feasible;       /* NULL: no question of all results together */
    bool again;                     /* eval_result will be asked */
    bool seen;                      /* note which statuses each rule had */
    bool unexplained;               /* no hypotheses are made of what is violated */
    const struct pulse *pulse;      /* beaten while rules run; NULL: none */
};
/* Runs all kernels on the engine, then gathers the evidence of what is kept with
 * the interpreter. */
struct findings *eval_run(struct arena *a, const struct ir_program *p, const struct data_set *data,
                          struct engine *e, const struct eval_opts *o);

/* ── results one by one, of a run that was told so (eval_opts.again) ── */
/* The verdict of any rule in any row of its domain (DATA_NO_ROW: of the whole), kept or not:
 * VERDICT_NONE if it has no result there. */
uint8_t eval_verdict(const struct findings *f, uint32_t rule, uint64_t row);
/* Its left side, exactly, in base units; or why that is unknown (enum ir_reason). */
void eval_left(const struct findings *f, uint32_t rule, uint64_t row, struct rat *left,
               uint8_t *reason);
/* Its finding, and the ends between which left − right may lie, NULL where they are not known;
 * false if it has no result there. */
struct rule_result { struct finding find; const char *lower, *upper; };
bool eval_result(const struct findings *f, struct arena *a, uint32_t rule, uint64_t row,
                 struct rule_result *out);
#endif
