#ifndef FISC_PROSE_H
#define FISC_PROSE_H
/* Figures printed in prose: rows of a text (language.md §8, Texts). */
#include "facet.h"

/* What a program cell of a text holds, once the text was read. */
struct quoted {
    struct figure figure;           /* as the cell's quote wants it */
    enum ir_word word;              /* not WORD_NUMBER: figure is unknown */
    uint64_t row;                   /* DATA_NO_ROW: none, or several */
    struct data_quote print;
};
/* Finds every cell of the text that the program names; adds findings and diagnostics of those that
 * cannot be used, and findings of ids that stand twice. After row_names_resolve. */
void prose_settle(struct data_set *s, struct data_table *t);
#endif
