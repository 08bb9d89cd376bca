/* Well-formedness of a program's schema: tables, names of one thing, lists of codes, joins, and the
 * figures and texts that are named in them. In: a program of anyone's making (ir.c). Out: whether
 * every index is in range. */
#include "ir_verify.h"
#include "layout.h"

enum { MAX_POW10 = 76 };            /* of a unit: 10^76 fits 256 bits */

bool verify_unit(struct verify *v, const struct ir_unit *u)
{
    CHECK(sym_ok(v, u->text), "unit: symbol %u", u->text);
    CHECK(u->factor > 0 || (u->factor == 0 && u->text == 0), "unit: factor");
    CHECK(u->divisor > 0 || (u->divisor == 0 && u->text == 0), "unit: divisor");
    CHECK(u->pow10 >= -MAX_POW10 && u->pow10 <= MAX_POW10, "unit: power %d", u->pow10);
    return true;
}

/* Half a place must be a whole number that fits 64 bits at the storage scale. */
static bool verify_grid(struct verify *v, const struct ir_grid *g)
{
    enum { MODE_EXACT = 0, MODE_LAST = 4, MAX_SCALE = 36 };
    int below = g->scale - g->places;
    CHECK(g->mode <= MODE_LAST, "grid: mode %u", g->mode);
    CHECK(g->zero_exact <= 1, "grid: zero exact %u", g->zero_exact);
    CHECK(g->scale >= -MAX_SCALE && g->scale <= MAX_SCALE, "grid: scale %d", g->scale);
    CHECK(g->mode == MODE_EXACT || (below >= 1 && below <= 18), "grid: %d places of scale %d",
          g->places, g->scale);
    return true;
}

static bool verify_column(struct verify *v, const struct ir_table *t, uint32_t i)
{
    const struct ir_column *c = &t->column[i];
    CHECK(sym_ok(v, c->name), "column %u: symbol %u", i, c->name);
    CHECK(sym_ok(v, c->shown), "column %u: symbol %u", i, c->shown);
    for (uint32_t k = 0; k < c->nheader; k++)
        CHECK(sym_ok(v, c->header[k]), "column %u: symbol %u", i, c->header[k]);
    CHECK(c->parent == IR_NONE || c->parent < i, "column %u: parent %u", i, c->parent);
    CHECK((c->braces | c->others | c->key | c->implicit | c->less | c->grouped) <= 1,
          "column %u: flags", i);
    CHECK(file_ok(v, c->file), "column %u: file %u", i, c->file);
    if (!verify_unit(v, &c->unit) || (!c->key && !verify_grid(v, &c->grid)))
        return fail(v, "column %u: %s", i, v->why);
    CHECK(c->key || c->unit.factor > 0, "column %u: no unit", i);
    CHECK(sym_ok(v, c->unit_from), "column %u: symbol %u", i, c->unit_from);
    CHECK(c->same <= v->p->nsame && (!c->same || c->key), "column %u: names of one thing %u", i,
          c->same);
    return true;
}

static bool verify_same(struct verify *v, const struct ir_same *s)
{
    CHECK(sym_ok(v, s->key), "symbol %u", s->key);
    for (uint32_t i = 0; i < s->n; i++) {
        CHECK(s->of[i].nname > 1, "class %u: %u names", i, s->of[i].nname);
        for (uint32_t k = 0; k < s->of[i].nname; k++)
            CHECK(sym_ok(v, s->of[i].name[k]), "class %u: symbol %u", i, s->of[i].name[k]);
    }
    return true;
}

/* A table that stands for another has its columns. */
static bool verify_shadow(struct verify *v, const struct ir_table *t)
{
    CHECK(t->origin < ORIGIN_COUNT, "origin %u", t->origin);
    CHECK(t->origin != ORIGIN_CURRENT || t->of == 0, "stands for table %u", t->of);
    if (t->origin == ORIGIN_CURRENT)
        return true;
    CHECK(t->of < v->p->ntable, "stands for table %u of %u", t->of, v->p->ntable);
    const struct ir_table *of = &v->p->table[t->of];
    CHECK(of->origin == ORIGIN_CURRENT, "stands for table %u, which stands for another", t->of);
    CHECK(of->ncolumn == t->ncolumn, "has not the columns of table %u", t->of);
    return true;
}

