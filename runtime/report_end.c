/* The end of the text report: near passes, unknown results, what was not checked, the counts.
 * In: the findings of a run. Out: text.
 * Invariant: counts are those of the whole run, whatever was kept. */
#include "notice.h"
#include "naming.h"
#include "report_part.h"
#include <string.h>

enum { RULES_NAMED = 4 };

static uint64_t count_status(const struct findings *f, enum ir_status status)
{
    return f->count[0][status] + f->count[1][status] + f->count[2][status];
}

/* ---- what is not shown ---- */

static uint64_t kept_violated(const struct findings *f)
{
    uint64_t n = 0;
    for (uint64_t i = 0; i < f->n; i++)
        n += f->find[i].status == ST_VIOLATED;
    return n;
}

static void hidden_draw(struct report *r)
{
    struct arena *a = &r->scratch.arena;
    uint64_t kept = kept_violated(r->f), all = count_status(r->f, ST_VIOLATED);
    uint64_t shown = kept < r->max_findings ? kept : r->max_findings;
    if (all > shown)
        report_notice(r, say_with(a, r->lang, SAY_HIDDEN, 1, say_count(a, all - shown)));
    if (all > shown)
        strbuf_addc(&r->text, '\n');
}

/* ---- passes near their slack ---- */

static void near_add(struct report *r, struct columns *c, const struct finding *x)
{
    struct arena *a = &r->scratch.arena;
    struct evidence e;
    evidence_gather(&e, a, r->f, x, 1);
    struct message_figures m = message_figures(a, &e);
    const char *most = m.slack ? say_with(a, r->lang, SAY_NEAR_SLACK, 1, m.slack) : "";
    const char *key = e.key ? naming_row(a, e.key, r->lang) : "";
    const char *row[] = { say_escaped(a, e.name), key, m.apart, most,
                          x->loose ? say_text(SAY_LOOSE, r->lang) : "" };
    columns_add(c, ROW_PLAIN, row);
}

static void near_draw(struct report *r)
{
    struct columns c = { .arena = &r->scratch.arena, .count = 5,
                         .align = { COLUMN_LEFT, COLUMN_LEFT, COLUMN_POINT },
                         .give = { GIVE_END, GIVE_END, GIVE_NOTHING, GIVE_NOTHING, GIVE_ALL } };
    struct brush b = report_brush(r, SEV_NOTE);
    if (!r->f->nnear)
        return;
    report_title(r, say_text(SAY_NEAR_HEAD, r->lang));
    for (uint32_t i = 0; i < r->f->nnear; i++)
        near_add(r, &c, &r->f->find[r->f->near[i]]);
    columns_draw(&b, &c, 2, r->columns);
    strbuf_addc(&r->text, '\n');
}

/* ---- unknown results ---- */

struct unknown { uint64_t count; uint32_t last, rules; struct strbuf names; };

static void unknown_note(struct report *r, struct unknown *u, const struct finding *x)
{
    if (!u->count++)
        strbuf_init(&u->names, &r->scratch.arena);
    else if (u->last == x->rule)
        return;
    u->last = x->rule;
    if (u->rules++ == RULES_NAMED)
        strbuf_adds(&u->names, " …");
    if (u->rules > RULES_NAMED)
        return;
    if (u->names.len)
        strbuf_adds(&u->names, say_text(SAY_LIST_COMMA, r->lang));
    const struct ir_program *p = r->f->prog;
    strbuf_adds(&u->names, say_escaped(&r->scratch.arena, p->string[p->rule[x->rule].name]));
}

static void unknown_draw(struct report *r)
{
    struct arena *a = &r->scratch.arena;
    struct unknown unknown[RS_COUNT] = { { 0 } };
    struct columns c = { .arena = a, .count = 3,
                         .align = { COLUMN_LEFT, COLUMN_RIGHT, COLUMN_LEFT },
                         .give = { GIVE_NOTHING, GIVE_NOTHING, GIVE_END } };
    struct brush b = report_brush(r, SEV_WARNING);
    uint64_t all = count_status(r->f, ST_UNKNOWN);
    if (!all)
        return;
    for (uint64_t i = 0; i < r->f->n; i++)
        if (r->f->find[i].status == ST_UNKNOWN && r->f->find[i].rule != IR_NONE)
            unknown_note(r, &unknown[r->f->find[i].reason], &r->f->find[i]);
    report_title(r, say_with(a, r->lang, SAY_UNKNOWN_HEAD, 1, say_count(a, all)));
    for (unsigned i = 0; i < RS_COUNT; i++)
        if (unknown[i].count)
            columns_add(&c, ROW_PLAIN, (const char *const[]){
                say_text(message_reason((enum ir_reason)i), r->lang),
                say_count(a, unknown[i].count), unknown[i].names.p });
    columns_draw(&b, &c, 2, r->columns);
    strbuf_addc(&r->text, '\n');
}

/* ---- what was not checked ---- */

