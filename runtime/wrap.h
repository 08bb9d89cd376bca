#ifndef FISC_WRAP_H
#define FISC_WRAP_H
#include "str.h"
/* Appends text in lines of at most `cells` display cells, each with a line end. Lines break at
 * blanks and beside wide characters, never so that one begins with a closing mark or ends with an
 * opening one, nor between a figure and its unit. A word longer than a line stays whole. Line ends
 * of the text are kept. */
void wrap_text(struct strbuf *out, const char *text, unsigned cells, bool ambiguous_wide);
/* Between these two codepoints; before: 0 at a line's start. */
bool wrap_may_break(int32_t before, int32_t after);
#endif
