/* Figures and findings in words.
 * In: exact decimal texts and the cells of a finding. Out: sentences of sentence.def.
 * Invariant: a figure is shown as it is, or visibly cut; what rounding cannot explain is exact. */
#include "message.h"
#include "message_joint.h"
#include "absent.h"
#include "baseline.h"
#include "day.h"
#include "feasible.h"
#include "figure.h"
#include "message_listed.h"
#include "message_shape.h"
#include <string.h>

enum { FIGURE_BYTES = 512, PLACES_SHOWN = 8, PLACES_CUT = 6, DIGITS_CUT = 3, ADDENDS = 6 };

/* ---- figures ---- */

/* Cuts places of a long figure, but not its first digits. */
static void places_cut(char *s)
{
    char *point = strchr(s, '.');
    if (!point || strlen(point + 1) <= PLACES_SHOWN)
        return;
    size_t keep = PLACES_CUT, zeros = strspn(s, "-0,.");
    if (s + zeros > point + 1 && (size_t)(s + zeros - point - 1) + DIGITS_CUT > keep)
        keep = (size_t)(s + zeros - point - 1) + DIGITS_CUT;
    if (strlen(point + 1) > keep)
        memcpy(point + 1 + keep, "…", sizeof "…");
}

const char *message_unit(struct arena *a, const char *figure, const char *unit)
{
    bool tight = !*unit || !strcmp(unit, "%") || !strcmp(unit, "‰");
    return arena_printf(a, "%s%s%s", figure, tight ? "" : " ", unit);
}

const char *message_dec(struct arena *a, struct dec d, int places, const char *unit)
{
    char buf[FIGURE_BYTES];
    struct dec wide;
    if (d.scale < places && places <= PLACES_SHOWN && !dec_rescale(&wide, d, places))
        d = wide;
    dec_format(buf, sizeof buf - sizeof "…", d, true);
    places_cut(buf);
    return message_unit(a, buf, unit);
}

const char *message_figure(struct arena *a, const char *figure, int places, const char *unit)
{
    struct dec d;
    if (!evidence_parse(&d, figure))
        return message_unit(a, figure, unit);
    return message_dec(a, d, places, unit);
}

static int places_of(const char *figure)
{
    const char *point = figure ? strchr(figure, '.') : NULL;
    size_t n = point ? strlen(point + 1) : 0;
    return n > PLACES_SHOWN ? 0 : (int)n;
}

/* Of the result, or, if it has none, of that side alone. */
static const char *side_figure(const struct finding *x, unsigned side)
{
    const char *figure = side ? x->right : x->left;
    return figure ? figure : x->side[side].figure;
}

/* As many as the result's figures have, and the cells that they are made of, in its unit, were
 * declared with. */
static int places_most(const struct evidence *e)
{
    const struct finding *x = e->find;
    int n = places_of(side_figure(x, 0)), right = places_of(side_figure(x, 1));
    int apart = places_of(x->difference);
    n = right > n ? right : n;
    n = apart > n ? apart : n;
    for (uint32_t i = 0; i < e->nfigure; i++)
        if (!e->figure[i].asked && !strcmp(e->figure[i].unit, e->unit) && e->figure[i].places > n)
            n = e->figure[i].places;
    return n;
}

static const char *figure_or_null(struct arena *a, const char *figure, int places, const char *unit)
{
    return figure ? message_figure(a, figure, places, unit) : NULL;
}

/* Compares the difference, without its sign, with the slack. */
static void margin_set(struct message_figures *m, struct arena *a, struct dec apart,
                       const char *slack, int places, const char *unit)
{
    struct dec most, beyond;
    m->margin = MARGIN_POINT;
    if (!slack || !evidence_parse(&most, slack) || !w256_sign(most.coef))
        return;
    int more = dec_cmp(apart, most);
    if (more > 0 && !dec_sub(&beyond, apart, most)) {
        m->margin = MARGIN_BEYOND;
        m->beyond = message_dec(a, dec_strip(beyond), places, unit);
    } else if (more == 0) {
        m->margin = MARGIN_TOUCH;
    }
}

/* Decimal places of the figure that a value should round to. */
static int literal_places(struct arena *a, const struct evidence *e)
{
    const struct ir_rule *r = e->rule;
    const struct data_quote *q = r->printed ? data_quote(e->all->data, r->printed - 1) : NULL;
    w256 last;
    if (r->printed)
        return q && !q->point && q->places > 0 ? q->places : 0;
    if (w256_add(&last, r->is_half, r->is_half))
        return 0;
    return places_of(figure_text(a, figure_dec(last, r->is_half_den, false), &r->unit));
}

