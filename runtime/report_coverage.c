/* Coverage, for people: tables with their figures, ranges that no result depends on, rules that
 * decided nothing.
 * In: the findings of a run that noted it. Out: text, at most so many lines. */
#include "coverage.h"
#include "report_part.h"
#include <string.h>

enum { RANGES_SHOWN = 12, SPANS_SHOWN = 6, LETTERS_SHOWN = 6, HEADERS_SHOWN = 3, RULES_SHOWN = 30 };

static const char *file_of(struct report *r, uint32_t table)
{
    return data_origin(r->f->data, &r->scratch.arena, table, DATA_NO_ROW, 0).file;
}

static const char *name_of(struct report *r, uint32_t table)
{
    return r->f->prog->string[r->f->prog->table[table].name];
}

/* ---- tables ---- */

static void table_row(struct report *r, struct columns *c, uint32_t table)
{
    struct arena *a = &r->scratch.arena;
    struct coverage_count n = coverage_of_table(r->f->coverage, table);
    uint64_t left = n.figures - n.constrained;
    const char *row[] = { say_escaped(a, name_of(r, table)), say_escaped(a, file_of(r, table)),
                          say_count(a, n.figures), say_count(a, n.constrained),
                          say_count(a, left) };
    columns_add(c, left ? ROW_SEV : ROW_PLAIN, row);
}

static void tables_draw(struct report *r)
{
    struct columns c = { .arena = &r->scratch.arena, .count = 5,
                         .align = { COLUMN_LEFT, COLUMN_LEFT, COLUMN_RIGHT, COLUMN_RIGHT,
                                    COLUMN_RIGHT },
                         .give = { GIVE_END, GIVE_END } };
    struct brush b = report_brush(r, SEV_WARNING);
    static const enum say head[] = { SAY_COVER_TABLE, SAY_COVER_FILE, SAY_COVER_FIGURES,
                                     SAY_COVER_HELD, SAY_COVER_LEFT };
    const char *row[5];
    for (unsigned i = 0; i < 5; i++)
        row[i] = say_text(head[i], r->lang);
    report_title(r, say_text(SAY_COVER_HEAD, r->lang));
    columns_add(&c, ROW_HEAD, row);
    for (uint32_t t = 0; t < r->f->prog->ntable; t++)
        if (coverage_counts(r->f->prog, r->f->data, t))
            table_row(r, &c, t);
    columns_draw(&b, &c, 2, r->columns);
    strbuf_addc(&r->text, '\n');
}

/* ---- ranges ---- */

struct ranges { struct report *r; uint32_t table; struct columns c; uint64_t n, left_out; };

static struct origin place_of(const struct ranges *x, uint64_t row, uint32_t sheet)
{
    struct report *r = x->r;
    return data_origin(r->f->data, &r->scratch.arena, x->table, row, sheet);
}

/* "3–10", or "3" */
static void add_span(struct strbuf *s, const char *first, const char *last)
{
    strbuf_adds(s, s->len ? ", " : "");
    strbuf_adds(s, first);
    if (strcmp(first, last))
        strbuf_addf(s, "\u2013%s", last);
}

static const char *lines_text(const struct ranges *x, const struct cover_range *range)
{
    struct arena *a = &x->r->scratch.arena;
    struct strbuf s;
    strbuf_init(&s, a);
    for (uint64_t i = 0; i < range->nspan; i++) {
        struct row_span at = coverage_lines(x->r->f->coverage, x->table, range, &range->span[i]);
        add_span(&s, arena_printf(a, "%llu", (unsigned long long)at.first),
                 arena_printf(a, "%llu", (unsigned long long)at.last));
    }
    strbuf_adds(&s, range->spans > range->nspan ? " …" : "");
    return s.p;
}

/* The column of the file in which a column of the range stands; those of a form may share one. */
static uint32_t field_of(const struct ranges *x, const struct cover_range *range, uint32_t i)
{
    return data_spot(x->r->f->data, x->table, DATA_NO_ROW, range->column[i]).field;
}

static const char *letters_text(const struct ranges *x, const struct cover_range *range)
{
    struct strbuf s;
    char from[8], to[8];
    unsigned shown = 0;
    strbuf_init(&s, &x->r->scratch.arena);
    for (uint32_t i = 0, j; i < range->ncolumn; i = j) {
        uint32_t first = field_of(x, range, i), last = first;
        for (j = i + 1; j < range->ncolumn && field_of(x, range, j) - last <= 1; j++)
            last = field_of(x, range, j);
        if (shown++ == LETTERS_SHOWN) {
            strbuf_adds(&s, " …");
            break;
        }
        add_span(&s, brush_letters(from, first + 1), brush_letters(to, last + 1));
    }
    return s.p;
}

