/* The text of a drafted table.
 * In: what is known of a sheet, and how much of it is to be said. Out: statements and comments.
 * Invariant: every guess has a comment, and text from the sheet is escaped. */
#include "draft.h"
#include "front.h"
#include <string.h>

struct pen { struct strbuf *out; const struct draft *d; struct draft_say say; };

static const char *say(const struct draft *d, const char *zh, const char *en)
{
    return d->lang == LANG_ZH ? zh : en;
}

/* ---- words ---- */

const char *draft_word(enum lang keywords, const char *english)
{
    return keywords == LANG_ZH ? front_chinese(english) : english;
}

static const char *word(const struct draft *d, const char *english)
{
    return draft_word(d->keywords, english);
}

void draft_text(struct strbuf *out, const char *s)
{
    strbuf_addc(out, '"');
    for (; *s; s++) {
        if (*s == '"' || *s == '\\')
            strbuf_addc(out, '\\');
        if (*s != '\n' && *s != '\r')
            strbuf_addc(out, *s);
    }
    strbuf_addc(out, '"');
}

static void put_name(const struct pen *p, const char *name)
{
    if (p->say.quoted)
        draft_text(p->out, name);
    else
        strbuf_adds(p->out, name);
}

static void put_header(const struct pen *p, uint32_t column)
{
    const struct header *h = &p->d->sheet->header;
    if (strcmp(p->d->column[column].name, h->form[column])) {
        strbuf_addc(p->out, ' ');
        draft_text(p->out, h->text[column]);
    }
}

static const char *count_text(const struct draft *d, uint64_t n)
{
    return arena_printf(d->arena, "%llu", (unsigned long long)n);
}

/* A sentence with {0} {1}, its arguments escaped; {2} and {3} are the keywords rows and key. */
static void put_say(struct strbuf *out, const struct draft *d, const char *zh, const char *en,
                    const char *a, const char *b)
{
    const char *arg[] = { a, b, word(d, "rows"), word(d, "key") };
    diag_format(out, say(d, zh, en), arg, 4);
}

/* ---- rows ---- */

static void put_levels(const struct pen *p)
{
    const struct draft *d = p->d;
    for (uint32_t i = 0; i < d->nlevel; i++) {
        const struct draft_level *l = &d->level[i];
        const char *name = arena_printf(d->arena, "%s_%u", d->column[l->column].name, l->length);
        strbuf_adds(p->out, " { ");
        put_name(p, name);
        strbuf_addf(p->out, " %s ", word(d, "by"));
        draft_text(p->out, d->sheet->header.text[l->column]);
        strbuf_addf(p->out, " %u", l->length);
    }
    for (uint32_t i = 0; i < d->nlevel; i++)
        strbuf_adds(p->out, " }");
}

/* A doubt is a comment: the draft has nothing that is violated. */
static void put_doubt(const struct pen *p)
{
    strbuf_adds(p->out, p->say.open ? "  " : "  # ");
}

static void put_rows(const struct pen *p)
{
    bool near = p->say.rows == ROWS_NOT && p->say.near != ROWS_NOT;
    enum draft_rows rows = near ? p->say.near : p->say.rows;
    if (rows == ROWS_NOT)
        return;
    if (near)
        put_doubt(p);
    strbuf_addf(p->out, near ? "%s %s" : "  %s %s", word(p->d, "rows"), p->d->total);
    if (rows == ROWS_LEVELS)
        put_levels(p);
    strbuf_adds(p->out, "\n");
}

static void put_keys(const struct pen *p)
{
    for (uint32_t i = 0; i < p->d->sheet->header.count; i++) {
        enum draft_kind k = p->d->column[i].kind;
        if (k != DRAFT_MIXED && (k != DRAFT_CODES || p->say.rows == ROWS_LEVELS))
            continue;
        strbuf_addf(p->out, "  %s ", word(p->d, "key"));
        put_name(p, p->d->column[i].name);
        put_header(p, i);
        strbuf_adds(p->out, "\n");
    }
}

/* ---- columns ---- */

