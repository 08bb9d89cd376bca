/* Conditions that say nothing.
 * In: a lowered unit. Out: conditions, and parts of them, that are always or never true.
 * Invariant: a condition is never true if each way to make it true, a set of comparisons, is
 * contradictory by itself; conditions ask printed figures, so exact comparisons decide. What cannot
 * be told, and a switch (a comparison of params alone), is taken for possible. */
#include "audit_part.h"
#include "bounds.h"
#include "walk.h"
#include <string.h>

#define WAYS_MOST 64u               /* sets of comparisons of one condition */
#define WAY_MOST 32u                /* comparisons of one set */

/* a comparison, or its contrary; of x != y one of x < y, x > y is meant */
struct asked { const struct cond *c; bool contrary, above; };
struct way { struct asked at[WAY_MOST]; uint32_t n; };
struct ways { struct way *p; uint32_t n; bool many; };
struct examining { struct unit *u; struct vars *vars; uint64_t work; };

/* ── the ways to make it true ── */

static struct ways one_way(struct examining *x, struct asked a)
{
    struct ways w = { ARENA_NEW(x->u->arena, struct way), 1, false };

    w.p->at[w.p->n++] = a;
    return w;
}

static struct ways either(struct examining *x, struct ways a, struct ways b)
{
    struct ways w = { .many = a.many || b.many || a.n + b.n > WAYS_MOST };

    if (w.many)
        return w;
    w.p = ARENA_ARRAY(x->u->arena, struct way, (size_t)a.n + b.n + 1);
    for (uint32_t i = 0; i < a.n + b.n; i++)
        w.p[w.n++] = i < a.n ? a.p[i] : b.p[i - a.n];
    return w;
}

static struct ways both(struct examining *x, struct ways a, struct ways b)
{
    struct ways w = { .many = a.many || b.many || a.n * b.n > WAYS_MOST };

    if (w.many)
        return w;
    w.p = ARENA_ARRAY(x->u->arena, struct way, (size_t)a.n * b.n + 1);
    for (uint32_t i = 0; i < a.n && !w.many; i++)
        for (uint32_t k = 0; k < b.n && !w.many; k++) {
            struct way *to = &w.p[w.n++];
            *to = a.p[i];
            w.many = to->n + b.p[k].n > WAY_MOST;
            for (uint32_t j = 0; j < b.p[k].n && !w.many; j++)
                to->at[to->n++] = b.p[k].at[j];
        }
    return w;
}

static enum rel contrary_of(enum rel r)
{
    switch (r) {
    case REL_EQ: return REL_NE;
    case REL_NE: return REL_EQ;
    case REL_LT: return REL_GE;
    case REL_LE: return REL_GT;
    case REL_GT: return REL_LE;
    case REL_GE: return REL_LT;
    case REL_IS: break;
    }
    return r;
}

static enum rel rel_of(const struct asked *a)
{
    return a->contrary ? contrary_of(a->c->u.cmp.rel) : a->c->u.cmp.rel;
}

static struct ways comparison(struct examining *x, const struct cond *c, bool contrary)
{
    struct asked a = { .c = c, .contrary = contrary }, above = { c, contrary, true };

    if (rel_of(&a) != REL_NE)
        return one_way(x, a);
    return either(x, one_way(x, a), one_way(x, above));
}

static struct ways ways_of(struct examining *x, const struct cond *c, bool contrary)
{
    switch (c->kind) {
    case COND_NOT:
        return ways_of(x, c->u.both.a, !contrary);
    case COND_AND: case COND_OR:
        return ((c->kind == COND_AND) != contrary ? both : either)
            (x, ways_of(x, c->u.both.a, contrary), ways_of(x, c->u.both.b, contrary));
    case COND_COMPARE:
        return comparison(x, c, contrary);
    case COND_TEXT: case COND_PRESENT:
        break;
    }
    return one_way(x, (struct asked){ .c = c, .contrary = contrary });
}

/* ── texts ── */

static bool begins(const char *s, const char *with) { return strncmp(s, with, strlen(with)) == 0; }

/* Is what b asks for true of every text that a asks for? */
static bool text_within(const char *a, bool a_prefix, const char *b, bool b_prefix)
{
    return b_prefix ? begins(a, b) : !a_prefix && strcmp(a, b) == 0;
}

