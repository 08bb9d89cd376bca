/* Builders of the syntax tree.
 * In: what the grammar has reduced. Out: nodes in the arena, statements on b->ast.
 * Invariant: no expression is deeper than AST_MAX_DEPTH, so that later passes may recurse. */
#include "build.h"
#include <string.h>

/* ---- expressions ---- */

static struct expr *expr_new(struct build *b, enum expr_kind kind, struct span at, uint32_t depth)
{
    struct expr *e = ARENA_NEW(b->arena, struct expr);
    e->kind = kind;
    e->span = at;
    e->depth = depth;
    return e;
}

/* Stands for an expression that is too deep; it is shallow again, and the fault is said once a
 * start of expression. */
static struct expr *expr_too_deep(struct build *b, struct span at)
{
    if (b->deep_file != at.file || b->deep_off != at.off) {
        struct span start = { at.file, at.off, at.len < 64 ? at.len : 0 };
        diag_add(b->diags, DIAG_TOO_LONG_RULE, start, arena_printf(b->arena, "%d", AST_MAX_DEPTH),
                 NULL);
        b->deep_file = at.file;
        b->deep_off = at.off;
    }
    return expr_new(b, EX_ERROR, at, 1);
}

static uint32_t deeper(const struct expr *x, const struct expr *y)
{
    return (x->depth > y->depth ? x->depth : y->depth) + 1;
}

struct expr *ast_number(struct build *b, struct span at, struct quantity q)
{
    struct expr *e = expr_new(b, EX_NUM, at, 1);
    e->u.num.digits = q.digits;
    e->u.num.unit = q.unit;
    return e;
}

struct expr *ast_ref(struct build *b, struct span at, struct name name, struct row_select *row)
{
    struct expr *e = expr_new(b, EX_REF, at, 1);
    e->u.ref.name = name;
    e->u.ref.row = row;
    return e;
}

struct expr *ast_ref_in(struct build *b, struct span at, struct name name, struct row_select *row,
                        struct chain *in)
{
    struct expr *e = ast_ref(b, at, name, row);
    e->u.ref.in = in;
    return e;
}

struct expr *ast_ref_path(struct build *b, struct span at, struct name first,
                          struct row_select *row, struct name_list *path)
{
    struct expr *e = ast_ref(b, at, first, row);
    e->u.ref.path = path->p;
    e->u.ref.npath = path->n;
    return e;
}

struct expr *ast_binary(struct build *b, enum expr_kind kind, struct span at, struct expr *x,
                        struct span op, struct expr *y)
{
    uint32_t depth = deeper(x, y);
    if (depth > AST_MAX_DEPTH)
        return expr_too_deep(b, at);
    struct expr *e = expr_new(b, kind, at, depth);
    e->u.bin.a = x;
    e->u.bin.b = y;
    e->u.bin.op = op;
    return e;
}

struct expr *ast_negate(struct build *b, struct span at, struct span op, struct expr *x)
{
    if (x->depth >= AST_MAX_DEPTH)
        return expr_too_deep(b, at);
    struct expr *e = expr_new(b, EX_NEG, at, x->depth + 1);
    e->u.bin.a = x;
    e->u.bin.op = op;
    return e;
}

struct expr *ast_paren(struct expr *x, struct span at)
{
    x->span = at;
    return x;
}

struct expr *ast_call(struct build *b, struct span at, struct name fn, struct expr_list *args,
                      struct cond *where)
{
    uint32_t depth = where ? where->depth : 0;
    for (uint32_t i = 0; i < args->n; i++)
        if (args->p[i]->depth > depth)
            depth = args->p[i]->depth;
    if (depth >= AST_MAX_DEPTH)
        return expr_too_deep(b, at);
    struct expr *e = expr_new(b, EX_CALL, at, depth + 1);
    e->u.call.fn = fn;
    e->u.call.arg = args->p;
    e->u.call.narg = args->n;
    e->u.call.where = where;
    return e;
}

struct expr_list *ast_args_add(struct build *b, struct expr_list *list, struct expr *x)
{
    if (!list)
        list = ARENA_NEW(b->arena, struct expr_list);
    ARENA_PUSH(b->arena, list->p, list->n, list->cap, x);
    return list;
}

/* ---- rows by name ---- */

struct row_code ast_code(struct build *b, struct name text)
{
    const char *s = sym_text(b->syms, text.text);
    size_t len = strlen(s);
    bool prefix = text.quoted && len > 0 && s[len - 1] == '*';
    if (prefix)
        text.text = sym_intern(b->syms, s, len - 1);
    return (struct row_code){ text, prefix };
}

