/* The list of diagnostics and the sentences they are made of.
 * In: codes, places and argument texts from any pass. Out: a list in the order of finding.
 * Invariant: the list and every text on it are bounded, whatever the input; the rest is counted. */
#include "diag.h"
#include <stdarg.h>
#include <string.h>
#include <utf8proc.h>

enum { LIMIT_DEFAULT = 100, ARG_BYTES = 2048, LABEL_ARGS = 3, DIAG_ARGS = 6 };

struct diag_row { const char *id; enum diag_sev sev; const char *sentence[2], *help[2]; };
static const struct diag_row rows[] = {
#define X(id, code, sev, zh, en, help_zh, help_en) { id, sev, { zh, en }, { help_zh, help_en } },
#include "diag.def"
#undef X
};

static const char *const labels[][2] = {
#define X(code, zh, en) { zh, en },
#include "label.def"
#undef X
};

enum diag_sev diag_severity(enum diag_code code)
{
    return rows[code].sev;
}

const char *diag_id(enum diag_code code)
{
    return rows[code].id;
}

/* ---- text from outside ---- */

bool diag_cp_hidden(int32_t cp)
{
    if (cp >= 0x20 && cp < 0x7f)
        return false;
    if (cp < 0)
        return true;
    switch ((int)utf8proc_category(cp)) {
    case UTF8PROC_CATEGORY_CC: case UTF8PROC_CATEGORY_CF: case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_ZL: case UTF8PROC_CATEGORY_ZP:
        return true;
    default:
        return false;
    }
}

/* Appends the codepoint at s, escaped if hidden; returns the bytes it takes of s. */
static size_t escape_one(struct strbuf *out, const char *s, size_t len)
{
    int32_t cp;
    size_t n = str_decode(s, len, &cp);
    if (!diag_cp_hidden(cp))
        strbuf_add(out, s, n);
    else if (cp < 0)
        strbuf_addf(out, "\\x%02x", (unsigned)(unsigned char)*s);
    else
        strbuf_addf(out, "\\u{%x}", (unsigned)cp);
    return n;
}

void diag_escape(struct strbuf *out, const char *s, size_t len)
{
    for (size_t i = 0; i < len;)
        i += escape_one(out, s + i, len - i);
}

static void escape_cut(struct strbuf *out, const char *s, size_t max)
{
    size_t len = strlen(s), end = out->len;
    end = max > SIZE_MAX - end ? SIZE_MAX : end + max;
    size_t i = 0;
    while (i < len && out->len < end)
        i += escape_one(out, s + i, len - i);
    if (i < len)
        strbuf_adds(out, "…");
}

/* The number of a hole "{n}" at s, or -1. */
static int hole_at(const char *s)
{
    return s[0] == '{' && s[1] >= '0' && s[1] <= '9' && s[2] == '}' ? s[1] - '0' : -1;
}

bool diag_format_cut(struct strbuf *out, const char *sentence, const char *const *arg,
                     unsigned nargs, size_t max)
{
    bool full = true;
    while (*sentence) {
        size_t plain = strcspn(sentence, "{");
        strbuf_add(out, sentence, plain);
        sentence += plain;
        int hole = hole_at(sentence);
        if (hole >= 0) {
            const char *text = (unsigned)hole < nargs && arg[hole] ? arg[hole] : "";
            full = full && *text;
            escape_cut(out, text, max);
            sentence += 3;
        } else if (*sentence) {
            strbuf_addc(out, *sentence++);
        }
    }
    return full;
}

void diag_format(struct strbuf *out, const char *sentence, const char *const *arg, unsigned nargs)
{
    diag_format_cut(out, sentence, arg, nargs, SIZE_MAX);
}

void diag_sentence(struct strbuf *out, const struct diag *g, enum lang lang, size_t max)
{
    diag_format_cut(out, rows[g->code].sentence[lang], g->arg, DIAG_ARGS, max);
}

bool diag_help(struct strbuf *out, const struct diag *g, enum lang lang, size_t max)
{
    struct strbuf help;
    strbuf_init(&help, out->arena);
    bool full = diag_format_cut(&help, rows[g->code].help[lang], g->arg, DIAG_ARGS, max);
    if (full)
        strbuf_add(out, help.p, help.len);
    return full && help.len;
}

