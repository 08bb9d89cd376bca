#ifndef FISC_COMPARE_TEXT_PART_H
#define FISC_COMPARE_TEXT_PART_H
/* What the files of a comparison's text share. */
#include "compare_text.h"
#include "report_part.h"

struct sheet { struct report r; const struct comparison *c; };

static inline struct arena *room(struct sheet *s) { return &s->r.scratch.arena; }
static inline const char *say(struct sheet *s, enum say id) { return say_text(id, s->r.lang); }
static inline const char *say1(struct sheet *s, enum say id, const char *x)
{
    return say_with(room(s), s->r.lang, id, 1, x);
}
static inline const struct data_set *data_of(const struct sheet *s, unsigned side)
{
    return s->c->side[side].f->data;
}
static inline const char *program_text(const struct sheet *s, sym x)
{
    return s->c->side[COMPARE_NEW].f->prog->string[x];
}

/* Rows of a table that is drawn a page at a time. */
struct list {
    struct sheet *s;
    const void *of;
    unsigned columns;
    const enum say *head;
    const enum column_align *align;
    const enum column_give *give;
    void (*row)(struct list *l, struct columns *c, uint64_t i);
};

/* ── compare_text.c ── */
/* As many as are to be shown of n rows from `from` on, how many more there are, a blank line. */
void compare_list_draw(struct list *l, uint64_t from, uint64_t n);
/* "T 支出表：只有一边有的列：2 列" */
void compare_part_title(struct sheet *s, const struct compare_table *t, enum say title,
                        uint64_t n);
/* What a row is called, where it is now if it is there. */
const char *compare_row_text(struct sheet *s, const struct compare_table *t,
                             const uint32_t row[COMPARE_SIDES]);
/* "C4"; "" if the cell is not printed */
const char *compare_spot_text(struct sheet *s, const struct origin *o);

/* ── compare_text_terms.c ── */
void compare_sums_draw(struct sheet *s, const struct compare_table *t);
void compare_lines_draw(struct sheet *s);
#endif
