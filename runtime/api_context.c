/* Contexts of fisc.h: one budget from its figures to its findings.
 * In: rules, texts and columns by table. Out: findings, messages.
 * Invariant: what is bound is only noted; fisc_run reads all of it, in the order of the rules, so
 * that the order of binding says nothing. */
#include "api.h"
#include "artifact.h"
#include "day.h"
#include "feasible.h"
#include <string.h>

/* ---- life ---- */

static void beat(void *ctx)
{
    fisc_context *c = ctx;
    const fisc_host *host = &c->room.host;
    if (!host->cancelled || !host->cancelled(host->ctx))
        return;
    c->room.cancelled = true;
    arena_fail(&c->room.arena);
}

fisc_status fisc_context_new(const fisc_rules *r, const fisc_host *host, const fisc_limits *limits,
                             fisc_context **out)
{
    struct api_room room;
    fisc_context *c;
    if (!out)
        return FISC_BAD_ARGUMENT;
    *out = NULL;
    if (!r || !api_room_init(&room, host, limits))
        return FISC_BAD_ARGUMENT;
    c = api_take(&room.host, sizeof *c);
    if (!c)
        return FISC_NO_MEMORY;
    c->room = room;
    c->rules = r;
    api_room_clear(&c->room);
    c->pulse = (struct pulse){ beat, c };
    c->fault[FISC_ZH] = c->fault[FISC_EN] = "";
    *out = c;
    return FISC_OK;
}

static void forget(fisc_context *c)
{
    if (c->scratched && c->room.why == FISC_OK)     /* else it was closed as memory ran out */
        scratch_close(&c->scratch);
    c->scratched = c->gathered = false;
    c->diags = NULL;
    c->given = NULL;
    c->found = NULL;
    c->notices = NULL;
    api_held_release(c, NULL);
    c->fault[FISC_ZH] = c->fault[FISC_EN] = "";
}

void fisc_context_free(fisc_context *c)
{
    fisc_host host;
    if (!c)
        return;
    forget(c);
    host = c->room.host;
    arena_free(&c->room.arena);
    api_give(&host, c);
}

fisc_status fisc_context_reset(fisc_context *c)
{
    if (!c)
        return FISC_BAD_ARGUMENT;
    if (!api_enter(&c->room))
        return FISC_BAD_ORDER;
    forget(c);
    api_room_clear(&c->room);
    api_leave(&c->room);
    return FISC_OK;
}

struct setting { fisc_context *c; uint32_t day; fisc_kept kept; int joint; };

/* May what runs do be said? It is for the next one. */
static fisc_status may_set(fisc_context *c)
{
    c->fault[FISC_ZH] = c->fault[FISC_EN] = "";
    return c->found ? api_fault(c, FISC_BAD_ORDER, SAY_BOUND_LATE, "", "", "") : FISC_OK;
}

static fisc_status set_day(void *arg)
{
    const struct setting *x = arg;
    fisc_status s = may_set(x->c);
    if (s != FISC_OK)
        return s;
    if (x->day && !day_is(x->day))
        return api_fault(x->c, FISC_BAD_ARGUMENT, SAY_NO_DAY,
                         arena_printf(&x->c->room.arena, "%u", x->day), "", "");
    x->c->today = x->day;
    return FISC_OK;
}

fisc_status fisc_set_day(fisc_context *c, uint32_t day)
{
    struct setting x = { .c = c, .day = day };
    return c ? api_run(&c->room, set_day, &x) : FISC_BAD_ARGUMENT;
}

_Static_assert((int)FISC_KEEP_AUTO == RESULTS_AUTO && (int)FISC_KEEP_ALL == RESULTS_ALL
                   && (int)FISC_KEEP_FAILING == RESULTS_FAILING
                   && (int)FISC_KEEP_NONE == RESULTS_SUMMARY, "the one is the other");

static fisc_status set_kept(void *arg)
{
    const struct setting *x = arg;
    fisc_status s = may_set(x->c);
    if (s == FISC_OK)
        x->c->set = (enum result_set)x->kept;
    return s;
}

