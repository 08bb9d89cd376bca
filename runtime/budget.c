/* Sheets of one budget in memory.
 * In: texts, cell by cell. Out: what fisc.h binds.
 * Invariant: nothing of it outlives the arena, and a context that it was bound to is reset before
 * that is emptied. */
#include "budget.h"
#include <string.h>

enum { POOL = 65536 };

void budget_init(struct budget *b, const fisc_rules *rules, struct arena *owner)
{
    size_t left = owner->limit > owner->used ? owner->limit - owner->used : 1;
    *b = (struct budget){ .rules = rules, .memory = owner->limit };
    arena_init(&b->arena, left, owner->oom, owner->oom_ctx);
    diags_init(&b->diags, &b->arena);
}

void budget_free(struct budget *b)
{
    arena_free(&b->arena);
}

void budget_no_memory(struct budget *b)
{
    struct arena *a = &b->arena;
    char id[256] = "";
    if (b->id && strlen(b->id) < sizeof id)
        strcpy(id, b->id);
    arena_free(a);
    b->pool = NULL;
    b->sheet = NULL;
    b->left = b->nsheet = b->cap = 0;
    b->id = *id ? arena_strndup(a, id, strlen(id)) : NULL;
    diags_init(&b->diags, a);
    b->fault = diag_add_data(&b->diags, DIAG_MEMORY_LIMIT, b->place,
                             arena_printf(a, "%llu", (unsigned long long)b->memory), NULL);
}

/* Most cells are a few bytes: each its own block would be most of the memory. */
const char *budget_keep(struct budget *b, const char *text, size_t len)
{
    if (len >= POOL)
        return arena_strndup(&b->arena, text, len);
    if (b->left <= len) {
        b->pool = arena_alloc(&b->arena, POOL);
        b->left = POOL;
    }
    char *p = b->pool;
    if (len)
        memcpy(p, text, len);
    p[len] = 0;
    b->pool += len + 1;
    b->left -= len + 1;
    return p;
}

/* ---- tables ---- */

/* The table that the rules declare; if there is none, the nearest of their names. */
static uint32_t find_declared(const fisc_rules *r, const char *name, const char **near)
{
    struct str_guess guess = str_guess_of(name);
    fisc_table t;
    *near = "";
    for (uint32_t i = 0; fisc_table_get(r, i, &t) == FISC_OK; i++) {
        if (t.origin != FISC_CURRENT)
            continue;
        if (!strcmp(t.name, name))
            return i;
        str_guess_try(&guess, t.name);
    }
    if (guess.name)
        *near = guess.name;
    return UINT32_MAX;
}

static uint32_t find_prior(const fisc_rules *r, uint32_t declared)
{
    fisc_table t;
    for (uint32_t i = 0; fisc_table_get(r, i, &t) == FISC_OK; i++)
        if (t.origin == FISC_PRIOR && t.of == declared)
            return i;
    return UINT32_MAX;
}

struct budget_sheet *budget_sheet_new(struct budget *b, const char *name, bool prior)
{
    const char *near;
    uint32_t declared = find_declared(b->rules, name, &near);
    fisc_table t;
    if (fisc_table_get(b->rules, declared, &t) != FISC_OK) {
        diag_add_data(&b->diags, DIAG_RECORD_TABLE, b->place, name, near, NULL);
        return NULL;
    }
    ARENA_PUSH(&b->arena, b->sheet, b->nsheet, b->cap,
               ((struct budget_sheet){ .name = t.name, .table = declared, .prior = prior }));
    struct budget_sheet *s = &b->sheet[b->nsheet - 1];
    if (prior) {
        s->table = find_prior(b->rules, declared);
        s->shown = arena_printf(&b->arena, "prior/%s", t.from);
    }
    return s;
}

/* ---- columns ---- */

struct budget_column *budget_column_at(struct budget *b, struct budget_sheet *s, uint32_t c)
{
    while (c >= s->ncolumn)
        ARENA_PUSH(&b->arena, s->column, s->ncolumn, s->cap, (struct budget_column){ 0 });
    return &s->column[c];
}

static void column_reach(struct budget *b, struct budget_column *c, size_t rows)
{
    if (rows <= c->cap)
        return;
    size_t cap = rows < c->cap * 2 ? c->cap * 2 : rows;
    c->value = arena_grow(&b->arena, c->value, c->cap, cap, sizeof *c->value);
    c->cap = cap;
}

void budget_put(struct budget *b, struct budget_column *c, uint64_t row, const char *text)
{
    column_reach(b, c, (size_t)row + 1);
    c->value[row] = text;
    c->row = row + 1;
}

void budget_sheet_end(struct budget *b, struct budget_sheet *s)
{
    if (s->csv)
        return;
    s->input = ARENA_ARRAY(&b->arena, fisc_input, s->ncolumn);
    for (uint32_t i = 0; i < s->ncolumn; i++) {
        column_reach(b, &s->column[i], (size_t)s->rows);
        s->input[i] = (fisc_input){ .size = sizeof *s->input, .header = s->column[i].header,
                                    .type = FISC_TEXT, .values = s->column[i].value };
    }
}

/* ---- to a context ---- */

/* A sheet without a single column is an empty one. */
static fisc_status bind_sheet(const struct budget_sheet *s, fisc_context *c)
{
    if (s->csv || !s->ncolumn)
        return fisc_bind_csv(c, s->table, s->shown, s->csv ? s->csv : "", s->len);
    return fisc_bind_columns(c, s->table, s->shown, s->input, s->ncolumn, s->rows);
}

fisc_status budget_bind(const struct budget *b, fisc_context *c)
{
    fisc_status s = FISC_OK;
    for (uint32_t i = 0; i < b->nsheet && s == FISC_OK; i++)
        if (b->sheet[i].table != UINT32_MAX)
            s = bind_sheet(&b->sheet[i], c);
    return s;
}
