/* Gathers what a report shows of a finding.
 * In: a finding, the program and the data. Out: names, place, cells with their origins.
 * Invariant: no more cells than asked for are kept, however many a sum has; all are counted. */
#include "evidence_part.h"
#include "feasible.h"
#include "place.h"
#include "listed.h"
#include <string.h>

static const char *text_of(const struct findings *f, sym s)
{
    return f->prog->string[s];
}

/* ---- cells ---- */

static const char *row_key(const struct collector *k, uint64_t row)
{
    const struct evidence *e = k->e;
    const struct evidence_cell *last = e->ncell ? &e->cell[e->ncell - 1] : NULL;
    if (last && last->table == k->table && last->row == row)
        return last->row_key;
    return row == DATA_NO_ROW ? "" : data_row_key(e->all->data, k->arena, k->table, row);
}

struct evidence_cell *evidence_add_cell(const struct collector *k, uint64_t row, uint32_t sheet)
{
    struct evidence *e = k->e;
    bool whole = sheet == IR_NONE;
    struct evidence_cell c = { .table = k->table, .row = row, .sheet = sheet,
                               .row_key = row_key(k, row), .unit = "" };
    c.at = data_origin(e->all->data, k->arena, k->table, row, whole ? 0 : sheet);
    if (whole) {
        c.at.field = 0;
        c.at.header = c.at.text = "";
    }
    c.column = c.at.header;
    ARENA_PUSH(k->arena, e->cell, e->ncell, e->cap_cell, c);
    return &e->cell[e->ncell - 1];
}

/* Is there a place for one more? */
static bool has_place(const struct collector *k, bool unknown)
{
    if (k->take != TAKE_ALL && unknown != (k->take == TAKE_UNKNOWN))
        return false;
    return k->figure->shown + (k->waits && !k->furthest) < k->most;
}

void evidence_member(void *ctx, uint64_t row, uint32_t sheet, enum cell_kind kind, int64_t value)
{
    struct collector *k = ctx;
    struct evidence_figure *g = k->figure;
    g->members++;
    g->total += value;
    if (!has_place(k, kind >= CELL_UNREADABLE))
        return;
    struct evidence_cell *c = evidence_add_cell(k, row, sheet);
    c->kind = (uint8_t)kind;
    c->value = dec_strip((struct dec){ w256_from_i64(value), g->scale });
    c->unit = g->unit;
    c->asked = g->asked;
    c->furthest = k->furthest;
    c->less = g->less || (k->children && place_less(k->e->all->data, k->table, row));
    c->column = k->column ? k->column : c->at.header;
    g->shown++;
}

uint32_t evidence_colref(const struct ir_program *p, const struct ir_bind *b)
{
    switch ((enum ir_bind_kind)b->kind) {
    case BIND_CELL:
        return p->cell[b->index].colref;
    case BIND_COLREF:
        return b->index;
    case BIND_SUM:
        return p->sum[b->index].colref;
    case BIND_TEST: case BIND_LISTED: case BIND_TABLE: case BIND_CHOICE:
        return IR_NONE;
    case BIND_SLOT:
        break;
    }
    for (uint32_t i = 0; i < p->nsum; i++)
        if (p->sum[i].slot == b->index)
            return p->sum[i].colref;
    return IR_NONE;
}

uint32_t evidence_table(const struct ir_program *p, const struct ir_bind *b)
{
    if (b->kind == BIND_TABLE)
        return b->index;
    if (b->kind == BIND_CHOICE)
        return p->choice[b->index].table;
    uint32_t colref = evidence_colref(p, b);
    return colref == IR_NONE ? IR_NONE : p->colref[colref].table;
}

/* Is a rule's colref the figure of its own row or key, or all leaf rows' figures? */
static bool reads_row(const struct ir_program *p, const struct ir_rule *r, uint32_t colref)
{
    const struct ir_colref *c = &p->colref[colref];
    if (r->domain == DOMAIN_UNIT || r->domain == DOMAIN_JOIN)
        return c->kind == COL_KEYED;
    return c->kind == COL_MATCHED || c->table == r->table;
}

