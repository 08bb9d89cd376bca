#ifndef FISC_SYNTAX_H
#define FISC_SYNTAX_H
/* What a syntax error says. Tokens are named as in parse.y. */
#include "scan.h"

#define SYNTAX_MAX_EXPECTED 128     /* more than the grammar has tokens */
/* One message for the statement at hand: `got` stands at `at`, where one of the n `expected` is
 * wanted. Says nothing if the statement has had its message. Puts the scanner into recovery. */
void syntax_report(struct scan *s, struct span at, const char *got, const char *const *expected,
                   int n);
/* The parser's stack is at its bound. */
void syntax_exhausted(struct scan *s, struct span at);
#endif
