/* Tables of texts aligned in display columns.
 * In: rows of escaped texts. Out: lines on the brush's buffer, cut where the width asks for it.
 * Invariant: texts are measured and cut in display cells, never in bytes. */
#include "columns.h"
#include "width.h"
#include <string.h>

struct layout {
    unsigned width[COLUMNS_MAX];    /* 0: not shown */
    unsigned whole[COLUMNS_MAX];    /* cells before the decimal point */
};

void columns_add(struct columns *c, enum row_style style, const char *const *text)
{
    struct columns_row r = { .style = style };
    for (unsigned i = 0; i < c->count; i++)
        r.text[i] = text[i] ? text[i] : "";
    ARENA_PUSH(c->arena, c->row, c->nrow, c->cap, r);
}

static unsigned cells(const struct brush *b, const char *s, size_t len)
{
    return width_cells(s, len, b->ambiguous_wide);
}

/* The bytes of a digit, full-width ones too, or of a separator of thousands; 0: something else. */
static size_t digit_bytes(const char *s)
{
    if ((*s >= '0' && *s <= '9') || *s == ',')
        return 1;
    if (!strncmp(s, "，", 3))
        return 3;
    bool full = !strncmp(s, "\xef\xbc", 2) && (unsigned char)s[2] >= 0x90
                && (unsigned char)s[2] <= 0x99;
    return full ? 3 : 0;
}

/* Bytes before the decimal point of a figure, or up to its last whole digit; 0: no figure. */
static size_t whole_part(const char *s)
{
    size_t at = 0, n;
    if (*s == '-' || *s == '+')
        at = 1;
    else if (!strncmp(s, "−", strlen("−")))
        at = strlen("−");
    size_t sign = at;
    while ((n = digit_bytes(s + at)) > 0)
        at += n;
    return at > sign ? at : 0;
}

/* Other texts than figures end where the figures end. */
static void measure_point(const struct brush *b, const struct columns *c, unsigned i,
                          struct layout *l)
{
    unsigned rest = 0, other = 0;
    bool some = false;
    for (uint32_t r = 0; r < c->nrow; r++) {
        const char *s = c->row[r].text[i];
        size_t n = whole_part(s);
        unsigned whole = cells(b, s, n), part = cells(b, s + n, strlen(s + n));
        some = some || (*s && c->row[r].style != ROW_HEAD);
        if (!n) {
            other = part > other ? part : other;
            continue;
        }
        l->whole[i] = whole > l->whole[i] ? whole : l->whole[i];
        rest = part > rest ? part : rest;
    }
    if (other > l->whole[i] + rest)
        l->whole[i] = other - rest;
    l->width[i] = some ? l->whole[i] + rest : 0;
}

static void measure_plain(const struct brush *b, const struct columns *c, unsigned i,
                          struct layout *l)
{
    bool some = false;
    for (uint32_t r = 0; r < c->nrow; r++) {
        const char *s = c->row[r].text[i];
        unsigned n = cells(b, s, strlen(s));
        some = some || (n && c->row[r].style != ROW_HEAD);
        l->width[i] = n > l->width[i] ? n : l->width[i];
    }
    if (!some)
        l->width[i] = 0;
}

static void measure(const struct brush *b, const struct columns *c, unsigned i, struct layout *l)
{
    if (c->align[i] == COLUMN_POINT)
        measure_point(b, c, i, l);
    else
        measure_plain(b, c, i, l);
}

unsigned columns_cells(const struct brush *b, const struct columns *c, unsigned i)
{
    struct layout l = { { 0 }, { 0 } };
    measure(b, c, i, &l);
    return l.width[i];
}

static unsigned layout_total(const struct columns *c, const struct layout *l)
{
    unsigned total = 0;
    for (unsigned i = 0; i < c->count; i++)
        if (l->width[i])
            total += l->width[i] + (total ? (unsigned)COLUMNS_GAP : 0);
    return total;
}

