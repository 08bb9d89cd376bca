/* Hand-written checks of the `wide` table. In: lanes of its columns. Out: a verdict byte for each
 * lane and rule. */
#include "hand.h"

typedef __int128 i128;

#define ALWAYS_INLINE static inline __attribute__((always_inline))

static int group(int g) { return COLUMN_GROUP + g * (1 + HAND_MEMBERS); }

static inline uint8_t equal_verdict(bool exact, bool possible)
{
    return (uint8_t)(exact ? ST_EXACT : possible ? ST_ROUNDING : ST_VIOLATED);
}

/* ── sums ── */

struct sum { const struct hand_column *whole, *part[HAND_GROUPS]; };

ALWAYS_INLINE void sum_wide(const struct sum *s, int parts, uint8_t *verdict, int64_t n)
{
    for (int64_t i = 0; i < n; i++) {
        i128 d = s->whole->mid[i], slack = s->whole->down[i];
        for (int k = 0; k < parts; k++) {
            d -= s->part[k]->mid[i];
            slack += s->part[k]->down[i];
        }
        verdict[i] = equal_verdict(d == 0, d <= slack && -d <= slack);
    }
}

/* Ten figures below 2^58 cannot leave 64 bits. False: one was not, and the
 * verdicts mean nothing. */
ALWAYS_INLINE bool sum_guarded(const struct sum *s, int parts, uint8_t *restrict verdict,
                               int64_t n)
{
    const int64_t limit = (int64_t)1 << 58;
    uint64_t seen = 0;

    for (int64_t i = 0; i < n; i++) {
        int64_t d = s->whole->mid[i], slack = s->whole->down[i];
        seen |= (uint64_t)d + (uint64_t)limit;
        for (int k = 0; k < parts; k++) {
            int64_t v = s->part[k]->mid[i];
            seen |= (uint64_t)v + (uint64_t)limit;
            d = (int64_t)((uint64_t)d - (uint64_t)v);
            slack += s->part[k]->down[i];
        }
        verdict[i] = equal_verdict(d == 0, d <= slack && -slack <= d);
    }
    return seen >> 59 == 0;
}

static struct sum total_of(const struct hand_column *c)
{
    struct sum s = { .whole = &c[COLUMN_TOTAL] };

    for (int g = 0; g < HAND_GROUPS; g++)
        s.part[g] = &c[group(g)];
    return s;
}

static struct sum group_of(const struct hand_column *c, int g)
{
    struct sum s = { .whole = &c[group(g)] };

    for (int m = 0; m < HAND_MEMBERS; m++)
        s.part[m] = &c[group(g) + 1 + m];
    return s;
}

void hand_sums_wide(const struct hand_column *c, uint8_t *const *verdict, int64_t n)
{
    struct sum s = total_of(c);

    sum_wide(&s, HAND_GROUPS, verdict[0], n);
    for (int g = 0; g < HAND_GROUPS; g++) {
        s = group_of(c, g);
        sum_wide(&s, HAND_MEMBERS, verdict[1 + g], n);
    }
}

void hand_sums_guarded(const struct hand_column *c, uint8_t *const *verdict, int64_t n)
{
    struct sum s = total_of(c);
    bool fits = sum_guarded(&s, HAND_GROUPS, verdict[0], n);

    for (int g = 0; g < HAND_GROUPS; g++) {
        s = group_of(c, g);
        fits &= sum_guarded(&s, HAND_MEMBERS, verdict[1 + g], n);
    }
    if (!fits)
        hand_sums_wide(c, verdict, n);
}

/* ── row rules ── */

/* grant = persons × rate. Stored: persons at 4 decimal places, the amounts at 4 places of 元; so
 * the product is at 8. */
static void grant_rule(const struct hand_column *c, uint8_t *restrict verdict, int64_t n)
{
    const struct hand_column *persons = &c[COLUMN_PERSONS], *rate = &c[COLUMN_RATE];
    const struct hand_column *grant = &c[COLUMN_GRANT];

    for (int64_t i = 0; i < n; i++) {
        i128 x = persons->mid[i], reach = (x < 0 ? -x : x) * rate->down[i];
        i128 d = (i128)grant->mid[i] * 10000 - x * rate->mid[i];
        i128 slack = (i128)grant->down[i] * 10000 + reach;
        verdict[i] = equal_verdict(d == 0, d <= slack && -d <= slack);
    }
}

/* a·x <= b·y; cells are at most 10^18, so 5 of them fit */
ALWAYS_INLINE void at_most(const struct hand_column *x, int64_t a, const struct hand_column *y,
                           int64_t b, uint8_t *restrict verdict, int64_t n)
{
    for (int64_t i = 0; i < n; i++) {
        int64_t d = a * x->mid[i] - b * y->mid[i];
        int64_t slack = a * x->down[i] + b * y->down[i];
        verdict[i] = equal_verdict(d <= 0, d <= slack);
    }
}

/* part / whole <= 20 %; unknown where the whole may be 0 */
static void share_rule(const struct hand_column *part, const struct hand_column *whole,
                       uint8_t *restrict verdict, int64_t n)
{
    for (int64_t i = 0; i < n; i++) {
        int64_t p = part->mid[i], w = whole->mid[i], off = whole->down[i];
        bool zero = w == 0 || (w - off <= 0 && w + off >= 0);
        int64_t num = w < 0 ? -p : p, den = w < 0 ? -w : w;
        int64_t low = num - part->down[i], under = low < 0 ? den - off : den + off;
        uint8_t known = equal_verdict(5 * num <= den, 5 * low <= under);
        verdict[i] = zero ? (uint8_t)VERDICT(ST_UNKNOWN, RS_ZERO_BASE) : known;
    }
}

void hand_rows(const struct hand_column *c, uint8_t *const *verdict, int64_t n)
{
    grant_rule(c, verdict[RULE_GRANT], n);
    at_most(&c[COLUMN_GRANT], 1, &c[COLUMN_LIMIT], 1, verdict[RULE_LIMIT], n);
    for (int g = 0; g + 1 < HAND_GROUPS; g++)
        at_most(&c[group(g)], 2, &c[group(g + 1)], 3, verdict[RULE_RATIO + g], n);
    share_rule(&c[group(0) + 1], &c[COLUMN_TOTAL], verdict[RULE_SHARE], n);
}
