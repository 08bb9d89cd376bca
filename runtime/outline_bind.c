/* Which label of an outline each node means.
 * In: labels with their paths, and what rules call them. Out: the label of each node.
 * Invariant: a label is bound to one node at most; equal labels of one parent are bound in the
 * order of the sheet. */
#include "outline.h"
#include <string.h>

/* ---- the index ---- */

static uint32_t *numbers_new(struct arena *a, uint32_t n)
{
    uint32_t *p = ARENA_ARRAY(a, uint32_t, n);
    if (n)
        memset(p, 0xff, n * sizeof *p);
    return p;
}

void outline_index(struct outline *o, struct outline_node *node, uint32_t nnode)
{
    sym *own = ARENA_ARRAY(o->arena, sym, o->nlabel);
    o->node = node;
    o->nnode = nnode;
    o->node_of = numbers_new(o->arena, o->nlabel);
    o->alike = numbers_new(o->arena, o->nlabel);
    o->owns = symtab_new(o->arena);
    o->above = ARENA_ARRAY(o->arena, bool, sym_count(o->paths) + 1);
    for (uint32_t i = 0; i < o->nlabel; i++) {
        own[i] = sym_of(o->owns, str_last(o->label[i].own));
        o->above[o->label[i].level] = true;
    }
    o->nown = sym_count(o->owns);
    o->first_alike = numbers_new(o->arena, o->nown + 1);
    for (uint32_t i = o->nlabel; i-- > 0;) {
        o->alike[i] = o->first_alike[own[i]];
        o->first_alike[own[i]] = i;
    }
}

/* The first label whose last level is that of a wanted path. */
static uint32_t first_alike(const struct outline *o, const char *wanted)
{
    sym own = sym_of(o->owns, str_last(wanted));
    return own <= o->nown ? o->first_alike[own] : IR_NONE;
}

bool outline_path_fits(const char *path, const char *wanted, bool *whole)
{
    size_t n = strlen(path), k = strlen(wanted);
    *whole = n == k;
    return n >= k && !strcmp(path + n - k, wanted) && (n == k || path[n - k - 1] == '/');
}

bool outline_repeats(const struct outline *o, uint32_t label)
{
    return o->repeat[label] && o->node_of[label] == IR_NONE
        && o->label[label].rank != RANK_SUBTOTAL;
}

/* ---- the label of a node ---- */

enum { NEAR_ANYWHERE, NEAR_LEVEL, NEAR_UNDER, NEAR_CHILD };

/* How near a label stands to the label of the node's parent. */
static int nearness(const struct outline *o, uint32_t label, uint32_t parent)
{
    if (parent == IR_NONE)
        return o->label[label].level ? NEAR_ANYWHERE : NEAR_LEVEL;
    const char *under = sym_text(o->paths, o->label[parent].path);
    const char *path = sym_text(o->paths, o->label[label].path);
    if (o->label[label].level == o->label[parent].path)
        return NEAR_CHILD;
    if (!strncmp(path, under, strlen(under)) && path[strlen(under)] == '/')
        return NEAR_UNDER;
    return o->label[label].level == o->label[parent].level ? NEAR_LEVEL : NEAR_ANYWHERE;
}

/* The first of the labels that fit best, and one of another path that fits as well. */
static struct outline_match best_label(const struct outline *o, const char *wanted,
                                       uint32_t parent)
{
    struct outline_match m = { 0, IR_NONE, IR_NONE };
    int best = parent != IR_NONE && o->above[o->label[parent].path] ? NEAR_UNDER : NEAR_ANYWHERE;
    bool whole;
    for (uint32_t i = first_alike(o, wanted); i != IR_NONE; i = o->alike[i]) {
        if (!outline_path_fits(sym_text(o->paths, o->label[i].path), wanted, &whole))
            continue;
        int near = nearness(o, i, parent);
        if (near > best || (near == best && !m.count))
            m = (struct outline_match){ 1, i, IR_NONE };
        else if (near == best && o->label[i].path != o->label[m.label].path)
            m = (struct outline_match){ 2, m.label, i };
        best = near > best ? near : best;
    }
    return m;
}

/* How many nodes were bound to the path before: no two nodes mean one label. */
static uint32_t bound_before(const struct outline *o, uint32_t node, sym path)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < node; i++) {
        uint32_t label = o->node[i].label;
        bool here = label != IR_NONE && label < o->nlabel && o->node_of[label] == i;
        n += here && o->label[label].path == path;
    }
    return n;
}

struct outline_match outline_bind(struct outline *o, uint32_t node, const char *wanted)
{
    uint32_t up = o->node[node].parent;
    struct outline_match m = best_label(o, wanted, up == IR_NONE ? IR_NONE : o->node[up].label);
    if (m.count != 1)
        return m;
    sym path = o->label[m.label].path;
    uint32_t repeat = bound_before(o, node, path);
    for (uint32_t i = m.label; i != IR_NONE; i = o->alike[i])
        if (o->label[i].path == path && o->repeat[i] == repeat) {
            o->node[node].label = i;
            o->node_of[i] = node;
            return (struct outline_match){ 1, i, IR_NONE };
        }
    return (struct outline_match){ 0, IR_NONE, IR_NONE };
}
