/* fisc lint.
 * In: rules, and with --data a data folder. Out: findings on standard output, diagnostics of the
 * data on standard error. 1 if a finding is a warning. */
#include "lint.h"
#include "audit.h"
#include "audit_data.h"
#include "run.h"
#include <unistd.h>

#define LINT_SHOWN 500u             /* findings; the others are counted */

static bool print_text(struct session *s, const struct diags *found)
{
    struct render_opts o = s->opt.render;
    struct strbuf out;

    strbuf_init(&out, &s->arena);
    diags_render(&out, s->unit.srcs, found, &o);
    strbuf_adds(&out, found->first ? "\n" : "");
    strbuf_addf(&out, o.lang == LANG_ZH ? "警告 %u，提示 %u\n" : "warnings: %u, notes: %u\n",
                found->warnings, found->notes);
    return session_write(s, STDOUT_FILENO, out.p, out.len);
}

static bool print_json(struct session *s, const struct diags *found)
{
    struct report_out out = run_output(s);
    struct json_opts o = run_json_opts(s);

    o.diags = found;
    return report_lint_json(&out, &o);
}

/* Findings stay apart from what is wrong with the data. */
static enum exit_status look_at_data(struct session *s, struct diags *found)
{
    struct eval_opts o = { .set = RESULTS_SUMMARY, .coverage = true };
    enum exit_status e;
    struct findings *f;

    s->unit.diags = ARENA_NEW(&s->arena, struct diags);
    diags_init(s->unit.diags, &s->arena);
    s->opt.coverage = true;
    e = session_load(s);
    if (e)
        return e;
    f = eval_run(&s->arena, s->unit.ir, s->data, interp_engine(&s->arena, s->unit.ir), &o);
    e = session_fault(s);
    session_diagnostics(s);
    s->unit.diags = found;
    audit_data(&s->unit, f);
    return e;
}

enum exit_status lint_run(struct session *s)
{
    enum exit_status e = session_compile(s, STOP_NEVER);
    struct diags *found = s->unit.diags;

    if (e) {
        session_diagnostics(s);
        run_fault_json(s);
        return s->output_failed ? EXIT_IO : e;
    }
    found->limit = LINT_SHOWN;
    audit_names(&s->unit);
    audit_rules(&s->unit);
    audit_conditions(&s->unit);
    if (s->opt.data)
        e = look_at_data(s, found);
    if (s->unit.diags != found)
        session_diagnostics(s);
    if (!(s->opt.json ? print_json(s, found) : print_text(s, found)))
        return EXIT_IO;
    return e ? e : found->warnings ? EXIT_VIOLATED : EXIT_HOLDS;
}
