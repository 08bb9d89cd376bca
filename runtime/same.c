/* Names that a key column may print for one thing.
 * In: the classes of the program and the codes of a table. Out: the forms by which a code is known,
 * and notes of the names that were taken for others.
 * Invariant: a form is in one class at most, so all names of a thing have one first form. */
#include "same.h"
#include <string.h>

struct same_names {
    const struct ir_same *schema;
    struct symtab *forms;
    uint32_t *class_of;             /* by form: class + 1 */
    const char ***form;             /* by class and name */
};

/* ---- the classes ---- */

static void class_enter(struct same_names *s, struct arena *a, const struct ir_program *p,
                        uint32_t class)
{
    const struct ir_same_class *c = &s->schema->of[class];
    s->form[class] = ARENA_ARRAY(a, const char *, c->nname);
    for (uint32_t i = 0; i < c->nname; i++) {
        const char *text = p->string[c->name[i]];
        s->form[class][i] = str_form(a, text, strlen(text));
        s->class_of[sym_of(s->forms, s->form[class][i])] = class + 1;
    }
}

struct same_names *same_names_new(struct arena *a, const struct ir_program *p)
{
    struct same_names *all = ARENA_ARRAY(a, struct same_names, p->nsame);
    for (uint32_t i = 0; i < p->nsame; i++) {
        struct same_names *s = &all[i];
        size_t names = 0;
        s->schema = &p->same[i];
        s->forms = symtab_new(a);
        for (uint32_t c = 0; c < s->schema->n; c++)
            names += s->schema->of[c].nname;
        s->class_of = ARENA_ARRAY(a, uint32_t, names + 1);
        s->form = ARENA_ARRAY(a, const char **, s->schema->n);
        for (uint32_t c = 0; c < s->schema->n; c++)
            class_enter(s, a, p, c);
    }
    return all;
}

/* The names of the classes of a key column, by number of the key in the table; NULL: none. */
static const struct same_names *same_of_key(const struct data_table *t, uint32_t key)
{
    return t->key_same[key] ? &t->same[t->key_same[key] - 1] : NULL;
}

/* Class + 1 of a form in a key column; 0: none. */
static uint32_t class_of(const struct same_names *s, const char *form)
{
    return s ? s->class_of[sym_find(s->forms, form, strlen(form))] : 0;
}

/* ---- forms ---- */

struct name_forms same_forms(const struct data_table *t, struct arena *a, uint32_t key,
                             const char *text, size_t len, const char **own)
{
    const struct same_names *s = same_of_key(t, key);
    *own = str_form(a, text, len);
    uint32_t class = class_of(s, *own);
    if (!class)
        return (struct name_forms){ own, 1 };
    return (struct name_forms){ s->form[class - 1], s->schema->of[class - 1].nname };
}

const char *same_form(const struct data_table *t, struct arena *a, uint32_t key, const char *text)
{
    const char *own;
    return same_forms(t, a, key, text, strlen(text), &own).form[0];
}

bool same_is(const struct data_table *t, struct arena *a, uint32_t key, const char *text,
             size_t len, const char *form, bool prefix)
{
    const char *own;
    struct name_forms f = same_forms(t, a, key, text, len, &own);
    for (uint32_t i = 0; i < f.n; i++)
        if (prefix ? !strncmp(f.form[i], form, strlen(form)) : !strcmp(f.form[i], form))
            return true;
    return false;
}

/* ---- notes ---- */

struct telling {
    const struct data_table *t;
    struct diags *diags;
    const struct same_names *same;
    uint32_t key;
    uint8_t *seen;                  /* by code */
    uint64_t *first;                /* by class: row + 1 of the first name */
    uint32_t told;
};

/* A name in another row for what an earlier row names. */
static void beside_tell(const struct telling *x, uint64_t row, uint64_t first, const char *text)
{
    const char *other = sym_text(x->t->codes, table_code(x->t, x->key, first));
    const char *line = arena_printf(x->t->arena, "%llu",
                                    (unsigned long long)table_line(x->t, first));
    diag_add_data(x->diags, DIAG_SAME_BESIDE, table_key_place(x->t, x->key, row), text, line,
                  other, NULL);
}

static void code_tell(struct telling *x, uint32_t code, uint64_t row)
{
    const char *text = sym_text(x->t->codes, code), *own;
    const struct ir_program *p = x->t->prog;
    struct name_forms f = same_forms(x->t, x->t->arena, x->key, text, strlen(text), &own);
    uint32_t class = class_of(x->same, own);
    if (!class)
        return;
    bool other = strcmp(own, f.form[0]) != 0;
    uint64_t first = x->first[class - 1];
    x->first[class - 1] = first ? first : row + 1;
    x->told += first || other;
    if (x->told > SAME_FAULT_MAX)
        return;
    if (first)
        beside_tell(x, row, first - 1, text);
    else if (other)
        diag_add_data(x->diags, DIAG_SAME_USED, table_key_place(x->t, x->key, row), text,
                      p->string[x->same->schema->of[class - 1].name[0]],
                      p->string[x->same->schema->key], NULL);
}

static void key_tell(const struct data_table *t, struct diags *d, uint32_t key)
{
    struct telling x = { .t = t, .diags = d, .same = same_of_key(t, key), .key = key };
    x.seen = ARENA_ARRAY(t->arena, uint8_t, (size_t)t->ncode + 1);
    x.first = ARENA_ARRAY(t->arena, uint64_t, x.same->schema->n);
    for (uint64_t row = 0; row < t->nrow; row++) {
        uint32_t code = table_code(t, key, row);
        if (code && !x.seen[code]++)
            code_tell(&x, code, row);
    }
    if (x.told > SAME_FAULT_MAX)
        diag_add_data(d, DIAG_SAME_MORE, (struct data_place){ .file = t->file, .header = "",
                                                               .text = "" },
                      arena_printf(t->arena, "%u", x.told - SAME_FAULT_MAX), NULL);
}

void same_tell(const struct data_table *t, struct diags *d)
{
    for (uint32_t key = 0; key < t->nkey; key++)
        if (same_of_key(t, key))
            key_tell(t, d, key);
}
