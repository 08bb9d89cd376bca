/* Finds what was not checked.
 * In: the counts of a run, its program and data. Out: notices.
 * Invariant: one for a table and cause. */
#include "notice.h"
#include "absent.h"
#include "excerpt.h"
#include "feasible.h"
#include "message_listed.h"
#include <string.h>

enum { COLUMNS_NAMED = 6, ROWS_NAMED = 20 };

struct notices {
    struct arena *arena;
    const struct findings *f;
    enum lang lang;
    void (*each)(void *ctx, const struct notice *n);
    void *ctx;
    const uint64_t *rules;          /* by table and domain */
};
struct unread { const struct notices *n; bool labels; uint64_t count; struct strbuf names; };

static const char *table_name(const struct notices *n, uint32_t table)
{
    return n->f->prog->string[n->f->prog->table[table].name];
}

static const char *table_file(const struct notices *n, uint32_t table)
{
    return data_origin(n->f->data, n->arena, table, DATA_NO_ROW, 0).file;
}

static void give(const struct notices *n, const char *kind, const char *table, const char *message)
{
    struct notice one = { kind, table, message };
    n->each(n->ctx, &one);
}

/* Where nothing is known the command warns of each table that is not there. */
static void table_missing(const struct notices *n, uint32_t t)
{
    bool absent = !data_present(n->f->data, t);
    bool handed = data_handed(n->f->data);
    if (absent && !handed && !notice_known(n->f))
        return;
    bool prior = n->f->prog->table[t].origin == ORIGIN_PRIOR;
    enum say say = !absent ? SAY_TABLE_BROKEN
        : handed ? prior ? SAY_PRIOR_TABLE_NOT_HANDED : SAY_TABLE_NOT_HANDED
        : prior ? SAY_PRIOR_TABLE_ABSENT : SAY_TABLE_ABSENT;
    const char *message = say_with(n->arena, n->lang, say, 2, table_file(n, t), table_name(n, t));
    give(n, absent ? "table-absent" : "table-unreadable", table_name(n, t), message);
}

static void read_as(const struct notices *n, uint32_t t, enum say sentence)
{
    give(n, "read-as", table_name(n, t),
         say_with(n->arena, n->lang, sentence, 2, table_file(n, t), table_name(n, t)));
}

static const char *number(const struct notices *n, uint64_t line)
{
    return arena_printf(n->arena, "%llu", (unsigned long long)line);
}

/* Rows that are no data. */
static void rows_passed(const struct notices *n, uint32_t t, const struct data_reading *r)
{
    if (r->first_above)
        give(n, "title-rows", table_name(n, t),
             say_with(n->arena, n->lang, SAY_TITLE_ROWS, 4, table_file(n, t), table_name(n, t),
                      say_count(n->arena, r->rows_above), r->first_above));
    if (r->numbers_line)
        give(n, "column-numbers", table_name(n, t),
             say_with(n->arena, n->lang, SAY_COLUMN_NUMBERS, 3, table_file(n, t),
                      table_name(n, t), number(n, r->numbers_line)));
    if (r->notes)
        give(n, "foot-notes", table_name(n, t),
             say_with(n->arena, n->lang, SAY_FOOT_NOTES, 5, table_file(n, t), table_name(n, t),
                      say_count(n->arena, r->notes), number(n, r->note_line), r->note));
}

/* What was found out about the file, not told by anybody. */
static void reading(const struct notices *n, uint32_t t)
{
    struct data_reading r = data_reading(n->f->data, t);
    if (r.encoding == TEXT_GB18030)
        read_as(n, t, SAY_READ_GB18030);
    if (r.encoding == TEXT_UTF16LE || r.encoding == TEXT_UTF16BE)
        read_as(n, t, SAY_READ_UTF16);
    rows_passed(n, t, &r);
    if (r.hidden)
        give(n, "hidden-digits", table_name(n, t),
             say_with(n->arena, n->lang, SAY_HIDDEN_DIGITS, 3, table_file(n, t), table_name(n, t),
                      say_count(n->arena, r.hidden)));
    if (r.separator != ',')
        read_as(n, t, r.separator == '\t' ? SAY_READ_TABS : SAY_READ_SEMICOLONS);
}

