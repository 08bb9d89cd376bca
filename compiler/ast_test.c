/* Builders of tests.
 * In: what is given and expected as written. Out: nodes in the arena; relations are rules. */
#include "build.h"

struct test *ast_test_items(struct build *b)
{
    return ARENA_NEW(b->arena, struct test);
}

struct test *ast_test_given(struct build *b, struct test *t, struct given g)
{
    ARENA_PUSH(b->arena, t->given, t->ngiven, t->cap_given, g);
    return t;
}

struct test *ast_test_expect(struct build *b, struct test *t, struct expectation e)
{
    ARENA_PUSH(b->arena, t->expect, t->nexpect, t->cap_expect, e);
    return t;
}

static bool is_text(const struct expr *e)
{
    return e->kind == EX_REF && e->u.ref.name.quoted && !e->u.ref.row && !e->u.ref.npath;
}

/* target = value is a rule of two sides, of one where the value is a text: no other part of it is
 * said. */
struct given ast_given(struct build *b, struct span at, struct span eq, struct expr *target,
                       struct expr *value)
{
    struct rule *r = ARENA_NEW(b->arena, struct rule);
    struct given g = { .span = at, .target = target, .rule = r };
    r->span = at;
    r->nside = is_text(value) ? 1 : 2;
    r->side = ARENA_ARRAY(b->arena, struct expr *, 2);
    r->side[0] = target;
    r->side[1] = value;
    r->rel = ARENA_NEW(b->arena, enum rel);
    r->rel_span = ARENA_NEW(b->arena, struct span);
    *r->rel = REL_EQ;
    *r->rel_span = eq;
    if (is_text(value))
        g.text = value->u.ref.name;
    return g;
}

struct given ast_given_rows(struct span at, struct expr *target, struct span open,
                            struct span close)
{
    uint32_t from = open.off + open.len, to = close.off < from ? from : close.off;
    return (struct given){ .span = at, .target = target, .rows = { at.file, from, to - from } };
}

/* Figures are compared as they are printed. */
struct expectation ast_expect(struct build *b, struct span at, struct relation *r)
{
    struct span sides = span_over(r->side[0]->span, r->side[r->nside - 1]->span);
    struct rule *rule = ast_rule(b, sides, RULE_MUST, NULL, r, true, NULL, NULL, NULL, 0);
    return (struct expectation){ .span = at, .rule = rule, .want = WANT_HOLDS };
}

/* NAME[code,code].path */
static sym result_name(struct build *b, const struct expr *e)
{
    const struct row_select *row = e->u.ref.row;
    struct strbuf out;
    strbuf_init(&out, b->arena);
    strbuf_adds(&out, sym_text(b->syms, e->u.ref.name.text));
    for (uint32_t i = 0; row && i < row->ncode; i++)
        strbuf_addf(&out, "%s%s", i ? "," : "[", sym_text(b->syms, row->code[i].text.text));
    strbuf_adds(&out, row ? "]" : "");
    for (uint32_t i = 0; i < e->u.ref.npath; i++)
        strbuf_addf(&out, ".%s", sym_text(b->syms, e->u.ref.path[i].text));
    return sym_of(b->syms, out.p);
}

struct expectation ast_expect_of(struct build *b, struct span at, struct expr *of,
                                 struct name key, enum test_want want, struct expr *difference)
{
    struct expectation e = { .span = at, .key = key, .want = want, .difference = difference };
    e.result.span = of->span;
    if (of->kind == EX_REF && !of->u.ref.in && !of->u.ref.at)
        e.result.text = result_name(b, of);
    return e;
}

void ast_test(struct build *b, struct span at, struct name title, struct test *t)
{
    t->title = title;
    for (uint32_t i = 0; i < t->nexpect; i++)
        if (t->expect[i].rule)
            t->expect[i].rule->name = title;
    ast_statement(b, ST_TEST, at, title)->u.test = t;
}
