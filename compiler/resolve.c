/* References to declarations. In: the tree and the declared names. Out: expr.decl of
 * every EX_REF, or a diagnostic. */
#include "codelist.h"
#include "function.h"
#include "path.h"
#include "rowref.h"
#include "text.h"
#include "walk.h"
#include <stdlib.h>
#include <string.h>

struct here {
    struct unit *u;
    struct decl *table;
    bool test;                      /* in a test or a scenario: nothing is declared or used by it */
    const struct rule *each;        /* the rule with `each` whose clause it is, or NULL */
    struct deferred *later;         /* of that rule */
};
/* comparisons of bare names with texts, resolved when it is known what the rule joins */
struct deferred { struct cond **at; uint32_t n, cap; };

/* row: the table in whose body the name stands, or NULL */
static void unknown(struct unit *u, const struct decl *row, const struct name *n)
{
    const char *near = row ? scope_suggest(u, row, n->text) : NULL, *text = unit_text(u, n->text);

    if (!near)
        near = scope_suggest(u, NULL, n->text);
    if (near)
        suggest_edit(u, diag_add(u->diags, DIAG_UNKNOWN_NAME, n->span, text, near, NULL), near);
    else
        diag_add(u->diags, DIAG_UNKNOWN_NAME_PLAIN, n->span, text, NULL);
}

/* e is the column that a path names in a table; `fits` are all that it names */
static struct decl *one_column(struct unit *u, const struct expr *e, struct path_match fits)
{
    if (fits.count > 1)
        diag_add(u->diags, DIAG_AMBIGUOUS_PATH, e->span, unit_text(u, fits.column->name.text),
                 arena_printf(u->arena, "%u", fits.count), path_text(u, fits.column),
                 path_text(u, fits.second), unit_text(u, fits.column->owner->name.text), NULL);
    return fits.count == 1 ? fits.column : NULL;
}

static void unknown_column(struct unit *u, const struct expr *e, const struct decl *table)
{
    const struct name *last = &e->u.ref.path[e->u.ref.npath - 1];
    const struct decl *same = scope_find_column(u, table, last->text);
    const char *path = unit_text(u, last->text);
    const char *near = same ? path_text(u, same) : scope_suggest(u, table, last->text);

    for (uint32_t i = e->u.ref.npath - 1; i-- > 0;)
        path = arena_printf(u->arena, "%s.%s", unit_text(u, e->u.ref.path[i].text), path);
    struct diag *g = diag_add(u->diags, near ? DIAG_UNKNOWN_COLUMN : DIAG_UNKNOWN_COLUMN_PLAIN,
                              last->span, unit_text(u, table->name.text), path,
                              unit_text(u, last->text), near, NULL);
    suggest_edit(u, g, near);
}

/* TABLE.path */
static struct decl *resolve_path(const struct here *h, struct expr *e)
{
    struct unit *u = h->u;
    const struct name *t = &e->u.ref.name;
    struct path p = { e->u.ref.path, e->u.ref.npath };
    struct decl *table = scope_find(u, t->text);
    struct path_match m;

    if (!table) {
        unknown(u, NULL, t);
        return NULL;
    }
    if (table->kind != DECL_TABLE) {
        diag_add(u->diags, DIAG_NOT_A_TABLE, e->span, unit_text(u, t->text),
                 unit_text(u, p.name[0].text), NULL);
        return NULL;
    }
    table->used = table->used || !h->test;
    if (e->u.ref.row && !row_select_fits(u, table, e->u.ref.row))
        return NULL;
    m = path_find(u, table, p);
    if (m.count)
        return one_column(u, e, m);
    if (p.n == 1 && p.name[0].quoted && !h->test)
        return scope_add_implicit(u, table, p.name[0]);
    unknown_column(u, e, table);
    return NULL;
}

/* a column of the table in whose body e stands: NAME or NAME.path; none: count 0 */
static struct path_match match_here(const struct here *h, const struct expr *e)
{
    uint32_t n = e->u.ref.npath + 1;
    struct name *name;

    if (!h->table)
        return (struct path_match){ 0, NULL, NULL };
    if (n == 1)
        return path_find(h->u, h->table, (struct path){ &e->u.ref.name, 1 });
    name = ARENA_ARRAY(h->u->arena, struct name, n);
    name[0] = e->u.ref.name;
    memcpy(name + 1, e->u.ref.path, e->u.ref.npath * sizeof *name);
    return path_find(h->u, h->table, (struct path){ name, n });
}