/* How a sum was found to hold. */
static void put_proof(const struct pen *p, const struct draft_column *c)
{
    const struct draft *d = p->d;
    const char *sums = count_text(d, c->sums), *rounded = count_text(d, c->rounded);
    strbuf_adds(p->out, "   # ");
    if (c->rounded)
        put_say(p->out, d, "每一行都成立：{0} 行有数，其中 {1} 行在四舍五入以内",
                "holds in every row: {0} with figures, {1} of them within rounding", sums, rounded);
    else
        put_say(p->out, d, "每一行都成立：{0} 行有数，都精确",
                "holds in every row: {0} with figures, all exactly", sums, "-");
}

/* A sum that nearly holds is a rule behind a `#`, to be kept or thrown away. It has a name: where
 * it is violated, that may have to be waived. */
static void put_near(const struct pen *p, uint32_t column)
{
    const struct draft *d = p->d;
    const struct draft_near *near = &d->column[column].near;
    const char *arg[] = { count_text(d, near->sums), count_text(d, near->fails),
                          count_text(d, near->line) };
    if (!near->n || p->say.sure)
        return;
    put_doubt(p);
    strbuf_addf(p->out, "%s ", word(d, "must"));
    put_name(p, arena_printf(d->arena, say(d, "%s分项相加", "%s_sum"), d->column[column].name));
    strbuf_adds(p->out, ": ");
    put_name(p, d->column[column].name);
    for (uint32_t i = 0; i < near->n; i++) {
        strbuf_adds(p->out, i ? " + " : " = ");
        put_name(p, d->column[near->part[i]].name);
    }
    strbuf_adds(p->out, "   # ");
    diag_format(p->out, say(d, "存疑：{0} 行有数，{1} 行不成立，第一处在第 {2} 行；"
                            "确应相等的，去掉行首的 #",
                            "doubtful: fails in {1} of {0} rows with figures (first: row {2}); "
                            "where it ought to hold, take the # in front away"), arg, 3);
    strbuf_adds(p->out, "\n");
}

/* Of a column and those in its braces. */
static void put_nears(const struct pen *p, uint32_t column)
{
    put_near(p, column);
    for (uint32_t i = 0; p->say.trees && i < p->d->sheet->header.count; i++)
        if (p->d->column[i].parent == column)
            put_nears(p, i);
}

/* Children follow their parent, so a stack of parents is kept by the parents themselves. */
static void put_node(const struct pen *p, uint32_t column, unsigned depth)
{
    const struct draft_column *c = &p->d->column[column];
    strbuf_addf(p->out, "%*s", (int)(depth * 2), "");
    if (depth == 1)
        strbuf_addf(p->out, "%s ", word(p->d, "column"));
    put_name(p, c->name);
    put_header(p, column);
    if (c->people)
        strbuf_addf(p->out, " %s 人", word(p->d, "in"));
    if (!p->say.trees || !c->nchild) {
        strbuf_adds(p->out, "\n");
        return;
    }
    strbuf_adds(p->out, " {");
    put_proof(p, c);
    strbuf_adds(p->out, "\n");
    for (uint32_t i = 0; i < p->d->sheet->header.count; i++)
        if (p->d->column[i].parent == column)
            put_node(p, i, depth + 1);
    strbuf_addf(p->out, "%*s}\n", (int)(depth * 2), "");
}

/* Does it stand in the draft by itself, in no braces? */
static bool stands_alone(const struct pen *p, uint32_t column)
{
    const struct draft_column *c = &p->d->column[column];
    if (p->say.trees && c->parent != IR_NONE)
        return false;
    return c->kind == DRAFT_FIGURES || (c->kind == DRAFT_EMPTY && c->doubted && !p->say.sure);
}

uint32_t draft_doubts(const struct draft *d, struct draft_say how)
{
    uint32_t n = how.rows == ROWS_NOT && how.near != ROWS_NOT;
    for (uint32_t i = 0; i < d->sheet->header.count && !how.sure; i++)
        n += d->column[i].near.n != 0;
    return n;
}

