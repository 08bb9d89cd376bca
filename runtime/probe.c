/* What would hold if cells printed other figures.
 * In: a run that is done. Out: results of it, decided again with other figures in some cells.
 * Invariant: after probe_undo the data and the values of lines and sums are as they were. */
#include "probe.h"
#include <stdlib.h>
#include <string.h>

/* In which of a rule's lanes a table's row counts. */
enum reach { REACH_NONE, REACH_ROW /* its own and its parent's */, REACH_ALL };

/* What depends on a table. */
struct dependents {
    bool known;
    uint32_t *kernel; uint32_t nkernel, cap;    /* that make values which other kernels read */
    uint8_t *reach;                 /* by rule: enum reach */
};
struct probe {
    struct run run;                 /* counts and keeps nothing, and uses the interpreter */
    struct findings mute;
    const struct findings *out;     /* of the run */
    struct arena *arena;
    struct dependents *of;          /* by table */
    uint8_t *slot;                  /* scratch: slots that depend on the table at hand */
    uint64_t *frame;                /* the values of slots as they were */
    uint64_t work;
};

struct probe *probe_new(struct run *r, struct arena *a)
{
    struct probe *p = ARENA_NEW(a, struct probe);
    p->run = *r;
    p->arena = a;
    p->out = r->out;
    p->mute = (struct findings){ .prog = r->p, .data = r->data, .set = RESULTS_SUMMARY };
    uint8_t *all = ARENA_ARRAY(a, uint8_t, r->p->nrule + 1);
    memset(all, 1, r->p->nrule);
    p->mute.rule_out = all;
    p->run.out = &p->mute;
    p->run.waivers = NULL;
    p->run.engine = r->interp;
    p->of = ARENA_ARRAY(a, struct dependents, r->p->ntable);
    p->slot = ARENA_ARRAY(a, uint8_t, r->p->nslot + 1);
    p->frame = ARENA_ARRAY(a, uint64_t, (size_t)r->p->frame_words + 1);
    return p;
}

uint64_t probe_work(const struct probe *p) { return p->work; }
void probe_spend(struct probe *p, uint64_t work) { p->work += work; }

/* ---- what depends on a table ---- */

static enum reach most(enum reach a, enum reach b) { return a > b ? a : b; }

static enum reach colref_reach(const struct ir_program *p, const struct ir_kernel *k,
                               uint32_t colref, uint32_t table)
{
    const struct ir_colref *c = &p->colref[colref];
    bool own = k->domain == DOMAIN_JOIN ? c->kind == COL_KEYED : k->table == table;
    if (c->table != table)
        return REACH_NONE;
    return own && k->domain != DOMAIN_UNIT ? REACH_ROW : REACH_ALL;
}

static enum reach bind_reach(const struct probe *p, const struct ir_kernel *k,
                             const struct ir_bind *b, uint32_t table)
{
    const struct ir_program *prog = p->run.p;
    switch ((enum ir_bind_kind)b->kind) {
    case BIND_CELL:
        return prog->colref[prog->cell[b->index].colref].table == table ? REACH_ALL : REACH_NONE;
    case BIND_COLREF:
        return colref_reach(prog, k, b->index, table);
    case BIND_SLOT:
        return p->slot[b->index] ? REACH_ALL : REACH_NONE;
    case BIND_TEST: case BIND_LISTED: case BIND_TABLE: case BIND_SUM:
    case BIND_CHOICE:
        break;                      /* texts, and what only the sheet as a whole tells */
    }
    return REACH_NONE;
}

static enum reach instance_reach(const struct probe *p, const struct ir_kernel *k,
                                 const struct ir_instance *inst, uint32_t table)
{
    enum reach r = REACH_NONE;
    for (uint32_t i = 0; i < p->run.p->shape[k->shape].nin; i++)
        r = most(r, bind_reach(p, k, &inst->in[i], table));
    return r;
}

static bool is_slot(const struct ir_out *o)
{
    return o->kind == OUT_VALUE || o->kind == OUT_SUM;
}