static const char *headers_text(const struct ranges *x, const struct cover_range *range)
{
    struct report *r = x->r;
    struct strbuf s;
    strbuf_init(&s, &r->scratch.arena);
    for (uint32_t i = 0; i < range->ncolumn && i < HEADERS_SHOWN; i++) {
        strbuf_adds(&s, i ? say_text(SAY_LIST_COMMA, r->lang) : "");
        strbuf_adds(&s, place_of(x, DATA_NO_ROW, range->column[i]).header);
    }
    strbuf_adds(&s, range->ncolumn > HEADERS_SHOWN ? " …" : "");
    return say_escaped(&r->scratch.arena, s.p);
}

static void range_row(void *ctx, const struct cover_range *range)
{
    struct ranges *x = ctx;
    struct report *r = x->r;
    if (x->n++ >= RANGES_SHOWN) {
        x->left_out++;
        return;
    }
    const char *row[] = { letters_text(x, range), lines_text(x, range),
                          say_count(&r->scratch.arena, range->figures),
                          say_text(range->why == COVER_NO_RULE ? SAY_COVER_NO_RULE
                                                               : SAY_COVER_UNDECIDED, r->lang),
                          headers_text(x, range) };
    columns_add(&x->c, ROW_PLAIN, row);
}

static void ranges_draw(struct report *r, uint32_t table)
{
    struct arena *a = &r->scratch.arena;
    struct ranges x = { .r = r, .table = table,
                        .c = { .arena = a, .count = 5,
                               .align = { COLUMN_LEFT, COLUMN_LEFT, COLUMN_RIGHT },
                               .give = { GIVE_NOTHING, GIVE_END, GIVE_NOTHING, GIVE_NOTHING,
                                         GIVE_END } } };
    struct brush b = report_brush(r, SEV_NOTE);
    const char *head[] = { say_text(SAY_CELL_COLUMN, r->lang), say_text(SAY_CELL_LINE, r->lang),
                           say_text(SAY_COVER_FIGURES, r->lang), "",
                           say_text(SAY_CELL_HEADER, r->lang) };
    report_title(r, say_with(a, r->lang, SAY_COVER_RANGES, 2, name_of(r, table),
                             file_of(r, table)));
    columns_add(&x.c, ROW_HEAD, head);
    coverage_ranges(r->f->coverage, a, table, SPANS_SHOWN, range_row, &x);
    const char *more[] = { say_with(a, r->lang, SAY_COVER_MORE, 1, say_count(a, x.left_out)),
                           "", "", "", "" };
    if (x.left_out)
        columns_add(&x.c, ROW_PLAIN, more);
    columns_draw(&b, &x.c, 2, r->columns);
    strbuf_addc(&r->text, '\n');
}

/* ---- rules ---- */

static const char *undecided_text(struct report *r, const struct cover_rule *rule)
{
    if (rule->count[ST_UNKNOWN])
        return say_with(&r->scratch.arena, r->lang, SAY_UNKNOWN_VALUE, 1,
                        say_text(message_reason((enum ir_reason)rule->reason), r->lang));
    return say_text(rule->count[ST_NOT_APPLICABLE] ? SAY_INAPPLICABLE : SAY_COVER_RULE_NONE,
                    r->lang);
}

static void rule_row(struct report *r, struct columns *c, uint32_t rule)
{
    struct arena *a = &r->scratch.arena;
    const struct cover_rule *n = coverage_of_rule(r->f->coverage, rule);
    const char *row[] = { say_escaped(a, r->f->prog->string[r->f->prog->rule[rule].name]),
                          say_count(a, n->count[ST_UNKNOWN] + n->count[ST_NOT_APPLICABLE]),
                          undecided_text(r, n) };
    columns_add(c, ROW_PLAIN, row);
}

static void rules_draw(struct report *r)
{
    struct arena *a = &r->scratch.arena;
    struct columns c = { .arena = a, .count = 3,
                         .align = { COLUMN_LEFT, COLUMN_RIGHT, COLUMN_LEFT },
                         .give = { GIVE_END } };
    struct brush b = report_brush(r, SEV_WARNING);
    uint64_t n = 0;
    for (uint32_t i = 0; i < r->f->prog->nrule; i++)
        if (coverage_rule_undecided(r->f, i) && n++ < RULES_SHOWN)
            rule_row(r, &c, i);
    if (!n)
        return;
    report_title(r, say_with(a, r->lang, SAY_COVER_RULES, 1, say_count(a, n)));
    const char *more[] = { say_with(a, r->lang, SAY_COVER_MORE, 1, say_count(a, n - RULES_SHOWN)),
                           "", "" };
    if (n > RULES_SHOWN)
        columns_add(&c, ROW_PLAIN, more);
    columns_draw(&b, &c, 2, r->columns);
    strbuf_addc(&r->text, '\n');
}

void report_coverage(struct report *r)
{
    if (!r->f->coverage || !report_flush(r))
        return;
    tables_draw(r);
    for (uint32_t t = 0; t < r->f->prog->ntable && report_flush(r); t++) {
        struct coverage_count n = coverage_of_table(r->f->coverage, t);
        if (n.constrained < n.figures)
            ranges_draw(r, t);
    }
    rules_draw(r);
}