/* T[x] without a column is no figure, save of a text. */
static struct decl *resolve_row(struct unit *u, const struct expr *e)
{
    struct decl *table = scope_find(u, e->u.ref.name.text);

    if (table && table->kind == DECL_TEXT)
        return text_row_fits(u, table, e) ? table : NULL;
    if (!table)
        unknown(u, NULL, &e->u.ref.name);
    else if (table->kind != DECL_TABLE)
        diag_add(u->diags, DIAG_ROW_OF_NO_TABLE, e->u.ref.row->span,
                 unit_text(u, table->name.text), NULL);
    else
        diag_add(u->diags, DIAG_ROW_AS_FIGURE, e->span, unit_text(u, table->name.text), NULL);
    return NULL;
}

/* units.T.c, where nothing declared is called units: becomes T.c, of all units. */
static void take_units(struct unit *u, struct expr *e)
{
    const struct name *n = &e->u.ref.name;

    if (e->u.ref.npath < 2 || n->quoted || e->u.ref.row || scope_find(u, n->text)
        || !function_is_units(unit_text(u, n->text)))
        return;
    e->units = true;
    e->u.ref.name = e->u.ref.path[0];
    e->u.ref.path++;
    e->u.ref.npath--;
}

static struct decl *resolve_ref(const struct here *h, struct expr *e)
{
    struct unit *u = h->u;
    const struct name *n = &e->u.ref.name;
    struct path_match m;
    struct decl *d;

    take_units(u, e);
    if (e->units)
        return resolve_path(h, e);
    if (e->u.ref.row && !e->u.ref.npath)
        return resolve_row(u, e);
    if (e->u.ref.row)
        return resolve_path(h, e);
    m = match_here(h, e);
    e->here = m.count > 0;
    if (m.count)
        return one_column(u, e, m);
    if (e->u.ref.npath)
        return resolve_path(h, e);
    e->here = h->table && n->quoted;
    if (e->here)
        return scope_add_implicit(u, h->table, *n);
    d = scope_find(u, n->text);
    if (!d)
        unknown(u, h->table, n);
    else if (d->kind == DECL_TABLE) {
        diag_add(u->diags, DIAG_TABLE_AS_FIGURE, n->span, unit_text(u, n->text), NULL);
        return NULL;
    } else if (d->kind == DECL_TEXT && !text_row_fits(u, d, e)) {
        return NULL;
    }
    return d;
}

static void resolve_named(const struct here *h, struct expr *e)
{
    e->decl = resolve_ref(h, e);
    if (e->decl)
        e->decl = period_of(h->u, e, e->decl);
    if (e->decl && e->decl->is_key) {
        diag_add(h->u->diags, DIAG_KEY_AS_FIGURE, e->span, unit_text(h->u, e->decl->name.text),
                 NULL);
        e->decl = NULL;
    }
    if (e->decl && !h->test)
        e->decl->used = true;
}

static void resolve_expr(const struct here *h, struct expr *e);

/* ── conditions ── */

/* the key column that e names in the row at hand, without a word if it names none */
static struct decl *key_column(const struct here *h, const struct expr *e)
{
    struct path_match m = { 0, NULL, NULL };
    struct decl *table;

    if (e->kind != EX_REF || e->u.ref.row)
        return NULL;
    m = match_here(h, e);
    if (!m.count && e->u.ref.npath) {
        table = scope_find(h->u, e->u.ref.name.text);
        if (table && table->kind == DECL_TABLE)
            m = path_find(h->u, table, (struct path){ e->u.ref.path, e->u.ref.npath });
    }
    return m.count == 1 && m.column->is_key ? m.column : NULL;
}

static bool is_text(const struct expr *e)
{
    return (e->kind == EX_REF && e->u.ref.name.quoted && !e->u.ref.row && !e->u.ref.npath)
        || (e->kind == EX_NUM && !e->u.num.unit);
}

/* the text to compare with, without the `*` at its end */
static void text_of(struct unit *u, const struct expr *e, struct cond *c)
{
    const char *s;
    size_t len;

    c->u.cmp.text = e->kind == EX_NUM ? e->u.num.digits : e->u.ref.name.text;
    s = unit_text(u, c->u.cmp.text);
    len = strlen(s);
    c->u.cmp.prefix = e->kind == EX_REF && len && s[len - 1] == '*';
    if (c->u.cmp.prefix)
        c->u.cmp.text = sym_intern(u->syms, s, len - 1);
}

