/* Figures that may have been meant.
 * In: suspects with the breaches that they stand in. Out: candidates, each of which makes at least
 * one breach hold, by arithmetic on that breach alone.
 * Invariant: of one figure in one cell there is one candidate, of the slip listed first. */
#include "suspect.h"
#include "cell.h"
#include <string.h>

enum { DIGITS_TOLD = 8, TELLING_DIGITS = 3, TELLING_TIMES = 20 };

void candidate_push(struct hunt *h, struct candidate c)
{
    ARENA_PUSH(h->arena, h->candidate, h->ncandidate, h->cap_candidate, c);
}

/* ---- offering ---- */

struct offer {
    struct hunt *hunt;
    const struct suspect *s;
    uint32_t number;                /* of the suspect */
};

static struct breach *breach_of(struct hunt *h, const struct part *p)
{
    return &h->breach[p->breach];
}

/* Is the difference made up exactly, or much greater than what rounding leaves open? Else many
 * figures make it up. */
static bool is_far(const struct breach *b, i128 by)
{
    i128 size = b->s < 0 ? -b->s : b->s;
    return b->s + by == 0 || size / TELLING_TIMES >= b->upper - b->lower;
}

/* In how many breaches of a suspect the figure would do, and in how many of them it tells much. */
struct healing { uint32_t n, far; };

static struct healing offer_heals(const struct offer *o, int64_t value)
{
    struct healing heals = { 0, 0 };
    for (uint32_t i = 0; i < o->s->npart; i++) {
        struct breach *b = breach_of(o->hunt, o->s->part[i]);
        i128 by = o->s->part[i]->coef * ((i128)value - o->s->now.value);
        b->tried++;
        heals.n += breach_heals(b, by);
        heals.far += breach_heals(b, by) && is_far(b, by);
    }
    return heals;
}

static bool is_told(const struct offer *o, int64_t value)
{
    const struct hunt *h = o->hunt;
    for (uint32_t i = h->first_candidate; i < h->ncandidate; i++)
        if (h->candidate[i].suspect == o->number && h->candidate[i].value == value
            && !h->candidate[i].nmore)
            return true;
    return false;
}

static bool is_on_grid(const struct standing *now, int64_t value)
{
    return value % now->step == 0 && value <= CELL_LIMIT && value >= -CELL_LIMIT;
}

/* Many figures have a digit that could make up for a round difference. */
static void digit_count(struct offer *o, int64_t value)
{
    for (uint32_t i = 0; i < o->s->npart; i++) {
        struct breach *b = breach_of(o->hunt, o->s->part[i]);
        b->digits += breach_heals(b, o->s->part[i]->coef * ((i128)value - o->s->now.value));
    }
}

/* Has a figure so many digits that it is not so by chance? Zeros at its end do not count. */
static bool is_telling(const struct standing *s)
{
    int64_t v = s->value;
    int n = 0;
    while (v && v % 10 == 0)
        v /= 10;
    for (; v; v /= 10)
        n++;
    return n >= TELLING_DIGITS;
}

/* The figure that makes a slip what it is: an addend that a total leaves out, or its own. */
static bool is_told_by_digits(const struct offer *o, const struct candidate *c)
{
    struct standing s = o->s->now;
    if (c->has_other && !place_read(o->hunt->run->data, c->other, &s))
        return false;
    return is_telling(&s);
}

/* Is a candidate worth something though nothing else speaks for it? A minus is seldom meant where
 * none is printed. */
static bool tells_alone(const struct candidate *c, struct healing heals)
{
    return heals.far && c->slip != SLIP_FIGURE && !(c->slip == SLIP_SIGN && c->value < 0);
}

/* A figure of few digits may be any slip: if it heals much it is told as a figure, no more. */
static void offer_add(struct offer *o, struct candidate c)
{
    struct hunt *h = o->hunt;
    const struct standing *now = &o->s->now;
    if (c.value == now->value || !is_on_grid(now, c.value) || is_told(o, c.value))
        return;
    struct healing heals = offer_heals(o, c.value);
    if (heals.n && !is_told_by_digits(o, &c))
        c = (struct candidate){ .slip = SLIP_FIGURE, .value = c.value };
    if (!heals.n || (heals.n == 1 && !tells_alone(&c, heals)))
        return;
    if (c.slip == SLIP_DIGIT && heals.n == 1)
        digit_count(o, c.value);
    c.suspect = o->number;
    candidate_push(h, c);
}

