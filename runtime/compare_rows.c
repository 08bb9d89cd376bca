/* Which rows of two sheets are the same.
 * In: both sides of a table. Out: by row its other, and the rows that have none.
 * Invariant: a row has one other at most; of several that are called the same the first goes with
 * the first, the second with the second. Rows without codes are known by all their labels; what is
 * left, by fewer and fewer of them, from the left, as long as these name one row on each side: a
 * remark that was changed makes no other row, and two items of one group are two. */
#include "compare_part.h"
#include "label.h"
#include "same.h"
#include <string.h>

enum { LABELS_MOST = 16 };          /* columns from the left in which a row's labels stand */

struct namer {
    struct arena *arena;
    struct symtab *names;           /* of rows, as bytes */
    struct strbuf text;
};
/* One side's names: of codes, and of rows as far as they are made. */
struct names {
    const struct data_set *data;
    const struct data_table *t;
    uint32_t table;
    const char ***form;             /* by key and code; NULL: not made yet */
    sym *row;                       /* 0: not made yet */
    bool unnamed;                   /* some row has neither codes nor a label */
    uint32_t depth, most;           /* so many labels of a row count; the most that one has */
    /* by label, of the rows so far: what stands there, or above it in a group */
    const char *path[LABELS_MOST];
    const char **labels;            /* by row: its labels, each with a line's end; NULL: none */
};

/* Labels of a tree are known without their ordinals: an item that is put in renumbers the rest. */
static const char *code_form(struct namer *n, struct names *s, uint32_t key, uint32_t code)
{
    const char *text = sym_text(s->t->codes, code);
    if (!s->form[key])
        s->form[key] = ARENA_ARRAY(n->arena, const char *, (size_t)s->t->ncode + 1);
    if (!s->form[key][code])
        s->form[key][code] = s->t->schema->nnode ? label_form(n->arena, text, strlen(text))
                                                 : same_form(s->t, n->arena, key, text);
    return s->form[key][code];
}

/* Of a text's rows the id alone. */
static uint32_t keys_of(const struct data_table *t)
{
    return t->schema->text && t->nkey ? 1 : t->nkey;
}

static bool has_code(const struct data_table *t, uint64_t row)
{
    for (uint32_t k = 0; k < keys_of(t); k++)
        if (table_code(t, k, row))
            return true;
    return false;
}

static bool codes_add(struct namer *n, struct names *s, uint64_t row)
{
    bool some = false;
    for (uint32_t k = 0; k < keys_of(s->t); k++) {
        uint32_t code = table_code(s->t, k, row);
        strbuf_adds(&n->text, code ? code_form(n, s, k, code) : "");
        strbuf_addc(&n->text, '\n');        /* in no code */
        some = some || code;
    }
    return some;
}

/* Of a sheet that was turned: the keys of its row, whatever they are made of. */
static const char *keys_text(struct namer *n, const struct pivot_row *row, uint32_t nkey)
{
    struct strbuf b;
    strbuf_init(&b, n->arena);
    for (uint32_t i = 0; i < nkey; i++)
        strbuf_addf(&b, "%s\n", label_form(n->arena, row->key[i], strlen(row->key[i])));
    return nkey ? b.p : NULL;
}

/* 甲 of the row above is the group of a row that has a blank there and a label behind it. */
static const char *labels_of(struct namer *n, struct names *s, uint64_t row)
{
    uint32_t end = 0, at = 0;
    struct strbuf b;
    strbuf_init(&b, n->arena);
    for (uint32_t i = 0; i < s->t->header.count && at < LABELS_MOST; i++) {
        const char *text = data_row_label(s->data, n->arena, s->table, row, i);
        if (*text) {
            s->path[at] = label_form(n->arena, text, strlen(text));
            end = at + 1;
            for (uint32_t k = end; k < LABELS_MOST; k++)
                s->path[k] = "";
        }
        at += data_names_rows(s->data, s->table, i);
    }
    for (uint32_t i = 0; i < end; i++)
        strbuf_addf(&b, "%s\n", s->path[i]);
    s->most = end > s->most ? end : s->most;
    return end ? b.p : NULL;
}

static bool label_add(struct namer *n, struct names *s, uint64_t row)
{
    const char *labels = s->labels[row];
    for (uint32_t i = 0; labels && *labels && i < s->depth; i++) {
        size_t len = strcspn(labels, "\n") + 1;
        strbuf_add(&n->text, labels, len);
        labels += len;
    }
    return labels != NULL;
}

static sym row_name(struct namer *n, struct names *s, uint64_t row);

/* What a label alone says little of: 小计 of which row. */
static void parent_add(struct namer *n, struct names *s, uint64_t row, sym parent)
{
    uint32_t level = s->t->rows.level ? s->t->rows.level[row] : 0;
    strbuf_addf(&n->text, "\n%u/%u", parent, level);
}

static sym name_make(struct namer *n, struct names *s, uint64_t row)
{
    const struct data_table *t = s->t;
    uint32_t up = t->rows.parent ? t->rows.parent[row] : ROWS_NONE;
    bool coded;
    if (row == t->rows.total)
        return sym_of(n->names, "total");
    sym parent = up == ROWS_NONE || up == row ? 0 : row_name(n, s, up);
    strbuf_init(&n->text, n->arena);
    coded = codes_add(n, s, row);
    if (!coded && !label_add(n, s, row)) {
        s->unnamed = true;
        return sym_of(n->names, "unnamed");
    }
    if (!coded || t->schema->nnode)
        parent_add(n, s, row, parent);
    return sym_intern(n->names, n->text.p, n->text.len);
}

