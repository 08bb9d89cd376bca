#ifndef FISC_SHEET_H
#define FISC_SHEET_H
/* Records of a CSV text (RFC 4180, read strictly), from a file descriptor or from memory, in one
 * pass and in bounded memory; or of a grid. Every record comes with the line and the byte on which
 * it starts. */
#include "encoding.h"
#include "grid.h"

struct sheet_field { const char *p; size_t len; };
struct sheet_record {
    uint64_t line;                  /* 1-based, of the record's first byte */
    uint64_t offset;                /* of that byte in the file; of a grid: number of its row */
    uint64_t count;                 /* fields printed */
    uint32_t nfield;                /* fields kept: the first max_fields */
    const struct sheet_field *field;        /* live during the call only */
};
/* How a text is written. */
struct sheet_form {
    enum text_encoding encoding;    /* ASCII, UTF8 or GB18030 */
    char separator;                 /* between fields: ',' '\t' ';' */
};
struct sheet_input {
    struct sheet_form form;
    const struct grid *grid;        /* NULL: a text */
    int fd;                         /* read with pread; -1: text */
    const char *text; size_t len;
    uint64_t offset;                /* where to begin */
    uint64_t lines_above;           /* of the text */
    uint64_t max_bytes, max_row_bytes;
    bool fixed_bytes;               /* no option sets max_bytes */
    uint32_t max_fields;
    size_t chunk;                   /* bytes a read, 0: the whole buffer */
};
enum sheet_end { SHEET_DONE, SHEET_STOPPED, SHEET_IO, SHEET_ENCODING, SHEET_NO_DECODER,
                 SHEET_SYNTAX, SHEET_ROW_LONG, SHEET_TOO_BIG };
struct sheet_result {
    enum sheet_end end;
    enum text_encoding encoding;    /* the form's, or what followed a beginning in ASCII */
    /* of the fault: its line, or the line on which its record starts */
    uint64_t line;
    int error;                      /* errno of SHEET_IO */
    char near[40];                  /* SHEET_SYNTAX: the text at the fault, cut */
};

struct sheet_reader;                /* buffers, used again for each file */
struct sheet_reader *sheet_reader_new(struct arena *a);
/* The beginning of the text, live until the next call; *whole: there is no more. NULL: it cannot be
 * read, and *error says why. */
const char *sheet_peek(struct sheet_reader *r, const struct sheet_input *in, size_t *len,
                       bool *whole, int *error);
/* What stands between the fields of a text that begins so: of the first line with a comma, a tab or
 * a semicolon outside quotes, the comma if it has one, else the tab, else the semicolon. */
char sheet_separator(const char *s, size_t len);
/* Calls `each` for every record until it returns false (SHEET_STOPPED). Lines that hold nothing
 * but blanks are no records. A byte order mark is passed over. Fields come in UTF-8;
 * a text that is not in its encoding, or has a NUL, is a fault. */
struct sheet_result sheet_read(struct sheet_reader *r, const struct sheet_input *in,
                               bool (*each)(void *ctx, const struct sheet_record *rec), void *ctx);
/* The record with its texts, to outlive the call that gave it. */
struct sheet_record sheet_record_copy(struct arena *a, const struct sheet_record *rec);
#endif
