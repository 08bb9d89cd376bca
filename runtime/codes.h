#ifndef FISC_CODES_H
#define FISC_CODES_H
/* The codes of rows as the levels of a table see them: some characters of one, several side by
 * side, or codes of which one is the beginning of another (language.md §5 Rows). */
#include "table.h"

struct code_part {
    uint32_t key, length;           /* number of the key; characters, 0: any */
    /* by code: symbol of its first `length` characters, 0: it is shorter or no code. Beginnings
     * become symbols of their own, so that rows without a printed outer row still tell their
     * groups apart. */
    uint32_t *cut;
};
struct code_level {
    const struct ir_level *schema;
    struct code_part *part; uint32_t npart;         /* the level's own code last */
    /* by code: the longest other code that it begins with, 0: none; NULL: codes of the level are
     * not parts of one another */
    uint32_t *up;
};

/* The first bytes of a code that a level of this length (0: any) reads; 0: it is shorter. */
size_t codes_bytes(const char *code, uint32_t length);
/* One for each level of the table. */
struct code_level *codes_levels(struct data_table *t);
/* A row's code of a part; 0: blank, too short, or the word for a subtotal. */
uint32_t codes_of(const struct data_table *t, const struct code_part *p, uint64_t row);
/* Has the row a code of the level in all of its parts? */
bool codes_fit(const struct data_table *t, const struct code_level *l, uint64_t row);
/* A row's code in a key column; 0: blank, or the word for a subtotal. */
uint32_t codes_plain(const struct data_table *t, uint32_t key, uint64_t row);

/* What a spreadsheet makes of a code: a number or a text, which lost nothing but its form
 * (2080505.0, '2080505); one that lost its digits (2.01E+06). */
bool codes_changed(const char *s, size_t len);
bool codes_lost(const char *s, size_t len);
#endif
