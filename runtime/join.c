/* Brings tables together by key.
 * In: loaded tables and the program's joins. Out: for each join its keys, and for each table and
 * key the leaf rows that print it; findings of rows that print no key.
 * Invariant: a row is of one key at most; each row is looked at once for each join, so time is
 * linear in rows. */
#include "join.h"
#include "rows_part.h"
#include "same.h"
#include "scratch.h"
#include <string.h>

struct joining {
    struct data_set *set;
    const struct ir_join *schema;
    struct join *join;
    struct symtab *text;            /* match forms of single codes */
    struct symtab *key;             /* tuples of them: symbol n is key n − 1 */
    uint32_t **of_row;              /* by joined table: each row's key + 1, 0: none */
    uint32_t *tuple;                /* of the row at hand */
};

/* ---- one row's key ---- */

/* Symbols of the forms that a table's codes have in a key column, 0: blank. */
static uint32_t *code_forms(struct joining *g, const struct data_table *t, uint32_t key)
{
    uint32_t *form = ARENA_ARRAY(t->arena, uint32_t, (size_t)t->ncode + 1);
    struct scratch room;
    scratch_open(&room, t->arena);
    for (uint32_t code = 1; code < t->ncode; code++) {
        scratch_reset(&room);
        form[code] = sym_of(g->text, same_form(t, &room.arena, key, sym_text(t->codes, code)));
    }
    scratch_close(&room);
    return form;
}

/* By key column of the join; columns whose names are the same share theirs. */
static uint32_t **key_forms(struct joining *g, const struct data_table *t,
                            const struct ir_joined *by)
{
    uint32_t **form = ARENA_ARRAY(t->arena, uint32_t *, by->nkey);
    for (uint32_t i = 0; i < by->nkey; i++) {
        uint32_t key = t->key_of[by->key[i]];
        for (uint32_t k = 0; k < i && !form[i]; k++)
            if (t->key_same[t->key_of[by->key[k]]] == t->key_same[key])
                form[i] = form[k];
        if (!form[i])
            form[i] = code_forms(g, t, key);
    }
    return form;
}

/* The row's key + 1; 0 if one of its codes is blank. */
static uint32_t row_key_number(struct joining *g, const struct ir_joined *by,
                               const struct data_table *t, uint32_t *const *form, uint64_t row)
{
    for (uint32_t i = 0; i < by->nkey; i++) {
        g->tuple[i] = form[i][table_code(t, t->key_of[by->key[i]], row)];
        if (!g->tuple[i])
            return 0;
    }
    return sym_intern(g->key, (const char *)g->tuple, by->nkey * sizeof *g->tuple);
}

/* A row with figures but no key is told once, however many joins it is missing from. */
static void row_without_key(struct joined *j, struct data_table *t, uint64_t row)
{
    j->lost |= rows_unreadable(t, row);
    if (!rows_has_figure(t, row))
        return;
    if (!t->keyless)
        t->keyless = ARENA_ARRAY(t->arena, uint8_t, t->nrow);
    t->keyless[row] = 1;
}

static void rows_number(struct joining *g, uint32_t i)
{
    const struct ir_joined *by = &g->schema->of[i];
    struct data_table *t = &g->set->table[by->table];
    uint32_t *const *form = key_forms(g, t, by);
    g->of_row[i] = ARENA_ARRAY(t->arena, uint32_t, t->nrow);
    for (uint64_t row = 0; row < t->nrow; row++) {
        if (!rows_is_leaf(t, row))
            continue;
        g->of_row[i][row] = row_key_number(g, by, t, form, row);
        if (!g->of_row[i][row])
            row_without_key(&g->join->of[i], t, row);
    }
}

/* Keys are those of this year's tables: what last year's alone print is no key, unless only they
 * are joined. */
static bool gives_keys(const struct joining *g, uint32_t i)
{
    bool current = false;
    for (uint32_t k = 0; k < g->join->n; k++)
        current |= g->join->of[k].t->schema->origin == ORIGIN_CURRENT;
    return !current || g->join->of[i].t->schema->origin == ORIGIN_CURRENT;
}