static void offer_slip(void *ctx, enum slip slip, struct printed meant, int power)
{
    struct offer *o = ctx;
    struct candidate c = { .slip = (uint8_t)slip, .power = power };
    if (printed_at(meant, o->s->now.scale, &c.value))
        offer_add(o, c);
}

/* ---- another unit of money ---- */

static const struct money { const char *unit; int power; } money[] = {
    { "元", 0 }, { "千元", 3 }, { "万元", 4 }, { "亿元", 8 },
};
enum { MONEY = sizeof money / sizeof *money, THOUSANDS = 1 };

static int money_of(const struct offer *o)
{
    const char *unit = o->hunt->run->p->string[o->s->now.unit];
    int i = 0;
    while (i < MONEY && strcmp(money[i].unit, unit))
        i++;
    return i;
}

/* The figure that is printed a power of ten too small has lost its last digits: they are what the
 * breach needs. */
static void factor_up(struct offer *o, int power)
{
    i128 by = cell_pow10(power), step = o->s->now.step;
    struct candidate c = { .slip = SLIP_FACTOR, .power = power };
    for (uint32_t i = 0; i < o->s->npart; i++) {
        const struct part *p = o->s->part[i];
        if (breach_needs(breach_of(o->hunt, p), p, o->s->now.value, &c.value)
            && c.value && i128_divround(c.value, by * step) == o->s->now.value / step)
            offer_add(o, c);
    }
}

static void factor_offer(struct offer *o, int power)
{
    int64_t v = o->s->now.value, step = o->s->now.step;
    struct candidate c = { .slip = SLIP_FACTOR, .power = power };
    if (power < 0) {
        c.value = i64_divround(v / step, cell_pow10(-power)) * step;
        if (c.value)
            offer_add(o, c);
    } else if (!__builtin_mul_overflow(v, cell_pow10(power), &c.value)) {
        offer_add(o, c);
        factor_up(o, power);
    }
}

static void factors_each(struct offer *o)
{
    int own = money_of(o);
    for (int i = 0; own < MONEY && i < MONEY; i++)
        if (i != own && (i != THOUSANDS || own == THOUSANDS))
            factor_offer(o, money[i].power - money[own].power);
}

/* ---- figures that the breaches ask for ---- */

static void needed_offer(struct offer *o, enum slip slip, const struct place *other)
{
    struct candidate c = { .slip = (uint8_t)slip, .has_other = other != NULL };
    if (other)
        c.other = *other;
    for (uint32_t i = 0; i < o->s->npart; i++) {
        const struct part *p = o->s->part[i];
        if (breach_needs(breach_of(o->hunt, p), p, o->s->now.value, &c.value))
            offer_add(o, c);
    }
}

/* A total that is what it would be without an addend, or with one twice. */
static void addend_offer(struct offer *o, const struct part *total, const struct part *addend)
{
    const struct breach *b = breach_of(o->hunt, total);
    const struct suspect *x = &o->hunt->suspect[addend->suspect];
    i128 all = addend->coef * (i128)x->now.value;
    struct candidate c = { .other = addend->at, .has_other = true };
    if (!x->npart || !all || x->now.kind != CELL_FIGURE)
        return;
    if (!breach_needs(b, total, o->s->now.value, &c.value))
        return;
    c.slip = SLIP_MISSING;
    if (breach_heals(b, -all))
        offer_add(o, c);
    c.slip = SLIP_TWICE;
    if (breach_heals(b, all))
        offer_add(o, c);
}

static void addends_each(struct offer *o)
{
    for (uint32_t i = 0; i < o->s->npart; i++) {
        const struct part *total = o->s->part[i];
        const struct breach *b = breach_of(o->hunt, total);
        if (breach_total(b) != total)
            continue;
        for (uint32_t k = 0; k < b->npart; k++)
            if (&b->part[k] != total)
                addend_offer(o, total, &b->part[k]);
    }
}

