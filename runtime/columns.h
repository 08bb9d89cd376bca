#ifndef FISC_COLUMNS_H
#define FISC_COLUMNS_H
/* A small table of texts aligned in display columns, drawn with a brush. */
#include "excerpt.h"

enum { COLUMNS_MAX = 8, COLUMNS_GAP = 2 };

enum column_align { COLUMN_LEFT, COLUMN_RIGHT,
                    COLUMN_POINT };     /* figures by their point, other texts end with them */
/* What may be taken from a column when the table is too wide. */
enum column_give { GIVE_NOTHING,
                   GIVE_END, GIVE_START,        /* cut there; COLUMN_LEAST cells stay */
                   GIVE_ALL };                  /* cut at the end, or left out altogether */
enum { COLUMN_LEAST = 8 };
enum row_style { ROW_PLAIN, ROW_HEAD, ROW_BOLD, ROW_SEV };

struct columns_row { const char *text[COLUMNS_MAX]; enum row_style style; };
struct columns {
    struct arena *arena;
    unsigned count;                 /* columns */
    enum column_align align[COLUMNS_MAX];
    enum column_give give[COLUMNS_MAX];
    struct columns_row *row;
    uint32_t nrow, cap;
};

/* A row of `count` texts, escaped, kept, not copied; NULL is "". */
void columns_add(struct columns *c, enum row_style style, const char *const *text);
/* The cells that column i wants. */
unsigned columns_cells(const struct brush *b, const struct columns *c, unsigned i);
/* Draws the rows, `indent` blanks before each, in `width` cells if the texts let it. A column whose
 * texts are all empty, the heading apart, takes no room. */
void columns_draw(const struct brush *b, struct columns *c, unsigned indent, unsigned width);
#endif
