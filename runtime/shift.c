/* Rows whose figures stand one cell to the left or to the right, from some column on: one row, as
 * where a hand slipped, or all of a table, as where a page was read wrongly.
 * In: suspects in the order of their places. Out: candidates of several cells each, which make at
 * least three breaches hold.
 * Invariant: the cell that no printed figure belongs in gets what a breach asks for, if it lost its
 * own, or nothing. */
#include "suspect.h"

enum { SHIFT_LEAST = 3, WIDTH_MOST = 24, CELLS_LEAST = 2 };
/* A table of more rows is no page; one of more ways to shift it is not looked into further. */
enum { ROWS_MOST = 4096, SLIDES_MOST = 256 };

/* ---- several cells at once ---- */

struct tally { uint32_t breach; i128 by; };
struct tallies { struct tally *of; uint32_t n, cap; };

static void tally_add(struct hunt *h, struct tallies *t, uint32_t breach, i128 by)
{
    uint32_t i = 0;
    while (i < t->n && t->of[i].breach != breach)
        i++;
    if (i == t->n)
        ARENA_PUSH(h->arena, t->of, t->n, t->cap, ((struct tally){ breach, 0 }));
    t->of[i].by += by;
}

static struct tallies tallies_of(struct hunt *h, const struct change *c, uint32_t n)
{
    struct tallies t = { .n = 0 };
    for (uint32_t i = 0; i < n; i++) {
        const struct suspect *s = suspect_at(h, c[i].at);
        for (uint32_t k = 0; s && k < s->npart; k++)
            tally_add(h, &t, s->part[k]->breach,
                      s->part[k]->coef * ((i128)c[i].value - s->now.value));
    }
    return t;
}

uint32_t changes_heal(struct hunt *h, const struct change *c, uint32_t n)
{
    struct tallies t = tallies_of(h, c, n);
    uint32_t heals = 0;
    for (uint32_t i = 0; i < t.n; i++) {
        struct breach *b = &h->breach[t.of[i].breach];
        b->tried++;
        heals += t.of[i].by && breach_heals(b, t.of[i].by);
    }
    return heals;
}

/* ---- one row ---- */

/* A way to shift the rows of a table: the cells from..to, by one. */
struct slide { uint32_t from, to; int step; };
struct slides { struct slide of[SLIDES_MOST]; uint32_t n, table; };

/* Neighbours, all of one grid. Those that are no suspects are in no breach: their equations hold as
 * they stand, as where a blank cell took a blank one's place. */
struct row {
    struct hunt *hunt;
    struct suspect of[WIDTH_MOST]; uint32_t n;
    struct slides *slides;          /* tried on the whole table */
};

/* The cell beside one; false if it holds no figures of the same grid. */
static bool cell_beside(const struct hunt *h, const struct suspect *of, int step,
                        struct suspect *beside)
{
    struct place at = of->at;
    if (step < 0 && !at.sheet)
        return false;
    at.sheet = (uint32_t)((int)at.sheet + step);
    const struct suspect *known = suspect_at(h, at);
    *beside = known ? *known : (struct suspect){ .at = at };
    bool read = known ? known->npart > 0 : place_read(h->run->data, at, &beside->now);
    return read && beside->now.scale == of->now.scale && beside->now.step == of->now.step;
}

/* All neighbours of a suspect; of a very wide row those from it on. */
static void row_fill(struct row *r, const struct suspect *s)
{
    struct suspect first = *s, beside;
    uint32_t left = 0;
    while (left + 1 < WIDTH_MOST && cell_beside(r->hunt, &first, -1, &beside))
        first = beside, left++;
    r->of[0] = left + 1 < WIDTH_MOST ? first : *s;
    for (r->n = 1; r->n < WIDTH_MOST && cell_beside(r->hunt, &r->of[r->n - 1], 1, &beside); r->n++)
        r->of[r->n] = beside;
}

/* What a breach asks of the free cell f if the others are changed. */
static bool free_needs(const struct row *r, const struct change *c, uint32_t n,
                       const struct suspect *f, uint32_t part, int64_t *value)
{
    const struct part *p = f->part[part];
    struct breach then = r->hunt->breach[p->breach];
    struct tallies t = tallies_of(r->hunt, c, n);
    for (uint32_t i = 0; i < t.n; i++)
        if (t.of[i].breach == p->breach)
            then.s += t.of[i].by;
    return breach_needs(&then, p, f->now.value, value) && *value % f->now.step == 0;
}

/* Of changes, those that change something; their number. */
static uint32_t changes_keep(const struct hunt *h, const struct change *c, uint32_t n,
                             struct change *kept)
{
    uint32_t nkept = 0;
    struct standing now;
    for (uint32_t i = 0; i < n; i++)
        if (place_read(h->run->data, c[i].at, &now) && now.value != c[i].value)
            kept[nkept++] = c[i];
    return nkept;
}

/* Pushes a candidate, which is told of the first suspect among the changes. */
static void shift_push(struct hunt *h, const struct change *c, uint32_t n, int step)
{
    struct change *kept = arena_grow(h->arena, c, n, n, sizeof *c), was = kept[0];
    uint32_t i = 0;
    while (i + 1 < n && !suspect_at(h, kept[i].at))
        i++;
    const struct suspect *first = suspect_at(h, kept[i].at);
    if (!first)
        return;
    kept[0] = kept[i];
    kept[i] = was;
    candidate_push(h, (struct candidate){
        .suspect = (uint32_t)(first - h->suspect), .slip = SLIP_SHIFTED, .step = step,
        .value = kept[0].value, .more = kept + 1, .nmore = n - 1 });
}

