/* Names of one thing: statements become the classes of a key.
 * In: the classes that the statements write, and the key columns of all tables. Out: ir_same, one
 * for each key, and which columns it is of.
 * Invariant: classes that share a name, compared as headers are, are one; a class has two names at
 * least, that are not alike. Linear in names. */
#include "declare.h"
#include <string.h>

#define CLASS_MAX 1000u             /* a row test compares with every name of a class */

/* a name as it was written first */
struct member { struct name name; uint32_t up; };
struct merging {
    struct unit *u;
    struct symtab *forms;
    struct member *of; uint32_t n, cap;         /* by form − 1 */
};

/* ---- classes that share names ---- */

static uint32_t top_of(struct merging *m, uint32_t i)
{
    while (m->of[i].up != i)
        i = m->of[i].up = m->of[m->of[i].up].up;
    return i;
}

/* The class of two members is known by the one that was written first. */
static void unite(struct merging *m, uint32_t x, uint32_t y)
{
    x = top_of(m, x);
    y = top_of(m, y);
    m->of[x < y ? y : x].up = x < y ? x : y;
}

/* The member that a name is; m->n after a diagnostic. */
static uint32_t member_of(struct merging *m, const struct name *name)
{
    const char *text = unit_text(m->u, name->text);
    sym s = sym_of(m->forms, str_form(m->u->arena, text, strlen(text)));
    if (!s) {
        diag_add(m->u->diags, DIAG_SAME_BLANK, name->span, NULL);
        return m->n;
    }
    if (s > m->n)
        ARENA_PUSH(m->u->arena, m->of, m->n, m->cap, ((struct member){ *name, s - 1 }));
    return s - 1;
}

static void class_merge(struct merging *m, const struct same_class *c)
{
    uint32_t first = UINT32_MAX;
    bool apart = false;
    for (uint32_t i = 0; i < c->nname; i++) {
        uint32_t x = member_of(m, &c->name[i]);
        if (x == m->n)
            return;
        apart |= first != UINT32_MAX && x != first;
        if (first == UINT32_MAX)
            first = x;
        unite(m, first, x);
    }
    if (!apart)
        diag_add(m->u->diags, DIAG_SAME_ALIKE, c->name[c->nname - 1].span,
                 unit_text(m->u, c->name[c->nname - 1].text), NULL);
}

/* ---- what the program keeps ---- */

static void class_check(struct merging *m, uint32_t top, uint32_t size)
{
    if (size > CLASS_MAX)
        diag_add(m->u->diags, DIAG_SAME_MANY, m->of[top].name.span,
                 unit_text(m->u, m->of[top].name.text),
                 arena_printf(m->u->arena, "%u", CLASS_MAX), NULL);
}

/* Classes stand in the order of their first names, and names as they were written. */
static void classes_make(struct merging *m, struct ir_same *to)
{
    struct arena *a = m->u->arena;
    uint32_t *size = ARENA_ARRAY(a, uint32_t, m->n), *number = ARENA_ARRAY(a, uint32_t, m->n);
    for (uint32_t i = 0; i < m->n; i++)
        size[top_of(m, i)]++;
    to->of = ARENA_ARRAY(a, struct ir_same_class, m->n);
    for (uint32_t i = 0; i < m->n; i++) {
        uint32_t top = top_of(m, i);
        if (size[top] < 2)
            continue;
        if (top == i) {
            class_check(m, top, size[top]);
            number[top] = to->n++;
            to->of[number[top]].name = ARENA_ARRAY(a, sym, size[top]);
        }
        struct ir_same_class *c = &to->of[number[top]];
        c->name[c->nname++] = m->of[i].name.text;
    }
}

/* ---- the whole ---- */

/* Marks the key columns of a name; false: there are none. */
static bool columns_mark(struct unit *u, sym key, uint32_t number)
{
    bool any = false;
    for (uint32_t t = 0; t < u->ir->ntable; t++)
        for (uint32_t c = 0; c < u->ir->table[t].ncolumn; c++) {
            struct ir_column *column = &u->ir->table[t].column[c];
            if (!column->key || column->name != key || u->ir->table[t].text)
                continue;
            column->same = number;
            any = true;
        }
    return any;
}

/* All statements of a key from the i-th on. */
static void key_declare(struct unit *u, uint32_t i, const uint32_t *next)
{
    struct merging m = { .u = u, .forms = symtab_new(u->arena) };
    const struct same *first = u->ast.stmt[i].u.same;
    struct ir_same same = { .key = first->key.text };
    for (; i != UINT32_MAX; i = next[i]) {
        const struct same *s = u->ast.stmt[i].u.same;
        for (uint32_t k = 0; k < s->n; k++)
            class_merge(&m, &s->of[k]);
    }
    classes_make(&m, &same);
    if (!columns_mark(u, same.key, u->ir->nsame + 1))
        diag_add(u->diags, DIAG_SAME_NO_KEY, first->key.span, unit_text(u, same.key), NULL);
    UNIT_PUSH(u, u->ir->same, u->ir->nsame, same);
}

/* Statements of one key are chained; each chain is looked at from its first. */
void same_declare(struct unit *u)
{
    uint32_t *next = NULL, *last = NULL;
    uint8_t *later = NULL;
    for (uint32_t i = 0; i < u->ast.nstmt; i++) {
        if (u->ast.stmt[i].kind != ST_SAME)
            continue;
        if (!next) {
            next = ARENA_ARRAY(u->arena, uint32_t, u->ast.nstmt);
            memset(next, 0xff, u->ast.nstmt * sizeof *next);
            later = ARENA_ARRAY(u->arena, uint8_t, u->ast.nstmt);
            last = ARENA_ARRAY(u->arena, uint32_t, sym_count(u->syms) + 1);
        }
        uint32_t *of = &last[u->ast.stmt[i].u.same->key.text];
        if (*of) {
            next[*of - 1] = i;
            later[i] = 1;
        }
        *of = i + 1;
    }
    for (uint32_t i = 0; next && i < u->ast.nstmt; i++)
        if (u->ast.stmt[i].kind == ST_SAME && !later[i])
            key_declare(u, i, next);
}
