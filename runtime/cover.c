/* What the totals of an outline are the sums of.
 * In: labels with their paths, and the nodes that rules declare of them. Out: for each parent the
 * labels it covers.
 * Invariant: a total stands for what it covers, so no figure is covered twice by one parent. */
#include "outline.h"
#include <string.h>

enum { COVER_NEW, COVER_OPEN, COVER_DONE };

/* ---- levels ---- */

static uint32_t *label_array(struct arena *a, uint32_t n)
{
    uint32_t *p = ARENA_ARRAY(a, uint32_t, n);
    if (n)
        memset(p, 0xff, n * sizeof *p);
    return p;
}

void outline_link(struct outline *o)
{
    uint32_t npath = sym_count(o->paths) + 1;
    uint32_t *last = label_array(o->arena, npath);
    o->next = label_array(o->arena, o->nlabel);
    o->prev = label_array(o->arena, o->nlabel);
    o->first = ARENA_ARRAY(o->arena, uint32_t, npath);
    o->cover = ARENA_ARRAY(o->arena, struct outline_cover, o->nlabel);
    o->mark = ARENA_ARRAY(o->arena, uint32_t, o->nlabel);
    o->asked = ARENA_ARRAY(o->arena, uint32_t, o->nlabel);
    o->restates = ARENA_ARRAY(o->arena, bool, o->nlabel);
    for (uint32_t i = 0; i < o->nlabel; i++) {
        sym level = o->label[i].level;
        if (o->apart[i])
            continue;
        o->prev[i] = last[level];
        if (last[level] == IR_NONE)
            o->first[level] = i + 1;
        else
            o->next[last[level]] = i;
        last[level] = i;
    }
}

/* ---- nodes ---- */

bool outline_is_under(const struct outline *o, uint32_t node, uint32_t parent)
{
    if (node == IR_NONE || parent == IR_NONE)
        return false;
    for (node = o->node[node].parent; node != IR_NONE; node = o->node[node].parent)
        if (node == parent)
            return true;
    return false;
}

/* ---- ranges ---- */

struct range { uint32_t first, end; };      /* labels of one level; end: the one behind, IR_NONE */

/* Does label i end what p covers in its direction? */
static bool ends_range(const struct outline *o, uint32_t p, uint32_t i, bool after)
{
    uint32_t node = o->node_of[p], other = o->node_of[i];
    if (outline_is_under(o, node, other))
        return true;
    if (outline_is_under(o, other, node))
        return false;
    if (after && other != IR_NONE && o->node[other].braces)
        return true;
    return o->label[i].rank && o->label[i].rank >= o->label[p].rank;
}

static struct range range_before(const struct outline *o, uint32_t p)
{
    uint32_t first = p;
    for (uint32_t i = o->prev[p]; i != IR_NONE && !ends_range(o, p, i, false); i = o->prev[i])
        first = i;
    return (struct range){ first, p };
}

static struct range range_after(const struct outline *o, uint32_t p)
{
    uint32_t end = o->next[p];
    while (end != IR_NONE && !ends_range(o, p, end, true))
        end = o->next[end];
    return (struct range){ o->next[p], end };
}

/* Do the declared children of p that stand on its level all stand behind it? */
static bool children_follow(const struct outline *o, uint32_t p)
{
    uint32_t node = o->node_of[p];
    bool any = false;
    for (uint32_t c = node + 1; node != IR_NONE && c < o->nnode; c++) {
        uint32_t l = o->node[c].label;
        if (!outline_is_under(o, c, node))
            break;
        if (o->node[c].parent != node || l == IR_NONE || o->label[l].level != o->label[p].level)
            continue;
        if (l < p)
            return false;
        any = true;
    }
    return any;
}

static struct range range_of(const struct outline *o, uint32_t p)
{
    uint32_t node = o->node_of[p];
    sym path = o->label[p].path;
    if (o->above[path])
        return (struct range){ o->first[path] ? o->first[path] - 1 : IR_NONE, IR_NONE };
    if (!o->label[p].rank && (node == IR_NONE || !o->node[node].braces))
        return (struct range){ IR_NONE, IR_NONE };
    struct range before = range_before(o, p);
    return before.first == before.end || children_follow(o, p) ? range_after(o, p) : before;
}

/* ---- covers ---- */

static void cover_build(struct outline *o, uint32_t p);

/* the label of another parent whose items p does not cover itself */
static bool stands_for_others(const struct outline *o, uint32_t p, uint32_t i)
{
    return i != p && (o->label[i].rank || outline_is_under(o, o->node_of[i], o->node_of[p]));
}

/* Is a node beneath `node` among what a total covers, or among what totals in that cover? */
static bool reaches_node(struct outline *o, uint32_t label, uint32_t node, uint32_t stamp)
{
    if (o->asked[label] == stamp)
        return false;
    o->asked[label] = stamp;
    const struct outline_cover *cover = &o->cover[label];
    for (uint32_t i = 0; i < cover->n; i++) {
        uint32_t l = cover->label[i];
        if (outline_is_under(o, o->node_of[l], node)
            || (o->label[l].rank && reaches_node(o, l, node, stamp)))
            return true;
    }
    return false;
}

/* A label of p's range stands for what it covers; but a total of what p declares stands for
 * nothing, for that is added as declared. */
static void mark_cover(struct outline *o, uint32_t p, uint32_t label, uint32_t stamp)
{
    uint32_t node = o->node_of[p];
    if (!outline_is_under(o, o->node_of[label], node)
        && reaches_node(o, label, node, ++o->asked_stamp)) {
        o->mark[label] = stamp;
        o->restates[label] = true;
        return;
    }
    for (uint32_t i = 0; i < o->cover[label].n; i++)
        o->mark[o->cover[label].label[i]] = stamp;
}

/* Calls cover_build (stamp 0) or marks the cover of each label that stands for others. */
static void visit_parents(struct outline *o, uint32_t p, struct range r, uint32_t stamp)
{
    uint32_t node = o->node_of[p];
    for (uint32_t i = r.first; i != r.end; i = o->next[i])
        if (stands_for_others(o, p, i)) {
            if (!stamp)
                cover_build(o, i);
            else
                mark_cover(o, p, i, stamp);
        }
    for (uint32_t c = node + 1; node != IR_NONE && c < o->nnode; c++) {
        uint32_t l = o->node[c].label;
        if (!outline_is_under(o, c, node))
            break;
        if (l == IR_NONE)
            continue;
        if (!stamp)
            cover_build(o, l);
        else
            mark_cover(o, p, l, stamp);
    }
}

static void cover_build(struct outline *o, uint32_t p)
{
    struct outline_cover *cover = &o->cover[p];
    uint32_t n = 0;
    if (cover->state != COVER_NEW)
        return;
    cover->state = COVER_OPEN;
    struct range r = range_of(o, p);
    visit_parents(o, p, r, 0);
    uint32_t stamp = ++o->stamp;
    visit_parents(o, p, r, stamp);
    for (uint32_t i = r.first; i != r.end; i = o->next[i])
        n += o->mark[i] != stamp;
    cover->label = ARENA_ARRAY(o->arena, uint32_t, n);
    for (uint32_t i = r.first; i != r.end; i = o->next[i])
        if (o->mark[i] != stamp)
            cover->label[cover->n++] = i;
    cover->state = COVER_DONE;
}

const struct outline_cover *outline_covers(struct outline *o, uint32_t label)
{
    cover_build(o, label);
    return &o->cover[label];
}