static const char *text_form(struct examining *x, const struct cond *c)
{
    const char *s = unit_text(x->u, c->u.cmp.text);

    return str_form(x->u->arena, s, strlen(s));
}

/* Of a key whose things may have several names only the very same text is the same. */
static bool has_names(const struct examining *x, const struct decl *key)
{
    return x->u->ir->table[key->table].column[key->column].same != 0;
}

static bool texts_apart(struct examining *x, const struct asked *a, const struct asked *b)
{
    const struct cond *p = a->c, *q = b->c;
    bool equal_p = (p->u.cmp.rel == REL_EQ) != a->contrary, swap = !equal_p;
    bool equal_q = (q->u.cmp.rel == REL_EQ) != b->contrary;
    const char *s = text_form(x, swap ? q : p), *t = text_form(x, swap ? p : q);
    bool s_prefix = (swap ? q : p)->u.cmp.prefix, t_prefix = (swap ? p : q)->u.cmp.prefix;

    if (p->u.cmp.key != q->u.cmp.key || p->u.cmp.keyed != q->u.cmp.keyed
        || (!equal_p && !equal_q))
        return false;
    if (has_names(x, p->u.cmp.key))
        return equal_p != equal_q && strcmp(s, t) == 0 && s_prefix == t_prefix;
    if (equal_p != equal_q)
        return text_within(s, s_prefix, t, t_prefix);
    return !text_within(s, s_prefix, t, t_prefix) && !text_within(t, t_prefix, s, s_prefix);
}

/* ── figures ── */

static const struct side *side_of(const struct expr *e)
{
    return e->side ? e->side : e->prior_side;
}

/* left − right; false: it is not known */
static bool difference(struct examining *x, const struct cond *c, struct elim_row *row)
{
    const struct side *l = side_of(c->u.cmp.x), *r = side_of(c->u.cmp.y);
    struct audit_terms t = { .k = rat_int(0) };

    return l && r && vars_side(x->vars, l, rat_int(1), &t)
        && vars_side(x->vars, r, rat_int(-1), &t) && vars_net(x->u->arena, &t, row);
}

static void find_name(struct expr *e, void *ctx)
{
    bool *found = ctx;

    *found = *found || e->kind == EX_REF;
}

/* Params are compared with literals, or with one another. */
static bool is_switch(const struct cond *c, const struct elim_row *row)
{
    bool named = false;

    walk_expr(c->u.cmp.x, find_name, &named);
    walk_expr(c->u.cmp.y, find_name, &named);
    return named && !row->n;
}

static void negate(struct arena *a, struct elim_row *row)
{
    struct elim_term *t = ARENA_ARRAY(a, struct elim_term, (size_t)row->n + 1);

    for (uint32_t i = 0; i < row->n; i++)
        t[i] = (struct elim_term){ row->term[i].var, rat_neg(row->term[i].coef) };
    *row = (struct elim_row){ t, row->n, rat_neg(row->k) };
}

static bool bound_of(struct examining *x, const struct asked *a, struct bound *b)
{
    enum rel rel = rel_of(a);

    if (a->c->kind != COND_COMPARE || rel == REL_IS || !difference(x, a->c, &b->row)
        || is_switch(a->c, &b->row))
        return false;
    if (rel == REL_GT || rel == REL_GE || (rel == REL_NE && a->above))
        negate(x->u->arena, &b->row);
    b->rel = rel == REL_EQ ? BOUND_EQ : rel == REL_LE || rel == REL_GE ? BOUND_LE : BOUND_LT;
    return true;
}

static bool figures_apart(struct examining *x, const struct way *w, uint64_t *taken)
{
    struct bound b[WAY_MOST];
    uint32_t index[WAY_MOST], n = 0;
    uint64_t of = 0;

    for (uint32_t i = 0; i < w->n; i++)
        if (bound_of(x, &w->at[i], &b[n]))
            index[n++] = i;
    if (!n || bounds_decide(x->u->arena, b, n, &x->work, &of) != BOUNDS_APART)
        return false;
    for (uint32_t i = 0; i < n; i++)
        *taken |= (of >> i & 1) << index[i];
    return true;
}

/* ── cells that are printed, and are not ── */

