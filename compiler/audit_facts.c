/* Facts: what the rules say, as relations over variables.
 * In: a lowered unit. Out: a said relation for each comparison of a rule and each sum of a table's
 * shape, with its fact; then what those of rows and keys come to where other rules look.
 * Invariant: a fact follows from what is said wherever the rows that it speaks of are printed. */
#include "audit_part.h"
#include "lower.h"
#include "pair.h"
#include "text.h"
#include "walk.h"
#include <string.h>

struct gathering { struct facts *f; uint32_t rule; };       /* rule: the next one of the program */

static void add_fact(struct facts *f, struct fact x)
{
    x.points = x.linear = true;
    for (uint32_t i = 0; i < x.row.n; i++) {
        const struct var *v = &f->vars->var[x.row.term[i].var];
        x.points = x.points && v->point;
        x.linear = x.linear && v->kind != VAR_OTHER;
    }
    ARENA_PUSH(f->u->arena, f->fact, f->n, f->cap, x);
}

/* ── rules as written ── */

static void add_source(struct unit *u, struct strbuf *b, struct span sp)
{
    strbuf_add(b, u->srcs->file[sp.file].text + sp.off, sp.len);
    strbuf_addc(b, '\n');
}

/* Conditions that read alike in one table, or over one join, are one. */
static sym context_of(struct unit *u, const struct place *p, const struct ir_rule *r)
{
    struct strbuf b;

    if (!p->rule->where && !p->rule->when)
        return 0;
    strbuf_init(&b, u->arena);
    strbuf_addf(&b, "%u.%u:", r->domain, r->table);
    if (p->rule->where)
        add_source(u, &b, p->rule->where->span);
    strbuf_addc(&b, '|');
    if (p->rule->when)
        add_source(u, &b, p->rule->when->span);
    return sym_intern(u->syms, b.p, b.len);
}

static const char *source_text(struct unit *u, struct span sp)
{
    return arena_strndup(u->arena, u->srcs->file[sp.file].text + sp.off, sp.len);
}

static void take_printed(struct unit *u, struct expr *right, struct said *s)
{
    struct literal *l = ARENA_NEW(u->arena, struct literal);

    s->text = source_text(u, right->span);
    if (!text_is_figure(right) && pair_literal(u, right, l))
        s->literal = l;
}

static bool joins_partial(const struct unit *u, const struct ir_rule *r)
{
    const struct ir_join *j;

    if (r->domain != DOMAIN_JOIN)
        return false;
    j = &u->ir->join[r->table];
    for (uint32_t i = 0; i < j->n; i++)
        if (u->ir->table[j->of[i].table].partial)
            return true;
    return false;
}

/* What an `is` compares with is kept as text: it is not a point, but a set. */
static bool pair_row(struct facts *f, const struct rule *r, uint32_t i, struct elim_row *row)
{
    const struct side *x = form_side(f->u, r->side[i]), *y = form_side(f->u, r->side[i + 1]);
    struct audit_terms t = { .k = rat_int(0) };

    return x && y && vars_side(f->vars, x, rat_int(1), &t)
        && (r->rel[i] == REL_IS || vars_side(f->vars, y, rat_int(-1), &t))
        && vars_net(f->u->arena, &t, row);
}

static void gather_pair(struct gathering *g, const struct place *p, uint32_t i)
{
    struct facts *f = g->f;
    const struct rule *r = p->rule;
    const struct ir_rule *ir = &f->u->ir->rule[g->rule++];
    struct said s = { .name = unit_text(f->u, ir->name), .span = r->span, .rel = r->rel[i],
                      .severity = r->severity, .exactly = r->exactly,
                      .context = context_of(f->u, p, ir), .domain = ir->domain,
                      .join = ir->table, .partial = joins_partial(f->u, ir) };
    struct fact x = { .said = f->nsaid, .written = true };

    if (s.rel == REL_IS)
        take_printed(f->u, r->side[i + 1], &s);
    if (!pair_row(f, r, i, &x.row)) {
        f->missed++;
        return;
    }
    ARENA_PUSH(f->u->arena, f->said, f->nsaid, f->cap_said, s);
    add_fact(f, x);
}