/* ---- rows by key ---- */

static void rows_sort(struct joining *g, uint32_t i)
{
    struct joined *j = &g->join->of[i];
    uint32_t *of = g->of_row[i];
    uint64_t nkey = g->join->nkey, n = j->t->nrow;
    for (uint64_t row = 0; row < n; row++)
        of[row] = of[row] > nkey ? 0 : of[row];
    j->first = ARENA_ARRAY(g->set->arena, uint32_t, nkey + 2);
    /* first[key + 1] counts, then begins (number = key + 1), then first[key + 1] ends */
    for (uint64_t row = 0; row < n; row++)
        if (of[row])
            j->first[of[row] + 1]++;
    for (uint64_t k = 1; k <= nkey; k++)
        j->first[k + 1] += j->first[k];
    j->row = ARENA_ARRAY(g->set->arena, uint32_t, (size_t)j->first[nkey + 1]);
    for (uint64_t row = 0; row < n; row++)
        if (of[row])
            j->row[j->first[of[row]]++] = (uint32_t)row;
}

static bool joined_has(const struct joined *j, uint64_t key)
{
    return j->first[key + 1] > j->first[key];
}

/* How many of the tables print a key? */
static uint32_t key_tables(const struct join *j, uint64_t key)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < j->n; i++)
        n += joined_has(&j->of[i], key);
    return n;
}

static bool keys_apart(const struct join *j)
{
    for (uint32_t i = 0; i < j->n; i++)
        if (!j->of[i].first[j->nkey])
            return false;           /* it has no keys at all */
    for (uint64_t k = 0; k < j->nkey; k++)
        if (key_tables(j, k) > 1)
            return false;
    return j->n > 1;
}

/* ---- the whole ---- */

/* Why the rows of a joined table have no keys. */
static enum ir_reason joined_unusable(const struct data_table *t, const struct ir_joined *by)
{
    if (t->state != TABLE_USABLE)
        return table_reason(t);
    for (uint32_t i = 0; i < by->nkey; i++)
        if (t->key_of[by->key[i]] == IR_NONE)
            return RS_MISSING;
    return t->key_missing ? RS_MISSING : RS_NONE;
}

static void join_open(struct joining *g)
{
    struct join *j = g->join;
    j->n = g->schema->n;
    j->of = ARENA_ARRAY(g->set->arena, struct joined, j->n);
    for (uint32_t i = 0; i < j->n; i++) {
        j->of[i].t = &g->set->table[g->schema->of[i].table];
        if (!j->unusable)
            j->unusable = joined_unusable(j->of[i].t, &g->schema->of[i]);
    }
}

static void join_make(struct data_set *s, uint32_t number)
{
    struct joining g = { .set = s, .schema = &s->prog->join[number], .join = &s->join[number] };
    join_open(&g);
    if (g.join->unusable)
        return;
    g.text = symtab_new(s->arena);
    g.key = symtab_new(s->arena);
    g.of_row = ARENA_ARRAY(s->arena, uint32_t *, g.join->n);
    g.tuple = ARENA_ARRAY(s->arena, uint32_t, g.schema->of[0].nkey);
    for (uint32_t i = 0; i < g.join->n; i++)
        if (gives_keys(&g, i))
            rows_number(&g, i);
    g.join->nkey = sym_count(g.key);
    for (uint32_t i = 0; i < g.join->n; i++)
        if (!gives_keys(&g, i))
            rows_number(&g, i);
    for (uint32_t i = 0; i < g.join->n; i++)
        rows_sort(&g, i);
    g.join->apart = keys_apart(g.join);
}

static void find_keyless(struct data_table *t)
{
    for (uint64_t row = 0; t->keyless && row < t->nrow; row++)
        if (t->keyless[row])
            table_find(t, SHAPE_BLANK_KEY, IR_NONE, IR_NONE, row, DATA_NO_ROW);
}