/* The word of a claim that says which way something went, as it is printed; NULL: it is none. */
static const char *printed_word(const struct evidence *e)
{
    const struct ir_rule *r = e->rule;
    if (!r->printed || r->kind != KIND_RULE
        || data_word(e->all->data, r->printed - 1) == WORD_NUMBER)
        return NULL;
    for (uint32_t i = 0; i < e->nfigure; i++) {
        const struct evidence_figure *g = &e->figure[i];
        if (g->of->kind == BIND_CELL && g->of->index == r->printed - 1 && g->shown)
            return e->cell[g->first].at.text;
    }
    return "";
}

/* The word behind `is`, or in the text, that says which way something went; NULL: there is none. */
static const char *direction_word(const struct evidence *e)
{
    return e->rule->word ? e->all->prog->string[e->rule->word] : printed_word(e);
}

/* What a word in a rule asks of the left side. */
static const char *word_meaning(unsigned rel)
{
    return rel == IR_GT ? "> 0" : rel == IR_LT ? "< 0" : "= 0";
}

struct message_figures message_figures(struct arena *a, const struct evidence *e)
{
    const struct finding *x = e->find;
    const char *unit = say_escaped(a, e->unit);
    int places = places_most(e);
    struct dec apart;
    const char *word = direction_word(e), *right = side_figure(x, 1);
    struct message_figures m = {
        .left = figure_or_null(a, side_figure(x, 0), places, unit),
        .right = figure_or_null(a, right, places, unit),
        .difference = figure_or_null(a, x->difference, places, unit),
        .slack = figure_or_null(a, x->slack, places, unit), .margin = MARGIN_NONE };
    if (e->rule->rel == IR_REL_IS && right)
        m.right = message_figure(a, right, literal_places(a, e), unit);
    if (word) {                     /* it stands for no figure from which left could differ */
        m.word = say_escaped(a, word);
        m.right = e->rule->word ? word_meaning(e->rule->rel) : m.word;
        m.difference = NULL;
    }
    if (!x->difference || !evidence_parse(&apart, x->difference))
        return m;
    apart.coef = w256_abs(apart.coef);
    m.equal = w256_sign(apart.coef) == 0;
    m.apart = message_dec(a, apart, places, unit);
    margin_set(&m, a, apart, x->slack, places, unit);
    return m;
}

/* ---- sentences ---- */

/* The sentence of a relation, violated by this margin, or (MARGIN_NONE) holding. */
static enum say relation_say(unsigned rel, unsigned margin, bool equal)
{
    if (margin == MARGIN_POINT && equal && (rel == IR_GT || rel == IR_LT))
        return rel == IR_GT ? SAY_GT_EQUAL : SAY_LT_EQUAL;
    static const enum say table[][4] = {
#define ROW(r) { SAY_##r##_POINT, SAY_##r##_BEYOND, SAY_##r##_TOUCH, SAY_##r##_HOLDS }
        [IR_EQ] = ROW(EQ), [IR_NE] = ROW(NE), [IR_LT] = ROW(LT), [IR_LE] = ROW(LE),
        [IR_GT] = ROW(GT), [IR_GE] = ROW(GE), [IR_REL_IS] = ROW(IS),
#undef ROW
    };
    return table[rel][margin];
}

const char *message_side(struct arena *a, const struct evidence *e,
                         const struct message_figures *m, unsigned side, enum lang lang)
{
    const char *figure = side ? m->right : m->left;
    enum ir_reason reason = (enum ir_reason)e->find->side[side].reason;
    if (figure || !reason)
        return figure;
    return say_with(a, lang, SAY_UNKNOWN_VALUE, 1, say_text(message_reason(reason), lang));
}

/* "1,180 + 31", when an identity has few addends, all in the result's unit; else "". */
static const char *addends(struct arena *a, const struct evidence *e)
{
    struct strbuf b;
    unsigned n = 0;
    strbuf_init(&b, a);
    for (uint32_t i = 1; i < e->nfigure; i++) {
        const struct evidence_figure *g = &e->figure[i];
        if (strcmp(g->unit, e->unit) || g->members > g->shown)
            return "";
        for (uint32_t k = g->first; k < g->first + g->shown; k++) {
            struct dec d = e->cell[k].value;
            int sign = g->less ? -w256_sign(d.coef) : w256_sign(d.coef);
            d.coef = w256_abs(d.coef);
            n += sign != 0;
            if (sign && b.len)
                strbuf_adds(&b, sign < 0 ? " − " : " + ");
            else if (sign < 0)
                strbuf_adds(&b, "−");
            if (sign)
                strbuf_adds(&b, message_dec(a, d, places_most(e), ""));
        }
    }
    return n < 2 || n > ADDENDS ? "" : b.p;
}

