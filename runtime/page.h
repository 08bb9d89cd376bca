#ifndef FISC_PAGE_H
#define FISC_PAGE_H
/* A page that explains a diagnostic, docs/explain/CODE.md. docs/explain/README.md gives the markup;
 * tests/explain holds every page to it, so reading one cannot fail. */
#include "diag.h"
#include "report.h"

struct page_file { const char *name, *text; };
struct page_example {
    const char *command;            /* "fisc check rules.fisc"; of a right example NULL where it is
                                     * that of the wrong one */
    struct page_file *file; uint32_t nfile, cap;
    const char *says[2];            /* by language; NULL in a right example */
};
struct page {
    enum diag_code code;
    const char *title[2], *text[2]; /* by language; text: paragraphs, an empty line between two */
    struct page_example wrong;
    struct page_example right;      /* only the files in which it differs from the wrong one */
    const char *tested;             /* the golden case, where no small example can raise the code;
                                     * else NULL */
};

/* The texts are in the arena, but for those of constant length. */
void page_read(struct page *p, struct arena *a, enum diag_code code, const char *markdown);
/* The pages as one JSON object (docs/schema/explain.schema.json); `full` false: code, severity and
 * title only. False after a failed write or when memory ran out. */
bool pages_json(struct report_out *out, const struct page *page, uint32_t n, bool full,
                enum lang lang);
#endif
