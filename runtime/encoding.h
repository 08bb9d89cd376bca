#ifndef FISC_ENCODING_H
#define FISC_ENCODING_H
/* Encodings of data files: UTF-8, GB18030 (and so GBK and GB2312), UTF-16 with its mark. */
#include "arena.h"

enum text_encoding { TEXT_ASCII,    /* nothing else has been seen: UTF-8 or GB18030 */
                     TEXT_UTF8, TEXT_GB18030, TEXT_UTF16LE, TEXT_UTF16BE };

/* How the first len bytes of a text are encoded; whole: there are no more. UTF-16 is known by its
 * byte order mark. Bytes that are no UTF-8 are taken for GB18030 if they are that, or are it for
 * longer, and if the first characters beyond ASCII are not UTF-8 all the same; else the answer is
 * TEXT_UTF8, and reading will find the fault. */
enum text_encoding encoding_of(const char *s, size_t len, bool whole);

/* UTF-16 without its mark to UTF-8, NUL-terminated, in the arena. NULL if it is not well-formed. */
char *encoding_from_utf16(struct arena *a, const char *s, size_t len, bool big_endian,
                          size_t *out_len);

/* GB18030 to UTF-8. */
struct gb_decoder;
/* NULL if the system's iconv lacks the encoding; a given one is to be closed. */
struct gb_decoder *gb_decoder_open(void);
void gb_decoder_close(void *decoder);
#define GB_GROWTH 2u                /* a text of n bytes has at most GB_GROWTH * n in UTF-8 */
/* Writes the text at `to`, which has room for GB_GROWTH * len bytes, and returns its length;
 * SIZE_MAX if it is not well-formed (*good is then what could be read of it). */
size_t gb_decode(struct gb_decoder *d, const char *s, size_t len, char *to, size_t *good);
#endif