struct figure_place evidence_place(const struct ir_program *p, const struct ir_rule *rule,
                                   const struct ir_bind *b, uint64_t row)
{
    struct figure_place at = { .colref = b->index, .row = row, .sum = IR_NONE, .fixed = true };
    switch ((enum ir_bind_kind)b->kind) {
    case BIND_CELL:
        at.cell = &p->cell[b->index];
        at.colref = at.cell->colref;
        break;
    case BIND_COLREF:
        at.leaves = !reads_row(p, rule, b->index);
        at.fixed = at.leaves;
        break;
    case BIND_TEST: case BIND_LISTED: case BIND_CHOICE:
        at.colref = IR_NONE;
        break;
    case BIND_SLOT:
        at.colref = evidence_colref(p, b);
        at.leaves = true;
        break;
    case BIND_TABLE:
        at.colref = IR_NONE;
        break;
    case BIND_SUM:
        at.sum = b->index;
        at.colref = p->sum[b->index].colref;
        at.leaves = true;
        break;
    }
    return at;
}

void evidence_members(const struct findings *f, const struct figure_place *at,
                      data_member_fn *each, void *ctx)
{
    const struct data_set *data = f->data;
    if (at->sum != IR_NONE)
        eval_members(f, at->sum, each, ctx);
    else if (at->cell)
        data_cell_members(data, at->cell, each, ctx);
    else if (at->leaves)
        data_leaves(data, at->colref, each, ctx);
    else
        data_members(data, at->colref, at->row, each, ctx);
}

/* A cell of the rows whose code begins so. */
static bool is_several(const struct ir_program *p, const struct ir_cell *c)
{
    return c && c->row && p->rowref[c->row - 1].prefix;
}

static bool is_sum(const struct ir_colref *c)
{
    return c->kind == COL_OTHERS || c->kind == COL_CHILDREN;
}

static void nonzero_collect(void *ctx, uint64_t row, uint32_t sheet, int64_t coef, int places)
{
    struct collector *k = ctx;
    if (k->e->ncell >= k->most)
        return;
    struct evidence_cell *c = evidence_add_cell(k, row, sheet);
    c->kind = CELL_FIGURE;
    c->value = dec_strip((struct dec){ w256_from_i64(coef), places });
}

/* A text's figure is shown in the unit and to the place that it is printed in. */
static void quote_set(struct evidence_figure *g, const struct findings *f, const struct ir_bind *b)
{
    const struct data_quote *q = b->kind == BIND_CELL ? data_quote(f->data, b->index) : NULL;
    if (!q)
        return;
    g->unit = q->unit;
    g->scale = q->value.scale;
    g->places = q->places;
}

/* The unit of a result: the rule's, or that in which the figure it is about is printed. */
static const char *result_unit(const struct findings *f, const struct ir_rule *r)
{
    const struct data_quote *q = r->printed ? data_quote(f->data, r->printed - 1) : NULL;
    return q && *q->unit ? q->unit : text_of(f, r->unit.text);
}

/* The text that is looked up on a list, and the name beside it. */
static void listed_collect(struct collector *k, const struct ir_bind *b)
{
    const struct findings *f = k->e->all;
    k->table = f->prog->listed[b->index].table;
    for (int named = 0; named < 2 && k->e->find->row != DATA_NO_ROW; named++) {
        uint32_t sheet = listed_sheet(f->data, b->index, named);
        if (sheet != IR_NONE)
            evidence_add_cell(k, k->e->find->row, sheet)->is_text = true;
    }
}

static bool is_extreme(const struct ir_program *p, uint32_t sum)
{
    return sum != IR_NONE && p->sum[sum].apart;
}

void evidence_begin(struct collector *k, const struct ir_bind *b, uint32_t colref)
{
    const struct ir_program *p = k->e->all->prog;
    const struct ir_column *column = &p->table[p->colref[colref].table]
        .column[p->colref[colref].column];
    k->figure->of = b;
    k->figure->scale = column->grid.scale;
    k->figure->places = column->grid.places;
    k->figure->unit = column->unit_from ? "" : text_of(k->e->all, column->unit.text);
}

