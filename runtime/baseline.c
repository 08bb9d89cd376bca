/* Compares results with those of an earlier run.
 * In: the items of a baseline, verdicts and findings of this run. Out: the fate of each item; which
 * violated findings are known.
 * Invariant: an item makes one finding known at most, so that a second one of the same figures is
 * new. */
#include "baseline.h"
#include "evidence.h"
#include "feasible.h"
#include "scratch.h"
#include <string.h>

/* ---- texts that tell results apart ---- */

enum { MARK = 0x1f };               /* in no text: it would be escaped in JSON */

static void part_add(struct strbuf *out, const char *text)
{
    strbuf_adds(out, text ? text : "");
    strbuf_addc(out, MARK);
}

void baseline_place(struct strbuf *out, const struct baseline_texts *t)
{
    part_add(out, t->rule);
    part_add(out, t->kind);
    part_add(out, t->key ? "key" : "");
    part_add(out, t->key);
}

void baseline_figures(struct strbuf *out, const struct baseline_texts *t)
{
    part_add(out, t->unit);
    part_add(out, t->difference);
}

void baseline_cell(struct strbuf *out, const char *text)
{
    part_add(out, text);
}

/* A text as JSON has it. */
static const char *as_json(struct arena *a, const char *s)
{
    size_t bad;
    if (!s || str_utf8_ok(s, strlen(s), &bad))
        return s;
    struct strbuf out;
    strbuf_init(&out, a);
    diag_escape(&out, s, strlen(s));
    return out.p;
}

static sym find(const struct baseline *b, const struct strbuf *text)
{
    return sym_find(b->syms, text->p, text->len);
}

/* ---- a run ---- */

static bool of_rule(const struct baseline *b, const char *rule)
{
    struct strbuf name;
    strbuf_init(&name, &b->scratch->arena);
    part_add(&name, rule);
    return find(b, &name) != 0;
}

void baseline_open(struct baseline *b, const struct findings *f)
{
    if (!b)
        return;
    uint8_t *watched = ARENA_ARRAY(b->arena, uint8_t, (size_t)f->prog->nrule + 1);
    b->f = f;
    b->scratch = ARENA_NEW(b->arena, struct scratch);
    scratch_open(b->scratch, b->arena);
    for (uint32_t i = 0; i < f->prog->nrule; i++) {
        watched[i] = of_rule(b, as_json(&b->scratch->arena,
                                        f->prog->string[f->prog->rule[i].name]));
        scratch_reset(b->scratch);
    }
    b->watched = watched;
}

static enum baseline_fate fate_of(enum ir_status status)
{
    switch (status) {
    case ST_EXACT: case ST_ROUNDING: return FATE_MENDED;
    case ST_NOT_APPLICABLE: case ST_UNKNOWN: return FATE_UNDECIDED;
    case ST_WAIVED: return FATE_WAIVED;
    case ST_VIOLATED: case ST_KNOWN: return FATE_CHANGED;
    case ST_COUNT: break;
    }
    return FATE_GONE;
}

static void place_see(struct baseline *b, sym place, enum baseline_fate fate)
{
    for (uint32_t i = place && place < b->nfirst ? b->first[place] : 0; i; i = b->item[i - 1].next)
        b->item[i - 1].fate = fate;
}

void baseline_see(struct baseline *b, uint32_t rule, uint64_t row, enum ir_status status)
{
    struct arena *a = &b->scratch->arena;
    const struct ir_rule *r = &b->f->prog->rule[rule];
    struct baseline_texts t = { .rule = as_json(a, b->f->prog->string[r->name]),
                                .kind = evidence_kind((enum ir_rule_kind)r->kind),
                                .key = as_json(a, evidence_key(b->f, a, r, row).text) };
    struct strbuf place;
    strbuf_init(&place, a);
    baseline_place(&place, &t);
    place_see(b, find(b, &place), fate_of(status));
    scratch_reset(b->scratch);
}

/* ---- findings ---- */

/* What a violated finding is, in the baseline's symbols; 0: nothing there is it. */
struct known { sym place, same; };