void draft_table(struct strbuf *out, const struct draft *d, struct draft_say how)
{
    struct pen p = { out, d, how };
    strbuf_addf(out, "%s ", word(d, "table"));
    put_name(&p, d->name);
    if (d->title) {
        strbuf_addc(out, ' ');
        draft_text(out, d->title);
    }
    strbuf_addf(out, " %s %s", word(d, "in"), d->unit);
    if (d->exact)
        strbuf_addf(out, " %s", word(d, "exact"));
    else
        strbuf_addf(out, d->places ? " %s 0.%0*d" : " %s 1", word(d, "to"), d->places, 1);
    strbuf_addf(out, " %s ", word(d, "from"));
    draft_text(out, d->file);
    if (d->sheet_name) {
        strbuf_addf(out, " %s ", word(d, "sheet"));
        draft_text(out, d->sheet_name);
    }
    if (d->sheet->header_rows > 1)
        strbuf_addf(out, " %s %u", word(d, "header"), d->sheet->header_rows);
    strbuf_adds(out, " {\n");
    put_rows(&p);
    if (how.keys)
        put_keys(&p);
    for (uint32_t i = 0; i < d->sheet->header.count; i++)
        if (stands_alone(&p, i)) {
            put_node(&p, i, 1);
            put_nears(&p, i);
        }
    strbuf_adds(out, "}\n");
}

const char *draft_path(const struct draft *d, uint32_t column, bool quoted)
{
    struct strbuf b;
    struct pen p = { &b, d, { .quoted = quoted } };
    strbuf_init(&b, d->arena);
    put_name(&p, d->name);
    strbuf_addc(&b, '.');
    put_name(&p, d->column[column].name);
    return b.p;
}

/* ---- comments ---- */

static void line(struct strbuf *out, const struct draft *d, const char *zh, const char *en,
                 const char *a, const char *b)
{
    strbuf_adds(out, "# ");
    put_say(out, d, zh, en, a, b);
    strbuf_adds(out, "\n");
}

static void say_unit(struct strbuf *out, const struct draft *d)
{
    if (d->unit_printed)
        line(out, d, "单位：表上印着{0}", "unit: {0} is printed on the sheet", d->unit, "-");
    else
        line(out, d, "单位：表上没有印，暂写{0}，请核对！",
             "unit: none is printed; {0} is a guess: check it!", d->unit, "-");
    if (d->exact)
        line(out, d, "精度：都是整数，当作精确的数", "precision: whole numbers, taken as exact",
             "-", "-");
    else
        line(out, d, "精度：印出的小数最多 {0} 位",
             "precision: {0} decimal places at most are printed",
             arena_printf(d->arena, "%d", d->places), "-");
}

static void say_header(struct strbuf *out, const struct draft *d)
{
    for (uint32_t i = 0; i < d->sheet->nabove && i < 3; i++)
        line(out, d, "表头之上印着：{0}", "printed above the header: {0}", d->sheet->above[i], "-");
    if (d->sheet->header_rows > 1)
        line(out, d, "表头：看来有 {0} 行", "header: {0} rows, as it seems",
             count_text(d, d->sheet->header_rows), "-");
}

static const char *near_rows(const struct draft *d, struct draft_say how)
{
    struct strbuf b;
    strbuf_init(&b, d->arena);
    put_say(&b, d, "存疑：{0} 个各级合计里有 {1} 个不成立", "doubtful: sums of rows that fail: {1} of {0}",
            count_text(d, how.near_sums), count_text(d, how.near_fails));
    return b.p;
}

