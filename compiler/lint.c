/* fisc lint.
 * In: rules, and with --data a data folder. Out: findings on standard output, diagnostics of the
 * data on standard error. 1 if a finding is a warning. */
#include "lint.h"
#include "audit.h"
#include "../runtime/json_diags.h"
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
    struct json_opts o = { .lang = s->opt.render.lang, .rules = s->opt.rules };

    return report_json_diags(&out, s->unit.srcs, found, &o);
}

enum exit_status lint_run(struct session *s)
{
    enum exit_status e = session_compile(s, STOP_NEVER);
    struct diags *found = s->unit.diags;

    if (e) {
        session_diagnostics(s);
        return e;
    }
    found->limit = LINT_SHOWN;
    audit_names(&s->unit);
    audit_rules(&s->unit);
    audit_conditions(&s->unit);
    if (!(s->opt.json ? print_json(s, found) : print_text(s, found)))
        return EXIT_IO;
    return found->warnings ? EXIT_VIOLATED : EXIT_HOLDS;
}
