/* Which rows of two sheets are the same.
 * In: both sides of a table. Out: by row its other, and the rows that have none.
 * Invariant: a row has one other at most; of several that are called the same the first goes with
 * the first, the second with the second. Linear time. */
#include "compare_part.h"
#include "label.h"
#include "same.h"
#include <string.h>

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

static bool label_add(struct namer *n, struct names *s, uint64_t row)
{
    const char *name = data_row_key(s->data, n->arena, s->table, row);
    if (*name == '#')               /* it is called by its line, which says nothing elsewhere */
        return false;
    strbuf_adds(&n->text, label_form(n->arena, name, strlen(name)));
    return true;
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

static struct names names_of(struct namer *n, const struct compare_pair *p, unsigned side)
{
    struct names s = { .data = p->data[side], .t = compare_side(p, side), .table = p->t->table };
    s.form = ARENA_ARRAY(n->arena, const char **, (size_t)s.t->nkey + 1);
    s.row = ARENA_ARRAY(n->arena, sym, s.t->nrow + 1);
    for (uint64_t row = 0; row < s.t->nrow; row++)
        row_name(n, &s, row);
    return s;
}

/* The old rows of each name, as a queue: 1 + the first, and after each 1 + the next. */
struct queue { uint32_t *first, *next; };

static struct queue queue_of(struct arena *a, const struct names *s, uint32_t names)
{
    struct queue q = { ARENA_ARRAY(a, uint32_t, (size_t)names + 1),
                       ARENA_ARRAY(a, uint32_t, s->t->nrow + 1) };
    for (uint64_t row = s->t->nrow; row-- > 0;) {
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

void compare_rows(struct arena *a, const struct compare_pair *p)
{
    struct namer n = { .arena = a, .names = symtab_new(a) };
    struct names old = names_of(&n, p, COMPARE_OLD), new = names_of(&n, p, COMPARE_NEW);
    struct queue q = queue_of(a, &old, sym_count(n.names));
    struct compare_table *t = p->t;
    t->by_order = old.unnamed && new.unnamed;
    t->other[COMPARE_OLD] = ARENA_ARRAY(a, uint32_t, old.t->nrow + 1);
    t->other[COMPARE_NEW] = ARENA_ARRAY(a, uint32_t, new.t->nrow + 1);
    memset(t->other[COMPARE_OLD], 0xff, (size_t)old.t->nrow * sizeof(uint32_t));
    for (uint64_t row = 0; row < new.t->nrow; row++) {
        uint32_t at = queue_take(&q, new.row[row]);
        t->other[COMPARE_NEW][row] = at;
        if (at != COMPARE_NONE)
            t->other[COMPARE_OLD][at] = (uint32_t)row;
    }
    lone_rows(a, t, COMPARE_OLD, old.t->nrow);
    lone_rows(a, t, COMPARE_NEW, new.t->nrow);
}
