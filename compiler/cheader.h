#ifndef FISC_CHEADER_H
#define FISC_CHEADER_H
/* The C header of an artifact: its tables, columns, rules and lines as constants. */
#include "../runtime/ir.h"

#define CHEADER_HEAD "/* Made by fisc "       /* a header begins so */
/* name: of the header and of the constants, an identifier. rules: the file they were made from. */
void cheader_write(struct strbuf *out, const struct ir_program *p, const char *name,
                   const char *rules);
#endif
