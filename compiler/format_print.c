/* Tokens and comments to text.
 * In: which tokens begin a line. Out: the file in canonical form.
 * Invariant: every comment of the source stands in the output, in order: behind the token it was
 * behind, or on a line of its own. No line has a blank at its end, and no two empty lines follow
 * one another. */
#include "format_part.h"
#include "parse.h"

#define NOTE_COLUMNS 72             /* a longer line does not move its neighbours' comments */

struct print {
    const struct format *f;
    struct strbuf *out;
    bool empty_ok;                  /* an empty line may stand here */
    uint32_t run, column;           /* comments of the lines before token `run` stand there */
};

static void blanks(struct strbuf *out, uint32_t n)
{
    while (n-- > 0)
        strbuf_addc(out, ' ');
}

static void empty_line(struct print *p, bool wanted)
{
    if (wanted && p->empty_ok)
        strbuf_addc(p->out, '\n');
    p->empty_ok = true;
}

/* ---- comments ---- */

/* A comment before a closing bracket belongs to what the brackets hold. */
static uint32_t comment_indent(const struct format *f, uint32_t i)
{
    int kind = f->tok[i].kind;
    return format_indent(f, i) + (kind == T_RBRACE ? INDENT_BRACES
                                  : kind == T_RPAREN || kind == T_RBRACKET ? INDENT_ON : 0);
}

static void comments_before(struct print *p, uint32_t i)
{
    const struct format *f = p->f;
    uint32_t at = format_gap(f, i);
    struct format_comment c;
    while (f->piece[i].apart && format_comment_next(f, &at, f->tok[i].off, &c)) {
        if (i > 0 && c.newlines == 0)
            continue;               /* stands behind the line before */
        empty_line(p, c.newlines > 1);
        blanks(p->out, comment_indent(f, i));
        strbuf_add(p->out, c.p, c.len);
        strbuf_addc(p->out, '\n');
    }
}

/* Comments of lines that follow one another stand below one another. */
static void run_look(struct print *p, uint32_t i)
{
    const struct format *f = p->f;
    uint32_t widest = 0, j;
    for (j = i; j < f->n; ) {
        uint32_t end = format_line_end(f, j), width = format_width(f, j, end);
        if (!f->piece[end - 1].noted || (j > i && (f->piece[j].apart || f->piece[j].empty)))
            break;
        if (width > widest && width <= NOTE_COLUMNS)
            widest = width;
        j = end;
    }
    p->run = j;
    p->column = widest + 2;
}

static void comment_behind(struct print *p, uint32_t i, uint32_t j)
{
    const struct format *f = p->f;
    uint32_t at = format_gap(f, j), width = format_width(f, i, j);
    struct format_comment c;
    if (!f->piece[j - 1].noted || !format_comment_next(f, &at, f->tok[j].off, &c))
        return;
    if (p->run <= i)
        run_look(p, i);
    blanks(p->out, width + 2 > p->column ? 2 : p->column - width);
    strbuf_add(p->out, c.p, c.len);
}

/* ---- lines ---- */

static void line_print(struct print *p, uint32_t i, uint32_t j)
{
    const struct format *f = p->f;
    blanks(p->out, format_indent(f, i));
    for (uint32_t k = i; k < j; k++) {
        const struct piece *t = &f->piece[k];
        if (k > i)
            strbuf_adds(p->out, format_between(f, k));
        strbuf_add(p->out, f->text.p + t->text, t[1].text - t->text);
    }
    if (f->piece[j].comma)
        strbuf_addc(p->out, ',');
    comment_behind(p, i, j);
    strbuf_addc(p->out, '\n');
}

void format_print(const struct format *f, struct strbuf *out)
{
    struct print p = { .f = f, .out = out };
    for (uint32_t i = 0, end; i < f->n; i = end) {
        end = format_line_end(f, i);
        comments_before(&p, i);
        empty_line(&p, f->piece[i].empty && f->piece[i].begins);
        line_print(&p, i, end);
        p.empty_ok = !(f->tok[end - 1].kind == T_LBRACE && f->piece[end - 1].opens);
    }
    comments_before(&p, f->n);
}
