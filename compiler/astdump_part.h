#ifndef FISC_ASTDUMP_PART_H
#define FISC_ASTDUMP_PART_H
/* What the files of the dump of a syntax tree share. */
#include "astdump.h"

struct dump { struct strbuf *out; const struct symtab *syms; const struct srcs *srcs; };

void dump_quoted(struct dump *d, const char *text, size_t len);

void dump_name(struct dump *d, struct name n);
void dump_expr(struct dump *d, const struct expr *e);
void dump_rule(struct dump *d, const struct rule *r);
/* " because …", nothing if there is none */
void dump_because(struct dump *d, sym because);
void dump_text(struct dump *d, sym s);
/* " a | b" */
void dump_headers(struct dump *d, const struct name *header, uint32_t n);
/* ── astdump_codes.c ── */
void dump_codes(struct dump *d, const struct stmt *s);
void dump_mapping(struct dump *d, const struct stmt *s);
void dump_listing(struct dump *d, const struct listing *l);
void dump_same(struct dump *d, const struct stmt *s);
/* ── astdump_test.c ── */
void dump_test(struct dump *d, const struct stmt *s);
void dump_scenario(struct dump *d, const struct stmt *s);
#endif
