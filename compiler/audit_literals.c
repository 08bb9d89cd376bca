/* Literals that repeat a printed figure.
 * In: checked rules and lines, loaded data. Out: the literals of the rules that stand in a cell of
 * the same dimension, with the places.
 * Invariant: only literals that are hardly there by chance: four digits or more, those behind a
 * point counted as printed, those in front of it without the zeros at the end. */
#include "audit_data.h"
#include "walk.h"
#include <stdlib.h>
#include <string.h>

#define DIGITS_LEAST 4u
#define PLACES_SHOWN 3u

struct literal_place { uint32_t table, column; uint64_t row; uint32_t sheet; };
struct written {
    const struct expr *e;
    struct rat value;               /* base units */
    struct literal_place place[PLACES_SHOWN]; uint64_t n;
};
struct writing { struct unit *u; struct written *all; uint32_t n, cap; };

/* ── the literals ── */

/* 0, 1, 10, 0.1 … are factors and steps, small and round numbers stand in many places. */
static bool is_telling(const char *digits)
{
    const char *first = digits + strspn(digits, "0."), *point = strchr(digits, '.');
    size_t n = strlen(first), end;

    if (!point) {
        while (n && first[n - 1] == '0')
            n--;
        return n >= DIGITS_LEAST;
    }
    end = n;
    while (end && (first[end - 1] == '0' || first[end - 1] == '.'))
        end--;
    n -= strchr(first, '.') != NULL;
    return n >= DIGITS_LEAST && !(end == 1 && *first == '1');
}

static void collect(struct expr *e, void *ctx)
{
    struct writing *w = ctx;
    struct written x = { .e = e };
    const char *digits;
    struct dec d;

    if (e->kind != EX_NUM || !e->u.num.unit || !e->measure || measure_is_bare(e->measure))
        return;
    digits = unit_text(w->u, e->u.num.digits);
    if (!is_telling(digits) || dec_parse(&d, digits, strlen(digits), 38) != DEC_OK
        || rat_dec(&x.value, d) || rat_mul(&x.value, x.value, e->measure->factor))
        return;
    ARENA_PUSH(w->u->arena, w->all, w->n, w->cap, x);
}

static void collect_rule(struct unit *u, const struct place *p, void *ctx)
{
    (void)u;
    for (uint32_t i = 0; i < p->rule->nside; i++)
        walk_expr(p->rule->side[i], collect, ctx);
}

/* ── the cells ── */

/* what a column would store for a literal */
struct sought { int64_t stored; uint32_t literal; };
struct seeking {
    struct writing *w;
    struct sought *s; uint32_t n;
    uint32_t table, column;
};

static int by_stored(const void *a, const void *b)
{
    const struct sought *x = a, *y = b;

    return x->stored != y->stored ? (x->stored < y->stored ? -1 : 1)
        : x->literal < y->literal ? -1 : x->literal > y->literal;
}

static bool same_dimension(const struct measure *a, const struct measure *b)
{
    return a->dim.n == b->dim.n
        && memcmp(a->dim.p, b->dim.p, a->dim.n * sizeof *a->dim.p) == 0;
}

/* The literal as a whole number of the column's stored units, if it is one. */
static bool stored_value(const struct ir_column *c, const struct measure *m, struct rat v,
                         int64_t *stored)
{
    struct rat scale = rat_int(1);

    if (w256_pow10(&scale.num, (unsigned)c->grid.scale) || rat_div(&v, v, m->factor)
        || rat_mul(&v, v, scale) || !w256_fits_i64(v.num)
        || w256_cmp(v.den, w256_from_i64(1)) != 0)
        return false;
    *stored = w256_to_i64(v.num);
    return true;
}

static void prepare(struct seeking *s, const struct ir_column *c, const struct decl *d)
{
    s->n = 0;
    for (uint32_t i = 0; i < s->w->n; i++) {
        struct sought *x = &s->s[s->n];
        x->literal = i;
        s->n += same_dimension(s->w->all[i].e->measure, d->measure)
            && stored_value(c, d->measure, s->w->all[i].value, &x->stored);
    }
    if (s->n)
        qsort(s->s, s->n, sizeof *s->s, by_stored);
}

