/* Rules beside their data.
 * In: a lowered unit and a run of it that noted coverage. Out: rules and sums whose `where` chooses
 * no row, rules whose `when` is never true, tables with figures that nothing tests.
 * Invariant: nothing is said of a table that is not there or has no rows. */
#include "audit_data.h"
#include "../runtime/coverage.h"
#include "form.h"
#include "lower.h"
#include "walk.h"

struct looking {
    struct unit *u;
    const struct findings *f;
    uint32_t rule;                  /* of the program, the next one that is written */
    struct symtab *met;             /* aggregates, by address */
    uint32_t depth;
};

/* ── where and when of rules ── */

static bool has_lanes(const struct looking *l, const struct ir_rule *r)
{
    return r->domain != DOMAIN_UNIT
        && data_lanes(l->f->data, (enum ir_domain)r->domain, r->table) > 0;
}

static uint64_t results_of(const struct cover_rule *c)
{
    uint64_t n = 0;

    for (unsigned i = 0; i < ST_COUNT; i++)
        n += c->count[i];
    return n;
}

static void look_clauses(struct looking *l, const struct rule *r, const struct ir_rule *ir)
{
    const struct cover_rule *c = coverage_of_rule(l->f->coverage, l->rule);
    uint64_t n = results_of(c);
    const char *name = unit_text(l->u, ir->name);

    if (r->where && !n && has_lanes(l, ir))
        diag_add(l->u->diags, DIAG_NO_ROW_CHOSEN, r->where->span, name, NULL);
    else if (r->when && n && n == c->count[ST_NOT_APPLICABLE])
        diag_add(l->u->diags, DIAG_NEVER_APPLIES, r->when->span, name, NULL);
}

/* ── sums over told rows ── */

#define NESTED_MOST 100u            /* expressions in expressions that are looked into */

static void look_form(struct looking *l, const struct form *f);

static void count_taken(void *ctx, const struct chosen_row *row)
{
    uint64_t *n = ctx;

    *n += row->taken;
}

static const char *source_of(struct looking *l, struct span sp)
{
    const char *text = l->u->srcs->file[sp.file].text + sp.off;

    return arena_strndup(l->u->arena, text, str_cut(text, sp.len, 80));
}

static void look_taken(struct looking *l, const struct atom *a)
{
    uint64_t n = 0;

    eval_choice(l->f, a->choice, count_taken, &n);
    if (!n && data_leaf_count(l->f->data, a->table))
        diag_add(l->u->diags, DIAG_NO_ROW_CHOSEN, a->span, source_of(l, a->span), NULL);
}

static void look_side(struct looking *l, const struct side *s)
{
    if (s->quot) {
        look_form(l, s->quot->num);
        look_form(l, s->quot->den);
    } else {
        look_form(l, s->lin);
    }
}

static void look_parts(struct looking *l, const struct atom *a)
{
    if (a->kind == ATOM_ROWS && a->where && a->lowered)
        look_taken(l, a);
    if (a->a)
        look_form(l, a->a);
    if (a->b)
        look_form(l, a->b);
    for (uint32_t i = 0; i < a->narg; i++)
        look_form(l, a->arg[i]);
    if (a->side)
        look_side(l, a->side);
    if (a->quot) {
        look_form(l, a->quot->num);
        look_form(l, a->quot->den);
    }
}

static void look_atom(struct looking *l, const struct atom *a)
{
    uint32_t had = sym_count(l->met);

    if (a->kind == ATOM_CELL || a->kind == ATOM_COL || a->kind == ATOM_SUM
        || l->depth == NESTED_MOST)
        return;
    sym_intern(l->met, (const char *)&a, sizeof a);
    if (sym_count(l->met) == had)
        return;
    l->depth++;
    look_parts(l, a);
    l->depth--;
}

static void look_form(struct looking *l, const struct form *f)
{
    for (uint32_t i = 0; i < f->n; i++)
        look_atom(l, f->term[i].atom);
}

/* ── rules ── */

static void look_rule(struct unit *u, const struct place *p, void *ctx)
{
    struct looking *l = ctx;

    for (uint32_t i = 0; i < p->rule->nside; i++)
        look_side(l, form_side(u, p->rule->side[i]));
    look_clauses(l, p->rule, &u->ir->rule[l->rule]);
    l->rule += rule_pairs(p->rule);
}

static uint32_t first_written(const struct ir_program *p)
{
    uint32_t i = 0;

    while (i < p->nrule && (p->rule[i].kind == KIND_COLUMNS || p->rule[i].kind == KIND_ROWS
                            || p->rule[i].kind == KIND_OF_WHICH))
        i++;
    return i;
}

/* ── coverage ── */

static void look_tables(const struct looking *l)
{
    struct unit *u = l->u;

    for (uint32_t i = 0; i < u->scope->ntable; i++) {
        const struct decl *d = u->scope->table[i];
        struct coverage_count n;
        if (!coverage_counts(u->ir, l->f->data, d->table))
            continue;
        n = coverage_of_table(l->f->coverage, d->table);
        if (n.constrained < n.figures)
            diag_add(u->diags, DIAG_TABLE_UNCOVERED, d->name.span, unit_text(u, d->name.text),
                     arena_printf(u->arena, "%lu", (unsigned long)n.figures),
                     arena_printf(u->arena, "%lu", (unsigned long)(n.figures - n.constrained)),
                     NULL);
    }
}

void audit_data(struct unit *u, const struct findings *f)
{
    struct looking l = { .u = u, .f = f, .rule = first_written(u->ir),
                         .met = symtab_new(u->arena) };

    for (uint32_t i = 0; i < u->scope->nfigure; i++)
        if (u->scope->figure[i]->kind == DECL_LINE)
            look_side(&l, form_of_line(u->scope->figure[i]));
    walk_rules(u, look_rule, &l);
    audit_literals(u, f->data);
    look_tables(&l);
}
