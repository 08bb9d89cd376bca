/* Finds the sides of a relation in a rule's own text.
 * In: "must name: a = b <= c because …". Out: the texts of one pair of neighbours.
 * Invariant: nothing is decided by it; a text that is not understood gives no sides. */
#include "sides.h"
#include <string.h>

enum token { T_OTHER, T_BLANK, T_WORD, T_RELATION, T_COLON, T_QUOTE, T_OPEN, T_CLOSE,
             T_REMARK };
struct reader {
    const char *s;
    size_t len, at;
    size_t from;                    /* of the token read last */
    unsigned depth;
};
/* The sides of a chain: side i is the text from start[i] to end[i]. */
enum { SIDES_MAX = 16 };
struct chain {
    size_t start[SIDES_MAX], end[SIDES_MAX]; unsigned count;
    size_t name, colon;             /* what stands before the colon; colon 0: none */
};

struct glyph_class { const char *text; enum token token; };

static enum token classify(const char *s, size_t n)
{
    static const struct glyph_class classes[] = {
        { "=", T_RELATION }, { "＝", T_RELATION }, { "<", T_RELATION }, { "＜", T_RELATION },
        { ">", T_RELATION }, { "＞", T_RELATION }, { "!", T_RELATION }, { "！", T_RELATION },
        { "≤", T_RELATION }, { "≥", T_RELATION }, { "≠", T_RELATION }, { ":", T_COLON },
        { "：", T_COLON }, { "\"", T_QUOTE }, { "“", T_QUOTE }, { "”", T_QUOTE }, { "＂", T_QUOTE },
        { "(", T_OPEN }, { "（", T_OPEN }, { ")", T_CLOSE }, { "）", T_CLOSE },
        { "[", T_OPEN }, { "［", T_OPEN }, { "【", T_OPEN }, { "]", T_CLOSE }, { "］", T_CLOSE },
        { "】", T_CLOSE }, { " ", T_BLANK }, { "　", T_BLANK }, { "\t", T_BLANK },
        { "\r", T_BLANK }, { "\n", T_BLANK }, { "#", T_REMARK }, { "＃", T_REMARK },
        { "+", T_OTHER }, { "＋", T_OTHER }, { "-", T_OTHER }, { "－", T_OTHER },
        { "−", T_OTHER }, { "*", T_OTHER }, { "＊", T_OTHER }, { "×", T_OTHER }, { "/", T_OTHER },
        { "／", T_OTHER }, { "÷", T_OTHER }, { "^", T_OTHER }, { ",", T_OTHER }, { "，", T_OTHER },
    };
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (strlen(classes[i].text) == n && !memcmp(classes[i].text, s, n))
            return classes[i].token;
    return T_WORD;
}

static size_t glyph(const struct reader *r, size_t at, enum token *t)
{
    int32_t cp;
    size_t n = str_decode(r->s + at, r->len - at, &cp);
    *t = classify(r->s + at, n);
    return n;
}

/* Passes over a text in quotes, whose first quote was read. */
static void skip_text(struct reader *r)
{
    enum token t = T_OTHER;
    while (r->at < r->len && t != T_QUOTE) {
        if (r->s[r->at] == '\\')
            r->at++;
        if (r->at < r->len)
            r->at += glyph(r, r->at, &t);
    }
}

static void skip_remark(struct reader *r)
{
    const char *end = memchr(r->s + r->at, '\n', r->len - r->at);
    r->at = end ? (size_t)(end - r->s) : r->len;
}

/* The next token; words and relations are read whole, what stands in brackets is T_OTHER. False at
 * the end. */
static bool next(struct reader *r, enum token *token)
{
    enum token t, more;
    if (r->at >= r->len)
        return false;
    r->from = r->at;
    r->at += glyph(r, r->at, &t);
    if (t == T_QUOTE)
        skip_text(r);
    if (t == T_REMARK)
        skip_remark(r);
    if (t == T_WORD || t == T_RELATION)
        for (size_t n; r->at < r->len && (n = glyph(r, r->at, &more), more == t);)
            r->at += n;
    r->depth += t == T_OPEN;
    r->depth -= t == T_CLOSE && r->depth;
    *token = r->depth || t == T_CLOSE ? T_OTHER : t;
    return true;
}

