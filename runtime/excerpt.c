/* Draws one line of text with marks beneath, in display cells.
 * In: a line of any length and content. Out: at most a few rows of the terminal's width.
 * Invariant: work and output are bounded by a window of VIEW_BYTES around the marks; what the
 * window does not hold is an ellipsis. */
#include "excerpt.h"
#include "width.h"
#include <string.h>
#include <utf8proc.h>

enum {
    VIEW_BYTES = 4096, VIEW_BEFORE = 1024, TAB_CELLS = 4, PLACE_BYTES = 240,
    MARKS_RUN = 4,                  /* stacked codepoints shown as they are */
    WORD_CELLS = 32,                /* a longer word may be cut */
    AFTER_CELLS = 8,                /* shown behind the marks where a line begins with its head */
    MARKS_MAX = LABELS_MAX + 1
};

enum glyph_kind { GLYPH_RAW, GLYPH_TAB, GLYPH_ESCAPED };
struct glyph { uint16_t off, cell; uint8_t kind; };     /* off: bytes into the view */

/* The part of the line that is measured, and the cells of it that are shown. */
struct view {
    const char *text;
    size_t from, len;               /* of the line */
    bool more;                      /* the line goes on after the view */
    bool cut_left, cut_right;
    unsigned left, right;           /* shown cells */
    unsigned dots;                  /* cells of an ellipsis */
    unsigned count;
    struct glyph glyph[VIEW_BYTES + 1];     /* glyph[count] is the end */
};

/* A mark as drawn: columns right of the gutter. */
struct stroke { unsigned from, to; bool primary, said; const char *text; };
struct strokes { struct stroke at[MARKS_MAX]; unsigned count, end; };

/* ---- colours ---- */

void brush_init(struct brush *b, struct strbuf *out, const struct render_opts *o,
                enum diag_sev sev, unsigned gutter)
{
    unsigned columns = o->columns ? o->columns : 80;
    columns = columns < 40 ? 40 : columns > EXCERPT_COLUMNS ? EXCERPT_COLUMNS : columns;
    *b = (struct brush){ .out = out, .color = o->color, .ambiguous_wide = o->ambiguous_wide,
                         .sev = sev, .gutter = gutter };
    b->avail = columns - gutter - 3;
}

static void brush_code(const struct brush *b, const char *code)
{
    if (b->color)
        strbuf_adds(b->out, code);
}

void brush_sev(const struct brush *b)
{
    static const char *const code[] = { "\033[1;31m", "\033[1;33m", "\033[1;36m" };
    brush_code(b, code[b->sev]);
}

void brush_blue(const struct brush *b)
{
    brush_code(b, "\033[1;34m");
}

void brush_bold(const struct brush *b)
{
    brush_code(b, "\033[1m");
}

void brush_end(const struct brush *b)
{
    brush_code(b, "\033[0m");
}

void brush_newline(const struct brush *b)
{
    struct strbuf *out = b->out;
    while (out->len && out->p[out->len - 1] == ' ')
        out->p[--out->len] = 0;
    strbuf_addc(out, '\n');
}

static void blanks_add(struct strbuf *out, unsigned n)
{
    for (; n; n--)
        strbuf_addc(out, ' ');
}

/* "   | ", where the text of a row without a number starts */
static void gutter_open(const struct brush *b)
{
    blanks_add(b->out, b->gutter + 1);
    brush_blue(b);
    strbuf_addc(b->out, '|');
    brush_end(b);
    strbuf_addc(b->out, ' ');
}

void brush_gutter(const struct brush *b)
{
    gutter_open(b);
    brush_newline(b);
}

const char *brush_sev_word(enum diag_sev sev, enum lang lang)
{
    static const char *const word[][3] = { { "错误", "警告", "提示" },
                                           { "error", "warning", "note" } };
    return word[lang][sev];
}

