/* Builders of rules.
 * In: what the grammar has reduced. Out: nodes in the arena. */
#include "build.h"

static void relation_push(struct build *b, struct relation *r, struct expr *side)
{
    if (r->nside == r->cap) {
        uint32_t cap = r->cap ? r->cap * 2 : 2;
        r->side = arena_grow(b->arena, r->side, r->nside, cap, sizeof *r->side);
        r->rel = arena_grow(b->arena, r->rel, r->nside, cap, sizeof *r->rel);
        r->rel_span = arena_grow(b->arena, r->rel_span, r->nside, cap, sizeof *r->rel_span);
        r->cap = cap;
    }
    r->side[r->nside++] = side;
}

struct relation *ast_relation(struct build *b, struct expr *x, enum rel rel, struct span at,
                              struct expr *y)
{
    struct relation *r = ARENA_NEW(b->arena, struct relation);
    relation_push(b, r, x);
    return ast_relation_add(b, r, rel, at, y);
}

struct relation *ast_relation_add(struct build *b, struct relation *r, enum rel rel, struct span at,
                                  struct expr *y)
{
    r->rel[r->nside - 1] = rel;
    r->rel_span[r->nside - 1] = at;
    relation_push(b, r, y);
    return r;
}

struct rule *ast_rule(struct build *b, struct span at, enum severity verb, const struct name *name,
                      struct relation *r, bool exactly, struct name_list *each,
                      struct cond *where, struct cond *when, sym because)
{
    struct rule *rule = ARENA_NEW(b->arena, struct rule);
    rule->span = at;
    rule->severity = verb;
    if (name)
        rule->name = *name;
    rule->side = r->side;
    rule->rel = r->rel;
    rule->rel_span = r->rel_span;
    rule->nside = r->nside;
    rule->exactly = exactly;
    rule->where = where;
    rule->when = when;
    if (each) {
        rule->each = each->p;
        rule->neach = each->n;
    }
    rule->because = because;
    return rule;
}

struct rule *ast_claim(struct build *b, struct span at, struct expr *printed, struct expr *x,
                       bool exactly, struct cond *when, sym because)
{
    struct relation *r = ast_relation(b, x, REL_IS, printed->span, printed);
    struct rule *rule = ast_rule(b, at, RULE_MUST, NULL, r, exactly, NULL, NULL, when, because);
    rule->claim = true;
    return rule;
}
