/* Declarations: in come the statements, out go named declarations and the schema of each table. */
#include "declare.h"
#include "grid.h"
#include "path.h"
#include "text.h"
#include <string.h>

/* Spaces of the one hash table: global names, names of rules, of lists and mappings, and from
 * SPACE_COLUMNS on the columns of table n (at 2n) and its blocks. */
enum { SPACE_GLOBAL, SPACE_RULE, SPACE_LIST, SPACE_CODES, SPACE_MAPPING, SPACE_TEST,
       SPACE_SCENARIO, SPACE_COLUMNS };

static uint64_t mix(uint64_t k)
{
    k ^= k >> 33;
    k *= 0xff51afd7ed558ccdULL;
    k ^= k >> 33;
    return k;
}

static struct scope_slot *probe(const struct scope *s, uint64_t key)
{
    uint64_t i = mix(key) & (s->nslot - 1);

    while (s->slot[i].value && s->slot[i].key != key)
        i = (i + 1) & (s->nslot - 1);
    return &s->slot[i];
}

static void grow(struct unit *u, struct scope *s)
{
    struct scope_slot *old = s->slot;
    uint64_t n = s->nslot;

    s->nslot = n ? n * 2 : 256;
    s->slot = ARENA_ARRAY(u->arena, struct scope_slot, s->nslot);
    for (uint64_t i = 0; i < n; i++)
        if (old[i].value)
            *probe(s, old[i].key) = old[i];
}

static void *get(const struct scope *s, uint64_t space, uint64_t key)
{
    return s->nslot ? probe(s, space << 40 | key)->value : NULL;
}

static void put(struct unit *u, uint64_t space, uint64_t key, void *value)
{
    struct scope *s = u->scope;
    struct scope_slot *slot;

    if (2 * (s->used + 1) > s->nslot)
        grow(u, s);
    slot = probe(s, space << 40 | key);
    s->used += !slot->value;
    *slot = (struct scope_slot){ space << 40 | key, value };
}

struct decl *scope_find(const struct unit *u, sym name)
{
    return get(u->scope, SPACE_GLOBAL, name);
}

struct decl *scope_find_codes(const struct unit *u, sym name)
{
    return get(u->scope, SPACE_CODES, name);
}

struct decl *scope_find_mapping(const struct unit *u, sym name)
{
    return get(u->scope, SPACE_MAPPING, name);
}

struct decl *scope_column_decl(const struct unit *u, uint32_t table, uint32_t column)
{
    return u->scope->table[table]->columns[column];
}

struct decl *scope_find_column(const struct unit *u, const struct decl *table, sym name)
{
    return get(u->scope, SPACE_COLUMNS + 2 * table->table, name);
}

void scope_duplicate(struct unit *u, const struct name *again, const struct name *first)
{
    struct diag *g = diag_add(u->diags, DIAG_DUPLICATE, again->span,
                              unit_text(u, again->text), NULL);

    diag_label(u->diags, g, LABEL_FIRST, first->span, NULL);
}

static struct decl *declare(struct unit *u, enum decl_kind kind, uint64_t space, struct name name)
{
    struct decl *d = get(u->scope, space, name.text);

    if (d) {
        scope_duplicate(u, &name, &d->name);
        return NULL;
    }
    d = ARENA_NEW(u->arena, struct decl);
    d->kind = kind;
    d->name = name;
    put(u, space, name.text, d);
    return d;
}

/* ── tables ── */

void scope_locate(struct unit *u, struct span sp, uint32_t *file, uint32_t *line, uint32_t *col)
{
    *file = sp.file;
    *line = *col = 0;
    if (sp.file != UINT32_MAX)
        srcs_locate(u->srcs, sp, line, col);
}

/* No file has so many columns (data.h): what is declared past them could not be read. */
#define COLUMNS_MAX 4096u

static bool has_room(struct unit *u, const struct building *b, struct span at)
{
    if (b->t->ncolumn == COLUMNS_MAX && !b->table->full)
        diag_add(u->diags, DIAG_TOO_MANY_TABLE_COLUMNS, at, unit_text(u, b->table->name.text),
                 arena_printf(u->arena, "%u", COLUMNS_MAX), NULL);
    b->table->full = b->t->ncolumn == COLUMNS_MAX;
    return !b->table->full;
}

/* A table may have columns of equal names, but no parent two children of one: then no path could
 * tell them apart. */
