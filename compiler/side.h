#ifndef FISC_SIDE_H
#define FISC_SIDE_H
/* Tables that belong to the rules: a CSV file beneath the rule folder that says what would be long
 * to write, names of one thing or a mapping. */
#include "front.h"

/* The names are symbols (NFC, blanks around them cut) whose spans lie in a source of the file's
 * own: the line is that of the file. Blank cells are symbol 0; rows of blanks alone are left
 * out. */
struct side_file {
    const char *shown;
    struct name *header; uint32_t ncolumn;
    struct name *cell; uint32_t nrow;           /* ncolumn names a row */
};
struct side_reader {
    struct arena *arena;
    struct symtab *syms;
    struct srcs *srcs;
    struct diags *diags;
    const struct front_opts *opts;
};
/* Reads the file at `path` beneath the root, in any encoding and with any separator that data files
 * may have; its first row is the header. False after a diagnostic: at `at` if it could not be
 * opened, else in the file. */
bool side_read(const struct side_reader *r, struct span at, const char *path, const char *shown,
               struct side_file *out);
/* The column under a header, compared as headers of data are; UINT32_MAX after a diagnostic. */
uint32_t side_column(const struct side_reader *r, const struct side_file *f,
                     const struct name *header);

/* Puts the rows of their files into statements that name one. */
void side_same(const struct side_reader *r, struct same *s, const char *path, const char *shown);
void side_map(const struct side_reader *r, struct map *m, const char *path, const char *shown);
#endif
