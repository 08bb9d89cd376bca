/* Rules and lines. A linear rule over cells becomes a row of a sparse table; every
 * other rule a kernel with its own arithmetic: the difference, the two ends of its
 * interval, their signs, a verdict. */
#include "pair.h"
#include "text.h"
#include "walk.h"
#include <string.h>

#define ROW_TERMS 12u               /* a linear row rule with more figures is data, not code */

void lower_locate(struct unit *u, struct span sp, struct ir_rule *r)
{
    uint32_t end_line, end_col;

    r->file = sp.file;
    r->off = sp.off;
    r->len = sp.len;
    srcs_locate(u->srcs, sp, &r->line, &r->col);
    srcs_locate(u->srcs, (struct span){ sp.file, sp.off + sp.len, 0 }, &end_line, &end_col);
    r->end_line = end_line;
    r->end_col = end_col;
}

/* ── one comparison ── */

void pair_evidence(struct body *b, val v, uint32_t rule, enum ir_role role)
{
    body_out(b, OUT_EVIDENCE, v, (struct ir_dest){ rule, (uint8_t)role });
}

void pair_body(struct body *b, const struct pair *p)
{
    body_init(b, p->u, p->r.domain, p->r.table, p->rel_span);
}

/* a clause's flag that it does not hold, and why it is unknown, IR_NONE or a value */
struct gate { val no, reason; };

static struct gate clause_gate(struct body *b, const struct clause *c)
{
    struct truth_value t;
    struct gate g;

    if (c->truth->row) {
        t = condition_value(b, c->truth);
        return (struct gate){ t.no, t.reason };
    }
    g.no = value_slot_in(b, c->slots.no, w256_from_i64(1));
    g.reason = c->slots.reason == IR_NONE ? IR_NONE
        : value_slot_in(b, c->slots.reason, w256_from_i64(31));
    return g;
}

static val first_of(struct body *b, val x, val y)
{
    return x == IR_NONE ? y : body_op(b, OP_FIRST, x, y);
}

/* the reasons that a rule's clauses and its figures are asked for */
val pair_reason(struct body *b, const struct pair *p, struct reasons r)
{
    val reason = value_or_zero(b, p->r.exactly ? r.printed : r.ends);

    if (p->when->truth)
        reason = first_of(b, clause_gate(b, p->when).reason, reason);
    if (p->where->truth)
        reason = first_of(b, clause_gate(b, p->where).reason, reason);
    return reason;
}

/* No result in a row that `where` leaves out; where it is unknown, `when` is not asked. */
void pair_verdict(struct body *b, const struct pair *p, val v, uint32_t rule)
{
    struct gate where = { IR_NONE, IR_NONE }, when;

    if (p->where->truth)
        where = clause_gate(b, p->where);
    if (p->when->truth) {
        when = clause_gate(b, p->when);
        if (where.reason != IR_NONE)
            when.no = body_sel(b, where.reason, body_int(b, 0), when.no);
        v = body_sel(b, when.no, body_int(b, VERDICT(ST_NOT_APPLICABLE, RS_NONE)), v);
    }
    if (p->where->truth)
        v = body_sel(b, where.no, body_int(b, VERDICT_NONE), v);
    body_out(b, OUT_VERDICT, v, (struct ir_dest){ rule, 0 });
    body_finish(b);
}

static void linear_code(struct pair *p, const struct form *net, w256 den)
{
    bool ends = !p->r.exactly;
    struct ival s, left;
    struct body b;
    val lower, upper, open;
    uint32_t rule;

    pair_body(&b, p);
    s = value_form(&b, net, den, ends);
    left = value_form(&b, p->left->lin, den, false);
    if (b.failed)
        return;
    lower = value_lower(&b, &s);
    upper = value_upper(&b, &s);
    open = ends ? value_or_zero(&b, s.open) : body_int(&b, 0);
    p->r.den = den;
    lower_net(p->u, net, den, &p->r);
    rule = lower_add_rule(p->u, p->r);
    pair_evidence(&b, left.mid, rule, ROLE_LEFT);
    pair_evidence(&b, s.mid, rule, ROLE_DIFF);
    pair_evidence(&b, lower, rule, ROLE_LOWER);
    pair_evidence(&b, upper, rule, ROLE_UPPER);
    pair_verdict(&b, p, body_verdict(&b, (enum ir_rel)p->r.rel, body_sign(&b, s.mid),
                                 body_sign(&b, lower), body_sign(&b, upper), open,
                                 pair_reason(&b, p, s.reason)), rule);
}