void brush_place(const struct brush *b, const char *arrow, const char *file, uint64_t line,
                 uint32_t col)
{
    strbuf_addf(b->out, "%*s", (int)b->gutter, "");
    brush_blue(b);
    strbuf_adds(b->out, arrow);
    brush_end(b);
    strbuf_addc(b->out, ' ');
    diag_format_cut(b->out, "{0}", &file, 1, PLACE_BYTES);
    if (line)
        strbuf_addf(b->out, ":%llu", (unsigned long long)line);
    if (line && col)
        strbuf_addf(b->out, ":%u", (unsigned)col);
    brush_newline(b);
}

const char *brush_letters(char buf[8], uint32_t column)
{
    char *p = buf + 7;
    *p = 0;
    for (; column; column = (column - 1) / 26)
        *--p = (char)('A' + (column - 1) % 26);
    return p;
}

static unsigned text_cells(const struct brush *b, const char *s)
{
    return width_cells(s, strlen(s), b->ambiguous_wide);
}

void brush_cut(const struct brush *b, struct strbuf *out, const char *s, unsigned cells)
{
    size_t len = strlen(s), fits = 0;
    unsigned dots = text_cells(b, "…"), used = 0;
    int32_t cp;
    for (size_t i = 0; i < len;) {
        size_t n = str_decode(s + i, len - i, &cp);
        used += width_cells(s + i, n, b->ambiguous_wide);
        i += n;
        if (used + dots <= cells)
            fits = i;
        if (used > cells) {
            strbuf_add(out, s, fits);
            strbuf_adds(out, "…");
            return;
        }
    }
    strbuf_add(out, s, len);
}

/* ---- the view ---- */

/* Codepoints that terminals stack on the one before; more than a few of them would hide a text. */
static bool cp_stacks(const char *s, size_t n, int32_t cp)
{
    return cp >= 0x300 && !width_cells(s, n, false);
}

static void glyph_text(struct strbuf *out, const char *s, size_t n, enum glyph_kind kind)
{
    int32_t cp;
    switch (kind) {
    case GLYPH_RAW:
        strbuf_add(out, s, n);
        break;
    case GLYPH_TAB:
        blanks_add(out, TAB_CELLS);
        break;
    case GLYPH_ESCAPED:
        str_decode(s, n, &cp);
        if (diag_cp_hidden(cp))
            diag_escape(out, s, n);
        else
            strbuf_addf(out, "\\u{%x}", (unsigned)cp);
        break;
    }
}

static unsigned glyph_cells(const struct brush *b, const char *s, size_t n, enum glyph_kind kind)
{
    if (kind == GLYPH_TAB)
        return TAB_CELLS;
    if (kind == GLYPH_RAW)
        return width_cells(s, n, b->ambiguous_wide);
    int32_t cp;
    str_decode(s, n, &cp);
    unsigned digits = 1;
    for (int32_t rest = cp; rest >= 16; rest /= 16)
        digits++;
    return cp < 0 ? 4 : digits + 4;
}

static enum glyph_kind glyph_kind_of(const char *s, size_t n, int32_t cp, unsigned *run)
{
    *run = cp_stacks(s, n, cp) ? *run + 1 : 0;
    if (cp == '\t')
        return GLYPH_TAB;
    return diag_cp_hidden(cp) || *run > MARKS_RUN ? GLYPH_ESCAPED : GLYPH_RAW;
}

/* Measures the view's bytes. */
static void view_measure(struct view *v, const struct brush *b)
{
    unsigned cell = 0, run = 0;
    size_t off = 0;
    for (v->count = 0; off < v->len; v->count++) {
        int32_t cp;
        size_t n = str_decode(v->text + off, v->len - off, &cp);
        enum glyph_kind kind = glyph_kind_of(v->text + off, n, cp, &run);
        v->glyph[v->count] = (struct glyph){ (uint16_t)off, (uint16_t)cell, (uint8_t)kind };
        cell += glyph_cells(b, v->text + off, n, kind);
        off += n;
    }
    v->glyph[v->count] = (struct glyph){ (uint16_t)off, (uint16_t)cell, GLYPH_RAW };
}

