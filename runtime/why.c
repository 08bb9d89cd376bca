/* A plan with data: values, intervals and cells of every part.
 * In: a plan, a run that can be asked for results one by one. Out: the tree that is shown.
 * Invariant: all values are the interpreter's; of many cells or rows no more than asked for are
 * kept, those that are unknown first, and all are counted. */
#include "why_part.h"
#include "absent.h"
#include "figure.h"
#include "identity.h"
#include <string.h>

enum { WHY_MEMBERS = 12, WHY_RESULTS = 20 };

static const char *string_of(const struct resolver *r, sym s)
{
    return r->f->prog->string[s];
}

struct why_item *why_item(struct resolver *r, enum why_kind kind)
{
    struct why_item *i = ARENA_NEW(r->arena, struct why_item);
    i->kind = (uint8_t)kind;
    i->id = ++r->tree->nitem;
    i->absent = IR_NONE;
    i->name = i->text = i->because = i->unit = "";
    return i;
}

void why_add(struct resolver *r, struct why_item *to, struct why_item *part)
{
    ARENA_PUSH(r->arena, to->part, to->npart, to->cap, part);
}

static void add_root(struct resolver *r, struct why_item *root)
{
    ARENA_PUSH(r->arena, r->tree->root, r->tree->nroot, r->tree->cap, root);
}

static void place_set(struct resolver *r, struct why_item *i, uint32_t file, uint32_t line,
                      uint32_t col)
{
    const struct ir_program *p = r->f->prog;
    i->file = file < p->nfile ? p->string[p->file[file]] : "";
    i->line = line;
    i->col = col;
}

/* ---- values ---- */

static uint64_t row_in(const struct resolver *r, uint32_t rule, uint64_t row)
{
    return r->f->prog->rule[rule].domain == DOMAIN_UNIT ? DATA_NO_ROW : row;
}

static void value_set(struct resolver *r, struct why_item *i, uint32_t step, uint64_t row)
{
    struct rule_result x;
    const struct ir_rule *rule = &r->f->prog->rule[step];
    const struct data_quote *q = rule->printed ? data_quote(r->f->data, rule->printed - 1) : NULL;
    i->valued = true;
    i->unit = q && *q->unit ? q->unit : string_of(r, rule->unit.text);
    if (!eval_result(r->f, r->arena, step, row_in(r, step, row), &x))
        return;
    i->reason = x.find.reason;
    i->value = x.find.left;
    if (!i->value && !i->reason)
        i->reason = RS_OVERFLOW;
    if (x.lower && x.upper && strcmp(x.lower, x.upper)) {
        i->lower = x.lower;
        i->upper = x.upper;
    }
}

static void node_value(struct resolver *r, struct why_item *i, uint64_t row)
{
    const struct why_node *n = i->node;
    i->unit = string_of(r, n->unit.text);
    if (n->step != IR_NONE) {
        value_set(r, i, n->step, row);
    } else if (w256_sign(n->den)) {
        i->valued = true;
        i->value = figure_text(r->arena, figure_dec(n->num, n->den, false), &n->unit);
        if (!i->value)
            i->reason = RS_OVERFLOW;
    }
}

/* ---- figures ---- */

static uint8_t open_of(const struct resolver *r, const struct ir_bind *b, uint64_t row)
{
    int64_t buf;
    const int64_t *v;
    if (b->kind == BIND_CELL)
        return (uint8_t)data_cell_facet(r->f->data, &r->f->prog->cell[b->index], FACET_OPEN);
    if (row == DATA_NO_ROW)
        return 0;
    v = data_facet(r->f->data, b->index, FACET_OPEN, row, NULL, 1, &buf);
    return v ? (uint8_t)*v : 0;
}

static bool is_unknown(const struct evidence_cell *c)
{
    return c->kind >= CELL_UNREADABLE;
}

