#ifndef FISC_REPORT_TEST_H
#define FISC_REPORT_TEST_H
/* What became of tests: each that fails, how many passed, and which rules they covered
 * (docs/test.md). */
#include "json.h"

struct test_place { const char *file; uint32_t line, column; };
/* One expectation of a test that was run. */
struct test_checked {
    const char *source;             /* as written */
    struct test_place at;
    const struct diag *unmet;       /* what is other than expected; NULL: it is met */
    bool found; struct finding find;            /* the result that is */
};
struct test_outcome {
    const char *name;
    struct test_place at;
    bool passed;
    const struct diags *diags;      /* what is wrong with what it gives */
    struct test_checked *check; uint32_t ncheck;
    const struct findings *f;       /* NULL: it was not run */
    struct srcs *srcs;
};

/* What tests saw of a rule. */
enum test_cover { COVER_UNSEEN,     /* no test decides it */
                  COVER_HELD,       /* it was only seen to hold */
                  COVER_FAILED,     /* it was only seen violated */
                  COVER_UNASKED,    /* both, but no test expects it violated */
                  COVER_TESTED,     /* both, and a test expects it violated */
                  COVER_KINDS };
struct test_rule { const char *name; struct test_place at; enum test_cover cover; };
struct test_totals {
    uint64_t passed, failed;
    const struct test_rule *rule; uint32_t nrule;
    const struct diags *diags;      /* of the rules and the data; of JSON only */
};

/* A test that fails, whole; nothing of one that passes. False after a failed write. */
bool report_test_text(struct report_out *out, const struct test_outcome *t,
                      const struct report_opts *o);
bool report_test_text_end(struct report_out *out, const struct test_totals *t,
                          const struct report_opts *o);
/* One JSON object in pieces, written as tests are run. */
bool report_test_json_open(struct report_out *out, const struct json_opts *o);
bool report_test_json(struct report_out *out, const struct test_outcome *t,
                      const struct json_opts *o, bool first);
bool report_test_json_close(struct report_out *out, const struct test_totals *t,
                            const struct json_opts *o);
const char *test_cover_name(enum test_cover c);         /* "unseen", "held", … as in JSON */
#endif