static bool all_atoms(const struct form *f, enum atom_kind kind)
{
    for (uint32_t i = 0; i < f->n; i++)
        if (f->term[i].atom->kind != kind)
            return false;
    return true;
}

static bool is_data(const struct pair *p, const struct form *net, w256 den)
{
    if (p->where->truth || p->when->truth)
        return false;
    if (p->r.domain == DOMAIN_UNIT ? !all_atoms(net, ATOM_CELL)
        : net->n <= ROW_TERMS || !all_atoms(net, ATOM_COL))
        return false;
    return net->n > 0 && lower_lin_fits(p->u, net, p->left->lin, den);
}

void pair_too_wide(const struct pair *p)
{
    diag_add(p->u->diags, DIAG_TOO_WIDE, p->rel_span, NULL);
}

static void lower_linear(struct pair *p)
{
    const struct form *net = form_net(p->u, p->left->lin, p->right->lin, p->rel_span);
    w256 den;

    if (!net)
        return;
    if (rat_lcm(&den, net->den, p->left->lin->den)) {
        pair_too_wide(p);
        return;
    }
    p->r.loose = lower_loose_form(p->u, net);
    if (!is_data(p, net, den)) {
        linear_code(p, net, den);
        return;
    }
    p->r.den = den;
    lower_lin_rule(p->u, p->r.domain, p->r.table, net, p->left->lin, den,
                   (uint8_t)(p->r.rel | (p->r.exactly ? LIN_EXACTLY : 0)),
                   lower_add_rule(p->u, p->r));
}

/* a/b − c/d as a fraction; the denominators are positive */
val pair_cross(struct body *b, val an, val ad, val bn, val bd)
{
    return body_op(b, OP_SUB, body_op(b, OP_MUL, an, bd), body_op(b, OP_MUL, bn, ad));
}

static void fraction_evidence(struct body *b, const struct qval *x, const struct qval *y,
                              const val diff[3], uint32_t rule)
{
    pair_evidence(b, x->num, rule, ROLE_LEFT);
    pair_evidence(b, x->den, rule, ROLE_LEFT_DEN);
    pair_evidence(b, y->num, rule, ROLE_RIGHT);
    pair_evidence(b, y->den, rule, ROLE_RIGHT_DEN);
    pair_evidence(b, diff[0], rule, ROLE_DIFF);
    pair_evidence(b, body_op(b, OP_MUL, x->den, y->den), rule, ROLE_DIFF_DEN);
    pair_evidence(b, diff[1], rule, ROLE_LOWER);
    pair_evidence(b, body_op(b, OP_MUL, x->lower_den, y->upper_den), rule, ROLE_LOWER_DEN);
    pair_evidence(b, diff[2], rule, ROLE_UPPER);
    pair_evidence(b, body_op(b, OP_MUL, x->upper_den, y->lower_den), rule, ROLE_UPPER_DEN);
}

static void lower_fraction(struct pair *p)
{
    bool ends = !p->r.exactly;
    struct qval x, y;
    struct body b;
    val diff[3], reason;
    uint32_t rule;

    pair_body(&b, p);
    x = value_side(&b, p->left, ends);
    y = value_side(&b, p->right, ends);
    b.span = p->rel_span;
    if (b.failed)
        return;
    diff[0] = pair_cross(&b, x.num, x.den, y.num, y.den);
    diff[1] = pair_cross(&b, x.lower_num, x.lower_den, y.upper_num, y.upper_den);
    diff[2] = pair_cross(&b, x.upper_num, x.upper_den, y.lower_num, y.lower_den);
    reason = pair_reason(&b, p, value_reason(&b, x.reason, y.reason));
    p->r.fraction = 1;
    p->r.den = w256_from_i64(1);
    p->r.loose = lower_loose_sides(p->u, p->left, p->right);
    rule = lower_add_rule(p->u, p->r);
    fraction_evidence(&b, &x, &y, diff, rule);
    pair_verdict(&b, p, body_verdict(&b, (enum ir_rel)p->r.rel, body_sign(&b, diff[0]),
                                 body_sign(&b, diff[1]), body_sign(&b, diff[2]),
                                 body_int(&b, 0), reason), rule);
}

void pair_relation(struct pair *p)
{
    if (p->left->quot || p->right->quot)
        lower_fraction(p);
    else
        lower_linear(p);
}

/* ── rules ── */

const char *lower_rule_place(struct unit *u, const struct rule *r)
{
    uint32_t line, col;

    srcs_locate(u->srcs, r->span, &line, &col);
    return arena_printf(u->arena, "%s:%u", str_last(u->srcs->file[r->span.file].name), line);
}

