/* Hypotheses in words.
 * In: a hypothesis of a run. Out: sentences of sentence.def.
 * Invariant: a cell is named by the column and the line of its file, as a spreadsheet shows it. */
#include "message_hypothesis.h"
#include "cell.h"
#include "excerpt.h"
#include "message.h"
#include "naming.h"
#include <string.h>

enum { FIGURE_BYTES = 400 };

static const char *plain(struct arena *a, int64_t value, int scale)
{
    char buf[FIGURE_BYTES];
    struct dec d = dec_strip((struct dec){ w256_from_i64(value), scale });
    return arena_strndup(a, buf, dec_format(buf, sizeof buf, d, false));
}

static const char *shown(struct arena *a, const struct standing *s, int64_t value)
{
    struct dec d = dec_strip((struct dec){ w256_from_i64(value), s->scale });
    return message_dec(a, d, s->places, "");
}

static bool is_blank(const char *text) { return !text[strspn(text, " ")]; }

struct hypothesis_cell hypothesis_cell(struct arena *a, const struct findings *f,
                                       struct place at, const int64_t *meant, enum lang lang)
{
    const struct ir_table *t = &f->prog->table[at.table];
    struct hypothesis_cell c = { .table = f->prog->string[t->name] };
    struct standing now = { .value = 0 };
    place_read(f->data, at, &now);
    c.at = data_origin(f->data, a, at.table, at.row, at.sheet);
    c.row = data_row_key(f->data, a, at.table, at.row);
    c.column = c.at.header;
    c.header = naming_header(a, t, c.at.header, lang);
    c.unit = c.at.unit ? c.at.unit : f->prog->string[now.unit];
    c.printed = is_blank(c.at.text) ? say_text(SAY_CELL_BLANK, lang) : say_escaped(a, c.at.text);
    c.value = plain(a, now.value, now.scale);
    c.meant = meant ? shown(a, &now, *meant) : NULL;
    c.would_be = meant ? plain(a, *meant, now.scale) : NULL;
    return c;
}

static const char *cell_name(struct arena *a, const struct hypothesis_cell *c, const char *file,
                             enum lang lang)
{
    return naming_cell(a, &c->at, c->row, c->header, file, lang);
}

static enum say slip_say(enum slip s)
{
    switch (s) {
    case SLIP_SWAP: return SAY_SLIP_SWAP;
    case SLIP_FACTOR: return SAY_SLIP_FACTOR;
    case SLIP_SIGN: return SAY_SLIP_SIGN;
    case SLIP_POINT: return SAY_SLIP_POINT;
    case SLIP_MISSING: return SAY_SLIP_MISSING;
    case SLIP_TWICE: return SAY_SLIP_TWICE;
    case SLIP_COPIED: return SAY_SLIP_COPIED;
    case SLIP_MISPLACED: return SAY_SLIP_MISPLACED;
    case SLIP_DIGIT: return SAY_SLIP_DIGIT;
    case SLIP_SHIFTED: case SLIP_FIGURE: case SLIP_COUNT: break;
    }
    return SAY_SLIP_FIGURE;
}

/* 10,000 */
static const char *power_text(struct arena *a, int power)
{
    return say_count(a, (uint64_t)cell_pow10(power < 0 ? -power : power));
}

/* Did a figure move to a cell beside its own that holds nothing? */
static bool is_moved_off(const struct hypothesis *y)
{
    return y->slip == SLIP_MISPLACED && (!y->change[0].value || !y->change[1].value);
}

/* Which change is of the cell that a hypothesis is told of: what moved is told of where it stands.
 */
static unsigned change_told(const struct hypothesis *y)
{
    return is_moved_off(y) && !y->change[1].value;
}

/* Two cells whose figures stand in each other's place; one of them may hold nothing. */
static const char *moved_text(struct arena *a, const struct findings *f, const struct hypothesis *y,
                              enum lang lang)
{
    const struct change *c = y->change;
    bool off = is_moved_off(y);
    unsigned from = change_told(y);
    struct hypothesis_cell one = hypothesis_cell(a, f, c[from].at, NULL, lang);
    struct hypothesis_cell two = hypothesis_cell(a, f, c[!from].at, NULL, lang);
    return say_with(a, lang, off ? SAY_SLIP_OFF : SAY_SLIP_MISPLACED, 4,
                    cell_name(a, &one, NULL, lang), one.printed, two.printed,
                    cell_name(a, &two, one.at.file, lang));
}

/* The rows of a hypothesis; its changes are together row by row. */
static uint64_t rows_changed(const struct hypothesis *y)
{
    uint64_t n = 1;
    for (uint32_t i = 1; i < y->nchange; i++)
        n += y->change[i].at.row != y->change[i - 1].at.row;
    return n;
}

/* Figures of a row, or of all rows of a table, that stand one cell off. */
static const char *shifted_text(struct arena *a, const struct findings *f,
                                const struct hypothesis *y, enum lang lang)
{
    const struct change *c = &y->change[0];
    struct hypothesis_cell cell = hypothesis_cell(a, f, c->at, &c->value, lang);
    const char *at = cell_name(a, &cell, NULL, lang);
    const char *meant = c->value ? cell.meant : say_text(SAY_SHIFT_NOTHING, lang);
    uint64_t rows = rows_changed(y);
    if (rows == 1)
        return say_with(a, lang, y->step > 0 ? SAY_SLIP_RIGHT : SAY_SLIP_LEFT, 2, at, meant);
    return say_with(a, lang, y->step > 0 ? SAY_SLIP_ROWS_RIGHT : SAY_SLIP_ROWS_LEFT, 3, at, meant,
                    say_count(a, rows));
}

const char *hypothesis_slip(struct arena *a, const struct findings *f, const struct hypothesis *y,
                            enum lang lang)
{
    const struct change *c = &y->change[0];
    struct hypothesis_cell cell = hypothesis_cell(a, f, c->at, &c->value, lang), other;
    const char *last = power_text(a, y->power);
    enum say say = slip_say((enum slip)y->slip);
    if (y->slip == SLIP_MISPLACED)
        return moved_text(a, f, y, lang);
    if (y->slip == SLIP_SHIFTED)
        return shifted_text(a, f, y, lang);
    if (y->has_other) {
        other = hypothesis_cell(a, f, y->other, NULL, lang);
        last = cell_name(a, &other, cell.at.file, lang);
    }
    if (y->slip == SLIP_FIGURE && is_blank(cell.at.text))
        say = SAY_SLIP_BLANK;
    return say_with(a, lang, say, 4, cell_name(a, &cell, NULL, lang), cell.printed, cell.meant,
                    last);
}

const char *hypothesis_text(struct arena *a, const struct findings *f, const struct hypothesis *y,
                            enum lang lang)
{
    const char *text = hypothesis_slip(a, f, y, lang);
    bool carried = y->nchange > 1 && (y->slip == SLIP_MISSING || y->slip == SLIP_TWICE);
    if (carried)
        text = say_with(a, lang, SAY_CARRIED, 2, text, say_count(a, y->nchange - 1));
    if (y->heals == 1)
        text = say_with(a, lang, SAY_HEALS_ONE, 1, text);
    else
        text = say_with(a, lang, SAY_HEALS_MORE, 2, text, say_count(a, y->heals - 1));
    if (y->breaks)
        text = say_with(a, lang, SAY_BREAKS, 2, text, say_count(a, y->breaks));
    return text;
}
