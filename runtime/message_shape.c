/* Findings of a table's shape in words.
 * In: a finding and its cells. Out: one sentence.
 * Invariant: what a cell prints is shown as it is printed. */
#include "message_shape.h"
#include "absent.h"
#include "message.h"
#include "naming.h"
#include "place.h"
#include <string.h>

/* "0.01 万元": the place that a column is printed to */
static const char *grid_text(struct arena *a, const struct evidence *e)
{
    const struct shape_finding *s = e->find->shape;
    const struct ir_column *c = &e->all->prog->table[s->table].column[s->column];
    struct dec one = { w256_from_i64(1), c->grid.places };
    return message_dec(a, one, 0, e->unit);
}

/* What the cell prints, with its unit if that is not printed with it. */
static const char *printed_amount(struct arena *a, const struct evidence_cell *c)
{
    const char *text = say_escaped(a, c->at.text), *unit = c->at.unit ? c->at.unit : c->unit;
    size_t n = strlen(text);
    bool bare = n && strchr("0123456789)", text[n - 1]);
    return bare ? message_unit(a, text, say_escaped(a, unit)) : text;
}

/* "单位（单位代码 6 位）、科目（功能科目）": the levels of a table's rows, and what makes them */
static const char *levels_text(struct arena *a, const struct ir_program *p,
                               const struct ir_table *t, enum lang lang)
{
    struct strbuf b;
    strbuf_init(&b, a);
    for (uint32_t i = 0; i < t->nlevel; i++) {
        const struct ir_level *l = &t->level[i];
        const char *key = p->string[t->column[l->key].name];
        strbuf_adds(&b, i ? say_text(SAY_LIST_COMMA, lang) : "");
        strbuf_adds(&b, l->length
                    ? say_with(a, lang, SAY_LEVEL_OF_LENGTH, 3, p->string[l->name], key,
                               say_count(a, l->length))
                    : say_with(a, lang, SAY_SUM_SHOWN, 2, p->string[l->name], key));
    }
    return b.p;
}

/* A row that belongs nowhere, by its first figure. */
static const char *unlisted_row(struct arena *a, const struct evidence *e, enum lang lang)
{
    const struct shape_finding *s = e->find->shape;
    const struct data_set *data = e->all->data;
    uint32_t sheet = data_first_nonzero(data, s->table, s->row);
    struct standing now = { .value = 0 };
    struct evidence_cell c = { .table = s->table, .row = s->row };
    const char *parent = s->other_row == DATA_NO_ROW ? ""
        : data_row_key(data, a, s->table, s->other_row);
    c.at = data_origin(data, a, s->table, s->row, sheet == IR_NONE ? 0 : sheet);
    if (sheet != IR_NONE)
        place_read(data, (struct place){ s->table, sheet, s->row }, &now);
    c.unit = e->all->prog->string[now.unit];
    const struct ir_table *t = &e->all->prog->table[s->table];
    const char *header = naming_header(a, t, c.at.header, lang);
    enum say say = *parent ? SAY_UNLISTED_LABEL : t->nlevel ? SAY_UNLISTED_ROW : SAY_UNLISTED_NODE;
    return say_with(a, lang, say, 4, printed_amount(a, &c),
                    naming_cell(a, &c.at, "", header, NULL, lang), parent,
                    levels_text(a, e->all->prog, t, lang));
}

const char *message_shape(struct arena *a, const struct evidence *e, enum lang lang)
{
    const struct shape_finding *s = e->find->shape;
    const struct evidence_cell *c = e->ncell ? &e->cell[e->ncell - 1] : NULL;
    const struct ir_program *p = e->all->prog;
    const struct ir_table *t = &p->table[s->table];
    const char *column = s->column == IR_NONE ? "" : p->string[t->column[s->column].name];
    const char *header = c ? naming_header_told(a, t, c->at.header, lang) : "";
    switch (s->kind) {
    case SHAPE_MISSING_ROW:
        return absent_propose(a, e->all, s->rowref, lang);
    case SHAPE_TEXT_UNIT_UNKNOWN:
        return say_with(a, lang, SAY_TEXT_UNIT_UNKNOWN, 1, say_escaped(a, s->detail));
    case SHAPE_TEXT_UNIT:
        return say_with(a, lang, SAY_TEXT_UNIT, 2, c->at.text,
                        *s->detail ? say_escaped(a, s->detail) : "1");
    case SHAPE_TEXT_DIGITS:
        return say_with(a, lang, SAY_TEXT_DIGITS, 2, c->at.text, say_escaped(a, s->detail));
    case SHAPE_REPEATED_ID:
        return say_with(a, lang, SAY_REPEATED_ID, 2, c->at.text, say_count(a, e->cell[0].at.line));
    case SHAPE_UNLISTED_COLUMN:
        return say_with(a, lang, SAY_UNLISTED_COLUMN, 4, header, column, printed_amount(a, c),
                        naming_cell(a, &c->at, c->row_key, "", NULL, lang));
    case SHAPE_UNLISTED_ROW:
        return unlisted_row(a, e, lang);
    case SHAPE_REPEATED_ROW:
        return say_with(a, lang, SAY_REPEATED_ROW, 1, say_count(a, e->cell[0].at.line));
    case SHAPE_REPEATED_LABEL:
        return say_with(a, lang, SAY_REPEATED_LABEL, 2, header,
                        say_count(a, e->cell[0].at.line));
    case SHAPE_BLANK_KEY:
        return say_text(SAY_BLANK_KEY, lang);
    case SHAPE_EXTRA_DIGITS:
        return say_with(a, lang, SAY_EXTRA_DIGITS, 3, header, printed_amount(a, c),
                        grid_text(a, e));
    }
    return "";
}
