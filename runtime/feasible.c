/* The system of all linear results of a run that hold.
 * In: results as they are made. Out: which groups of them agree, which are in conflict, and why
 * the others were not decided.
 * Invariant: nothing is said of a group that was not proved; no group is left out silently. */
#include "feasible_part.h"

/* Results that are put together, and steps of narrowing a group, unless more are asked for. */
#define MAX_AUTO 20000u
#define MAX_FULL 200000u
#define GROUP_TERMS 100000u         /* of a group that is decided unasked */
#define WORK_AUTO 3000000u
#define WORK_FULL 300000000u
#define TERMS_AUTO 2000000u
#define TERMS_FULL 2000000000u
#define ASKS_AUTO 100u
#define ASKS_FULL 2000u
#define CONFLICTS_MOST 100u

/* ── noting ── */

/* Is the rule linear, and does it say something of true values? */
static bool is_wanted(const struct ir_rule *r)
{
    return r->severity == 0 && r->rel != IR_NE && r->rel != IR_REL_IS && !r->exactly;
}

static uint8_t *wanted_rules(struct arena *a, const struct ir_program *p)
{
    uint8_t *wanted = ARENA_ARRAY(a, uint8_t, (size_t)p->nrule + 1);

    for (uint32_t i = 0; i < p->nrule; i++)
        wanted[i] = p->rule[i].nterm > 0 && is_wanted(&p->rule[i]);
    for (uint32_t k = 0; k < p->nkernel; k++)
        for (uint32_t i = 0; p->kernel[k].shape == IR_NONE && i < p->kernel[k].lin.nrule; i++)
            wanted[p->kernel[k].lin.rule[i]] = is_wanted(&p->rule[p->kernel[k].lin.rule[i]]);
    return wanted;
}

struct feasible *feasible_new(struct arena *a, const struct findings *f,
                              const struct feasible_opts *o)
{
    struct feasible *x = ARENA_NEW(a, struct feasible);
    uint8_t *wanted;
    uint64_t n = 0;

    if (!o || o->mode == FEASIBLE_OFF)
        return NULL;
    *x = (struct feasible){ .opts = o, .end = &x->conflict };
    x->max = o->max_relations ? o->max_relations
        : o->mode == FEASIBLE_FULL ? MAX_FULL : MAX_AUTO;
    x->wanted = wanted = wanted_rules(a, f->prog);
    for (uint32_t i = 0; i < f->prog->nrule; i++) {
        wanted[i] = wanted[i] && findings_have_rule(f, i);
        if (wanted[i])
            n += data_lanes(f->data, (enum ir_domain)f->prog->rule[i].domain,
                            f->prog->rule[i].table);
    }
    x->too_many = n > x->max;
    if (x->too_many)
        x->wanted = NULL;
    x->relations = x->too_many ? n : 0;
    return n ? x : NULL;
}

void feasible_note(struct feasible *x, struct arena *a, uint32_t rule, uint64_t row,
                   unsigned verdict)
{
    struct feasible_note n = { .rule = rule, .row = row, .status = VERDICT_STATUS(verdict) };

    x->violated += n.status == ST_VIOLATED;
    if (n.status == ST_EXACT || n.status == ST_ROUNDING)
        ARENA_PUSH(a, x->note, x->nnote, x->capnote, n);
}

/* ── groups ── */

/* Do the printed values satisfy all? */
static bool holds_as_printed(const struct decider *d, const uint32_t *list, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (d->out->note[d->all->rel[list[i]].note].status != ST_EXACT)
            return false;
    return true;
}

/* The numbers of core, which are of list, as those of the whole system; list keeps the others. */
static uint32_t take_core(uint32_t *core, uint32_t ncore, uint32_t *list, uint32_t n)
{
    uint32_t rest = 0;

    for (uint32_t i = 0, k = 0; i < n; i++) {
        if (k < ncore && core[k] == i)
            core[k++] = list[i];
        else
            list[rest++] = list[i];
    }
    return rest;
}

