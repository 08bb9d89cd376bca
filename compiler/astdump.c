/* The syntax tree as s-expressions.
 * In: a tree. Out: text, the same for the same tree. Names stand as they are, texts in quotes. */
#include "astdump_part.h"
#include "../runtime/day.h"
#include "../runtime/diag.h"
#include <string.h>

/* ---- names and units ---- */

void dump_quoted(struct dump *d, const char *text, size_t len)
{
    size_t from = 0;

    strbuf_addc(d->out, '"');
    for (size_t i = 0; i < len; i++)
        if (text[i] == '"' || text[i] == '\\') {
            diag_escape(d->out, text + from, i - from);
            strbuf_addc(d->out, '\\');
            from = i;
        }
    diag_escape(d->out, text + from, len - from);
    strbuf_addc(d->out, '"');
}

void dump_text(struct dump *d, sym s)
{
    dump_quoted(d, sym_text(d->syms, s), strlen(sym_text(d->syms, s)));
}

void dump_name(struct dump *d, struct name n)
{
    if (n.quoted)
        dump_text(d, n.text);
    else
        strbuf_adds(d->out, sym_text(d->syms, n.text));
}

static void dump_product(struct dump *d, const struct name *n, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        strbuf_addf(d->out, "%s%s", i ? "·" : "", sym_text(d->syms, n[i].text));
}

static void dump_chain(struct dump *d, const struct chain *c)
{
    dump_product(d, c->num, c->nnum);
    if (c->nden)
        strbuf_addc(d->out, '/');
    if (c->nden > 1)
        strbuf_addc(d->out, '(');
    dump_product(d, c->den, c->nden);
    if (c->nden > 1)
        strbuf_addc(d->out, ')');
}

/* ---- expressions ---- */


static const char *const rel_text[] = {
    [REL_EQ] = "=", [REL_NE] = "!=", [REL_LT] = "<", [REL_LE] = "<=",
    [REL_GT] = ">", [REL_GE] = ">=", [REL_IS] = "is",
};

static void dump_cond(struct dump *d, const struct cond *c)
{
    static const char *const word[] = { [COND_AND] = "and", [COND_OR] = "or", [COND_NOT] = "not" };
    strbuf_addc(d->out, '(');
    switch (c->kind) {
    case COND_AND: case COND_OR: case COND_NOT:
        strbuf_addf(d->out, "%s ", word[c->kind]);
        dump_cond(d, c->u.both.a);
        if (c->u.both.b) {
            strbuf_addc(d->out, ' ');
            dump_cond(d, c->u.both.b);
        }
        break;
    case COND_COMPARE: case COND_TEXT:
        strbuf_addf(d->out, "%s ", rel_text[c->u.cmp.rel]);
        dump_expr(d, c->u.cmp.x);
        strbuf_addc(d->out, ' ');
        dump_expr(d, c->u.cmp.y);
        break;
    case COND_PRESENT:
        strbuf_adds(d->out, "present ");
        dump_expr(d, c->u.cell);
        break;
    }
    strbuf_addc(d->out, ')');
}

static void dump_clause(struct dump *d, const char *word, const struct cond *c)
{
    if (!c)
        return;
    strbuf_addf(d->out, " %s ", word);
    dump_cond(d, c);
}

static void dump_operation(struct dump *d, const char *op, const struct expr *a,
                           const struct expr *b)
{
    strbuf_addf(d->out, "(%s ", op);
    dump_expr(d, a);
    if (b) {
        strbuf_addc(d->out, ' ');
        dump_expr(d, b);
    }
    strbuf_addc(d->out, ')');
}

static void dump_number(struct dump *d, const struct expr *e)
{
    strbuf_adds(d->out, sym_text(d->syms, e->u.num.digits));
    if (e->u.num.unit) {
        strbuf_addc(d->out, ':');
        dump_chain(d, e->u.num.unit);
    }
}

static void dump_row(struct dump *d, const struct row_select *row)
{
    for (uint32_t i = 0; i < row->ncode; i++) {
        strbuf_adds(d->out, i ? ", " : "[");
        dump_name(d, row->code[i].text);
        strbuf_adds(d->out, row->code[i].prefix ? "*" : "");
    }
    strbuf_addc(d->out, ']');
}

