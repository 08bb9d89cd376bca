/* Says which figure is not there.
 * In: what a rule reads, and the data of a run. Out: sentences.
 * Invariant: a row is absent only from a table that is there. */
#include "absent.h"
#include <string.h>

uint32_t absent_row(const struct findings *f, const struct ir_bind *figure)
{
    uint32_t row = figure->kind == BIND_CELL ? f->prog->cell[figure->index].row : 0;
    return row && data_row_absent(f->data, row - 1) ? row - 1 : IR_NONE;
}

uint32_t absent_first(const struct findings *f, const struct ir_bind *figure, uint32_t n)
{
    for (int asked = 0; asked < 2; asked++)
        for (uint32_t i = 0; i < n; i++)
            if (ir_read_by_condition(&figure[i]) == asked && absent_row(f, &figure[i]) != IR_NONE)
                return absent_row(f, &figure[i]);
    return IR_NONE;
}

static const char *table_name(const struct findings *f, uint32_t table)
{
    return f->prog->string[f->prog->table[table].name];
}

const char *absent_say(struct arena *a, const struct findings *f, uint32_t rowref, enum lang lang)
{
    uint32_t table = f->prog->rowref[rowref].table;
    return say_with(a, lang, SAY_MISSING_ROW, 3, evidence_row_name(a, f->prog, rowref),
                    data_file(f->data, table), table_name(f, table));
}

const char *absent_propose(struct arena *a, const struct findings *f, uint32_t rowref,
                           enum lang lang)
{
    const char *absent = absent_say(a, f, rowref, lang);
    struct near_row near = data_near_row(f->data, rowref);
    if (!near.text)
        return absent;
    return arena_printf(a, "%s%s", absent, say_with(a, lang, SAY_NEAR_ROW, 2, near.text,
                                                    say_count(a, near.line)));
}

const char *absent_why(struct arena *a, const struct findings *f, const struct ir_rule *rule,
                       enum lang lang)
{
    uint32_t row = absent_first(f, rule->cell, rule->ncell);
    if (row != IR_NONE)
        return say_with(a, lang, SAY_UNKNOWN_ROW, 1, absent_say(a, f, row, lang));
    for (uint32_t i = 0; i < rule->ncell; i++) {
        const struct ir_bind *figure = &rule->cell[i];
        uint32_t table = figure->kind == BIND_SLOT ? IR_NONE : evidence_table(f->prog, figure);
        if (table != IR_NONE && f->prog->table[table].origin != ORIGIN_UNITS
            && !data_present(f->data, table))
            return say_with(a, lang, data_handed(f->data) ? SAY_UNKNOWN_TABLE : SAY_UNKNOWN_FILE,
                            2, data_file(f->data, table), table_name(f, table));
    }
    return say_text(SAY_UNKNOWN_MISSING, lang);
}

static bool is_others(const struct ir_program *p, const struct ir_bind *b)
{
    uint32_t colref = evidence_colref(p, b);
    return colref != IR_NONE && p->colref[colref].kind == COL_OTHERS;
}

/* The sentence on a figure of which there is no cell, though its table is there; SAY_COUNT: there
 * is nothing to say of it. */
static enum say none_say(const struct findings *f, const struct evidence_figure *g)
{
    const struct ir_program *p = f->prog;
    uint32_t row = g->of->kind == BIND_CELL ? p->cell[g->of->index].row : 0;
    if (g->asked || g->members || !data_usable(f->data, g->table))
        return SAY_COUNT;
    if (is_others(p, g->of))
        return SAY_HAS_NO_OTHERS;
    if (row && p->rowref[row - 1].prefix)
        return SAY_NO_SUCH_CODE;
    if (row)
        return p->table[g->table].missing == IR_MISSING_ZERO ? SAY_ROW_AS_ZERO : SAY_COUNT;
    if (!g->sum)
        return SAY_COUNT;
    if (!data_leaf_count(f->data, g->table))
        return g->apart ? SAY_NO_ROW : SAY_SUM_NO_ROW;
    return g->apart ? SAY_NO_FIT : SAY_SUM_NO_FIT;
}

/* The row that a figure names, as the rules write it, without the sign of a beginning; of others
 * the column that they are in. */
static const char *named(struct arena *a, const struct ir_program *p, const struct ir_bind *b)
{
    if (is_others(p, b)) {
        const struct ir_colref *c = &p->colref[evidence_colref(p, b)];
        return p->string[p->table[c->table].column[c->column].shown];
    }
    uint32_t row = b->kind == BIND_CELL ? p->cell[b->index].row : 0;
    const char *name = row ? evidence_row_name(a, p, row - 1) : "";
    size_t n = strlen(name);
    return row && p->rowref[row - 1].prefix ? arena_strndup(a, name, n - 1) : name;
}

const char *absent_none(struct arena *a, const struct evidence *e, enum lang lang)
{
    const struct findings *f = e->all;
    struct strbuf b;
    strbuf_init(&b, a);
    for (uint32_t i = 0; i < e->nfigure; i++) {
        const struct evidence_figure *g = &e->figure[i];
        enum say say = none_say(f, g);
        if (say == SAY_COUNT)
            continue;
        const char *text = say_with(a, lang, say, 3, table_name(f, g->table),
                                    data_file(f->data, g->table), named(a, f->prog, g->of));
        if (!strstr(b.p, text))     /* two figures of the same rows */
            strbuf_adds(&b, text);
    }
    return b.p;
}
