#ifndef FISC_LINE_READER_H
#define FISC_LINE_READER_H
/* The lines of an open descriptor, each as soon as it is there: no more is waited for. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum line_kind { LINE_TEXT,
                 LINE_TOO_LONG,     /* it was read past and is not kept */
                 LINE_END, LINE_FAILED /* errno says why; there is no more */ };
struct line_reader {
    int fd;
    size_t most;                    /* bytes of a line, without its end */
    uint64_t number;                /* of the last line, from 1 */
    char *buffer;
    size_t cap, from, seen, end;    /* text from..end is there; up to `seen` it holds no line end */
    bool ended;
};
void line_reader_init(struct line_reader *r, int fd, size_t most);
void line_reader_free(struct line_reader *r);
/* The next line, without its "\n" and a byte order mark in front. The text lives until the next
 * call. The last line need not have an end; lines of blanks alone are passed over, but counted. */
enum line_kind line_reader_next(struct line_reader *r, const char **line, size_t *len);
#endif
