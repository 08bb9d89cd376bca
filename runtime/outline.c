/* The hierarchy of printed labels.
 * In: labels in the order of the sheet. Out: the path of each.
 * Invariant: a label stands under the nearest label above of each higher class; a total stands
 * under none. */
#include "outline.h"
#include "label.h"
#include <string.h>

/* ---- one label ---- */

struct parsed { const char *form, *own; uint8_t cls, rank; bool of_which; };

static bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), k = strlen(end);
    return n >= k && !strcmp(s + n - k, end);
}

static uint8_t rank_of(const char *own)
{
    if (ends_with(own, "小计"))
        return RANK_SUBTOTAL;
    if (ends_with(own, "合计"))
        return RANK_TOTAL;
    return ends_with(own, "总计") ? RANK_GRAND : RANK_NONE;
}

static uint8_t class_of(const char *ordinal)
{
    bool bracket = *ordinal == '(';
    char c = ordinal[bracket];
    bool digit = c >= '0' && c <= '9';
    return (uint8_t)(CLASS_FIRST + bracket + 2 * digit);
}

/* What follows the ordinals of the last level; a label of ordinals alone keeps them. */
static const char *own_of(const char *last, struct parsed *p)
{
    const char *own = last;
    size_t n;
    while ((n = label_ordinal(own)) > 0 && own[n]) {
        if (!strncmp(own, "其", strlen("其")))
            p->of_which = true;
        else if (p->cls == CLASS_NONE)
            p->cls = class_of(own);
        own += n;
    }
    return own;
}

static struct parsed parse(struct arena *a, const char *s, size_t len)
{
    struct parsed p = { .cls = CLASS_NONE, .form = str_form(a, s, len) };
    const char *slash = strrchr(p.form, '/');
    p.own = own_of(slash && slash[1] ? slash + 1 : p.form, &p);
    p.rank = rank_of(p.own);
    return p;
}

/* ---- joined levels ---- */

const char *outline_wanted(struct arena *a, const char *text)
{
    struct strbuf b;
    strbuf_init(&b, a);
    for (const char *s = str_form(a, text, strlen(text)); *s; ) {
        struct parsed none = { .cls = CLASS_NONE };
        size_t len = strcspn(s, "/");
        strbuf_adds(&b, own_of(arena_strndup(a, s, len), &none));
        s += len;
        if (*s == '/') {
            strbuf_addc(&b, '/');
            s++;
        }
    }
    return b.p;
}

static sym path_join(const struct outline_reader *r, sym level, const char *own)
{
    if (!level)
        return sym_of(r->paths, own);
    return sym_of(r->paths, arena_printf(r->arena, "%s/%s", sym_text(r->paths, level), own));
}

static const char *shown_join(const struct outline_reader *r, const char *above, const char *s,
                              size_t len)
{
    const char *own = arena_strndup(r->arena, s, len);
    return above ? arena_printf(r->arena, "%s/%s", above, own) : own;
}

/* ---- reading ---- */

void outline_begin(struct outline_reader *r, struct arena *a, struct symtab *paths)
{
    *r = (struct outline_reader){ .arena = a, .paths = paths };
}

/* The levels that a label prints itself before its last `/`. */
static void prefix_set(struct outline_reader *r, const struct parsed *p, const char *s, size_t len)
{
    sym prefix = 0;
    const char *slash = strrchr(p->form, '/'), *shown = NULL;
    if (slash && slash > p->form && slash[1]) {
        size_t n = (size_t)(slash - p->form);
        prefix = sym_of(r->paths, outline_wanted(r->arena, arena_strndup(r->arena, p->form, n)));
        while (len && s[len - 1] != '/')
            len--;
        shown = len ? arena_strndup(r->arena, s, len - 1) : NULL;
    }
    if (prefix == r->prefix.path)
        return;
    struct arena *a = r->arena;
    outline_begin(r, a, r->paths);
    r->prefix = (struct outline_above){ prefix, shown };
}

static void above_set(struct outline_reader *r, unsigned cls, struct outline_above x)
{
    r->above[cls] = x;
    for (unsigned c = cls + 1; c <= CLASS_NONE; c++)
        r->above[c].path = 0;
}

static struct outline_above above_of(const struct outline_reader *r, unsigned cls)
{
    while (cls-- > CLASS_FIRST)
        if (r->above[cls].path)
            return r->above[cls];
    return r->prefix;
}

/* 其中: what it prints is part of the label before, and so are those after it of its class; of the
 * same class as the label before, only those that print 其中 too. */
static bool of_which(struct outline_reader *r, const struct parsed *p)
{
    if (p->of_which && p->cls != r->of_class) {
        r->of = r->last.path ? (struct outline_above){ r->last.path, r->last.shown } : r->prefix;
        r->of_class = p->cls;
        r->of_said = r->last_class == p->cls;
    } else if (p->cls < r->of_class || (p->cls == r->of_class && !p->of_which && r->of_said)) {
        r->of_class = 0;
    }
    return p->cls == r->of_class;
}

/* What the label stands under. */
static struct outline_above place(struct outline_reader *r, const struct parsed *p,
                                  struct outline_label *l)
{
    bool bare = p->cls == CLASS_NONE && !p->of_which;
    if (bare && p->rank > RANK_SUBTOTAL) {
        above_set(r, 0, (struct outline_above){ 0, NULL });
        r->of_class = 0;
        return r->prefix;
    }
    if (bare && p->rank == RANK_SUBTOTAL && r->last.path) {
        l->of_which = r->last.of_which;
        return r->above[0];
    }
    l->of_which = of_which(r, p);
    return l->of_which ? r->of : above_of(r, p->cls);
}

struct outline_label outline_read(struct outline_reader *r, const char *s, size_t len)
{
    struct parsed p = parse(r->arena, s, len);
    prefix_set(r, &p, s, len);
    struct outline_label l = { .own = p.own, .rank = p.rank };
    struct outline_above under = place(r, &p, &l);
    const char *slash = r->prefix.path ? memrchr(s, '/', len) : NULL;
    size_t skip = slash ? (size_t)(slash + 1 - s) : 0;
    l.level = under.path;
    l.path = path_join(r, under.path, p.own);
    l.shown = shown_join(r, under.path ? under.shown : NULL, s + skip, len - skip);
    if (!(p.rank && p.cls == CLASS_NONE))
        above_set(r, p.cls, (struct outline_above){ l.path, l.shown });
    r->above[0] = under;            /* the level of the label before, for a 小计 */
    r->last = l;
    r->last_class = p.cls;
    return l;
}
