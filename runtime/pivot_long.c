/* Records of long data to columns.
 * In: one cell a record. Out: a column for each text that names one.
 * Invariant: of two records of one row and column only the first is a cell; the second is told. */
#include "pivot_part.h"
#include <string.h>

/* The column of a printed text; texts that look alike are one column. */
struct naming {
    struct pivot_reader *p;
    struct symtab *forms;
    uint32_t *of_text; uint32_t ntext, text_cap;        /* by text, 0: not looked at yet */
    uint32_t *of_form; uint32_t nform, form_cap;        /* by match form */
};

static uint32_t column_of(struct naming *n, sym text)
{
    struct arena *a = n->p->t->arena;
    const char *s = sym_text(n->p->texts, text);
    while (n->ntext <= text)
        ARENA_PUSH(a, n->of_text, n->ntext, n->text_cap, 0);
    if (n->of_text[text])
        return n->of_text[text] - 1;
    sym f = sym_of(n->forms, str_form(a, s, strlen(s)));
    while (n->nform <= f)
        ARENA_PUSH(a, n->of_form, n->nform, n->form_cap, 0);
    if (!n->of_form[f]) {
        pivot_column(n->p, n->p->block[0].amount, s, NULL);
        n->of_form[f] = n->p->ncolumn;
    }
    n->of_text[text] = n->of_form[f];
    return n->of_text[text] - 1;
}

/* Which row has had which column: open addressing over both. */
struct taken { uint64_t *slot; size_t mask; };

static bool take(struct taken *t, uint64_t row, uint32_t column)
{
    uint64_t key = (row << 16 | (column & 0xffff)) + 1, h = key * 0x9e3779b97f4a7c15u;
    size_t i = (h ^ h >> 32) & t->mask;
    while (t->slot[i] && t->slot[i] != key)
        i = (i + 1) & t->mask;
    if (t->slot[i])
        return false;
    t->slot[i] = key;
    return true;
}

static void repeated(struct pivot_reader *p, const struct pivot_block *b,
                     const struct pivot_item *item, uint32_t column)
{
    struct pivot_cell c = { item->text, item->len, column, b->amount, 0, item->row,
                            item->line };
    ARENA_PUSH(p->t->arena, p->out->extra, p->out->nextra, p->extra_cap, c);
}

void pivot_long(struct pivot_reader *p)
{
    struct pivot_block *b = &p->block[0];
    struct naming n = { .p = p, .forms = symtab_new(p->t->arena) };
    struct taken t = { .mask = 63 };
    uint32_t only = p->ncolumn;
    while (t.mask < b->nitem * 2)
        t.mask = t.mask * 2 + 1;
    t.slot = ARENA_ARRAY(p->t->arena, uint64_t, t.mask + 1);
    if (b->label == IR_NONE)
        pivot_column(p, b->amount, p->source.text[b->amount], NULL);
    for (uint64_t i = 0; i < b->nitem; i++) {
        uint32_t column = b->label == IR_NONE ? only : column_of(&n, b->item[i].label);
        if (take(&t, b->item[i].row, column))
            pivot_add_cell(p, b, &b->item[i], column);
        else
            repeated(p, b, &b->item[i], column);
    }
}
