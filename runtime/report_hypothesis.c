/* What may have gone wrong, under a finding of the text report.
 * In: the hypotheses of a finding. Out: text.
 * Invariant: of several that explain it equally well none is picked; what explains several findings
 * is told whole under the first of them, and the others point there. */
#include "message_hypothesis.h"
#include "report_part.h"

static const struct explained *explained_of(const struct report *r, uint64_t find)
{
    return hypotheses_of(r->f->hypotheses, find);
}

static bool same_shown(const struct explained *x, const struct explained *y)
{
    uint32_t n = hypotheses_shown(x);
    if (hypotheses_shown(y) != n)
        return false;
    for (uint32_t i = 0; i < n; i++)
        if (x->of[i] != y->of[i])
            return false;
    return true;
}

/* Does finding x stand before y in the report? */
static bool stands_before(const struct finding *x, const struct finding *y)
{
    return x->severity != y->severity ? x->severity < y->severity : x < y;
}

/* The first finding of the report that shows what explains x: itself, or one before it. */
static const struct finding *first_shown(const struct report *r, const struct finding *x,
                                         const struct explained *e)
{
    const struct finding *first = x;
    for (uint32_t i = 0; i < e->of[0]->nhealed; i++) {
        const struct finding *y = &r->f->find[e->of[0]->healed[i]];
        if (y->status == ST_VIOLATED && stands_before(y, first)
            && same_shown(e, explained_of(r, e->of[0]->healed[i])))
            first = y;
    }
    return first;
}

/* "rule: key", as the head of a finding has it */
static const char *finding_name(struct report *r, const struct finding *x)
{
    struct evidence e;
    evidence_gather(&e, &r->scratch.arena, r->f, x, 0);
    return report_name(r, &e);
}

static void line_draw(struct report *r, unsigned indent, const char *text)
{
    struct brush b = report_brush(r, SEV_NOTE);
    strbuf_addf(&r->text, "%*s%s", (int)indent, "", text);
    brush_newline(&b);
}

/* In place of what `first` shows, a line for each. */
static void pointer_draw(struct report *r, const struct explained *e, const struct finding *first,
                         unsigned indent)
{
    struct arena *a = &r->scratch.arena;
    const char *where = finding_name(r, first);
    strbuf_addc(&r->text, '\n');
    for (uint32_t i = 0; i < hypotheses_shown(e); i++) {
        const char *slip = hypothesis_slip(a, r->f, e->of[i], r->lang);
        line_draw(r, indent, say_with(a, r->lang, SAY_HYPOTHESIS_ABOVE, 2, slip, where));
    }
}

static void head_draw(struct report *r, const struct explained *e, unsigned indent)
{
    static const enum say head[2][2] = { { SAY_HYPOTHESES_TIED, SAY_HYPOTHESIS },
                                         { SAY_HYPOTHESES_SHARED, SAY_HYPOTHESIS_SHARED } };
    struct arena *a = &r->scratch.arena;
    struct brush b = report_brush(r, SEV_NOTE);
    uint32_t heals = e->of[0]->heals;
    strbuf_addf(&r->text, "\n%*s", (int)indent, "");
    brush_bold(&b);
    strbuf_adds(&r->text, say_with(a, r->lang, head[heals > 1][e->ties == 1], 3,
                                   say_count(a, e->tried), say_count(a, e->ties),
                                   say_count(a, heals)));
    brush_end(&b);
    brush_newline(&b);
}

const struct explained *report_explained(const struct report *r, const struct finding *x)
{
    const struct explained *e = explained_of(r, (uint64_t)(x - r->f->find));
    return hypotheses_shown(e) && first_shown(r, x, e) == x ? e : NULL;
}

void report_hypotheses(struct report *r, const struct finding *x, unsigned indent)
{
    const struct explained *e = explained_of(r, (uint64_t)(x - r->f->find));
    if (!hypotheses_shown(e))
        return;
    const struct finding *first = first_shown(r, x, e);
    if (first != x) {
        pointer_draw(r, e, first, indent);
        return;
    }
    head_draw(r, e, indent);
    for (uint32_t i = 0; i < hypotheses_shown(e); i++)
        line_draw(r, indent + 2, hypothesis_text(&r->scratch.arena, r->f, e->of[i], r->lang));
}

void report_hypotheses_cut(struct report *r)
{
    struct arena *a = &r->scratch.arena;
    const struct hypotheses *h = r->f->hypotheses;
    if (h && h->cut)
        report_notice(r, say_with(a, r->lang, SAY_HYPOTHESES_CUT, 1, say_count(a, h->cut)));
    if (h && h->cut)
        strbuf_addc(&r->text, '\n');
}
