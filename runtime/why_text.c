/* A derivation for people: values on the left, one below another, beside them the tree of what they
 * are made of, and under each part where it stands.
 * In: the tree. Out: one table. */
#include "absent.h"
#include "day.h"
#include "report_part.h"
#include "why.h"
#include "width.h"
#include <string.h>

enum { WHY_COLUMNS = 2, ROOM_LEAST = 20 };

struct page {
    struct report *r;
    struct arena *a;
    struct columns c;
    unsigned values;                /* cells that the values take */
    const struct why_tree *t;
};

static const char *sentence(struct page *p, enum say id, const char *x, const char *y,
                            const char *z)
{
    return say_with(p->a, p->r->lang, id, 3, x, y, z);
}

/* How much of s goes into `room` cells: whole words, where they are not too long. */
static size_t fits(struct page *p, const char *s, unsigned room)
{
    bool wide = p->r->opts->render.ambiguous_wide;
    size_t len = strlen(s), at = 0, blank = 0;
    int32_t cp;
    if (width_cells(s, len, wide) <= room)
        return len;
    while (at < len) {
        size_t n = str_decode(s + at, len - at, &cp);
        if (width_cells(s, at + n, wide) > room)
            break;
        at += n;
        if (cp == ' ' || n > 1)
            blank = at;             /* beside an ideograph a line may end anywhere */
    }
    return blank ? blank : at;
}

/* A text in as many rows as it takes, the first behind `lead`, the others behind `under`. */
static void row(struct page *p, enum row_style style, const char *value, const char *lead,
                const char *under, const char *text)
{
    bool wide = p->r->opts->render.ambiguous_wide;
    unsigned taken = p->values + COLUMNS_GAP + width_cells(lead, strlen(lead), wide);
    unsigned room = p->r->columns > taken + ROOM_LEAST ? p->r->columns - taken : ROOM_LEAST;
    do {
        size_t n = fits(p, text, room);
        n = n ? n : strlen(text);
        columns_add(&p->c, style, (const char *const[]){
            value, arena_printf(p->a, "%s%.*s", lead, (int)n, text) });
        text += n;
        text += strspn(text, " ");  /* no row begins with the blank at which the text broke */
        value = "";
        lead = under;
    } while (*text);
}

/* ---- values ---- */

static const char *figure(struct page *p, const char *value, const struct why_item *i)
{
    return message_figure(p->a, value, i->places, say_escaped(p->a, i->unit));
}

static const char *status_word(struct page *p, const struct why_item *i)
{
    static const enum say word[] = { [ST_EXACT] = SAY_EXACT, [ST_ROUNDING] = SAY_WITHIN,
                                     [ST_VIOLATED] = SAY_VIOLATED,
                                     [ST_NOT_APPLICABLE] = SAY_INAPPLICABLE,
                                     [ST_UNKNOWN] = SAY_UNKNOWN,
                                     [ST_WAIVED] = SAY_WAIVED };
    return say_text(word[i->result.find.status], p->r->lang);
}

static const char *value_text(struct page *p, const struct why_item *i)
{
    if (i->kind == WHY_RULE)
        return status_word(p, i);
    if (i->value)
        return figure(p, i->value, i);
    if (i->reason)
        return sentence(p, SAY_UNKNOWN_VALUE,
                        say_text(message_reason((enum ir_reason)i->reason), p->r->lang), "", "");
    return "";
}

static void values_collect(struct page *p, struct columns *c, const struct why_item *i)
{
    columns_add(c, ROW_PLAIN, (const char *const[]){ value_text(p, i) });
    for (uint32_t k = 0; k < i->npart; k++)
        values_collect(p, c, i->part[k]);
}

/* The cells that the values will take, so that the texts beside them can be wrapped. */
static void values_measure(struct page *p, const struct brush *b, const struct why_item *i)
{
    struct columns c = { .arena = p->a, .count = 1, .align = { COLUMN_POINT } };
    values_collect(p, &c, i);
    p->values = columns_cells(b, &c, 0);
}

/* ---- what an item is ---- */