static void meet_cell(void *ctx, uint64_t row, uint32_t sheet, enum cell_kind kind, int64_t value)
{
    struct seeking *s = ctx;
    uint32_t low = 0, high = s->n;

    while (kind == CELL_FIGURE && low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (s->s[mid].stored < value)
            low = mid + 1;
        else
            high = mid;
    }
    for (; kind == CELL_FIGURE && low < s->n && s->s[low].stored == value; low++) {
        struct written *x = &s->w->all[s->s[low].literal];
        if (x->n++ < PLACES_SHOWN)
            x->place[x->n - 1] = (struct literal_place){ s->table, s->column, row, sheet };
    }
}

/* A column whose rows have units of their own is not looked at. */
static void seek_column(struct seeking *s, const struct data_set *data, uint32_t colref)
{
    const struct ir_program *p = s->w->u->ir;
    const struct ir_colref *c = &p->colref[colref];
    const struct ir_column *column = &p->table[c->table].column[c->column];
    const struct decl *d;

    if (c->kind != COL_PLAIN || p->table[c->table].origin != ORIGIN_CURRENT
        || !data_usable(data, c->table) || column->key || column->unit_from)
        return;
    d = scope_column_decl(s->w->u, c->table, c->column);
    s->table = c->table;
    s->column = c->column;
    if (d->measure)
        prepare(s, column, d);
    for (uint64_t row = 0; d->measure && s->n && row < data_rows(data, c->table); row++)
        data_members(data, colref, row, meet_cell, s);
}

/* ── what is said ── */

/* "F2", "124001, 2010301", or the label in quotes; NULL: rules cannot name the row so */
static const char *row_code(struct arena *a, const char *key)
{
    size_t len = strcspn(key, " ");
    struct strbuf b;

    if (*key == '#')
        return NULL;
    strbuf_init(&b, a);
    for (size_t i = 0; i < len; i++)
        if (key[i] == '/')
            strbuf_adds(&b, ", ");
        else
            strbuf_addc(&b, key[i]);
    return b.p;
}

static const char *cell_text(struct unit *u, const struct data_set *data,
                             const struct literal_place *x)
{
    const struct ir_table *t = &u->ir->table[x->table];
    const char *name = unit_text(u, t->name), *column = unit_text(u, t->column[x->column].shown);
    const char *row = row_code(u->arena, data_row_key(data, u->arena, x->table, x->row));
    bool whole = x->row == data_total_row(data, x->table)
        || (t->layout == LAYOUT_FORM && t->each == IR_NONE);

    return whole || !row ? arena_printf(u->arena, "%s.%s", name, column)
        : arena_printf(u->arena, "%s[%s].%s", name, row, column);
}

static void say_written(struct unit *u, const struct data_set *data, const struct written *x)
{
    const struct src_file *file = &u->srcs->file[x->e->span.file];
    struct strbuf places;

    strbuf_init(&places, u->arena);
    for (uint32_t i = 0; i < x->n && i < PLACES_SHOWN; i++) {
        struct origin o = data_origin(data, u->arena, x->place[i].table, x->place[i].row,
                                      x->place[i].sheet);
        strbuf_addf(&places, "%s%s:%lu \"%s\" %s", i ? ", " : "", o.file, (unsigned long)o.line,
                    o.header, o.text);
    }
    strbuf_adds(&places, x->n > PLACES_SHOWN ? ", …" : "");
    diag_add(u->diags, DIAG_LITERAL_PRINTED, x->e->span,
             arena_strndup(u->arena, file->text + x->e->span.off, x->e->span.len), places.p,
             cell_text(u, data, &x->place[0]), NULL);
}

void audit_literals(struct unit *u, const struct data_set *data)
{
    struct writing w = { .u = u };
    struct seeking s = { .w = &w };

    for (uint32_t i = 0; i < u->scope->nfigure; i++)
        if (u->scope->figure[i]->kind == DECL_LINE)
            walk_expr(u->scope->figure[i]->stmt->u.fig.value, collect, &w);
    walk_rules(u, collect_rule, &w);
    s.s = ARENA_ARRAY(u->arena, struct sought, (size_t)w.n + 1);
    for (uint32_t i = 0; w.n && i < u->ir->ncolref; i++)
        seek_column(&s, data, i);
    for (uint32_t i = 0; i < w.n; i++)
        if (w.all[i].n)
            say_written(u, data, &w.all[i]);
}
