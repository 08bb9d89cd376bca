/* Tables from JSON: arrays of objects, a row each.
 * In: jsonb. Out: a sheet whose columns are the keys of all rows, in the order in which they are
 * met; a key that a row has not is blank.
 * Invariant: `order` has the columns in the order in which jsonb keeps the keys of an object, so
 * that each row is read in one walk. */
#include "fisc_postgres.h"
#include <miscadmin.h>
#include <utils/memutils.h>

struct sheet {
    struct columns x;
    struct { char *key; int len, column; } *order;
    int n, cap;
};

/* jsonb's: shorter keys first. */
static int compare_keys(const char *a, int alen, const char *b, int blen)
{
    return alen != blen ? (alen > blen) - (alen < blen) : memcmp(a, b, (size_t)alen);
}

static void insert_key(struct sheet *s, int at, const char *key, int len)
{
    MemoryContext old = MemoryContextSwitchTo(s->x.memory);
    if (s->n == s->cap) {
        s->cap = s->cap ? 2 * s->cap : 16;
        s->order = s->order ? repalloc(s->order, (Size)s->cap * sizeof *s->order)
                            : palloc((Size)s->cap * sizeof *s->order);
    }
    memmove(&s->order[at + 1], &s->order[at], (size_t)(s->n - at) * sizeof *s->order);
    s->order[at].key = pnstrdup(key, (Size)len);
    s->order[at].len = len;
    s->order[at].column = columns_add(&s->x, s->order[at].key);
    s->n++;
    MemoryContextSwitchTo(old);
}

/* The column of a key, at or behind *at in the order. */
static int column_of(struct sheet *s, int *at, const JsonbValue *key)
{
    const char *text = key->val.string.val;
    int len = key->val.string.len, differ = 1;
    while (*at < s->n
           && (differ = compare_keys(s->order[*at].key, s->order[*at].len, text, len)) < 0)
        ++*at;
    if (*at == s->n || differ != 0)
        insert_key(s, *at, text, len);
    return s->order[(*at)++].column;
}

static void set_value(struct columns *x, int column, const JsonbValue *v)
{
    char *text;
    switch (v->type) {
    case jbvNull:
        return;
    case jbvString:
        text = pnstrdup(v->val.string.val, (Size)v->val.string.len);
        columns_set(x, column, text);
        pfree(text);
        return;
    case jbvNumeric:
        columns_set_numeric(x, column, v->val.numeric);
        return;
    default:
        refuse(FAULT_NO_VALUE, x->name, psprintf(UINT64_FORMAT, x->rows),
               to_server(x->column[column].header));
    }
}

static void add_row(struct sheet *s, JsonbContainer *row)
{
    JsonbIterator *it = JsonbIteratorInit(row);
    JsonbIteratorToken token;
    JsonbValue v;
    int at = 0, column = 0;
    columns_add_row(&s->x);
    while ((token = JsonbIteratorNext(&it, &v, true)) != WJB_DONE) {
        if (token == WJB_KEY)
            column = column_of(s, &at, &v);
        else if (token == WJB_VALUE)
            set_value(&s->x, column, &v);
    }
}

/* No row has a key: a sheet of which only the header is there. */
static void add_declared(struct columns *x)
{
    fisc_column col;
    for (uint32_t i = 0; fisc_column_get(x->check->rules, x->table, i, &col) == FISC_OK; i++) {
        int k = 0;
        while (k < x->n && strcmp(x->column[k].header, col.header) != 0)
            k++;
        if (k == x->n)
            columns_add(x, to_server(col.header));
    }
}

void jsonb_bind(const struct check *c, uint32_t table, const char *name, JsonbContainer *rows)
{
    MemoryContext scratch = AllocSetContextCreate(c->memory, "fisc row", ALLOCSET_SMALL_SIZES);
    struct sheet s = { .n = 0 };
    columns_begin(&s.x, c, table, name);
    for (uint32 i = 0; i < JsonContainerSize(rows); i++) {
        MemoryContext old = MemoryContextSwitchTo(scratch);
        JsonbValue *row = getIthJsonbValueFromContainer(rows, i);
        CHECK_FOR_INTERRUPTS();
        if (row->type != jbvBinary || !JsonContainerIsObject(row->val.binary.data))
            refuse(FAULT_NO_ROW, name, psprintf("%u", i + 1), NULL);
        add_row(&s, row->val.binary.data);
        MemoryContextSwitchTo(old);
        MemoryContextReset(scratch);
    }
    MemoryContextDelete(scratch);
    if (s.x.n == 0)
        add_declared(&s.x);
    columns_bind(&s.x);
}