static size_t boundary_before(const char *line, size_t off)
{
    for (unsigned n = 0; n < 3 && off && ((unsigned char)line[off] & 0xc0) == 0x80; n++)
        off--;
    return off;
}

/* Takes the bytes around offset `focus` of the line. */
static void view_open(struct view *v, const struct brush *b, const char *line, size_t len,
                      size_t focus)
{
    focus = focus > len ? len : focus;
    v->from = focus > VIEW_BEFORE ? boundary_before(line, focus - VIEW_BEFORE) : 0;
    v->text = line + v->from;
    v->len = len - v->from;
    v->more = v->len > VIEW_BYTES;
    if (v->more)
        v->len = boundary_before(v->text, VIEW_BYTES);
    v->dots = text_cells(b, "…");
    view_measure(v, b);
}

/* The cell where the glyph that holds byte `off` of the line starts. */
static unsigned view_cell(const struct view *v, size_t off)
{
    size_t at = off < v->from ? 0 : off - v->from;
    unsigned lo = 0, hi = v->count;
    while (lo < hi) {
        unsigned mid = lo + (hi - lo + 1) / 2;
        if (v->glyph[mid].off <= at)
            lo = mid;
        else
            hi = mid - 1;
    }
    return v->glyph[lo].cell;
}

/* The cells [*from, *to) of a mark; false if it starts outside the view. */
static bool view_mark(const struct view *v, const struct mark *m, unsigned *from, unsigned *to)
{
    if (m->off < v->from || (m->off > v->from + v->len && v->more))
        return false;
    *from = view_cell(v, m->off);
    *to = view_cell(v, m->off + m->len);
    if (*to <= *from)
        *to = *from + 1;
    return true;
}

/* Widens [*lo, *hi) to take in further marks while all fit into `room` cells. */
static void window_widen(const struct view *v, const struct mark *mark, unsigned n, unsigned room,
                         unsigned *lo, unsigned *hi)
{
    unsigned from, to;
    for (unsigned i = 0; i < n; i++) {
        if (!view_mark(v, &mark[i], &from, &to))
            continue;
        from = from < *lo ? from : *lo;
        to = to > *hi ? to : *hi;
        if (to - from <= room) {
            *lo = from;
            *hi = to;
        }
    }
}

/* Centres the window on the cells [lo, hi), which fit; at an end of the line one
 * ellipsis is less. The head of the line, which says what the rest is, is shown if it can be. */
static void window_centre(struct view *v, unsigned avail, unsigned lo, unsigned hi)
{
    unsigned total = v->right, room = avail - 2 * v->dots, slack = (room - (hi - lo)) / 2;
    v->left = lo > slack && hi + AFTER_CELLS > room ? lo - slack : 0;
    v->right = v->left + room;
    if (!v->left && !v->from)
        v->right += v->dots;
    if (v->right >= total) {
        v->right = total;
        room += v->more ? 0 : v->dots;
        v->left = total > room ? total - room : 0;
    }
}

static bool cp_in_word(int32_t cp)
{
    switch (utf8proc_category(cp)) {
    case UTF8PROC_CATEGORY_LU: case UTF8PROC_CATEGORY_LL: case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM: case UTF8PROC_CATEGORY_LO: case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC: case UTF8PROC_CATEGORY_ME: case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL: case UTF8PROC_CATEGORY_NO: case UTF8PROC_CATEGORY_PC:
        return true;
    default:
        return false;
    }
}

/* Would an edge before glyph i part a name, a keyword or a number? */
static bool parts_word(const struct view *v, unsigned i)
{
    if (!i || i >= v->count)
        return false;
    int32_t cp[2];
    for (unsigned k = 0; k < 2; k++)
        str_decode(v->text + v->glyph[i - 1 + k].off, v->len - v->glyph[i - 1 + k].off, &cp[k]);
    return cp_in_word(cp[0]) && cp_in_word(cp[1]);
}