const char *lower_written_name(struct unit *u, const struct stmt *table, const struct rule *r)
{
    const char *name;

    if (r->claim)
        name = arena_printf(u->arena, "%s[%s]", unit_text(u, r->side[1]->u.ref.name.text),
                            unit_text(u, r->side[1]->u.ref.row->code[0].text.text));
    else if (!r->name.text)
        name = lower_rule_place(u, r);
    else if (table)
        name = arena_printf(u->arena, "%s.%s", unit_text(u, table->name.text),
                            unit_text(u, r->name.text));
    else
        name = unit_text(u, r->name.text);
    return name;
}

const char *lower_rule_name(struct unit *u, const struct place *p, uint32_t i)
{
    const char *name = lower_written_name(u, p->table ? p->stmt : NULL, p->rule);

    return p->rule->nside > 2 ? arena_printf(u->arena, "%s[%u]", name, i + 1) : name;
}

#define SOURCE_SHOWN 400u           /* bytes of a rule's text that are kept */

static bool is_tail(char c) { return ((unsigned char)c & 0xc0) == 0x80; }

/* The offset behind the line that begins at `from`; *code: of the end of what stands before its
 * remark, which on one line with what follows would swallow it. */
static uint32_t line_end(const char *text, uint32_t from, uint32_t len, uint32_t *code)
{
    const char *end = memchr(text + from, '\n', len - from);
    uint32_t next = end ? (uint32_t)(end - text) : len;

    *code = from + (uint32_t)src_code(text + from, next - from);
    return next + (end != NULL);
}

/* The length of its text on one line. */
static uint32_t source_write(struct unit *u, struct span sp, char line[SOURCE_SHOWN])
{
    const char *text = u->srcs->file[sp.file].text + sp.off;
    uint32_t n = 0, i = 0, next = 0, code = 0;
    bool blank = false;

    for (; i < sp.len && n < SOURCE_SHOWN; i++) {
        if (i == next)
            next = line_end(text, i, sp.len, &code);
        bool is_blank = i >= code || text[i] == ' ' || text[i] == '\t' || text[i] == '\r';
        if (!is_blank)
            line[n++] = text[i];
        else if (!blank && n)
            line[n++] = ' ';
        blank = is_blank;
    }
    if (i < sp.len && is_tail(text[i])) {           /* cut within a character */
        while (is_tail(line[n - 1]))
            n--;
        n--;
    }
    return n;
}

sym lower_source(struct unit *u, struct span sp)
{
    char line[SOURCE_SHOWN];

    return sym_alone(u->syms, line, source_write(u, sp, line));
}

uint32_t lower_source_length(struct unit *u, struct span sp)
{
    char line[SOURCE_SHOWN];

    return source_write(u, sp, line);
}

static struct ir_unit shown_unit(struct unit *u, const struct rule *r)
{
    for (uint32_t i = 0; i < r->nside; i++) {
        const struct measure *m = measure_settle(u, r->side[i]->measure);
        if (measure_has_unit(m))
            return measure_ir(u, m);
    }
    return measure_ir(u, measure_none(u));
}

static void lower_pair(const struct pair *whole, const struct place *place, uint32_t i)
{
    struct rule *rule = place->rule;
    struct pair p = *whole;
    const struct truth *clause[] = { p.where->truth, p.when->truth };

    p.rel = rule->rel[i];
    p.rel_span = rule->rel_span[i];
    p.left = form_side(p.u, rule->side[i]);
    p.right = form_side(p.u, rule->side[i + 1]);
    if (!p.left || !p.right)
        return;
    value_prepare(p.u, p.left);
    value_prepare(p.u, p.right);
    lower_rule_figures(p.u, (const struct side *[]){ p.left, p.right }, clause, &p.r);
    lower_rule_named(p.u, rule, i, &p.r);
    p.r.rel = (uint8_t)rule->rel[i];
    p.r.word = rule->side[i + 1]->kind == EX_NUM ? rule->side[i + 1]->u.num.word : 0;
    p.r.name = sym_of(p.u->syms, lower_rule_name(p.u, place, i));
    if (p.rel == REL_IS && text_is_figure(rule->side[i + 1]))
        pair_is_printed(&p);
    else if (p.rel == REL_IS)
        pair_is(&p, rule->side[i + 1]);
    else
        pair_relation(&p);
}

bool pair_clause(struct unit *u, struct clause *c, const struct truth *truth)
{
    *c = (struct clause){ .truth = truth };
    condition_prepare(u, truth);
    if (!truth->row)
        c->slots = condition_slots(u, truth);
    return truth->row || c->slots.no != IR_NONE;
}