static void shift_offer(const struct row *r, const struct change *c, uint32_t n, int step)
{
    struct change kept[WIDTH_MOST];
    uint32_t nkept = changes_keep(r->hunt, c, n, kept);
    if (nkept >= CELLS_LEAST && changes_heal(r->hunt, kept, nkept) >= SHIFT_LEAST)
        shift_push(r->hunt, kept, nkept, step);
}

/* The cell that the figures move into, and the one that they leave. */
static uint32_t gap_of(struct slide s) { return s.step > 0 ? s.from : s.to; }
static uint32_t free_of(struct slide s) { return s.step > 0 ? s.to : s.from; }

/* What the cells from..to of a row get: their neighbours' figures, the free one nothing. */
static uint32_t shift_changes(const struct row *r, struct slide slide, struct change *c)
{
    uint32_t n = 0;
    for (uint32_t i = slide.from; i <= slide.to; i++) {
        c[n] = (struct change){ .at = r->of[i].at };
        if (i != free_of(slide))
            c[n].value = r->of[(uint32_t)((int)i + slide.step)].now.value;
        n++;
    }
    return n;
}

/* ---- all rows of a table ---- */

static bool slide_is_new(const struct row *r, struct slide by_sheet)
{
    struct slides *t = r->slides;
    uint32_t table = r->of[0].at.table;
    if (t->table != table)
        t->table = table, t->n = 0;
    for (uint32_t i = 0; i < t->n; i++)
        if (t->of[i].from == by_sheet.from && t->of[i].to == by_sheet.to
            && t->of[i].step == by_sheet.step)
            return false;
    if (t->n == SLIDES_MOST)
        return false;
    t->of[t->n++] = by_sheet;
    return true;
}

static int64_t figure_at(const struct hunt *h, struct place at)
{
    struct standing s;
    return place_read(h->run->data, at, &s) ? s.value : 0;
}

/* Adds what a shift of one row does to another; nothing if it holds a figure in the gap. */
static uint32_t row_follow(const struct row *r, struct slide slide, uint64_t row,
                           struct change *kept)
{
    struct change c[WIDTH_MOST];
    uint32_t n = 0;
    for (uint32_t i = slide.from; i <= slide.to; i++) {
        struct place from = { r->of[i].at.table, r->of[i].at.sheet, row };
        c[n] = (struct change){ .at = from };
        if (i == gap_of(slide) && figure_at(r->hunt, from))
            return 0;
        from.sheet = (uint32_t)((int)from.sheet + slide.step);
        if (i != free_of(slide))
            c[n].value = figure_at(r->hunt, from);
        n++;
    }
    return changes_keep(r->hunt, c, n, kept);
}

/* All rows of a table that can be shifted as one of them can, that one first. */
static void rows_try(const struct row *r, struct slide slide)
{
    struct hunt *h = r->hunt;
    struct change like[WIDTH_MOST], all[CHANGES_MOST + WIDTH_MOST];
    struct place at = r->of[0].at;
    uint64_t nrow = data_rows(h->run->data, at.table);
    uint32_t n = shift_changes(r, slide, like), had = changes_keep(h, like, n, all), nall = had;
    probe_spend(h->probe, nrow * n);
    for (uint64_t i = 0; i < nrow && nall <= CHANGES_MOST; i++)
        if (i != at.row)
            nall += row_follow(r, slide, i, all + nall);
    if (!had || nall == had || nall > CHANGES_MOST)
        return;
    if (changes_heal(h, all, nall) >= SHIFT_LEAST)
        shift_push(h, all, nall, slide.step);
}

/* ---- ways to shift ---- */

static bool can_shift_rows(const struct row *r, struct slide slide)
{
    struct slide by_sheet = { r->of[slide.from].at.sheet, r->of[slide.to].at.sheet, slide.step };
    return data_rows(r->hunt->run->data, r->of[0].at.table) <= ROWS_MOST
        && slide_is_new(r, by_sheet);
}

static void shift_try(const struct row *r, struct slide slide)
{
    struct change c[WIDTH_MOST];
    const struct suspect *f = &r->of[free_of(slide)];
    struct change *free = &c[free_of(slide) - slide.from];
    if (r->of[gap_of(slide)].now.value)          /* a row is not shifted over a figure */
        return;
    uint32_t n = shift_changes(r, slide, c);
    shift_offer(r, c, n, slide.step);
    for (uint32_t k = 0; k < f->npart; k++) {
        free->value = f->now.value;
        if (free_needs(r, c, n, f, k, &free->value) && free->value)
            shift_offer(r, c, n, slide.step);
    }
    if (can_shift_rows(r, slide))
        rows_try(r, slide);
}

static void row_try(const struct row *r)
{
    for (uint32_t i = 0; i + CELLS_LEAST <= r->n; i++) {
        shift_try(r, (struct slide){ i, r->n - 1, 1 });
        shift_try(r, (struct slide){ i, r->n - 1, -1 });
    }
}

void shifts_make(struct hunt *h)
{
    struct slides slides = { .n = 0, .table = UINT32_MAX };
    for (uint32_t i = 0; i < h->nsuspect;) {
        struct row r = { .hunt = h, .n = 0, .slides = &slides };
        if (!h->suspect[i].npart) {
            i++;
            continue;
        }
        row_fill(&r, &h->suspect[i]);
        probe_spend(h->probe, (uint64_t)r.n * r.n * r.n);
        if (r.n > CELLS_LEAST)
            row_try(&r);
        for (i++; i < h->nsuspect && place_order(&h->suspect[i].at, &r.of[r.n - 1].at) <= 0; i++)
            ;
    }
}
