/* Codes without their zeros.
 * In: the codes of a table, the lengths of its levels, the codes that rules name. Out: warnings.
 * Invariant: nothing is read in another way because of it. */
#include "zeros.h"
#include "rownames.h"
#include "scratch.h"
#include <string.h>

struct telling {
    const struct data_table *t;
    struct arena *arena;
    struct diags *diags;
    uint8_t *told;                  /* by code: it stands in place of one that a rule names */
    uint32_t **first;               /* by key and code: row + 1 of the first that prints it */
};

static bool is_digits(const char *s)
{
    return *s && strspn(s, "0123456789") == strlen(s);
}

/* ---- codes shorter than those of their levels ---- */

/* The lengths that the levels want of a key's codes. */
struct lengths { bool any, same, longer; uint32_t wanted; };

static void length_see(struct lengths *x, uint32_t length, uint32_t of_code)
{
    x->any |= !length;
    x->same |= length == of_code;
    if (length != of_code + 1 && (of_code != 1 || length != 3))
        return;
    x->longer = true;
    x->wanted = length;
}

static void level_see(struct lengths *x, const struct data_table *t, const struct ir_level *level,
                      uint32_t key, uint32_t of_code)
{
    for (uint32_t i = 0; i < level->nbeside; i++)
        if (t->key_of[level->beside[i].key] == key)
            length_see(x, level->beside[i].length, of_code);
    if (t->key_of[level->key] != key)
        return;
    for (uint32_t i = 0; i < level->nfit; i++)
        length_see(x, level->fit[i], of_code);
    if (!level->nfit)
        length_see(x, level->prefix ? 0 : level->length, of_code);
}

/* The length that a key's code would have with a zero more (001: with two); 0: it lacks none. */
static uint32_t length_wanted(const struct data_table *t, uint32_t key, uint32_t code)
{
    struct lengths x = { .any = false };
    for (uint32_t i = 0; i < t->schema->nlevel; i++)
        level_see(&x, t, &t->schema->level[i], key, t->code_info[code].length);
    bool lacks = x.longer && !x.any && !x.same && is_digits(sym_text(t->codes, code));
    return lacks ? x.wanted : 0;
}

/* The first row in which a key column prints a code that `of` marks, or DATA_NO_ROW. */
static uint64_t row_of(const struct data_table *t, uint32_t key, const uint8_t *of)
{
    for (uint64_t row = 0; row < t->nrow; row++)
        if (of[table_code(t, key, row)])
            return row;
    return DATA_NO_ROW;
}

static void short_tell(const struct telling *x, uint32_t key)
{
    const struct data_table *t = x->t;
    uint8_t *lacks = ARENA_ARRAY(x->arena, uint8_t, t->ncode + 1);
    uint32_t found = 0;
    for (uint32_t c = 1; c < t->ncode; c++)
        found += lacks[c] = length_wanted(t, key, c) > 0;
    uint64_t row = found ? row_of(t, key, lacks) : DATA_NO_ROW;
    if (row == DATA_NO_ROW)
        return;
    struct data_place p = table_key_place(t, key, row);
    uint32_t wanted = length_wanted(t, key, table_code(t, key, row));
    diag_add_data(x->diags, DIAG_CODE_SHORT, p, p.text, arena_printf(t->arena, "%u", wanted), NULL);
}

/* ---- codes that rules name ---- */

/* The first row in which a key column prints a code; DATA_NO_ROW: none. */
static uint64_t first_row(const struct telling *x, uint32_t key, uint32_t code)
{
    const struct data_table *t = x->t;
    if (!x->first[key]) {
        x->first[key] = ARENA_ARRAY(x->arena, uint32_t, t->ncode + 1);
        for (uint64_t row = t->nrow; row-- > 0;)
            x->first[key][table_code(t, key, row)] = (uint32_t)row + 1;
    }
    return x->first[key][code] ? x->first[key][code] - 1 : DATA_NO_ROW;
}

/* The code without its zeros, if it has some, is not in the table, and would be in it without. */
static uint32_t code_without(const struct data_table *t, const char *named)
{
    const char *rest = named + strspn(named, "0");
    if (rest == named || !is_digits(rest) || sym_find(t->codes, named, strlen(named)))
        return 0;
    return sym_find(t->codes, rest, strlen(rest));
}

/* key IR_NONE: any */
static void named_tell(struct telling *x, uint32_t key, const char *named)
{
    const struct data_table *t = x->t;
    uint32_t code = code_without(t, named);
    if (!code || code >= t->ncode || x->told[code])
        return;
    for (uint32_t k = 0; k < t->nkey && !x->told[code]; k++) {
        bool asked = (key == IR_NONE || key == k) && !t->key_same[k];
        uint64_t row = asked ? first_row(x, k, code) : DATA_NO_ROW;
        if (row == DATA_NO_ROW)
            continue;
        struct data_place p = table_key_place(t, k, row);
        diag_add_data(x->diags, DIAG_CODE_WITHOUT_ZEROS, p, named, p.text, NULL);
        x->told[code] = 1;
    }
}

static void rows_tell(struct telling *x)
{
    const struct data_table *t = x->t;
    const struct ir_program *p = t->prog;
    for (uint32_t i = 0; t->names && i < p->nrowref; i++) {
        const struct ir_rowref *ref = &p->rowref[i];
        bool absent = &p->table[ref->table] == t->schema && !ref->node && !ref->prefix
            && row_named(t, i)->state == NAMED_ABSENT;
        for (uint32_t c = 0; absent && c < ref->ncode; c++)
            named_tell(x, IR_NONE, p->string[ref->code[c]]);
    }
}

static void tests_tell(struct telling *x)
{
    const struct data_table *t = x->t;
    const struct ir_program *p = t->prog;
    for (uint32_t i = 0; i < p->ntest; i++) {
        const struct ir_test *test = &p->test[i];
        if (&p->table[test->table] == t->schema && t->key_of[test->column] != IR_NONE
            && !test->prefix)
            named_tell(x, t->key_of[test->column], p->string[test->text]);
    }
}

/* ---- the whole ---- */

void zeros_tell(const struct data_table *t, struct diags *d)
{
    struct scratch room;
    scratch_open(&room, t->arena);
    struct telling x = { t, &room.arena, d, ARENA_ARRAY(&room.arena, uint8_t, t->ncode + 1),
                         ARENA_ARRAY(&room.arena, uint32_t *, t->nkey) };
    for (uint32_t k = 0; k < t->nkey && t->schema->nlevel; k++)
        short_tell(&x, k);
    rows_tell(&x);
    tests_tell(&x);
    scratch_close(&room);
}
