#ifndef FISC_COVERAGE_H
#define FISC_COVERAGE_H
/* Which printed figures the results of a run depend on, and which rules decided nothing. A figure
 * is constrained if it belongs to a figure (evidence.h) of a rule that has a result on it which is
 * neither unknown nor not applicable. */
#include "find.h"

enum cover { COVER_NO_RULE,         /* no rule has a result with it */
             COVER_UNDECIDED,       /* only results that are unknown or not applicable */
             COVER_CONSTRAINED,
             COVER_EMPTY };         /* no figure is printed here */

struct coverage *coverage_new(struct arena *a, const struct findings *f);
/* A result of a rule; row as in struct finding. Not after coverage_finish. */
void coverage_note(struct coverage *c, uint32_t rule, uint64_t row, unsigned verdict);
void coverage_finish(struct coverage *c);

/* Is it a table whose figures are to be covered? Prior data are no part of what is checked. */
bool coverage_counts(const struct ir_program *p, const struct data_set *data, uint32_t table);
struct coverage_count { uint64_t figures, constrained; };
struct coverage_count coverage_of_table(const struct coverage *c, uint32_t table);

struct row_span { uint64_t first, last; };      /* data rows */
/* Figures of one table that are not constrained: those in some rows of some columns. */
struct cover_range {
    enum cover why;                 /* COVER_NO_RULE or COVER_UNDECIDED */
    uint32_t *column; uint32_t ncolumn;         /* sheet columns */
    struct row_span *span; uint64_t nspan;      /* the first of them */
    uint64_t spans;                 /* all of them */
    uint64_t figures;               /* in all of them */
};
/* Calls `each` for the ranges of a table, by column; what it is given lives in the arena. */
void coverage_ranges(const struct coverage *c, struct arena *a, uint32_t table,
                     uint64_t most_spans,
                     void (*each)(void *ctx, const struct cover_range *r), void *ctx);

/* The file's first and last line of a stretch of a range. */
struct row_span coverage_lines(const struct coverage *c, uint32_t table,
                               const struct cover_range *r, const struct row_span *s);
/* Results of one rule by status, and the reason of its first unknown one. */
struct cover_rule { uint64_t count[ST_COUNT]; uint8_t reason; };
const struct cover_rule *coverage_of_rule(const struct coverage *c, uint32_t rule);
/* Has it no verdict, though it was to be evaluated? */
bool coverage_rule_undecided(const struct findings *f, uint32_t rule);
/* Did it decide anything? */
bool coverage_rule_decided(const struct cover_rule *r);
#endif
