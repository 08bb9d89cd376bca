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

/* ── a tree of labels ── */

#define NODES_MAX 4096u             /* as many as columns */

static bool node_is_free(struct unit *u, const struct building *b, const struct column_node *n,
                         uint32_t parent)
{
    for (uint32_t i = 1; i < b->t->nnode; i++)
        if (b->t->node[i].parent == parent && b->t->node[i].name == n->name.text) {
            scope_duplicate(u, &n->name, b->table->row_node[i]);
            return false;
        }
    return true;
}

/* A row has the units of its columns; lists are of columns. */
static bool node_fits(struct unit *u, const struct building *b, const struct column_node *n)
{
    const char *table = unit_text(u, b->table->name.text);

    if (n->role == NODE_LIST)
        diag_add(u->diags, DIAG_LIST_IN_ROWS, n->span, unit_text(u, n->name.text), NULL);
    else if (b->t->nnode == NODES_MAX)
        diag_add(u->diags, DIAG_TOO_MANY_ROW_NODES, n->span, table, "4096", NULL);
    else if (n->unit || n->grid.given)
        diag_add(u->diags, DIAG_ROW_UNIT, n->span, unit_text(u, n->name.text), NULL);
    return n->role != NODE_LIST && b->t->nnode < NODES_MAX;
}

static enum ir_row_role row_role(enum node_role role)
{
    return role == NODE_LESS ? ROW_NODE_LESS : role == NODE_OF ? ROW_NODE_OF : ROW_NODE_ADDED;
}

static void add_row_node(struct unit *u, struct building *b, const struct column_node *n,
                         uint32_t parent)
{
    struct ir_row_node made = { .name = n->name.text, .parent = parent, .nheader = n->nheader,
                                .braces = scope_is_sum(n), .others = n->others,
                                .role = (uint8_t)row_role(n->role) };
    uint32_t at = b->t->nnode;

    made.header = ARENA_ARRAY(u->arena, sym, n->nheader);
    for (uint32_t i = 0; i < n->nheader; i++)
        made.header[i] = n->header[i].text;
    scope_locate(u, n->span, &made.file, &made.line, &made.col);
    b->table->row_node[at] = &n->name;
    UNIT_PUSH(u, b->t->node, b->t->nnode, made);
    for (uint32_t i = 0; i < n->nchild; i++)
        if (node_fits(u, b, n->child[i]) && node_is_free(u, b, n->child[i], at))
            add_row_node(u, b, n->child[i], at);
}

static void add_row_tree(struct unit *u, struct building *b, const struct item *rows)
{
    struct column_node root = *rows->u.rows.tree;
    const struct row_level as_level = { .span = rows->u.rows.at.span };
    const struct level_key at = { .key = rows->u.rows.at };
    struct ir_key key;

    if (!add_level_key(u, b, &as_level, &at, &key))
        return;
    root.name = rows->u.rows.total[0];
    root.span = root.name.span;
    root.header = rows->u.rows.total;
    root.nheader = rows->u.rows.ntotal;
    b->t->node_key = key.key;
    b->table->row_node = ARENA_ARRAY(u->arena, const struct name *, NODES_MAX);
    add_row_node(u, b, &root, IR_NONE);
}

void levels_declare(struct unit *u, struct building *b, const struct item *rows)
{
    add_totals(u, b, rows);
    if (rows->u.rows.tree)
        add_row_tree(u, b, rows);
    for (const struct row_level *l = rows->u.rows.level; l; l = l->inner)
        add_level(u, b, l);
}
