/* What may have gone wrong, under a finding of the text report.
 * In: the hypotheses of a finding. Out: text.
 * Invariant: of several that explain it equally well none is picked. */
#include "message_hypothesis.h"
#include "report_part.h"

void report_hypotheses(struct report *r, const struct finding *x, unsigned indent)
{
    struct arena *a = &r->scratch.arena;
    const struct explained *e = hypotheses_of(r->f->hypotheses, (uint64_t)(x - r->f->find));
    struct brush b = report_brush(r, SEV_NOTE);
    if (!hypotheses_shown(e))
        return;
    enum say head = e->ties == 1 ? SAY_HYPOTHESIS : SAY_HYPOTHESES_TIED;
    strbuf_addf(&r->text, "\n%*s", (int)indent, "");
    brush_bold(&b);
    strbuf_adds(&r->text, say_with(a, r->lang, head, 2, say_count(a, e->tried),
                                   say_count(a, e->ties)));
    brush_end(&b);
    brush_newline(&b);
    for (uint32_t i = 0; i < hypotheses_shown(e); i++) {
        strbuf_addf(&r->text, "%*s%s", (int)indent + 2, "",
                    hypothesis_text(a, r->f, e->of[i], r->lang));
        brush_newline(&b);
    }
}

void report_hypotheses_cut(struct report *r)
{
    struct arena *a = &r->scratch.arena;
    const struct hypotheses *h = r->f->hypotheses;
    if (h && h->cut)
        report_loud(r, SEV_NOTE, say_with(a, r->lang, SAY_HYPOTHESES_CUT, 1, say_count(a, h->cut)));
    if (h && h->cut)
        strbuf_addc(&r->text, '\n');
}
