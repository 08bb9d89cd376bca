/* The summary of many units, for people.
 * In: counts by unit. Out: a table, a page at a time, and the verdict on all of them. */
#include "report_units.h"
#include "report_part.h"

enum { UNITS_PAGE = 256, UNITS_COLUMNS = 8 };   /* units aligned with one another */

static uint64_t by_status(const uint64_t count[3][ST_COUNT], enum ir_status status)
{
    return count[0][status] + count[1][status] + count[2][status];
}

static void counts_row(struct report *r, struct columns *c, enum row_style style, const char *name,
                       const uint64_t count[3][ST_COUNT], uint64_t faults)
{
    static const enum ir_status order[] = { ST_EXACT, ST_ROUNDING, ST_VIOLATED, ST_NOT_APPLICABLE,
                                            ST_UNKNOWN, ST_WAIVED };
    struct arena *a = &r->scratch.arena;
    const char *row[UNITS_COLUMNS] = { name };
    for (unsigned i = 0; i < 6; i++)
        row[i + 1] = say_count(a, by_status(count, order[i]));
    row[7] = say_count(a, faults);
    if (!by_status(r->f->count, ST_WAIVED))
        row[6] = "";                /* of no unit: a column without texts takes no room */
    columns_add(c, style, row);
}

static void head_row(struct report *r, struct columns *c)
{
    static const enum say head[UNITS_COLUMNS] = { SAY_UNIT, SAY_EXACT, SAY_WITHIN, SAY_VIOLATED,
                                                  SAY_INAPPLICABLE, SAY_UNKNOWN, SAY_WAIVED,
                                                  SAY_FAULTS };
    const char *row[UNITS_COLUMNS];
    for (unsigned i = 0; i < UNITS_COLUMNS; i++)
        row[i] = say_text(head[i], r->lang);
    columns_add(c, ROW_HEAD, row);
}

static void page_draw(struct report *r, const struct unit_summary *row, uint64_t n)
{
    struct columns c = { .arena = &r->scratch.arena, .count = UNITS_COLUMNS,
                         .align = { COLUMN_LEFT, COLUMN_RIGHT, COLUMN_RIGHT, COLUMN_RIGHT,
                                    COLUMN_RIGHT, COLUMN_RIGHT, COLUMN_RIGHT, COLUMN_RIGHT },
                         .give = { GIVE_START } };
    struct brush b = report_brush(r, SEV_ERROR);
    head_row(r, &c);
    for (uint64_t i = 0; i < n; i++) {
        bool bad = by_status(row[i].count, ST_VIOLATED) || row[i].faults;
        counts_row(r, &c, bad ? ROW_SEV : ROW_PLAIN, say_escaped(&r->scratch.arena, row[i].name),
                   row[i].count, row[i].faults);
    }
    columns_draw(&b, &c, 0, r->columns);
    strbuf_addc(&r->text, '\n');
}

static void verdict_draw(struct report *r, const struct unit_summary *row, uint64_t n)
{
    struct arena *a = &r->scratch.arena;
    uint64_t bad = 0, faulty = 0;
    for (uint64_t i = 0; i < n; i++) {
        bad += by_status(row[i].count, ST_VIOLATED) > 0;
        faulty += row[i].faults > 0;
    }
    report_title(r, say_with(a, r->lang, SAY_UNITS_VERDICT, 3, say_count(a, n), say_count(a, bad),
                             say_count(a, faulty)));
    strbuf_addc(&r->text, '\n');
}

bool report_units_text(struct report_out *out, const struct unit_summary *row, uint64_t n,
                       bool whole, const struct findings *total, const struct report_opts *o)
{
    uint64_t rows = n + whole;
    struct report r;
    report_open(&r, out, NULL, total, o);
    for (uint64_t i = 0; i < rows; i++)
        r.notices += row[i].notices;
    for (uint64_t at = 0; at < rows && !out->failed; at += UNITS_PAGE) {
        page_draw(&r, row + at, rows - at > UNITS_PAGE ? UNITS_PAGE : rows - at);
        report_flush(&r);
    }
    verdict_draw(&r, row, n);
    report_counts(&r);
    report_flush(&r);
    report_close(&r);
    return !out->failed;
}
