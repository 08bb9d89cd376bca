/* What is told, for evidence, of the rows that an aggregate takes. In: the body over the rows, its
 * condition's flags made. Out: a choice of the program, with outputs that only the interpreter
 * asks for. Invariant: no body is refused for what it tells: what has no room is not told. */
#include "choice.h"
#include "condition.h"
#include "lower.h"

/* ── what the tests read ── */

struct asking { struct unit *u; struct ir_choice *c; uint32_t cap, test; bool made_of; };

static void ask(struct asking *g, enum ir_ask_kind kind, uint32_t of)
{
    for (uint32_t i = 0; i < g->c->nask; i++) {
        struct ir_ask *k = &g->c->ask[i];
        if (k->of != of || (k->kind == ASK_TEXT) != (kind == ASK_TEXT))
            continue;
        if (g->made_of)
            k->made_of = 1;
        else if (k->test == g->test)
            return;
    }
    if (!g->made_of)
        ARENA_PUSH(g->u->arena, g->c->ask, g->c->nask, g->cap,
                   ((struct ir_ask){ (uint8_t)kind, 0, of, g->test }));
}

static void ask_form(struct asking *g, const struct form *f);

static void ask_side(struct asking *g, const struct side *s)
{
    if (s->quot) {
        ask_form(g, s->quot->num);
        ask_form(g, s->quot->den);
    } else {
        ask_form(g, s->lin);
    }
}

static void ask_atom(struct asking *g, const struct atom *a)
{
    if (!a->row)
        return;                     /* the same in all rows */
    if (a->kind == ATOM_COL)
        ask(g, ASK_VALUE, a->ref);
    if (a->a)
        ask_form(g, a->a);
    if (a->b)
        ask_form(g, a->b);
    for (uint32_t i = 0; i < a->narg; i++)
        ask_form(g, a->arg[i]);
    if (a->side)
        ask_side(g, a->side);
    if (a->quot) {
        ask_form(g, a->quot->num);
        ask_form(g, a->quot->den);
    }
}

static void ask_form(struct asking *g, const struct form *f)
{
    for (uint32_t i = 0; i < f->n; i++)
        ask_atom(g, f->term[i].atom);
}

static void ask_tests(struct asking *g, const struct truth *t)
{
    switch (t->kind) {
    case TRUTH_AND: case TRUTH_OR: case TRUTH_NOT:
        ask_tests(g, t->a);
        if (t->b)
            ask_tests(g, t->b);
        return;
    case TRUTH_COMPARE:
        ask_side(g, t->left);
        ask_side(g, t->right);
        break;
    case TRUTH_TEXT:
        ask(g, ASK_TEXT, g->u->ir->test[t->test].column);
        break;
    case TRUTH_PRESENT:
        if (t->atom->kind == ATOM_COL)
            ask(g, ASK_PRESENT, t->atom->ref);
        break;
    }
    g->test++;
}

/* ── which of them leave a row out ── */

struct deciding { struct body *b; uint32_t choice; bool full; };

static bool has_room(struct deciding *d)
{
    enum { AND_AND_OUTPUT = 2 };

    d->full = d->full || d->b->failed || d->b->shape.nop + AND_AND_OUTPUT > IR_SHAPE_OPS;
    return !d->full;
}

/* out: the row is left out because t holds (holds) or because it does not. A test that is as it
 * would have to be for the row to be taken leaves nothing out. */
static void decide(struct deciding *d, const struct truth *t, val out, bool holds)
{
    struct truth_value v;

    if (t->kind == TRUTH_NOT) {
        decide(d, t->a, out, !holds);
        return;
    }
    if (!has_room(d))
        return;
    v = condition_value(d->b, t);
    out = body_op(d->b, OP_AND, out, holds ? v.yes : v.no);
    if (t->a) {
        decide(d, t->a, out, holds);
        decide(d, t->b, out, holds);
    } else if (has_room(d)) {
        body_out(d->b, OUT_EVIDENCE, out, (struct ir_dest){ d->choice, ROLE_LEAVES_OUT });
    }
}

/* ── the choice ── */

static enum ir_choice_of choice_of(const struct atom *a)
{
    static const enum ir_choice_of of[] = { [ROWS_SUM] = CHOICE_SUM, [ROWS_COUNT] = CHOICE_COUNT,
                                            [ROWS_LEAST] = CHOICE_LEAST,
                                            [ROWS_GREATEST] = CHOICE_GREATEST };
    return of[a->rows];
}

static struct ir_choice choice_new(struct unit *u, const struct atom *a, uint32_t slot)
{
    struct ir_choice c = { .what = (uint8_t)choice_of(a), .table = a->table, .slot = slot };
    struct asking g = { .u = u, .c = &c };

    if (a->where)
        ask_tests(&g, a->where);
    g.made_of = true;
    if (a->a)
        ask_form(&g, a->a);
    return c;
}

bool choice_is_told(const struct atom *a)
{
    return a->kind == ATOM_ROWS && (a->where || a->rows != ROWS_SUM);
}

void choice_tell(struct body *b, struct atom *a, uint32_t slot, const struct chosen *c)
{
    struct deciding d = { .b = b };

    a->choice = IR_NONE;
    if (!choice_is_told(a) || b->failed)
        return;
    d.choice = a->choice = lower_add_choice(b->u, choice_new(b->u, a, slot));
    body_out(b, OUT_EVIDENCE, c->member, (struct ir_dest){ d.choice, ROLE_MEMBER });
    if (c->reach != IR_NONE)
        body_out(b, OUT_EVIDENCE, c->reach, (struct ir_dest){ d.choice, ROLE_REACH });
    if (a->where)
        decide(&d, a->where, c->leaf, false);
}
