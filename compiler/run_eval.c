/* fisc eval --stream.
 * In: rules, and records of JSON on standard input, a budget on each line. Out: a line for each on
 * standard output, in their order.
 * Invariant: what is wrong with a record is its line, and the next one is read. A line goes out
 * whole, before more input is waited for. One record at a time is in memory. */
#include "run_eval.h"
#include "compiled.h"
#include "run.h"
#include "../runtime/budget.h"
#include "../runtime/line_reader.h"
#include "../runtime/record.h"
#include "../runtime/say.h"
#include <errno.h>
#include <string.h>
#include <unistd.h>

#define RECORD_BYTES (UINT64_C(256) << 20)

struct stream {
    struct session *s;
    fisc_limits limits;
    fisc_rules *rules;
    fisc_context *context;
    struct line_reader in;
    struct record_text line;        /* that is written */
    uint64_t records;               /* so far, those of other shards too */
    bool has_prior;                 /* the rules ask for last year's figures, or it was said that
                                     * they do not */
};

/* ---- rules ---- */

/* Rules are told of as they are by other subcommands, and then interpreted. */
static enum exit_status open_rules(struct stream *x)
{
    struct session *s = x->s;
    enum exit_status e = session_compile(s, STOP_NEVER);
    struct ir_image image;
    x->rules = s->opened;
    if (e || x->rules)
        return e;
    image = ir_image_write(&s->arena, s->unit.ir);
    if (fisc_rules_image(image.bytes, image.len, NULL, &x->limits, &s->opened) != FISC_OK)
        arena_fail(&s->arena);      /* for what it is it can only lack memory */
    x->rules = s->opened;
    return EXIT_HOLDS;
}

static enum exit_status prepare(struct stream *x)
{
    struct session *s = x->s;
    fisc_table t;
    enum exit_status e;
    x->limits = compiled_limits(s);
    e = open_rules(x);
    if (e)
        return e;
    if (fisc_context_new(x->rules, NULL, &x->limits, &x->context) != FISC_OK)
        arena_fail(&s->arena);
    fisc_set_day(x->context, session_day(s));
    fisc_set_kept(x->context, (fisc_kept)s->opt.results);
    for (uint32_t i = 0; fisc_table_get(x->rules, i, &t) == FISC_OK; i++)
        x->has_prior = x->has_prior || t.origin == FISC_PRIOR;
    return EXIT_HOLDS;
}

/* ---- a record ---- */

/* The same on standard error, when all is read. */
static void tell(struct stream *x, const struct diag *d)
{
    const char *const *arg = d->arg;
    diag_add_data(x->s->unit.diags, d->code, d->place, arg[0], arg[1], arg[2], arg[3], arg[4],
                  arg[5], NULL);
}

static enum exit_status write_line(struct stream *x)
{
    return session_write(x->s, STDOUT_FILENO, x->line.p, x->line.len) ? EXIT_HOLDS : EXIT_IO;
}

static struct record_head head_of(const struct stream *x, const struct budget *b)
{
    return (struct record_head){ x->records, x->in.number, b->id, b->id_number };
}

static enum exit_status refuse(struct stream *x, struct budget *b)
{
    struct record_head h = head_of(x, b);
    tell(x, b->fault);
    if (!record_fault_json(&b->arena, &h, b->fault, b->byte, x->s->opt.render.lang, &x->line))
        return EXIT_LIMIT;
    return run_worst(write_line(x), session_fault_of(&b->diags));
}

static enum exit_status verdict(const struct stream *x)
{
    enum exit_status e = session_fault_of(record_said(x->context));
    for (unsigned severity = 0; severity <= x->s->opt.fail_on; severity++)
        if (fisc_count(x->context, (fisc_severity)severity, FISC_VIOLATED))
            e = run_worst(e, EXIT_VIOLATED);
    return e;
}

/* Evaluates what was read, and makes its line. */
static fisc_status evaluate(struct stream *x, const struct budget *b)
{
    struct record_head h = head_of(x, b);
    fisc_status e = budget_bind(b, x->context), made;
    if (e == FISC_OK)
        e = fisc_run(x->context);
    if (e != FISC_OK && e != FISC_DISAGREES)
        return e;
    made = record_json(x->context, &h, x->s->opt.render.lang, &x->line);
    return made == FISC_OK ? e : made;
}