static void cell_set(struct resolver *r, struct why_item *i, const struct evidence_cell *c)
{
    char buf[128];
    size_t n = dec_format(buf, sizeof buf, c->value, false);
    i->cell = c;
    i->unit = c->at.unit ? c->at.unit : c->unit;
    i->valued = true;
    if (is_unknown(c))
        i->reason = c->kind == CELL_OVERFLOW ? RS_OVERFLOW
            : c->kind == CELL_MISSING ? RS_MISSING : RS_UNREADABLE;
    else
        i->value = arena_strndup(r->arena, buf, n);
}

static void cells_add(struct resolver *r, struct why_item *i, const struct evidence *e)
{
    for (uint32_t k = 0; k < e->ncell; k++) {
        struct why_item *part = why_item(r, WHY_CELL);
        part->places = e->figure->places;
        cell_set(r, part, &e->cell[k]);
        why_add(r, i, part);
    }
    i->left_out = e->figure->members - e->ncell;
}

static void figure_cells(struct resolver *r, struct why_item *i, uint32_t rule,
                         const struct ir_bind *b, uint64_t row)
{
    struct finding at = { .rule = rule, .row = row_in(r, rule, row) };
    struct evidence *e = ARENA_NEW(r->arena, struct evidence);
    evidence_figure(e, r->arena, r->f, &at, b, r->most);
    if (!e->nfigure)
        return;
    i->members = e->figure->members;
    i->summed = e->figure->sum;
    i->places = e->figure->places;
    if (e->ncell == 1 && e->figure->members == 1)
        i->cell = &e->cell[0];
    else
        cells_add(r, i, e);
    if (i->cell)
        i->open = open_of(r, b, at.row);
    else if (!i->members) {
        i->sheet = data_file(r->f->data, e->figure->table);
        i->absent = absent_row(r->f, b);
    }
}

/* ---- rows ---- */

/* Parts and what is made of them are shown to one place, where they are of one unit. */
static void places_set(struct why_item *i)
{
    for (uint32_t k = 0; k < i->npart; k++)
        if (i->part[k]->places > i->places && !strcmp(i->part[k]->unit, i->unit))
            i->places = i->part[k]->places;
}

static struct why_item *resolve(struct resolver *r, const struct why_node *n, uint64_t row);

/* a leaf row of the table, which the step takes: its verdict, else VERDICT_NONE */
static uint8_t row_taken(const struct resolver *r, const struct why_node *n, uint64_t row)
{
    int64_t buf;
    const int64_t *leaf = data_facet(r->f->data, n->leaf, FACET_LEAF, row, NULL, 1, &buf);
    return leaf && *leaf ? eval_verdict(r->f, n->rows, row) : VERDICT_NONE;
}

static void member_add(struct resolver *r, struct why_item *i, uint64_t row, bool furthest)
{
    const struct why_node *n = i->node;
    struct why_item *part = why_item(r, WHY_MEMBER);
    const struct ir_rule *rule = &r->f->prog->rule[n->rows];
    part->key = data_row_key(r->f->data, r->arena, rule->table, row);
    part->furthest = furthest;
    if (furthest)
        part->choice = r->f->prog->choice[n->choice].what;
    if (n->member)
        value_set(r, part, n->rows, row);
    if (n->member && n->member->kind == WHY_FIGURE)
        figure_cells(r, part, n->rows, &n->member->bind, row);
    else if (n->member)
        for (uint32_t k = 0; k < n->member->npart; k++)
            why_add(r, part, resolve(r, n->member->part[k], row));
    if (n->where && n->where->npart && (part->reason || !n->member))
        why_add(r, part, resolve(r, n->where, row));
    places_set(part);
    why_add(r, i, part);
}

static bool is_in(const uint64_t *row, uint64_t n, uint64_t x)
{
    for (uint64_t k = 0; k < n; k++)
        if (row[k] == x)
            return true;
    return false;
}

