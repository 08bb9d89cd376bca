/* Columns that are sums of others.
 * In: the columns of a draft. Out: parents and children.
 * Invariant: a sum is taken for one only if it holds in every row, exactly or as far as the printed
 * places let it, and some row has a figure. */
#include "draft.h"
#include <string.h>

struct parts { const struct draft *d; uint32_t total; const char *group; uint32_t *column, n; };

/* ---- totals ---- */

static bool ends_total(const char *s, size_t len)
{
    static const char *const word[] = { "合计", "总计", "小计" };
    for (size_t i = 0; i < sizeof word / sizeof *word; i++)
        if (len >= strlen(word[i]) && !memcmp(s + len - strlen(word[i]), word[i], strlen(word[i])))
            return true;
    return false;
}

/* The group that a header sums: of 支出/合计, 支出/支出合计 and 支出/总计(万元) it is 支出; else the
 * header itself. */
static const char *sum_group(struct arena *a, const char *form)
{
    const char *slash = strrchr(form, '/'), *last = slash ? slash + 1 : form;
    size_t len = strlen(last);
    if (len && last[len - 1] == ')' && strrchr(last, '('))
        len = (size_t)(strrchr(last, '(') - last);
    if (!ends_total(last, len))
        return form;
    return slash ? arena_strndup(a, form, (size_t)(slash - form)) : "";
}

static bool is_total(const struct parts *p, uint32_t column)
{
    const char *form = p->d->sheet->header.form[column], *group = sum_group(p->d->arena, form);
    return strcmp(group, form) && !strcmp(group, p->group);
}

static void part_add(void *ctx, uint32_t column)
{
    struct parts *p = ctx;
    const struct draft_column *c = &p->d->column[column];
    if (column == p->total || (c->kind != DRAFT_FIGURES && !c->summand) || c->parent != IR_NONE)
        return;
    if (c->people != p->d->column[p->total].people)
        return;                     /* people and money do not add */
    if (is_total(p, column))
        return;                     /* another one of the same group */
    uint32_t at = p->n++;
    for (; at && p->column[at - 1] > column; at--)
        p->column[at] = p->column[at - 1];
    p->column[at] = column;
}

/* ---- proof ---- */

struct proof { uint64_t sums, rounded, fails, line; };

/* Of one row; with u the grid's place, each printed figure is within u/2 of the true one. */
static bool row_holds(const struct parts *p, const struct survey_row *row, int64_t place,
                      struct proof *f)
{
    bool printed, any;
    __int128 left = draft_figure(p->d, row, p->total, &any), sum = 0;
    int64_t count = any;
    for (uint32_t i = 0; i < p->n; i++) {
        sum += draft_figure(p->d, row, p->column[i], &printed);
        count += printed;
    }
    __int128 off = left > sum ? left - sum : sum - left;
    f->sums += left != 0;
    f->rounded += off != 0;
    return off == 0 || (!p->d->exact && 2 * off <= (__int128)count * place);
}

static struct proof proof_of(const struct parts *p)
{
    int64_t place = 1;
    struct proof f = { .sums = 0 };
    for (int i = p->d->places; i < 9; i++)
        place *= 10;
    for (uint64_t r = 0; r < p->d->sheet->nrow && p->n; r++)
        if (!row_holds(p, &p->d->sheet->row[r], place, &f) && !f.fails++)
            f.line = p->d->sheet->row[r].line;
    return f;
}

/* ---- candidates ---- */

/* The parts up to the next total of the group, back to the one before, or all. */
enum side { SIDE_NEXT, SIDE_BEFORE, SIDE_ALL, SIDES };

static struct parts side_of(const struct parts *all, enum side side, uint32_t *room)
{
    struct parts p = { all->d, all->total, all->group, room, 0 };
    uint32_t from = all->total, to = all->total;
    if (side == SIDE_BEFORE)
        while (from && !is_total(all, from - 1))
            from--;
    if (side == SIDE_NEXT)
        while (to + 1 < all->d->sheet->header.count && !is_total(all, to + 1))
            to++;
    for (uint32_t i = 0; i < all->n; i++)
        if (side == SIDE_ALL || (all->column[i] >= from && all->column[i] <= to))
            room[p.n++] = all->column[i];
    return p;
}

static void children_take(struct draft *d, const struct parts *p, struct proof f)
{
    struct draft_column *total = &d->column[p->total];
    for (uint32_t i = 0; i < p->n; i++)
        d->column[p->column[i]].parent = p->total;
    total->nchild = p->n;
    total->sums = f.sums;
    total->rounded = f.rounded;
}

/* Of several sums that nearly hold the one with the fewest rows that do not is kept. */
static void near_take(struct draft *d, const struct parts *p, struct proof f)
{
    struct draft_near *near = &d->column[p->total].near;
    if (!draft_is_near(f.sums, f.fails) || (near->n && near->fails <= f.fails))
        return;
    uint32_t *part = ARENA_ARRAY(d->arena, uint32_t, p->n);
    memcpy(part, p->column, p->n * sizeof *part);
    *near = (struct draft_near){ part, p->n, f.sums, f.fails, f.line };
}

/* One part alone is a sum only where a header speaks of a group. */
static bool parts_suffice(const struct parts *p)
{
    return p->n > 1
        || (p->n == 1 && (*p->group || strchr(p->d->sheet->header.form[p->column[0]], '/')));
}

static void total_try(struct draft *d, uint32_t column)
{
    const struct header *h = &d->sheet->header;
    const char *group = sum_group(d->arena, h->form[column]);
    struct parts all = { d, column, group, ARENA_ARRAY(d->arena, uint32_t, h->count), 0 };
    uint32_t *room = ARENA_ARRAY(d->arena, uint32_t, h->count);
    uint8_t *listed = ARENA_ARRAY(d->arena, uint8_t, h->count);
    listed[column] = strcmp(group, h->form[column]) != 0;
    header_unlisted(h, group, listed, part_add, &all);
    for (enum side s = SIDE_NEXT; s < SIDES; s++) {
        struct parts p = side_of(&all, s, room);
        struct proof f = parts_suffice(&p) ? proof_of(&p) : (struct proof){ .sums = 0 };
        if (f.sums && !f.fails) {
            children_take(d, &p, f);
            return;
        }
        near_take(d, &p, f);
    }
}

/* A blank column that a doubtful sum names is drafted, as in braces. */
static void parts_mark(struct draft *d, const struct draft_near *near)
{
    for (uint32_t i = 0; i < near->n; i++)
        d->column[near->part[i]].doubted = true;
}

void draft_trees(struct draft *d)
{
    for (uint32_t i = 0; i < d->sheet->header.count; i++)
        if (d->column[i].kind == DRAFT_FIGURES)
            total_try(d, i);
    for (uint32_t i = 0; i < d->sheet->header.count; i++) {
        if (d->column[i].nchild)
            d->column[i].near.n = 0;
        parts_mark(d, &d->column[i].near);
    }
}
