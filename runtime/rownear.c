/* Rows that are perhaps meant by a name that no row has.
 * In: a named row that is not there, and the texts of its table. Out: the nearest of these.
 * Invariant: a table's texts are read once, and no more than the first of them. */
#include "cell.h"
#include "label.h"
#include "rownames.h"
#include "scratch.h"
#include <string.h>

enum { ROWS_LOOKED_AT = 2000, SHEETS_LOOKED_AT = 64 };

struct row_text { const char *text, *form; uint64_t row, line; };
struct row_texts { struct symtab *texts; struct row_text *at; uint64_t n, cap; };

/* ---- what rows print ---- */

static void text_add(const struct data_set *s, struct row_texts *x, struct arena *room,
                     uint32_t table, uint64_t row, uint32_t sheet)
{
    struct origin at = data_origin(s, room, table, row, sheet);
    size_t len = strlen(at.text);
    cell_trim(&at.text, &len);
    if (cell_is_empty(at.text, len))
        return;
    const char *text = sym_text(x->texts, sym_intern(x->texts, at.text, len));
    const char *form = sym_text(x->texts, sym_of(x->texts, label_form(room, text, len)));
    ARENA_PUSH(s->arena, x->at, x->n, x->cap, ((struct row_text){ text, form, row, at.line }));
}

static bool sheet_names_rows(const struct data_table *t, uint32_t sheet)
{
    uint32_t id = t->schema->text ? t->key_of[TEXT_KEY_ID] : IR_NONE;
    if (t->schema->text)
        return id != IR_NONE && t->key_sheet[id] == sheet;
    return row_names_may_stand(t, sheet);
}

static const struct row_texts *texts_of(const struct data_set *s, uint32_t table)
{
    const struct data_table *t = &s->table[table];
    struct scratch room;
    if (s->row_texts[table])
        return s->row_texts[table];
    struct row_texts *x = s->row_texts[table] = ARENA_NEW(s->arena, struct row_texts);
    x->texts = symtab_new(s->arena);
    scratch_open(&room, s->arena);
    for (uint64_t row = 0; row < t->nrow && row < ROWS_LOOKED_AT; row++, scratch_reset(&room))
        for (uint32_t sheet = 0; sheet < t->header.count && sheet < SHEETS_LOOKED_AT; sheet++)
            if (sheet_names_rows(t, sheet))
                text_add(s, x, &room.arena, table, row, sheet);
    scratch_close(&room);
    return x;
}

/* ---- the nearest ---- */

static bool is_code(const char *s)
{
    bool digit = false;
    for (; *s; s++) {
        bool letter = (*s >= 'A' && *s <= 'Z') || (*s >= 'a' && *s <= 'z');
        if (!letter && !(*s >= '0' && *s <= '9'))
            return false;
        digit |= !letter;
    }
    return digit;
}

static unsigned differing(const char *a, const char *b)
{
    unsigned n = 0;
    for (; *a && *b; a++, b++)
        n += *a != *b;
    return n;
}

/* Does it say enough to be known by where it stands in a longer text? */
static bool is_telling(const char *s)
{
    enum { SIGNS_LEAST = 3 };
    int32_t cp;
    unsigned n = 0;
    for (size_t len = strlen(s), at = 0; at < len && n < SIGNS_LEAST; n++)
        at += str_decode(s + at, len - at, &cp);
    return n == SIGNS_LEAST;
}

/* How far a text is from the one that is wanted: `far` or more if it is not meant. A code with one
 * digit changed is its neighbour's, not a slip; of a long name a part may have been written. */
static unsigned distance(const char *form, const char *wanted, unsigned far)
{
    unsigned d = str_distance(form, wanted, far);
    if (is_code(wanted)) {
        bool neighbour = strlen(form) == strlen(wanted) && differing(form, wanted) == 1;
        return d == 1 && !neighbour ? 1 : far;
    }
    bool part = (is_telling(wanted) && strstr(form, wanted))
        || (is_telling(form) && strstr(wanted, form));
    return d >= far && far > 1 && part ? far - 1 : d;
}

struct near_row data_near_row(const struct data_set *s, uint32_t rowref)
{
    const struct ir_rowref *ref = &s->prog->rowref[rowref];
    const struct data_table *t = &s->table[ref->table];
    struct near_row near = { NULL, 0 };
    struct scratch room;
    if (ref->node || t->units)
        return near;                /* a row of a tree has a diagnostic of its own */
    const struct row_texts *x = texts_of(s, ref->table);
    const char *code = s->prog->string[ref->code[ref->ncode - 1]];
    scratch_open(&room, s->arena);
    const char *wanted = label_form(&room.arena, code, strlen(code));
    unsigned best = str_near(wanted);
    for (uint64_t i = 0; i < x->n; i++) {
        unsigned d = distance(x->at[i].form, wanted, best);
        if (d >= best || !row_named_may_be(t, rowref, x->at[i].row))
            continue;
        best = d;
        near = (struct near_row){ x->at[i].text, x->at[i].line };
    }
    scratch_close(&room);
    return near;
}

bool data_row_absent(const struct data_set *s, uint32_t rowref)
{
    const struct data_table *t = &s->table[s->prog->rowref[rowref].table];
    return t->state == TABLE_USABLE && !t->key_missing && t->schema->missing != IR_MISSING_ZERO
        && row_named(t, rowref)->state == NAMED_ABSENT;
}
