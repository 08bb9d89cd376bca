/* What a sheet's columns and rows are.
 * In: a sheet as printed. Out: kinds of columns, unit, grid, total row, levels of codes.
 * Invariant: nothing here is believed: what is drafted from it is tried on the data. */
#include "draft.h"
#include "../runtime/cell.h"
#include <string.h>

enum { PLACES_MAX = 8 };

/* ---- cells ---- */

static struct survey_cell field_of(const struct survey_row *row, uint32_t column)
{
    return column < row->nfield ? row->field[column] : (struct survey_cell){ "", 0 };
}

static struct cell_form form_of(const struct draft *d)
{
    return cell_form_of((struct ir_grid){ .mode = 1, .places = (int8_t)d->places, .scale = 9 });
}

int64_t draft_figure(const struct draft *d, const struct survey_row *row, uint32_t column,
                     bool *printed)
{
    struct survey_cell f = field_of(row, column);
    struct cell_form form = form_of(d);
    struct cell c = cell_read(f.p, f.len, &form);
    *printed = c.kind == CELL_FIGURE;
    return c.value;
}

/* ---- columns ---- */

struct seen { uint64_t figures, dashes, others, codes, wide; int places; bool lead; };

static bool is_code(struct survey_cell f)
{
    for (size_t i = 0; i < f.len; i++)
        if (!(f.p[i] >= '0' && f.p[i] <= '9') && !(f.p[i] >= 'A' && f.p[i] <= 'Z')
            && !(f.p[i] >= 'a' && f.p[i] <= 'z'))
            return false;
    return f.len > 0 && f.len <= 40;
}

static void cell_see(struct seen *s, struct survey_cell f, const struct cell_form *form)
{
    struct cell c = cell_read(f.p, f.len, form);
    int64_t coef;
    int places;
    if (c.kind == CELL_BLANK)
        return;
    s->codes += is_code(f);
    s->lead |= f.len > 1 && f.p[0] == '0' && is_code(f);
    if (c.kind == CELL_DASH || c.kind == CELL_NONE) {
        s->dashes++;
    } else if (cell_number(f.p, f.len, &coef, &places)) {
        s->figures++;
        s->places = places > s->places ? places : s->places;
        s->wide += places > PLACES_MAX || c.kind == CELL_OVERFLOW || c.kind == CELL_UNREADABLE;
    } else {
        s->others++;
    }
}

/* Does a header speak of codes? */
static bool names_codes(const char *form)
{
    static const char *const word[] = { "编码", "代码", "科目", "编号", "序号", "code", "Code",
                                        "CODE" };
    for (size_t i = 0; i < sizeof word / sizeof *word; i++)
        if (strstr(form, word[i]))
            return true;
    return false;
}

/* Does the header of a blank column speak of something else than figures? */
static bool names_no_figures(const char *form)
{
    static const char *const word[] = { "备注", "说明", "名称", "类别", "日期" };
    for (size_t i = 0; i < sizeof word / sizeof *word; i++)
        if (strstr(form, word[i]))
            return true;
    return names_codes(form) || !strcmp(form, "单位") || !strcmp(form, "部门");
}

/* A total row's label may stand among the codes. */
static bool is_total(struct arena *a, struct survey_cell f)
{
    if (f.len > 60 || !strstr(f.p, "计"))
        return false;               /* most cells, without more ado */
    const char *form = str_match_form(a, f.p, f.len);
    return form && (!strcmp(form, "合计") || !strcmp(form, "总计"));
}

static uint64_t totals_in(const struct draft *d, uint32_t column)
{
    uint64_t n = 0;
    for (uint64_t r = 0; r < d->sheet->nrow; r++)
        n += is_total(d->arena, field_of(&d->sheet->row[r], column));
    return n;
}

static enum draft_kind kind_of(const struct draft *d, uint32_t column, const struct seen *s)
{
    const char *form = d->sheet->header.form[column];
    bool codes = s->codes && (s->lead || names_codes(form));
    if (codes && s->places == 0 && s->codes + totals_in(d, column) == s->figures + s->others)
        return DRAFT_CODES;
    if (s->figures && !s->others)
        return s->wide ? DRAFT_WIDE : DRAFT_FIGURES;
    if (s->figures)
        return DRAFT_MIXED;
    return s->others ? DRAFT_TEXTS : DRAFT_EMPTY;
}

static void column_look(struct draft *d, uint32_t column)
{
    struct cell_form form = form_of(d);
    struct draft_column *c = &d->column[column];
    struct seen s = { .figures = 0 };
    for (uint64_t r = 0; r < d->sheet->nrow; r++)
        cell_see(&s, field_of(&d->sheet->row[r], column), &form);
    c->kind = kind_of(d, column, &s);
    c->printed = s.figures + s.dashes + s.others;
    c->places = s.places;
    c->parent = IR_NONE;
    c->summand = c->kind == DRAFT_EMPTY && !names_no_figures(d->sheet->header.form[column]);
}