static void say_rows(struct strbuf *out, const struct draft *d, struct draft_say how)
{
    if (!d->total)
        line(out, d, "行：没有找到唯一的合计行，没有写“{2}”，各行之间没有检验",
             "rows: no single total row was found: there is no `{2}`; no sum of rows is checked",
             "-", "-");
    else if (how.rows == ROWS_LEVELS)
        line(out, d, "行：合计行“{0}”，各级由编码的位数猜出，逐级相加在这份数据上成立",
             "rows: total row `{0}`; levels guessed from the lengths of the codes; the sums hold "
             "on this data", d->total, "-");
    else if (how.rows == ROWS_TOTAL)
        line(out, d, "行：合计行“{0}”是其余各行之和，在这份数据上成立；没有找到编码的层级",
             "rows: the total row `{0}` is the sum of all others, which holds on this data; no "
             "levels of codes were found", d->total, "-");
    else if (how.near != ROWS_NOT)
        line(out, d, "行：合计行“{0}”，{1}；确应相等的，去掉“{2}”前的 #",
             "rows: total row `{0}`; {1}; where they ought to hold, take the # before `{2}` away",
             d->total, near_rows(d, how));
    else
        line(out, d, "行：合计行“{0}”不是其余各行之和，没有写“{2}”，请补上",
             "rows: the total row `{0}` is not the sum of the others: `{2}` is left out, add it",
             d->total, "-");
}

/* Columns of a kind by their headers. */
static const char *headers_of(const struct draft *d, struct draft_say how, enum draft_kind kind)
{
    enum { SHOWN = 8 };
    struct strbuf b;
    uint32_t n = 0;
    strbuf_init(&b, d->arena);
    for (uint32_t i = 0; i < d->sheet->header.count; i++) {
        const struct draft_column *c = &d->column[i];
        bool said = c->summand && (c->parent != IR_NONE || (c->doubted && !how.sure));
        if (c->kind != kind || said || n++ >= SHOWN)
            continue;
        strbuf_adds(&b, n > 1 ? ", " : "");
        strbuf_adds(&b, d->sheet->header.text[i]);
    }
    if (n > SHOWN)
        strbuf_addf(&b, " … (%u)", n);
    return n ? b.len ? b.p : "-" : NULL;
}

static void say_left_out(struct strbuf *out, const struct draft *d, struct draft_say how)
{
    static const char *const why[DRAFT_KINDS][2] = {
        [DRAFT_EMPTY] = { "没有写进来的列（空白）：{0}", "columns left out (blank): {0}" },
        [DRAFT_TEXTS] = { "没有写进来的列（文字）：{0}", "columns left out (texts): {0}" },
        [DRAFT_WIDE] = { "没有写进来的列（位数太多）：{0}", "columns left out (too many digits): {0}" },
        [DRAFT_NAMELESS] = { "没有写进来的列（没有表头，或表头重复）：{0}",
                             "columns left out (without a header, or two of one): {0}" },
    };
    for (unsigned k = 0; k < DRAFT_KINDS; k++) {
        const char *headers = why[k][0] ? headers_of(d, how, (enum draft_kind)k) : NULL;
        if (headers)
            line(out, d, why[k][0], why[k][1], headers, "-");
    }
}

void draft_comments(struct strbuf *out, const struct draft *d, struct draft_say how,
                    const char *fault)
{
    if (d->sheet_name)
        line(out, d, "── {0}，工作表“{1}” ──", "── {0}, sheet `{1}` ──", d->file, d->sheet_name);
    else
        line(out, d, "── {0} ──", "── {0} ──", d->file, "-");
    say_header(out, d);
    say_unit(out, d);
    if (fault)
        line(out, d, "这张表照下面的写法检验不了，先都写成注释，改好后再去掉 #：{0}",
             "as drafted, this table cannot be checked; it is left as comments to correct: {0}",
             fault, "-");
    else
        say_rows(out, d, how);
    if (d->sheet->header.count > DRAFT_WIDTH)
        line(out, d, "列太多（{0}），没有找哪些列是别的列之和",
             "too many columns ({0}): sums of columns were not looked for",
             count_text(d, d->sheet->header.count), "-");
    if (headers_of(d, how, DRAFT_MIXED))
        line(out, d, "不算数字的列（数字里夹着文字）：{0}",
             "columns that are no figures (figures mixed with texts): {0}",
             headers_of(d, how, DRAFT_MIXED), "-");
    if (!how.keys && how.rows != ROWS_LEVELS && headers_of(d, how, DRAFT_CODES))
        line(out, d, "编码不能区分各行，没有写“{3}”：{0}",
             "codes that do not tell rows apart, so there is no `{3}`: {0}",
             headers_of(d, how, DRAFT_CODES), "-");
    say_left_out(out, d, how);
}
