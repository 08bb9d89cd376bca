#ifndef FISC_SCAN_H
#define FISC_SCAN_H
/* The scanner: a file's text to tokens.
 *   scan.l       lexemes: the shapes of §1, full and half width, at byte offsets
 *   token.c      tokens: keywords by context, line ends, brackets
 *   quantity.c   numbers and unit chains
 *   name.c       names and texts: Unicode forms, characters that may not stand in rules
 *   vocabulary.c the unit names that a chain is split into
 *   syntax.c     what a syntax error says */
#include "../compiler/ast.h"
#include "../runtime/diag.h"

/* ── the unit names known to the scanner ── */
struct vocabulary;
struct vocabulary *vocabulary_new(struct arena *a);     /* knows % and ‰ */
void vocabulary_add(struct vocabulary *v, const char *name, size_t len);
bool vocabulary_has(const struct vocabulary *v, const char *name, size_t len);

/* ── one file ── */
struct scan;
/* text is UTF-8 without NUL bytes (see scan_text_ok), less than 2 GiB; it is copied. v may grow
 * until the first token is asked for. All lives in the arena. */
struct scan *scan_open(struct arena *a, struct symtab *syms, struct diags *d,
                       const struct vocabulary *v, uint32_t file, const char *text, size_t len);
/* The same of one expression, read as the value of a line whose name nothing can be called. */
struct scan *scan_open_figure(struct arena *a, struct symtab *syms, struct diags *d,
                              const struct vocabulary *v, uint32_t file, const char *text,
                              size_t len);
/* The empty span at the start of the file. */
struct span scan_start(const struct scan *s);
/* False after a diagnostic: the text is not UTF-8 or has a NUL byte. */
bool scan_text_ok(struct diags *d, uint32_t file, const char *text, size_t len);

/* A `use` or `unit` statement, found without parsing. */
struct scan_head {
    bool is_unit, is_file;          /* else a module's name */
    struct name name;               /* unit's name, module or file */
};
/* The next of them from where the last call stopped, false at the end of the file. Only before
 * the first token is asked for. */
bool scan_head(struct scan *s, struct scan_head *head);
#endif
