/* Violated results that are accepted or known, in a line or two each, and what else became of the
 * baseline's.
 * In: the findings of a run. Out: text.
 * Invariant: they are as many as are shown of violated results; the others are counted. */
#include "baseline.h"
#include "day.h"
#include "naming.h"
#include "report_part.h"

/* What is wrong; of a known result the difference says enough. */
static const char *told(struct report *r, const struct evidence *e)
{
    struct arena *a = &r->scratch.arena;
    const char *apart = e->rule ? message_figures(a, e).apart : NULL;
    if (e->find->status == ST_KNOWN && apart)
        return say_with(a, r->lang, SAY_APART, 1, apart);
    return message_text(a, e, r->lang);
}

/* "  name: key: message" */
static void head_line(struct report *r, const struct finding *x)
{
    struct arena *a = &r->scratch.arena;
    const char *colon = say_text(SAY_COLON, r->lang);
    struct evidence e;
    evidence_gather(&e, a, r->f, x, r->max_cells);
    strbuf_addf(&r->text, "  %s%s", say_escaped(a, e.name), colon);
    if (e.key)
        strbuf_addf(&r->text, "%s%s", naming_row(a, e.key, r->lang), colon);
    strbuf_addf(&r->text, "%s\n", told(r, &e));
}

static void reason_line(struct report *r, const struct ir_waiver *w)
{
    char until[DAY_TEXT];
    day_format(until, w->until);
    const char *reason = r->f->prog->string[w->because];
    strbuf_addf(&r->text, "    = %s\n",
                say_with(&r->scratch.arena, r->lang, SAY_WAIVED_UNTIL, 2, until, reason));
}

static uint64_t count_status(const struct findings *f, enum ir_status status)
{
    return f->count[0][status] + f->count[1][status] + f->count[2][status];
}

static void title(struct report *r, enum say head, uint64_t n)
{
    report_title(r, say_with(&r->scratch.arena, r->lang, head, 1,
                             say_count(&r->scratch.arena, n)));
}

static void more_line(struct report *r, uint64_t n)
{
    if (n)
        strbuf_addf(&r->text, "  %s\n", say_with(&r->scratch.arena, r->lang, SAY_WAIVED_MORE, 1,
                                                 say_count(&r->scratch.arena, n)));
    strbuf_addc(&r->text, '\n');
}

/* The findings of a status under a head. */
static void accepted_draw(struct report *r, enum ir_status status, enum say head)
{
    uint64_t all = count_status(r->f, status), shown = 0;
    if (!all || r->f->set == RESULTS_SUMMARY)
        return;
    title(r, head, all);
    for (uint64_t i = 0; i < r->f->n && shown < r->max_findings; i++) {
        const struct finding *x = &r->f->find[i];
        if (x->status != status)
            continue;
        head_line(r, x);
        if (status == ST_WAIVED)
            reason_line(r, &r->f->prog->waiver[x->waiver - 1]);
        shown++;
        if (!report_flush(r))
            return;
    }
    more_line(r, all - shown);
}

void report_waived(struct report *r)
{
    accepted_draw(r, ST_WAIVED, SAY_WAIVED_HEAD);
}

/* ---- the baseline ---- */

/* "  name: key: in the baseline the difference was 2 万元" */
static void item_line(struct report *r, const struct baseline_item *x)
{
    struct arena *a = &r->scratch.arena;
    const char *colon = say_text(SAY_COLON, r->lang);
    strbuf_addf(&r->text, "  %s", say_escaped(a, x->rule));
    if (x->key)
        strbuf_addf(&r->text, "%s%s", colon, say_escaped(a, x->key));
    if (x->difference)
        strbuf_addf(&r->text, "%s%s", colon, message_before(a, x, r->lang));
    strbuf_addc(&r->text, '\n');
}

static void items_draw(struct report *r, enum baseline_fate fate, enum baseline_fate or_fate,
                       enum say head)
{
    const struct baseline *b = r->f->baseline;
    uint64_t all = 0, shown = 0;
    for (uint32_t i = 0; i < b->n; i++)
        all += b->item[i].fate == fate || b->item[i].fate == or_fate;
    if (!all)
        return;
    title(r, head, all);
    for (uint32_t i = 0; i < b->n && shown < r->max_findings; i++)
        if (b->item[i].fate == fate || b->item[i].fate == or_fate) {
            item_line(r, &b->item[i]);
            shown++;
        }
    more_line(r, all - shown);
}

void report_baseline(struct report *r)
{
    if (!r->f->baseline)
        return;
    accepted_draw(r, ST_KNOWN, SAY_KNOWN_HEAD);
    items_draw(r, FATE_MENDED, FATE_MENDED, SAY_MENDED_HEAD);
    items_draw(r, FATE_UNDECIDED, FATE_GONE, SAY_UNDECIDED_HEAD);
}
