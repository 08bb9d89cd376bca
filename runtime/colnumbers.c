/* Rows of column numbers: 栏次,1,2,3=1+2 and **,1,2 and 甲,乙,1,2.
 * In: the row right under a header. Out: how surely it numbers the columns.
 * Invariant: a row that could be figures of the table is never one surely. */
#include "asides.h"
#include <string.h>

enum { CELL_TEXT = 60 };

/* What the cells of a row are. */
struct numbering {
    uint32_t count;                 /* numbers: 1, 2, … without a gap */
    uint32_t stems;                 /* 甲, 乙, … without a gap */
    bool word;                      /* some cell is 栏次 */
    bool stars;                     /* some cell is ** */
    uint32_t led;                   /* stems before any other cell */
    bool formula;                   /* some number says what it is made of: 3=1+2 */
    bool blank;
};

static const char *cell_form(struct arena *a, struct sheet_field f)
{
    const char *form = f.len > CELL_TEXT ? NULL : str_match_form(a, f.p, f.len);
    return form ? form : "?";
}

/* 1 for 甲, …; 0: none. */
static uint32_t stem_of(const char *form)
{
    static const char *const stem[] = { "甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸" };
    for (uint32_t i = 0; i < sizeof stem / sizeof *stem; i++)
        if (!strcmp(form, stem[i]))
            return i + 1;
    return 0;
}

/* ** stands for 栏次; a name may be masked so too. */
static bool is_stars(const char *form)
{
    return *form && strspn(form, "*") == strlen(form);
}

static bool is_word(const char *form)
{
    return !strcmp(form, "栏次") || !strcmp(form, "行次") || !strcmp(form, "列次");
}

/* What stands where a column has no number. */
static bool is_dash(const char *form)
{
    return !strcmp(form, "—") || !strcmp(form, "——")
        || (*form && strspn(form, "-") == strlen(form));
}

/* A number without a zero in front, perhaps in brackets; *rest is what stands behind it. */
static uint32_t number_at(const char *form, const char **rest)
{
    uint32_t n = 0;
    bool bracket = *form == '(';
    const char *s = form + bracket;
    if (*s < '1' || *s > '9')
        return 0;
    for (; *s >= '0' && *s <= '9' && n < 10000; s++)
        n = n * 10 + (uint32_t)(*s - '0');
    if (bracket && *s++ != ')')
        return 0;
    *rest = s;
    return n;
}

/* =1+2, =(2-1)/1*100% */
static bool is_formula(const char *s)
{
    const char *digit = strpbrk(s, "0123456789");
    return *s == '=' && digit && strspn(s + 1, "0123456789+-*/()%×÷−") == strlen(s + 1);
}

static bool cell_take(struct numbering *x, const char *form)
{
    const char *rest = form;
    uint32_t stem = stem_of(form), n = number_at(form, &rest);
    x->word |= is_word(form);
    x->stars |= is_stars(form);
    x->led += stem && x->led + 1 == stem && !x->count && !x->blank;
    x->stems += stem != 0;
    x->count += n != 0;
    x->formula |= n && *rest;
    x->blank |= is_dash(form);
    if (stem)
        return stem == x->stems;
    return is_dash(form) || is_word(form) || is_stars(form)
        || (n == x->count && n && (!*rest || is_formula(rest)));
}

static bool row_take(struct arena *a, const struct sheet_record *rec, struct numbering *x)
{
    for (uint32_t i = 0; i < rec->nfield; i++)
        if (cell_is_blank(rec->field[i].p, rec->field[i].len))
            x->blank = true;
        else if (!cell_take(x, cell_form(a, rec->field[i])))
            return false;
    return x->count > 0;
}

/* ---- could it be a row of the table? ---- */

static uint32_t text_length(const char *s)
{
    uint32_t n = 0;
    for (; *s; s++)
        n += ((unsigned char)*s & 0xc0) != 0x80;
    return n;
}

static bool level_fits(const struct ir_level *level, uint32_t length)
{
    if (!level->prefix)
        return length && (!level->length || level->length == length);
    for (uint32_t i = 0; i < level->nfit; i++)
        if (level->fit[i] == length)
            return true;
    return length && !level->nfit;
}

/* A row whose code fits no level is summed nowhere. */
static bool could_be_row(const struct data_table *t, const struct sheet_record *rec)
{
    const struct ir_table *s = t->schema;
    if (s->layout != LAYOUT_SHEET || !s->nlevel || s->nnode)
        return true;
    for (uint32_t i = 0; i < s->nlevel; i++) {
        uint32_t sheet = t->sheet_of[s->level[i].key];
        if (sheet == IR_NONE)
            return true;
        uint32_t length = sheet < rec->nfield ? text_length(cell_form(t->arena, rec->field[sheet]))
                                              : 0;
        if (level_fits(&s->level[i], length))
            return true;
    }
    return false;
}

/* ---- the whole ---- */

enum numbered row_numbered(const struct data_table *t, const struct sheet_record *rec)
{
    struct numbering x = { .count = 0 };
    if (t->schema->text || !row_take(t->arena, rec, &x))
        return NUMBERED_NOT;
    if (x.word || x.formula || (x.stars && x.count > 1))
        return NUMBERED_SURELY;
    if (x.count < (x.stems ? 2 : 3))
        return NUMBERED_NOT;
    if (!could_be_row(t, rec))
        return NUMBERED_SURELY;
    if (x.stems < 2 && x.count < 3)
        return NUMBERED_NOT;
    bool stems = x.led > 1 && !x.blank && t->schema->layout == LAYOUT_SHEET;
    return stems ? NUMBERED_STEMS : NUMBERED_PERHAPS;
}

bool row_has_stem(const struct data_table *t, const struct sheet_record *rec)
{
    for (uint32_t i = 0; i < rec->nfield; i++)
        if (stem_of(cell_form(t->arena, rec->field[i])))
            return true;
    return false;
}
