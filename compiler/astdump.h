#ifndef FISC_ASTDUMP_H
#define FISC_ASTDUMP_H
/* The syntax tree as s-expressions, one statement or table item a line: for `dump --ast` and
 * golden tests. */
#include "ast.h"
void ast_dump(struct strbuf *out, const struct symtab *syms, const struct srcs *srcs,
              const struct ast *ast);
#endif
