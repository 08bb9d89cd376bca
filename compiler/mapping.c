/* Mappings between lists of codes, and the maps of tables that follow them. In: resolved names of
 * lists and tables. Out: the lines of a map, made of those of a mapping and its own.
 * Invariant: the lines that are written go first: a column that they name is taken from no
 * mapping. */
#include "build.h"
#include "codelist.h"
#include "declare.h"
#include "path.h"
#include "../runtime/label.h"
#include <string.h>

/* ── is a mapping sound? ── */

static void check_code(struct unit *u, const struct decl *list, const struct name *code)
{
    if (list && !codelist_entry(u, list, code->text))
        diag_add(u->diags, DIAG_MAPPING_NO_CODE, code->span, unit_text(u, code->text),
                 unit_text(u, list->name.text), NULL);
}

/* A code goes to one place. taken: by code, what takes it */
static void check_once(struct unit *u, struct symtab *codes, const struct name **taken,
                       const struct mapping_line *l)
{
    for (uint32_t i = 0; i < l->nsource; i++) {
        const struct name *code = &l->source[i];
        const struct name **at = &taken[sym_of(codes, unit_text(u, code->text))];
        if (*at)
            diag_label(u->diags, diag_add(u->diags, DIAG_MAPPING_TWICE, code->span,
                                          unit_text(u, code->text), NULL),
                       LABEL_FIRST, (*at)->span, NULL);
        *at = code;
    }
}

static void check_group(struct unit *u, const struct mapping_group *g, const struct decl *from,
                        const struct decl *to)
{
    struct symtab *codes = symtab_new(u->arena);
    const struct name **taken;
    uint32_t n = 0;

    for (uint32_t i = 0; i < g->n; i++)
        n += g->line[i].nsource;
    taken = ARENA_ARRAY(u->arena, const struct name *, (size_t)n + 1);
    for (uint32_t i = 0; i < g->n; i++) {
        check_code(u, to, &g->line[i].target);
        for (uint32_t k = 0; k < g->line[i].nsource; k++)
            check_code(u, from, &g->line[i].source[k]);
        check_once(u, codes, taken, &g->line[i]);
    }
}

void mapping_check(struct unit *u, const struct stmt *s)
{
    const struct mapping *m = s->u.mapping;
    const struct decl *from = codelist_named(u, &m->from), *to = codelist_named(u, &m->to);

    for (uint32_t i = 0; i < m->n; i++) {
        for (uint32_t k = 0; k < i; k++)
            if (m->group[k]->name.text == m->group[i]->name.text)
                scope_duplicate(u, &m->group[i]->name, &m->group[k]->name);
        check_group(u, m->group[i], from, to);
    }
}

static void unknown(struct unit *u, const struct name *n)
{
    diag_add(u->diags, DIAG_UNKNOWN_MAPPING, n->span, unit_text(u, n->text), NULL);
}

static const struct mapping_group *group_named(struct unit *u, const struct mapping *m,
                                               const struct name *n)
{
    for (uint32_t i = 0; i < m->n; i++)
        if (m->group[i]->name.text == n->text)
            return m->group[i];
    unknown(u, n);
    return NULL;
}

/* ── which code is a column? ── */

/* One of the two tables: by column the code that it is. */
struct side_codes {
    struct unit *u;
    const struct decl *table, *list;
    const struct code_entry **of;
    bool *own;                      /* by column: a line that is written has it, or is about it */
    struct symtab *labels;          /* of the codes of the group */
    struct code_chain { const struct code_entry *entry; struct code_chain *next; } **first;
    uint32_t nfirst;
};

static sym label_of(struct side_codes *x, const char *text, size_t len)
{
    return sym_of(x->labels, label_form(x->u->arena, text, len));
}

