/* Says which figure is not there.
 * In: what a rule reads, and the data of a run. Out: sentences.
 * Invariant: a row is absent only from a table that is there. */
#include "absent.h"
#include "evidence.h"

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

/* The table that a figure is of; IR_NONE: of none alone. */
static uint32_t figure_table(const struct ir_program *p, const struct ir_bind *figure)
{
    if (figure->kind == BIND_TABLE)
        return figure->index;
    uint32_t colref = figure->kind == BIND_SLOT ? IR_NONE : evidence_colref(p, figure);
    return colref == IR_NONE ? IR_NONE : p->colref[colref].table;
}

const char *absent_why(struct arena *a, const struct findings *f, const struct ir_rule *rule,
                       enum lang lang)
{
    uint32_t row = absent_first(f, rule->cell, rule->ncell);
    if (row != IR_NONE)
        return say_with(a, lang, SAY_UNKNOWN_ROW, 1, absent_say(a, f, row, lang));
    for (uint32_t i = 0; i < rule->ncell; i++) {
        uint32_t table = figure_table(f->prog, &rule->cell[i]);
        if (table != IR_NONE && f->prog->table[table].origin != ORIGIN_UNITS
            && !data_present(f->data, table))
            return say_with(a, lang, SAY_UNKNOWN_FILE, 2, data_file(f->data, table),
                            table_name(f, table));
    }
    return say_text(SAY_UNKNOWN_MISSING, lang);
}
