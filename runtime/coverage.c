/* Notes which cells of the tables the results depend on.
 * In: results as they are recorded. Out: a mark for each cell, ranges of cells that no result
 * depends on, counts by rule.
 * Invariant: what does not change from row to row of a rule is marked once, so the work is linear
 * in the results and the cells. */
#include "coverage.h"
#include "evidence.h"

struct cover_table {
    uint8_t *mark;                  /* enum cover; of sheet column c: mark + c * rows */
    uint64_t rows;
    uint32_t columns;
    struct coverage_count count;
};
struct coverage {
    const struct findings *all;
    const struct ir_program *p;
    const struct data_set *data;
    struct cover_table *table;
    struct cover_rule *rule;
    uint8_t *fixed;                 /* by rule: how far its fixed figures are marked */
};

bool coverage_counts(const struct ir_program *p, const struct data_set *data, uint32_t table)
{
    return data_usable(data, table) && p->table[table].origin == ORIGIN_CURRENT;
}

struct coverage *coverage_new(struct arena *a, const struct findings *f)
{
    const struct ir_program *p = f->prog;
    const struct data_set *data = f->data;
    struct coverage *c = ARENA_NEW(a, struct coverage);
    *c = (struct coverage){ .all = f, .p = p, .data = data,
                            .table = ARENA_ARRAY(a, struct cover_table, p->ntable),
                            .rule = ARENA_ARRAY(a, struct cover_rule, p->nrule),
                            .fixed = ARENA_ARRAY(a, uint8_t, p->nrule) };
    for (uint32_t i = 0; i < p->ntable; i++) {
        struct cover_table *t = &c->table[i];
        if (!coverage_counts(p, data, i))
            continue;
        t->rows = data_rows(data, i);
        t->columns = data_sheet_columns(data, i);
        t->mark = ARENA_ARRAY(a, uint8_t, t->rows * t->columns);
    }
    return c;
}

/* ---- marks ---- */

struct marker { struct cover_table *t; enum cover cover; };

static void member_mark(void *ctx, uint64_t row, uint32_t sheet, enum cell_kind kind,
                        int64_t value)
{
    struct marker *m = ctx;
    bool kept = row < m->t->rows && sheet < m->t->columns;     /* else it is in no sheet */
    uint8_t *mark = kept ? &m->t->mark[sheet * m->t->rows + row] : NULL;
    (void)kind;
    (void)value;
    if (mark && *mark < m->cover)
        *mark = (uint8_t)m->cover;
}

/* a rule on a table as a whole */
static void table_mark(struct cover_table *t, enum cover cover)
{
    for (uint64_t i = 0; i < t->rows * t->columns; i++)
        if (t->mark[i] < cover)
            t->mark[i] = (uint8_t)cover;
}

/* The figures that decide which rows are counted, in these and in the others. */
static void choice_mark(struct coverage *c, const struct ir_choice *choice, enum cover cover)
{
    for (uint32_t i = 0; i < choice->nask; i++) {
        if (choice->ask[i].kind != ASK_VALUE)
            continue;
        struct marker m = { &c->table[c->p->colref[choice->ask[i].of].table], cover };
        data_leaves(c->data, choice->ask[i].of, member_mark, &m);
    }
}

static bool status_decides(enum ir_status status)
{
    return status != ST_UNKNOWN && status != ST_NOT_APPLICABLE;
}

void coverage_note(struct coverage *c, uint32_t rule, uint64_t row, unsigned verdict)
{
    const struct ir_rule *r = &c->p->rule[rule];
    struct cover_rule *own = &c->rule[rule];
    enum ir_status status = VERDICT_STATUS(verdict);
    enum cover cover = status_decides(status) ? COVER_CONSTRAINED : COVER_UNDECIDED;
    bool marked = c->fixed[rule] >= cover;
    if (status == ST_UNKNOWN && !own->count[status])
        own->reason = (uint8_t)VERDICT_REASON(verdict);
    own->count[status]++;
    for (uint32_t i = 0; i < r->ncell; i++) {
        if (marked && r->cell[i].kind != BIND_COLREF)
            continue;
        if (!ir_reads_value(&r->cell[i]))
            continue;               /* nothing is asked of it */
        if (r->cell[i].kind == BIND_CHOICE)
            choice_mark(c, &c->p->choice[r->cell[i].index], cover);
        if (r->cell[i].kind == BIND_TABLE)
            table_mark(&c->table[r->cell[i].index], cover);
        struct figure_place at = evidence_place(c->p, r, &r->cell[i], row);
        if (at.colref == IR_NONE || (marked && at.fixed))
            continue;
        struct marker m = { &c->table[c->p->colref[at.colref].table], cover };
        evidence_members(c->all, &at, member_mark, &m);
    }
    if (!marked)
        c->fixed[rule] = (uint8_t)cover;
}

void coverage_finish(struct coverage *c)
{
    for (uint32_t i = 0; i < c->p->ntable; i++) {
        struct cover_table *t = &c->table[i];
        for (uint32_t column = 0; column < t->columns; column++)
            for (uint64_t row = 0; row < t->rows; row++) {
                uint8_t *mark = &t->mark[column * t->rows + row];
                if (!data_holds_figure(c->data, i, row, column)) {
                    *mark = COVER_EMPTY;
                    continue;
                }
                t->count.figures++;
                t->count.constrained += *mark == COVER_CONSTRAINED;
            }
    }
}

