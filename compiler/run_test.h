#ifndef FISC_RUN_TEST_H
#define FISC_RUN_TEST_H
/* fisc test: the tests that a rule file carries. */
#include "run.h"
#include "../runtime/report_test.h"

enum exit_status test_run(struct session *s);

/* What the files of it share: one test at a time, of a batch that one program and one engine
 * serve. */
struct test_at_work {
    struct session *batch;          /* its program, and the data without what is given */
    struct session one;             /* the test's own data and diagnostics; an arena of its own */
    const struct test *test;        /* of the batch's tree */
    uint32_t nrowref;               /* names of rows in the rules without their tests */
    struct diags *told;             /* what is other than expected */
    bool given_fault;               /* what is given cannot be put in its place */
};

/* ── run_test_give.c ── */
/* Loads the test's data; those of the batch, if it gives none. False after a diagnostic, in the
 * test's own: it cannot be run. */
bool test_give(struct test_at_work *t);

/* ── run_test_judge.c ── */
/* Runs it, and judges what it expects. seen: by rule of the program, bits added: those of enum
 * ir_status, and TEST_EXPECTED of rules that were violated as expected. */
#define TEST_EXPECTED 0x80u
void test_judge(struct test_at_work *t, struct test_outcome *out, uint8_t *seen);
#endif