/* key: of one side; `other` is to be a text */
static void resolve_text(struct unit *u, struct cond *c, struct decl *key, const struct expr *other)
{
    c->kind = COND_TEXT;
    key->used = key->owner->used = true;
    if (c->u.cmp.rel != REL_EQ && c->u.cmp.rel != REL_NE) {
        diag_add(u->diags, DIAG_TEXT_RELATION, c->u.cmp.rel_span, NULL);
    } else if (!is_text(other)) {
        diag_add(u->diags, DIAG_TEXT_LITERAL, other->span, unit_text(u, key->name.text), NULL);
    } else {
        c->u.cmp.key = key;
        text_of(u, other, c);
    }
}

/* May e be a key column of a table that the rule joins? A figure of that name comes first. */
static bool is_join_name(const struct here *h, const struct expr *e)
{
    const struct decl *d;

    if (!h->each || e->kind != EX_REF || e->u.ref.name.quoted || e->u.ref.row || e->u.ref.npath)
        return false;
    d = scope_find(h->u, e->u.ref.name.text);
    return !d || d->kind == DECL_TABLE;
}

static void resolve_join_name(const struct here *h, struct cond *c)
{
    struct unit *u = h->u;
    bool left = c->u.cmp.x->kind == EX_REF && !is_text(c->u.cmp.x);
    struct expr *e = left ? c->u.cmp.x : c->u.cmp.y;
    const struct name *n = &e->u.ref.name;
    struct path_match m = join_key(u, h->each, n->text);

    if (m.count == 1)
        resolve_text(u, c, m.column, left ? c->u.cmp.y : c->u.cmp.x);
    else if (m.count)
        diag_add(u->diags, DIAG_KEY_OF_SEVERAL, n->span, unit_text(u, n->text),
                 unit_text(u, m.column->owner->name.text),
                 unit_text(u, m.second->owner->name.text), NULL);
    else
        resolve_expr(h, e);         /* says what it is instead */
}

static bool defer(const struct here *h, struct cond *c)
{
    const struct expr *x = c->u.cmp.x, *y = c->u.cmp.y;

    if (!(is_text(y) && is_join_name(h, x)) && !(is_text(x) && is_join_name(h, y)))
        return false;
    ARENA_PUSH(h->u->arena, h->later->at, h->later->n, h->later->cap, c);
    return true;
}

static void resolve_compare(const struct here *h, struct cond *c)
{
    struct expr *x = c->u.cmp.x, *y = c->u.cmp.y;
    struct decl *key = is_text(x) ? NULL : key_column(h, x);

    if (!key && defer(h, c))
        return;
    if (key) {
        resolve_text(h->u, c, key, y);
        return;
    }
    key = key_column(h, y);
    if (key) {
        resolve_text(h->u, c, key, x);
        return;
    }
    resolve_expr(h, x);
    resolve_expr(h, y);
}

static void resolve_cond(const struct here *h, struct cond *c)
{
    switch (c->kind) {
    case COND_AND: case COND_OR: case COND_NOT:
        resolve_cond(h, c->u.both.a);
        if (c->u.both.b)
            resolve_cond(h, c->u.both.b);
        break;
    case COND_COMPARE: case COND_TEXT:
        resolve_compare(h, c);
        break;
    case COND_PRESENT:
        resolve_expr(h, c->u.cell);
        break;
    }
}

/* ── calls ── */

static void first_table(struct expr *e, void *ctx)
{
    struct decl **table = ctx;

    if (e->kind != EX_REF || !e->decl || e->u.ref.row || *table)
        return;
    if (e->decl->kind == DECL_COLUMN)
        *table = e->decl->owner;
    if (e->decl->kind == DECL_TABLE)
        *table = e->decl;
}

/* count(T): the argument may be a table */
static bool resolve_table(const struct here *h, struct expr *e)
{
    struct decl *d = NULL;

    if (e->kind == EX_REF && !e->u.ref.row && !e->u.ref.npath && !match_here(h, e).count)
        d = scope_find(h->u, e->u.ref.name.text);
    if (!d || d->kind != DECL_TABLE)
        return false;
    d->used = d->used || !h->test;
    e->decl = d;
    return true;
}

/* In the condition of an aggregate a bare name is first a column of the table whose rows it goes
 * through. */
static void resolve_call(const struct here *h, struct expr *e)
{
    bool counts = function_find(unit_text(h->u, e->u.call.fn.text)) == FN_COUNT;
    struct here in = { .u = h->u, .test = h->test };

    for (uint32_t i = 0; i < e->u.call.narg; i++) {
        if (!counts || !resolve_table(h, e->u.call.arg[i]))
            resolve_expr(h, e->u.call.arg[i]);
        walk_expr(e->u.call.arg[i], first_table, &in.table);
    }
    if (e->u.call.where)
        resolve_cond(&in, e->u.call.where);
}

