/* Texts.
 * In: text statements and references to their figures. Out: their four columns, and one colref for
 * each unit in which figures of a text are wanted.
 * Invariant: a figure of a text is a whole number at a scale in base units that its dimension
 * decides, so that figures of one dimension have one scale. */
#include "text.h"
#include <string.h>

/* ── columns ── */

static const struct { const char *en, *zh; } field_name[TEXT_KEYS] = {
    [TEXT_KEY_ID] = { "id", "编号" }, [TEXT_KEY_VALUE] = { "value", "数值" },
    [TEXT_KEY_UNIT] = { "unit", "单位" }, [TEXT_KEY_PRECISION] = { "precision", "精度" },
};

static uint32_t field_of(const char *name)
{
    uint32_t i = 0;

    while (i < TEXT_KEYS && strcmp(name, field_name[i].en) && strcmp(name, field_name[i].zh))
        i++;
    return i;
}

static struct item default_field(struct unit *u, const struct stmt *s, uint32_t i)
{
    struct item it = { .kind = ITEM_KEY, .span = s->name.span };
    struct name *header = ARENA_ARRAY(u->arena, struct name, 2);

    it.u.key.name.span = header[0].span = header[1].span = s->name.span;
    header[0].text = sym_of(u->syms, field_name[i].en);
    header[1].text = sym_of(u->syms, field_name[i].zh);
    it.u.key.header = header;
    it.u.key.nheader = 2;
    return it;
}

void text_fields(struct unit *u, struct stmt *s)
{
    struct table_decl *t = s->u.table;
    struct item *column = ARENA_ARRAY(u->arena, struct item, TEXT_KEYS);
    bool given[TEXT_KEYS] = { false };

    for (uint32_t i = 0; i < TEXT_KEYS; i++)
        column[i] = default_field(u, s, i);
    for (uint32_t i = 0; i < t->nitem; i++) {
        const struct name *n = &t->item[i].u.key.name;
        uint32_t f = field_of(unit_text(u, n->text));
        if (f == TEXT_KEYS || given[f]) {
            diag_add(u->diags, DIAG_TEXT_FIELD, n->span, unit_text(u, n->text), NULL);
            continue;
        }
        given[f] = true;
        column[f] = t->item[i];
    }
    for (uint32_t i = 0; i < TEXT_KEYS; i++)
        column[i].u.key.name.text = sym_of(u->syms, field_name[i].en);
    t->item = column;
    t->nitem = TEXT_KEYS;
}

struct ir_grid text_grid(void)
{
    return (struct ir_grid){ .mode = GRID_CLOSED, .scale = 4 };
}

/* ── figures ── */

bool text_row_fits(struct unit *u, const struct decl *text, const struct expr *e)
{
    const struct row_select *row = e->u.ref.row;

    if (row && row->ncode == 1 && !row->code[0].prefix)
        return true;
    diag_add(u->diags, DIAG_TEXT_FIGURE, row ? row->span : e->span, unit_text(u, text->name.text),
             NULL);
    return false;
}

bool text_is_figure(const struct expr *e)
{
    return e->kind == EX_REF && e->decl && e->decl->kind == DECL_TEXT;
}

bool text_is_open(const struct expr *e) { return text_is_figure(e) && !e->u.ref.in; }

/* ── directions ── */

/* False: it is no word that says which way something went. */
static bool direction_of(const char *word, enum rel *rel)
{
    enum { UP = REL_GT, DOWN = REL_LT, SAME = REL_EQ };
    static const struct { const char *text; enum rel rel; } words[] = {
#define X(text, way) { text, (enum rel)way },
#include "../runtime/direction.def"
#undef X
    };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].text, word) == 0) {
            *rel = words[i].rel;
            return true;
        }
    return false;
}

void text_directions(struct unit *u, struct rule *r)
{
    for (uint32_t i = 1; i < r->nside; i++) {
        struct expr *e = r->side[i];
        if (r->claim || r->rel[i - 1] != REL_IS || e->kind != EX_REF || e->u.ref.row
            || e->u.ref.npath || !direction_of(unit_text(u, e->u.ref.name.text), &r->rel[i - 1]))
            continue;
        sym word = e->u.ref.name.text;
        e->kind = EX_NUM;
        e->u.num.digits = sym_of(u->syms, "0");
        e->u.num.word = word;
        e->u.num.unit = NULL;
    }
}

/* ── colrefs ── */

/* Decimal places in base units at which figures of a dimension are kept: ratios are small, amounts
 * large; a unit smaller than its base needs more. */
static int8_t quote_scale(const struct measure *m)
{
    int p = measure_pow10(m);

    if (measure_is_bare(m))
        return 8;
    return (int8_t)(p < -32 ? 36 : p < 0 ? 4 - p : 4);
}

uint32_t text_colref(struct unit *u, uint32_t table, const struct measure *m)
{
    struct ir_quote q = { .unit = measure_ir(u, m), .scale = quote_scale(m) };
    struct ir_program *p = u->ir;

    measures_export(u);
    for (uint32_t i = 0; i < p->ncolref; i++)
        if (p->colref[i].kind == COL_QUOTED && p->colref[i].table == table
            && p->quote[p->colref[i].quote].unit.text == q.unit.text)
            return i;
    UNIT_PUSH(u, p->quote, p->nquote, q);
    UNIT_PUSH(u, p->colref, p->ncolref,
              ((struct ir_colref){ .kind = COL_QUOTED, .table = table, .column = TEXT_KEY_VALUE,
                                   .quote = p->nquote - 1 }));
    return p->ncolref - 1;
}

struct rat text_step(const struct unit *u, uint32_t colref)
{
    struct rat r = rat_int(1);

    w256_pow10(&r.den, (unsigned)u->ir->quote[u->ir->colref[colref].quote].scale);
    return r;
}