void evidence_collect(struct collector *k, const struct ir_bind *b)
{
    const struct findings *f = k->e->all;
    struct figure_place at = evidence_place(f->prog, k->e->rule, b, k->e->find->row);
    if (b->kind == BIND_TABLE && b->facet == TABLE_NONZERO) {
        k->table = b->index;
        data_nonzero(f->data, b->index, nonzero_collect, k);
    }
    if (b->kind == BIND_LISTED)
        listed_collect(k, b);
    if (b->kind == BIND_CHOICE)
        evidence_choice(k, b);
    if (at.colref == IR_NONE)
        return;
    const struct ir_colref *c = &f->prog->colref[at.colref];
    const struct ir_column *column = &f->prog->table[c->table].column[c->column];
    k->figure = &k->e->figure[k->e->nfigure++];
    *k->figure = (struct evidence_figure){ .table = c->table, .first = k->e->ncell,
                                           .sum = at.leaves || is_sum(c)
                                                || is_several(f->prog, at.cell) };
    evidence_begin(k, b, at.colref);
    k->figure->asked = ir_read_by_condition(b);
    k->figure->apart = is_extreme(f->prog, at.sum);
    if (at.sum != IR_NONE)
        k->figure->what = f->prog->choice[f->prog->sum[at.sum].choice].what;
    quote_set(k->figure, f, b);
    k->figure->less = k->e->rule->kind == KIND_COLUMNS && c->kind == COL_PLAIN && column->less;
    k->table = c->table;
    k->children = c->kind == COL_CHILDREN;
    k->column = c->kind == COL_OTHERS ? NULL : text_of(f, column->shown);
    if (is_extreme(f->prog, at.sum))
        evidence_furthest(k, at.sum);
    else
        evidence_members(f, &at, evidence_member, k);
    if (c->kind == COL_KEYED)       /* a key that the table lacks is no sum of nothing */
        k->figure->sum = k->figure->members > 1;
}

/* Is it the same in every result of the rule, of which there may be many? */
static bool is_shared(const struct collector *k, const struct ir_bind *b)
{
    const struct ir_rule *rule = k->e->rule;
    return rule->domain != DOMAIN_UNIT
        && (b->kind == BIND_CHOICE || evidence_place(k->e->all->prog, rule, b, 0).leaves);
}

static void bind_collect(struct collector *k, const struct ir_bind *b)
{
    if (is_shared(k, b))
        evidence_recall(k, b);
    else
        evidence_collect(k, b);
    evidence_choice_prune(k);
}

/* ---- findings of rules ---- */

const char *evidence_kind(enum ir_rule_kind kind)
{
    switch (kind) {
    case KIND_RULE: return "rule";
    case KIND_COLUMNS: return "columns";
    case KIND_ROWS: return "rows";
    case KIND_OF_WHICH: return "of-which";
    case KIND_ZERO: return "zero";
    case KIND_REQUIRE: return "require";
    case KIND_ABSENT: return "absent";
    case KIND_JOINT: return "joint";
    case KIND_MAP: return "map";
    case KIND_LISTED: return "listed";
    case KIND_EXPECT: return "expect";
    case KIND_STEP: return "step";
    }
    return "";
}

static void place_set(struct evidence *e, uint32_t file, uint32_t line, uint32_t column)
{
    const struct ir_program *p = e->all->prog;
    e->file_number = file;
    e->file = file < p->nfile ? p->string[p->file[file]] : "";
    e->line = line;
    e->column = column;
}

struct result_key evidence_key(const struct findings *f, struct arena *a, const struct ir_rule *r,
                               uint64_t row)
{
    struct result_key key = { NULL, 0 };
    if (r->domain == DOMAIN_UNIT || row == DATA_NO_ROW)
        return key;
    if (r->domain == DOMAIN_JOIN)
        key.text = data_key_text(f->data, a, r->table, row);
    else
        key.text = data_row_name(f->data, a, r->table, row, &key.codes);
    if (!*key.text)
        key.text = NULL;            /* the one row of a form has no name */
    return key;
}

struct result_key evidence_shape_key(const struct evidence *e, struct arena *a)
{
    const struct shape_finding *s = e->find->shape;
    struct result_key key = { e->key, 0 };
    if (!key.text || !s || s->row == DATA_NO_ROW)
        return key;
    const char *row = data_row_name(e->all->data, a, s->table, s->row, &key.codes);
    if (strcmp(row, key.text))
        key.codes = 0;
    return key;
}

bool evidence_key_is(struct arena *a, struct result_key key, const char *form)
{
    if (!key.text)
        return false;
    return !strcmp(form, str_form(a, key.text, strlen(key.text)))
        || (key.codes && !strcmp(form, str_form(a, key.text, key.codes)));
}

