/* Rows of a table: the labels of its total row, and its levels. In: an item `rows`, the columns
 * declared so far. Out: the table's labels and levels; a key that is no column yet is made one. */
#include "declare.h"

#define CODE_LENGTH_MAX 4096u

/* characters of a level's code; 0: any number, as none is given */
static uint32_t code_length(struct unit *u, struct span at, sym length)
{
    const char *digits = unit_text(u, length);
    uint32_t n = 0;

    for (; *digits >= '0' && *digits <= '9' && n <= CODE_LENGTH_MAX; digits++)
        n = n * 10 + (uint32_t)(*digits - '0');
    if (length && (*digits || n == 0 || n > CODE_LENGTH_MAX))
        diag_add(u->diags, DIAG_CODE_LENGTH, at, unit_text(u, length),
                 arena_printf(u->arena, "%u", CODE_LENGTH_MAX), NULL);
    return n;
}

/* the key column of that name, else any column */
static struct decl *find_key(const struct unit *u, const struct building *b, sym name)
{
    struct decl *first = scope_find_column(u, b->table, name);

    for (struct decl *d = first; d; d = d->same)
        if (d->is_key)
            return d;
    return first;
}

/* A key of a level: a key column, declared here if it is not yet. False after a diagnostic. */
static bool add_level_key(struct unit *u, struct building *b, const struct row_level *l,
                          const struct level_key *k, struct ir_key *made)
{
    struct decl *key = find_key(u, b, k->key.text);

    if (key && !key->is_key) {
        struct diag *g = diag_add(u->diags, DIAG_KEY_UNKNOWN, k->key.span,
                                  unit_text(u, k->key.text), NULL);
        diag_label(u->diags, g, LABEL_FIRST, key->name.span, NULL);
        return false;
    }
    if (!key)
        key = scope_add_key(u, b, k->key, NULL, 0);
    if (!key)
        return false;
    *made = (struct ir_key){ key->column, code_length(u, l->span, k->length) };
    return true;
}

/* A key that stands twice in one level tells no rows apart. */
static bool keys_differ(struct unit *u, const struct row_level *l)
{
    for (uint32_t i = 0; i < l->nkey; i++)
        for (uint32_t k = 0; k < i; k++)
            if (l->key[i].key.text == l->key[k].key.text) {
                scope_duplicate(u, &l->key[i].key, &l->key[k].key);
                return false;
            }
    return true;
}

static void add_level(struct unit *u, struct building *b, const struct row_level *l)
{
    struct ir_level level = { .name = l->name.text, .prefix = l->prefix, .nfit = l->nfit };
    uint32_t cap = b->t->nlevel;        /* levels are few: grown one by one */
    struct ir_key own = { 0, 0 };

    if (!keys_differ(u, l))
        return;
    level.beside = ARENA_ARRAY(u->arena, struct ir_key, l->nkey);
    level.nbeside = l->nkey - 1;
    for (uint32_t i = 0; i < l->nkey; i++)
        if (!add_level_key(u, b, l, &l->key[i], i + 1 < l->nkey ? &level.beside[i] : &own))
            return;
    level.key = own.key;
    level.length = own.length;
    level.fit = ARENA_ARRAY(u->arena, uint32_t, l->nfit);
    for (uint32_t i = 0; i < l->nfit; i++)
        level.fit[i] = code_length(u, l->fit[i].key.span, l->fit[i].length);
    b->t->level = arena_grow(u->arena, b->t->level, cap, cap + 1, sizeof level);
    b->t->level[b->t->nlevel++] = level;
}

static void add_totals(struct unit *u, struct building *b, const struct item *rows)
{
    uint32_t n = rows->u.rows.ntotal - 1;

    b->t->total = rows->u.rows.total[0].text;
    b->t->also_total = ARENA_ARRAY(u->arena, sym, n);
    b->t->nalso_total = n;
    for (uint32_t i = 0; i < n; i++)
        b->t->also_total[i] = rows->u.rows.total[i + 1].text;
}

void levels_declare(struct unit *u, struct building *b, const struct item *rows)
{
    add_totals(u, b, rows);
    for (const struct row_level *l = rows->u.rows.level; l; l = l->inner)
        add_level(u, b, l);
}
