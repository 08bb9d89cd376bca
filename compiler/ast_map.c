/* Builders of maps.
 * In: the lines of a map. Out: its rules in the arena.
 * Invariant: each line is one rule for its target, or one for each source that goes nowhere; each
 * figure stands in one rule. */
#include "build.h"

struct expr *ast_map_figure(struct build *b, struct span at, struct name_list *path)
{
    return ast_ref_path(b, at, (struct name){ .span = at }, NULL, path);
}

struct map_list *ast_map_lines(struct build *b)
{
    return ARENA_NEW(b->arena, struct map_list);
}

struct map_list *ast_map_lines_add(struct build *b, struct map_list *list, struct map_line line)
{
    ARENA_PUSH(b->arena, list->p, list->n, list->cap, line);
    return list;
}

/* ---- as text ---- */

/* TABLE.path, or the path alone */
static void figure_add(struct build *b, struct strbuf *out, const struct expr *e, bool table)
{
    if (table)
        strbuf_addf(out, "%s.", sym_text(b->syms, e->u.ref.name.text));
    for (uint32_t i = 0; i < e->u.ref.npath; i++)
        strbuf_addf(out, e->u.ref.path[i].quoted && table ? "%s\"%s\"" : "%s%s", i ? "." : "",
                    sym_text(b->syms, e->u.ref.path[i].text));
}

/* B.T = A.S + A.S */
static sym rule_text(struct build *b, const struct expr *left, const struct expr_list *right)
{
    struct strbuf out;
    strbuf_init(&out, b->arena);
    figure_add(b, &out, left, true);
    strbuf_adds(&out, " = ");
    for (uint32_t i = 0; right && i < right->n; i++) {
        strbuf_adds(&out, i ? " + " : "");
        figure_add(b, &out, right->p[i], true);
    }
    strbuf_adds(&out, right ? "" : "0");
    return sym_of(b->syms, out.p);
}

/* A->B.T, A->B.zero.S; in the place of A->B the map's own name */
static sym rule_name(struct build *b, const struct map *m, const char *zero, const struct expr *e)
{
    struct strbuf out;
    strbuf_init(&out, b->arena);
    strbuf_addf(&out, "%s.%s", sym_text(b->syms, m->name.text), zero);
    figure_add(b, &out, e, false);
    return sym_of(b->syms, out.p);
}

/* ---- rules ---- */

/* Halves are added, so that many sources nest no deeper than few. */
static struct expr *sum(struct build *b, struct expr **e, uint32_t n)
{
    if (n == 1)
        return e[0];
    struct expr *x = sum(b, e, n / 2), *y = sum(b, e + n / 2, n - n / 2);
    return ast_binary(b, EX_ADD, span_over(x->span, y->span), x, span_after(x->span), y);
}

struct filling {
    struct build *b;
    struct map *map;
    uint32_t source_cap, target_cap, rule_cap;
};

/* right NULL: zero */
static void rule_add(struct filling *g, const struct map_line *l, sym name, struct expr *left,
                     const struct expr_list *right)
{
    struct build *b = g->b;
    struct quantity none = { sym_of(b->syms, "0"), NULL };
    struct expr *value = right ? sum(b, right->p, right->n) : ast_number(b, l->span, none);
    struct relation *r = ast_relation(b, left, REL_EQ, l->takes, value);
    struct name named = { .text = name, .span = l->span };
    struct name_list each = { g->map->each, g->map->neach, g->map->neach };
    struct rule *rule = ast_rule(b, l->span, l->doubtful ? RULE_SHOULD : RULE_MUST, &named, r,
                                 false, each.n ? &each : NULL, NULL, NULL,
                                 l->because ? l->because : g->map->because);
    rule->map = rule_text(b, left, right);
    ARENA_PUSH(b->arena, g->map->rule, g->map->nrule, g->rule_cap, rule);
}

static void line_add(struct filling *g, const struct map_line *l)
{
    struct map *m = g->map;
    for (uint32_t i = 0; l->source && i < l->source->n; i++) {
        struct expr *e = l->source->p[i];
        e->u.ref.name.text = m->from.text;
        ARENA_PUSH(g->b->arena, m->source, m->nsource, g->source_cap, e);
        if (!l->target)
            rule_add(g, l, rule_name(g->b, m, "zero.", e), e, NULL);
    }
    if (!l->target)
        return;
    l->target->u.ref.name.text = m->to.text;
    ARENA_PUSH(g->b->arena, m->target, m->ntarget, g->target_cap, l->target);
    rule_add(g, l, rule_name(g->b, m, "", l->target), l->target, l->source);
}

void ast_map_fill(struct build *b, struct map *m, const struct map_list *lines)
{
    struct filling g = { .b = b, .map = m };
    for (uint32_t i = 0; i < lines->n; i++)
        line_add(&g, &lines->p[i]);
}

struct map *ast_map_head(struct build *b, const struct name *name, struct name from,
                         struct name to, struct name_list *each)
{
    struct map *m = ARENA_NEW(b->arena, struct map);
    m->from = from;
    m->to = to;
    m->each = each ? each->p : NULL;
    m->neach = each ? each->n : 0;
    if (name)
        m->name = *name;
    else
        m->name = (struct name){ .span = span_over(from.span, to.span), .text =
            sym_of(b->syms, arena_printf(b->arena, "%s->%s", sym_text(b->syms, from.text),
                                         sym_text(b->syms, to.text))) };
    return m;
}

void ast_map(struct build *b, struct span at, struct map *m, struct map_list *lines, sym because)
{
    m->because = because;
    ast_map_fill(b, m, lines);
    ast_statement(b, ST_MAP, at, m->from)->u.map = m;
}

void ast_map_by(struct build *b, struct span at, struct map *m, struct name of, struct name group,
                struct map_list *lines, sym because)
{
    m->because = because;
    m->by = of;
    m->group = group;
    m->by_span = span_over(of.span, group.span);
    m->own = lines;
    ast_statement(b, ST_MAP, at, m->from)->u.map = m;
}

void ast_map_from(struct build *b, struct span at, struct map *m, struct name file,
                  struct name source, struct name target, struct where_text where, sym because)
{
    m->because = because;
    m->file = file;
    m->header[0] = source;
    m->header[1] = target;
    m->where = where;
    ast_statement(b, ST_MAP, at, m->from)->u.map = m;
}