struct coverage_count coverage_of_table(const struct coverage *c, uint32_t table)
{
    return c->table[table].count;
}

const struct cover_rule *coverage_of_rule(const struct coverage *c, uint32_t rule)
{
    return &c->rule[rule];
}

bool coverage_rule_undecided(const struct findings *f, uint32_t rule)
{
    return findings_have_rule(f, rule)
        && !coverage_rule_decided(coverage_of_rule(f->coverage, rule));
}

bool coverage_rule_decided(const struct cover_rule *r)
{
    return r->count[ST_EXACT] || r->count[ST_ROUNDING] || r->count[ST_VIOLATED];
}

/* ---- ranges ---- */

/* The next stretch of rows of a column that has figures of the kind and none of another: as far
 * as it goes over empty cells, so that columns with different blanks have equal stretches. */
static bool stretch_next(const struct cover_table *t, uint32_t column, enum cover why,
                         uint64_t *at, struct row_span *s)
{
    const uint8_t *mark = t->mark + column * t->rows;
    bool any = false;
    for (s->first = *at; *at < t->rows; ++*at) {
        if (mark[*at] == COVER_EMPTY)
            continue;
        if (mark[*at] == why)
            any = true;
        else if (any)
            break;
        else
            s->first = *at + 1;
    }
    s->last = *at - 1;
    return any;
}

/* 0: it has none */
static uint64_t stretches_hash(const struct cover_table *t, uint32_t column, enum cover why)
{
    uint64_t at = 0, h = 0;
    struct row_span s;
    while (stretch_next(t, column, why, &at, &s))
        h = ((h ^ s.first) * UINT64_C(0x9e3779b97f4a7c15) + s.last) | 1;
    return h;
}

static bool stretches_equal(const struct cover_table *t, uint32_t x, uint32_t y, enum cover why)
{
    uint64_t xat = 0, yat = 0;
    struct row_span xs, ys;
    for (;;) {
        bool more = stretch_next(t, x, why, &xat, &xs);
        if (more != stretch_next(t, y, why, &yat, &ys))
            return false;
        if (!more)
            return true;
        if (xs.first != ys.first || xs.last != ys.last)
            return false;
    }
}

/* The cells of a row may stand in several lines (a form). */
struct row_span coverage_lines(const struct coverage *c, uint32_t table,
                               const struct cover_range *r, const struct row_span *s)
{
    struct row_span lines = { UINT64_MAX, 0 };
    for (uint32_t i = 0; i < r->ncolumn; i++) {
        struct data_spot from = data_spot(c->data, table, s->first, r->column[i]);
        struct data_spot to = data_spot(c->data, table, s->last, r->column[i]);
        if (from.field != IR_NONE && from.line < lines.first)
            lines.first = from.line;
        if (to.field != IR_NONE && to.line > lines.last)
            lines.last = to.line;
    }
    return lines;
}

/* Cuts the stretch to the rows in which some column of the range has a figure, and counts these. */
static uint64_t stretch_trim(const struct cover_table *t, const struct cover_range *r,
                             struct row_span *s)
{
    uint64_t n = 0, first = s->last, last = s->first;
    for (uint32_t i = 0; i < r->ncolumn; i++)
        for (uint64_t row = s->first; row <= s->last; row++) {
            if (t->mark[r->column[i] * t->rows + row] != r->why)
                continue;
            n++;
            first = row < first ? row : first;
            last = row > last ? row : last;
        }
    *s = (struct row_span){ first, last };
    return n;
}

static void range_fill(const struct cover_table *t, struct arena *a, struct cover_range *r,
                       uint64_t most)
{
    uint64_t at = 0, cap = 0;
    struct row_span s;
    while (stretch_next(t, r->column[0], r->why, &at, &s)) {
        r->figures += stretch_trim(t, r, &s);
        if (r->spans++ < most)
            ARENA_PUSH(a, r->span, r->nspan, cap, s);
    }
}

/* Puts columns with equal stretches together. hash: by column, 0: has none, or is taken. */
static bool range_gather(const struct cover_table *t, uint64_t *hash, uint32_t from,
                         struct cover_range *r)
{
    uint64_t h = hash[from];
    r->ncolumn = 0;
    for (uint32_t i = from; h && i < t->columns; i++)
        if (hash[i] == h && stretches_equal(t, from, i, r->why)) {
            r->column[r->ncolumn++] = i;
            hash[i] = 0;
        }
    return r->ncolumn > 0;
}

void coverage_ranges(const struct coverage *c, struct arena *a, uint32_t table,
                     uint64_t most_spans,
                     void (*each)(void *ctx, const struct cover_range *r), void *ctx)
{
    const struct cover_table *t = &c->table[table];
    uint64_t *hash = ARENA_ARRAY(a, uint64_t, t->columns);
    uint32_t *column = ARENA_ARRAY(a, uint32_t, t->columns);
    for (unsigned why = COVER_NO_RULE; why <= COVER_UNDECIDED; why++) {
        for (uint32_t i = 0; i < t->columns; i++)
            hash[i] = stretches_hash(t, i, (enum cover)why);
        for (uint32_t i = 0; i < t->columns; i++) {
            struct cover_range r = { .why = (enum cover)why, .column = column };
            if (!range_gather(t, hash, i, &r))
                continue;
            range_fill(t, a, &r, most_spans);
            each(ctx, &r);
        }
    }
}