static void column_unread(void *ctx, uint32_t sheet, const char *header)
{
    struct unread *u = ctx;
    const struct notices *n = u->n;
    char letters[8];
    if (u->count++ >= COLUMNS_NAMED)
        return;
    if (u->names.len)
        strbuf_adds(&u->names, say_text(SAY_LIST_COMMA, n->lang));
    strbuf_adds(&u->names, u->labels
                ? say_with(n->arena, n->lang, SAY_LABEL_NAMED, 1, header)
                : say_with(n->arena, n->lang, SAY_COLUMN_NAMED, 2,
                           brush_letters(letters, sheet + 1), header));
}

static void unread_give(struct unread *u, uint32_t t)
{
    const struct notices *n = u->n;
    if (!u->count)
        return;
    if (u->count > COLUMNS_NAMED)
        strbuf_adds(&u->names, " …");
    const char *head = say_with(n->arena, n->lang,
                                u->labels ? SAY_LABELS_UNREAD : SAY_COLUMNS_UNREAD, 3,
                                table_file(n, t), table_name(n, t), say_count(n->arena, u->count));
    give(n, "columns-unread", table_name(n, t), arena_printf(n->arena, "%s%s", head, u->names.p));
}

/* The coverage tells of the columns of tables, but not of what never became one. What became a
 * column of a form or of long data is a label. */
static void columns_unread(const struct notices *n, uint32_t t)
{
    bool turned = n->f->prog->table[t].layout != LAYOUT_SHEET;
    struct unread fields = { .n = n }, columns = { .n = n, .labels = turned };
    strbuf_init(&fields.names, n->arena);
    strbuf_init(&columns.names, n->arena);
    data_unread_fields(n->f->data, t, column_unread, &fields);
    if (!n->f->coverage)
        data_unread_columns(n->f->data, t, column_unread, &columns);
    unread_give(&fields, t);
    unread_give(&columns, t);
}

#define DOMAINS 3u

static const uint64_t *count_rules(struct arena *a, const struct findings *f)
{
    const struct ir_program *p = f->prog;
    uint64_t *count = ARENA_ARRAY(a, uint64_t, (size_t)p->ntable * DOMAINS);
    for (uint32_t i = 0; i < p->nrule; i++)
        if ((p->rule[i].domain == DOMAIN_ROWS || p->rule[i].domain == DOMAIN_PARENTS)
            && findings_have_rule(f, i))
            count[(size_t)p->rule[i].table * DOMAINS + p->rule[i].domain]++;
    return count;
}

static void no_rows(const struct notices *n, uint32_t t)
{
    bool empty = !data_rows(n->f->data, t);
    const uint64_t *of = n->rules + (size_t)t * DOMAINS;
    uint64_t rules = of[DOMAIN_PARENTS] + (empty ? of[DOMAIN_ROWS] : 0);
    if (!empty && data_parent_count(n->f->data, t))
        return;
    if (!rules)
        return;
    const char *message = say_with(n->arena, n->lang, empty ? SAY_NO_ROWS : SAY_NO_PARENTS, 3,
                                   table_file(n, t), table_name(n, t), say_count(n->arena, rules));
    give(n, empty ? "no-rows" : "no-parents", table_name(n, t), message);
}

/* "表10、表11" */
static const char *join_names(const struct notices *n, uint32_t join)
{
    const struct ir_join *j = &n->f->prog->join[join];
    struct strbuf b;
    strbuf_init(&b, n->arena);
    for (uint32_t i = 0; i < j->n; i++) {
        strbuf_adds(&b, i ? say_text(SAY_LIST_COMMA, n->lang) : "");
        strbuf_adds(&b, table_name(n, j->of[i].table));
    }
    return b.p;
}

static void join_unmatched(const struct notices *n, uint32_t join)
{
    const char *tables = join_names(n, join);
    bool apart = data_keys_apart(n->f->data, join);
    if (apart)
        give(n, "keys-apart", tables, say_with(n->arena, n->lang, SAY_KEYS_APART, 1, tables));
    else if (!data_join_reason(n->f->data, join) && !data_keys(n->f->data, join))
        give(n, "no-keys", tables, say_with(n->arena, n->lang, SAY_NO_KEYS, 1, tables));
}