/* A row's name; behind it, that it is the one that is asked for. */
static const char *member_name(struct page *p, const struct why_item *i)
{
    const char *key = say_escaped(p->a, i->key);
    if (!i->furthest)
        return key;
    return arena_printf(p->a, "%s  %s", key,
                        say_text(i->choice == CHOICE_LEAST ? SAY_CELL_LEAST : SAY_CELL_GREATEST,
                                 p->r->lang));
}

static const char *headline(struct page *p, const struct why_item *i)
{
    static const enum say left[] = { [CHOICE_SUM] = SAY_NOT_ADDED, [CHOICE_COUNT] = SAY_NOT_COUNTED,
                                     [CHOICE_LEAST] = SAY_NOT_AMONG,
                                     [CHOICE_GREATEST] = SAY_NOT_AMONG };
    const char *name = say_escaped(p->a, i->name), *text = say_escaped(p->a, i->text);
    switch ((enum why_kind)i->kind) {
    case WHY_LINE: case WHY_PARAM:
        return arena_printf(p->a, "%s = %s", name, text);
    case WHY_RULE:
        if (i->key)
            return arena_printf(p->a, "%s%s%s", name, say_text(SAY_COLON, p->r->lang),
                                say_escaped(p->a, i->key));
        return name;
    case WHY_MEMBER:
        return member_name(p, i);
    case WHY_LEFT:
        return say_text(left[i->choice], p->r->lang);
    case WHY_CELL:
        return say_escaped(p->a, i->cell->row_key);
    case WHY_CONDITION:
        return sentence(p, SAY_WHY_CONDITION, text, "", "");
    case WHY_LITERAL: case WHY_STEP: case WHY_FIGURE: case WHY_ROWS:
        break;
    }
    return text;
}

static const char *place_text(struct page *p, const struct why_item *i)
{
    if (!i->line || i->kind > WHY_RULE)
        return NULL;
    if (i->kind != WHY_LINE && i->kind != WHY_PARAM && i->kind != WHY_RULE)
        return NULL;
    return arena_printf(p->a, "%s:%u", say_escaped(p->a, i->file), i->line);
}

/* the days on which a dated param has this value */
static const char *days_text(struct page *p, const struct why_item *i)
{
    char from[DAY_TEXT], until[DAY_TEXT];
    day_format(from, i->from);
    day_format(until, i->until);
    if (!i->from && !i->until)
        return NULL;
    return sentence(p, !i->until ? SAY_WHY_SINCE : !i->from ? SAY_WHY_UNTIL : SAY_WHY_DAYS,
                    i->from ? from : until, until, "");
}

/* "t01.csv row 3 col B `header`, printed `1,296.69`" */
static const char *cell_place(struct page *p, const struct evidence_cell *c)
{
    struct arena *a = p->a;
    char letters[8];
    const char *column = brush_letters(letters, c->at.field);
    if (!c->at.field)
        return arena_printf(a, "%s %s", c->at.file,
                            sentence(p, SAY_BRIEF_ROW, say_count(a, c->at.line), "", ""));
    const char *header = *c->at.header ? sentence(p, SAY_LABEL_NAMED, c->at.header, "", "") : "";
    const char *where = say_with(a, p->r->lang, SAY_WHY_PLACE, 4, c->at.file,
                                 arena_printf(a, "%llu", (unsigned long long)c->at.line), column,
                                 header);
    if (!*c->at.text)
        return where;
    return arena_printf(a, "%s%s", where, sentence(p, SAY_WHY_PRINTED, c->at.text, "", ""));
}

static const char *members_text(struct page *p, const struct why_item *i)
{
    bool rows = i->kind == WHY_ROWS;
    if (p->t->uses)
        return NULL;
    if (i->kind == WHY_LEFT)
        return sentence(p, SAY_WHY_ROWS, say_count(p->a, i->members), "", "");
    bool several = i->kind == WHY_FIGURE && !i->cell && i->valued;
    if (!rows && !several)
        return NULL;
    if ((rows && (!i->node || i->node->rows == IR_NONE)) || (!i->members && i->reason))
        return NULL;
    return sentence(p, rows ? i->summed ? SAY_WHY_SUM_ROWS : SAY_WHY_ROWS
                    : i->summed ? SAY_WHY_SUM_CELLS : SAY_WHY_CELLS,
                    say_count(p->a, i->members), "", "");
}

