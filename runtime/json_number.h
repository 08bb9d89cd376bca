#ifndef FISC_JSON_NUMBER_H
#define FISC_JSON_NUMBER_H
/* Numbers of JSON as they would be printed: exact, whatever their size. */
#include "str.h"

/* Appends a number, as JSON writes them, without its exponent, whose letter stands at s[e]: 1.50e3
 * as 1500, 5e-2 as 0.05. False if that takes more places than a figure can have. */
bool json_number_plain(struct strbuf *out, const char *s, size_t e, size_t len);
#endif