/* Memory is all that can fail: what is bound was looked at when it was read. */
static enum exit_status answer(struct stream *x, struct budget *b)
{
    fisc_status e = evaluate(x, b);
    enum exit_status status;
    if (e != FISC_OK && e != FISC_DISAGREES) {
        fisc_context_reset(x->context);
        budget_no_memory(b);
        return refuse(x, b);
    }
    status = run_worst(verdict(x), write_line(x));
    return e == FISC_OK ? status : EXIT_INTERNAL;
}

static void say_no_prior(struct stream *x, const struct budget *b)
{
    for (uint32_t i = 0; i < b->nsheet && !x->has_prior; i++) {
        if (!b->sheet[i].prior)
            continue;
        diag_add(x->s->unit.diags, DIAG_PRIOR_UNUSED, NO_SPAN, "prior", NULL);
        x->has_prior = true;
    }
}

static void read_record(struct stream *x, struct budget *b, enum line_kind kind, const char *line,
                        size_t len)
{
    b->max_rows = x->s->opt.max_rows;
    b->place = (struct data_place){ "stdin", x->in.number, 0, "", "" };
    if (kind == LINE_TEXT)
        budget_read_json(b, line, len);
    else
        b->fault = diag_add_data(&b->diags, x->in.most < x->s->arena.limit ? DIAG_RECORD_TOO_BIG
                                                                          : DIAG_MEMORY_LIMIT,
                                 b->place, arena_printf(&b->arena, "%zu", x->in.most), NULL);
}

static enum exit_status one_record(struct stream *x, enum line_kind kind, const char *line,
                                   size_t len)
{
    struct budget b;
    enum exit_status e;
    budget_init(&b, x->rules, &x->s->arena);
    read_record(x, &b, kind, line, len);
    say_no_prior(x, &b);
    e = b.fault ? refuse(x, &b) : answer(x, &b);
    fisc_context_reset(x->context);     /* it has texts of the budget */
    budget_free(&b);
    return e;
}

/* ---- all ---- */

static bool is_mine(const struct stream *x)
{
    const struct shard *part = &x->s->opt.shard;
    return !part->of || x->records % part->of == part->i % part->of;
}

static enum exit_status ended(struct stream *x, enum line_kind kind)
{
    int error = errno;
    if (kind == LINE_FAILED) {
        diag_add(x->s->unit.diags, DIAG_INPUT_FAILED, NO_SPAN, say_os_error(error, LANG_ZH),
                 say_os_error(error, LANG_EN), NULL);
        return error == ENOMEM ? EXIT_LIMIT : EXIT_IO;
    }
    if (x->records)
        return EXIT_HOLDS;
    diag_add(x->s->unit.diags, DIAG_NO_RECORDS, NO_SPAN, NULL);
    return EXIT_DATA;
}

static enum exit_status all_records(struct stream *x)
{
    enum exit_status worst = EXIT_HOLDS;
    enum line_kind kind;
    const char *line;
    size_t len;
    while (!x->s->output_failed) {
        kind = line_reader_next(&x->in, &line, &len);
        if (kind == LINE_END || kind == LINE_FAILED)
            return run_worst(worst, ended(x, kind));
        x->records++;
        if (is_mine(x))
            worst = run_worst(worst, one_record(x, kind, line, len));
    }
    return worst;
}

enum exit_status stream_run(struct session *s)
{
    struct stream x = { .s = s, .line.most = s->arena.limit };
    uint64_t most = s->opt.max_data_bytes ? s->opt.max_data_bytes : RECORD_BYTES;
    enum exit_status e;
    line_reader_init(&x.in, STDIN_FILENO, most < s->arena.limit ? (size_t)most : s->arena.limit);
    e = prepare(&x);
    session_diagnostics(s);
    diags_init(s->unit.diags, &s->arena);
    if (!e)
        e = all_records(&x);
    line_reader_free(&x.in);
    record_text_free(&x.line);
    fisc_context_free(x.context);
    session_diagnostics(s);
    return e;
}
