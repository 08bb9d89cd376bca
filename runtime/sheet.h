#ifndef FISC_SHEET_H
#define FISC_SHEET_H
/* Records of a CSV text (RFC 4180, read strictly), from a file descriptor or from memory, in one
 * pass and in bounded memory. Every record comes with the line and the byte on which it starts. */
#include "arena.h"

struct sheet_field { const char *p; size_t len; };
struct sheet_record {
    uint64_t line;                  /* 1-based, of the record's first byte */
    uint64_t offset;                /* of that byte in the file */
    uint64_t count;                 /* fields printed */
    uint32_t nfield;                /* fields kept: the first max_fields */
    const struct sheet_field *field;        /* live during the call only */
};
struct sheet_input {
    int fd;                         /* read with pread; -1: text */
    const char *text; size_t len;
    uint64_t offset;                /* where to begin */
    uint64_t max_bytes, max_row_bytes;
    uint32_t max_fields;
    size_t chunk;                   /* bytes a read, 0: the whole buffer */
};
enum sheet_end { SHEET_DONE, SHEET_STOPPED, SHEET_IO, SHEET_ENCODING, SHEET_SYNTAX,
                 SHEET_ROW_LONG, SHEET_TOO_BIG };
struct sheet_result {
    enum sheet_end end;
    /* of the fault: its line, or the line on which its record starts */
    uint64_t line;
    int error;                      /* errno of SHEET_IO */
    char near[40];                  /* SHEET_SYNTAX: the text at the fault, cut */
};

struct sheet_reader;                /* buffers, used again for each file */
struct sheet_reader *sheet_reader_new(struct arena *a);
/* Calls `each` for every record until it returns false (SHEET_STOPPED). Lines that hold nothing
 * but blanks are no records. A byte order mark is passed over. Texts must be UTF-8 without NUL. */
struct sheet_result sheet_read(struct sheet_reader *r, const struct sheet_input *in,
                               bool (*each)(void *ctx, const struct sheet_record *rec), void *ctx);
#endif
