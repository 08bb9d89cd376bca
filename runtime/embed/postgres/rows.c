/* Rows out: results, cells, values of lines, notices, messages, tables.
 * In: a check that has run. Out: a tuplestore's rows; figures are numeric, digit by digit as the
 * library has them. */
#include "fisc_postgres.h"
#include <catalog/pg_type.h>
#include <miscadmin.h>
#include <utils/array.h>
#include <utils/builtins.h>
#include <utils/memutils.h>
#include "../names.h"

enum { MOST = 20 };                 /* columns of a row */

struct out {
    ReturnSetInfo *to;
    MemoryContext memory;           /* of the row at hand */
    Datum value[MOST];
    bool null[MOST];
    int n;
};

static struct out out_begin(ReturnSetInfo *to, MemoryContext parent)
{
    return (struct out){ .to = to, .memory = AllocSetContextCreate(parent, "fisc row",
                                                                   ALLOCSET_DEFAULT_SIZES) };
}

static void put(struct out *o, Datum d, bool null)
{
    o->value[o->n] = d;
    o->null[o->n++] = null;
}

static void put_text(struct out *o, const char *s)
{
    put(o, s ? CStringGetTextDatum(to_server(s)) : (Datum)0, s == NULL);
}

static void put_int(struct out *o, uint64_t n) { put(o, Int64GetDatum((int64)n), false); }

static void put_bool(struct out *o, int b) { put(o, BoolGetDatum(b > 0), b < 0); }

static void put_numeric(struct out *o, const char *s)
{
    Datum d = 0;
    if (s)
        d = DirectFunctionCall3(numeric_in, CStringGetDatum(s), ObjectIdGetDatum(InvalidOid),
                                Int32GetDatum(-1));
    put(o, d, s == NULL);
}

static void end_row(struct out *o)
{
    CHECK_FOR_INTERRUPTS();
    tuplestore_putvalues(o->to->setResult, o->to->setDesc, o->value, o->null);
    o->n = 0;
    MemoryContextReset(o->memory);
}

/* ---- results ---- */

static void put_sentences(struct out *o, struct check *c)
{
    const char *text;
    check_status(c, fisc_result_text(c->context, FISC_ZH, &text), c->name);
    put_text(o, text);
    check_status(c, fisc_result_text(c->context, FISC_EN, &text), c->name);
    put_text(o, text);
}

/* The texts of x end with the first sentence that is asked for. */
static void put_result(struct out *o, struct check *c, uint64_t i, const fisc_result *x)
{
    put_int(o, i + 1);
    put_text(o, x->name);
    put_text(o, x->label);
    put_text(o, x->key);
    put_text(o, x->kind);
    put_text(o, severity_word(x->severity));
    put_text(o, verdict_word(x->verdict));
    put_text(o, x->reason);
    put_numeric(o, x->left);
    put_numeric(o, x->right);
    put_numeric(o, x->difference);
    put_numeric(o, x->slack);
    put_text(o, x->unit);
    put_text(o, x->because);
    put_sentences(o, c);
    put_bool(o, x->loose != 0);
    put_int(o, x->cells_left_out);
    end_row(o);
}

void rows_check(struct check *c, ReturnSetInfo *to)
{
    struct out o = out_begin(to, c->memory);
    MemoryContext old = MemoryContextSwitchTo(o.memory);
    for (uint64_t i = 0; i < fisc_result_count(c->context); i++) {
        fisc_result x;
        check_status(c, fisc_result_get(c->context, i, &x), c->name);
        put_result(&o, c, i, &x);
    }
    MemoryContextSwitchTo(old);
}

/* ---- cells ---- */

static void put_cell(struct out *o, struct check *c, uint64_t i, const fisc_result *x, uint32_t k)
{
    fisc_table t = { .name = NULL };
    fisc_cell y;
    check_status(c, fisc_cell_get(c->context, k, &y), c->name);
    fisc_table_get(c->rules, y.table, &t);
    put_int(o, i + 1);
    put_text(o, x->name);
    put_text(o, x->key);
    put_text(o, t.name);
    put_text(o, y.file);
    put_text(o, y.row);
    put_text(o, y.column);
    put_numeric(o, y.value);
    put_text(o, y.unit);
    put_text(o, y.kind);
    put_int(o, y.line);
    put(o, Int32GetDatum((int32)y.field), false);
    put_text(o, y.header);
    put_text(o, y.text);
    put_bool(o, y.condition != 0);
    put_bool(o, y.taken);
    put_bool(o, y.furthest != 0);
    end_row(o);
}