bool pair_condition(struct unit *u, struct clause *c, const struct cond *cond)
{
    const struct truth *truth = cond ? condition_form(u, cond, false) : NULL;

    *c = (struct clause){ .truth = NULL };
    return truth ? pair_clause(u, c, truth) : !cond;
}

void lower_rule(struct unit *u, const struct place *p, void *ctx)
{
    struct rule *rule = p->rule;
    struct ir_rule r = { .kind = p->stmt->kind == ST_TEST ? KIND_EXPECT
                             : rule->map ? KIND_MAP : KIND_RULE,
                         .severity = (uint8_t)rule->severity, .exactly = rule->exactly,
                         .because = rule->because,
                         .domain = p->table ? DOMAIN_ROWS
                             : rule->neach ? DOMAIN_JOIN : DOMAIN_UNIT };
    struct clause where, when;
    struct pair whole = { .u = u, .where = &where, .when = &when };

    (void)ctx;
    if (p->table) {
        r.table = p->table->table;
        r.label = u->ir->table[r.table].title;
    } else if (rule->neach) {
        r.table = rule->join;
    }
    if (!pair_condition(u, &where, rule->where) || !pair_condition(u, &when, rule->when))
        return;
    r.source = rule->map ? rule->map : lower_source(u, rule->span);
    r.unit = shown_unit(u, rule);
    lower_locate(u, rule->span, &r);
    whole.r = r;
    rule->number = u->ir->nrule;
    if (rule->listing)
        lower_listing(&whole, p);
    for (uint32_t i = 0; i + 1 < rule->nside; i++)
        lower_pair(&whole, p, i);
}

void lower_rules(struct unit *u) { walk_rules(u, lower_rule, NULL); }

/* ── lines ── */

static void line_kernel(struct unit *u, const struct side *s, struct ir_line *l, struct span span)
{
    struct body b;
    struct qval q;
    struct ival v;
    val reason;

    body_init(&b, u, DOMAIN_UNIT, 0, span);
    if (s->quot) {
        q = value_side(&b, s, true);
        l->den = w256_from_i64(1);
        reason = q.reason.ends;
    } else {
        v = value_form(&b, s->lin, s->lin->den, false);
        q = (struct qval){ .num = v.mid };
        l->den = s->lin->den;
        reason = v.reason.ends;
    }
    if (b.failed)
        return;
    l->slot = body_slot(u, body_width(&b, q.num));
    body_out(&b, OUT_VALUE, q.num, (struct ir_dest){ l->slot, 0 });
    if (s->quot) {
        l->den_slot = body_slot(u, body_width(&b, q.den));
        body_out(&b, OUT_VALUE, q.den, (struct ir_dest){ l->den_slot, 0 });
    }
    if (reason != IR_NONE) {
        l->reason_slot = body_slot(u, IR_W64);
        body_out(&b, OUT_VALUE, reason, (struct ir_dest){ l->reason_slot, 0 });
    }
    body_finish(&b);
}

static void lower_line(struct unit *u, struct decl *d)
{
    const struct side *s = form_of_line(d);
    struct ir_line l = { .name = d->name.text, .slot = IR_NONE, .den_slot = IR_NONE,
                         .reason_slot = IR_NONE };
    const struct stmt *st = d->stmt;

    l.because = st->u.fig.because;
    l.source = lower_source(u, st->span);
    l.unit = measure_ir(u, d->measure);
    l.file = st->span.file;
    srcs_locate(u->srcs, st->span, &l.line, &l.col);
    value_prepare(u, s);
    lower_figures(u, &s, 1, &l.cell, &l.ncell);
    lower_formula(u, st->u.fig.value, &l);
    if (!s->quot && s->lin->n == 0) {
        l.value = s->lin->k.num;
        l.den = s->lin->k.den;
    } else {
        line_kernel(u, s, &l, st->u.fig.value->span);
    }
    u->ir->line[d->line] = l;
}

/* Lines are lowered with dependencies first, so that no walk goes deeper than one expression;
 * they are listed as written. */
void lower_lines(struct unit *u)
{
    struct scope *s = u->scope;

    u->ir->line = ARENA_ARRAY(u->arena, struct ir_line, s->nfigure);
    for (uint32_t i = 0; i < s->nfigure; i++)
        if (s->figure[i]->kind == DECL_LINE)
            s->figure[i]->line = u->ir->nline++;
    for (uint32_t i = 0; i < s->nfigure; i++)
        if (s->ordered[i]->kind == DECL_LINE)
            lower_line(u, s->ordered[i]);
}
