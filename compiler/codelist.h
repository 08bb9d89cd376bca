#ifndef FISC_CODELIST_H
#define FISC_CODELIST_H
/* Lists of codes, and the rules that ask whether a text is on one. */
#include "scope.h"

/* The number of a list in the program, where it is put when it is first asked for. */
uint32_t codelist_number(struct unit *u, struct decl *d);
/* The list that is perhaps meant by a name that none has; NULL. */
const char *codelist_near(struct unit *u, sym name);
/* Is there a code of that many codepoints on the list? */
bool codelist_has_length(struct unit *u, const struct decl *d, uint32_t length);
#endif
