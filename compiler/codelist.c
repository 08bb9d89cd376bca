/* Lists of codes. In: the statements. Out: what is wrong with them, and those that rules ask, in
 * the program.
 * Invariant: a code begins with the codes that it stands under, and with no other code of the list
 * that it does not stand under: so where a code belongs is told by the code alone. */
#include "declare.h"
#include "codelist.h"
#include <string.h>

/* The entries of a list by the match form of their codes. */
struct codelist {
    struct symtab *forms;
    const struct code_entry **of; uint32_t n, cap;      /* by form − 1 */
};

static const char *form_of(struct unit *u, const struct code_entry *e)
{
    const char *text = unit_text(u, e->code.text);

    return str_form(u->arena, text, strlen(text));
}

static void twice(struct unit *u, const struct code_entry *e, const struct code_entry *first)
{
    diag_label(u->diags, diag_add(u->diags, DIAG_CODE_TWICE, e->code.span,
                                  unit_text(u, e->code.text), NULL),
               LABEL_FIRST, first->code.span, NULL);
}

static void enter(struct unit *u, struct codelist *x, const struct code_entries *list)
{
    for (uint32_t i = 0; i < list->n; i++) {
        const struct code_entry *e = &list->of[i];
        sym form = sym_of(x->forms, form_of(u, e));
        if (!form)
            diag_add(u->diags, DIAG_CODE_BLANK, e->code.span, NULL);
        else if (form <= x->n)
            twice(u, e, x->of[form - 1]);
        else
            ARENA_PUSH(u->arena, x->of, x->n, x->cap, e);
        if (e->under)
            enter(u, x, e->under);
    }
}

/* The longest other code of the list that a code begins with; NULL: none. */
static const struct code_entry *longest(const struct codelist *x, const char *form)
{
    for (size_t len = strlen(form); len > 1;) {
        sym s = sym_find(x->forms, form, --len);
        if (s && s <= x->n)
            return x->of[s - 1];
    }
    return NULL;
}

/* under: what the entries stand under, or NULL */
static void place(struct unit *u, const struct codelist *x, const struct code_entries *list,
                  const struct code_entry *under)
{
    for (uint32_t i = 0; i < list->n; i++) {
        const struct code_entry *e = &list->of[i];
        const struct code_entry *over = longest(x, form_of(u, e));
        if (over != under && *form_of(u, e))
            diag_add(u->diags, over ? DIAG_CODE_ELSEWHERE : DIAG_CODE_APART, e->code.span,
                     unit_text(u, e->code.text),
                     unit_text(u, over ? over->code.text : under->code.text), NULL);
        if (e->under)
            place(u, x, e->under, e);
    }
}

void codelist_check(struct unit *u, struct decl *d)
{
    d->list = ARENA_NEW(u->arena, struct codelist);
    d->list->forms = symtab_new(u->arena);
    enter(u, d->list, d->stmt->u.codes.root);
    place(u, d->list, d->stmt->u.codes.root, NULL);
}

const struct code_entry *codelist_entry(struct unit *u, const struct decl *d, sym code)
{
    const char *text = unit_text(u, code), *form = str_form(u->arena, text, strlen(text));
    sym s = sym_find(d->list->forms, form, strlen(form));

    return s && s <= d->list->n ? d->list->of[s - 1] : NULL;
}

const struct code_entry *codelist_above(struct unit *u, const struct decl *d,
                                        const struct code_entry *e)
{
    return longest(d->list, form_of(u, e));
}

/* ── in the program ── */

static void add_entries(struct unit *u, struct ir_codes *to, const struct code_entries *list,
                        uint32_t parent)
{
    for (uint32_t i = 0; i < list->n; i++) {
        const struct code_entry *e = &list->of[i];
        uint32_t number = to->n;
        struct ir_code c = { .code = e->code.text, .nname = e->nname, .parent = parent,
                             .others = e->under && e->under->others, .doubtful = e->doubtful };
        c.name = ARENA_ARRAY(u->arena, sym, e->nname);
        for (uint32_t k = 0; k < e->nname; k++)
            c.name[k] = e->name[k].text;
        UNIT_PUSH(u, to->of, to->n, c);
        if (e->under)
            add_entries(u, to, e->under, number);
    }
}

uint32_t codelist_number(struct unit *u, struct decl *d)
{
    const struct stmt *s = d->stmt;
    struct ir_codes c = { .name = s->name.text, .title = s->u.codes.title };
    struct ir_code root = { .parent = IR_NONE, .others = s->u.codes.root->others };

    if (d->codes)
        return d->codes - 1;
    UNIT_PUSH(u, c.of, c.n, root);
    add_entries(u, &c, s->u.codes.root, 0);
    UNIT_PUSH(u, u->ir->codes, u->ir->ncodes, c);
    d->codes = u->ir->ncodes;
    return d->codes - 1;
}

/* ── names of lists ── */

static const char *codelist_near(struct unit *u, sym name)
{
    struct str_guess guess = str_guess_of(unit_text(u, name));

    for (uint32_t i = 0; i < u->ast.nstmt && u->scope->suggestions < 50; i++)
        if (u->ast.stmt[i].kind == ST_CODES)
            str_guess_try(&guess, unit_text(u, u->ast.stmt[i].name.text));
    u->scope->suggestions++;
    return guess.name;
}

static size_t codepoints(const char *s)
{
    size_t n = 0;
    for (; *s; s++)
        n += ((unsigned char)*s & 0xc0) != 0x80;
    return n;
}

bool codelist_has_length(struct unit *u, const struct decl *d, uint32_t length)
{
    for (uint32_t i = 0; i < d->list->n; i++)
        if (codepoints(form_of(u, d->list->of[i])) == length)
            return true;
    return false;
}

struct decl *codelist_named(struct unit *u, const struct name *n)
{
    struct decl *d = scope_find_codes(u, n->text);
    const char *near = d ? NULL : codelist_near(u, n->text);

    if (!d)
        suggest_edit(u, diag_add(u->diags, near ? DIAG_UNKNOWN_NAME : DIAG_UNKNOWN_CODES, n->span,
                                 unit_text(u, n->text), near, NULL), near);
    else
        d->used = true;
    return d;
}