struct row_code ast_code_number(struct span at, struct quantity q)
{
    return (struct row_code){ { .text = q.digits, .span = at }, false };
}

struct row_code ast_code_prefix(struct row_code code, struct span at)
{
    code.text.span = at;
    code.prefix = true;
    return code;
}

struct row_select *ast_row_code(struct build *b, struct row_select *list, struct row_code code)
{
    if (!list)
        list = ARENA_NEW(b->arena, struct row_select);
    ARENA_PUSH(b->arena, list->code, list->ncode, list->cap, code);
    return list;
}

struct row_select *ast_row(struct span at, struct row_select *row)
{
    row->span = at;
    return row;
}

/* ---- conditions ---- */

static struct cond *cond_new(struct build *b, enum cond_kind kind, struct span at, uint32_t depth)
{
    struct cond *c = ARENA_NEW(b->arena, struct cond);
    c->kind = kind;
    c->span = at;
    c->depth = depth;
    return c;
}

struct cond *ast_cond_compare(struct build *b, struct span at, struct expr *x, enum rel rel,
                              struct span rel_span, struct expr *y)
{
    struct cond *c = cond_new(b, COND_COMPARE, at, deeper(x, y));
    c->u.cmp.x = x;
    c->u.cmp.y = y;
    c->u.cmp.rel = rel;
    c->u.cmp.rel_span = rel_span;
    return c;
}

struct cond *ast_cond_present(struct build *b, struct span at, struct expr *cell)
{
    struct cond *c = cond_new(b, COND_PRESENT, at, cell->depth + 1);
    c->u.cell = cell;
    return c;
}

struct cond *ast_cond(struct build *b, enum cond_kind kind, struct span at, struct cond *x,
                      struct cond *y)
{
    uint32_t depth = (y && y->depth > x->depth ? y->depth : x->depth) + 1;
    if (depth > AST_MAX_DEPTH)
        return ast_cond_present(b, at, expr_too_deep(b, at));
    struct cond *c = cond_new(b, kind, at, depth);
    c->u.both.a = x;
    c->u.both.b = y;
    return c;
}

/* ---- tables ---- */

struct grid ast_grid_none(struct span at)
{
    return (struct grid){ .given = false, .mode = GRID_EXACT, .span = at };
}

struct grid ast_grid_exact(struct span at)
{
    return (struct grid){ .given = true, .mode = GRID_EXACT, .span = at };
}

struct grid ast_grid(struct span at, sym digits, enum grid_mode mode, bool zero_exact)
{
    return (struct grid){ .given = true, .mode = mode, .digits = digits, .zero_exact = zero_exact,
                          .span = at };
}

struct name_list *ast_names_add(struct build *b, struct name_list *list, struct name name)
{
    if (!list)
        list = ARENA_NEW(b->arena, struct name_list);
    if (list->n == list->cap) {     /* nearly always one */
        list->cap = list->cap ? list->cap * 2 : 1;
        list->p = arena_grow(b->arena, list->p, list->n, list->cap, sizeof *list->p);
    }
    list->p[list->n++] = name;
    return list;
}

struct column_node *ast_node(struct build *b, struct name name, struct name_list *headers,
                             struct chain *unit, struct grid grid)
{
    struct column_node *n = ARENA_NEW(b->arena, struct column_node);
    n->span = name.span;
    n->name = name;
    if (headers) {
        n->header = headers->p;
        n->nheader = headers->n;
    }
    n->unit = unit;
    n->grid = grid;
    n->others_span = NO_SPAN;
    return n;
}

struct column_node *ast_node_braces(struct column_node *n, struct node_list *child, bool others,
                                    struct span others_span)
{
    n->braces = true;
    n->others = others;
    n->others_span = others_span;
    n->child = child->p;
    n->nchild = child->n;
    return n;
}

struct column_node *ast_node_role(struct column_node *n, enum node_role role)
{
    n->role = role;
    return n;
}

struct column_node *ast_node_list(struct build *b, struct name list)
{
    struct column_node *n = ast_node(b, list, NULL, NULL, ast_grid_none(list.span));
    return ast_node_role(n, NODE_LIST);
}

struct column_node *ast_root(struct build *b, struct span at, struct node_list *child, bool others,
                             struct span others_span)
{
    struct name none = { .span = at };
    struct column_node *n = ast_node(b, none, NULL, NULL, ast_grid_none(at));
    return ast_node_braces(n, child, others, others_span);
}

struct node_list *ast_nodes(struct build *b)
{
    return ARENA_NEW(b->arena, struct node_list);
}