static bool is_free(struct unit *u, const struct building *b, const struct name *name,
                    const struct decl *parent)
{
    for (struct decl *d = scope_find_column(u, b->table, name->text); d; d = d->same)
        if (d->parent == parent) {
            scope_duplicate(u, name, &d->name);
            return false;
        }
    return true;
}

static struct decl *declare_column(struct unit *u, const struct building *b, struct name name,
                                   struct decl *parent)
{
    struct decl *t = b->table, *d = ARENA_NEW(u->arena, struct decl);
    struct decl *first = scope_find_column(u, t, name.text);

    *d = (struct decl){ .kind = DECL_COLUMN, .name = name, .owner = t, .table = t->table,
                        .parent = parent, .column = b->t->ncolumn, .measure = t->measure };
    if (!first)
        put(u, SPACE_COLUMNS + 2 * t->table, name.text, d);
    for (; first; first = first->same)
        if (!first->same) {
            first->same = d;
            break;
        }
    ARENA_PUSH(u->arena, t->columns, t->ncolumns, t->cap_columns, d);
    return d;
}

static struct decl *add_column(struct unit *u, struct building *b, struct name name,
                               const struct name *header, uint32_t nheader,
                               struct decl *parent)
{
    struct ir_column c = { .name = name.text, .shown = name.text, .block = b->block,
                           .parent = IR_NONE };
    struct decl *d;

    if (!has_room(u, b, name.span) || !is_free(u, b, &name, parent))
        return NULL;
    d = declare_column(u, b, name, parent);
    if (parent && parent->kind == DECL_COLUMN)
        c.parent = parent->column;
    c.nheader = nheader;
    c.header = ARENA_ARRAY(u->arena, sym, nheader);
    for (uint32_t i = 0; i < nheader; i++)
        c.header[i] = header[i].text;
    c.grid = b->table->grid;
    if (d->measure)
        c.unit = measure_ir(u, d->measure);
    scope_locate(u, name.span, &c.file, &c.line, &c.col);
    UNIT_PUSH(u, b->t->column, b->t->ncolumn, c);
    return d;
}

#define LISTS_DEEP 64u              /* lists in lists */

/* Where the nodes of a tree are added. lists: how many lists they stand in. */
struct branch { struct building *b; struct decl *parent; uint32_t lists; };

static void add_tree(struct unit *u, const struct branch *at, const struct column_node *n);

/* A list at fault is looked at once: what is wrong in it was said, and lists in lists would
 * say it again and again. */
enum { LIST_NEW, LIST_OPEN, LIST_BAD };

static void add_list_nodes(struct unit *u, const struct branch *at, struct decl *list)
{
    struct branch in = { at->b, at->parent, at->lists + 1 };

    list->visit = LIST_OPEN;
    list->used = true;
    for (uint32_t i = 0; i < list->stmt->u.list.nnode; i++)
        add_tree(u, &in, list->stmt->u.list.node[i]);
    list->visit = at->b->bad_list ? LIST_BAD : LIST_NEW;
}

static void add_list(struct unit *u, const struct branch *at, const struct column_node *n)
{
    struct decl *list = get(u->scope, SPACE_LIST, n->name.text);
    const char *name = unit_text(u, n->name.text);

    if (list && list->visit == LIST_NEW && at->lists < LISTS_DEEP) {
        add_list_nodes(u, at, list);
    } else {
        if (!list)
            diag_add(u->diags, DIAG_UNKNOWN_LIST, n->span, name, NULL);
        else if (list->visit != LIST_BAD)
            diag_add(u->diags, DIAG_LIST_CYCLE, n->span, name,
                     arena_printf(u->arena, "%u", LISTS_DEEP), NULL);
        at->b->bad_list = true;
    }
    if (!at->lists)
        at->b->bad_list = false;
}

bool scope_is_sum(const struct column_node *n)
{
    bool sum = n->others || (n->braces && !n->nchild);

    for (uint32_t i = 0; i < n->nchild; i++)
        sum = sum || n->child[i]->role != NODE_OF;
    return sum;
}

/* A column whose rows name their units: no one grid fits them all. */
static void add_units(struct unit *u, const struct building *b, const struct decl *d)
{
    struct ir_column *c = &b->t->column[d->column];
    const struct name *from = &d->node->unit_from;

    if (c->grid.mode != GRID_EXACT || b->t->layout != LAYOUT_SHEET)
        diag_add(u->diags, DIAG_UNIT_FROM, from->span, unit_text(u, d->name.text), NULL);
    c->unit_from = from->text;
    measures_export(u);
}

