#ifndef FISC_STR_H
#define FISC_STR_H
/* Interned symbols: equal text is an equal number. Symbol 0 is "no symbol", whose text is "". */
#include "arena.h"
#include <stdbool.h>

typedef uint32_t sym;

struct symtab;                      /* lives in an arena; seeded hash */
struct symtab *symtab_new(struct arena *a);
/* 0: it is not there */
sym sym_find(const struct symtab *t, const char *s, size_t len);
sym sym_intern(struct symtab *t, const char *s, size_t len);
/* A symbol of its own for a text that is only shown, never compared: no look-up, so equal texts get
 * different numbers. */
sym sym_alone(struct symtab *t, const char *s, size_t len);
sym sym_of(struct symtab *t, const char *s);            /* NUL-terminated */
/* NUL-terminated UTF-8, lives as long as the table */
const char *sym_text(const struct symtab *t, sym s);
uint32_t sym_count(const struct symtab *t);             /* symbols are 1 .. count */

/* A growable string in an arena. */
struct strbuf { struct arena *arena; char *p; size_t len, cap; };
void strbuf_init(struct strbuf *b, struct arena *a);
void strbuf_add(struct strbuf *b, const char *s, size_t len);
void strbuf_adds(struct strbuf *b, const char *s);
void strbuf_addc(struct strbuf *b, char c);
void strbuf_addf(struct strbuf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* always NUL-terminated: b->p is "" when nothing was added */

/* The codepoint at s and the bytes it takes (1 to 4). A byte that belongs to no well-formed
 * sequence is taken alone and gives -1. len must not be 0. */
size_t str_decode(const char *s, size_t len, int32_t *cp);
/* The most of len bytes that fit into max and end with a whole codepoint. */
size_t str_cut(const char *s, size_t len, size_t max);
/* NFC and NFKC by utf8proc. Return NULL if s is not valid UTF-8. The result is arena-allocated,
 * NUL-terminated. */
char *str_nfc(struct arena *a, const char *s, size_t len);
/* Header and label comparison form: NFKC, blanks and controls removed. */
char *str_match_form(struct arena *a, const char *s, size_t len);
/* The same, or the text as it is if it is not valid UTF-8. Arena text. */
const char *str_form(struct arena *a, const char *s, size_t len);
/* Letters and digits of a text that is in match form. */
char *str_bare_form(struct arena *a, const char *form);
/* Damerau-Levenshtein distance over codepoints (neighbours swap once), capped at `cap` + 1. Texts
 * longer than 512 codepoints and distances above 31 count as beyond any cap. */
unsigned str_distance(const char *a, const char *b, unsigned cap);
/* A distance below this makes a text one that was perhaps meant by s. */
unsigned str_near(const char *s);
/* What was perhaps meant by a text: the nearest of the names tried, the first of equals. */
struct str_guess { const char *wanted, *name /* NULL: none is near */; unsigned below; };
struct str_guess str_guess_of(const char *wanted);
void str_guess_try(struct str_guess *g, const char *name);
/* The number that four hexadecimal digits make; -1: they are none. Reads no further than the first
 * that is none. */
int str_hex4(const char *s);
/* true if the whole of s is well-formed UTF-8; else *bad is the offset of the first bad byte */
bool str_utf8_ok(const char *s, size_t len, size_t *bad);
/* What stands behind the last slash: of a path, a header or a code's form. */
const char *str_last(const char *path);
/* The value of NAME in a NULL-terminated list of NAME=VALUE; NULL if it is not there or empty. */
const char *str_env(char *const *env, const char *name);
#endif