/* { "甲" "乙" }: the second is the header of the first, though it neither looks like it nor has
 * levels where that has none, as headers do. */
static void warn_two_texts(struct build *b, const struct column_node *n)
{
    const char *name = sym_text(b->syms, n->name.text);
    const char *header = n->nheader == 1 ? sym_text(b->syms, n->header[0].text) : name;
    bool levels = strchr(header, '/') && !strchr(name, '/');
    if (n->name.quoted && !levels && !strstr(header, name) && !strstr(name, header))
        diag_add(b->diags, DIAG_TWO_TEXTS, n->header[0].span, name, header, NULL);
}

struct node_list *ast_nodes_add(struct build *b, struct node_list *list, struct column_node *n)
{
    warn_two_texts(b, n);
    ARENA_PUSH(b->arena, list->p, list->n, list->cap, n);
    return list;
}

static void level_push(struct build *b, struct level_key **list, uint32_t *n, struct level_key k)
{
    *list = arena_grow(b->arena, *list, *n, *n + 1, sizeof k);      /* they are few */
    (*list)[(*n)++] = k;
}

struct row_level *ast_level_key(struct build *b, struct row_level *level, struct name key,
                                sym length)
{
    if (!level)
        level = ARENA_NEW(b->arena, struct row_level);
    level_push(b, &level->key, &level->nkey, (struct level_key){ key, length });
    return level;
}

struct row_level *ast_level_prefix(struct build *b, struct name key)
{
    struct row_level *level = ast_level_key(b, NULL, key, 0);
    level->prefix = true;
    return level;
}

struct row_level *ast_level_fit(struct build *b, struct row_level *level, struct span at,
                                sym length)
{
    struct name here = { .span = at };
    level_push(b, &level->fit, &level->nfit, (struct level_key){ here, length });
    return level;
}

struct row_level *ast_level(struct row_level *level, struct span at, struct name name)
{
    level->span = at;
    level->name = name;
    return level;
}

struct row_level *ast_level_over(struct row_level *level, struct row_level *inner)
{
    level->inner = inner;
    return level;
}

static struct item *item_new(struct build *b, enum item_kind kind, struct span at)
{
    struct item *item = ARENA_NEW(b->arena, struct item);
    item->kind = kind;
    item->span = at;
    return item;
}

struct item *ast_rows(struct build *b, struct span at, struct name_list *total,
                      struct row_level *level)
{
    struct item *item = item_new(b, ITEM_ROWS, at);
    item->u.rows.total = total->p;
    item->u.rows.ntotal = total->n;
    item->u.rows.level = level;
    return item;
}

struct item *ast_rows_tree(struct item *rows, struct name at, struct column_node *tree)
{
    rows->u.rows.at = at;
    rows->u.rows.tree = tree;
    return rows;
}

struct item *ast_column(struct build *b, struct span at, struct column_node *n)
{
    struct item *item = item_new(b, ITEM_COLUMN, at);
    item->u.column = n;
    return item;
}

struct item *ast_key(struct build *b, struct span at, struct name name, struct name_list *headers)
{
    struct item *item = item_new(b, ITEM_KEY, at);
    item->u.key.name = name;
    if (headers) {
        item->u.key.header = headers->p;
        item->u.key.nheader = headers->n;
    }
    return item;
}

struct item *ast_block(struct build *b, struct span at, struct block block,
                       struct node_list *nodes)
{
    struct item *item = item_new(b, ITEM_BLOCK, at);
    item->u.block = ARENA_NEW(b->arena, struct block);
    *item->u.block = block;
    item->u.block->node = nodes->p;
    item->u.block->nnode = nodes->n;
    return item;
}

struct block ast_block_where(struct build *b, struct block block, struct where_text where)
{
    if (block.where.header.text)
        diag_label(b->diags, diag_add(b->diags, DIAG_ATTRIBUTE_TWICE, where.header.span, "where",
                                      NULL), LABEL_FIRST, block.where.header.span, NULL);
    block.where = where;
    return block;
}

struct long_decl *ast_long(struct build *b, struct span at, struct name_list *rows,
                           struct name value, struct name column, struct name unit,
                           struct where_text where)
{
    struct long_decl *l = ARENA_NEW(b->arena, struct long_decl);
    *l = (struct long_decl){ .span = at, .row = rows->p, .nrow = rows->n, .value = value,
                             .column = column, .unit = unit, .where = where };
    return l;
}

struct form_each *ast_form_each(struct build *b, struct name key, struct name_list *headers)
{
    struct form_each *each = ARENA_NEW(b->arena, struct form_each);
    each->key = key;
    if (headers) {
        each->header = headers->p;
        each->nheader = headers->n;
    }
    return each;
}

