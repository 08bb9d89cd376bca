/* Trying a draft.
 * In: a text and a data folder. Out: what a check of it would count.
 * Invariant: it has an arena of its own, within what the session has left, and leaves nothing. */
#include "trial.h"

static const char *first_error(struct session *s, const struct diags *d)
{
    enum lang lang = s->opt.render.lang;
    const struct diag *e = d->first;
    struct strbuf b;

    while (e && diag_severity(e->code) != SEV_ERROR)
        e = e->next;
    if (!e)
        return NULL;
    strbuf_init(&b, &s->arena);
    if (e->place.file && e->place.line)
        strbuf_addf(&b, "%s:%llu: ", e->place.file, (unsigned long long)e->place.line);
    diag_sentence(&b, e, lang, SIZE_MAX);
    return b.p;
}

static struct trial trial_data(struct unit *u, int dir, const char *dir_name,
                               const struct data_limits *lim)
{
    struct eval_opts o = { .set = RESULTS_SUMMARY };
    struct trial r = { .compiles = true };
    struct data_set *data = data_load(u->arena, u->ir, dir, dir_name, lim, u->diags);
    struct findings *f = eval_run(u->arena, u->ir, data, interp_engine(u->arena, u->ir), &o);

    for (unsigned sev = 0; sev < 3; sev++) {
        r.exact += f->count[sev][ST_EXACT];
        r.rounding += f->count[sev][ST_ROUNDING];
        r.violated += f->count[sev][ST_VIOLATED];
        r.unknown += f->count[sev][ST_UNKNOWN];
    }
    for (const struct diag *d = u->diags->first; d; d = d->next)
        r.no_total = r.no_total || d->code == DIAG_NO_TOTAL;
    r.errors = u->diags->errors;
    data_close(data);
    return r;
}

struct trial trial_run(struct session *s, int dir, const char *dir_name, const char *text,
                       size_t len)
{
    size_t left = s->arena.limit > s->arena.used ? s->arena.limit - s->arena.used : 1;
    struct front_opts o = { .root_dirfd = -1 };
    struct data_limits lim = { .max_rows = s->opt.max_rows, .one_file = true,
                               .workbook = book_open,
                               .max_file_bytes = s->opt.max_data_bytes };
    struct trial r = { .compiles = false };
    struct arena own;
    struct unit u;

    arena_init(&own, left, s->arena.oom, s->arena.oom_ctx);
    compile_init(&u, &own);
    compile_stdlib(&o, &own);
    if (compile_text(&u, "draft", text, len, &o))
        r = trial_data(&u, dir, dir_name, &lim);
    else
        r.errors = u.diags->errors;
    r.why = first_error(s, u.diags);
    arena_free(&own);
    return r;
}