void data_join(struct data_set *s)
{
    if (s->join || !s->prog->njoin)
        return;
    s->join = ARENA_ARRAY(s->arena, struct join, s->prog->njoin);
    for (uint32_t i = 0; i < s->prog->njoin; i++)
        join_make(s, i);
    for (uint32_t t = 0; t < s->prog->ntable; t++)
        find_keyless(&s->table[t]);
    joins_alike_tell(s);
}

/* ---- answers ---- */

const uint32_t *join_rows(const struct joined *j, uint64_t nkey, uint64_t key, uint64_t *count)
{
    *count = 0;
    if (key >= nkey)
        return NULL;
    *count = j->first[key + 1] - j->first[key];
    return j->row + j->first[key];
}

const struct joined *join_of(const struct data_set *s, const struct ir_colref *c)
{
    const struct join *j = &s->join[c->join];
    uint32_t i = 0;
    while (i + 1 < j->n && j->of[i].t != &s->table[c->table])
        i++;
    return &j->of[i];
}

/* Which of the columns that a table is joined by is this one? nkey: none. */
static uint32_t joined_by(const struct ir_joined *by, uint32_t column)
{
    uint32_t k = 0;
    while (k < by->nkey && by->key[k] != column)
        k++;
    return k;
}

struct key_row join_key_row(const struct data_set *s, const struct ir_test *test, uint64_t key)
{
    const struct join *j = &s->join[test->join];
    const struct ir_joined *by = s->prog->join[test->join].of;
    uint32_t own = 0, i = 0;
    while (own + 1 < j->n && by[own].table != test->table)
        own++;
    uint32_t k = joined_by(&by[own], test->column);
    if (k == by[own].nkey || joined_has(&j->of[own], key))
        i = own;
    while (k < by[own].nkey && !joined_has(&j->of[i], key))
        i++;                        /* every key is printed somewhere */
    if (!joined_has(&j->of[i], key))
        return (struct key_row){ NULL, 0, 0 };
    return (struct key_row){ j->of[i].t, j->of[i].row[j->of[i].first[key]],
                             i == own ? test->column : by[i].key[k] };
}

enum ir_reason join_absence(const struct joined *j)
{
    const struct ir_table *t = j->t->schema;
    if (j->lost)
        return RS_UNREADABLE;
    if (t->missing == IR_MISSING_ZERO)
        return RS_NONE;
    if (t->origin != ORIGIN_CURRENT)
        return RS_MISSING;          /* another document may know other keys */
    return t->partial ? RS_PARTIAL : RS_ONE_SIDED;
}

uint64_t data_keys(const struct data_set *s, uint32_t join) { return s->join[join].nkey; }

enum ir_reason data_join_reason(const struct data_set *s, uint32_t join)
{
    return s->join[join].unusable;
}

bool data_keys_apart(const struct data_set *s, uint32_t join) { return s->join[join].apart; }

bool data_key_printed(const struct data_set *s, uint32_t colref, uint64_t key)
{
    const struct ir_colref *c = &s->prog->colref[colref];
    return key < s->join[c->join].nkey && joined_has(join_of(s, c), key);
}

bool data_key_one_sided(const struct data_set *s, uint32_t colref, uint64_t key)
{
    const struct ir_colref *c = &s->prog->colref[colref];
    return key < s->join[c->join].nkey && !data_key_printed(s, colref, key)
        && join_absence(join_of(s, c)) == RS_ONE_SIDED;
}

const char *data_key_text(const struct data_set *s, struct arena *a, uint32_t join, uint64_t key)
{
    const struct join *j = &s->join[join];
    struct strbuf b;
    uint32_t i = 0;
    if (key >= j->nkey)
        return "";
    while (i + 1 < j->n && !joined_has(&j->of[i], key))
        i++;
    const struct ir_joined *by = &s->prog->join[join].of[i];
    const struct data_table *t = j->of[i].t;
    uint64_t row = j->of[i].row[j->of[i].first[key]];
    strbuf_init(&b, a);
    for (uint32_t k = 0; k < by->nkey; k++) {
        strbuf_adds(&b, k ? "/" : "");
        strbuf_adds(&b, sym_text(t->codes, table_code(t, t->key_of[by->key[k]], row)));
    }
    return b.p;
}
