/* Header matching and groups.
 * In: the printed header and a table's columns. Out: the sheet column of each, and the unlisted
 * columns of a group.
 * Invariant: everything is compared in match form, so width and blanks never count. */
#include "header.h"
#include <stdlib.h>
#include <string.h>

/* parts that nest deeper are not walked: all their columns count */
enum { LEVELS_MAX = 32, HEADERS_SHOWN = 6 };

/* ---- the header ---- */

/* '/' sorts first, so a group and its parts are neighbours. */
static int form_compare(const char *a, const char *b)
{
    while (*a && *a == *b)
        a++, b++;
    int ca = *a == '/' ? 1 : *a ? (unsigned char)*a + 1 : 0;
    int cb = *b == '/' ? 1 : *b ? (unsigned char)*b + 1 : 0;
    return ca - cb;
}

static int entry_compare(const void *a, const void *b)
{
    const struct header_entry *x = a, *y = b;
    int c = form_compare(x->form, y->form);
    return c ? c : (x->column > y->column) - (x->column < y->column);
}

void header_init(struct header *h, struct arena *a, const char **text, uint32_t count)
{
    h->count = count;
    h->text = text;
    h->form = ARENA_ARRAY(a, const char *, count);
    h->sorted = ARENA_ARRAY(a, struct header_entry, count);
    for (uint32_t i = 0; i < count; i++) {
        h->form[i] = str_form(a, text[i], strlen(text[i]));
        h->sorted[i] = (struct header_entry){ h->form[i], i };
    }
    if (count)
        qsort(h->sorted, count, sizeof *h->sorted, entry_compare);
}

