#ifndef FISC_FORMAT_H
#define FISC_FORMAT_H
/* The canonical form of a rule file (docs/fmt.md). */
#include "front.h"

enum keyword_choice { KEYWORDS_KEPT, KEYWORDS_ZH, KEYWORDS_EN };

/* Adds the file `text` in canonical form to `out`: the same tokens and the same comments, in the
 * same order, so that it means the same. The parameters are those of front_parse; files it uses
 * are read for the names of units. False after an error. */
bool format_rules(struct arena *a, struct symtab *syms, struct srcs *srcs, struct diags *d,
                  const struct front_opts *o, const char *name, const char *text, size_t len,
                  enum keyword_choice keywords, struct strbuf *out);
#endif