static bool verify_level(struct verify *v, const struct ir_table *t, uint32_t i)
{
    const struct ir_level *l = &t->level[i];
    CHECK(sym_ok(v, l->name), "level %u: symbol %u", i, l->name);
    CHECK(l->key < t->ncolumn, "level %u: column %u", i, l->key);
    for (uint32_t k = 0; k < l->nbeside; k++)
        CHECK(l->beside[k].key < t->ncolumn, "level %u: column %u", i, l->beside[k].key);
    CHECK(l->prefix <= 1 && (!l->prefix || l->nbeside == 0), "level %u: prefix", i);
    CHECK(l->prefix || l->nfit == 0, "level %u: lengths", i);
    return true;
}

static bool verify_table(struct verify *v, const struct ir_table *t)
{
    CHECK(sym_ok(v, t->name) && sym_ok(v, t->title) && sym_ok(v, t->from) && sym_ok(v, t->total)
          && sym_ok(v, t->sheet),
          "symbols of its head");
    CHECK(file_ok(v, t->file), "file %u", t->file);
    CHECK(t->partial <= 1, "partial %u", t->partial);
    EACH(t->ncolumn, verify_column(v, t, i));
    CHECK(layout_is_sound(v->p, t), "its layout");
    CHECK(t->header <= IR_MAX_HEADER_ROWS, "header of %u rows", t->header);
    CHECK(t->missing <= IR_MISSING_ERROR, "missing %u", t->missing);
    CHECK(t->total != 0 || t->nlevel == 0, "levels without a total row");
    CHECK(t->total != 0 || t->nalso_total == 0, "labels without a total row");
    for (uint32_t i = 0; i < t->nalso_total; i++)
        CHECK(sym_ok(v, t->also_total[i]), "label %u: symbol %u", i, t->also_total[i]);
    EACH(t->nlevel, verify_level(v, t, i));
    CHECK(t->text <= 1, "text %u", t->text);
    for (uint32_t i = 0; t->text && i < t->ncolumn; i++)
        CHECK(t->column[i].key, "column %u of a text is a figure", i);
    CHECK(!t->text || (t->ncolumn == TEXT_KEYS && !t->total), "a text of other columns");
    return verify_shadow(v, t);
}

static bool verify_joined(struct verify *v, const struct ir_joined *j, uint32_t nkey)
{
    CHECK(j->table < v->p->ntable, "table %u of %u", j->table, v->p->ntable);
    CHECK(j->nkey == nkey && nkey > 0, "%u keys", j->nkey);
    const struct ir_table *t = &v->p->table[j->table];
    for (uint32_t i = 0; i < nkey; i++) {
        CHECK(j->key[i] < t->ncolumn, "column %u of %u", j->key[i], t->ncolumn);
        CHECK(t->column[j->key[i]].key, "column %u is no key", j->key[i]);
    }
    return true;
}

static bool verify_join(struct verify *v, const struct ir_join *j)
{
    CHECK(j->n > 0, "no table");
    EACH(j->n, verify_joined(v, &j->of[i], j->of[0].nkey));
    return true;
}

static bool join_has(const struct ir_join *j, uint32_t table)
{
    for (uint32_t i = 0; i < j->n; i++)
        if (j->of[i].table == table)
            return true;
    return false;
}

