/* Codes as levels see them.
 * In: the codes of all rows, by symbol. Out: for each level and code its beginning of the level's
 * length, or the code above it. Time is linear in the codes' text, save that those of a level of
 * prefixes are sorted. */
#include "codes.h"
#include <stdlib.h>
#include <string.h>

uint32_t codes_plain(const struct data_table *t, uint32_t key, uint64_t row)
{
    uint32_t code = table_code(t, key, row);
    return t->code_info[code].subtotal ? 0 : code;
}

uint32_t codes_of(const struct data_table *t, const struct code_part *p, uint64_t row)
{
    return p->cut[table_code(t, p->key, row)];
}

static bool length_fits(const struct data_table *t, const struct ir_level *l, uint32_t length,
                        uint32_t code)
{
    uint32_t is = t->code_info[code].length;
    if (!l->prefix || !l->nfit)
        return !length || is == length;
    for (uint32_t i = 0; i < l->nfit; i++)
        if (l->fit[i] == is)
            return true;
    return false;
}

bool codes_fit(const struct data_table *t, const struct code_level *l, uint64_t row)
{
    for (uint32_t i = 0; i < l->npart; i++) {
        uint32_t code = codes_plain(t, l->part[i].key, row);
        if (!code || !length_fits(t, l->schema, l->part[i].length, code))
            return false;
    }
    return true;
}

/* ---- beginnings of a given length ---- */

static size_t prefix_bytes(const char *s, uint32_t characters)
{
    size_t i = 0;
    for (uint32_t n = 0; s[i]; i++)
        if (((unsigned char)s[i] & 0xc0) != 0x80 && n++ == characters)
            break;
    return i;
}

size_t codes_bytes(const char *code, uint32_t length)
{
    uint32_t n = 0;
    for (const char *p = code; *p; p++)
        n += ((unsigned char)*p & 0xc0) != 0x80;
    if (!length)
        return strlen(code);
    return n < length ? 0 : prefix_bytes(code, length);
}

static uint32_t code_cut(struct data_table *t, uint32_t code, uint32_t length)
{
    if (!code || t->code_info[code].subtotal)
        return 0;
    if (!length || t->code_info[code].length == length)
        return code;
    if (t->code_info[code].length < length)
        return 0;
    const char *s = sym_text(t->codes, code);
    return table_intern(t, s, prefix_bytes(s, length));
}

static struct code_part part_make(struct data_table *t, uint32_t key, uint32_t length,
                                  uint32_t ncode)
{
    struct code_part p = { t->key_of[key], length, ARENA_ARRAY(t->arena, uint32_t, ncode + 1) };
    for (uint32_t c = 0; c < ncode; c++)
        p.cut[c] = code_cut(t, c, length);
    return p;
}

/* ---- codes that begin with others ---- */

struct entry { const char *text; size_t len; uint32_t code; };

static int entry_compare(const void *a, const void *b)
{
    return strcmp(((const struct entry *)a)->text, ((const struct entry *)b)->text);
}

static bool begins(const struct entry *outer, const struct entry *e)
{
    return outer->len < e->len && !memcmp(outer->text, e->text, outer->len);
}

static struct entry *entries_sorted(const struct data_table *t, uint32_t ncode, uint32_t *n)
{
    struct entry *e = ARENA_ARRAY(t->arena, struct entry, ncode + 1);
    *n = 0;
    for (uint32_t c = 1; c < ncode; c++) {
        const char *text = sym_text(t->codes, c);
        if (*text && !t->code_info[c].subtotal)
            e[(*n)++] = (struct entry){ text, strlen(text), c };
    }
    if (*n)
        qsort(e, *n, sizeof *e, entry_compare);
    return e;
}

/* In order, the codes that begin a code stand before it, and only others that begin with them
 * stand between: they are those on the stack. */
static uint32_t *codes_above(struct data_table *t, uint32_t ncode)
{
    uint32_t n, depth = 0;
    struct entry *e = entries_sorted(t, ncode, &n);
    uint32_t *up = ARENA_ARRAY(t->arena, uint32_t, ncode + 1);
    uint32_t *stack = ARENA_ARRAY(t->arena, uint32_t, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        while (depth && !begins(&e[stack[depth - 1]], &e[i]))
            depth--;
        up[e[i].code] = depth ? e[stack[depth - 1]].code : 0;
        stack[depth++] = i;
    }
    return up;
}

/* ---- the levels ---- */

struct code_level *codes_levels(struct data_table *t)
{
    const struct ir_table *s = t->schema;
    struct code_level *level = ARENA_ARRAY(t->arena, struct code_level, s->nlevel);
    uint32_t ncode = t->ncode;      /* cutting adds symbols */
    for (uint32_t i = 0; i < s->nlevel; i++) {
        const struct ir_level *l = &s->level[i];
        level[i].schema = l;
        level[i].part = ARENA_ARRAY(t->arena, struct code_part, l->nbeside + 1);
        for (uint32_t k = 0; k < l->nbeside; k++)
            level[i].part[level[i].npart++] = part_make(t, l->beside[k].key, l->beside[k].length,
                                                        ncode);
        level[i].part[level[i].npart++] = part_make(t, l->key, l->length, ncode);
        if (l->prefix)
            level[i].up = codes_above(t, ncode);
    }
    return level;
}

/* ---- damaged ones ---- */

static size_t digit_run(const char *s, size_t len)
{
    size_t n = 0;
    while (n < len && s[n] >= '0' && s[n] <= '9')
        n++;
    return n;
}

bool codes_changed(const char *s, size_t len)
{
    size_t n = digit_run(s, len);
    if (len > 1 && *s == '\'')
        return true;
    if (n < 3 || n + 1 >= len || s[n] != '.')
        return false;
    for (size_t i = n + 1; i < len; i++)
        if (s[i] != '0')
            return false;
    return true;
}

bool codes_lost(const char *s, size_t len)
{
    size_t n = digit_run(s, len);
    if (n != 1)
        return false;
    if (n < len && s[n] == '.')
        n += 1 + digit_run(s + n + 1, len - n - 1);
    return len - n >= 3 && (s[n] == 'E' || s[n] == 'e') && s[n + 1] == '+'
        && n + 2 + digit_run(s + n + 2, len - n - 2) == len;
}