/* First place in sorted whose form is not before `form`. */
static uint32_t lower_bound(const struct header *h, const char *form)
{
    uint32_t lo = 0, hi = h->count;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (form_compare(h->sorted[mid].form, form) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

struct header_match header_find(const struct header *h, const char *form)
{
    struct header_match m = { 0, IR_NONE, IR_NONE };
    for (uint32_t i = lower_bound(h, form); i < h->count && m.count < 2; i++) {
        if (strcmp(h->sorted[i].form, form))
            break;
        if (m.count++)
            m.second = h->sorted[i].column;
        else
            m.column = h->sorted[i].column;
    }
    return m;
}

uint32_t header_repeat(const struct header *h, uint32_t i)
{
    struct header_match m = header_find(h, h->form[i]);
    return m.count > 1 && *h->form[i] ? m.second : IR_NONE;
}

static const char *last_level(const char *form)
{
    const char *slash = strrchr(form, '/');
    return slash ? slash + 1 : form;
}

struct header_match header_find_last(const struct header *h, const char *form)
{
    struct header_match m = { 0, IR_NONE, IR_NONE };
    for (uint32_t i = 0; i < h->count && m.count < 2; i++) {
        if (strcmp(last_level(h->form[i]), form))
            continue;
        if (m.count++)
            m.second = i;
        else
            m.column = i;
    }
    return m;
}

static unsigned distance_to(const char *form, const char *wanted)
{
    unsigned whole = str_distance(form, wanted, 30) * 2;
    unsigned last = str_distance(last_level(form), last_level(wanted), 30) * 2 + 1;
    return whole < last ? whole : last;
}

uint32_t header_nearest(const struct header *h, const char *form)
{
    uint32_t best = 0;
    unsigned least = UINT32_MAX;
    for (uint32_t i = 0; i < h->count; i++) {
        unsigned d = distance_to(h->form[i], form);
        /* the wanted name stands in it, or is a group of the sheet */
        if (strstr(h->form[i], form))
            d = d < 1 ? d : 1;
        if (d < least) {
            least = d;
            best = i;
        }
    }
    return best;
}

const char *header_shown(struct arena *a, const struct header *h)
{
    struct strbuf b;
    uint32_t shown = 0;
    strbuf_init(&b, a);
    for (uint32_t i = 0; i < h->count && shown <= HEADERS_SHOWN; i++) {
        if (!*h->text[i])
            continue;
        strbuf_adds(&b, shown ? " | " : "");
        strbuf_adds(&b, shown < HEADERS_SHOWN ? h->text[i] : "…");
        shown++;
    }
    return b.len ? b.p : "";
}

/* ---- groups ---- */

static bool level_is_total(const char *level)
{
    return !strcmp(level, "合计") || !strcmp(level, "小计") || !strcmp(level, "总计");
}

/* Without its last level. */
static const char *form_parent(struct arena *a, const char *form)
{
    const char *last = last_level(form);
    return last == form ? "" : arena_strndup(a, form, (size_t)(last - form) - 1);
}

const char *header_group(struct arena *a, const char *form)
{
    return level_is_total(last_level(form)) ? form_parent(a, form) : form;
}

/* The stretch of sorted that lies under a group. */
struct stretch { uint32_t lo, hi; };

static struct stretch group_stretch(const struct header *h, const char *group)
{
    size_t len = strlen(group);
    if (!len)
        return (struct stretch){ 0, h->count };
    uint32_t lo = lower_bound(h, group);
    while (lo < h->count && !strcmp(h->sorted[lo].form, group))
        lo++;
    uint32_t hi = lo;
    while (hi < h->count && !strncmp(h->sorted[hi].form, group, len)
           && h->sorted[hi].form[len] == '/')
        hi++;
    return (struct stretch){ lo, hi };
}

const char *header_group_outermost(struct arena *a, const struct header *h, const char *form)
{
    const char *group = header_group(a, form);
    struct stretch s = group_stretch(h, group);
    for (uint32_t i = s.lo; i < s.hi; i++)
        if (strcmp(h->sorted[i].form, form))
            return group;
    return form_parent(a, form);
}

struct unlisted {
    const struct header *h;
    const uint8_t *listed;
    void (*each)(void *ctx, uint32_t column);
    void *ctx;
};

static bool stretch_listed(const struct unlisted *u, struct stretch s)
{
    for (uint32_t i = s.lo; i < s.hi; i++)
        if (u->listed[u->h->sorted[i].column])
            return true;
    return false;
}

/* The part that begins at s.lo: all forms that agree up to byte `len`, which is a '/' or the
 * end. */
static struct stretch part_stretch(const struct header *h, struct stretch s, size_t len)
{
    const char *form = h->sorted[s.lo].form;
    uint32_t hi = s.lo + 1;
    for (; hi < s.hi; hi++) {
        const char *f = h->sorted[hi].form;
        if (strncmp(f, form, len) || (f[len] && f[len] != '/'))
            break;
    }
    return (struct stretch){ s.lo, hi };
}

/* Reports the columns of the stretch whose form is at most one level longer than `len` bytes and
 * is a total, or which end at len. False if there is none. */
static bool part_column(const struct unlisted *u, struct stretch s, size_t len)
{
    bool found = false;
    for (uint32_t i = s.lo; i < s.hi && !u->h->sorted[i].form[len]; i++) {
        u->each(u->ctx, u->h->sorted[i].column);
        found = true;
    }
    for (uint32_t i = s.lo; i < s.hi && !found; i++)
        if (level_is_total(u->h->sorted[i].form + len + 1)) {
            u->each(u->ctx, u->h->sorted[i].column);
            found = true;
        }
    return found;
}

/* Walks the parts of a stretch whose forms share their first `skip` bytes. */
static void unlisted_walk(const struct unlisted *u, struct stretch s, size_t skip, unsigned depth)
{
    for (; depth >= LEVELS_MAX && s.lo < s.hi; s.lo++)
        u->each(u->ctx, u->h->sorted[s.lo].column);
    while (s.lo < s.hi) {
        const char *form = u->h->sorted[s.lo].form;
        size_t len = skip + strcspn(form + skip, "/");
        struct stretch part = part_stretch(u->h, s, len);
        if (!stretch_listed(u, part) && !part_column(u, part, len))
            unlisted_walk(u, part, len + 1, depth + 1);
        s.lo = part.hi;
    }
}

void header_unlisted(const struct header *h, const char *group, const uint8_t *listed,
                     void (*each)(void *ctx, uint32_t column), void *ctx)
{
    struct unlisted u = { h, listed, each, ctx };
    size_t len = strlen(group);
    unlisted_walk(&u, group_stretch(h, group), len ? len + 1 : 0, 0);
}

/* ---- binding ---- */

struct binder {
    struct arena *arena;
    const struct header *h;
    const struct ir_program *p;
    const struct ir_table *t;
    struct binding b;
};

static const char *sym_form(const struct binder *x, sym s)
{
    const char *text = x->p->string[s];
    return str_form(x->arena, text, strlen(text));
}

static const char *parent_group(struct binder *x, uint32_t parent)
{
    const char *form = x->b.wanted[parent];
    return x->t->column[parent].parent == IR_NONE ? header_group_outermost(x->arena, x->h, form)
                                                  : header_group(x->arena, form);
}

/* A header in the group of a column's parent, or the header itself on the outermost level. */
static const char *in_group(struct binder *x, uint32_t c, const char *form)
{
    uint32_t parent = x->t->column[c].parent;
    const char *group = parent == IR_NONE ? "" : parent_group(x, parent);
    return *group ? arena_printf(x->arena, "%s/%s", group, form) : form;
}

/* A column with given headers: the first that the file has. */
static struct header_match find_given(struct binder *x, uint32_t c)
{
    const struct ir_column *col = &x->t->column[c];
    struct header_match m = { 0, IR_NONE, IR_NONE };
    for (uint32_t i = 0; i < col->nheader && !m.count; i++) {
        const char *form = sym_form(x, col->header[i]);
        if (col->grouped)
            form = in_group(x, c, form);
        if (!i)
            x->b.wanted[c] = form;
        m = header_find(x->h, form);
    }
    return m;
}

/* Has the table another column of this name? Then only the parents tell which is meant. */
static bool name_is_shared(const struct ir_table *t, uint32_t c)
{
    for (uint32_t i = 0; i < t->ncolumn; i++)
        if (i != c && t->column[i].name == t->column[c].name)
            return true;
    return false;
}

/* A column with a name: in its parent's group, then as a whole, then as a last level; if it
 * stands in a list or shares its name, in its parent's group only. */
static struct header_match find_named(struct binder *x, uint32_t c)
{
    const char *name = sym_form(x, x->t->column[c].name);
    struct header_match m = header_find(x->h, x->b.wanted[c] = in_group(x, c, name));
    if (m.count || x->t->column[c].grouped || name_is_shared(x->t, c))
        return m;
    x->b.wanted[c] = name;
    m = header_find(x->h, name);
    return m.count ? m : header_find_last(x->h, name);
}

/* A column whose header the folder's map gives: as a whole. */
static struct header_match find_mapped(struct binder *x, uint32_t c, const char *text)
{
    x->b.wanted[c] = str_form(x->arena, text, strlen(text));
    return header_find(x->h, x->b.wanted[c]);
}

static struct header_match find_column(struct binder *x, uint32_t c,
                                       const struct mapped_header *mapped)
{
    if (mapped && mapped[c].line)
        return find_mapped(x, c, mapped[c].text);
    return x->t->column[c].nheader ? find_given(x, c) : find_named(x, c);
}

struct binding header_bind(struct arena *a, const struct header *h, const struct ir_program *p,
                           const struct ir_table *t, const struct mapped_header *mapped)
{
    struct binder x = { .arena = a, .h = h, .p = p, .t = t };
    x.b.match = ARENA_ARRAY(a, struct header_match, t->ncolumn);
    x.b.wanted = ARENA_ARRAY(a, const char *, t->ncolumn);
    for (uint32_t c = 0; c < t->ncolumn; c++) {
        struct header_match m = find_column(&x, c, mapped);
        x.b.match[c] = m;
        if (m.count == 1)
            x.b.wanted[c] = h->form[m.column];
    }
    return x.b;
}
