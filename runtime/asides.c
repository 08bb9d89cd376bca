/* Rows of a sheet that are no data.
 * In: the rows below the header. Out: those that are data, in their order; what was passed over.
 * Invariant: a row is passed over only if it holds no figure, or numbers the columns; what turns
 * out to be data later is given on before what follows it. */
#define _GNU_SOURCE
#include "asides.h"
#include "scratch.h"
#include <string.h>

enum { NOTES_HELD = 64, NOTE_TEXT = 200 };

struct asides {
    struct data_table *t;
    struct diags *diags;
    aside_row_fn *row;
    void *ctx;
    bool begun;                     /* there was a row */
    struct sheet_record numbers;    /* perhaps one of column numbers: the next row tells */
    enum numbered held;             /* what is known of it so far */
    struct sheet_record note[NOTES_HELD]; uint32_t nnote;
};

struct asides *asides_new(struct data_table *t, struct diags *d, aside_row_fn *row, void *ctx)
{
    struct asides *x = ARENA_NEW(t->arena, struct asides);
    x->t = t;
    x->diags = d;
    x->row = row;
    x->ctx = ctx;
    return x;
}

/* ---- notes ---- */

static bool is_blank(struct sheet_field f)
{
    return cell_is_blank(f.p, f.len);
}

/* The beginning of a cell in match form; NULL: it is no text. */
static const char *text_form(struct arena *a, struct sheet_field f)
{
    size_t len = str_cut(f.p, f.len, NOTE_TEXT);
    return is_blank(f) || cell_is_number(f.p, f.len) ? NULL : str_match_form(a, f.p, len);
}

static bool is_alone(const struct sheet_record *rec)
{
    for (uint32_t i = 1; i < rec->nfield; i++)
        if (!is_blank(rec->field[i]))
            return false;
    return true;
}

/* Do all cells hold a colon that are not blank? */
static bool is_captions(struct arena *a, const struct sheet_record *rec)
{
    for (uint32_t i = 0; i < rec->nfield; i++) {
        const char *form = text_form(a, rec->field[i]);
        if (!is_blank(rec->field[i]) && (!form || !strchr(form, ':')))
            return false;
    }
    return true;
}

/* 注:, 备注1, 说明: */
static bool begins_note(const char *form)
{
    static const char *const word[] = { "注", "备注", "附注", "说明" };
    for (size_t i = 0; i < sizeof word / sizeof *word; i++) {
        size_t n = strlen(word[i]);
        if (!strncmp(form, word[i], n) && (form[n] == ':' || (form[n] >= '0' && form[n] <= '9')))
            return true;
    }
    return false;
}

/* 制表人:…, 单位负责人:… */
static bool begins_signatures(const char *form)
{
    static const char *const word[] = { "制表", "填表", "审核", "复核", "经办人", "编制人" };
    for (size_t i = 0; i < sizeof word / sizeof *word; i++)
        if (!strncmp(form, word[i], strlen(word[i])))
            return true;
    return strstr(form, "负责人:") != NULL;
}

/* A further line of notes: 2.…, (2)… */
static bool goes_on(const char *form)
{
    size_t n = strspn(form, "(0123456789)");
    return n && n < 5 && form[n] && (strchr(".)", form[n]) || form[n - 1] == ')'
                                            || !strncmp(form + n, "、", strlen("、")));
}

static bool reads_as_note(const struct asides *x, const struct sheet_record *rec, struct arena *a)
{
    const char *form = text_form(a, rec->field[0]);
    if (form && is_alone(rec) && (begins_note(form) || (x->nnote && goes_on(form))))
        return true;
    return form && (x->nnote || begins_signatures(form)) && is_captions(a, rec);
}

/* Is a cell behind the first neither blank nor a caption? So are most rows' at once. */
static bool has_other_cells(const struct sheet_record *rec)
{
    for (uint32_t i = 1; i < rec->nfield; i++) {
        struct sheet_field f = rec->field[i];
        if (!is_blank(f) && !memchr(f.p, ':', f.len) && !memmem(f.p, f.len, "：", strlen("：")))
            return true;
    }
    return false;
}

/* A table of one column has no other cells that could be blank. */
static bool is_note(const struct asides *x, const struct sheet_record *rec)
{
    struct scratch room;
    if (x->t->schema->text || x->t->header.count < 2 || !rec->nfield || has_other_cells(rec))
        return false;
    scratch_open(&room, x->t->arena);
    bool note = reads_as_note(x, rec, &room.arena);
    scratch_close(&room);
    return note;
}

static bool notes_give(struct asides *x)
{
    uint32_t n = x->nnote;
    x->nnote = 0;
    for (uint32_t i = 0; i < n; i++)
        if (!x->row(x->ctx, &x->note[i]))
            return false;
    return true;
}

/* ---- column numbers ---- */

static void perhaps_tell(const struct asides *x)
{
    struct data_place p = { .file = x->t->file, .line = x->numbers.line, .header = "",
                            .text = "" };
    diag_add_data(x->diags, DIAG_PERHAPS_NUMBERS, p, NULL);
}

/* The row that was held, now that the next (NULL: none) is known: where 乙 stands below 甲, both
 * are names. */
static bool numbers_settle(struct asides *x, const struct sheet_record *next)
{
    bool names = next && row_has_stem(x->t, next);
    bool numbers = x->held == NUMBERED_STEMS && next && !names;
    x->held = NUMBERED_NOT;
    if (numbers) {
        x->t->numbers_line = x->numbers.line;
        return true;
    }
    if (!names)
        perhaps_tell(x);
    return x->row(x->ctx, &x->numbers);
}

/* The row right under the header. */
static bool first_take(struct asides *x, const struct sheet_record *rec)
{
    enum numbered n = row_numbered(x->t, rec);
    if (n == NUMBERED_NOT)
        return x->row(x->ctx, rec);
    if (n == NUMBERED_SURELY) {
        x->t->numbers_line = rec->line;
        return true;
    }
    x->numbers = sheet_record_copy(x->t->arena, rec);
    x->held = n;
    return true;
}

/* ---- the whole ---- */

bool asides_take(struct asides *x, const struct sheet_record *rec)
{
    if (x->held && !numbers_settle(x, is_note(x, rec) ? NULL : rec))
        return false;
    if (x->nnote < NOTES_HELD && is_note(x, rec)) {
        x->note[x->nnote++] = sheet_record_copy(x->t->arena, rec);
        x->begun = true;
        return true;
    }
    if (!notes_give(x))
        return false;
    if (x->begun)
        return x->row(x->ctx, rec);
    x->begun = true;
    return first_take(x, rec);
}

bool asides_close(struct asides *x)
{
    if (x->held && !numbers_settle(x, NULL))
        return false;
    x->t->notes = x->nnote;
    if (x->nnote)
        x->t->note = (struct note_row){ x->note[0].line, x->note[0].field[0].p };
    return true;
}