fisc_status fisc_set_kept(fisc_context *c, fisc_kept kept)
{
    struct setting x = { .c = c, .kept = kept };
    bool known = (unsigned)kept <= FISC_KEEP_NONE;
    return c && known ? api_run(&c->room, set_kept, &x) : FISC_BAD_ARGUMENT;
}

static fisc_status set_joint(void *arg)
{
    const struct setting *x = arg;
    fisc_status s = may_set(x->c);
    if (s == FISC_OK)
        x->c->alone = !x->joint;
    return s;
}

fisc_status fisc_set_joint(fisc_context *c, int asked)
{
    struct setting x = { .c = c, .joint = asked };
    return c ? api_run(&c->room, set_joint, &x) : FISC_BAD_ARGUMENT;
}

void api_begin(fisc_context *c)
{
    struct arena *a = &c->room.arena;
    if (c->diags)
        return;
    c->given = ARENA_ARRAY(a, struct data_given, (size_t)c->rules->prog->ntable + 1);
    struct diags *d = ARENA_NEW(a, struct diags);
    diags_init(d, a);
    c->diags = d;
}

struct arena *api_scratch(fisc_context *c)
{
    c->gathered = false;
    if (c->scratched)
        scratch_reset(&c->scratch);
    else
        scratch_open(&c->scratch, &c->room.arena);
    c->scratched = true;
    return &c->scratch.arena;
}

const char *fisc_fault(const fisc_context *c, fisc_lang lang)
{
    const char *text;
    if (!api_enter_reader(c))
        return "";
    text = c->fault[lang == FISC_EN];
    api_leave_reader(c);
    return text;
}

/* ---- running ---- */

static struct data_set *load(fisc_context *c)
{
    struct data_limits lim = { .max_rows = c->room.limits.rows,
                               .max_columns = c->room.limits.columns,
                               .max_row_bytes = c->room.limits.row_bytes,
                               .given = c->given, .pulse = &c->pulse };
    struct data_set *data = data_load(&c->room.arena, c->rules->prog, -1, "", &lim, c->diags);
    data_load_prior(data, -1, "", &lim);
    data_join(data);
    return data;
}

static void tell_all(fisc_context *c)
{
    struct arena *a;
    if (!c->room.host.log || !c->diags->first)
        return;
    a = api_scratch(c);
    for (const struct diag *d = c->diags->first; d; d = d->next) {
        fisc_message m = api_message(a, d);
        c->room.host.log(c->room.host.ctx, &m);
    }
}

static struct engine *engine_of(struct arena *a, const fisc_rules *r)
{
    struct engine *e;
    if (!r->artifact)
        return interp_engine(a, r->prog);
    e = ARENA_NEW(a, struct engine);
    artifact_engine(e, a, r->prog, r->artifact);
    return e;
}

static fisc_status run(void *arg)
{
    fisc_context *c = arg;
    struct arena *a = &c->room.arena;
    if (c->found)
        return FISC_BAD_ORDER;
    c->fault[FISC_ZH] = c->fault[FISC_EN] = "";
    struct feasible_opts *joint = ARENA_NEW(a, struct feasible_opts);   /* findings point to it */
    struct eval_opts o = { .today = c->today, .max_results = c->room.limits.results,
                           .feasible = joint, .unexplained = true, .pulse = &c->pulse };
    o.set = c->set;
    *joint = (struct feasible_opts){ .mode = c->alone ? FEASIBLE_OFF : FEASIBLE_AUTO,
                                     .lang = LANG_EN };
    api_begin(c);
    struct findings *f = eval_run(a, c->rules->prog, load(c), engine_of(a, c->rules), &o);
    if (f->disagreement)
        diag_add(c->diags, DIAG_ENGINES_DISAGREE, NO_SPAN, f->disagreement, NULL);
    tell_all(c);
    c->found = f;
    return f->disagreement ? FISC_DISAGREES : FISC_OK;
}

fisc_status fisc_run(fisc_context *c)
{
    return c ? api_run(&c->room, run, c) : FISC_BAD_ARGUMENT;
}