uint64_t notice_known(const struct findings *f)
{
    uint64_t known = 0;
    for (unsigned s = 0; s < 3; s++)
        known += f->count[s][ST_EXACT] + f->count[s][ST_ROUNDING] + f->count[s][ST_VIOLATED]
            + f->count[s][ST_WAIVED] + f->count[s][ST_KNOWN];
    return known;
}

bool notice_nothing_checked(const struct findings *f)
{
    bool expected = f->part == PART_ALL;
    for (uint32_t i = 0; i < f->prog->nrule && !expected; i++)
        expected = findings_have_rule(f, i);
    return expected && !notice_known(f);
}

/* Tables of units and of the prior year are not there because nobody asked for them: said once. */
static bool not_asked_for(const struct notices *n, uint32_t t, bool *said)
{
    bool units = n->f->prog->table[t].origin == ORIGIN_UNITS;
    if (!data_withheld(n->f->data, t) && !(units && !data_present(n->f->data, t)))
        return false;
    if (!said[units] && !(units && n->f->part == PART_UNIT))
        give(n, units ? "no-units" : "no-prior", "",
             say_text(units ? SAY_NO_UNITS
                      : data_handed(n->f->data) ? SAY_NO_PRIOR_HANDED : SAY_NO_PRIOR, n->lang));
    said[units] = true;
    return true;
}

static void table_notices(const struct notices *n, uint32_t t)
{
    bool own = n->f->prog->table[t].origin == ORIGIN_CURRENT;
    bool there = data_present(n->f->data, t);
    if (!data_usable(n->f->data, t)) {
        if (there || (n->f->part != PART_WHOLE && !ir_says_absent(n->f->prog, t)
                      && !ir_asks_zero_alone(n->f->prog, t)))
            table_missing(n, t);
        return;
    }
    reading(n, t);
    if (!own)
        return;
    if (!n->f->coverage)            /* else that says this and more */
        no_rows(n, t);
    columns_unread(n, t);
}

/* Tables that are said to be empty and are not there: one notice for all. */
static void empty_absent(const struct notices *n)
{
    const struct ir_program *p = n->f->prog;
    uint64_t count = 0;
    struct strbuf names;
    strbuf_init(&names, n->arena);
    for (uint32_t t = 0; t < p->ntable && n->f->part != PART_WHOLE; t++) {
        if (data_present(n->f->data, t) || !ir_asks_zero_alone(p, t))
            continue;
        strbuf_adds(&names, count++ ? say_text(SAY_LIST_COMMA, n->lang) : "");
        strbuf_adds(&names, table_name(n, t));
    }
    if (count)
        give(n, "empty-absent", "", say_with(n->arena, n->lang, SAY_EMPTY_ABSENT, 2,
                                             say_count(n->arena, count), names.p));
}

/* ---- rows that are named and not there ---- */

static void absent_mark(const struct notices *n, uint8_t *marked, const struct ir_bind *cell,
                        uint32_t ncell)
{
    bool any = false;
    for (uint32_t i = 0; i < ncell; i++) {
        uint32_t row = ir_read_by_condition(&cell[i]) ? IR_NONE : absent_row(n->f, &cell[i]);
        if (row != IR_NONE)
            marked[row] = 1;
        any |= row != IR_NONE;
    }
    uint32_t asked = any ? IR_NONE : absent_first(n->f, cell, ncell);
    if (asked != IR_NONE)
        marked[asked] = 1;
}

/* Those that make a result or a line unknown: of one that is guarded by present( ) nothing is. */
static const uint8_t *absent_rows(const struct notices *n)
{
    const struct findings *f = n->f;
    const struct ir_program *p = f->prog;
    uint8_t *marked = ARENA_ARRAY(n->arena, uint8_t, (size_t)p->nrowref + 1);
    uint32_t last = IR_NONE;
    for (uint64_t i = 0; i < f->n && p->nrowref; i++) {
        const struct finding *x = &f->find[i];
        if (x->status != ST_UNKNOWN || x->reason != RS_MISSING || x->rule == last)
            continue;
        last = x->rule;
        if (last != IR_NONE)
            absent_mark(n, marked, p->rule[last].cell, p->rule[last].ncell);
    }
    for (uint32_t i = 0; i < p->nline && p->nrowref; i++)
        if (f->line[i].reason == RS_MISSING && findings_have_line(f, i))
            absent_mark(n, marked, p->line[i].cell, p->line[i].ncell);
    return marked;
}