static void dump_day(struct dump *d, const char *word, uint32_t day)
{
    char text[DAY_TEXT];

    day_format(text, day);
    if (day)
        strbuf_addf(d->out, " %s %s", word, text);
}

static void dump_ref(struct dump *d, const struct expr *e)
{
    dump_name(d, e->u.ref.name);
    if (e->u.ref.row)
        dump_row(d, e->u.ref.row);
    for (uint32_t i = 0; i < e->u.ref.npath; i++) {
        strbuf_addc(d->out, '.');
        dump_name(d, e->u.ref.path[i]);
    }
    if (e->u.ref.in) {
        strbuf_adds(d->out, " in ");
        dump_chain(d, e->u.ref.in);
    }
    dump_day(d, "at", e->u.ref.at);
}

static void dump_call(struct dump *d, const struct expr *e)
{
    strbuf_adds(d->out, "(call ");
    dump_name(d, e->u.call.fn);
    for (uint32_t i = 0; i < e->u.call.narg; i++) {
        strbuf_addc(d->out, ' ');
        dump_expr(d, e->u.call.arg[i]);
    }
    dump_clause(d, "where", e->u.call.where);
    strbuf_addc(d->out, ')');
}

void dump_expr(struct dump *d, const struct expr *e)
{
    switch (e->kind) {
    case EX_NUM: dump_number(d, e); break;
    case EX_REF: dump_ref(d, e); break;
    case EX_NEG: dump_operation(d, "neg", e->u.bin.a, NULL); break;
    case EX_ADD: dump_operation(d, "+", e->u.bin.a, e->u.bin.b); break;
    case EX_SUB: dump_operation(d, "-", e->u.bin.a, e->u.bin.b); break;
    case EX_MUL: dump_operation(d, "×", e->u.bin.a, e->u.bin.b); break;
    case EX_DIV: dump_operation(d, "÷", e->u.bin.a, e->u.bin.b); break;
    case EX_POW: dump_operation(d, "^", e->u.bin.a, e->u.bin.b); break;
    case EX_CALL: dump_call(d, e); break;
    case EX_ERROR: strbuf_adds(d->out, "(error)"); break;
    }
}

/* ---- rules ---- */

void dump_because(struct dump *d, sym because)
{
    if (because) {
        strbuf_adds(d->out, " because ");
        dump_text(d, because);
    }
}

void dump_rule(struct dump *d, const struct rule *r)
{
    static const char *const verb[] = {
        [RULE_MUST] = "must", [RULE_SHOULD] = "should", [RULE_NOTE] = "note",
    };
    strbuf_addf(d->out, "(%s ", r->claim ? "claim" : verb[r->severity]);
    if (r->name.text) {
        dump_name(d, r->name);
        strbuf_adds(d->out, ": ");
    }
    if (r->listing)
        dump_listing(d, r->listing);
    for (uint32_t i = 0; i < r->nside; i++) {
        if (i > 0)
            strbuf_addf(d->out, " %s ", rel_text[r->rel[i - 1]]);
        dump_expr(d, r->side[i]);
    }
    if (r->exactly)
        strbuf_adds(d->out, " exactly");
    for (uint32_t i = 0; i < r->neach; i++) {
        strbuf_adds(d->out, i ? ", " : r->neach > 1 ? " each (" : " each ");
        dump_name(d, r->each[i]);
    }
    if (r->neach > 1)
        strbuf_addc(d->out, ')');
    dump_clause(d, "where", r->where);
    dump_clause(d, "when", r->when);
    dump_because(d, r->because);
    strbuf_addc(d->out, ')');
}

/* ---- tables ---- */

static void dump_grid(struct dump *d, const struct grid *g)
{
    static const char *const mode[] = {
        [GRID_EXACT] = "", [GRID_CLOSED] = "", [GRID_HALF_UP] = " half-up",
        [GRID_HALF_EVEN] = " half-even", [GRID_TRUNCATE] = " truncate",
    };
    if (!g->given)
        return;
    if (g->mode == GRID_EXACT)
        strbuf_adds(d->out, " exact");
    else
        strbuf_addf(d->out, " to %s%s%s", sym_text(d->syms, g->digits), mode[g->mode],
                    g->zero_exact ? " zero exact" : "");
}