/* A column that a rule file cannot name: no header, an invisible character in it, or two of it. */
static bool is_nameless(const struct draft *d, uint32_t column)
{
    const char *text = d->sheet->header.text[column], *form = d->sheet->header.form[column];
    int32_t cp;
    for (size_t i = 0, n = strlen(text); i < n;) {
        i += str_decode(text + i, n - i, &cp);
        if (diag_cp_hidden(cp) && cp != '\n' && cp != '\r')
            return true;
    }
    return !*form || strlen(text) > 1000 || header_repeat(&d->sheet->header, column) != IR_NONE;
}

/* ---- names ---- */

static bool name_cp(int32_t cp)
{
    return (cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z')
        || (cp >= 0x4e00 && cp <= 0x9fff);
}

const char *draft_name(struct arena *a, const char *text)
{
    struct strbuf b;
    int32_t cp;
    strbuf_init(&b, a);
    for (size_t i = 0, n = strlen(text), w; i < n; i += w) {
        w = str_decode(text + i, n - i, &cp);
        if (name_cp(cp))
            strbuf_add(&b, text + i, w);
        else if (b.len && b.p[b.len - 1] != '_')
            strbuf_addc(&b, '_');
    }
    while (b.len && b.p[b.len - 1] == '_')
        b.p[--b.len] = 0;
    if (!b.len)
        return "_";
    return b.p[0] >= '0' && b.p[0] <= '9' ? arena_printf(a, "_%s", b.p) : b.p;
}

/* The last level of a header, of a total that of its group. */
static const char *plain_name(const struct draft *d, uint32_t column)
{
    const char *form = d->sheet->header.form[column], *group = header_group(d->arena, form);
    const char *from = *group ? group : form, *slash = strrchr(from, '/');
    return draft_name(d->arena, slash ? slash + 1 : from);
}

/* Names that several columns would have are those of their whole headers, then numbered. */
static void names_give(struct draft *d)
{
    struct symtab *names = symtab_new(d->arena);
    for (uint32_t i = 0; i < d->sheet->header.count; i++) {
        struct draft_column *c = &d->column[i];
        if (c->kind != DRAFT_FIGURES && c->kind != DRAFT_CODES && c->kind != DRAFT_MIXED
            && !c->summand)
            continue;
        uint32_t known = sym_count(names);
        c->name = plain_name(d, i);
        sym_of(names, c->name);
        if (sym_count(names) == known) {
            c->name = draft_name(d->arena, d->sheet->header.form[i]);
            sym_of(names, c->name);
        }
        if (sym_count(names) == known) {
            c->name = arena_printf(d->arena, "%s_%u", c->name, i + 1);
            sym_of(names, c->name);
        }
    }
}

/* ---- the unit ---- */

static const char *unit_at(const char *s)
{
    static const char *const unit[] = { "万元", "千元", "百万元", "千万元", "亿元", "百元", "元",
                                        "人" };
    for (size_t i = 0; i < sizeof unit / sizeof *unit; i++)
        if (!strncmp(s, unit[i], strlen(unit[i])))
            return unit[i];
    return NULL;
}

/* 单位：万元, or in a header (万元). */
static const char *unit_in(struct arena *a, const char *text, const char *mark)
{
    const char *form = str_match_form(a, text, strlen(text));
    for (const char *s = form; s && (s = strstr(s, mark)) != NULL;) {
        s += strlen(mark);
        if (unit_at(s))
            return unit_at(s);
    }
    return NULL;
}

static const char *printed_unit(const struct draft *d)
{
    const char *u = NULL;
    for (uint32_t i = 0; i < d->sheet->nabove && !u; i++)
        u = unit_in(d->arena, d->sheet->above[i], "单位:");
    for (uint32_t i = 0; i < d->sheet->header.count && !u; i++)
        u = unit_in(d->arena, d->sheet->header.text[i], "单位:");
    for (uint32_t i = 0; i < d->sheet->header.count && !u; i++)
        if (d->column[i].kind == DRAFT_FIGURES)
            u = unit_in(d->arena, d->sheet->header.text[i], "(");
    return u;
}

static bool counts_people(const struct draft *d)
{
    for (uint32_t i = 0; i < d->sheet->header.count && !d->places; i++)
        if (strstr(d->sheet->header.form[i], "人数") || strstr(d->sheet->header.form[i], "编制"))
            return true;
    return false;
}

static void unit_find(struct draft *d)
{
    d->unit = printed_unit(d);
    d->unit_printed = d->unit != NULL;
    if (!d->unit)
        d->unit = counts_people(d) ? "人" : "元";
    d->exact = !strcmp(d->unit, "人") && !d->places;
}

/* Heads counted beside amounts of money. */
static void people_find(struct draft *d)
{
    for (uint32_t i = 0; i < d->sheet->header.count && strcmp(d->unit, "人"); i++) {
        struct draft_column *c = &d->column[i];
        c->people = c->kind == DRAFT_FIGURES && !c->places
            && strstr(d->sheet->header.form[i], "人数");
    }
}

/* ---- rows ---- */

static bool row_is_total(const struct draft *d, const struct survey_row *row, const char **label)
{
    for (uint32_t i = 0; i < d->sheet->header.count; i++) {
        struct survey_cell f = field_of(row, i);
        enum draft_kind k = d->column[i].kind;
        if ((k == DRAFT_TEXTS || k == DRAFT_CODES) && is_total(d->arena, f)) {
            *label = str_match_form(d->arena, f.p, f.len);
            return true;
        }
    }
    return false;
}

static void total_find(struct draft *d)
{
    uint64_t n = 0;
    for (uint64_t r = 0; r < d->sheet->nrow; r++)
        if (row_is_total(d, &d->sheet->row[r], &d->total)) {
            d->total_row = r;
            n++;
        }
    if (n != 1)
        d->total = NULL;
}

static void level_add(struct draft *d, struct draft_level l)
{
    uint32_t i = d->nlevel;
    for (uint32_t k = 0; k < d->nlevel; k++)
        if (d->level[k].column == l.column && d->level[k].length == l.length)
            return;
    if (d->nlevel == DRAFT_LEVELS) {
        d->nlevel++;
        return;
    }
    for (; i && d->level[i - 1].column == l.column && d->level[i - 1].length > l.length; i--)
        d->level[i] = d->level[i - 1];
    d->level[i] = l;
    d->nlevel++;
}

/* Levels of one column of codes: one for each of their lengths. */
static void column_levels(struct draft *d, uint32_t column)
{
    for (uint64_t r = 0; r < d->sheet->nrow && d->nlevel <= DRAFT_LEVELS; r++) {
        struct survey_cell f = field_of(&d->sheet->row[r], column);
        if (is_code(f))
            level_add(d, (struct draft_level){ column, (uint32_t)f.len });
    }
}

/* The next column of codes, by how many it prints: the outer ones stand in more rows. */
static uint32_t next_codes(const struct draft *d, const uint8_t *taken)
{
    uint32_t best = IR_NONE;
    for (uint32_t i = 0; i < d->sheet->header.count; i++)
        if (d->column[i].kind == DRAFT_CODES && !taken[i]
            && (best == IR_NONE || d->column[i].printed > d->column[best].printed))
            best = i;
    return best;
}

static void levels_find(struct draft *d)
{
    uint8_t *taken = ARENA_ARRAY(d->arena, uint8_t, d->sheet->header.count);
    for (uint32_t c; d->nlevel <= DRAFT_LEVELS && (c = next_codes(d, taken)) != IR_NONE;) {
        taken[c] = 1;
        column_levels(d, c);
    }
    if (d->nlevel > DRAFT_LEVELS)
        d->nlevel = 0;
}

/* ---- the whole ---- */

/* The first text above the header that gives no unit, date or name of an office. */
static void title_find(struct draft *d)
{
    int32_t cp;
    for (uint32_t i = 0; i < d->sheet->nabove && !d->title; i++) {
        const char *s = d->sheet->above[i];
        bool plain = strlen(s) <= 120 && !strstr(s, ":") && !strstr(s, "：");
        for (size_t k = 0, n = strlen(s); k < n && plain;) {
            k += str_decode(s + k, n - k, &cp);
            plain = !diag_cp_hidden(cp);
        }
        d->title = plain ? s : NULL;
    }
}

bool draft_is_prose(const struct survey *s)
{
    static const char *const wanted[][2] = { { "id", "编号" }, { "value", "数值" },
                                             { "unit", "单位" }, { "precision", "精度" } };
    unsigned found = 0;
    for (size_t w = 0; w < sizeof wanted / sizeof *wanted; w++)
        for (uint32_t i = 0; i < s->header.count; i++)
            if (!strcmp(s->header.form[i], wanted[w][0])
                || !strcmp(s->header.form[i], wanted[w][1])) {
                found++;
                break;
            }
    return found == sizeof wanted / sizeof *wanted;
}

bool draft_look(struct draft *d)
{
    uint32_t n = d->sheet->header.count, figures = 0;
    d->column = ARENA_ARRAY(d->arena, struct draft_column, n);
    for (uint32_t i = 0; i < n; i++) {
        struct draft_column *c = &d->column[i];
        column_look(d, i);
        c->summand = c->summand && !is_nameless(d, i);
        if (c->kind != DRAFT_EMPTY && is_nameless(d, i))
            c->kind = DRAFT_NAMELESS;
        if (c->kind != DRAFT_FIGURES)
            continue;
        figures++;
        d->places = c->places > d->places ? c->places : d->places;
    }
    if (!figures)
        return false;
    names_give(d);
    unit_find(d);
    people_find(d);
    total_find(d);
    title_find(d);
    levels_find(d);
    if (n <= DRAFT_WIDTH)
        draft_trees(d);
    return true;
}