static void add_node(struct unit *u, const struct branch *at, const struct column_node *n)
{
    struct building *b = at->b;
    struct decl *d = add_column(u, b, n->name, n->header, n->nheader, at->parent);
    struct branch in = { b, d, at->lists };
    struct ir_column *c;

    if (!d) {
        b->bad_list = true;
        return;
    }
    d->node = n;
    c = &b->t->column[d->column];
    c->braces = scope_is_sum(n);
    c->others = n->others;
    c->less = n->role == NODE_LESS;
    c->grouped = at->lists > 0;
    if (n->unit)
        d->measure = measure_of_chain(u, n->unit);
    if (n->unit || n->grid.given) {
        /* a unit of its own without a grid: exact */
        c->grid = grid_of(u, &n->grid, d->measure, n->span);
        if (d->measure)
            c->unit = measure_ir(u, d->measure);
    }
    if (n->unsummed && b->t->layout == LAYOUT_FORM)
        diag_add(u->diags, DIAG_UNSUMMED_FORM, n->name.span, unit_text(u, n->name.text), NULL);
    if (n->unit_from.text)
        add_units(u, b, d);
    for (uint32_t i = 0; i < n->nchild; i++)
        add_tree(u, &in, n->child[i]);
}

static void add_tree(struct unit *u, const struct branch *at, const struct column_node *n)
{
    if (at->b->table->full)
        return;
    if (n->role == NODE_LIST)
        add_list(u, at, n);
    else
        add_node(u, at, n);
}

struct decl *scope_add_key(struct unit *u, struct building *b, struct name name,
                            const struct name *header, uint32_t nheader)
{
    struct decl *d = add_column(u, b, name, header, nheader, NULL);

    if (d) {
        d->is_key = true;
        b->t->column[d->column].key = 1;
    }
    return d;
}

/* A rule's name, T.name in a table, is what waivers and reports call it by: it
 * is the rule's alone. */
const struct name *scope_declare_rule(struct unit *u, const struct name *full)
{
    struct name *first = get(u->scope, SPACE_RULE, full->text);

    if (first)
        return first;
    first = ARENA_NEW(u->arena, struct name);
    *first = *full;
    put(u, SPACE_RULE, full->text, first);
    return NULL;
}

static void declare_rule_name(struct unit *u, const struct name *full)
{
    const struct name *first = scope_declare_rule(u, full);

    if (first)
        scope_duplicate(u, full, first);
}

static void declare_rule(struct unit *u, const struct decl *table, const struct rule *r)
{
    struct name full = r->name;

    if (!full.text)
        return;
    if (table)
        full.text = sym_of(u->syms, arena_printf(u->arena, "%s.%s", unit_text(u, table->name.text),
                                                 unit_text(u, r->name.text)));
    declare_rule_name(u, &full);
}

/* ── forms ── */

/* A block's name stands in paths before those of its nodes. */
static struct decl *block_decl(struct unit *u, const struct building *b, const struct block *of)
{
    struct decl *d = NULL;

    if (of->name.text)
        d = declare(u, DECL_BLOCK, SPACE_COLUMNS + 2 * b->table->table + 1, of->name);
    return d;
}

static void add_block(struct unit *u, struct building *b, const struct block *of, struct span at)
{
    struct ir_block x = { of->name.text, of->label.text, of->amount.text, of->where.header.text,
                          of->where.text.text, 0, 0, 0 };
    struct branch in = { b, block_decl(u, b, of), 0 };

    scope_locate(u, at, &x.file, &x.line, &x.col);
    b->block = b->t->nblock;
    UNIT_PUSH(u, b->t->block, b->t->nblock, x);
    for (uint32_t i = 0; i < of->nnode; i++)
        add_tree(u, &in, of->node[i]);
    b->block = IR_NONE;
}

static void add_long(struct unit *u, struct building *b, const struct long_decl *l)
{
    struct ir_block x = { 0, l->column.text, l->value.text, l->where.header.text,
                          l->where.text.text, 0, 0, 0 };

    b->t->layout = LAYOUT_LONG;
    b->t->unit_header = l->unit.text;
    if (l->unit.text)
        measures_export(u);
    scope_locate(u, l->span, &x.file, &x.line, &x.col);
    UNIT_PUSH(u, b->t->block, b->t->nblock, x);
    for (uint32_t i = 0; i < l->nrow; i++)
        UNIT_PUSH(u, b->t->row, b->t->nrow, l->row[i].text);
}