void dump_headers(struct dump *d, const struct name *header, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        strbuf_adds(d->out, i ? " | " : " ");
        dump_name(d, header[i]);
    }
}

static void dump_node(struct dump *d, const struct column_node *n)
{
    static const char *const role[] = {
        [NODE_ADDED] = "", [NODE_LESS] = "less ", [NODE_OF] = "of ", [NODE_LIST] = "list ",
    };
    strbuf_addf(d->out, "(%s", role[n->role]);
    dump_name(d, n->name);
    dump_headers(d, n->header, n->nheader);
    if (n->unit) {
        strbuf_adds(d->out, " in ");
        dump_chain(d, n->unit);
    }
    dump_grid(d, &n->grid);
    if (n->unit_from.text) {
        strbuf_adds(d->out, " unit from ");
        dump_name(d, n->unit_from);
    }
    strbuf_adds(d->out, n->unsummed ? " unsummed" : "");
    if (n->braces)
        strbuf_adds(d->out, " {");
    for (uint32_t i = 0; i < n->nchild; i++) {
        strbuf_addc(d->out, ' ');
        dump_node(d, n->child[i]);
    }
    strbuf_adds(d->out, n->others ? " others" : "");
    strbuf_adds(d->out, n->braces ? " })" : ")");
}

static void dump_level_keys(struct dump *d, const struct row_level *l)
{
    for (uint32_t i = 0; i < l->nkey; i++) {
        strbuf_adds(d->out, i ? ", " : "");
        dump_name(d, l->key[i].key);
        if (l->key[i].length)
            strbuf_addf(d->out, " %s", sym_text(d->syms, l->key[i].length));
    }
    strbuf_adds(d->out, l->prefix ? " prefix" : "");
    for (uint32_t i = 0; i < l->nfit; i++)
        strbuf_addf(d->out, " %s", sym_text(d->syms, l->fit[i].length));
}

static void dump_row_tree(struct dump *d, const struct item *item)
{
    const struct column_node *root = item->u.rows.tree;
    strbuf_adds(d->out, " at ");
    dump_name(d, item->u.rows.at);
    for (uint32_t i = 0; i < root->nchild; i++) {
        strbuf_addc(d->out, ' ');
        dump_node(d, root->child[i]);
    }
    strbuf_adds(d->out, root->others ? " others" : "");
}

static void dump_rows(struct dump *d, const struct item *item)
{
    unsigned open = 0;
    strbuf_adds(d->out, "(rows ");
    for (uint32_t i = 0; i < item->u.rows.ntotal; i++) {
        strbuf_adds(d->out, i ? " | " : "");
        dump_name(d, item->u.rows.total[i]);
    }
    for (const struct row_level *l = item->u.rows.level; l; l = l->inner, open++) {
        strbuf_adds(d->out, " (");
        dump_name(d, l->name);
        strbuf_adds(d->out, " by ");
        dump_level_keys(d, l);
    }
    while (open-- > 0)
        strbuf_addc(d->out, ')');
    if (item->u.rows.tree)
        dump_row_tree(d, item);
    strbuf_addc(d->out, ')');
}

static void dump_where_text(struct dump *d, const struct where_text *w)
{
    if (!w->header.text)
        return;
    strbuf_adds(d->out, " where ");
    dump_text(d, w->header.text);
    strbuf_adds(d->out, " = ");
    dump_text(d, w->text.text);
}

static void dump_long(struct dump *d, const struct long_decl *l)
{
    strbuf_adds(d->out, " long row");
    for (uint32_t i = 0; i < l->nrow; i++) {
        strbuf_adds(d->out, i ? ", " : " ");
        dump_text(d, l->row[i].text);
    }
    strbuf_adds(d->out, " value ");
    dump_text(d, l->value.text);
    if (l->column.text) {
        strbuf_adds(d->out, " column ");
        dump_text(d, l->column.text);
    }
    if (l->unit.text) {
        strbuf_adds(d->out, " unit ");
        dump_text(d, l->unit.text);
    }
    dump_where_text(d, &l->where);
}