/* Rows that are to be listed: those that are unknown, then the least or greatest, then the rest. */
enum { LIST_UNKNOWN, LIST_FURTHEST, LIST_KNOWN, LISTS };
struct row_list { uint64_t *row, n; };

static void rows_list(struct resolver *r, struct why_item *i, struct row_list list[LISTS])
{
    const struct why_node *n = i->node;
    uint64_t total = data_rows(r->f->data, r->f->prog->rule[n->rows].table);
    for (uint64_t k = 0; k < total; k++) {
        uint8_t v = row_taken(r, n, k);
        struct row_list *to = &list[VERDICT_STATUS(v) == ST_UNKNOWN ? LIST_UNKNOWN : LIST_KNOWN];
        if (v == VERDICT_NONE)
            continue;
        i->members++;
        if (to->n < r->most && !is_in(list[LIST_FURTHEST].row, list[LIST_FURTHEST].n, k))
            to->row[to->n++] = k;
    }
}

static void rows_add(struct resolver *r, struct why_item *i)
{
    const struct why_node *n = i->node;
    struct row_list list[LISTS];
    i->summed = n->added;
    if (n->rows == IR_NONE || !data_usable(r->f->data, r->f->prog->rule[n->rows].table))
        return;
    for (unsigned k = 0; k < LISTS; k++)
        list[k] = (struct row_list){ ARENA_ARRAY(r->arena, uint64_t, r->most + 1), 0 };
    if (!i->reason)
        list[LIST_FURTHEST].n = why_furthest(r, n, list[LIST_FURTHEST].row);
    rows_list(r, i, list);
    for (unsigned l = 0; l < LISTS; l++)
        for (uint64_t k = 0; k < list[l].n && i->npart < r->most; k++)
            member_add(r, i, list[l].row[k], l == LIST_FURTHEST);
    i->left_out = i->members - i->npart;
    places_set(i);
    why_left(r, i);
}

/* ---- rules ---- */

static void result_set(struct resolver *r, struct why_item *i, uint32_t rule, uint64_t row)
{
    const struct ir_rule *x = &r->f->prog->rule[rule];
    struct evidence *e = ARENA_NEW(r->arena, struct evidence);
    eval_result(r->f, r->arena, rule, row, &i->result);
    evidence_gather(e, r->arena, r->f, &i->result.find, r->most);
    i->evidence = e;
    i->name = string_of(r, x->name);
    i->text = string_of(r, x->source);
    i->because = string_of(r, x->because);
    i->unit = e->unit;
    i->key = e->key;
    i->reason = i->result.find.reason;
    place_set(r, i, x->file, x->line, x->col);
}

static const char *figure_name(struct resolver *r, const struct figure_place *at)
{
    const struct ir_program *p = r->f->prog;
    const struct ir_colref *c = &p->colref[at->colref];
    const struct ir_table *t = &p->table[c->table];
    const char *column = string_of(r, t->column[c->column].shown);
    if (c->kind == COL_OTHERS)
        column = "others";
    if (at->cell && at->cell->row)
        return arena_printf(r->arena, "%s[%s].%s", string_of(r, t->name),
                            evidence_row_name(r->arena, p, at->cell->row - 1), column);
    return arena_printf(r->arena, "%s%s.%s", c->kind == COL_CHILDREN ? "Σ" : "",
                        string_of(r, t->name), column);
}

/* of several cells, or of none */
static void total_set(struct resolver *r, struct why_item *i, const struct evidence_figure *g)
{
    struct evidence_cell sum = { .value = evidence_total(g), .unit = g->unit };
    cell_set(r, i, &sum);
    i->cell = NULL;
    if (i->npart && i->part[0]->reason) {
        i->value = NULL;
        i->reason = i->part[0]->reason;
    }
}