static const char *interval_text(struct page *p, const struct why_item *i)
{
    static const enum say word[] = { SAY_WHY_BETWEEN, SAY_WHY_OPEN_LOWER, SAY_WHY_OPEN_UPPER,
                                     SAY_WHY_OPEN_BOTH };
    if (!i->lower || !i->upper)
        return NULL;
    return sentence(p, word[i->open & 3], figure(p, i->lower, i), figure(p, i->upper, i), "");
}

/* ---- rules ---- */

static void detail(struct page *p, const char *lead, const char *text)
{
    if (text && *text)
        row(p, ROW_PLAIN, "", arena_printf(p->a, "%s  ", lead),
            arena_printf(p->a, "%s    ", lead), text);
}

/* Of a table as a whole the message says it all. */
static bool asks_whole(const struct ir_rule *rule)
{
    return rule->kind == KIND_ZERO || rule->kind == KIND_REQUIRE || rule->kind == KIND_ABSENT
        || rule->kind == KIND_JOINT;
}

/* The difference and the ends between which it may lie decide a relation that is no `is`. */
static void margin_detail(struct page *p, const struct why_item *i, const char *lead)
{
    const struct finding *x = &i->result.find;
    const char *lower = i->result.lower, *upper = i->result.upper;
    if (!x->difference || asks_whole(i->evidence->rule))
        return;
    detail(p, lead, sentence(p, SAY_WHY_DIFFERENCE, figure(p, x->difference, i),
                             x->slack ? figure(p, x->slack, i) : "", ""));
    if (lower && upper && strcmp(lower, upper))
        detail(p, lead, sentence(p, SAY_WHY_MAY_LIE, figure(p, lower, i), figure(p, upper, i),
                                 ""));
}

/* The waiver that accepts it, or the one that did until its day was over. */
static void waiver_detail(struct page *p, const struct why_item *i, const char *lead)
{
    const struct finding *x = &i->result.find;
    const struct ir_program *prog = p->t->f->prog;
    const struct ir_waiver *w;
    char until[DAY_TEXT];
    if (!x->waiver)
        return;
    w = &prog->waiver[x->waiver - 1];
    day_format(until, w->until);
    detail(p, lead, x->status == ST_WAIVED
        ? sentence(p, SAY_WAIVED_UNTIL, until, prog->string[w->because], "")
        : message_ended(p->a, w, prog, p->r->lang));
}

static void rule_details(struct page *p, const struct why_item *i, const char *lead)
{
    bool plain = p->t->uses && i->result.find.status < ST_VIOLATED;
    detail(p, lead, say_escaped(p->a, i->text));
    if (plain)
        return;
    detail(p, lead, message_text(p->a, i->evidence, p->r->lang));
    margin_detail(p, i, lead);
    waiver_detail(p, i, lead);
    if (i->result.find.loose)
        detail(p, lead, say_text(SAY_WHY_LOOSE, p->r->lang));
}

/* ---- the tree ---- */

static void details(struct page *p, const struct why_item *i, const char *lead)
{
    const char *because = say_escaped(p->a, i->because);
    if (i->above) {
        detail(p, lead, say_text(SAY_WHY_ABOVE, p->r->lang));
        return;
    }
    if (i->kind == WHY_RULE)
        rule_details(p, i, lead);
    detail(p, lead, place_text(p, i));
    detail(p, lead, days_text(p, i));
    if (*because)
        detail(p, lead, arena_printf(p->a, "%s%s%s", say_text(SAY_BECAUSE, p->r->lang),
                                     say_text(SAY_COLON, p->r->lang), because));
    if (i->cell)
        detail(p, lead, cell_place(p, i->cell));
    detail(p, lead, members_text(p, i));
    if (i->sheet && i->reason == RS_MISSING)
        detail(p, lead, i->absent == IR_NONE ? sentence(p, SAY_WHY_NOT_THERE, i->sheet, "", "")
               : absent_propose(p->a, p->t->f, i->absent, p->r->lang));
    detail(p, lead, interval_text(p, i));
    if (i->cut)
        detail(p, lead, say_text(SAY_WHY_CUT, p->r->lang));
}