/* Moves the edges inwards to the ends of words, but not into the cells [lo, hi) of the marks. */
static void window_to_words(struct view *v, unsigned lo, unsigned hi)
{
    unsigned i = 0, j;
    while (i < v->count && v->glyph[i].cell < v->left)
        i++;
    for (j = i; parts_word(v, j) && v->glyph[j].cell < lo; )
        j++;
    if (v->glyph[j].cell <= v->left + WORD_CELLS && v->glyph[j].cell <= lo)
        v->left = v->glyph[j].cell;
    for (j = v->count; j > i && v->glyph[j].cell > v->right; )
        j--;
    while (parts_word(v, j) && v->glyph[j].cell > hi)
        j--;
    if (v->right <= v->glyph[j].cell + (unsigned)WORD_CELLS && v->glyph[j].cell >= hi)
        v->right = v->glyph[j].cell;
}

/* Sets the shown cells around the anchor mark. */
static void view_window(struct view *v, const struct brush *b, const struct mark *anchor,
                        const struct mark *mark, unsigned n)
{
    unsigned total = v->glyph[v->count].cell, lo = 0, hi = 0, room = b->avail - 2 * v->dots;
    v->left = 0;
    v->right = total;
    if (total > b->avail || v->from || v->more) {
        if (anchor && view_mark(v, anchor, &lo, &hi))
            hi = hi - lo > room ? lo + room : hi;
        window_widen(v, mark, n, room, &lo, &hi);
        window_centre(v, b->avail, lo, hi);
    }
    for (unsigned i = 0; i <= v->count; i++)
        if (v->glyph[i].cell >= v->left) {      /* a wide character may stand across the edge */
            v->left = v->glyph[i].cell;
            break;
        }
    window_to_words(v, lo, hi);
    v->cut_left = v->left || v->from;
    v->cut_right = v->right < total || v->more;
}

/* ---- strokes ---- */

/* Moves the marks that the window shows from the pending ones to strokes. */
static void strokes_take(struct strokes *s, const struct view *v, struct mark *mark, unsigned *n)
{
    unsigned kept = 0, from, to, shift = v->cut_left ? v->dots : 0;
    s->count = s->end = 0;
    for (unsigned i = 0; i < *n; i++) {
        if (!view_mark(v, &mark[i], &from, &to) || from < v->left
            || (from >= v->right && (from > v->right || v->cut_right))) {
            mark[kept++] = mark[i];
            continue;
        }
        if (v->cut_right && to > v->right)
            to = v->right;
        struct stroke *k = &s->at[s->count++];
        *k = (struct stroke){ from - v->left + shift, to - v->left + shift, mark[i].primary,
                              !*mark[i].text, mark[i].text };
        s->end = k->to > s->end ? k->to : s->end;
    }
    *n = kept;
}

static bool stroke_above(const struct stroke *a, const struct stroke *b)
{
    unsigned la = a->to - a->from, lb = b->to - b->from;
    return la != lb ? la < lb : a->primary;
}

/* What stands under column x: '^', '-' or ' '. The shortest stroke is on top, so that all show. */
static char stroke_char(const struct strokes *s, unsigned x)
{
    const struct stroke *top = NULL;
    for (unsigned i = 0; i < s->count; i++) {
        const struct stroke *k = &s->at[i];
        if (k->from <= x && x < k->to && (!top || stroke_above(k, top)))
            top = k;
    }
    return top ? top->primary ? '^' : '-' : ' ';
}

/* Switches the colour when the kind of stroke changes. */
static void style_switch(const struct brush *b, char *style, char next)
{
    if (*style == next)
        return;
    if (*style != ' ')
        brush_end(b);
    if (next == '^')
        brush_sev(b);
    else if (next != ' ')
        brush_blue(b);
    *style = next;
}

static void row_text(const struct brush *b, const struct view *v, const struct strokes *s)
{
    unsigned shift = v->cut_left ? v->dots : 0;
    char style = ' ';
    if (v->cut_left)
        strbuf_adds(b->out, "…");
    for (unsigned i = 0; i < v->count; i++) {
        const struct glyph *g = &v->glyph[i];
        if (g->cell < v->left || g[1].cell > v->right)
            continue;
        style_switch(b, &style, stroke_char(s, g->cell - v->left + shift));
        glyph_text(b->out, v->text + g->off, (size_t)(g[1].off - g->off), g->kind);
    }
    style_switch(b, &style, ' ');
    if (v->cut_right)
        strbuf_adds(b->out, "…");
    brush_newline(b);
}