/* A rule of a table's shape has no expressions: its figures are its parts. */
static void figures_add(struct resolver *r, struct why_item *i, uint32_t rule, uint64_t row)
{
    const struct ir_rule *x = &r->f->prog->rule[rule];
    for (uint32_t k = 0; k < x->ncell; k++) {
        struct figure_place at = evidence_place(r->f->prog, x, &x->cell[k], row);
        if (at.colref == IR_NONE)
            continue;
        struct why_item *part = why_item(r, WHY_FIGURE);
        part->text = figure_name(r, &at);
        figure_cells(r, part, rule, &x->cell[k], row);
        if (part->cell)
            cell_set(r, part, part->cell);
        else
            total_set(r, part, &i->evidence->figure[k]);
        why_add(r, i, part);
    }
}

/* the figures that a rule on a table as a whole is about */
static void whole_cells(struct resolver *r, struct why_item *i)
{
    const struct evidence *e = i->evidence;
    for (uint32_t k = 0; k < e->ncell && !e->nfigure; k++) {
        struct why_item *part = why_item(r, WHY_CELL);
        cell_set(r, part, &e->cell[k]);
        why_add(r, i, part);
    }
}

struct why_item *why_result(struct resolver *r, uint32_t rule, uint64_t row)
{
    struct why_item *i = why_item(r, WHY_RULE);
    result_set(r, i, rule, row);
    return i;
}

static struct why_item *rule_item(struct resolver *r, uint32_t rule, const struct why_node *n,
                                  uint64_t row)
{
    struct why_item *i = why_result(r, rule, row);
    i->node = n;
    for (uint32_t k = 0; n && k < n->npart; k++)
        why_add(r, i, resolve(r, n->part[k], row));
    if (!n) {
        figures_add(r, i, rule, row);
        whole_cells(r, i);
    }
    return i;
}

/* ---- nodes ---- */

static struct why_item *item_of(struct resolver *r, const struct why_node *n)
{
    struct why_item *i = why_item(r, (enum why_kind)n->kind);
    i->node = n;
    i->name = n->name;
    i->text = n->text;
    i->because = n->because;
    i->from = n->from;
    i->until = n->until;
    i->cut = n->cut;
    i->left_out = n->left_out;
    place_set(r, i, n->file, n->line, n->col);
    return i;
}

struct why_item *why_named(struct resolver *r, const struct why_node *n)
{
    struct why_item *i = item_of(r, n);
    node_value(r, i, DATA_NO_ROW);
    return i;
}

static struct why_item *resolve(struct resolver *r, const struct why_node *n, uint64_t row)
{
    struct why_item *i = item_of(r, n);
    node_value(r, i, row);
    if (n->above) {
        i->above = r->of_node[n->above->number];
        if (i->above)
            return i;
    }
    r->of_node[n->number] = i;
    if (n->kind == WHY_FIGURE)
        figure_cells(r, i, n->step, &n->bind, row);
    if (n->kind == WHY_ROWS)
        rows_add(r, i);
    for (uint32_t k = 0; k < n->npart; k++)
        why_add(r, i, resolve(r, n->part[k], row));
    places_set(i);
    return i;
}

/* ---- what is asked for ---- */

static bool part_is(const char *key, size_t n, const char *asked)
{
    return strlen(asked) == n && !memcmp(key, asked, n);
}

/* "2010301 行政运行" is meant by the whole, by its code, and by its name. */
static bool key_is(const char *key, const char *asked)
{
    const char *blank = strchr(key, ' ');
    return !strcmp(key, asked)
        || (blank && (part_is(key, (size_t)(blank - key), asked) || !strcmp(blank + 1, asked)));
}

static bool key_fits(struct resolver *r, uint32_t rule, uint64_t row)
{
    const struct ir_rule *x = &r->f->prog->rule[rule];
    if (!r->opts->key)
        return true;
    if (x->domain == DOMAIN_UNIT || row == DATA_NO_ROW)
        return false;
    return key_is(x->domain == DOMAIN_JOIN
                  ? data_key_text(r->f->data, r->arena, x->table, row)
                  : data_row_key(r->f->data, r->arena, x->table, row), r->opts->key);
}