static enum row_style style_of(const struct why_item *i)
{
    bool bad = i->kind == WHY_RULE ? i->result.find.status == ST_VIOLATED : i->reason != 0;
    return bad ? ROW_SEV : ROW_PLAIN;
}

/* `lead`: what stands before the item's own row, `under`: before the rows beneath it. */
static void item_rows(struct page *p, const struct why_item *i, const char *lead,
                      const char *under)
{
    bool more = i->left_out != 0, last;
    const char *beneath = arena_printf(p->a, "%s%s", under, i->npart || more ? "│" : " ");
    row(p, style_of(i), value_text(p, i), lead, arena_printf(p->a, "%s    ", beneath),
        headline(p, i));
    details(p, i, beneath);
    for (uint32_t k = 0; k < i->npart; k++) {
        last = k + 1 == i->npart && !more;
        item_rows(p, i->part[k], arena_printf(p->a, "%s%s", under, last ? "└─ " : "├─ "),
                  arena_printf(p->a, "%s%s", under, last ? "   " : "│  "));
    }
    if (more)
        row(p, ROW_PLAIN, "", arena_printf(p->a, "%s└─ ", under), under,
            sentence(p, i->members ? SAY_WHY_MORE : SAY_WHY_MORE_PARTS,
                     say_count(p->a, i->left_out), "", ""));
}

/* ---- what is said of the whole ---- */

static const char *unknown_text(struct page *p)
{
    const struct why_item *u = p->t->unknown;
    const char *what = headline(p, u), *where;
    const char *reason = say_text(message_reason((enum ir_reason)u->reason), p->r->lang);
    if (!u->cell)
        return sentence(p, SAY_WHY_UNKNOWN, what, reason, "");
    where = cell_place(p, u->cell);
    return sentence(p, SAY_WHY_UNKNOWN_CELL, what, reason, where);
}

static void remarks(struct page *p)
{
    uint64_t shown = 0;
    for (uint32_t i = 0; i < p->t->nroot; i++)
        shown += p->t->root[i]->kind == WHY_RULE;
    if (p->t->uses && !p->t->root[0]->members)
        report_notice(p->r, say_text(SAY_WHY_NO_USES, p->r->lang));
    if (p->t->unknown && p->t->unknown != p->t->root[0])
        report_notice(p->r, unknown_text(p));
    if (p->t->results > shown)
        report_notice(p->r, sentence(p, SAY_WHY_MORE_RESULTS,
                                     say_count(p->a, p->t->results - shown), "", ""));
    if (p->t->too_wide)
        report_notice(p->r, say_text(SAY_WHY_TOO_WIDE, p->r->lang));
}

bool why_text(struct report_out *out, const struct why_tree *t, const struct why_show *o)
{
    struct report_opts opts = { .render = o->render, .scenario = o->scenario };
    struct report r;
    report_open(&r, out, NULL, t->f, &opts);
    report_scenario(&r);
    for (uint32_t i = 0; i < t->nroot; i++) {
        struct page p = { .r = &r, .a = &r.scratch.arena, .t = t };
        struct brush b = report_brush(&r, SEV_WARNING);
        p.c = (struct columns){ .arena = p.a, .count = WHY_COLUMNS,
                                .align = { COLUMN_POINT, COLUMN_LEFT },
                                .give = { GIVE_NOTHING, GIVE_END } };
        values_measure(&p, &b, t->root[i]);
        item_rows(&p, t->root[i], "", "");
        if (i)
            strbuf_addc(b.out, '\n');
        columns_draw(&b, &p.c, 0, r.columns);
        if (i + 1 == t->nroot)
            remarks(&p);
        if (!report_flush(&r))
            break;
    }
    report_close(&r);
    return !out->failed;
}