void rows_cells(struct check *c, ReturnSetInfo *to)
{
    struct out o = out_begin(to, c->memory);
    MemoryContext old = MemoryContextSwitchTo(o.memory);
    for (uint64_t i = 0; i < fisc_result_count(c->context); i++) {
        fisc_result x;
        check_status(c, fisc_result_get(c->context, i, &x), c->name);
        for (uint32_t k = 0; k < x.cells; k++)
            put_cell(&o, c, i, &x, k);
    }
    MemoryContextSwitchTo(old);
}

/* ---- lines ---- */

void rows_calc(struct check *c, ReturnSetInfo *to)
{
    struct out o = out_begin(to, c->memory);
    MemoryContext old = MemoryContextSwitchTo(o.memory);
    for (uint32_t i = 0; i < fisc_line_count(c->rules); i++) {
        const char *value, *reason;
        fisc_line l;
        check_status(c, fisc_line_get(c->rules, i, &l), c->name);
        check_status(c, fisc_line_value(c->context, i, &value, &reason), c->name);
        put_text(&o, l.name);
        put_numeric(&o, value);
        put_text(&o, l.unit);
        put_text(&o, reason);
        put_text(&o, l.because);
        end_row(&o);
    }
    MemoryContextSwitchTo(old);
}

/* ---- notices ---- */

void rows_notices(struct check *c, ReturnSetInfo *to)
{
    struct out o = out_begin(to, c->memory);
    MemoryContext old = MemoryContextSwitchTo(o.memory);
    uint32_t count;
    check_status(c, fisc_notice_count(c->context, &count), c->name);
    for (uint32_t i = 0; i < count; i++) {
        fisc_notice n;
        check_status(c, fisc_notice_get(c->context, i, &n), c->name);
        put_text(&o, n.kind);
        put_text(&o, *n.table ? n.table : NULL);
        put_text(&o, n.zh);
        put_text(&o, n.en);
        end_row(&o);
    }
    MemoryContextSwitchTo(old);
}

/* ---- messages ---- */

static void put_message(struct out *o, const fisc_message *m)
{
    put_text(o, m->code);
    put_text(o, message_word(m->severity));
    put_text(o, m->file);
    put_int(o, m->line);
    put(o, Int32GetDatum((int32)m->column), false);
    put_text(o, m->header);
    put_text(o, m->text);
    put_text(o, m->zh);
    put_text(o, m->en);
    put_text(o, m->help_zh);
    put_text(o, m->help_en);
    end_row(o);
}

void rows_messages(struct check *c, ReturnSetInfo *to)
{
    struct out o = out_begin(to, c->memory);
    MemoryContext old = MemoryContextSwitchTo(o.memory);
    for (uint32_t i = 0; i < fisc_message_count(c->context); i++) {
        fisc_message m;
        check_status(c, fisc_message_get(c->context, i, &m), c->name);
        put_message(&o, &m);
    }
    MemoryContextSwitchTo(old);
}

/* ---- tables ---- */

static Datum headers_of(const fisc_rules *r, uint32_t table, uint32_t n)
{
    Datum *text = palloc((n + 1) * sizeof *text);
    for (uint32_t i = 0; i < n; i++) {
        fisc_column col = { .header = "" };
        fisc_column_get(r, table, i, &col);
        text[i] = CStringGetTextDatum(to_server(col.header));
    }
    return PointerGetDatum(construct_array(text, (int)n, TEXTOID, -1, false, TYPALIGN_INT));
}

void rows_tables(struct check *c, ReturnSetInfo *to)
{
    struct out o = out_begin(to, c->memory);
    MemoryContext old = MemoryContextSwitchTo(o.memory);
    for (uint32_t i = 0; i < fisc_table_count(c->rules); i++) {
        fisc_table t;
        check_status(c, fisc_table_get(c->rules, i, &t), c->name);
        put_text(&o, t.name);
        put_text(&o, t.title);
        put_text(&o, t.from);
        put_text(&o, origin_word(t.origin));
        put(&o, headers_of(c->rules, i, t.columns), false);
        end_row(&o);
    }
    MemoryContextSwitchTo(old);
}
