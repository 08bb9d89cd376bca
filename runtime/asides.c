/* Rows of a sheet that are no data.
 * In: the rows below the header. Out: those that are data, in their order; what was passed over.
 * Invariant: a row is passed over only if it holds no figure, or numbers the columns; what turns
 * out to be data later is given on before what follows it. */
#include "asides.h"
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

/* The record, to outlive the reader's. */
static struct sheet_record record_copy(struct arena *a, const struct sheet_record *rec)
{
    struct sheet_field *field = ARENA_ARRAY(a, struct sheet_field, rec->nfield);
    struct sheet_record copy = *rec;
    for (uint32_t i = 0; i < rec->nfield; i++) {
        field[i] = rec->field[i];
        field[i].p = arena_strndup(a, field[i].p, field[i].len);
    }
    copy.field = field;
    return copy;
}

/* ---- notes ---- */

/* The first cell in match form, if it is the only one that is not blank; else NULL. */
static const char *lone_text(const struct data_table *t, const struct sheet_record *rec)
{
    size_t len = rec->nfield ? rec->field[0].len : 0;
    if (!len || cell_is_blank(rec->field[0].p, len))
        return NULL;
    for (uint32_t i = 1; i < rec->nfield; i++)
        if (!cell_is_blank(rec->field[i].p, rec->field[i].len))
            return NULL;
    while (len > NOTE_TEXT || (len < rec->field[0].len
                               && ((unsigned char)rec->field[0].p[len] & 0xc0) == 0x80))
        len--;
    return str_match_form(t->arena, rec->field[0].p, len);
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

/* A further line of notes: 2.…, (2)…, 制表人:… */
static bool goes_on(const char *form)
{
    size_t n = strspn(form, "(0123456789)");
    bool listed = n && n < 5 && form[n] && (strchr(".)", form[n]) || form[n - 1] == ')'
                                            || !strncmp(form + n, "、", strlen("、")));
    return listed || strchr(form, ':');
}

/* A table of one column has no other cells that could be blank. */
static bool is_note(const struct asides *x, const struct sheet_record *rec)
{
    const char *form = NULL;
    if (!x->t->schema->text && x->t->header.count > 1)
        form = lone_text(x->t, rec);
    if (!form || cell_is_number(rec->field[0].p, rec->field[0].len))
        return false;
    return begins_note(form) || (x->nnote && goes_on(form));
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
    x->numbers = record_copy(x->t->arena, rec);
    x->held = n;
    return true;
}

/* ---- the whole ---- */

bool asides_take(struct asides *x, const struct sheet_record *rec)
{
    if (x->held && !numbers_settle(x, rec))
        return false;
    if (x->nnote < NOTES_HELD && is_note(x, rec)) {
        x->note[x->nnote++] = record_copy(x->t->arena, rec);
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
