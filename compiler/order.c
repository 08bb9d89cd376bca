/* Dependencies of params and lines: after this pass scope.ordered lists them so that each stands
 * after those it uses. A cycle is reported once, with its whole path. The walk keeps its own
 * stack: a chain may be as long as the file. */
#include "scope.h"
#include "walk.h"

struct uses { struct unit *u; struct decl **use; struct span *at; uint32_t n, cap, cap_at, nat; };
struct frame { struct decl *decl; struct decl **use; struct span *at; uint32_t n, next; };

static void collect(struct expr *e, void *ctx)
{
    struct uses *s = ctx;

    if (e->kind != EX_REF || !e->decl
        || (e->decl->kind != DECL_PARAM && e->decl->kind != DECL_LINE))
        return;
    ARENA_PUSH(s->u->arena, s->use, s->n, s->cap, e->decl);
    ARENA_PUSH(s->u->arena, s->at, s->nat, s->cap_at, e->span);
}

static struct frame frame_of(struct unit *u, struct decl *d)
{
    struct uses s = { .u = u };

    walk_expr(d->stmt->u.fig.value, collect, &s);
    return (struct frame){ d, s.use, s.at, s.n, 0 };
}

#define CYCLE_SHOWN 16u

static void report_cycle(struct unit *u, const struct frame *stack, uint32_t depth,
                         const struct decl *again)
{
    struct strbuf path;
    uint32_t from = depth;
    struct diag *g;

    while (stack[from - 1].decl != again)
        from--;
    strbuf_init(&path, u->arena);
    for (uint32_t i = from - 1; i < depth; i++) {
        if (i - from + 1 == CYCLE_SHOWN) {
            strbuf_adds(&path, "… → ");
            break;
        }
        strbuf_adds(&path, unit_text(u, stack[i].decl->name.text));
        strbuf_adds(&path, " → ");
    }
    strbuf_adds(&path, unit_text(u, again->name.text));
    g = diag_add(u->diags, DIAG_CYCLE, again->name.span, unit_text(u, again->name.text),
                 path.p, NULL);
    for (uint32_t i = from - 1; i < depth && i - from + 1 < CYCLE_SHOWN; i++) {
        const struct frame *f = &stack[i];
        const struct decl *used = f->use[f->next - 1];
        diag_label(u->diags, g, LABEL_CYCLE_STEP, f->at[f->next - 1],
                   unit_text(u, f->decl->name.text), unit_text(u, used->name.text), NULL);
    }
}

struct ordering { struct frame *stack; uint32_t depth, cap; struct decl **done; uint32_t ndone; };

static void visit(struct unit *u, struct ordering *o, struct decl *root)
{
    root->visit = 1;
    ARENA_PUSH(u->arena, o->stack, o->depth, o->cap, frame_of(u, root));
    while (o->depth) {
        struct frame *f = &o->stack[o->depth - 1];
        struct decl *d;
        if (f->next == f->n) {
            f->decl->visit = 2;
            o->done[o->ndone++] = f->decl;
            o->depth--;
            continue;
        }
        d = f->use[f->next++];
        if (d->visit == 1) {
            report_cycle(u, o->stack, o->depth, d);
        } else if (d->visit == 0) {
            d->visit = 1;
            ARENA_PUSH(u->arena, o->stack, o->depth, o->cap, frame_of(u, d));
        }
    }
}

bool order_figures(struct unit *u)
{
    struct scope *s = u->scope;
    struct ordering o = { .done = ARENA_ARRAY(u->arena, struct decl *, s->nfigure) };

    for (uint32_t i = 0; i < s->nfigure; i++)
        if (s->figure[i]->visit == 0)
            visit(u, &o, s->figure[i]);
    s->ordered = o.done;
    return u->diags->errors == 0;
}
