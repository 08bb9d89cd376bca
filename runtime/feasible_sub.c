/* Parts of a system.
 * In: relations. Out: those of a list with their own cells; groups that share no cell.
 * Invariant: order is kept, so that the same system gives the same parts. */
#include "feasible_part.h"

void sys_index(struct sys *s)
{
    s->of_cell = ARENA_ARRAY(s->arena, uint32_t, (size_t)s->ncell + 2);
    s->use = ARENA_ARRAY(s->arena, struct sys_use, (size_t)s->nterm + 1);
    for (uint32_t t = 0; t < s->nterm; t++)
        s->of_cell[s->term[t].cell + 2]++;
    for (uint32_t c = 0; c < s->ncell; c++)
        s->of_cell[c + 2] += s->of_cell[c + 1];
    for (uint32_t r = 0; r < s->nrel; r++)
        for (uint32_t t = s->rel[r].first; t < s->rel[r].first + s->rel[r].n; t++)
            s->use[s->of_cell[s->term[t].cell + 1]++] = (struct sys_use){ r, t };
}

static uint32_t own_cell(struct sys *to, struct symtab *names, const struct sys *s, uint32_t cell)
{
    sym n = sym_intern(names, (const char *)&cell, sizeof cell);

    if (n > to->ncell)
        ARENA_PUSH(to->arena, to->cell, to->ncell, to->capcell, s->cell[cell]);
    return n - 1;
}

struct sys *sys_sub(struct arena *a, const struct sys *s, const uint32_t *list, uint32_t n)
{
    struct sys *to = ARENA_NEW(a, struct sys);
    struct symtab *names = symtab_new(a);

    to->arena = a;
    for (uint32_t i = 0; i < n; i++) {
        struct sys_rel r = s->rel[list[i]];
        const struct sys_term *t = s->term + r.first;
        r.first = to->nterm;
        for (uint32_t k = 0; k < r.n; k++) {
            struct sys_term own = { own_cell(to, names, s, t[k].cell), t[k].coef };
            ARENA_PUSH(a, to->term, to->nterm, to->capterm, own);
        }
        ARENA_PUSH(a, to->rel, to->nrel, to->caprel, r);
    }
    sys_index(to);
    return to;
}

/* ── groups ── */

static uint32_t root_of(uint32_t *up, uint32_t c)
{
    while (up[c] != c) {
        up[c] = up[up[c]];
        c = up[c];
    }
    return c;
}

static uint32_t *roots(struct arena *a, const struct sys *s)
{
    uint32_t *up = ARENA_ARRAY(a, uint32_t, (size_t)s->ncell + 1);

    for (uint32_t c = 0; c < s->ncell; c++)
        up[c] = c;
    for (uint32_t r = 0; r < s->nrel; r++)
        for (uint32_t k = 1; k < s->rel[r].n; k++) {
            const struct sys_term *t = s->term + s->rel[r].first;
            uint32_t x = root_of(up, t[0].cell), y = root_of(up, t[k].cell);
            up[x > y ? x : y] = x > y ? y : x;
        }
    for (uint32_t c = 0; c < s->ncell; c++)
        up[c] = root_of(up, c);
    return up;
}

static uint32_t group_of(const struct sys *s, const uint32_t *up, uint32_t rel)
{
    return s->rel[rel].n ? up[s->term[s->rel[rel].first].cell] : s->ncell;
}

void sys_groups(struct arena *a, const struct sys *s,
                void (*each)(void *ctx, const uint32_t *list, uint32_t n), void *ctx)
{
    uint32_t *up = roots(a, s), *start = ARENA_ARRAY(a, uint32_t, (size_t)s->ncell + 3);
    uint32_t *list = ARENA_ARRAY(a, uint32_t, (size_t)s->nrel + 1);

    for (uint32_t r = 0; r < s->nrel; r++)
        start[group_of(s, up, r) + 2]++;
    for (uint32_t c = 0; c < s->ncell; c++)
        start[c + 2] += start[c + 1];
    for (uint32_t r = 0; r < s->nrel; r++)
        list[start[group_of(s, up, r) + 1]++] = r;
    for (uint32_t r = 0; r < s->nrel; r++) {
        uint32_t c = group_of(s, up, r);
        if (c == s->ncell)
            each(ctx, &r, 1);       /* all its cells cancelled */
        else if (list[start[c]] == r)
            each(ctx, list + start[c], start[c + 1] - start[c]);
    }
}