static bool verify_colref(struct verify *v, const struct ir_colref *r)
{
    CHECK(r->kind <= COL_KEYED, "kind %u", r->kind);
    CHECK(r->table < v->p->ntable, "table %u of %u", r->table, v->p->ntable);
    const struct ir_table *t = &v->p->table[r->table];
    CHECK(r->column < t->ncolumn, "column %u of %u", r->column, t->ncolumn);
    CHECK(r->kind != COL_OTHERS || t->column[r->column].others, "column %u has no others",
          r->column);
    CHECK(r->kind != COL_QUOTED || (t->text && r->quote < v->p->nquote), "no printed figure");
    CHECK(r->kind == COL_QUOTED || r->quote == 0, "quote %u", r->quote);
    CHECK(r->kind != COL_MATCHED || t->origin != ORIGIN_CURRENT, "table %u stands for no other",
          r->table);
    CHECK(r->kind == COL_KEYED ? r->join < v->p->njoin : r->join == 0, "join %u", r->join);
    CHECK(r->kind != COL_KEYED || join_has(&v->p->join[r->join], r->table), "not joined");
    return true;
}

static bool verify_rowref(struct verify *v, const struct ir_rowref *r)
{
    CHECK(r->table < v->p->ntable, "table %u of %u", r->table, v->p->ntable);
    CHECK(r->ncode > 0, "no code");
    for (uint32_t i = 0; i < r->ncode; i++)
        CHECK(sym_ok(v, r->code[i]), "symbol %u", r->code[i]);
    CHECK(r->prefix <= 1, "prefix %u", r->prefix);
    CHECK(r->node == 0 || r->node < v->p->table[r->table].nnode, "node %u", r->node);
    CHECK(file_ok(v, r->file), "file %u", r->file);
    return true;
}

static bool verify_unit_def(struct verify *v, const struct ir_unit_def *u)
{
    CHECK(u->count <= 1, "count %u", u->count);
    for (uint32_t i = 0; i < u->ndim; i++)
        CHECK(u->dim[i].base < v->p->nunit_def, "base unit %u", u->dim[i].base);
    CHECK(u->unit.factor > 0 && u->unit.divisor > 0, "no factor");
    return verify_unit(v, &u->unit);
}

static bool verify_quote(struct verify *v, const struct ir_quote *q)
{
    enum { SCALE_MOST = 36 };
    CHECK(q->scale >= 0 && q->scale <= SCALE_MOST, "scale %d", q->scale);
    CHECK(q->unit.factor > 0 && q->unit.divisor > 0, "no factor");
    return verify_unit(v, &q->unit);
}

static bool verify_cell(struct verify *v, const struct ir_cell *c)
{
    CHECK(c->colref >= v->p->ncolref || v->p->colref[c->colref].kind != COL_QUOTED || c->row > 0,
          "a printed figure without a row");
    CHECK(c->colref < v->p->ncolref, "colref %u", c->colref);
    CHECK(v->p->colref[c->colref].kind != COL_KEYED, "of a key");
    CHECK(c->row <= v->p->nrowref, "row %u of %u", c->row, v->p->nrowref);
    CHECK(c->row == 0 || v->p->rowref[c->row - 1].table == v->p->colref[c->colref].table,
          "row %u is of another table", c->row);
    return true;
}

static bool verify_key_column(struct verify *v, uint32_t table, uint32_t column)
{
    CHECK(column < v->p->table[table].ncolumn, "column %u", column);
    CHECK(v->p->table[table].column[column].key, "column %u is no key", column);
    return true;
}

static bool verify_test(struct verify *v, const struct ir_test *t)
{
    CHECK(t->table < v->p->ntable, "table %u of %u", t->table, v->p->ntable);
    if (!verify_key_column(v, t->table, t->column))
        return false;
    CHECK(sym_ok(v, t->text), "symbol %u", t->text);
    CHECK(t->prefix <= 1, "prefix %u", t->prefix);
    CHECK(t->keyed <= 1, "keyed %u", t->keyed);
    CHECK(!t->keyed || (t->join < v->p->njoin && join_has(&v->p->join[t->join], t->table)),
          "join %u", t->join);
    return true;
}