/* Decides the relations of list. A conflict is taken out of it. */
static enum decision decide_once(struct decider *d, uint32_t *list, uint32_t *n)
{
    struct arena *a = &d->scratch.arena;
    const struct sys *s = sys_sub(a, d->all, list, *n);
    struct rat *factor = ARENA_ARRAY(a, struct rat, *n);
    uint32_t *core = ARENA_ARRAY(a, uint32_t, *n), ncore;
    enum decision e = decide(d, s, factor);
    bool minimal;

    if (e != DECIDED_CONFLICT)
        return e;
    ncore = core_of(d, s, factor, core, &minimal);
    *n = take_core(core, ncore, list, *n);
    if (conflict_add(d, core, ncore, factor, minimal))
        return e;
    d->why = UNDECIDED_WIDE;
    return DECIDED_NOT;
}

/* Decides a group; after a conflict, what is left of it again. */
static void decide_list(struct decider *d, uint32_t *list, uint32_t n)
{
    enum decision e = DECIDED_CONFLICT;
    uint32_t found = 0;

    while (e == DECIDED_CONFLICT && n && found < CONFLICTS_MOST) {
        e = decide_once(d, list, &n);
        found += e == DECIDED_CONFLICT;
        scratch_reset(&d->scratch);
    }
    d->out->conflicting += found > 0;
    d->out->agree += !found && e == DECIDED_AGREE;
    if (e == DECIDED_NOT)
        d->out->undecided[d->why]++;
    else if (e == DECIDED_CONFLICT && n)
        d->out->undecided[UNDECIDED_MANY]++;
}

static uint64_t terms_of(const struct sys *s, const uint32_t *list, uint32_t n)
{
    uint64_t terms = 0;

    for (uint32_t i = 0; i < n; i++)
        terms += s->rel[list[i]].n;
    return terms;
}

static void decide_group(void *ctx, const uint32_t *list, uint32_t n)
{
    struct decider *d = ctx;
    struct feasible *x = d->out;
    uint32_t *own;

    if (holds_as_printed(d, list, n))
        return;
    if (d->out->opts->mode == FEASIBLE_AUTO && terms_of(d->all, list, n) > GROUP_TERMS) {
        x->groups++;
        x->undecided[UNDECIDED_LARGE]++;
        return;
    }
    own = ARENA_ARRAY(d->run->arena, uint32_t, n);
    for (uint32_t i = 0; i < n; i++)
        own[i] = list[i];
    x->groups++;
    decide_list(d, own, n);
}

/* ── the whole ── */

static void gather_all(struct run *r, struct feasible *x, struct sys *s)
{
    struct gather g;

    gather_open(&g, r, s, false);
    for (uint64_t i = 0; i < x->nnote; i++)
        if (!gather_result(&g, &x->note[i], i))
            x->left_out++;
    x->relations = x->nnote - x->left_out;
    x->cells = s->ncell;
}

static bool any_by_rounding(const struct feasible *x)
{
    for (uint64_t i = 0; i < x->nnote; i++)
        if (x->note[i].status == ST_ROUNDING)
            return true;
    return false;
}

void feasible_decide(struct run *r, struct feasible *x)
{
    struct sys s = { .arena = r->arena };
    struct decider d = { .run = r, .out = x, .all = &s };

    x->relations = x->too_many ? x->relations : x->nnote;
    if (x->too_many || !any_by_rounding(x))
        return;
    d.work = x->opts->mode == FEASIBLE_FULL ? WORK_FULL : WORK_AUTO;
    d.terms = x->opts->mode == FEASIBLE_FULL ? TERMS_FULL : TERMS_AUTO;
    d.asks = x->opts->mode == FEASIBLE_FULL ? ASKS_FULL : ASKS_AUTO;
    gather_all(r, x, &s);
    scratch_open(&d.scratch, r->arena);
    sys_groups(r->arena, &s, decide_group, &d);
    scratch_close(&d.scratch);
}

uint64_t feasible_undecided(const struct feasible *x)
{
    uint64_t n = 0;

    for (unsigned i = 0; i < UNDECIDED_COUNT; i++)
        n += x->undecided[i];
    return n;
}
