/* The normal forms of lines. In: lines in dependency order, those that stand inside prior() marked.
 * Out: the side of each, and of those its side in the prior data, so that no walk goes deeper than
 * one expression. */
#include "form.h"
#include "walk.h"

const struct side *form_of_line(const struct decl *line) { return line->stmt->u.fig.value->side; }

/* as it is read where the form at work stands */
const struct side *form_line_side(const struct unit *u, const struct decl *line)
{
    return u->prior ? line->stmt->u.fig.value->prior_side : form_of_line(line);
}

static void mark_prior(struct expr *e, void *ctx)
{
    (void)ctx;
    if (e->kind == EX_REF && e->decl->kind == DECL_LINE)
        e->decl->in_prior = true;
}

/* What a line read inside prior() uses is read there too. */
static void mark_prior_lines(struct unit *u)
{
    for (uint32_t i = u->scope->nfigure; i-- > 0;)
        if (u->scope->ordered[i]->in_prior)
            walk_expr(u->scope->ordered[i]->stmt->u.fig.value, mark_prior, NULL);
}

void form_lines(struct unit *u)
{
    mark_prior_lines(u);
    for (uint32_t i = 0; i < u->scope->nfigure; i++) {
        const struct decl *d = u->scope->ordered[i];
        form_side(u, d->stmt->u.fig.value);
        u->prior = d->in_prior;
        if (d->in_prior)
            form_side(u, d->stmt->u.fig.value);
        u->prior = false;
    }
}
