#ifndef FISC_SAY_H
#define FISC_SAY_H
/* The sentences of reports (sentence.def), by language. */
#include "diag.h"

enum say {
#define X(id, zh, en) SAY_##id,
#include "sentence.def"
#undef X
    SAY_COUNT
};

const char *say_text(enum say id, enum lang lang);
/* Arena text: the sentence with its {n} filled by the n const char * arguments, escaped and cut. */
const char *say_with(struct arena *a, enum lang lang, enum say id, unsigned n, ...);
/* Text from outside on one line: escaped, blanks for line ends and tabs, cut after a few hundred
 * bytes. Arena text, "" for NULL. */
const char *say_escaped(struct arena *a, const char *s);
/* 1,204 */
const char *say_count(struct arena *a, uint64_t n);
/* What an errno value means; 0: that it is no regular file. Static text; what has no sentence of
 * its own is said in English. */
const char *say_os_error(int error, enum lang lang);
#endif
