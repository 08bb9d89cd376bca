/* Tests of rows' texts.
 * In: tests of the program, codes of key columns, rows of joined keys. Out: lanes of 0 and 1.
 * Invariant: a distinct code is compared once for each test, in match form (str.h). */
#include "join.h"
#include "same.h"
#include "scratch.h"
#include <string.h>

enum { NOT_COMPARED, FAILS, HOLDS };

struct row_test { const char *form; uint8_t *by_code; };

static bool code_holds(const struct data_table *t, const struct ir_test *test, uint32_t column,
                       const struct row_test *x, uint32_t code)
{
    struct scratch room;
    const char *text = sym_text(t->codes, code);
    scratch_open(&room, t->arena);
    bool holds = same_is(t, &room.arena, t->key_of[column], text, strlen(text), x->form,
                         test->prefix);
    scratch_close(&room);
    return holds;
}

static struct row_test *test_of(const struct data_set *s, uint32_t test)
{
    const struct data_table *t = &s->table[s->prog->test[test].table];
    struct row_test *x = &s->test[test];
    if (x->form)
        return x;
    const char *text = s->prog->string[s->prog->test[test].text];
    x->form = str_form(s->arena, text, strlen(text));
    x->by_code = ARENA_ARRAY(s->arena, uint8_t, (size_t)t->ncode + 1);
    return x;
}

struct row_test *row_tests_new(struct arena *a, const struct ir_program *p)
{
    return ARENA_ARRAY(a, struct row_test, p->ntest);
}

static int64_t row_holds(const struct data_table *t, const struct ir_test *test,
                         struct row_test *x, uint64_t row)
{
    uint32_t code = table_code(t, t->key_of[test->column], row);
    if (x->by_code[code] == NOT_COMPARED)
        x->by_code[code] = code_holds(t, test, test->column, x, code) ? HOLDS : FAILS;
    return x->by_code[code] == HOLDS;
}

/* ---- of the keys of a join ---- */

/* Another table than the test's has other codes: they are compared one by one. */
static bool key_holds(const struct data_set *s, const struct ir_test *test, struct row_test *x,
                      uint64_t key)
{
    const struct data_table *t = &s->table[test->table];
    struct key_row at = join_key_row(s, test, key);
    if (!at.t)
        return code_holds(t, test, test->column, x, 0);     /* missing as zero: blank */
    if (at.t == t)
        return row_holds(t, test, x, at.row);
    return code_holds(at.t, test, at.column, x, table_code(at.t, at.t->key_of[at.column], at.row));
}

static enum ir_reason key_reason(const struct data_set *s, const struct ir_test *test,
                                 uint64_t key)
{
    const struct ir_colref c = { .table = test->table, .join = test->join };
    if (key >= data_keys(s, test->join) || join_key_row(s, test, key).t)
        return RS_NONE;
    return join_absence(join_of(s, &c));
}

static const int64_t *keys_test(const struct data_set *s, uint32_t test, enum ir_facet facet,
                                uint64_t key0, const uint64_t *keys, size_t n, int64_t *buf)
{
    const struct ir_test *of = &s->prog->test[test];
    struct row_test *x = test_of(s, test);
    for (size_t i = 0; i < n; i++) {
        uint64_t key = keys ? keys[i] : key0 + i;
        int64_t reason = key_reason(s, of, key);
        if (facet == FACET_REASON)
            buf[i] = reason;
        else
            buf[i] = !reason && key < data_keys(s, of->join) && key_holds(s, of, x, key);
    }
    return buf;
}

/* ---- the whole ---- */

const int64_t *data_test(const struct data_set *s, uint32_t test, enum ir_facet facet,
                         uint64_t row0, const uint64_t *rows, size_t n, int64_t *buf)
{
    const struct ir_test *test_ir = &s->prog->test[test];
    const struct data_table *t = &s->table[test_ir->table];
    int64_t reason = table_reason(t);
    if (!reason && (t->key_missing || t->key_of[test_ir->column] == IR_NONE))
        reason = RS_MISSING;
    if (!reason && test_ir->keyed)
        reason = data_join_reason(s, test_ir->join);
    if (reason || (facet == FACET_REASON && !test_ir->keyed)) {
        for (size_t i = 0; i < n; i++)
            buf[i] = facet == FACET_REASON ? reason : 0;
        return buf;
    }
    if (test_ir->keyed)
        return keys_test(s, test, facet, row0, rows, n, buf);
    struct row_test *x = test_of(s, test);
    for (size_t i = 0; i < n; i++)
        buf[i] = row_holds(t, test_ir, x, rows ? rows[i] : row0 + i);
    return buf;
}