static void add_each(struct unit *u, struct building *b, const struct table_decl *t,
                     const struct name *form)
{
    struct decl *key;

    b->t->layout = LAYOUT_FORM;
    if (!t->each) {
        b->t->total = form->text;   /* its one row */
        return;
    }
    key = scope_add_key(u, b, t->each->key, t->each->header, t->each->nheader);
    if (key)
        b->t->each = key->column;
}

/* Has a table such an item, or a form? */
static bool item_fits(struct unit *u, const struct table_decl *t, const struct item *it)
{
    bool of_table = it->kind == ITEM_ROWS || it->kind == ITEM_COLUMN;

    if (t->form ? !of_table : it->kind != ITEM_BLOCK)
        return true;
    diag_add(u->diags, t->form ? DIAG_NOT_IN_FORM : DIAG_NOT_IN_TABLE, it->span, NULL);
    return false;
}

static void declare_items(struct unit *u, struct building *b, const struct table_decl *t)
{
    const struct item *rows = NULL;

    for (uint32_t i = 0; i < t->nitem; i++) {
        struct item *it = &t->item[i];
        if (!item_fits(u, t, it))
            continue;
        switch (it->kind) {
        case ITEM_BLOCK: add_block(u, b, it->u.block, it->span); break;
        case ITEM_COLUMN: add_tree(u, &(struct branch){ b, NULL, 0 }, it->u.column); break;
        case ITEM_KEY:
            scope_add_key(u, b, it->u.key.name, it->u.key.header, it->u.key.nheader);
            break;
        case ITEM_ROWS:
            if (rows)
                scope_duplicate(u, it->u.rows.total, rows->u.rows.total);
            rows = it;
            break;
        case ITEM_RULE: declare_rule(u, b->table, it->u.rule); break;
        }
    }
    if (!rows)
        return;
    levels_declare(u, b, rows);
}

static uint8_t header_rows(struct unit *u, const struct table_decl *t)
{
    const char *digits = t->header ? unit_text(u, t->header) : "";

    if (!*digits || (digits[0] >= '1' && digits[0] <= '0' + IR_MAX_HEADER_ROWS && !digits[1]))
        return (uint8_t)(*digits ? digits[0] - '0' : 0);
    diag_add(u->diags, DIAG_HEADER_ROWS, t->header_span, digits, NULL);
    return 0;
}

static void declare_table(struct unit *u, struct stmt *s)
{
    bool text = s->kind == ST_TEXT;
    struct decl *d = declare(u, text ? DECL_TEXT : DECL_TABLE, SPACE_GLOBAL, s->name);
    const struct table_decl *t = s->u.table;
    struct building b;

    if (!d)
        return;
    d->stmt = s;
    d->table = u->scope->ntable;
    ARENA_PUSH(u->arena, u->scope->table, u->scope->ntable, u->scope->table_cap, d);
    b = (struct building){ d, ARENA_NEW(u->arena, struct ir_table), false, IR_NONE };
    d->measure = text ? measure_none(u) : measure_of_chain(u, t->unit);
    d->grid = text ? text_grid() : grid_of(u, &t->grid, d->measure, t->unit->span);
    b.t->text = text;
    b.t->name = s->name.text;
    b.t->title = t->title;
    b.t->from = t->from.text;
    b.t->missing = (uint8_t)t->missing;
    b.t->partial = t->partial.len != 0;
    b.t->sheet = t->sheet.text;
    b.t->header = header_rows(u, t);
    scope_locate(u, s->name.span, &b.t->file, &b.t->line, &b.t->col);
    b.t->each = IR_NONE;
    if (t->form)
        add_each(u, &b, t, &s->name);
    if (t->lng)
        add_long(u, &b, t->lng);
    declare_items(u, &b, t);
    if (t->form && !b.t->nblock)
        diag_add(u->diags, DIAG_FORM_EMPTY, s->name.span, unit_text(u, s->name.text), NULL);
    path_show(u, d, b.t);
    UNIT_PUSH(u, u->ir->table, u->ir->ntable, *b.t);
}

struct decl *scope_add_implicit(struct unit *u, struct decl *table, struct name header)
{
    struct ir_table *t = &u->ir->table[table->table];
    struct building b = { table, t, false, IR_NONE };
    struct decl *d = add_column(u, &b, header, &header, 1, NULL);

    if (d)
        t->column[d->column].implicit = 1;
    return d;
}

/* ── all statements ── */

/* What is run by its name, and named nowhere else: a test, a scenario. */
static void declare_run(struct unit *u, uint64_t space, struct name *name)
{
    const struct name *first = get(u->scope, space, name->text);

    if (first)
        scope_duplicate(u, name, first);
    else
        put(u, space, name->text, name);
}

