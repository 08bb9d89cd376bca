#ifndef FISCC_H
#define FISCC_H
/* libfiscc: the compiler of budget rules inside another program.
 *
 * Rules, a text or a file, become the image of a program: bytes that libfisc interprets
 * (fisc_rules_image in fisc.h), here or elsewhere, now or later. No other program is run, and no
 * machine code is made: `fisc build` does that.
 *
 *     fiscc_compile → fiscc_image → fisc_rules_image → fiscc_free
 *
 * What fisc.h says of errors, memory, limits, threads and the process holds here too. A
 * fiscc_program never changes. */
#include <fisc.h>
#ifdef __cplusplus
extern "C" {
#endif
#ifdef __GNUC__
#pragma GCC visibility push(default)
#endif

/* Raised when a call or a struct here changes so that old callers break. */
#define FISCC_API 1

/* Of the library that runs: FISCC_API, and the version ("0.1.0", static). Images are read by the
 * libfisc of the same version. */
int fiscc_api(void);
const char *fiscc_version(void);

typedef struct fiscc_input {
    size_t size;                    /* sizeof(fiscc_input) */
    const char *name;               /* of the rules: what messages call them; their path if text is
                                     * NULL */
    const char *text; size_t len;   /* UTF-8; NULL: the file `name` is read */
    const char *folder;             /* where files are that the rules use: nothing outside of it is
                                     * read, and no symbolic link is followed. NULL: of a file, its
                                     * own folder; of a text there are none. The standard library
                                     * is always there */
    uint32_t day;                   /* of dated params that say none, YYYYMMDD; 0: it is not said */
    uint64_t max_bytes;             /* of one file or text; 0: 64 MiB */
} fiscc_input;

typedef struct fiscc_program fiscc_program;
/* Compiles. FISC_BAD_RULES: the messages say what is wrong and where; else FISC_OK, and messages
 * may still warn. With these two *out is set, and fiscc_free lets go of it; else it is NULL.
 * Nothing of the input is needed after the call. host and limits (memory alone) may be NULL; the
 * host's `log` is told of each message, `cancelled` is asked whenever memory is taken. */
fisc_status fiscc_compile(const fiscc_input *in, const fisc_host *host, const fisc_limits *limits,
                          fiscc_program **out);
/* The program as data, and its length in bytes; NULL if the rules have a fault. The same rules give
 * the same bytes. Lives as long as p. */
const void *fiscc_image(const fiscc_program *p, size_t *len);
/* What was said of the rules, in the order of their texts: file, line and column (in characters)
 * are of the rules, `text` is what it is about. Texts live as long as p. */
uint32_t fiscc_message_count(const fiscc_program *p);
fisc_status fiscc_message_get(const fiscc_program *p, uint32_t i, fisc_message *out);
/* NULL is allowed. */
void fiscc_free(fiscc_program *p);

#ifdef __GNUC__
#pragma GCC visibility pop
#endif
#ifdef __cplusplus
}
#endif
#endif