/* Marks the slots that an instance makes, and the reach of its rules. */
static bool instance_mark(struct probe *p, struct dependents *d, const struct ir_kernel *k,
                          const struct ir_instance *inst, enum reach reach)
{
    const struct ir_shape *s = &p->run.p->shape[k->shape];
    bool slots = false;
    for (uint32_t i = 0; i < s->nout; i++) {
        if (s->out[i].kind == OUT_VERDICT)
            d->reach[inst->out[i].index] = (uint8_t)reach;
        if (!is_slot(&s->out[i]) || reach == REACH_NONE)
            continue;
        p->slot[inst->out[i].index] = 1;
        slots = true;
    }
    return slots;
}

static void shape_note(struct probe *p, struct dependents *d, uint32_t kernel, uint32_t table)
{
    const struct ir_kernel *k = &p->run.p->kernel[kernel];
    bool slots = false;
    for (uint32_t i = 0; i < k->ninst; i++) {
        enum reach r = instance_reach(p, k, &k->inst[i], table);
        slots |= instance_mark(p, d, k, &k->inst[i], r);
    }
    if (slots)
        ARENA_PUSH(p->arena, d->kernel, d->nkernel, d->cap, kernel);
}

static void lin_note(struct probe *p, struct dependents *d, uint32_t kernel, uint32_t table)
{
    const struct ir_kernel *k = &p->run.p->kernel[kernel];
    for (uint32_t i = 0; i < k->lin.nrule; i++) {
        enum reach r = REACH_NONE;
        for (uint32_t t = k->lin.start[i]; t < k->lin.start[i + 1]; t++)
            r = most(r, bind_reach(p, k, &k->lin.in[k->lin.input[t]], table));
        d->reach[k->lin.rule[i]] = (uint8_t)r;
    }
}

/* Kernels stand in an order in which slots are made before they are read. */
static const struct dependents *dependents_of(struct probe *p, uint32_t table)
{
    struct dependents *d = &p->of[table];
    if (d->known)
        return d;
    d->known = true;
    d->reach = ARENA_ARRAY(p->arena, uint8_t, p->run.p->nrule + 1);
    memset(p->slot, 0, p->run.p->nslot);
    for (uint32_t i = 0; i < p->run.p->nkernel; i++) {
        if (p->run.p->kernel[i].shape == IR_NONE)
            lin_note(p, d, i, table);
        else
            shape_note(p, d, i, table);
    }
    return d;
}

/* ---- figures in other places ---- */

static void sums_clear(struct probe *p, uint32_t kernel)
{
    const struct ir_kernel *k = &p->run.p->kernel[kernel];
    const struct ir_shape *s = &p->run.p->shape[k->shape];
    for (uint32_t n = 0; n < k->ninst; n++)
        for (uint32_t i = 0; i < s->nout; i++)
            if (s->out[i].kind == OUT_SUM) {
                const struct ir_slot *slot = &p->run.p->slot[k->inst[n].out[i].index];
                memset(p->run.frame + slot->offset, 0, slot->width * sizeof *p->run.frame);
            }
}

static void kernels_again(struct probe *p, const struct dependents *d)
{
    for (uint32_t i = 0; i < d->nkernel; i++) {
        const struct ir_kernel *k = &p->run.p->kernel[d->kernel[i]];
        uint64_t lanes = data_lanes(p->run.data, (enum ir_domain)k->domain, k->table);
        sums_clear(p, d->kernel[i]);
        eval_kernel(&p->run, d->kernel[i]);
        p->work += (lanes + 1) * k->ninst * p->run.p->shape[k->shape].nop;
    }
}

static bool seen_before(const struct change *c, uint32_t i)
{
    for (uint32_t k = 0; k < i; k++)
        if (c[k].at.table == c[i].at.table)
            return true;
    return false;
}

void probe_make(struct probe *p, struct change *c, uint32_t n)
{
    memcpy(p->frame, p->run.frame, p->run.p->frame_words * sizeof *p->frame);
    for (uint32_t i = 0; i < n; i++)
        change_make(p->run.data, &c[i]);
    for (uint32_t i = 0; i < n; i++)
        if (!seen_before(c, i))
            kernels_again(p, dependents_of(p, c[i].at.table));
}

void probe_undo(struct probe *p, const struct change *c, uint32_t n)
{
    for (uint32_t i = n; i-- > 0;)
        change_undo(p->run.data, &c[i]);
    memcpy(p->run.frame, p->frame, p->run.p->frame_words * sizeof *p->frame);
}

/* ---- results ---- */

