/* Lines that are too long.
 * In: where lines begin. Out: more of these.
 * Invariant: what is cut is cut where a line end changes nothing: between the entries of a tree,
 * inside braces, behind operators, commas and colons; between the names of a list with a comma put
 * in. A line that was cut is cut the same way when it is read again: each part is looked at alone.
 * In this order: a line of several entries between them; one with braces inside these; else where
 * it binds least. A reason is prose, as a comment is: what stands behind `because` may be long. */
#include "format_part.h"
#include "parse.h"

uint32_t format_line_end(const struct format *f, uint32_t i)
{
    do
        i++;
    while (!f->piece[i].breaks);
    return i;
}

uint32_t format_width(const struct format *f, uint32_t i, uint32_t j)
{
    return format_indent(f, i) + f->piece[j - 1].end - f->piece[i].at;
}

static bool fits(const struct format *f, uint32_t i, uint32_t j)
{
    uint32_t end = j - i > 2 && f->tok[j - 2].kind == T_BECAUSE ? j - 2 : j;
    return format_width(f, i, end) + f->piece[end].comma <= LINE_COLUMNS;
}

static void line_wrap(struct format *f, uint32_t i, uint32_t j);

static void lines_wrap(struct format *f, uint32_t i, uint32_t j)
{
    for (uint32_t next; i < j; i = next) {
        next = format_line_end(f, i);
        line_wrap(f, i, next);
    }
}

/* ---- entries of a tree ---- */

/* Where the entry (or the last part of one) at i ends: the next one's beginning, or j. */
static uint32_t entry_end(const struct format *f, uint32_t i, uint32_t j)
{
    do {
        if (f->tok[i].kind == T_LBRACE)
            i = f->piece[i].match;
        i++;
    } while (i < j && !f->piece[i].begins);
    return i < j ? i : j;
}

/* Does an entry that ends there have nothing but its name? Several may share a line. */
static bool is_bare(const struct format *f, uint32_t i, uint32_t end)
{
    int last = f->tok[end - 1].kind;
    return end - i <= 2 && (last == T_NAME || last == T_QNAME || last == T_OTHERS);
}

/* Cuts [i, j) into lines of entries. */
static void entries_cut(struct format *f, uint32_t i, uint32_t j)
{
    uint32_t line = i;
    bool bare = true;
    for (uint32_t end; i < j; i = end) {
        end = entry_end(f, i, j);
        bool is = is_bare(f, i, end);
        if (i > line && (!bare || !is || !fits(f, line, end))) {
            f->piece[i].breaks = true;
            line = i;
        }
        bare = is;
    }
}

/* ---- braces ---- */

/* The first braces of the line that hold something and could be on several lines, or j. */
static uint32_t closed_brace(const struct format *f, uint32_t i, uint32_t j)
{
    for (; i < j; i++)
        if (f->tok[i].kind == T_LBRACE && !f->piece[i].opens && f->piece[i].match > i + 1)
            return i;
    return j;
}

static void brace_open(struct format *f, uint32_t i)
{
    uint32_t end = f->piece[i].match;
    f->piece[i].opens = true;
    f->piece[i + 1].breaks = f->piece[end].breaks = true;
    if (f->piece[i + 1].tree) {
        entries_cut(f, i + 1, end);
        return;
    }
    for (uint32_t k = i + 1; k < end; k++) {
        if (f->tok[k].ends)
            f->piece[k].breaks = true;
        if (f->tok[k].kind == T_LBRACE)
            k = f->piece[k].match;
    }
}

/* ---- other lines ---- */

/* How tight what stands around a cut is bound, from loose to tight. A rule is rather cut at its
 * relation than behind its name: messages show its first line. */
enum bond { BOND_NONE, BOND_LIST, BOND_RULE, BOND_NAME, BOND_LOGIC, BOND_COMPARISON, BOND_SUM,
            BOND_PRODUCT, BOND_BRACKETS };
#define RANK_LAST UINT32_MAX

/* Is the `=` at i that of a declaration, `line x = …`? */
static bool declares(const struct format *f, uint32_t line, uint32_t i)
{
    if (f->tok[line].kind != T_LINE && f->tok[line].kind != T_PARAM)
        return false;
    for (uint32_t k = line; k < i; k++)
        if (f->tok[k].kind == T_EQ)
            return false;
    return true;
}