static void resolve_expr(const struct here *h, struct expr *e)
{
    switch (e->kind) {
    case EX_REF:
        resolve_named(h, e);
        break;
    case EX_NEG:
        resolve_expr(h, e->u.bin.a);
        break;
    case EX_ADD: case EX_SUB: case EX_MUL: case EX_DIV: case EX_POW:
        resolve_expr(h, e->u.bin.a);
        resolve_expr(h, e->u.bin.b);
        break;
    case EX_CALL:
        resolve_call(h, e);
        break;
    case EX_NUM: case EX_ERROR:
        break;
    }
}

/* ── texts on lists ── */

static struct decl *text_column(const struct here *h, const struct expr *e)
{
    struct decl *key = key_column(h, e);

    if (!key)
        diag_add(h->u->diags, DIAG_AMONG_NO_KEY, e->span,
                 arena_strndup(h->u->arena, h->u->srcs->file[e->span.file].text + e->span.off,
                               e->span.len), NULL);
    else
        key->used = key->owner->used = true;
    return key;
}

static void check_length(struct unit *u, const struct listing *l)
{
    const char *digits = l->length ? unit_text(u, l->length) : "";
    unsigned long n = strspn(digits, "0123456789") < 6 ? strtoul(digits, NULL, 10) : 0;

    if (l->codes && *digits && (!n || strchr(digits, '.')
                                || !codelist_has_length(u, l->codes, (uint32_t)n)))
        diag_add(u->diags, DIAG_AMONG_LENGTH, l->span, unit_text(u, l->list.text), digits, NULL);
}

/* Both texts are of the rows of one table, and of that in which the rule stands. */
static void resolve_listing(const struct here *h, struct listing *l)
{
    struct unit *u = h->u;
    const struct decl *table;

    l->key = text_column(h, l->subject);
    l->named_key = l->named ? text_column(h, l->named) : NULL;
    l->codes = codelist_named(u, &l->list);
    check_length(u, l);
    table = h->table ? h->table : l->key ? l->key->owner : NULL;
    if (l->key && l->key->owner != table)
        diag_add(u->diags, DIAG_AMONG_TWO_TABLES, l->subject->span,
                 unit_text(u, l->key->name.text), unit_text(u, table->name.text), NULL);
    else if (l->named_key && table && l->named_key->owner != table)
        diag_add(u->diags, DIAG_AMONG_TWO_TABLES, l->named->span,
                 unit_text(u, l->named_key->name.text), unit_text(u, table->name.text), NULL);
}

/* ── rules and figures ── */

static void resolve_rule(struct unit *u, const struct place *p, void *ctx)
{
    struct deferred later = { NULL, 0, 0 };
    struct here h = { .u = u, .table = p->table, .later = &later,
                      .test = p->stmt->kind == ST_TEST || p->stmt->kind == ST_SCENARIO,
                      .each = p->rule->neach && !p->table ? p->rule : NULL };

    (void)ctx;
    if (p->stmt->kind == ST_TABLE && !p->table)
        return;                     /* a second table of that name: reported */
    if (p->rule->listing) {
        resolve_listing(&h, p->rule->listing);
        h.table = rule_rows(p);
    }
    text_directions(u, p->rule);
    for (uint32_t i = 0; i < p->rule->nside; i++)
        resolve_expr(&h, p->rule->side[i]);
    if (p->rule->where)
        resolve_cond(&h, p->rule->where);
    if (p->rule->when)
        resolve_cond(&h, p->rule->when);
    for (uint32_t i = 0; i < later.n; i++)
        resolve_join_name(&h, later.at[i]);
}

static void resolve_whole(struct unit *u, struct stmt *s, void *ctx)
{
    struct here h = { .u = u };

    (void)ctx;
    resolve_cond(&h, s->u.whole.when);
}

bool resolve_names(struct unit *u)
{
    struct here h = { .u = u };

    for (uint32_t i = 0; i < u->scope->nfigure; i++)
        resolve_expr(&h, u->scope->figure[i]->stmt->u.fig.value);
    walk_rules(u, resolve_rule, NULL);
    walk_wholes(u, resolve_whole, NULL);
    walk_tests(u, resolve_rule, NULL);
    walk_scenarios(u, resolve_rule, NULL);
    return u->diags->errors == 0;
}