static void chain_add(struct side_codes *x, const struct code_entry *e, const char *text)
{
    sym label = label_of(x, text, strlen(text));
    struct code_chain *c = ARENA_NEW(x->u->arena, struct code_chain);

    if (label >= x->nfirst) {
        uint32_t n = 2 * label + 64;
        x->first = arena_grow(x->u->arena, x->first, x->nfirst, n, sizeof *x->first);
        memset(x->first + x->nfirst, 0, (n - x->nfirst) * sizeof *x->first);
        x->nfirst = n;
    }
    *c = (struct code_chain){ e, x->first[label] };
    x->first[label] = c;
}

/* A column is known by a name of the code, by the code, or by both. */
static void code_add(struct side_codes *x, const struct name *code)
{
    const struct code_entry *e = codelist_entry(x->u, x->list, code->text);
    const char *digits = unit_text(x->u, code->text);

    if (!e)
        return;
    chain_add(x, e, digits);
    for (uint32_t i = 0; i < e->nname; i++) {
        const char *name = unit_text(x->u, e->name[i].text);
        chain_add(x, e, name);
        chain_add(x, e, arena_printf(x->u->arena, "%s%s", digits, name));
    }
}

/* What a column may mean; `several` once there is more than one. */
struct meaning { const struct code_entry *entry; bool several; };

static void meaning_add(struct meaning *m, const struct code_entry *e)
{
    m->several |= m->entry && m->entry != e;
    m->entry = e;
}

static bool is_name_of(struct side_codes *x, const struct code_entry *e, const char *text,
                       size_t len)
{
    const char *label = label_form(x->u->arena, text, len);

    for (uint32_t i = 0; e && i < e->nname; i++) {
        const char *name = unit_text(x->u, e->name[i].text);
        if (!strcmp(label, label_form(x->u->arena, name, strlen(name))))
            return true;
    }
    return false;
}

/* Does a column stand under one that has the name of what the code stands under? */
static bool is_under(struct side_codes *x, const struct decl *d, const char *above, size_t len,
                     const struct code_entry *e)
{
    const struct code_entry *over = codelist_above(x->u, x->list, e);

    if (len && is_name_of(x, over, above, len))
        return true;
    for (d = d->parent; d; d = d->parent) {
        const char *name = unit_text(x->u, d->name.text);
        if (is_name_of(x, over, name, strlen(name)))
            return true;
    }
    return false;
}

/* A text of a column's header: what stands behind its last `/` names it. */
static void text_means(struct side_codes *x, const struct decl *d, const char *text,
                       struct meaning *m)
{
    const char *slash = strrchr(text, '/'), *last = slash ? slash + 1 : text;
    size_t above = slash ? (size_t)(slash - text) : 0;
    sym label = label_of(x, last, strlen(last));
    struct code_chain *c = label < x->nfirst ? x->first[label] : NULL;
    struct meaning any = { NULL, false }, under = { NULL, false };

    for (; c; c = c->next) {
        meaning_add(&any, c->entry);
        if (is_under(x, d, text, above, c->entry))
            meaning_add(&under, c->entry);
    }
    if (!any.several)
        under = any;
    if (under.entry) {
        meaning_add(m, under.entry);
        m->several |= under.several;
    }
}

static const struct code_entry *column_means(struct side_codes *x, const struct decl *d)
{
    const struct ir_column *c = &x->u->ir->table[x->table->table].column[d->column];
    struct meaning m = { NULL, false };

    if (d->is_key || !d->node || d->node->role == NODE_OF)
        return NULL;
    text_means(x, d, unit_text(x->u, d->name.text), &m);
    for (uint32_t i = 0; i < c->nheader; i++)
        text_means(x, d, unit_text(x->u, c->header[i]), &m);
    return m.several ? NULL : m.entry;
}

static bool is_beneath(const struct decl *d, const struct decl *over)
{
    while (d && d != over)
        d = d->parent;
    return d != NULL;
}