/* A row that must be there has a finding of its own. */
static bool absent_told(const struct ir_program *p, uint32_t rowref)
{
    return p->table[p->rowref[rowref].table].missing == IR_MISSING_ERROR;
}

void notices_rows(struct arena *a, const struct findings *f, enum lang lang,
                  void (*each)(void *ctx, const struct notice *n), void *ctx)
{
    struct notices n = { a, f, lang, each, ctx, NULL };
    const uint8_t *marked = absent_rows(&n);
    uint64_t count = 0;
    for (uint32_t i = 0; i < f->prog->nrowref; i++)
        if (marked[i] && !absent_told(f->prog, i) && count++ < ROWS_NAMED)
            give(&n, "row-absent", table_name(&n, f->prog->rowref[i].table),
                 absent_propose(a, f, i, lang));
    if (count > ROWS_NAMED)
        give(&n, "row-absent", "",
             say_with(a, lang, SAY_ROWS_ABSENT, 1, say_count(a, count - ROWS_NAMED)));
}

/* ---- what lists of codes leave open ---- */

static void listed_give(void *ctx, uint32_t table, const char *text)
{
    const struct notices *n = ctx;
    give(n, "listed-open", table_name(n, table), text);
}

/* Groups of identities that were not decided, and why. */
static void system_undecided(const struct notices *n, const struct feasible *x, enum undecided why)
{
    static const struct { const char *kind; enum say say; } of[UNDECIDED_COUNT] = {
        [UNDECIDED_NO_SOLVER] = { "joint-no-solver", SAY_SYSTEM_NO_SOLVER },
        [UNDECIDED_FAILED] = { "joint-solver-failed", SAY_SYSTEM_FAILED },
        [UNDECIDED_UNPROVED] = { "joint-unproved", SAY_SYSTEM_UNPROVED },
        [UNDECIDED_LARGE] = { "joint-large", SAY_SYSTEM_LARGE },
        [UNDECIDED_MANY] = { "joint-many", SAY_SYSTEM_MANY },
        [UNDECIDED_WIDE] = { "joint-too-wide", SAY_SYSTEM_WIDE },
    };
    if (x->undecided[why])
        give(n, of[why].kind, "",
             say_with(n->arena, n->lang, of[why].say, 3, say_count(n->arena, x->undecided[why]),
                      x->opts->solver ? x->opts->solver : "glpsol", x->fault ? x->fault : ""));
}

static void system_notices(const struct notices *n)
{
    const struct feasible *x = n->f->feasible;
    if (x && x->too_many)
        give(n, "joint-not-run", "",
             say_with(n->arena, n->lang, SAY_SYSTEM_TOO_MANY, 2,
                      say_count(n->arena, x->relations), say_count(n->arena, x->max)));
    for (unsigned i = 0; x && i < UNDECIDED_COUNT; i++)
        system_undecided(n, x, (enum undecided)i);
    if (x && x->left_out)
        give(n, "joint-left-out", "", say_with(n->arena, n->lang, SAY_SYSTEM_LEFT_OUT, 1,
                                               say_count(n->arena, x->left_out)));
}

void notices_each(struct arena *a, const struct findings *f, enum lang lang,
                  void (*each)(void *ctx, const struct notice *n), void *ctx)
{
    struct notices n = { a, f, lang, each, ctx, count_rules(a, f) };
    bool said[2] = { false, false };
    if (!notice_known(f))
        give(&n, "no-results", "", say_text(SAY_NO_RESULTS, lang));
    for (uint32_t t = 0; t < f->prog->ntable; t++)
        if (!not_asked_for(&n, t, said))
            table_notices(&n, t);
    empty_absent(&n);
    notices_rows(a, f, lang, each, ctx);
    message_listed_open(a, f, lang, listed_give, &n);
    for (uint32_t j = 0; j < f->prog->njoin; j++)
        join_unmatched(&n, j);
    system_notices(&n);
}

bool notice_is_verdict(const struct notice *n)
{
    return !strcmp(n->kind, "no-results");
}

static void count_one(void *ctx, const struct notice *n)
{
    uint64_t *count = ctx;
    *count += !notice_is_verdict(n);
}

uint64_t notice_count(struct arena *a, const struct findings *f)
{
    uint64_t count = 0;
    notices_each(a, f, LANG_EN, count_one, &count);
    return count;
}