static const char *right_text(struct arena *a, const struct evidence *e, const char *right,
                              enum lang lang)
{
    const char *sum = e->rule->kind == KIND_RULE ? "" : addends(a, e);
    return *sum ? say_with(a, lang, SAY_SUM_SHOWN, 2, right, sum) : right;
}

/* of a rule on a table as a whole; NULL: it is no such rule */
static const char *whole_message(struct arena *a, const struct evidence *e, enum lang lang)
{
    bool holds = finding_verdict(e->find) != ST_VIOLATED;
    const char *file = data_file(e->all->data, e->rule->table);
    switch ((enum ir_rule_kind)e->rule->kind) {
    case KIND_RULE: case KIND_COLUMNS: case KIND_ROWS: case KIND_OF_WHICH: case KIND_JOINT:
    case KIND_MAP: case KIND_LISTED: case KIND_EXPECT: case KIND_STEP:
        return NULL;
    case KIND_ZERO:
        return holds ? say_text(SAY_ZERO_HOLDS, lang)
            : say_with(a, lang, SAY_ZERO_NOT, 1, e->find->left);
    case KIND_REQUIRE:
        return say_with(a, lang, holds ? SAY_REQUIRED_THERE : SAY_REQUIRED_NOT, 1, file);
    case KIND_ABSENT:
        return say_with(a, lang, holds ? SAY_ABSENT_HOLDS : SAY_ABSENT_NOT, 1, file);
    }
    return NULL;
}

/* "丙表（c.csv 第 3 行）": a table, its file and, if one row alone of it is in hand, that row */
static const char *table_shown(struct arena *a, const struct evidence *e, uint32_t table,
                               enum lang lang)
{
    const char *name = say_escaped(a, e->all->prog->string[e->all->prog->table[table].name]);
    const char *file = say_escaped(a, data_file(e->all->data, table));
    uint64_t line = 0;
    bool one = true;
    for (uint32_t i = 0; i < e->ncell; i++)
        if (e->cell[i].table == table) {
            one = one && (!line || line == e->cell[i].at.line);
            line = e->cell[i].at.line;
        }
    if (!line || !one)
        return say_with(a, lang, SAY_SUM_SHOWN, 2, name, file);
    return say_with(a, lang, SAY_TABLE_AT_ROW, 3, name, file,
                    arena_printf(a, "%llu", (unsigned long long)line));
}

/* The keyed figure of a table in a join, in the whole program; IR_NONE: no rule reads one. */
static uint32_t keyed_colref(const struct ir_program *p, uint32_t join, uint32_t table)
{
    for (uint32_t i = 0; i < p->ncolref; i++)
        if (p->colref[i].kind == COL_KEYED && p->colref[i].join == join
            && p->colref[i].table == table)
            return i;
    return IR_NONE;
}

/* The tables of a rule over keys that have the key, or should and have not. */
static const char *tables_of_key(struct arena *a, const struct evidence *e, bool have,
                                 enum lang lang)
{
    const struct ir_program *p = e->all->prog;
    struct strbuf b;
    strbuf_init(&b, a);
    for (uint32_t i = 0; i < p->join[e->rule->table].n; i++) {
        uint32_t table = p->join[e->rule->table].of[i].table;
        bool is = false;
        for (uint32_t k = 0; k < e->rule->ncell && !is; k++) {
            const struct ir_bind *c = &e->rule->cell[k];
            is = c->kind == BIND_COLREF && p->colref[c->index].kind == COL_KEYED
                && p->colref[c->index].table == table
                && (have ? data_key_printed(e->all->data, c->index, e->find->row)
                         : data_key_one_sided(e->all->data, c->index, e->find->row));
        }
        if (!is)
            continue;
        strbuf_adds(&b, b.len ? say_text(SAY_LIST_COMMA, lang) : "");
        strbuf_adds(&b, table_shown(a, e, table, lang));
    }
    return b.p;
}