/* A code that several columns are is none of them; of columns one beneath the other the outer. */
static void make_one(struct side_codes *x)
{
    bool *drop = ARENA_ARRAY(x->u->arena, bool, (size_t)x->table->ncolumns + 1);

    for (uint32_t i = 0; i < x->table->ncolumns; i++)
        for (uint32_t k = 0; x->of[i] && k < x->table->ncolumns; k++) {
            const struct decl *one = x->table->columns[i], *two = x->table->columns[k];
            bool beneath = i != k && x->of[k] && is_beneath(one, two);
            bool over = i != k && x->of[k] && is_beneath(two, one);
            drop[i] |= beneath || (i != k && x->of[k] == x->of[i] && !over);
        }
    for (uint32_t i = 0; i < x->table->ncolumns; i++)
        if (drop[i] || x->own[i])
            x->of[i] = NULL;
}

static void means_all(struct side_codes *x)
{
    x->of = ARENA_ARRAY(x->u->arena, const struct code_entry *, (size_t)x->table->ncolumns + 1);
    for (uint32_t i = 0; i < x->table->ncolumns; i++)
        x->of[i] = column_means(x, x->table->columns[i]);
    make_one(x);
}

/* ── lines that are written ── */

static const struct decl *column_of(struct unit *u, const struct decl *table, const struct expr *e)
{
    struct path p = { e->u.ref.path, e->u.ref.npath };

    return path_find(u, table, p).column;
}

/* What is above a column and beneath it has its place by it. */
static void own_mark(struct side_codes *x, const struct expr *e)
{
    const struct decl *d = column_of(x->u, x->table, e);

    for (uint32_t i = 0; d && i < x->table->ncolumns; i++)
        x->own[i] |= is_beneath(x->table->columns[i], d) || is_beneath(d, x->table->columns[i]);
}

/* A target whose own line says more than zero takes its codes too: it is not marked. */
static void own_mark_target(struct side_codes *x, const struct map_line *l)
{
    const struct decl *d = column_of(x->u, x->table, l->target);

    own_mark(x, l->target);
    if (d && l->source)
        x->own[d->column] = false;
}

struct following {
    struct unit *u;
    struct build *b;
    struct map *m;
    const struct mapping_group *group;
    sym because;                    /* of the mapping */
    struct side_codes from, to;
    struct map_list *lines;
};

static void own_lines(struct following *f)
{
    for (uint32_t i = 0; i < f->m->own->n; i++) {
        const struct map_line *l = &f->m->own->p[i];
        for (uint32_t k = 0; l->source && k < l->source->n; k++)
            own_mark(&f->from, l->source->p[k]);
        if (l->target)
            own_mark_target(&f->to, l);
    }
}

/* ── lines of the mapping ── */

/* By its name, or where others have it by its whole path. */
static struct expr *figure(struct following *f, const struct decl *table, const struct decl *d)
{
    struct name_list *path = NULL;
    const struct decl *chain[256];
    uint32_t n = 0;
    bool alone = !scope_find_column(f->u, table, d->name.text)->same;

    for (; d && n < sizeof chain / sizeof chain[0]; d = alone ? NULL : d->parent)
        chain[n++] = d;
    while (n-- > 0) {
        struct name part = chain[n]->name;
        part.span = f->m->by_span;
        path = ast_names_add(f->b, path, part);
    }
    return ast_map_figure(f->b, f->m->by_span, path);
}

/* "财预〔2017〕98号（50101 <- 30101 30102）": what it follows, with the codes that the table has */
static sym because_of(struct following *f, const struct mapping_line *l,
                      const struct decl *const *d, uint32_t n)
{
    struct strbuf s;
    sym because = f->m->because ? f->m->because : f->because;

    strbuf_init(&s, f->u->arena);
    strbuf_addf(&s, "%s%s%s <-", because ? unit_text(f->u, because) : "", because ? "（" : "",
                unit_text(f->u, l->target.text));
    for (uint32_t i = 0; i < n; i++)
        strbuf_addf(&s, " %s", unit_text(f->u, f->from.of[d[i]->column]->code.text));
    strbuf_adds(&s, l->doubtful ? " doubtful" : "");
    strbuf_adds(&s, because ? "）" : "");
    return sym_of(f->u->syms, s.p);
}

