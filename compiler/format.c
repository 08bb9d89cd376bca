/* The canonical form of a rule file.
 * In: a file's tokens. Out: its text in canonical form.
 * Invariant: what goes out has been read again and has the same tokens and comments as what came
 * in. */
#include "format_part.h"
#include "parse.h"
#include <string.h>

/* ---- the proof ---- */

static bool same_names(const struct name *a, const struct name *b, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (a[i].text != b[i].text)
            return false;
    return true;
}

static bool same_chain(const struct chain *a, const struct chain *b)
{
    if (!a || !b)
        return a == b;
    return a->nnum == b->nnum && a->nden == b->nden && same_names(a->num, b->num, a->nnum)
        && same_names(a->den, b->den, a->nden);
}

/* Of a keyword the token says all. */
static bool same_token(const struct scan_token *a, const struct scan_token *b)
{
    return a->kind == b->kind && a->rel == b->rel && a->ends == b->ends
        && (a->text == b->text || words_spelling(a->kind, LANG_EN)) && same_chain(a->unit, b->unit);
}

static bool same_tokens(const struct format *f, const struct scan_record *r)
{
    uint32_t k = 0;
    for (uint32_t i = 0; i <= f->n; i++, k++) {
        if (f->piece[i].comma && k < r->n && r->p[k].kind == T_COMMA)
            k++;
        if (k >= r->n || !same_token(&f->tok[i], &r->p[k]))
            return false;
    }
    return k == r->n;
}

/* The next comment, from the gap before token *i on. */
static bool next_comment(const struct format *f, uint32_t *i, uint32_t *at,
                         struct format_comment *c)
{
    while (*i <= f->n) {
        if (format_comment_next(f, at, f->tok[*i].off, c))
            return true;
        *at = format_gap(f, ++*i);
    }
    return false;
}

static bool same_comments(const struct format *f, const struct format *g)
{
    uint32_t i = 0, k = 0, at = f->base, to = g->base;
    struct format_comment a, b;
    bool more, other;
    do {
        more = next_comment(f, &i, &at, &a);
        other = next_comment(g, &k, &to, &b);
        if (more && other && (a.len != b.len || memcmp(a.p, b.p, a.len)))
            return false;
    } while (more && other);
    return more == other;
}

/* Reads the output as a file of its own. */
static bool proves(const struct format *f, const struct front_tokens *t, const struct strbuf *out)
{
    struct scan_record r = { 0 };
    struct diags d;
    diags_init(&d, f->arena);
    struct scan *s = scan_open(f->arena, f->syms, &d, t->units, t->file, out->p, out->len);
    scan_record_into(s, &r);
    scan_through(s);
    struct format g = { .src = out->p, .tok = r.p, .n = r.n - 1 };
    return !d.errors && same_tokens(f, &r) && same_comments(f, &g);
}

/* ---- the steps ---- */

static uint32_t mark_len(const char *text, size_t len)
{
    return len >= 3 && !memcmp(text, "\xef\xbb\xbf", 3) ? 3 : 0;
}

bool format_rules(struct arena *a, struct symtab *syms, struct srcs *srcs, struct diags *d,
                  const struct front_opts *o, const char *name, const char *text, size_t len,
                  enum keyword_choice keywords, struct strbuf *out)
{
    struct front_tokens t;
    if (!front_tokens(a, syms, srcs, d, o, name, text, len, &t))
        return false;
    struct format f = { .arena = a, .syms = syms, .src = text, .base = mark_len(text, len),
                        .tok = t.record->p, .n = t.record->n - 1, .keywords = keywords };
    struct strbuf made;
    f.piece = ARENA_ARRAY(a, struct piece, f.n + 1);
    strbuf_init(&f.text, a);
    strbuf_init(&made, a);
    format_texts(&f);
    format_lines(&f);
    format_wrap(&f);
    format_print(&f, &made);
    if (!proves(&f, &t, &made)) {
        diag_add(d, DIAG_FORMAT_DIFFERS, NO_SPAN, name, NULL);
        return false;
    }
    strbuf_add(out, made.p, made.len);
    return true;
}
