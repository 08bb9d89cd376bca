/* The unit names that a chain is split into: a set of byte strings.
 * In: names of `unit` statements. Out: membership, splits into whole names, the nearest name.
 * Invariant: slots is a power of two and at most half full; lengths has bit i set if a name of i
 * bytes is in. */
#include "lexeme.h"
#include <string.h>

#define LONGEST 63                  /* bytes of a name that takes part in splits */
#define SPLIT_BYTES 96              /* longest run that is split */

struct unit_name { const char *p; size_t len; };
struct vocabulary {
    struct arena *arena;
    struct unit_name *slot;
    size_t slots, n;
    uint64_t lengths;
};

static size_t name_hash(const char *p, size_t len)
{
    uint64_t h = 0xcbf29ce484222325;
    for (size_t i = 0; i < len; i++)
        h = (h ^ (uint8_t)p[i]) * 0x100000001b3;
    return (size_t)(h ^ h >> 29);
}

/* the slot of a name: its own, or the free one where it belongs */
static struct unit_name *name_slot(struct unit_name *slot, size_t slots, const char *p, size_t len)
{
    size_t i = name_hash(p, len) & (slots - 1);
    while (slot[i].p && (slot[i].len != len || memcmp(slot[i].p, p, len)))
        i = (i + 1) & (slots - 1);
    return &slot[i];
}

static void vocabulary_grow(struct vocabulary *v)
{
    size_t slots = v->slots ? v->slots * 2 : 128;
    struct unit_name *slot = ARENA_ARRAY(v->arena, struct unit_name, slots);
    for (size_t i = 0; i < v->slots; i++)
        if (v->slot[i].p)
            *name_slot(slot, slots, v->slot[i].p, v->slot[i].len) = v->slot[i];
    v->slot = slot;
    v->slots = slots;
}

struct vocabulary *vocabulary_new(struct arena *a)
{
    struct vocabulary *v = ARENA_NEW(a, struct vocabulary);
    v->arena = a;
    vocabulary_add(v, "%", 1);
    vocabulary_add(v, "‰", 3);
    return v;
}

void vocabulary_add(struct vocabulary *v, const char *name, size_t len)
{
    if (v->n * 2 >= v->slots)
        vocabulary_grow(v);
    struct unit_name *slot = name_slot(v->slot, v->slots, name, len);
    if (slot->p)
        return;
    *slot = (struct unit_name){ arena_strndup(v->arena, name, len), len };
    v->n++;
    if (len <= LONGEST)
        v->lengths |= UINT64_C(1) << len;
}

bool vocabulary_has(const struct vocabulary *v, const char *name, size_t len)
{
    if (len <= LONGEST && !(v->lengths >> len & 1))
        return false;
    return name_slot(v->slot, v->slots, name, len)->p != NULL;
}

bool vocabulary_empty(const struct vocabulary *v)
{
    return v->n <= 2;
}

const char *vocabulary_near(const struct vocabulary *v, const char *s)
{
    unsigned best = str_near(s) - 1;
    const char *near = NULL;
    best = best > 2 ? 2 : best;
    for (size_t i = 0; i < v->slots && strlen(s) <= LONGEST; i++) {
        const char *name = v->slot[i].p;
        unsigned d = name ? str_distance(s, name, best) : best + 1;
        /* of equally near names the first in order, so that the answer does not hang on the
         * table's size */
        if (d < best || (d == best && d > 0 && (!near || strcmp(name, near) < 0))) {
            best = d;
            near = name;
        }
    }
    return near;
}

/* Longest names first, with a step back where the rest does not come out: end[k] is tried
 * downwards. */
uint32_t vocabulary_split(const struct vocabulary *v, const char *p, size_t len,
                          uint16_t cut[SPLIT_MAX])
{
    /* length of the name to take at i, 0: the rest cannot be split */
    uint8_t next[SPLIT_BYTES + 1];
    if (len > SPLIT_BYTES)
        return 0;
    next[len] = 1;
    for (size_t i = len; i-- > 0;) {
        next[i] = 0;
        for (size_t k = len - i < LONGEST ? len - i : LONGEST; k > 0 && !next[i]; k--)
            if (next[i + k] && vocabulary_has(v, p + i, k))
                next[i] = (uint8_t)k;
    }
    uint32_t n = 0;
    for (size_t at = 0; at < len; cut[n++] = (uint16_t)at) {
        if (!next[at] || n == SPLIT_MAX)
            return 0;
        at += next[at];
    }
    return n;
}
