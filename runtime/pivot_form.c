/* Labels of a form to columns.
 * In: the items of each block. Out: an outline a block, and a column for each of its labels.
 * Invariant: the labels of all keys make one list; one that an earlier key did not have stands
 * before the label that follows it in its own key. */
#include "pivot_part.h"
#include <string.h>

/* A label, and how often it stood in its key before. */
struct entry { struct outline_label label; uint32_t repeat, next, prev, number; };
struct sequence { uint32_t *id; uint32_t n, cap; };
struct merging {
    struct pivot_reader *p;
    struct pivot_block *b;
    struct symtab *paths;
    struct entry *entry; uint32_t nentry, entry_cap;
    uint32_t head, tail;            /* of the list of all labels, IR_NONE: empty */
    uint32_t *id_of; uint32_t nid, id_cap;          /* by path (repeats are paths of their own) */
    uint64_t *seen_row; uint32_t *seen; uint32_t nseen, row_cap, seen_cap;   /* by path */
    struct sequence now;            /* the key at hand */
    uint32_t known;                 /* labels before this key */
    uint32_t *entry_of;             /* by item */
};

/* ---- one label ---- */

static uint32_t repeat_of(struct merging *m, sym path, uint64_t row)
{
    struct arena *a = m->p->t->arena;
    while (m->nseen <= path) {
        uint32_t n = m->nseen;
        ARENA_PUSH(a, m->seen_row, n, m->row_cap, 0);
        ARENA_PUSH(a, m->seen, m->nseen, m->seen_cap, 0);
    }
    if (m->seen_row[path] != row + 1)
        m->seen[path] = 0;
    m->seen_row[path] = row + 1;
    return m->seen[path]++;
}

static uint32_t entry_find(struct merging *m, const struct outline_label *l, uint32_t repeat)
{
    struct arena *a = m->p->t->arena;
    sym key = l->path;
    if (repeat)
        key = sym_of(m->paths, arena_printf(a, "%s\x1f%u", sym_text(m->paths, key), repeat));
    while (m->nid <= key)
        ARENA_PUSH(a, m->id_of, m->nid, m->id_cap, IR_NONE);
    if (m->id_of[key] == IR_NONE) {
        struct entry e = { *l, repeat, IR_NONE, IR_NONE, 0 };
        ARENA_PUSH(a, m->entry, m->nentry, m->entry_cap, e);
        m->id_of[key] = m->nentry - 1;
    }
    return m->id_of[key];
}

/* ---- the list of all labels ---- */

/* Puts entry i before entry `at`, IR_NONE: at the end. */
static void list_insert(struct merging *m, uint32_t i, uint32_t at)
{
    struct entry *e = &m->entry[i];
    e->next = at;
    e->prev = at == IR_NONE ? m->tail : m->entry[at].prev;
    if (e->prev == IR_NONE)
        m->head = i;
    else
        m->entry[e->prev].next = i;
    if (at == IR_NONE)
        m->tail = i;
    else
        m->entry[at].prev = i;
}

/* The labels that came with this key, from its end to its beginning. */
static void sequence_end(struct merging *m)
{
    uint32_t at = IR_NONE;
    for (uint32_t i = m->now.n; i-- > 0;) {
        if (m->now.id[i] >= m->known)
            list_insert(m, m->now.id[i], at);
        at = m->now.id[i];
    }
    m->now.n = 0;
    m->known = m->nentry;
}

/* ---- a block ---- */

/* Numbers of the items, those of one row together. */
static uint64_t *items_by_row(const struct merging *m)
{
    const struct pivot_block *b = m->b;
    uint64_t nrow = m->p->nrow;
    uint64_t *at = ARENA_ARRAY(m->p->t->arena, uint64_t, nrow + 1);
    uint64_t *order = ARENA_ARRAY(m->p->t->arena, uint64_t, b->nitem);
    for (uint64_t i = 0; i < b->nitem; i++)
        at[b->item[i].row + 1]++;
    for (uint64_t r = 1; r <= nrow; r++)
        at[r] += at[r - 1];
    for (uint64_t i = 0; i < b->nitem; i++)
        order[at[b->item[i].row]++] = i;
    return order;
}

static void items_read(struct merging *m)
{
    const struct pivot_block *b = m->b;
    struct outline_reader reader;
    uint64_t *order = items_by_row(m), last = UINT64_MAX;
    m->entry_of = ARENA_ARRAY(m->p->t->arena, uint32_t, b->nitem);
    for (uint64_t k = 0; k < b->nitem; k++) {
        const struct pivot_item *item = &b->item[order[k]];
        const char *text = sym_text(m->p->texts, item->label);
        if (item->row != last) {
            sequence_end(m);
            outline_begin(&reader, m->p->t->arena, m->paths);
        }
        last = item->row;
        struct outline_label l = outline_read(&reader, text, strlen(text));
        uint32_t id = entry_find(m, &l, repeat_of(m, l.path, item->row));
        m->entry_of[order[k]] = id;
        ARENA_PUSH(m->p->t->arena, m->now.id, m->now.n, m->now.cap, id);
    }
    sequence_end(m);
}

/* One beside the blocks is none of those that a rule can mean: its header is part of its name. */
static void column_make(const struct merging *m, const struct entry *e)
{
    struct arena *a = m->p->t->arena;
    uint32_t amount = m->b->amount;
    const char *path = sym_text(m->paths, e->label.path);
    if (m->b->beside)
        pivot_column(m->p, amount,
                     arena_printf(a, "%s/%s", e->label.shown, m->p->source.text[amount]),
                     arena_printf(a, "%s\x1f%u\x1f%s", path, e->repeat,
                                  m->p->source.form[amount]));
    else
        pivot_column(m->p, amount, e->label.shown, path);
}

static void outline_make(struct merging *m, struct outline *o)
{
    struct arena *a = m->p->t->arena;
    struct outline_label *label = ARENA_ARRAY(a, struct outline_label, m->nentry);
    bool *apart = ARENA_ARRAY(a, bool, m->nentry);
    *o = (struct outline){ .arena = a, .paths = m->paths, .label = label, .apart = apart };
    o->repeat = ARENA_ARRAY(a, uint32_t, m->nentry);
    for (uint32_t i = m->head; i != IR_NONE; i = m->entry[i].next) {
        struct entry *e = &m->entry[i];
        e->number = o->nlabel;
        o->repeat[o->nlabel] = e->repeat;
        apart[o->nlabel] = e->label.of_which;
        label[o->nlabel++] = e->label;
        column_make(m, e);
    }
}

void pivot_block_make(struct pivot_reader *p, struct pivot_block *b, struct outline *o)
{
    struct merging m = { .p = p, .b = b, .paths = symtab_new(p->t->arena),
                         .head = IR_NONE, .tail = IR_NONE };
    uint32_t base = p->ncolumn;
    items_read(&m);
    outline_make(&m, o);
    for (uint64_t i = 0; i < b->nitem; i++)
        pivot_add_cell(p, b, &b->item[i], base + m.entry[m.entry_of[i]].number);
}

void pivot_form(struct pivot_reader *p)
{
    p->out->outline = ARENA_ARRAY(p->t->arena, struct outline, p->nblock);
    p->out->base = ARENA_ARRAY(p->t->arena, uint32_t, p->nblock + 1);
    for (uint32_t i = 0; i < p->nblock; i++) {
        p->out->base[i] = p->ncolumn;
        pivot_block_make(p, &p->block[i], &p->out->outline[i]);
    }
    p->out->base[p->nblock] = p->ncolumn;
}