static void dump_block(struct dump *d, const struct block *b)
{
    strbuf_adds(d->out, "(block ");
    dump_name(d, b->name);
    strbuf_adds(d->out, " at ");
    dump_name(d, b->label);
    strbuf_adds(d->out, ", ");
    dump_name(d, b->amount);
    dump_where_text(d, &b->where);
    for (uint32_t i = 0; i < b->nnode; i++) {
        strbuf_addc(d->out, ' ');
        dump_node(d, b->node[i]);
    }
    strbuf_addc(d->out, ')');
}

static void dump_item(struct dump *d, const struct item *item)
{
    strbuf_adds(d->out, "\n  ");
    switch (item->kind) {
    case ITEM_ROWS:
        dump_rows(d, item);
        break;
    case ITEM_COLUMN:
        strbuf_adds(d->out, "(column ");
        dump_node(d, item->u.column);
        strbuf_addc(d->out, ')');
        break;
    case ITEM_KEY:
        strbuf_adds(d->out, "(key ");
        dump_name(d, item->u.key.name);
        dump_headers(d, item->u.key.header, item->u.key.nheader);
        strbuf_addc(d->out, ')');
        break;
    case ITEM_BLOCK:
        dump_block(d, item->u.block);
        break;
    case ITEM_RULE:
        dump_rule(d, item->u.rule);
        break;
    }
}

static void dump_table(struct dump *d, const struct stmt *s)
{
    static const char *const missing[] = {
        [MISSING_UNKNOWN] = "unknown", [MISSING_ZERO] = "zero", [MISSING_ERROR] = "error",
    };
    const struct table_decl *t = s->u.table;
    strbuf_adds(d->out, t->form ? "(form " : "(table ");
    dump_name(d, s->name);
    if (t->title) {
        strbuf_addc(d->out, ' ');
        dump_text(d, t->title);
    }
    strbuf_adds(d->out, " in ");
    dump_chain(d, t->unit);
    dump_grid(d, &t->grid);
    strbuf_adds(d->out, " from ");
    dump_name(d, t->from);
    if (t->lng)
        dump_long(d, t->lng);
    if (t->each) {
        strbuf_adds(d->out, " each ");
        dump_name(d, t->each->key);
        dump_headers(d, t->each->header, t->each->nheader);
    }
    if (t->missing_span.len)
        strbuf_addf(d->out, " missing %s", missing[t->missing]);
    if (t->partial.len)
        strbuf_adds(d->out, " partial");
    if (t->sheet_span.len) {
        strbuf_adds(d->out, " sheet ");
        dump_name(d, t->sheet);
    }
    if (t->header_span.len)
        strbuf_addf(d->out, " header %s", sym_text(d->syms, t->header));
    for (uint32_t i = 0; i < t->nitem; i++)
        dump_item(d, &t->item[i]);
    strbuf_addc(d->out, ')');
}

/* ---- statements ---- */

static void dump_unit(struct dump *d, const struct stmt *s)
{
    strbuf_adds(d->out, "(unit ");
    dump_name(d, s->name);
    if (s->u.unit.factor) {
        strbuf_adds(d->out, " = ");
        dump_expr(d, s->u.unit.factor);
    }
    strbuf_adds(d->out, s->u.unit.count ? " count)" : ")");
}

static void dump_figure(struct dump *d, const struct stmt *s)
{
    strbuf_adds(d->out, s->kind == ST_PARAM ? "(param " : "(line ");
    dump_name(d, s->name);
    dump_day(d, "from", s->u.fig.from);
    dump_day(d, "until", s->u.fig.until);
    for (uint32_t i = 0; i < s->u.fig.nperiod; i++) {
        strbuf_addc(d->out, ' ');
        dump_figure(d, &s->u.fig.period[i]);
    }
    if (s->u.fig.nperiod) {
        strbuf_addc(d->out, ')');
        return;
    }
    if (s->u.fig.in) {
        strbuf_adds(d->out, " in ");
        dump_chain(d, s->u.fig.in);
    }
    strbuf_adds(d->out, " = ");
    dump_expr(d, s->u.fig.value);
    dump_because(d, s->u.fig.because);
    strbuf_addc(d->out, ')');
}