/* The tables of the join that have the key, whether this rule reads them or not. */
static const char *tables_with_key(struct arena *a, const struct evidence *e, enum lang lang)
{
    const struct ir_program *p = e->all->prog;
    const struct ir_join *j = &p->join[e->rule->table];
    struct strbuf b;
    strbuf_init(&b, a);
    for (uint32_t i = 0; i < j->n; i++) {
        uint32_t colref = keyed_colref(p, e->rule->table, j->of[i].table);
        if (colref == IR_NONE || !data_key_printed(e->all->data, colref, e->find->row))
            continue;
        strbuf_adds(&b, b.len ? say_text(SAY_LIST_COMMA, lang) : "");
        strbuf_adds(&b, table_shown(a, e, j->of[i].table, lang));
    }
    return b.p;
}

static const char *one_sided_message(struct arena *a, const struct evidence *e, enum lang lang)
{
    const char *have = tables_of_key(a, e, true, lang);
    if (!*have)
        have = tables_with_key(a, e, lang);
    const char *lack = tables_of_key(a, e, false, lang);
    return say_with(a, lang, *have ? SAY_ONE_SIDED : SAY_NO_SIDE, 2, lack, have);
}

static const char *direction_message(struct arena *a, const struct evidence *e, const char *left,
                                     const char *word, enum lang lang)
{
    enum say say = finding_verdict(e->find) == ST_VIOLATED ? SAY_DIRECTION_WRONG
        : e->find->status == ST_EXACT ? SAY_DIRECTION_RIGHT : SAY_DIRECTION_ROUNDING;
    return say_with(a, lang, say, 2, left, word);
}

/* In Chinese a blank stands between a figure without a unit, or a sign, and the word behind it. */
static const char *figure_set_off(struct arena *a, const char *figure, enum lang lang)
{
    size_t n = strlen(figure);
    bool han = lang == LANG_ZH && n && !((unsigned char)figure[n - 1] & 0x80);
    return han ? arena_printf(a, "%s ", figure) : figure;
}

/* A difference of two percentages is one in percentage points. */
static const char *in_points(struct arena *a, const char *figure, enum lang lang)
{
    size_t n = figure ? strlen(figure) : 0;
    if (!n || figure[n - 1] != '%')
        return figure;
    return say_with(a, lang, SAY_POINTS, 1, arena_strndup(a, figure, n - 1));
}

/* The last place that the stated figure of an IR_REL_IS is given to, in the result's unit; false:
 * there is none, or it is not known. */
static bool stated_place(struct dec *last, struct arena *a, const struct evidence *e)
{
    const struct ir_rule *r = e->rule;
    const struct data_quote *q = r->printed ? data_quote(e->all->data, r->printed - 1) : NULL;
    w256 twice;
    if (q) {
        *last = (struct dec){ w256_from_i64(1), q->places };
        return !q->point && !strcmp(q->unit, e->unit);
    }
    if (r->printed || !w256_sign(r->is_half) || w256_add(&twice, r->is_half, r->is_half))
        return false;
    const char *text = figure_text(a, figure_dec(twice, r->is_half_den, false), &r->unit);
    return text && evidence_parse(last, text);
}

/* "（四舍五入后是 48%）": what a value rounds to where the stated figure is another; else "" */
static const char *rounded_shown(struct arena *a, const struct evidence *e, enum lang lang)
{
    struct dec left, right, rounded, last;
    if (!stated_place(&last, a, e) || !evidence_parse(&left, side_figure(e->find, 0))
        || !evidence_parse(&right, side_figure(e->find, 1)) || dec_quantize(&rounded, left, last)
        || !dec_cmp(rounded, right) || !dec_cmp(rounded, left))
        return "";
    return say_with(a, lang, SAY_ROUNDS_TO, 1,
                    message_dec(a, rounded, 0, say_escaped(a, e->unit)));
}

/* Is it a list of codes that decides the result, or leaves it open? */
static bool says_list(const struct evidence *e, enum ir_status status)
{
    bool open = e->find->reason == RS_UNLISTED || e->find->reason == RS_DOUBTFUL;
    return e->rule->kind == KIND_LISTED
        && (status == ST_EXACT || status == ST_VIOLATED || (status == ST_UNKNOWN && open));
}

/* A program that hands tables over has no options. */
static enum say unknown_why(const struct evidence *e)
{
    if (e->find->reason == RS_NO_PRIOR && data_handed(e->all->data))
        return SAY_UNKNOWN_NO_PRIOR_HANDED;
    return message_unknown((enum ir_reason)e->find->reason);
}