/* ---- neighbours ---- */

static bool neighbour(const struct offer *o, int rows, int columns, struct place *at)
{
    *at = o->s->at;
    at->row += (uint64_t)(int64_t)rows;
    at->sheet += (uint32_t)columns;
    return at->row < data_rows(o->hunt->run->data, at->table);
}

/* A total is what its only addend is. */
static bool in_one_breach(const struct offer *o, struct place at)
{
    for (uint32_t i = 0; i < o->s->npart; i++) {
        const struct breach *b = breach_of(o->hunt, o->s->part[i]);
        const struct part *total = breach_total(b);
        for (uint32_t k = 0; k < b->npart; k++)
            if (!place_order(&b->part[k].at, &at) && (total == &b->part[k]
                                                      || total == o->s->part[i]))
                return true;
    }
    return false;
}

static void copied_offer(struct offer *o, int rows, int columns)
{
    struct place at;
    struct standing there;
    if (!neighbour(o, rows, columns, &at) || !place_read(o->hunt->run->data, at, &there))
        return;
    if (there.value == o->s->now.value && there.scale == o->s->now.scale && !in_one_breach(o, at))
        needed_offer(o, SLIP_COPIED, &at);
}

/* A figure and a blank, or another figure, that stand in each other's cells. */
static void moved_offer(struct offer *o, int rows, int columns)
{
    struct place at;
    if (!neighbour(o, rows, columns, &at))
        return;
    const struct suspect *t = suspect_at(o->hunt, at);
    if (!t || !t->npart || t->now.value == o->s->now.value || t->now.scale != o->s->now.scale
        || t->now.step != o->s->now.step)
        return;
    struct change both[2] = { { .at = o->s->at, .value = t->now.value },
                              { .at = at, .value = o->s->now.value } };
    struct candidate c = { .suspect = o->number, .slip = SLIP_MISPLACED, .value = t->now.value,
                           .other = at, .has_other = true, .nmore = 1 };
    if (changes_heal(o->hunt, both, 2) < 2)
        return;
    c.more = arena_grow(o->hunt->arena, &both[1], 1, 1, sizeof *both);
    candidate_push(o->hunt, c);
}

/* ---- the whole ---- */

static void candidates_of(struct offer *o)
{
    o->hunt->first_candidate = o->hunt->ncandidate;
    slips_each(o->s->printed, offer_slip, o);
    if (o->s->now.value)
        factors_each(o);
    addends_each(o);
    for (int d = -1; d <= 1 && o->s->now.value; d += 2) {
        copied_offer(o, d, 0);
        copied_offer(o, 0, d);
    }
    moved_offer(o, 1, 0);
    moved_offer(o, 0, 1);
    needed_offer(o, SLIP_FIGURE, NULL);
}

/* A round difference says nothing of digits if many cells have one that would do. */
static void digits_drop(struct hunt *h)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < h->ncandidate; i++) {
        const struct candidate *c = &h->candidate[i];
        const struct suspect *s = &h->suspect[c->suspect];
        uint32_t heals = 0, few = 0;
        for (uint32_t k = 0; c->slip == SLIP_DIGIT && k < s->npart; k++) {
            const struct breach *b = &h->breach[s->part[k]->breach];
            bool healed = breach_heals(b, s->part[k]->coef * ((i128)c->value - s->now.value));
            heals += healed;
            few += healed && b->digits <= DIGITS_TOLD;
        }
        if (c->slip != SLIP_DIGIT || heals > 1 || few)
            h->candidate[n++] = *c;
    }
    h->ncandidate = n;
}

void candidates_make(struct hunt *h)
{
    for (uint32_t i = 0; i < h->nsuspect; i++) {
        struct offer o = { h, &h->suspect[i], i };
        if (!o.s->npart)
            continue;
        probe_spend(h->probe, 100 * (uint64_t)o.s->npart);
        candidates_of(&o);
    }
    digits_drop(h);
    shifts_make(h);
}