void diag_label_text(struct strbuf *out, const struct diag_label *l, enum lang lang, size_t max)
{
    diag_format_cut(out, labels[l->code][lang], l->arg, LABEL_ARGS, max);
}

/* ---- the list ---- */

void diags_init(struct diags *d, struct arena *a)
{
    *d = (struct diags){ .arena = a };
}

void diags_append(struct diags *d, const struct diags *more)
{
    if (d->last)
        d->last->next = more->first;
    else
        d->first = more->first;
    d->last = more->last ? more->last : d->last;
    d->errors += more->errors;
    d->warnings += more->warnings;
    d->notes += more->notes;
    d->hidden += more->hidden;
}

/* A copy that cannot eat the memory: long texts end in an ellipsis, between codepoints. */
static const char *text_copy(struct arena *a, const char *s)
{
    if (!s)
        return "";
    size_t len = strnlen(s, ARG_BYTES + 1);
    if (len <= ARG_BYTES)
        return arena_strndup(a, s, len);
    len = ARG_BYTES;
    while (len > ARG_BYTES - 4 && ((unsigned char)s[len] & 0xc0) == 0x80)
        len--;
    return arena_printf(a, "%.*s…", (int)len, s);
}

static void args_copy(struct arena *a, const char **arg, unsigned most, va_list ap)
{
    for (unsigned i = 0; i < most; i++) {
        const char *s = va_arg(ap, const char *);
        if (!s)
            return;
        arg[i] = text_copy(a, s);
    }
}

/* Counts one diagnostic of this severity; false if it is to be hidden. */
static bool list_admits(struct diags *d, enum diag_sev sev)
{
    uint32_t limit = d->limit ? d->limit : LIMIT_DEFAULT;
    uint32_t *kept = sev == SEV_ERROR ? &d->kept_errors : &d->kept_others;
    d->errors += sev == SEV_ERROR;
    d->warnings += sev == SEV_WARNING;
    d->notes += sev == SEV_NOTE;
    if (*kept >= limit) {
        d->hidden++;
        return false;
    }
    ++*kept;
    return true;
}

static struct diag *list_add(struct diags *d, enum diag_code code, struct span span)
{
    if (!list_admits(d, rows[code].sev)) {
        d->spare = (struct diag){ .code = code, .span = span };
        return &d->spare;
    }
    struct diag *g = ARENA_NEW(d->arena, struct diag);
    g->code = code;
    g->span = span;
    if (d->last)
        d->last->next = g;
    else
        d->first = g;
    d->last = g;
    return g;
}

struct diag *diag_add(struct diags *d, enum diag_code code, struct span span, ...)
{
    struct diag *g = list_add(d, code, span);
    if (g == &d->spare)
        return g;
    va_list ap;
    va_start(ap, span);
    args_copy(d->arena, g->arg, DIAG_ARGS, ap);
    va_end(ap);
    return g;
}

struct diag *diag_add_data(struct diags *d, enum diag_code code, struct data_place place, ...)
{
    struct diag *g = list_add(d, code, NO_SPAN);
    if (g == &d->spare)
        return g;
    g->place = place;
    if (place.file)
        g->place.file = text_copy(d->arena, place.file);
    g->place.header = text_copy(d->arena, place.header);
    g->place.text = text_copy(d->arena, place.text);
    va_list ap;
    va_start(ap, place);
    args_copy(d->arena, g->arg, DIAG_ARGS, ap);
    va_end(ap);
    return g;
}

void diag_edit(struct diags *d, struct diag *g, struct span at, const char *text)
{
    if (g != &d->spare)
        g->edit = (struct diag_edit){ at, text_copy(d->arena, text) };
}

void diag_label(struct diags *d, struct diag *g, enum label_code code, struct span span, ...)
{
    if (g == &d->spare)
        return;
    struct diag_label **end = &g->labels;
    for (unsigned n = 0; *end; end = &(*end)->next)
        if (++n == LABELS_MAX)
            return;
    struct diag_label *l = *end = ARENA_NEW(d->arena, struct diag_label);
    l->span = span;
    l->code = code;
    va_list ap;
    va_start(ap, span);
    args_copy(d->arena, l->arg, LABEL_ARGS, ap);
    va_end(ap);
}