static const char *rule_sentence(struct arena *a, const struct evidence *e, bool brief,
                                 enum lang lang)
{
    enum ir_status status = finding_verdict(e->find);
    if (says_list(e, status))
        return message_listed(a, e->all, e->find, lang);
    if (status == ST_UNKNOWN && e->find->reason == RS_MISSING)
        return absent_why(a, e->all, e->rule, lang);
    if (status == ST_UNKNOWN || status == ST_COUNT)
        return say_text(unknown_why(e), lang);
    if (status == ST_NOT_APPLICABLE)
        return say_text(SAY_NOT_APPLICABLE, lang);
    const char *whole = whole_message(a, e, lang);
    if (whole)
        return whole;
    if (e->find->reason == RS_ONE_SIDED)
        return one_sided_message(a, e, lang);
    struct message_figures m = message_figures(a, e);
    if (m.left && m.right && e->rule->kind == KIND_JOINT)
        return message_joint(a, e, &m, lang);
    if (m.left && m.word)
        return direction_message(a, e, m.left, m.word, lang);
    if (!m.left || !m.right || !m.apart)
        return say_text(status == ST_VIOLATED ? SAY_TOO_BIG : SAY_TOO_BIG_HOLDS, lang);
    bool is = e->rule->rel == IR_REL_IS;        /* its sentence has a comma behind the figure */
    const char *left = is ? m.left : figure_set_off(a, m.left, lang);
    const char *right = right_text(a, e, m.right, lang);
    if (status == ST_ROUNDING)
        return say_with(a, lang, SAY_ROUNDING, 4, left, figure_set_off(a, right, lang),
                        in_points(a, m.apart, lang), in_points(a, m.slack, lang));
    if (brief)
        m.margin = MARGIN_POINT;
    unsigned margin = status == ST_VIOLATED ? m.margin : (unsigned)MARGIN_NONE;
    const char *last = in_points(a, margin == MARGIN_TOUCH ? m.slack : m.beyond, lang);
    const char *rounded = is && margin != MARGIN_NONE ? rounded_shown(a, e, lang) : "";
    return say_with(a, lang, relation_say(e->rule->rel, margin, m.equal), 5, left, right,
                    in_points(a, m.apart, lang), last, rounded);
}

static const char *rule_message(struct arena *a, const struct evidence *e, bool brief,
                                enum lang lang)
{
    const char *sentence = rule_sentence(a, e, brief, lang);
    if (finding_verdict(e->find) > ST_VIOLATED || e->find->reason == RS_ONE_SIDED)
        return sentence;
    return arena_printf(a, "%s%s", sentence, absent_none(a, e, lang));
}

/* what is said of rules that hold each alone */
static enum say conflict_say(const struct conflict *c)
{
    if (c->nrule == 1)
        return c->touch ? SAY_SYSTEM_ONE_TOUCH : SAY_SYSTEM_ONE;
    if (c->less)
        return c->touch ? SAY_SYSTEM_LESS_TOUCH : SAY_SYSTEM_LESS;
    if (c->at_most)
        return c->touch ? SAY_SYSTEM_MORE_TOUCH : SAY_SYSTEM_MORE;
    return c->touch ? SAY_SYSTEM_TOUCH : SAY_SYSTEM_NOT;
}

static const char *conflict_message(struct arena *a, const struct evidence *e, enum lang lang)
{
    const struct finding *x = e->find;
    const char *unit = say_escaped(a, e->unit), *n = say_count(a, x->conflict->nrule);
    int places = places_of(x->difference), most = places_of(x->slack);
    places = most > places ? most : places;
    if (!x->difference || !x->slack)
        return say_with(a, lang, SAY_SYSTEM_TOO_BIG, 1, n);
    return say_with(a, lang, conflict_say(x->conflict), 3, n,
                    message_figure(a, x->difference, places, unit),
                    message_figure(a, x->slack, places, unit));
}

const char *message_text(struct arena *a, const struct evidence *e, enum lang lang)
{
    if (e->find->conflict)
        return conflict_message(a, e, lang);
    return e->rule ? rule_message(a, e, false, lang) : message_shape(a, e, lang);
}

const char *message_brief(struct arena *a, const struct evidence *e, enum lang lang)
{
    return e->rule ? rule_message(a, e, true, lang) : message_text(a, e, lang);
}

const char *message_ended(struct arena *a, const struct ir_waiver *w, const struct ir_program *p,
                          enum lang lang)
{
    char until[DAY_TEXT];
    day_format(until, w->until);
    return say_with(a, lang, SAY_WAIVER_ENDED, 2, until, p->string[w->because]);
}

const char *message_before(struct arena *a, const struct baseline_item *x, enum lang lang)
{
    if (!x->difference)
        return say_text(SAY_BEFORE_OTHER, lang);
    return say_with(a, lang, SAY_BEFORE, 1,
                    message_unit(a, x->difference, say_escaped(a, x->unit)));
}