/* What only chooses rows stands behind what is made of them. A choice makes two figures. */
static bool stands_last(const struct ir_program *p, const struct ir_bind *b)
{
    return ir_read_by_condition(b)
        || (b->kind == BIND_CHOICE && p->choice[b->index].what != CHOICE_COUNT);
}

static void rule_gather(struct evidence *e, struct collector *k)
{
    const struct findings *f = e->all;
    const struct ir_rule *r = e->rule;
    e->name = text_of(f, r->name);
    e->label = text_of(f, r->label);
    e->because = text_of(f, r->because);
    e->unit = result_unit(f, r);
    e->kind = evidence_kind((enum ir_rule_kind)r->kind);
    place_set(e, r->file, r->line, r->col);
    e->key = evidence_key(f, k->arena, r, e->find->row).text;
    e->figure = ARENA_ARRAY(k->arena, struct evidence_figure, 2 * (size_t)r->ncell);
    for (int last = 0; last < 2; last++)
        for (uint32_t i = 0; i < r->ncell; i++)
            if (stands_last(f->prog, &r->cell[i]) == last)
                bind_collect(k, &r->cell[i]);
}

/* ---- findings of a table's shape ---- */

static const char *shape_kind_name(enum shape_kind kind)
{
    switch (kind) {
    case SHAPE_UNLISTED_COLUMN: return "unlisted-column";
    case SHAPE_UNLISTED_ROW: return "unlisted-row";
    case SHAPE_REPEATED_ROW: return "repeated-row";
    case SHAPE_EXTRA_DIGITS: return "extra-digits";
    case SHAPE_MISSING_ROW: return "missing-row";
    case SHAPE_TEXT_UNIT_UNKNOWN: case SHAPE_TEXT_UNIT: return "text-unit";
    case SHAPE_TEXT_DIGITS: return "extra-digits";
    case SHAPE_REPEATED_ID: return "repeated-row";
    case SHAPE_REPEATED_LABEL: return "repeated-label";
    case SHAPE_BLANK_KEY: return "blank-key";
    }
    return "";
}

bool evidence_kind_is_shape(const char *kind)
{
    for (unsigned i = 0; i <= SHAPE_REPEATED_ID; i++)
        if (!strcmp(kind, shape_kind_name((enum shape_kind)i)))
            return true;
    return false;
}

/* Findings of a column are named after it, those of rows after the table's rows. */
static void shape_name(struct evidence *e, struct arena *a, const struct shape_finding *s)
{
    const struct ir_table *t = &e->all->prog->table[s->table];
    const char *table = text_of(e->all, t->name);
    const struct ir_rowref *r = s->kind != SHAPE_MISSING_ROW ? NULL
        : &e->all->prog->rowref[s->rowref];
    bool of_column = s->column != IR_NONE;
    const struct ir_column *c = of_column ? &t->column[s->column] : NULL;
    e->name = arena_printf(a, "%s.%s", table, of_column ? text_of(e->all, c->shown) : "rows");
    e->label = text_of(e->all, t->title);
    e->unit = of_column ? text_of(e->all, c->unit.text) : "";
    if (of_column && c->line)
        place_set(e, c->file, c->line, c->col);
    else if (r)
        place_set(e, r->file, r->line, r->col);
    else
        place_set(e, t->file, t->line, t->col);
}

static void shape_cell(struct collector *k, const struct shape_finding *s, uint64_t row,
                       uint32_t sheet)
{
    struct evidence_cell *c = evidence_add_cell(k, row, sheet);
    const struct ir_table *t = &k->e->all->prog->table[s->table];
    if (s->column != IR_NONE)
        c->unit = text_of(k->e->all, t->column[s->column].unit.text);
    if (s->kind == SHAPE_EXTRA_DIGITS)
        c->column = text_of(k->e->all, t->column[s->column].shown);
}

const char *evidence_row_name(struct arena *a, const struct ir_program *p, uint32_t rowref)
{
    const struct ir_rowref *r = &p->rowref[rowref];
    struct strbuf b;
    strbuf_init(&b, a);
    for (uint32_t i = 0; i < r->ncode; i++)
        strbuf_addf(&b, "%s%s", i ? "/" : "", p->string[r->code[i]]);
    strbuf_adds(&b, r->prefix ? "*" : "");
    return b.p;
}

