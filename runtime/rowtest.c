/* Tests of rows' texts.
 * In: tests of the program and the codes of key columns. Out: lanes of 0 and 1.
 * Invariant: a distinct code is compared once for each test, in match form (str.h). */
#include "scratch.h"
#include "table.h"
#include <string.h>

enum { NOT_COMPARED, FAILS, HOLDS };

struct row_test { const char *form; size_t len; uint8_t *by_code; };

static bool code_holds(const struct data_table *t, const struct ir_test *test,
                       const struct row_test *x, uint32_t code)
{
    struct scratch room;
    const char *text = sym_text(t->codes, code);
    scratch_open(&room, t->arena);
    const char *form = str_match_form(&room.arena, text, strlen(text));
    form = form ? form : text;
    bool holds = test->prefix ? !strncmp(form, x->form, x->len) : !strcmp(form, x->form);
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
    const char *form = str_match_form(s->arena, text, strlen(text));
    x->form = form ? form : text;
    x->len = strlen(x->form);
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
        x->by_code[code] = code_holds(t, test, x, code) ? HOLDS : FAILS;
    return x->by_code[code] == HOLDS;
}

const int64_t *data_test(const struct data_set *s, uint32_t test, enum ir_facet facet,
                         uint64_t row0, const uint64_t *rows, size_t n, int64_t *buf)
{
    const struct ir_test *test_ir = &s->prog->test[test];
    const struct data_table *t = &s->table[test_ir->table];
    int64_t reason = table_reason(t);
    if (!reason && (t->key_missing || t->key_of[test_ir->column] == IR_NONE))
        reason = RS_MISSING;
    if (facet == FACET_REASON || reason) {
        for (size_t i = 0; i < n; i++)
            buf[i] = facet == FACET_REASON ? reason : 0;
        return buf;
    }
    struct row_test *x = test_of(s, test);
    for (size_t i = 0; i < n; i++)
        buf[i] = row_holds(t, test_ir, x, rows ? rows[i] : row0 + i);
    return buf;
}
