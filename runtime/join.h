#ifndef FISC_JOIN_H
#define FISC_JOIN_H
/* Tables brought together by key (language.md §10 Joins). A lane is a key: keys stand in the order
 * of the joined tables, and of their rows. */
#include "table.h"

/* The leaf rows of one table, by key. */
struct joined {
    const struct data_table *t;
    uint32_t *first;                /* nkey + 1 offsets into row */
    uint32_t *row;                  /* in sheet order for each key */
    bool lost;                      /* a row without a key that cannot be read may be of any */
};
struct join {
    enum ir_reason unusable;        /* why no key is known: a table is missing or unreadable */
    uint64_t nkey;
    struct joined *of; uint32_t n;  /* as in the program's join */
    bool apart;                     /* every table has keys, and no key is in two of them */
};

/* The rows that a joined table has of a key; a key beyond nkey has none. */
const uint32_t *join_rows(const struct joined *j, uint64_t nkey, uint64_t key, uint64_t *count);
/* The joined table of a keyed colref. */
const struct joined *join_of(const struct data_set *s, const struct ir_colref *c);
/* The first row that tells a key's text in a key column of a joined table, and its table and the
 * column there: where that table does not print the key, one that does tells the columns that they
 * are joined by. NULL: no row. */
struct key_row { const struct data_table *t; uint64_t row; uint32_t column; };
struct key_row join_key_row(const struct data_set *s, const struct ir_test *test, uint64_t key);
/* Notes of names that no `same` takes for one and that differ in punctuation alone. */
void joins_alike_tell(struct data_set *s);
/* Why a table has no figure of a key that it does not print; RS_NONE: the figure is 0. */
enum ir_reason join_absence(const struct joined *j);
#endif