static void shape_gather(struct evidence *e, struct collector *k)
{
    const struct shape_finding *s = e->find->shape;
    e->kind = shape_kind_name(s->kind);
    e->because = "";
    shape_name(e, k->arena, s);
    k->table = s->table;
    if (s->kind == SHAPE_MISSING_ROW) {
        e->key = evidence_row_name(k->arena, e->all->prog, s->rowref);
        return;
    }
    if (s->kind == SHAPE_REPEATED_ROW || s->kind == SHAPE_REPEATED_ID)
        shape_cell(k, s, s->other_row, s->sheet_column);
    if (s->kind == SHAPE_REPEATED_LABEL)
        shape_cell(k, s, s->row, s->other_column);
    shape_cell(k, s, s->row, s->sheet_column);
    const struct evidence_cell *c = &e->cell[e->ncell - 1];
    e->key = s->kind == SHAPE_UNLISTED_COLUMN ? c->at.header : *c->row_key ? c->row_key : NULL;
}

/* ---- conflicts ---- */

/* Named after the first of its rules, whose place and unit it has. */
static void conflict_gather(struct evidence *e, struct collector *k)
{
    const struct findings *f = e->all;
    const struct conflict *c = e->find->conflict;
    const struct ir_rule *first = &f->prog->rule[c->rule[0].rule];
    e->kind = EVIDENCE_KIND_SYSTEM;
    e->name = arena_printf(k->arena, "%s.system", text_of(f, first->name));
    e->label = e->because = "";
    e->unit = text_of(f, first->unit.text);
    place_set(e, first->file, first->line, first->col);
    for (uint32_t i = 0; i < c->ncell && i < k->most; i++) {
        const struct conflict_cell *from = &c->cell[i];
        k->table = from->table;
        struct evidence_cell *cell = evidence_add_cell(k, from->row, from->sheet_column);
        cell->kind = (uint8_t)from->kind;
        cell->value = from->value;
        cell->unit = from->unit;
        cell->column = from->column ? from->column : cell->at.header;
    }
}

/* ---- the whole ---- */

void evidence_gather(struct evidence *e, struct arena *a, const struct findings *f,
                     const struct finding *x, uint64_t most)
{
    struct collector k = { .e = e, .arena = a, .most = most };
    *e = (struct evidence){ .all = f, .find = x };
    if (x->conflict) {
        conflict_gather(e, &k);
        return;
    }
    if (x->rule == IR_NONE) {
        shape_gather(e, &k);
        return;
    }
    e->rule = &f->prog->rule[x->rule];
    rule_gather(e, &k);
}

void evidence_figure(struct evidence *e, struct arena *a, const struct findings *f,
                     const struct finding *at, const struct ir_bind *b, uint64_t most)
{
    struct collector k = { .e = e, .arena = a, .most = most, .take = TAKE_UNKNOWN };
    *e = (struct evidence){ .all = f, .find = at, .rule = &f->prog->rule[at->rule] };
    e->figure = ARENA_NEW(a, struct evidence_figure);
    evidence_collect(&k, b);
    k.take = TAKE_KNOWN;
    k.most -= e->ncell;
    e->nfigure = 0;
    evidence_collect(&k, b);
}

bool evidence_parse(struct dec *d, const char *text)
{
    bool negative = *text == '-';
    text += negative;
    if (dec_parse(d, text, strlen(text), 78) != DEC_OK)
        return false;
    return !negative || !w256_neg(&d->coef, d->coef);
}

struct dec evidence_total(const struct evidence_figure *g)
{
    return dec_strip((struct dec){ w256_from_i128(g->total), g->scale });
}

uint64_t evidence_cells_left_out(const struct evidence *e)
{
    uint64_t n = e->find->conflict ? e->find->conflict->ncell - e->ncell : 0;
    for (uint32_t i = 0; i < e->nfigure; i++)
        n += evidence_left_out(&e->figure[i]);
    return n;
}

bool evidence_cell_known(const struct evidence *e, const struct evidence_cell *c)
{
    return (e->rule || e->find->conflict) && c->at.field && c->kind < CELL_UNREADABLE
        && !c->is_text;
}

const char *evidence_cell_kind(const struct evidence_cell *c)
{
    if (c->is_text)
        return "text";
    return c->at.field || c->kind == CELL_MISSING ? cell_kind_name((enum cell_kind)c->kind) : "row";
}