static void declare_figure(struct unit *u, struct stmt *s, enum decl_kind kind)
{
    struct decl *d = declare(u, kind, SPACE_GLOBAL, s->name);

    if (!d)
        return;
    d->stmt = s;
    if (kind == DECL_PARAM && s->u.fig.nperiod) {
        periods_declare(u, d);
        return;
    }
    ARENA_PUSH(u->arena, u->scope->figure, u->scope->nfigure, u->scope->figure_cap, d);
}

/* A list, a list of codes or a mapping; no other statement. */
static void declare_list(struct unit *u, struct stmt *s)
{
    struct decl *d = s->kind == ST_CODES ? declare(u, DECL_CODES, SPACE_CODES, s->name)
        : s->kind == ST_MAPPING ? declare(u, DECL_MAPPING, SPACE_MAPPING, s->name)
        : s->kind == ST_LIST ? declare(u, DECL_LIST, SPACE_LIST, s->name) : NULL;

    if (d)
        d->stmt = s;
    if (d && d->kind == DECL_CODES)
        codelist_check(u, d);
}

/* What stands in a list that no table takes in is looked at by nobody. */
static void warn_unused_lists(struct unit *u)
{
    for (uint32_t i = 0; i < u->ast.nstmt; i++) {
        const struct stmt *s = &u->ast.stmt[i];
        const struct decl *d = s->kind == ST_LIST ? get(u->scope, SPACE_LIST, s->name.text) : NULL;
        if (d && d->stmt == s && !d->used)
            diag_add(u->diags, DIAG_UNUSED_LIST, s->name.span, unit_text(u, s->name.text), NULL);
    }
}

/* What is said of tables as a whole: once a table, in the name of a rule. */
static void declare_whole(struct unit *u, const struct stmt *s, const struct name *name)
{
    struct name rule = { .span = name->span, .quoted = name->quoted };
    struct decl *d = scope_find(u, name->text);
    const char *text = unit_text(u, name->text);

    if (!d || d->kind != DECL_TABLE) {
        const char *near = d ? NULL : scope_suggest(u, NULL, name->text);
        suggest_edit(u, diag_add(u->diags, near ? DIAG_UNKNOWN_NAME : DIAG_WHOLE_TABLE, name->span,
                                 text, near, NULL), near);
        return;
    }
    d->used = true;
    u->ir->table[d->table].zero |= s->u.whole.what == WHOLE_ZERO;
    rule.text = sym_of(u->syms, arena_printf(u->arena, "%s.%s", text,
                                             ast_whole_word(s->u.whole.what)));
    declare_rule_name(u, &rule);
}

static void declare_wholes(struct unit *u)
{
    for (uint32_t i = 0; i < u->ast.nstmt; i++) {
        const struct stmt *s = &u->ast.stmt[i];
        for (uint32_t k = 0; s->kind == ST_WHOLE && k < s->u.whole.ntable; k++)
            declare_whole(u, s, &s->u.whole.table[k]);
    }
}

bool scope_declare(struct unit *u)
{
    u->scope = ARENA_NEW(u->arena, struct scope);
    u->measures = measures_new(u);
    check_names(u);
    for (uint32_t i = 0; i < u->ast.nstmt; i++)
        if (u->ast.stmt[i].kind == ST_UNIT)
            measures_declare(u, &u->ast.stmt[i]);
        else
            declare_list(u, &u->ast.stmt[i]);
    for (uint32_t i = 0; i < u->ast.nstmt; i++) {
        struct stmt *s = &u->ast.stmt[i];
        switch (s->kind) {
        case ST_PARAM: declare_figure(u, s, DECL_PARAM); break;
        case ST_LINE: declare_figure(u, s, DECL_LINE); break;
        case ST_TABLE: declare_table(u, s); break;
        case ST_TEXT: text_fields(u, s); declare_table(u, s); break;
        case ST_RULE: declare_rule(u, NULL, s->u.rule); break;
        case ST_MAPPING: mapping_check(u, s); break;
        case ST_USE: case ST_UNIT: case ST_LIST: case ST_WHOLE: case ST_MAP: case ST_SAME:
        case ST_WAIVE: case ST_CODES: break;
        case ST_TEST: declare_run(u, SPACE_TEST, &s->u.test->title); break;
        case ST_SCENARIO: declare_run(u, SPACE_SCENARIO, &s->name); break;
        }
    }
    declare_wholes(u);
    maps_declare(u);
    same_declare(u);
    warn_unused_lists(u);
    return u->diags->errors == 0;
}