static void dump_list(struct dump *d, const struct stmt *s)
{
    strbuf_adds(d->out, "(list ");
    dump_name(d, s->name);
    for (uint32_t i = 0; i < s->u.list.nnode; i++) {
        strbuf_addc(d->out, ' ');
        dump_node(d, s->u.list.node[i]);
    }
    strbuf_addc(d->out, ')');
}

static void dump_whole(struct dump *d, const struct stmt *s)
{
    strbuf_addf(d->out, "(%s", ast_whole_word(s->u.whole.what));
    for (uint32_t i = 0; i < s->u.whole.ntable; i++) {
        strbuf_addc(d->out, ' ');
        dump_name(d, s->u.whole.table[i]);
    }
    dump_clause(d, "when", s->u.whole.when);
    dump_because(d, s->u.whole.because);
    strbuf_addc(d->out, ')');
}

static void dump_map(struct dump *d, const struct stmt *s)
{
    strbuf_adds(d->out, "(map ");
    dump_name(d, s->u.map->from);
    strbuf_adds(d->out, " -> ");
    dump_name(d, s->u.map->to);
    if (s->u.map->by.text) {
        strbuf_adds(d->out, " by ");
        dump_name(d, s->u.map->by);
        strbuf_addc(d->out, '.');
        dump_name(d, s->u.map->group);
    }
    if (s->u.map->file.text) {
        strbuf_adds(d->out, " from ");
        dump_name(d, s->u.map->file);
    }
    for (uint32_t i = 0; i < s->u.map->npair; i++) {
        strbuf_adds(d->out, "\n  (");
        dump_name(d, s->u.map->pair[i].source);
        strbuf_adds(d->out, " -> ");
        dump_name(d, s->u.map->pair[i].target);
        strbuf_addc(d->out, ')');
    }
    for (uint32_t i = 0; i < s->u.map->nrule; i++) {
        strbuf_adds(d->out, "\n  ");
        dump_rule(d, s->u.map->rule[i]);
    }
    strbuf_addc(d->out, ')');
}

static void dump_waiver(struct dump *d, const struct stmt *s)
{
    const struct waiver *w = s->u.waiver;
    char until[DAY_TEXT];
    strbuf_adds(d->out, "(waive ");
    dump_name(d, w->rule);
    if (w->key.text) {
        strbuf_adds(d->out, " for ");
        dump_name(d, w->key);
    }
    dump_because(d, w->because);
    day_format(until, w->until);
    strbuf_addf(d->out, " until %s)", until);
}

static void dump_prose(struct dump *d, const struct stmt *s)
{
    strbuf_adds(d->out, "(text ");
    dump_name(d, s->name);
    strbuf_adds(d->out, " from ");
    dump_name(d, s->u.table->from);
    for (uint32_t i = 0; i < s->u.table->nitem; i++)
        dump_item(d, &s->u.table->item[i]);
    strbuf_addc(d->out, ')');
}

static void dump_stmt(struct dump *d, const struct stmt *s)
{
    switch (s->kind) {
    case ST_USE:
        strbuf_adds(d->out, "(use ");
        dump_name(d, s->u.use.path);
        strbuf_addc(d->out, ')');
        break;
    case ST_UNIT: dump_unit(d, s); break;
    case ST_PARAM: case ST_LINE: dump_figure(d, s); break;
    case ST_LIST: dump_list(d, s); break;
    case ST_CODES: dump_codes(d, s); break;
    case ST_MAPPING: dump_mapping(d, s); break;
    case ST_WHOLE: dump_whole(d, s); break;
    case ST_TABLE: dump_table(d, s); break;
    case ST_TEXT: dump_prose(d, s); break;
    case ST_MAP: dump_map(d, s); break;
    case ST_SAME: dump_same(d, s); break;
    case ST_RULE: dump_rule(d, s->u.rule); break;
    case ST_WAIVE: dump_waiver(d, s); break;
    case ST_TEST: dump_test(d, s); break;
    case ST_SCENARIO: dump_scenario(d, s); break;
    }
    strbuf_addc(d->out, '\n');
}

void ast_dump(struct strbuf *out, const struct symtab *syms, const struct srcs *srcs,
              const struct ast *ast)
{
    struct dump d = { out, syms, srcs };
    for (uint32_t i = 0; i < ast->nstmt; i++)
        dump_stmt(&d, &ast->stmt[i]);
}