static struct known known_find(struct baseline *b, const struct finding *x)
{
    struct arena *a = &b->scratch->arena;
    struct evidence e;
    struct strbuf text;
    evidence_gather(&e, a, b->f, x, BASELINE_CELLS);
    struct baseline_texts t = { as_json(a, e.name), e.kind, as_json(a, e.key), as_json(a, e.unit),
                                x->difference };
    strbuf_init(&text, a);
    baseline_place(&text, &t);
    struct known k = { .place = find(b, &text) };
    baseline_figures(&text, &t);
    for (uint32_t i = 0; !t.difference && i < e.ncell; i++)
        baseline_cell(&text, as_json(a, e.cell[i].at.text));
    k.same = find(b, &text);
    scratch_reset(b->scratch);
    return k;
}

/* An item of a place that no finding has taken; same 0: whatever its figures. */
static struct baseline_item *item_free(struct baseline *b, struct known k, bool *taken)
{
    for (uint32_t i = k.place && k.place < b->nfirst ? b->first[k.place] : 0; i;
         i = b->item[i - 1].next)
        if (!taken[i - 1] && (!k.same || b->item[i - 1].same == k.same)) {
            taken[i - 1] = true;
            return &b->item[i - 1];
        }
    return NULL;
}

static void take_known(struct baseline *b, struct findings *f, struct finding *x, bool *taken)
{
    struct known k = known_find(b, x);
    struct baseline_item *of = k.same ? item_free(b, k, taken) : NULL;
    if (!of)
        return;
    of->fate = FATE_KNOWN;
    x->status = ST_KNOWN;
    f->count[x->severity][ST_VIOLATED]--;
    f->count[x->severity][ST_KNOWN]++;
}

static void take_changed(struct baseline *b, struct finding *x, bool *taken)
{
    struct known k = known_find(b, x);
    k.same = 0;
    struct baseline_item *of = item_free(b, k, taken);
    if (!of)
        return;
    of->fate = x->status == ST_WAIVED ? FATE_WAIVED : FATE_CHANGED;
    x->before = of;
}

/* The finding of a table's shape that an item was is none now: mended, if the table can be read. */
static enum baseline_fate shape_fate(const struct baseline *b, const struct baseline_item *of)
{
    const struct ir_program *p = b->f->prog;
    for (uint32_t t = 0; t < p->ntable; t++) {
        const char *name = p->string[p->table[t].name];
        size_t len = strlen(name);
        if (!strncmp(of->rule, name, len) && of->rule[len] == '.')
            return data_usable(b->f->data, t) ? FATE_MENDED : FATE_UNDECIDED;
    }
    return FATE_GONE;
}

/* Of an item that no rule's verdict and no finding was about. */
static enum baseline_fate unseen_fate(const struct baseline *b, const struct baseline_item *of)
{
    const struct feasible *all = b->f->feasible;
    if (evidence_kind_is_shape(of->kind))
        return shape_fate(b, of);
    if (strcmp(of->kind, EVIDENCE_KIND_SYSTEM))
        return FATE_GONE;
    return all && !all->too_many ? FATE_MENDED : FATE_UNDECIDED;
}

void baseline_settle(struct baseline *b, struct findings *f)
{
    if (!b)
        return;
    bool *taken = ARENA_ARRAY(b->arena, bool, (size_t)b->n + 1);
    for (uint64_t i = 0; i < f->n; i++)
        if (f->find[i].status == ST_VIOLATED)
            take_known(b, f, &f->find[i], taken);
    for (uint64_t i = 0; i < f->n; i++)
        if (f->find[i].status == ST_VIOLATED || f->find[i].status == ST_WAIVED)
            take_changed(b, &f->find[i], taken);
    for (uint32_t i = 0; i < b->n; i++)
        if (!taken[i] && b->item[i].fate == FATE_GONE)
            b->item[i].fate = unseen_fate(b, &b->item[i]);
    scratch_close(b->scratch);
    f->baseline = b;
}