static void text_say(const struct brush *b, struct stroke *k, unsigned cells)
{
    if (k->primary)
        brush_sev(b);
    else
        brush_blue(b);
    brush_cut(b, b->out, k->text, cells);
    brush_end(b);
    k->said = true;
}

/* The rightmost stroke with a text, if nothing stands right of it: the text shares its row. */
static struct stroke *stroke_inline(const struct brush *b, struct strokes *s)
{
    struct stroke *last = NULL;
    for (unsigned i = 0; i < s->count; i++)
        if (!s->at[i].said)
            last = &s->at[i];
    if (!last || last->to < s->end || s->end + 1 + text_cells(b, last->text) > b->avail)
        return NULL;
    return last;
}

static void row_strokes(const struct brush *b, struct strokes *s)
{
    char style = ' ';
    gutter_open(b);
    for (unsigned x = 0; x < s->end; x++) {
        char c = stroke_char(s, x);
        style_switch(b, &style, c);
        strbuf_addc(b->out, c);
    }
    style_switch(b, &style, ' ');
    struct stroke *k = stroke_inline(b, s);
    if (k) {
        strbuf_addc(b->out, ' ');
        text_say(b, k, b->avail);
    }
    brush_newline(b);
}

/* '|' under each stroke whose text is still to come, left of column `end`. */
static unsigned row_pipes(const struct brush *b, const struct strokes *s, unsigned end)
{
    unsigned x = 0;
    gutter_open(b);
    for (unsigned i = 0; i < s->count; i++) {
        const struct stroke *k = &s->at[i];
        if (k->said || k->from < x || k->from >= end)
            continue;
        blanks_add(b->out, k->from - x);
        brush_blue(b);
        strbuf_addc(b->out, '|');
        brush_end(b);
        x = k->from + 1;
    }
    return x;
}

/* The texts that found no room on the strokes' row hang beneath, the rightmost first. */
static void rows_hanging(const struct brush *b, struct strokes *s)
{
    bool first = true;
    for (unsigned i = s->count; i-- > 0;) {
        struct stroke *k = &s->at[i];
        if (k->said)
            continue;
        if (first) {
            row_pipes(b, s, UINT32_MAX);
            brush_newline(b);
        }
        first = false;
        unsigned cells = text_cells(b, k->text), at = k->from;
        if (at + cells > b->avail)
            at = cells < b->avail ? b->avail - cells : 0;
        k->said = true;
        blanks_add(b->out, at - row_pipes(b, s, at));
        text_say(b, k, b->avail);
        brush_newline(b);
    }
}

/* ---- the line ---- */

static void number_open(const struct brush *b, uint64_t number)
{
    brush_blue(b);
    strbuf_addf(b->out, "%*llu |", (int)b->gutter, (unsigned long long)number);
    brush_end(b);
    strbuf_addc(b->out, ' ');
}

/* The mark that must be seen first. */
static const struct mark *mark_anchor(const struct mark *mark, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        if (mark[i].primary)
            return &mark[i];
    return n ? mark : NULL;
}

void excerpt_draw(const struct brush *b, uint64_t number, const char *line, size_t len,
                  struct mark *mark, unsigned n)
{
    struct view v;
    struct strokes s;
    do {
        const struct mark *anchor = mark_anchor(mark, n);
        view_open(&v, b, line, len, anchor ? anchor->off : 0);
        view_window(&v, b, anchor, mark, n);
        strokes_take(&s, &v, mark, &n);
        number_open(b, number);
        row_text(b, &v, &s);
        if (s.count)
            row_strokes(b, &s);
        rows_hanging(b, &s);
    } while (n && s.count);
}
