/* Rows of the prior data that have the keys of rows of the current data.
 * In: a table and the one that it stands for, both read. Out: t->match.
 * Invariant: two rows that print two names of one thing (same.h) match none, for neither is the
 * other's. A total row matches the total row; any other row the first row of its level all of
 * whose key columns agree, codes and names being compared as headers are. Linear time. */
#include "same.h"
#include <string.h>

struct matcher {
    struct symtab *forms;           /* match forms of the codes of both tables */
    struct symtab *tuples;          /* level and key forms of a row, as bytes */
    uint32_t *key; uint32_t nkey;   /* schema columns of the keys */
    uint32_t *bytes;                /* room for a tuple: nkey + 1 numbers */
    bool names;                     /* some key has names of one thing */
};
/* A table with its codes' numbers among the forms, by key of the tuple and code. */
struct side { const struct data_table *t; uint32_t **form; };

static struct side side_open(struct matcher *m, struct arena *a, const struct data_table *t)
{
    struct side s = { t, ARENA_ARRAY(a, uint32_t *, m->nkey) };
    for (uint32_t i = 0; i < m->nkey; i++) {
        uint32_t key = t->key_of[m->key[i]];
        if (key == IR_NONE)
            continue;
        s.form[i] = ARENA_ARRAY(a, uint32_t, (size_t)t->ncode + 1);
        for (uint32_t c = 1; c < t->ncode; c++)
            s.form[i][c] = sym_of(m->forms, same_form(t, a, key, sym_text(t->codes, c)));
    }
    return s;
}

static uint32_t row_level(const struct data_table *t, uint64_t row)
{
    return t->rows.level ? t->rows.level[row] : 0;
}

/* The row's tuple as a symbol to be; false if the row has no keys to be known by. */
static bool tuple_of(const struct matcher *m, const struct side *s, uint64_t row)
{
    const struct data_table *t = s->t;
    bool known = false;
    m->bytes[0] = row_level(t, row);
    if (t->schema->nlevel && !m->bytes[0])
        return false;
    for (uint32_t i = 0; i < m->nkey; i++) {
        uint32_t key = t->key_of[m->key[i]];
        if (key == IR_NONE)
            return false;
        m->bytes[i + 1] = s->form[i][table_code(t, key, row)];
        known = known || m->bytes[i + 1];
    }
    return known;
}

static sym tuple_sym(const struct matcher *m)
{
    return sym_intern(m->tuples, (const char *)m->bytes, (m->nkey + 1) * sizeof *m->bytes);
}

static struct matcher matcher_open(struct arena *a, const struct data_table *t)
{
    const struct ir_table *schema = t->schema;
    struct matcher m = { .forms = symtab_new(a), .tuples = symtab_new(a) };
    m.key = ARENA_ARRAY(a, uint32_t, schema->ncolumn);
    for (uint32_t c = 0; c < schema->ncolumn; c++)
        if (schema->column[c].key) {
            m.key[m.nkey++] = c;
            m.names |= schema->column[c].same != 0;
        }
    m.bytes = ARENA_ARRAY(a, uint32_t, m.nkey + 1);
    return m;
}

/* Rows by tuple, as number + 1; 0: none, SEVERAL: rows that do not repeat one another. */
#define SEVERAL UINT32_MAX

static bool is_repeated(const struct data_table *t, uint64_t row)
{
    return t->rows.flag && (t->rows.flag[row] & ROW_REPEATED);
}

static uint32_t *rows_by_tuple(const struct matcher *m, struct arena *a, const struct side *s)
{
    uint32_t cap = 64, *row_of = ARENA_ARRAY(a, uint32_t, cap);
    for (uint64_t row = 0; row < s->t->nrow; row++) {
        sym tuple = tuple_of(m, s, row) ? tuple_sym(m) : 0;
        if (tuple >= cap) {
            row_of = arena_grow(a, row_of, cap, (size_t)tuple * 2, sizeof *row_of);
            cap = tuple * 2;
        }
        if (tuple && !row_of[tuple])
            row_of[tuple] = (uint32_t)row + 1;
        else if (tuple && m->names && !is_repeated(s->t, row))
            row_of[tuple] = SEVERAL;
    }
    if (sym_count(m->tuples) >= cap)
        row_of = arena_grow(a, row_of, cap, (size_t)sym_count(m->tuples) + 1, sizeof *row_of);
    return row_of;
}

void table_match(struct data_table *t, const struct data_table *of)
{
    struct matcher m = matcher_open(t->arena, t);
    struct side there = side_open(&m, t->arena, t), here = side_open(&m, t->arena, of);
    const uint32_t *row_of = rows_by_tuple(&m, t->arena, &there);
    uint32_t known = sym_count(m.tuples);
    const uint32_t *row_here = m.names ? rows_by_tuple(&m, t->arena, &here) : NULL;
    t->match = ARENA_ARRAY(t->arena, uint32_t, of->nrow + 1);
    for (uint64_t row = 0; row < of->nrow; row++) {
        sym tuple = tuple_of(&m, &here, row) ? tuple_sym(&m) : 0;
        bool one = tuple && tuple <= known && row_of[tuple] && row_of[tuple] != SEVERAL
            && !(row_here && row_here[tuple] == SEVERAL);
        t->match[row] = one ? row_of[tuple] - 1 : ROWS_NONE;
    }
    if (of->rows.total != DATA_NO_ROW)
        t->match[of->rows.total] = t->rows.total == DATA_NO_ROW ? ROWS_NONE
                                                                : (uint32_t)t->rows.total;
}
