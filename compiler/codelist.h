#ifndef FISC_CODELIST_H
#define FISC_CODELIST_H
/* Lists of codes, and the rules that ask whether a text is on one. */
#include "scope.h"

/* The number of a list in the program, where it is put when it is first asked for. */
uint32_t codelist_number(struct unit *u, struct decl *d);
/* The list of that name; NULL after a diagnostic. */
struct decl *codelist_named(struct unit *u, const struct name *n);
/* The entry of a code; NULL: the list has none. */
const struct code_entry *codelist_entry(struct unit *u, const struct decl *d, sym code);
/* What an entry stands under; NULL: the list itself. */
const struct code_entry *codelist_above(struct unit *u, const struct decl *d,
                                        const struct code_entry *e);
/* Is there a code of that many codepoints on the list? */
bool codelist_has_length(struct unit *u, const struct decl *d, uint32_t length);
#endif
