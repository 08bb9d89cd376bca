/* Violated results that are accepted, each in two lines: what it is, and why it is accepted.
 * In: the findings of a run. Out: text.
 * Invariant: they are as many as are shown of violated results; the others are counted. */
#include "day.h"
#include "report_part.h"

/* "  name: key: message" */
static void head_line(struct report *r, const struct finding *x)
{
    struct arena *a = &r->scratch.arena;
    const char *colon = say_text(SAY_COLON, r->lang);
    struct evidence e;
    evidence_gather(&e, a, r->f, x, r->max_cells);
    strbuf_addf(&r->text, "  %s%s", say_escaped(a, e.name), colon);
    if (e.key)
        strbuf_addf(&r->text, "%s%s", say_escaped(a, e.key), colon);
    strbuf_addf(&r->text, "%s\n", message_text(a, &e, r->lang));
}

static void reason_line(struct report *r, const struct ir_waiver *w)
{
    char until[DAY_TEXT];
    day_format(until, w->until);
    const char *reason = r->f->prog->string[w->because];
    strbuf_addf(&r->text, "    = %s\n",
                say_with(&r->scratch.arena, r->lang, SAY_WAIVED_UNTIL, 2, until, reason));
}

static uint64_t count_waived(const struct findings *f)
{
    return f->count[0][ST_WAIVED] + f->count[1][ST_WAIVED] + f->count[2][ST_WAIVED];
}

void report_waived(struct report *r)
{
    uint64_t all = count_waived(r->f), shown = 0;
    if (!all || r->f->set == RESULTS_SUMMARY)
        return;
    report_title(r, say_with(&r->scratch.arena, r->lang, SAY_WAIVED_HEAD, 1,
                             say_count(&r->scratch.arena, all)));
    for (uint64_t i = 0; i < r->f->n && shown < r->max_findings; i++) {
        const struct finding *x = &r->f->find[i];
        if (x->status != ST_WAIVED)
            continue;
        head_line(r, x);
        reason_line(r, &r->f->prog->waiver[x->waiver - 1]);
        shown++;
        if (!report_flush(r))
            return;
    }
    if (all > shown)
        strbuf_addf(&r->text, "  %s\n", say_with(&r->scratch.arena, r->lang, SAY_WAIVED_MORE, 1,
                                                 say_count(&r->scratch.arena, all - shown)));
    strbuf_addc(&r->text, '\n');
}