static bool is_name(int kind) { return kind == T_NAME || kind == T_TEXT; }

/* Between the names of `a <- b c d`, `zero a b c`: a comma may stand there. */
static bool lists_names(const struct format *f, uint32_t line, uint32_t i)
{
    int head = f->tok[line].kind;
    bool whole = head == T_ZERO || head == T_REQUIRE || head == T_ABSENT;
    return is_name(f->tok[i].kind) && is_name(f->tok[i - 1].kind) && !f->tok[i].ends
        && (whole || f->tok[i].nest == NEST_MAP);
}

static bool is_name_cut(const struct format *f, uint32_t line, uint32_t i)
{
    int before = f->tok[i - 1].kind;
    return before == T_COLON || (before == T_EQ && declares(f, line, i - 1));
}

static enum bond bond_of(const struct format *f, uint32_t i)
{
    const struct piece *p = &f->piece[i];
    switch (f->tok[i - 1].kind) {
    case T_COMMA: case T_BAR: return BOND_LIST;
    case T_TAKES: return BOND_RULE;
    case T_TIMES_EQ: case T_PLUS_EQ: case T_MINUS_EQ: case T_EQ:
    case T_REL: return p->clause || p->brackets ? BOND_COMPARISON : BOND_RULE;
    case T_AND: case T_OR: return BOND_LOGIC;
    case T_PLUS: return BOND_SUM;
    case T_MINUS: return format_is_binary(f, i - 1) ? BOND_SUM : BOND_NONE;
    case T_TIMES: case T_DIVIDE: return BOND_PRODUCT;
    default: return BOND_NONE;
    }
}

/* To cut [.., j) before token i: the less the better; 0: no cut there. What a name is given to
 * stays beside it if it would need a further cut all the same. A line must not begin with a name
 * that could be taken for a statement's head. */
static uint32_t cut_rank(const struct format *f, uint32_t line, uint32_t i, uint32_t j)
{
    const struct scan_token *t = &f->tok[i];
    if (t->word || t->nest == NEST_BRACKET || t->kind == T_RBRACKET)
        return 0;
    if (is_name_cut(f, line, i))
        return fits(f, i, j) ? BOND_NAME : RANK_LAST;
    enum bond bond = lists_names(f, line, i) ? BOND_LIST : bond_of(f, i);
    return bond == BOND_NONE ? 0 : bond + BOND_BRACKETS * (uint32_t)f->piece[i].brackets;
}

/* Where [i, j) is cut best: where it binds least, and of such places the last one that the line
 * reaches; one beyond its end if there is none before; j: nowhere. */
static uint32_t cut_find(const struct format *f, uint32_t line, uint32_t i, uint32_t j)
{
    uint32_t best = j, least = RANK_LAST;
    for (uint32_t k = i + 1; k < j; k++) {
        uint32_t rank = cut_rank(f, line, k, j), comma = lists_names(f, line, k);
        bool reached = format_width(f, i, k) + comma <= LINE_COLUMNS;
        if (!reached && best < j)
            break;
        if (rank && rank <= least) {
            best = k;
            least = rank;
        }
    }
    return best;
}

static void line_cut(struct format *f, uint32_t line, uint32_t i, uint32_t j)
{
    while (!fits(f, i, j)) {
        i = cut_find(f, line, i, j);
        if (i == j)
            return;
        f->piece[i].breaks = true;
        f->piece[i].comma = lists_names(f, line, i);
    }
}

/* ---- all ---- */

static void line_wrap(struct format *f, uint32_t i, uint32_t j)
{
    if (fits(f, i, j))
        return;
    uint32_t brace = closed_brace(f, i, j);
    if (f->piece[i].tree && entry_end(f, i, j) < j) {
        entries_cut(f, i, j);
        lines_wrap(f, i, j);
    } else if (brace < j) {
        brace_open(f, brace);
        lines_wrap(f, i, j);
    } else {
        line_cut(f, f->piece[i].head, i, j);
    }
}

void format_wrap(struct format *f)
{
    lines_wrap(f, 0, f->n);
}