/* Parents are named first; a tree is not deeper than its levels. */
static sym row_name(struct namer *n, struct names *s, uint64_t row)
{
    if (!s->row[row])
        s->row[row] = name_make(n, s, row);
    return s->row[row];
}

static struct names names_open(struct namer *n, const struct compare_pair *p, unsigned side)
{
    struct names s = { .data = p->data[side], .t = compare_side(p, side), .table = p->t->table };
    s.form = ARENA_ARRAY(n->arena, const char **, (size_t)s.t->nkey + 1);
    s.labels = ARENA_ARRAY(n->arena, const char *, s.t->nrow + 1);
    for (uint32_t i = 0; i < LABELS_MOST; i++)
        s.path[i] = "";
    for (uint64_t row = 0; row < s.t->nrow; row++)
        if (row != s.t->rows.total && !has_code(s.t, row))
            s.labels[row] = s.t->pivot
                ? keys_text(n, &s.t->pivot->row[row], s.t->pivot->nkey) : labels_of(n, &s, row);
    return s;
}

static void names_make(struct namer *n, struct names *s, uint32_t depth)
{
    s->depth = depth;
    s->unnamed = false;
    s->row = ARENA_ARRAY(n->arena, sym, s->t->nrow + 1);
    for (uint64_t row = 0; row < s->t->nrow; row++)
        row_name(n, s, row);
}

/* The old rows of each name that have no other, as a queue: 1 + the first, and after each 1 + the
 * next. */
struct queue { uint32_t *first, *next; };

static struct queue queue_of(struct arena *a, const struct names *s, const uint32_t *other,
                             uint32_t names)
{
    struct queue q = { ARENA_ARRAY(a, uint32_t, (size_t)names + 1),
                       ARENA_ARRAY(a, uint32_t, s->t->nrow + 1) };
    for (uint64_t row = s->t->nrow; row-- > 0;) {
        if (other[row] != COMPARE_NONE)
            continue;
        q.next[row] = q.first[s->row[row]];
        q.first[s->row[row]] = (uint32_t)row + 1;
    }
    return q;
}

static uint32_t queue_take(struct queue *q, sym name)
{
    uint32_t at = q->first[name];
    if (!at)
        return COMPARE_NONE;
    q->first[name] = q->next[at - 1];
    return at - 1;
}

static void lone_rows(struct arena *a, struct compare_table *t, unsigned side, uint64_t rows)
{
    for (uint64_t row = 0; row < rows; row++)
        if (t->other[side][row] == COMPARE_NONE)
            ARENA_PUSH(a, t->row, t->nrow, t->row_cap,
                       ((struct compare_lone){ .side = (uint8_t)side, .at = (uint32_t)row }));
}

/* By name: how many rows of the side have it. */
static uint32_t *counts_of(struct arena *a, const struct names *s, uint32_t names)
{
    uint32_t *count = ARENA_ARRAY(a, uint32_t, (size_t)names + 1);
    for (uint64_t row = 0; row < s->t->nrow; row++)
        count[s->row[row]]++;
    return count;
}

/* Rows that have no other yet and are called the same by so many labels; unless these are all, no
 * other row may be called so. True: some labelled row of the new side has no other. */
static bool rows_match(struct namer *n, uint32_t **other, struct names *old, struct names *new,
                       uint32_t depth)
{
    bool all = depth == LABELS_MOST, left = false;
    names_make(n, old, depth);
    names_make(n, new, depth);
    uint32_t names = sym_count(n->names);
    struct queue q = queue_of(n->arena, old, other[COMPARE_OLD], names);
    uint32_t *olds = counts_of(n->arena, old, names), *news = counts_of(n->arena, new, names);
    for (uint64_t row = 0; row < new->t->nrow; row++) {
        sym name = new->row[row];
        if (other[COMPARE_NEW][row] != COMPARE_NONE)
            continue;
        uint32_t at = all || (olds[name] == 1 && news[name] == 1) ? queue_take(&q, name)
                                                                 : COMPARE_NONE;
        other[COMPARE_NEW][row] = at;
        if (at != COMPARE_NONE)
            other[COMPARE_OLD][at] = (uint32_t)row;
        left = left || (at == COMPARE_NONE && new->labels[row]);
    }
    return left;
}

static void other_open(struct arena *a, const struct compare_pair *p, unsigned side)
{
    uint64_t rows = compare_side(p, side)->nrow;
    p->t->other[side] = ARENA_ARRAY(a, uint32_t, rows + 1);
    memset(p->t->other[side], 0xff, (size_t)rows * sizeof(uint32_t));
}

void compare_rows(struct arena *a, const struct compare_pair *p)
{
    struct namer n = { .arena = a, .names = symtab_new(a) };
    struct names old = names_open(&n, p, COMPARE_OLD), new = names_open(&n, p, COMPARE_NEW);
    uint32_t depth = old.most > new.most ? old.most : new.most;
    other_open(a, p, COMPARE_OLD);
    other_open(a, p, COMPARE_NEW);
    bool left = rows_match(&n, p->t->other, &old, &new, LABELS_MOST);
    while (left && depth-- > 1)
        left = rows_match(&n, p->t->other, &old, &new, depth);
    p->t->by_order = old.unnamed && new.unnamed;
    lone_rows(a, p->t, COMPARE_OLD, old.t->nrow);
    lone_rows(a, p->t, COMPARE_NEW, new.t->nrow);
}