static void notice_draw(void *ctx, const struct notice *n)
{
    if (!notice_is_verdict(n))
        report_notice(ctx, n->message);
}

static void notices_draw(struct report *r)
{
    size_t before = r->text.len;
    notices_each(&r->scratch.arena, r->f, r->lang, notice_draw, r);
    if (r->text.len > before)
        strbuf_addc(&r->text, '\n');
}

/* ---- counts ---- */

static enum row_style status_style(enum ir_status status, uint64_t count)
{
    bool bad = status == ST_VIOLATED || status == ST_UNKNOWN;
    return bad && count ? ROW_SEV : ROW_PLAIN;
}

static void count_row(struct report *r, struct columns *c, enum row_style style, enum say what,
                      const uint64_t n[3])
{
    struct arena *a = &r->scratch.arena;
    const char *row[] = { say_text(what, r->lang), say_count(a, n[0]), say_count(a, n[1]),
                          say_count(a, n[2]), say_count(a, n[0] + n[1] + n[2]) };
    columns_add(c, style, row);
}

static void counts_draw(struct report *r)
{
    static const enum say words[ST_COUNT] = { SAY_EXACT, SAY_WITHIN, SAY_VIOLATED,
                                              SAY_INAPPLICABLE, SAY_UNKNOWN, SAY_WAIVED,
                                              SAY_KNOWN };
    struct columns c = { .arena = &r->scratch.arena, .count = 5,
                         .align = { COLUMN_LEFT, COLUMN_RIGHT, COLUMN_RIGHT, COLUMN_RIGHT,
                                    COLUMN_RIGHT } };
    struct brush b = report_brush(r, SEV_ERROR);
    uint64_t total[3] = { 0, 0, 0 };
    columns_add(&c, ROW_HEAD, (const char *const[]){
        "", say_text(SAY_MUST, r->lang), say_text(SAY_SHOULD, r->lang), say_text(SAY_NOTE, r->lang),
        say_text(SAY_TOTAL, r->lang) });
    for (unsigned status = 0; status < ST_COUNT; status++) {
        uint64_t n[3], all = count_status(r->f, (enum ir_status)status);
        for (unsigned s = 0; s < 3; s++)
            total[s] += n[s] = r->f->count[s][status];
        if (all || (status <= ST_UNKNOWN && status != ST_NOT_APPLICABLE))
            count_row(r, &c, status_style((enum ir_status)status, all), words[status], n);
    }
    count_row(r, &c, ROW_BOLD, SAY_TOTAL, total);
    columns_draw(&b, &c, 0, r->columns);
}

static const char *verdict_text(struct report *r)
{
    struct arena *a = &r->scratch.arena;
    const struct findings *f = r->f;
    if (count_status(f, ST_VIOLATED))
        return say_with(a, r->lang, SAY_VERDICT, 3, say_count(a, f->count[0][ST_VIOLATED]),
                        say_count(a, f->count[1][ST_VIOLATED]),
                        say_count(a, f->count[2][ST_VIOLATED]));
    if (count_status(f, ST_WAIVED) || count_status(f, ST_KNOWN))
        return say_text(SAY_REST_HOLDS, r->lang);
    return say_text(notice_known(f) ? SAY_ALL_HOLD : SAY_NO_RESULTS, r->lang);
}

/* "; waived: 2, notices: 3": what is counted apart from violations. */
static void apart_add(struct report *r, struct strbuf *line, enum say what, uint64_t n)
{
    struct arena *a = &r->scratch.arena;
    if (!n)
        return;
    strbuf_adds(line, say_text(line->len ? SAY_COUNT_COMMA : SAY_COUNT_APART, r->lang));
    strbuf_adds(line, say_with(a, r->lang, what, 1, say_count(a, n)));
}

static void verdict_draw(struct report *r)
{
    struct arena *a = &r->scratch.arena;
    uint64_t unknown = count_status(r->f, ST_UNKNOWN);
    struct strbuf apart;
    strbuf_init(&apart, a);
    apart_add(r, &apart, SAY_COUNT_WAIVED, count_status(r->f, ST_WAIVED));
    apart_add(r, &apart, SAY_COUNT_KNOWN, count_status(r->f, ST_KNOWN));
    apart_add(r, &apart, SAY_COUNT_NOTICES, r->notices);
    strbuf_addc(&r->text, '\n');
    report_title(r, arena_printf(a, "%s%s", verdict_text(r), apart.len ? apart.p : ""));
    if (unknown)
        report_title(r, say_with(a, r->lang, SAY_NOT_PASSED, 1, say_count(a, unknown)));
}

void report_counts(struct report *r)
{
    counts_draw(r);
    verdict_draw(r);
}

void report_end(struct report *r)
{
    hidden_draw(r);
    report_waived(r);
    report_hypotheses_cut(r);
    report_baseline(r);
    if (!r->opts->brief)
        near_draw(r);
    unknown_draw(r);
    notices_draw(r);
    report_system(r);
    report_coverage(r);
    report_counts(r);
}
