#ifndef FISC_HEADER_H
#define FISC_HEADER_H
/* The printed header of a sheet and what the columns of a table mean in it (language.md §5
 * Columns). */
#include "ir.h"

struct header_entry { const char *form; uint32_t column; };
struct header {
    uint32_t count;
    const char **text;              /* as printed */
    const char **form;              /* compared: NFKC without blanks; levels are joined by '/' */
    /* by form, '/' before all else: what stands in a group is one stretch */
    struct header_entry *sorted;
};

/* `form` of each text is made here; texts are kept, not copied. */
void header_init(struct header *h, struct arena *a, const char **text, uint32_t count);
/* A second column with the printed header of column i, or IR_NONE. */
uint32_t header_repeat(const struct header *h, uint32_t i);

/* The columns a wanted header fits: none, one, or (the first two of) several. */
struct header_match { uint32_t count, column, second; };
/* as a whole */
struct header_match header_find(const struct header *h, const char *form);
/* by the last level */
struct header_match header_find_last(const struct header *h, const char *form);
/* What it holds, for people: the first of its texts that are not empty. Arena text. */
const char *header_shown(struct arena *a, const struct header *h);
/* The column whose header looks most like `form`. */
uint32_t header_nearest(const struct header *h, const char *form);

/* The group of a header: without its last level if that is 合计, 小计 or 总计, else itself. */
const char *header_group(struct arena *a, const char *form);
/* The same for an outermost column: if the sheet has no other column in that group, the level
 * the column stands on. */
const char *header_group_outermost(struct arena *a, const struct header *h, const char *form);
/* Calls `each` for the columns that stand for the unlisted parts directly under the group ("":
 * the whole sheet), in no order. listed: one flag a column. */
void header_unlisted(const struct header *h, const char *group, const uint8_t *listed,
                     void (*each)(void *ctx, uint32_t column), void *ctx);

/* Where each schema column stands. */
struct binding {
    struct header_match *match;     /* by schema column */
    /* form of the header looked for: of a bound column its own, else the first wanted */
    const char **wanted;
};
/* A header that a data folder's map gives a column; line 0: it gives none. */
struct mapped_header { const char *text; uint64_t line; };
/* mapped: by column, or NULL */
struct binding header_bind(struct arena *a, const struct header *h, const struct ir_program *p,
                           const struct ir_table *t, const struct mapped_header *mapped);
#endif
