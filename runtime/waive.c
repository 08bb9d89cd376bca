/* Accepts violated results.
 * In: the waivers of a program, a day, results one by one. Out: the waiver of each, what became of
 * the waivers.
 * Invariant: a waiver is about the results of its name, those with its key if it has one; keys are
 * compared in match form, whole or by their codes alone. Memory does not grow with the number of
 * results. */
#include "waive.h"
#include "evidence.h"
#include "scratch.h"
#include <string.h>

struct waivers {
    const struct ir_program *p;
    const struct findings *f;
    uint32_t today;
    struct waiver_use *use;
    uint32_t *first;                /* by rule: 1 + the first waiver of its name, 0: none */
    uint32_t *next;                 /* by waiver: likewise the next one of that name */
    const char **form;              /* by waiver: the key's match form; NULL: any key */
    struct scratch scratch;         /* of the result at hand */
};

/* The first waiver of each name, by symbol; those of one name are chained as written. */
static uint32_t *by_name(struct waivers *w, struct arena *a)
{
    uint32_t *head = ARENA_ARRAY(a, uint32_t, w->p->nstring);
    for (uint32_t i = w->p->nwaiver; i-- > 0;) {
        sym name = w->p->waiver[i].rule;
        w->next[i] = head[name];
        head[name] = i + 1;
    }
    return head;
}

struct waivers *waivers_open(struct arena *a, const struct findings *f, const struct eval_opts *o)
{
    const struct ir_program *p = f->prog;
    if (!p->nwaiver)
        return NULL;
    struct waivers *w = ARENA_NEW(a, struct waivers);
    *w = (struct waivers){ .p = p, .f = f, .today = o->today, .use = o->use };
    if (!w->use)
        w->use = ARENA_ARRAY(a, struct waiver_use, p->nwaiver);
    w->next = ARENA_ARRAY(a, uint32_t, p->nwaiver);
    w->form = ARENA_ARRAY(a, const char *, p->nwaiver);
    for (uint32_t i = 0; i < p->nwaiver; i++) {
        const char *key = p->string[p->waiver[i].key];
        w->form[i] = p->waiver[i].key ? str_form(a, key, strlen(key)) : NULL;
    }
    uint32_t *head = by_name(w, a);
    w->first = ARENA_ARRAY(a, uint32_t, p->nrule);
    for (uint32_t i = 0; i < p->nrule; i++)
        w->first[i] = head[p->rule[i].name];
    scratch_open(&w->scratch, a);
    return w;
}

/* ---- keys ---- */

static bool key_is(struct waivers *w, uint32_t i, struct result_key key)
{
    return !w->form[i] || evidence_key_is(&w->scratch.arena, key, w->form[i]);
}

/* of two that are about a result */
static uint32_t later(const struct waivers *w, uint32_t x, uint32_t y)
{
    return x && w->p->waiver[x - 1].until >= w->p->waiver[y - 1].until ? x : y;
}

uint32_t waivers_of_rule(struct waivers *w, uint32_t rule, uint64_t row)
{
    if (!w || !w->first[rule])
        return 0;
    struct result_key key = evidence_key(w->f, &w->scratch.arena, &w->p->rule[rule], row);
    uint32_t found = 0;
    for (uint32_t i = w->first[rule]; i; i = w->next[i - 1])
        if (key_is(w, i - 1, key)) {
            w->use[i - 1].used = true;
            found = later(w, found, i);
        }
    scratch_reset(&w->scratch);
    return found;
}

uint32_t waivers_of_other(struct waivers *w, const struct finding *x)
{
    struct evidence e;
    uint32_t found = 0;
    if (!w)
        return 0;
    evidence_gather(&e, &w->scratch.arena, w->f, x, 1);
    struct result_key key = evidence_shape_key(&e, &w->scratch.arena);
    for (uint32_t i = 1; i <= w->p->nwaiver; i++)
        if (!strcmp(w->p->string[w->p->waiver[i - 1].rule], e.name) && key_is(w, i - 1, key)) {
            w->use[i - 1].used = true;
            found = later(w, found, i);
        }
    scratch_reset(&w->scratch);
    return found;
}

enum ir_status waivers_status(const struct waivers *w, uint32_t waiver, enum ir_status status)
{
    return waiver && w->today <= w->p->waiver[waiver - 1].until ? ST_WAIVED : status;
}

/* ---- waivers of no use ---- */

static bool row_is(struct waivers *w, uint32_t i, const struct ir_rule *r, uint64_t row)
{
    bool is = key_is(w, i, evidence_key(w->f, &w->scratch.arena, r, row));
    scratch_reset(&w->scratch);
    return is;
}

static bool rule_meets(struct waivers *w, uint32_t i, const struct ir_rule *r)
{
    enum ir_domain domain = (enum ir_domain)r->domain;
    uint64_t n = domain == DOMAIN_UNIT ? 0 : data_lanes(w->f->data, domain, r->table);
    const uint64_t *rows = domain == DOMAIN_PARENTS ? data_parents(w->f->data, r->table) : NULL;
    for (uint64_t lane = 0; lane < n; lane++)
        if (row_is(w, i, r, rows ? rows[lane] : lane))
            return true;
    return false;
}

/* TABLE.rows, TABLE.column: only rows of the table can have the key. */
static bool table_meets(struct waivers *w, uint32_t i, uint32_t table)
{
    const char *name = w->p->string[w->p->table[table].name];
    const char *wanted = w->p->string[w->p->waiver[i].rule];
    struct ir_rule any = { .domain = DOMAIN_ROWS, .table = table };
    size_t len = strlen(name);
    return !strncmp(name, wanted, len) && wanted[len] == '.' && rule_meets(w, i, &any);
}

static bool is_met(struct waivers *w, uint32_t i)
{
    bool of_rule = false;
    for (uint32_t k = 0; k < w->p->nrule; k++) {
        if (w->p->rule[k].name != w->p->waiver[i].rule)
            continue;
        of_rule = true;
        if (rule_meets(w, i, &w->p->rule[k]))
            return true;
    }
    for (uint32_t t = 0; !of_rule && t < w->p->ntable; t++)
        if (table_meets(w, i, t))
            return true;
    return false;
}

void waivers_close(struct waivers *w)
{
    if (!w)
        return;
    for (uint32_t i = 0; i < w->p->nwaiver; i++)
        if (w->form[i] && !w->use[i].used && !w->use[i].met)
            w->use[i].met = is_met(w, i);
    scratch_close(&w->scratch);
}