static bool word_is(const struct reader *r, const char *const *words)
{
    size_t n = r->at - r->from;
    for (; *words; words++)
        if (strlen(*words) == n && !memcmp(*words, r->s + r->from, n))
            return true;
    return false;
}

static void side_start(struct chain *c, const struct reader *r)
{
    if (c->count < SIDES_MAX)
        c->start[c->count] = r->at;
}

static void side_end(struct chain *c, size_t at)
{
    if (c->count < SIDES_MAX)
        c->end[c->count++] = at;
}

static void chain_read(struct chain *c, struct reader *r)
{
    static const char *const clause[] = { "exactly", "严格", "each", "逐", "where", "满足", "when", "当",
                                          "because", "依据", NULL };
    static const char *const is[] = { "is", "为", NULL };
    enum token t;
    side_start(c, r);
    c->name = r->at;
    while (next(r, &t)) {
        if (t == T_COLON && !c->count) {
            side_start(c, r);
            c->colon = r->from;
        }
        if (t == T_WORD && word_is(r, clause))
            break;
        if (t == T_RELATION || (t == T_WORD && word_is(r, is))) {
            side_end(c, r->from);
            side_start(c, r);
        }
        r->from = r->at;
    }
    side_end(c, r->from);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct side_range side_trimmed(const struct reader *r, size_t from, size_t to)
{
    while (from < to && is_blank(r->s[from]))
        from++;
    while (to > from && is_blank(r->s[to - 1]))
        to--;
    return (struct side_range){ from, to };
}

static struct side_range chain_side(const struct reader *r, const struct chain *c, unsigned i)
{
    return side_trimmed(r, c->start[i], c->end[i]);
}

static const char *side_text(struct arena *a, const char *text, struct side_range side)
{
    return arena_strndup(a, text + side.from, side.to - side.from);
}

/* The number of the pair in a chain: the rule is called "name[2]". 0 if it has none. */
static unsigned pair_number(const char *name)
{
    const char *open = strrchr(name, '[');
    unsigned n = 0;
    for (const char *p = open ? open + 1 : ""; *p >= '0' && *p <= '9' && n < SIDES_MAX; p++)
        n = n * 10 + (unsigned)(*p - '0');
    return n;
}

bool sides_find(struct side_range side[2], const char *name, const struct ir_rule *r,
                const char *text, size_t len)
{
    struct reader reader = { .s = text, .len = len };
    struct chain c = { .count = 0 };
    enum token t;
    unsigned pair = 0;
    if (r->kind == KIND_RULE)
        next(&reader, &t);          /* the verb */
    chain_read(&c, &reader);
    if (r->printed && c.count == 1 && c.colon) {    /* claim T[x]: expression */
        side[0] = chain_side(&reader, &c, 0);
        side[1] = side_trimmed(&reader, c.name, c.colon);
        return true;
    }
    if (c.count > 2)
        pair = pair_number(name);
    else if (c.count == 2)
        pair = 1;
    if (!pair || pair >= c.count)
        return false;
    side[0] = chain_side(&reader, &c, pair - 1);
    side[1] = chain_side(&reader, &c, pair);
    return true;
}

struct side_texts sides_in(struct arena *a, const char *name, const char *source,
                           const struct ir_rule *r)
{
    struct side_range side[2];
    if (!sides_find(side, name, r, source, strlen(source)))
        return (struct side_texts){ "", "" };
    return (struct side_texts){ side_text(a, source, side[0]), side_text(a, source, side[1]) };
}

struct side_texts sides_of(struct arena *a, const struct ir_program *p, const struct ir_rule *r)
{
    return sides_in(a, p->string[r->name], p->string[r->source], r);
}
