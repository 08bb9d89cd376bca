#ifndef FISC_RECORD_H
#define FISC_RECORD_H
/* What a stream says of one record: a line of JSON (docs/schema/stream.schema.json), in the words
 * of the other reports. */
#include "find.h"
#include "fisc.h"

struct record_head {
    uint64_t record, line;          /* number of the record, line of the input; from 1 */
    const char *id; bool id_number; /* id NULL: it has none */
};
/* A line with its end, in memory that is used again for the next; zeroed at first. It is of the
 * system, not of an arena: no jump may leave the library that writes JSON. */
struct record_text {
    char *p; size_t len, cap;
    size_t most;                    /* bytes; 0: as many as there are */
};
void record_text_free(struct record_text *t);

/* The line of a record whose rules ran. What is wrong with the run as a whole is added to what was
 * said of it. */
fisc_status record_json(fisc_context *c, const struct record_head *h, enum lang lang,
                        struct record_text *line);
/* All that was said of a record whose line was made. */
const struct diags *record_said(const fisc_context *c);
/* The line of a record that cannot be read; byte: where that was seen, 0: nowhere. Working memory
 * is the arena's. False: there is no memory for it. */
bool record_fault_json(struct arena *a, const struct record_head *h, const struct diag *fault,
                       uint64_t byte, enum lang lang, struct record_text *line);
#endif