static void gather_rule(struct unit *u, const struct place *p, void *ctx)
{
    struct gathering *g = ctx;

    (void)u;
    for (uint32_t i = 0; i + 1 < p->rule->nside; i++)
        gather_pair(g, p, i);
}

/* ── shapes ── */

static bool is_shape(const struct ir_rule *r)
{
    return r->kind == KIND_COLUMNS || r->kind == KIND_ROWS || r->kind == KIND_OF_WHICH;
}

static uint32_t bind_var(struct facts *f, const struct ir_bind *b)
{
    const struct ir_program *p = f->u->ir;

    if (b->kind == BIND_CELL)
        return vars_figure(f->vars, &p->colref[p->cell[b->index].colref], VAR_CELL,
                           p->cell[b->index].row);
    return vars_figure(f->vars, &p->colref[b->index], VAR_COLUMN, 0);
}

static bool lin_row(struct facts *f, const struct ir_lin *l, uint32_t i, w256 den,
                    struct elim_row *row)
{
    struct audit_terms t = { .k = rat_int(0) };

    for (uint32_t k = l->start[i]; k < l->start[i + 1]; k++) {
        struct elim_term x = { .var = bind_var(f, &l->in[l->input[k]]) };
        if (rat_make(&x.coef, w256_from_i64(l->net[k]), den))
            return false;
        ARENA_PUSH(f->u->arena, t.p, t.n, t.cap, x);
    }
    return vars_net(f->u->arena, &t, row);
}

/* The total row is the sum of the rows that are the sum of no others. */
static void total_is_sum(struct facts *f, uint32_t said, const struct elim_row *row)
{
    const struct var *total = &f->vars->var[row->term[0].var];
    const struct ir_colref c = { .kind = COL_PLAIN, .table = total->table,
                                 .column = total->column };
    struct elim_term *t = ARENA_ARRAY(f->u->arena, struct elim_term, 2);
    struct rat unit = row->term[0].coef;

    if (rat_sign(unit) < 0)
        unit = rat_neg(unit);
    if (f->u->ir->table[c.table].nnode)
        return;                     /* some labels may be subtracted, or of-which */
    t[0] = (struct elim_term){ vars_figure(f->vars, &c, VAR_CELL, 0), unit };
    t[1] = (struct elim_term){ vars_figure(f->vars, &c, VAR_SUM, 0), rat_neg(unit) };
    add_fact(f, (struct fact){ .said = said, .row = { t, 2, rat_int(0) }, .where = "",
                                  .sum = true });
}

static void gather_shape(struct facts *f, const struct ir_lin *l, uint32_t i)
{
    const struct ir_rule *r = &f->u->ir->rule[l->rule[i]];
    struct said s = { .name = unit_text(f->u, r->name), .span = { r->file, r->off, r->len },
                      .severity = RULE_MUST, .shape = true, .domain = r->domain,
                      .rel = LIN_REL(l->rel[i]) == IR_LE ? REL_LE : REL_EQ };
    struct fact x = { .said = f->nsaid, .written = true };

    if (!is_shape(r))
        return;
    if (!lin_row(f, l, i, r->den, &x.row)) {
        f->missed++;
        return;
    }
    ARENA_PUSH(f->u->arena, f->said, f->nsaid, f->cap_said, s);
    if (r->kind == KIND_ROWS)
        total_is_sum(f, x.said, &x.row);
    else
        add_fact(f, x);
}

/* ── the whole ── */

static uint32_t first_written(const struct ir_program *p)
{
    uint32_t i = 0;

    while (i < p->nrule && is_shape(&p->rule[i]))
        i++;
    return i;
}

struct facts *facts_gather(struct unit *u)
{
    struct facts *f = ARENA_NEW(u->arena, struct facts);
    struct gathering g = { f, first_written(u->ir) };

    f->u = u;
    f->vars = vars_new(u);
    for (uint32_t i = 0; i < u->ir->nkernel; i++)
        for (uint32_t k = 0; u->ir->kernel[i].shape == IR_NONE && k < u->ir->kernel[i].lin.nrule;
             k++)
            gather_shape(f, &u->ir->kernel[i].lin, k);
    walk_rules(u, gather_rule, &g);
    return f;
}