/* The columns of the source table whose codes the line takes. */
static uint32_t sources(struct following *f, const struct mapping_line *l, const struct decl **d)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < f->from.table->ncolumns; i++)
        for (uint32_t k = 0; f->from.of[i] && k < l->nsource; k++)
            if (codelist_entry(f->u, f->from.list, l->source[k].text) == f->from.of[i])
                d[n++] = f->from.table->columns[i];
    return n;
}

static struct map_line *line_into(struct following *f, const struct decl *target)
{
    for (uint32_t i = 0; i < f->lines->n; i++)
        if (f->lines->p[i].target && f->lines->p[i].source
            && column_of(f->u, f->to.table, f->lines->p[i].target) == target)
            return &f->lines->p[i];
    return NULL;
}

static void follow(struct following *f, const struct mapping_line *l, const struct decl *target)
{
    const struct decl **d = ARENA_ARRAY(f->u->arena, const struct decl *,
                                        (size_t)f->from.table->ncolumns + 1);
    uint32_t n = sources(f, l, d);
    struct map_line *own = line_into(f, target);
    struct expr_list *list = own ? own->source : NULL;

    if (!n)
        return;
    for (uint32_t i = 0; i < n; i++)
        list = ast_args_add(f->b, list, figure(f, f->from.table, d[i]));
    struct map_line made = { f->m->by_span, f->m->by_span, NULL, list, because_of(f, l, d, n),
                             l->doubtful };
    if (own) {
        made.span = own->span;
        made.takes = own->takes;
        made.target = own->target;
        *own = made;
        return;
    }
    made.target = figure(f, f->to.table, target);
    ast_map_lines_add(f->b, f->lines, made);
}

static void follow_all(struct following *f)
{
    for (uint32_t i = 0; i < f->to.table->ncolumns; i++)
        for (uint32_t k = 0; f->to.of[i] && k < f->group->n; k++)
            if (codelist_entry(f->u, f->to.list, f->group->line[k].target.text) == f->to.of[i])
                follow(f, &f->group->line[k], f->to.table->columns[i]);
}

/* ── the whole ── */

static struct side_codes side_open(struct unit *u, const struct decl *table,
                                   const struct name *list)
{
    return (struct side_codes){ .u = u, .table = table, .list = scope_find_codes(u, list->text),
                                .own = ARENA_ARRAY(u->arena, bool, (size_t)table->ncolumns + 1),
                                .labels = symtab_new(u->arena) };
}

void mapping_fill(struct unit *u, struct build *b, struct map *m, const struct decl *from,
                  const struct decl *to)
{
    const struct decl *d = scope_find_mapping(u, m->by.text);
    const struct mapping *of = d ? d->stmt->u.mapping : NULL;
    struct following f = { .u = u, .b = b, .m = m, .lines = m->own };

    if (!of)
        unknown(u, &m->by);
    f.group = of ? group_named(u, of, &m->group) : NULL;
    m->lost = true;
    if (!f.group)
        return;
    f.because = of->because;
    f.from = side_open(u, from, &of->from);
    f.to = side_open(u, to, &of->to);
    if (!f.from.list || !f.to.list)
        return;
    m->lost = false;
    for (uint32_t i = 0; i < f.group->n; i++) {
        code_add(&f.to, &f.group->line[i].target);
        for (uint32_t k = 0; k < f.group->line[i].nsource; k++)
            code_add(&f.from, &f.group->line[i].source[k]);
    }
    own_lines(&f);
    means_all(&f.from);
    means_all(&f.to);
    follow_all(&f);
    ast_map_fill(b, m, f.lines);
}