struct item *ast_rule_item(struct build *b, struct span at, struct rule *r)
{
    struct item *item = item_new(b, ITEM_RULE, at);
    item->u.rule = r;
    return item;
}

struct item_list *ast_items(struct build *b)
{
    return ARENA_NEW(b->arena, struct item_list);
}

struct item_list *ast_items_add(struct build *b, struct item_list *list, struct item *item)
{
    ARENA_PUSH(b->arena, list->p, list->n, list->cap, *item);
    return list;
}

/* ---- statements ---- */

struct stmt *ast_statement(struct build *b, enum stmt_kind kind, struct span at, struct name name)
{
    struct ast *ast = b->ast;
    ARENA_PUSH(b->arena, ast->stmt, ast->nstmt, ast->cap,
               ((struct stmt){ .kind = kind, .span = at, .name = name }));
    return &ast->stmt[ast->nstmt - 1];
}

struct name ast_path(struct build *b, struct span at, struct name left, struct name right)
{
    const char *text = arena_printf(b->arena, "%s.%s", sym_text(b->syms, left.text),
                                    sym_text(b->syms, right.text));
    return (struct name){ .text = sym_of(b->syms, text), .span = at };
}

void ast_use(struct build *b, struct span at, struct name path, bool is_file)
{
    struct stmt *s = ast_statement(b, ST_USE, at, (struct name){ .span = at });
    s->u.use.path = path;
    s->u.use.is_file = is_file;
}

void ast_unit(struct build *b, struct span at, struct name name, struct expr *factor, bool count)
{
    struct stmt *s = ast_statement(b, ST_UNIT, at, name);
    s->u.unit.factor = factor;
    s->u.unit.count = count;
}

void ast_param(struct build *b, struct span at, struct name name, struct expr *value, sym because)
{
    struct stmt *s = ast_statement(b, ST_PARAM, at, name);
    s->u.fig.value = value;
    s->u.fig.because = because;
}

void ast_line(struct build *b, struct span at, struct name name, struct chain *in,
              struct expr *value, sym because)
{
    struct stmt *s = ast_statement(b, ST_LINE, at, name);
    s->u.fig.value = value;
    s->u.fig.in = in;
    s->u.fig.because = because;
}

void ast_list(struct build *b, struct span at, struct name name, struct node_list *nodes)
{
    struct stmt *s = ast_statement(b, ST_LIST, at, name);
    s->u.list.node = nodes->p;
    s->u.list.nnode = nodes->n;
}

void ast_whole(struct build *b, struct span at, enum whole what, struct span word,
               struct name_list *tables, struct cond *when, sym because)
{
    struct stmt *s = ast_statement(b, ST_WHOLE, at, (struct name){ .span = at });
    s->u.whole.what = what;
    s->u.whole.word = word;
    s->u.whole.table = tables->p;
    s->u.whole.ntable = tables->n;
    s->u.whole.when = when;
    s->u.whole.because = because;
}

void ast_rule_statement(struct build *b, struct span at, struct rule *r)
{
    ast_statement(b, ST_RULE, at, r->name)->u.rule = r;
}

struct stmt *ast_table_open(struct build *b, struct name name, sym title, struct chain *unit,
                            struct grid grid, struct name from)
{
    struct stmt *s = ARENA_NEW(b->arena, struct stmt);
    struct table_decl *t = ARENA_NEW(b->arena, struct table_decl);
    s->kind = ST_TABLE;
    s->name = name;
    s->u.table = t;
    t->unit = unit;
    t->grid = grid;
    t->title = title;
    t->from = from;
    return s;
}

struct stmt *ast_form_open(struct stmt *table, struct form_each *each)
{
    table->u.table->form = true;
    table->u.table->each = each;
    return table;
}

struct stmt *ast_text_open(struct build *b, struct name name, struct name from)
{
    struct stmt *s = ast_table_open(b, name, 0, NULL, ast_grid_none(name.span), from);
    s->kind = ST_TEXT;
    return s;
}

void ast_text_close(struct build *b, struct span at, struct stmt *text, struct item_list *fields)
{
    ast_table_close(b, at, text, fields ? fields : ast_items(b));
}

void ast_table_close(struct build *b, struct span at, struct stmt *table, struct item_list *items)
{
    table->span = at;
    table->u.table->item = items->p;
    table->u.table->nitem = items->n;
    ARENA_PUSH(b->arena, b->ast->stmt, b->ast->nstmt, b->ast->cap, *table);
}
