/* Readable text of a program's schema: tables, names of one thing, joins. In: a verified program.
 * Out: lines of text, as in irdump.c. */
#include "irdump_part.h"

static void put_grid(struct dump *d, const struct ir_grid *g)
{
    static const char *const mode[] = { "exact", "closed", "half-up", "half-even", "truncate" };
    strbuf_addf(d->out, " %s", mode[g->mode]);
    if (g->mode != 0)
        strbuf_addf(d->out, " places %d", g->places);
    strbuf_addf(d->out, " scale %d", g->scale);
    put_flag(d, g->zero_exact, "zero-exact");
}

static void dump_column(struct dump *d, const struct ir_table *t, uint32_t i)
{
    const struct ir_column *c = &t->column[i];
    strbuf_addf(d->out, "  column %u ", i);
    put_text(d, c->name);
    for (uint32_t k = 0; k < c->nheader; k++) {
        put(d, k == 0 ? " " : " | ");
        put_quoted(d, c->header[k]);
    }
    if (c->parent != IR_NONE) {
        put(d, " under ");
        put_text(d, t->column[c->parent].shown);
    }
    if (!c->key) {
        put_unit(d, &c->unit);
        put_grid(d, &c->grid);
    }
    put_clause(d, "unit from", c->unit_from);
    put_flag(d, c->braces, "braces");
    put_flag(d, c->others, "others");
    if (c->block != IR_NONE && t->layout == LAYOUT_FORM)
        strbuf_addf(d->out, " block %u", c->block);
    put_flag(d, c->key, "key");
    put_flag(d, c->implicit, "implicit");
    put_flag(d, c->less, "less");
    put_flag(d, c->grouped, "grouped");
    if (c->same)
        strbuf_addf(d->out, " same %u", c->same - 1);
    put_place(d, c->file, c->line, c->col);
}

static void dump_row_node(struct dump *d, const struct ir_table *t, uint32_t i)
{
    static const char *const role[] = { "", " less", " of" };
    const struct ir_row_node *n = &t->node[i];
    strbuf_addf(d->out, "  node %u ", i);
    put_text(d, n->name);
    for (uint32_t k = 0; k < n->nheader; k++) {
        put(d, k ? " | " : " ");
        put_quoted(d, n->header[k]);
    }
    if (i)
        strbuf_addf(d->out, " under %u", n->parent);
    put(d, role[n->role]);
    put_flag(d, n->braces, "braces");
    put_flag(d, n->others, "others");
    put_place(d, n->file, n->line, n->col);
}

static void dump_block(struct dump *d, const struct ir_block *b)
{
    put(d, "  block ");
    put_text(d, b->name);
    put_clause(d, "at", b->label);
    put_clause(d, "amount", b->amount);
    put_clause(d, "where", b->where);
    put_clause(d, "equals", b->equals);
    put_place(d, b->file, b->line, b->col);
}

static void put_key(struct dump *d, const struct ir_table *t, uint32_t key, uint32_t length)
{
    put_text(d, t->column[key].name);
    if (length != 0)
        strbuf_addf(d->out, " %u", length);
}

static void dump_level(struct dump *d, const struct ir_table *t, const struct ir_level *l)
{
    put(d, " > ");
    put_text(d, l->name);
    put(d, " by ");
    for (uint32_t k = 0; k < l->nbeside; k++) {
        put_key(d, t, l->beside[k].key, l->beside[k].length);
        put(d, ", ");
    }
    put_key(d, t, l->key, l->length);
    if (l->prefix)
        put(d, " prefix");
    for (uint32_t k = 0; k < l->nfit; k++)
        strbuf_addf(d->out, " %u", l->fit[k]);
}

void irdump_table(struct dump *d, uint32_t i)
{
    static const char *const missing[] = { "", " missing zero", " missing error" };
    const struct ir_table *t = &d->p->table[i];
    strbuf_addf(d->out, "%s %u ", t->text ? "text" : "table", i);
    put_text(d, t->name);
    put_clause(d, "titled", t->title);
    put_clause(d, "from", t->from);
    put_clause(d, "sheet", t->sheet);
    if (t->header)
        strbuf_addf(d->out, " header %u", t->header);
    strbuf_adds(d->out, missing[t->missing]);
    if (t->origin != ORIGIN_CURRENT)
        strbuf_addf(d->out, " %s of table %u", t->origin == ORIGIN_PRIOR ? "prior" : "units",
                    t->of);
    put_flag(d, t->partial, "partial");
    put_place(d, t->file, t->line, t->col);
    for (uint32_t k = 0; k < t->nblock; k++)
        dump_block(d, &t->block[k]);
    for (uint32_t k = 0; k < t->ncolumn; k++)
        dump_column(d, t, k);
    for (uint32_t k = 0; k < t->nnode; k++)
        dump_row_node(d, t, k);
    if (t->total == 0)
        return;
    put(d, "  rows ");
    put_quoted(d, t->total);
    for (uint32_t k = 0; k < t->nalso_total; k++) {
        put(d, " | ");
        put_quoted(d, t->also_total[k]);
    }
    for (uint32_t k = 0; k < t->nlevel; k++)
        dump_level(d, t, &t->level[k]);
    put(d, "\n");
}

void irdump_same(struct dump *d, uint32_t i)
{
    const struct ir_same *s = &d->p->same[i];
    strbuf_addf(d->out, "same %u: ", i);
    put_text(d, s->key);
    put(d, "\n");
    for (uint32_t k = 0; k < s->n; k++) {
        put(d, "  ");
        for (uint32_t n = 0; n < s->of[k].nname; n++) {
            put(d, n ? " = " : "");
            put_quoted(d, s->of[k].name[n]);
        }
        put(d, "\n");
    }
}

void irdump_codes(struct dump *d, uint32_t i)
{
    const struct ir_codes *l = &d->p->codes[i];
    strbuf_addf(d->out, "list %u ", i);
    put_text(d, l->name);
    put_clause(d, "titled", l->title);
    put(d, "\n");
    for (uint32_t k = 0; k < l->n; k++) {
        const struct ir_code *e = &l->of[k];
        strbuf_addf(d->out, "  %u ", k);
        put_text(d, e->code);
        for (uint32_t n = 0; n < e->nname; n++) {
            put(d, n ? " | " : " ");
            put_quoted(d, e->name[n]);
        }
        if (k)
            strbuf_addf(d->out, " under %u", e->parent);
        put_flag(d, e->others, "others");
        put_flag(d, e->doubtful, "doubtful");
        put(d, "\n");
    }
}

void irdump_join(struct dump *d, uint32_t i)
{
    const struct ir_join *j = &d->p->join[i];
    strbuf_addf(d->out, "join %u:", i);
    for (uint32_t k = 0; k < j->n; k++) {
        const struct ir_table *t = &d->p->table[j->of[k].table];
        put(d, k ? ", " : " ");
        put_text(d, t->name);
        for (uint32_t n = 0; n < j->of[k].nkey; n++) {
            put(d, n ? " + " : " by ");
            put_text(d, t->column[j->of[k].key[n]].name);
        }
    }
    put(d, "\n");
}