/* Entry 0 is the root, each other one stands behind its parent. */
static bool verify_codes(struct verify *v, const struct ir_codes *l)
{
    CHECK(sym_ok(v, l->name) && sym_ok(v, l->title), "symbols");
    CHECK(l->n > 0, "no root");
    for (uint32_t i = 0; i < l->n; i++) {
        const struct ir_code *e = &l->of[i];
        CHECK(i ? e->parent < i : e->parent == IR_NONE, "entry %u: parent %u", i, e->parent);
        CHECK(sym_ok(v, e->code), "entry %u: symbol %u", i, e->code);
        CHECK(!i || e->nname > 0, "entry %u: no name", i);
        for (uint32_t k = 0; k < e->nname; k++)
            CHECK(sym_ok(v, e->name[k]), "entry %u: symbol %u", i, e->name[k]);
        CHECK((e->others | e->doubtful) <= 1, "entry %u: flags", i);
    }
    return true;
}

static bool verify_listed(struct verify *v, const struct ir_listed *l)
{
    CHECK(l->table < v->p->ntable, "table %u of %u", l->table, v->p->ntable);
    CHECK(l->codes < v->p->ncodes, "list %u of %u", l->codes, v->p->ncodes);
    CHECK(l->by_name <= 1 && (!l->by_name || l->named == IR_NONE), "by name");
    return verify_key_column(v, l->table, l->column)
        && (l->named == IR_NONE || verify_key_column(v, l->table, l->named));
}

/* Slots fill the frame, one after the other; so a hostile frame is no larger than its slots. */
static bool verify_slots(struct verify *v)
{
    const struct ir_program *p = v->p;
    uint64_t offset = 0;
    for (uint32_t i = 0; i < p->nslot; i++) {
        CHECK(width_ok(p->slot[i].width), "slot %u: width %u", i, p->slot[i].width);
        CHECK(p->slot[i].offset == offset, "slot %u: offset %u", i, p->slot[i].offset);
        offset += p->slot[i].width;
    }
    CHECK(p->frame_words == offset, "frame of %u words", p->frame_words);
    return true;
}

bool verify_schema(struct verify *v)
{
    const struct ir_program *p = v->p;
    for (uint32_t i = 0; i < p->ntable; i++)
        if (!verify_table(v, &p->table[i]))
            return fail(v, "table %u: %s", i, v->why);
    for (uint32_t i = 0; i < p->nsame; i++)
        if (!verify_same(v, &p->same[i]))
            return fail(v, "same %u: %s", i, v->why);
    for (uint32_t i = 0; i < p->njoin; i++)
        if (!verify_join(v, &p->join[i]))
            return fail(v, "join %u: %s", i, v->why);
    for (uint32_t i = 0; i < p->ncolref; i++)
        if (!verify_colref(v, &p->colref[i]))
            return fail(v, "colref %u: %s", i, v->why);
    for (uint32_t i = 0; i < p->nrowref; i++)
        if (!verify_rowref(v, &p->rowref[i]))
            return fail(v, "rowref %u: %s", i, v->why);
    for (uint32_t i = 0; i < p->nunit_def; i++)
        if (!verify_unit_def(v, &p->unit_def[i]))
            return fail(v, "unit %u: %s", i, v->why);
    for (uint32_t i = 0; i < p->nquote; i++)
        if (!verify_quote(v, &p->quote[i]))
            return fail(v, "quote %u: %s", i, v->why);
    for (uint32_t i = 0; i < p->ncell; i++)
        if (!verify_cell(v, &p->cell[i]))
            return fail(v, "cell %u: %s", i, v->why);
    for (uint32_t i = 0; i < p->ntest; i++)
        if (!verify_test(v, &p->test[i]))
            return fail(v, "test %u: %s", i, v->why);
    for (uint32_t i = 0; i < p->ncodes; i++)
        if (!verify_codes(v, &p->codes[i]))
            return fail(v, "list of codes %u: %s", i, v->why);
    for (uint32_t i = 0; i < p->nlisted; i++)
        if (!verify_listed(v, &p->listed[i]))
            return fail(v, "text on a list %u: %s", i, v->why);
    return verify_slots(v);
}
