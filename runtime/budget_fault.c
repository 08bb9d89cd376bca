/* What is wrong with a record, where.
 * In: where the parser stands. Out: one diagnostic, with a path as JSON has it: array elements are
 * counted from 0. */
#include "budget_part.h"
#include <string.h>

static const char *const kind_name[][2] = {
    [OBJECT] = { "对象", "an object" }, [ARRAY] = { "数组", "an array" },
    [TEXT] = { "文字", "text" }, [NUMBER] = { "数", "a number" },
    [BOOLEAN] = { " true 或 false", "true or false" }, [NOTHING] = { " null", "null" } };

const char *reading_member(enum member m)
{
    static const char *const name[] = { "id", "tables", "prior", "columns", "rows" };
    return name[m];
}

/* ---- places ---- */

/* of the table that is read, or of the tables */
static const char *table_path(const struct reading *r)
{
    const char *tables = reading_member(r->prior ? LAST_YEAR : THIS_YEAR);
    return r->sheet ? arena_printf(&r->b->arena, "%s.%s", tables, r->sheet->name) : tables;
}

static const char *row_path(const struct reading *r, uint64_t row)
{
    bool rows = r->place == ROWS || r->place == ROW;
    return arena_printf(&r->b->arena, rows ? "%s[%llu]" : "%s.rows[%llu]", table_path(r),
                        (unsigned long long)row);
}

/* of the next value */
static const char *value_path(const struct reading *r)
{
    struct arena *a = &r->b->arena;
    const struct budget_sheet *s = r->sheet;
    switch (r->place) {
    case OUTSIDE: return "record";
    case RECORD: return reading_member(r->member);
    case TABLES: return table_path(r);
    case SHEET: return arena_printf(a, "%s.%s", table_path(r), reading_member(r->member));
    case HEADERS: return arena_printf(a, "%s.columns[%u]", table_path(r), r->at);
    case ROWS: case LISTS: return row_path(r, s->rows);
    case ROW: return arena_printf(a, "%s.%s", row_path(r, s->rows - 1), s->column[r->at].header);
    case LIST: return arena_printf(a, "%s[%u]", row_path(r, s->rows - 1), r->at);
    }
    return "";
}

/* ---- faults ---- */

int reading_stop(struct reading *r)
{
    r->skipping = true;
    r->b->byte = yajl_get_bytes_consumed(r->yajl);
    return 1;
}

static const char *wanted(const struct reading *r, bool zh)
{
    switch (r->place) {
    case OUTSIDE: return kind_name[OBJECT][!zh];
    case RECORD:
        return r->member != ID ? kind_name[OBJECT][!zh] : zh ? "文字或数" : "text or a number";
    case TABLES:
        return zh ? "一张表：CSV 文字、行的数组，或 columns 和 rows"
                  : "a table: CSV text, an array of rows, or columns and rows";
    case ROWS: return kind_name[OBJECT][!zh];
    case SHEET: case LISTS: return kind_name[ARRAY][!zh];
    case HEADERS: return kind_name[TEXT][!zh];
    case ROW: case LIST: return zh ? "一格：文字、数或 null" : "a cell: text, a number or null";
    }
    return "";
}

int reading_wrong_kind(struct reading *r, enum kind found)
{
    diag_add_data(&r->b->diags, DIAG_RECORD_KIND, r->b->place, value_path(r), kind_name[found][0],
                  wanted(r, true), kind_name[found][1], wanted(r, false), NULL);
    return reading_stop(r);
}

int reading_unknown(struct reading *r, enum member first, enum member end, const char *key)
{
    struct strbuf known;
    struct str_guess guess = str_guess_of(key);
    strbuf_init(&known, &r->b->arena);
    for (enum member m = first; m < end; m++) {
        const char *name = reading_member(m);
        strbuf_addf(&known, m == first ? "%s" : ", %s", name);
        str_guess_try(&guess, name);
    }
    diag_add_data(&r->b->diags, DIAG_RECORD_MEMBER, r->b->place,
                  r->place == SHEET ? table_path(r) : "record", key, known.p,
                  guess.name ? guess.name : "", NULL);
    return reading_stop(r);
}

int reading_twice(struct reading *r)
{
    diag_add_data(&r->b->diags, DIAG_RECORD_TWICE, r->b->place, value_path(r), NULL);
    return reading_stop(r);
}

int reading_lacks(struct reading *r, enum member m)
{
    diag_add_data(&r->b->diags, DIAG_RECORD_LACKS, r->b->place,
                  r->place == SHEET ? table_path(r) : "record", reading_member(m), NULL);
    return reading_stop(r);
}

static const char *number(const struct reading *r, uint64_t n)
{
    return arena_printf(&r->b->arena, "%llu", (unsigned long long)n);
}

int reading_uneven(struct reading *r, uint64_t row, uint64_t found, uint64_t expected)
{
    diag_add_data(&r->b->diags, DIAG_RECORD_UNEVEN, r->b->place, row_path(r, row),
                  number(r, found), number(r, expected), NULL);
    return reading_stop(r);
}

int reading_no_header(struct reading *r)
{
    diag_add_data(&r->b->diags, DIAG_RECORD_NO_HEADER, r->b->place, table_path(r), NULL);
    return reading_stop(r);
}

int reading_wide(struct reading *r, const char *text, size_t len)
{
    diag_add_data(&r->b->diags, DIAG_RECORD_NUMBER, r->b->place, value_path(r),
                  budget_keep(r->b, text, len), NULL);
    return reading_stop(r);
}

int reading_too_many(struct reading *r, enum diag_code code, uint64_t found, uint64_t most)
{
    diag_add_data(&r->b->diags, code, r->b->place,
                  found ? number(r, found) : table_path(r), number(r, most), NULL);
    return reading_stop(r);
}