uint8_t probe_outcome(struct probe *p, uint32_t rule, uint64_t row, struct outcome *o)
{
    const struct ir_rule *r = &p->run.p->rule[rule];
    p->work += 4 + r->ncell;
    if (r->domain == DOMAIN_PARENTS)
        p->work += place_children(p->run.data, r->table, row);
    eval_outcome(&p->run, rule, row, o);
    if (o->verdict == VERDICT_NONE)
        return o->verdict;
    return eval_told(&p->run, rule, row, o->verdict);
}

static void lane_add(struct probe *p, uint32_t rule, uint64_t row, struct probe_lanes *out)
{
    struct outcome o;
    struct probe_lane l = { rule, row, probe_outcome(p, rule, row, &o) };
    if (l.before != VERDICT_NONE)
        ARENA_PUSH(p->arena, out->of, out->n, out->cap, l);
}

static void rows_add(struct probe *p, uint32_t rule, uint64_t row, struct probe_lanes *out)
{
    const struct ir_rule *r = &p->run.p->rule[rule];
    uint64_t parent = place_parent(p->run.data, r->table, row);
    bool all = r->domain == DOMAIN_ROWS;
    uint64_t first = parent < row ? parent : row, last = parent < row ? row : parent;
    if (first != DATA_NO_ROW && (all || place_children(p->run.data, r->table, first)))
        lane_add(p, rule, first, out);
    if (last != DATA_NO_ROW && (all || place_children(p->run.data, r->table, last)))
        lane_add(p, rule, last, out);
}

static void all_add(struct probe *p, uint32_t rule, struct probe_lanes *out)
{
    const struct ir_rule *r = &p->run.p->rule[rule];
    uint64_t n = data_lanes(p->run.data, (enum ir_domain)r->domain, r->table);
    const uint64_t *parents = r->domain == DOMAIN_PARENTS ? data_parents(p->run.data, r->table)
                                                          : NULL;
    for (uint64_t i = 0; i < n; i++)
        lane_add(p, rule, r->domain == DOMAIN_UNIT ? DATA_NO_ROW : parents ? parents[i] : i, out);
}

static void key_add(struct probe *p, uint32_t rule, uint32_t table, uint64_t row,
                    struct probe_lanes *out)
{
    uint32_t join = p->run.p->rule[rule].table;
    uint64_t key = place_key(p->run.data, join, table, row);
    p->work += data_keys(p->run.data, join);
    if (key != DATA_NO_ROW)
        lane_add(p, rule, key, out);
}

static bool has_lanes(const struct probe *p, const struct ir_rule *r)
{
    switch ((enum ir_domain)r->domain) {
    case DOMAIN_UNIT: case DOMAIN_COUNT: return true;
    case DOMAIN_ROWS: case DOMAIN_PARENTS: return data_usable(p->run.data, r->table);
    case DOMAIN_JOIN: return data_join_reason(p->run.data, r->table) == RS_NONE;
    }
    return false;
}

static int lane_order(const void *a, const void *b)
{
    const struct probe_lane *x = a, *y = b;
    if (x->rule != y->rule)
        return x->rule < y->rule ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

/* Rows share results. */
static void lanes_sort(struct probe_lanes *l)
{
    uint64_t n = 0;
    if (l->n)
        qsort(l->of, l->n, sizeof *l->of, lane_order);
    for (uint64_t i = 0; i < l->n; i++)
        if (!n || lane_order(&l->of[n - 1], &l->of[i]))
            l->of[n++] = l->of[i];
    l->n = n;
}

void probe_lanes_add(struct probe *p, uint32_t table, uint64_t row, struct probe_lanes *out)
{
    const struct dependents *d = dependents_of(p, table);
    for (uint32_t i = 0; i < p->run.p->nrule; i++) {
        const struct ir_rule *r = &p->run.p->rule[i];
        if (d->reach[i] == REACH_NONE || !findings_have_rule(p->out, i) || !has_lanes(p, r))
            continue;
        if (d->reach[i] == REACH_ALL)
            all_add(p, i, out);
        else if (r->domain == DOMAIN_JOIN)
            key_add(p, i, table, row, out);
        else
            rows_add(p, i, row, out);
    }
    p->work += p->run.p->nrule;
    lanes_sort(out);
}