/* rows of a rule's lanes; one that has none has one result, of no row */
uint64_t why_lane_row(const struct resolver *r, const struct ir_rule *x, uint64_t lane,
                      uint64_t lanes)
{
    if (x->domain == DOMAIN_UNIT || !lanes)
        return DATA_NO_ROW;
    return x->domain == DOMAIN_PARENTS ? data_parents(r->f->data, x->table)[lane] : lane;
}

int why_rank(uint8_t verdict)
{
    return VERDICT_STATUS(verdict) == ST_VIOLATED ? 0
        : VERDICT_STATUS(verdict) == ST_UNKNOWN ? 1 : 2;
}

static void rule_roots(struct resolver *r, uint32_t rule, const struct why_node *n)
{
    const struct ir_rule *x = &r->f->prog->rule[rule];
    uint64_t lanes = data_lanes(r->f->data, (enum ir_domain)x->domain, x->table), met = 0;
    uint64_t wanted = r->opts->key ? WHY_RESULTS : r->most;
    for (int rank = 0; rank < WHY_RANKS; rank++)
        for (uint64_t k = 0; k < (lanes ? lanes : 1); k++) {
            uint64_t row = why_lane_row(r, x, k, lanes);
            uint8_t v = eval_verdict(r->f, rule, row);
            if (v == VERDICT_NONE || why_rank(v) != rank || !key_fits(r, rule, row))
                continue;
            if (met++ < wanted)
                add_root(r, rule_item(r, rule, n, row));
        }
    r->tree->results += met;
    r->tree->no_key = r->tree->no_key || (r->opts->key && !met);
}

/* What the shape of the table says of the cell that was asked for. */
static void identities_add(struct resolver *r, const struct why_item *root)
{
    const struct evidence_cell *c = root->cell;
    if (root->kind != WHY_FIGURE || !c || !c->at.field)
        return;
    struct cell_at at = { c->table, c->row, c->sheet };
    for (uint32_t k = 0; k < r->f->prog->nrule; k++) {
        if (!identity_states(r->f, k, at))
            continue;
        uint64_t row = identity_row(r->f, k, at);
        if (eval_verdict(r->f, k, row) != VERDICT_NONE)
            add_root(r, rule_item(r, k, NULL, row));
    }
}

/* the first part that is unknown and has no part that is */
static const struct why_item *first_unknown(const struct why_item *i)
{
    if (i->above && !i->npart)
        i = i->above;
    for (uint32_t k = 0; k < i->npart; k++)
        if (i->part[k]->reason)
            return first_unknown(i->part[k]);
    for (uint32_t k = 0; k < i->npart; k++) {
        const struct why_item *x = i->part[k]->kind == WHY_CONDITION ? first_unknown(i->part[k])
                                                                     : NULL;
        if (x)
            return x;
    }
    return i->reason ? i : NULL;
}

struct why_tree *why_resolve(struct arena *a, const struct findings *f,
                             const struct why_plan *plan, const struct why_opts *o)
{
    struct why_tree *t = ARENA_NEW(a, struct why_tree);
    struct resolver r = { .arena = a, .f = f, .plan = plan, .opts = o, .tree = t,
                          .of_node = ARENA_ARRAY(a, const struct why_item *, plan->nnode + 1),
                          .most = o->members ? o->members : WHY_MEMBERS };
    t->f = f;
    t->too_wide = plan->too_wide;
    t->uses = plan->uses;
    if (plan->root) {
        add_root(&r, resolve(&r, plan->root, DATA_NO_ROW));
        if (plan->uses)
            why_uses(&r, t->root[0]);
        else
            identities_add(&r, t->root[0]);
    }
    for (uint32_t i = 0; i < plan->nrule; i++)
        rule_roots(&r, plan->first_rule + i, plan->rule ? plan->rule[i] : NULL);
    if (t->nroot && t->root[0]->reason)
        t->unknown = first_unknown(t->root[0]);
    return t;
}