static bool presence_apart(struct examining *x, const struct asked *a, const struct asked *b)
{
    const struct side *s = side_of(a->c->u.cell), *t = side_of(b->c->u.cell);
    struct audit_terms p = { .k = rat_int(0) }, q = { .k = rat_int(0) };

    return a->contrary != b->contrary && s && t && vars_side(x->vars, s, rat_int(1), &p)
        && vars_side(x->vars, t, rat_int(1), &q) && p.n == 1 && q.n == 1
        && p.p[0].var == q.p[0].var;
}

/* ── one condition ── */

static bool pair_apart(struct examining *x, const struct asked *a, const struct asked *b)
{
    if (a->c->kind != b->c->kind)
        return false;
    return a->c->kind == COND_TEXT ? texts_apart(x, a, b)
        : a->c->kind == COND_PRESENT && presence_apart(x, a, b);
}

/* *taken: which comparisons of the set contradict one another */
static bool way_apart(struct examining *x, const struct way *w, uint64_t *taken)
{
    *taken = 0;
    for (uint32_t i = 0; i < w->n; i++)
        for (uint32_t k = 0; k < i; k++)
            if (pair_apart(x, &w->at[i], &w->at[k])) {
                *taken = UINT64_C(1) << i | UINT64_C(1) << k;
                return true;
            }
    return figures_apart(x, w, taken);
}

/* The comparisons that contradict one another are marked where there is one way alone. */
static void say_idle(struct examining *x, const struct cond *c, bool always, const struct ways *w,
                     uint64_t taken)
{
    struct diag *g = diag_add(x->u->diags, always ? DIAG_CONDITION_ALWAYS : DIAG_CONDITION_NEVER,
                              c->span, NULL);

    for (uint32_t i = 0; w->n == 1 && i < w->p[0].n; i++)
        if ((taken >> i & 1) && w->p[0].at[i].c != c)
            diag_label(x->u->diags, g, always ? LABEL_ONE_IS_TRUE : LABEL_NOT_TOGETHER,
                       w->p[0].at[i].c->span, NULL);
}

/* Is the condition never true, or always? */
static bool is_idle(struct examining *x, const struct cond *c, bool always)
{
    struct ways w = ways_of(x, c, always);
    uint64_t taken = 0;

    if (w.many)
        return false;
    for (uint32_t i = 0; i < w.n; i++)
        if (!way_apart(x, &w.p[i], &taken))
            return false;
    say_idle(x, c, always, &w, taken);
    return true;
}

/* Of one that is neither its parts are looked at. */
static void examine(struct examining *x, const struct cond *c)
{
    if (is_idle(x, c, false) || is_idle(x, c, true))
        return;
    if (c->kind == COND_AND || c->kind == COND_OR || c->kind == COND_NOT)
        examine(x, c->u.both.a);
    if (c->kind == COND_AND || c->kind == COND_OR)
        examine(x, c->u.both.b);
}

/* ── all conditions ── */

static void examine_call(struct expr *e, void *ctx)
{
    if (e->kind == EX_CALL && e->u.call.where)
        examine(ctx, e->u.call.where);
}

static void examine_clause(struct examining *x, struct cond *c)
{
    if (!c)
        return;
    examine(x, c);
    walk_cond(c, examine_call, x);
}

static void examine_rule(struct unit *u, const struct place *p, void *ctx)
{
    (void)u;
    for (uint32_t i = 0; i < p->rule->nside; i++)
        walk_expr(p->rule->side[i], examine_call, ctx);
    examine_clause(ctx, p->rule->where);
    examine_clause(ctx, p->rule->when);
}

static void examine_whole(struct unit *u, struct stmt *s, void *ctx)
{
    (void)u;
    examine_clause(ctx, s->u.whole.when);
}

#define WORK_MOST UINT64_C(10000000)        /* coefficients made for all conditions */

void audit_conditions(struct unit *u)
{
    struct examining x = { u, vars_new(u), WORK_MOST };

    for (uint32_t i = 0; i < u->scope->nfigure; i++)
        walk_expr(u->scope->figure[i]->stmt->u.fig.value, examine_call, &x);
    walk_rules(u, examine_rule, &x);
    walk_wholes(u, examine_whole, &x);
}