/* The widest column that can still give, or COLUMNS_MAX. */
static unsigned giver(const struct columns *c, const struct layout *l)
{
    unsigned widest = COLUMNS_MAX;
    for (unsigned i = 0; i < c->count; i++)
        if (c->give[i] != GIVE_NOTHING && l->width[i] > COLUMN_LEAST
            && (widest == COLUMNS_MAX || l->width[i] > l->width[widest]))
            widest = i;
    return widest;
}

static void layout_fit(const struct columns *c, struct layout *l, unsigned width)
{
    for (unsigned i = giver(c, l); i < COLUMNS_MAX && layout_total(c, l) > width; i = giver(c, l))
        l->width[i]--;
    for (unsigned i = c->count; i-- > 0 && layout_total(c, l) > width;)
        if (c->give[i] == GIVE_ALL)
            l->width[i] = 0;
}

static void pad(const struct brush *b, unsigned n)
{
    strbuf_addf(b->out, "%*s", (int)n, "");
}

/* The end of a text, after an ellipsis. */
static void cut_start(const struct brush *b, const char *s, unsigned width)
{
    size_t len = strlen(s), from = 0;
    int32_t cp;
    if (cells(b, s, len) <= width) {
        strbuf_add(b->out, s, len);
        return;
    }
    while (from < len && cells(b, s + from, len - from) + cells(b, "…", strlen("…")) > width)
        from += str_decode(s + from, len - from, &cp);
    strbuf_adds(b->out, "…");
    strbuf_add(b->out, s + from, len - from);
}

static unsigned lead_of(const struct brush *b, const struct columns *c, const struct layout *l,
                        unsigned i, const struct columns_row *r)
{
    const char *s = r->text[i];
    enum column_align align = c->align[i];
    unsigned n = cells(b, s, strlen(s));
    if (align == COLUMN_POINT && whole_part(s))
        return l->whole[i] - cells(b, s, whole_part(s));
    return align != COLUMN_LEFT && n < l->width[i] ? l->width[i] - n : 0;
}

static void cell_draw(const struct brush *b, const struct columns *c, const struct layout *l,
                      unsigned i, const struct columns_row *r)
{
    size_t from = b->out->len;
    pad(b, lead_of(b, c, l, i, r));
    if (c->give[i] == GIVE_START)
        cut_start(b, r->text[i], l->width[i]);
    else if (c->give[i] != GIVE_NOTHING)
        brush_cut(b, b->out, r->text[i], l->width[i]);
    else
        strbuf_adds(b->out, r->text[i]);
    unsigned used = cells(b, b->out->p + from, b->out->len - from);
    pad(b, used < l->width[i] ? l->width[i] - used : 0);
}

static void style_start(const struct brush *b, enum row_style style)
{
    switch (style) {
    case ROW_PLAIN: break;
    case ROW_HEAD: brush_blue(b); break;
    case ROW_BOLD: brush_bold(b); break;
    case ROW_SEV: brush_sev(b); break;
    }
}

static void row_draw(const struct brush *b, const struct columns *c, const struct layout *l,
                     const struct columns_row *r, unsigned indent)
{
    bool first = true;
    pad(b, indent);
    style_start(b, r->style);
    for (unsigned i = 0; i < c->count; i++) {
        if (!l->width[i])
            continue;
        pad(b, first ? 0 : COLUMNS_GAP);
        first = false;
        cell_draw(b, c, l, i, r);
    }
    while (b->out->len && b->out->p[b->out->len - 1] == ' ')
        b->out->p[--b->out->len] = 0;
    if (r->style != ROW_PLAIN)
        brush_end(b);
    strbuf_addc(b->out, '\n');
}

void columns_draw(const struct brush *b, struct columns *c, unsigned indent, unsigned width)
{
    struct layout l = { { 0 }, { 0 } };
    for (unsigned i = 0; i < c->count; i++)
        measure(b, c, i, &l);
    layout_fit(c, &l, width > indent ? width - indent : 1);
    for (uint32_t r = 0; r < c->nrow; r++)
        row_draw(b, c, &l, &c->row[r], indent);
}
