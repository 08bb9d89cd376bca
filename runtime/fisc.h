#ifndef FISC_H
#define FISC_H
/* libfisc: compiled budget rules inside another program.
 *
 * An artifact (made by `fisc build`) becomes a fisc_rules; a fisc_context takes the figures of one
 * budget, evaluates the rules and holds the results until it is reset or freed.
 *
 *     fisc_rules_open → fisc_context_new → fisc_bind_csv / fisc_bind_columns … → fisc_run
 *     → fisc_result … → fisc_context_reset (the next budget) → fisc_context_free → fisc_rules_close
 *
 * Errors are values: every call that can fail returns a status, and what is wrong with the figures
 * is kept as messages. The library never ends the process, prints, changes the locale or a signal,
 * and has no state of its own outside the handles. A fisc_rules never changes and may be used by
 * many threads at once; a fisc_context belongs to one thread at a time. A call that finds another
 * one in its context is refused (FISC_BAD_ORDER; a count is 0, a fault ""), and texts that the
 * other thread was given end with the next call of this one. Nothing may be in a context that is
 * freed.
 *
 * Memory comes from the host's functions and is bounded by its limits. After FISC_NO_MEMORY,
 * FISC_LIMIT or FISC_CANCELLED a context may only be reset or freed. No function of the host may
 * call the library with the handle that calls it (FISC_BAD_ORDER).
 *
 * Figures are exact decimal text ("1101408.00"), never binary floating point. Texts are UTF-8.
 * Structs that the caller gives begin with their size, so that later versions may add members. */
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif
#ifdef __GNUC__
#pragma GCC visibility push(default)
#endif

/* Raised when a call or a struct here changes so that old callers break. */
#define FISC_API 1

typedef enum fisc_status {
    FISC_OK = 0,
    FISC_NO_MEMORY,                 /* the host's allocator gave no more */
    FISC_LIMIT,                     /* a limit was hit */
    FISC_CANCELLED,                 /* the host's `cancelled` said so */
    FISC_BAD_ARGUMENT,              /* NULL, an index out of range, a struct of a wrong size */
    FISC_BAD_ORDER,                 /* not now: results before fisc_run, figures after it */
    FISC_BAD_ARTIFACT,              /* no artifact, or truncated, or changed since it was made */
    FISC_BAD_VERSION,               /* an artifact of another interface, or for another CPU */
    FISC_BAD_DATA,                  /* a column of another type or scale than the rules declare */
    FISC_NO_FILE,                   /* it cannot be opened or read */
    FISC_DISAGREES,                 /* machine code and interpreter differ: an error of fisc */
    FISC_BAD_RULES                  /* rules that do not compile (fiscc.h) */
} fisc_status;
/* "out of memory", …; static */
const char *fisc_status_text(fisc_status s);
/* Of the library that runs: FISC_API, and the version ("0.1.0", static). */
int fisc_api(void);
const char *fisc_version(void);

/* ── what the host gives ── */
typedef struct fisc_message fisc_message;
typedef struct fisc_host {
    size_t size;                    /* sizeof(fisc_host) */
    void *ctx;                      /* handed to each function */
    /* Both or none (then malloc and free). `allocate` returns memory aligned for any type, or
     * NULL. A host that several threads use must allow that. */
    void *(*allocate)(void *ctx, size_t size);
    void (*release)(void *ctx, void *p);
    /* NULL, or told of each message at the end of fisc_run; of why an artifact is not opened */
    void (*log)(void *ctx, const fisc_message *m);
    /* NULL, or asked often while figures are read and rules run: nonzero ends the call with
     * FISC_CANCELLED. May read a flag that another thread or a signal sets. */
    int (*cancelled)(void *ctx);
} fisc_host;
typedef struct fisc_limits {        /* 0: the default */
    size_t size;                    /* sizeof(fisc_limits) */
    uint64_t memory;                /* bytes of a rules or a context: 4 GiB */
    uint64_t rows, columns;         /* of one table: 2^32 - 3, 4096 */
    uint64_t row_bytes;             /* of one CSV record: 1 MiB */
    uint64_t results;               /* kept: 10^6. Counts are complete whatever is kept */
} fisc_limits;

/* ── rules ── */
typedef struct fisc_rules fisc_rules;
/* Opens an artifact that `fisc build` made. The file, or what a link leads to, must be a regular
 * one and whole: it ends with a hash of itself. Loading it runs its code: open only what you would
 * run. host and limits may be NULL; both are copied. *out is NULL unless FISC_OK is returned. */
fisc_status fisc_rules_open(const char *path, const fisc_host *host, const fisc_limits *limits,
                            fisc_rules **out);
/* The same of an artifact that is linked into the program: the constant that NAME.h declares. */
struct fisc_artifact_v1;
fisc_status fisc_rules_linked(const struct fisc_artifact_v1 *artifact, const fisc_host *host,
                              const fisc_limits *limits, fisc_rules **out);
/* The same of a program as data, which fiscc.h makes: it is interpreted, and no code of it is run.
 * The bytes are not needed after the call, and anything else than an image of this version is
 * FISC_BAD_ARTIFACT. */
fisc_status fisc_rules_image(const void *image, size_t len, const fisc_host *host,
                             const fisc_limits *limits, fisc_rules **out);
/* Contexts of it must be freed before. NULL is allowed. */
void fisc_rules_close(fisc_rules *r);
/* What the artifact says of itself, lines of text: version and tools, CPU level, hash of the
 * program, the rules by name. Lives as long as r. */
const char *fisc_rules_manifest(const fisc_rules *r);

/* What the rules are about. Numbers count from 0 in the order of declaration and are the
 * constants of NAME.h; texts live as long as r, "" where there is none. */
typedef enum fisc_origin { FISC_CURRENT, FISC_PRIOR, FISC_UNITS } fisc_origin;
typedef struct fisc_table {
    const char *name, *title;
    const char *from;               /* the file that the rules name */
    fisc_origin origin;             /* PRIOR: last year's figures of table `of`; UNITS: one row for
                                     * each unit's table `of` */
    uint32_t of;
    uint32_t columns;
} fisc_table;
typedef struct fisc_column {
    const char *name;
    const char *header;             /* the printed header that is looked for, or the first */
    int key;                        /* a code or a label; else a figure */
    const char *unit;               /* of figures as they are bound and printed */
    int scale;                      /* decimal places at which integers need no conversion */
} fisc_column;
typedef struct fisc_rule {
    const char *name, *label, *because;
    const char *source;             /* its text, one line */
    const char *unit;               /* of its figures */
    int severity;                   /* fisc_severity */
    const char *file; uint32_t line, column;    /* where it stands in the rules */
} fisc_rule;
typedef struct fisc_line { const char *name, *because, *source, *unit; } fisc_line;

uint32_t fisc_table_count(const fisc_rules *r);
uint32_t fisc_rule_count(const fisc_rules *r);
uint32_t fisc_line_count(const fisc_rules *r);
fisc_status fisc_table_get(const fisc_rules *r, uint32_t table, fisc_table *out);
fisc_status fisc_column_get(const fisc_rules *r, uint32_t table, uint32_t column, fisc_column *out);
fisc_status fisc_rule_get(const fisc_rules *r, uint32_t rule, fisc_rule *out);
fisc_status fisc_line_get(const fisc_rules *r, uint32_t line, fisc_line *out);
/* The number of the table, rule or line of that name; UINT32_MAX: there is none. */
uint32_t fisc_table_find(const fisc_rules *r, const char *name);
uint32_t fisc_rule_find(const fisc_rules *r, const char *name);
uint32_t fisc_line_find(const fisc_rules *r, const char *name);

/* ── a budget ── */
typedef struct fisc_context fisc_context;
/* r must outlive it. host and limits may be NULL and are copied. */
fisc_status fisc_context_new(const fisc_rules *r, const fisc_host *host, const fisc_limits *limits,
                             fisc_context **out);
void fisc_context_free(fisc_context *c);
/* Forgets figures, results and messages: ready for the next budget. Of its memory, 1 MiB at most is
 * kept for that. */
fisc_status fisc_context_reset(fisc_context *c);

/* The day that waivers are judged by, YYYYMMDD; 0 (the default): none ends. */
fisc_status fisc_set_day(fisc_context *c, uint32_t day);
/* What runs keep of their results: what is not kept takes no memory and less time. Counts are
 * complete whatever is kept. */
typedef enum fisc_kept {
    FISC_KEEP_AUTO,                 /* all; with more than 100,000 failing ones (the default) */
    FISC_KEEP_ALL,
    FISC_KEEP_FAILING,              /* all but exact ones */
    FISC_KEEP_NONE
} fisc_kept;
fisc_status fisc_set_kept(fisc_context *c, fisc_kept kept);
/* Do runs ask whether rules that hold one by one can hold together? 0: no; the default: yes. */
fisc_status fisc_set_joint(fisc_context *c, int asked);
/* A table's sheet as CSV text, its printed header first, as a file of it would hold (UTF-8, UTF-16
 * or GB18030). `name` is what messages call it; NULL: as the rules do. The text is not copied: it
 * must stay until the context is reset or freed. What is wrong in it becomes messages, and the
 * status stays FISC_OK. Each table once; a FISC_UNITS table takes none. */
fisc_status fisc_bind_csv(fisc_context *c, uint32_t table, const char *name, const char *text,
                          size_t len);

typedef enum fisc_type {
    FISC_TEXT,                      /* values: const char *const *, NULL: blank */
    FISC_INT64,                     /* values: const int64_t * */
    FISC_DECIMAL128                 /* values: pairs of 64-bit words, low word first, two's
                                     * complement */
} fisc_type;
enum { FISC_CONVERT = 1 };          /* flags, others are refused: another scale than the declared
                                     * one is meant */
typedef struct fisc_input {
    size_t size;                    /* sizeof(fisc_input) */
    const char *header;             /* as printed in a sheet; see fisc_column.header */
    fisc_type type;
    int scale;                      /* of INT64 and DECIMAL128: value = integer × 10^-scale, in the
                                     * column's unit; -18 .. 38 */
    const void *values;
    const uint8_t *valid;           /* a bit each, the lowest first, as in Arrow; NULL: all are */
    int64_t offset;                 /* first element, in values and in valid */
    unsigned flags;
} fisc_input;
/* A table's sheet as columns of `rows` values, in the order of a sheet: total rows and sub-totals
 * are rows as they are in print. Values are not copied: they, the bits of what is valid and the
 * texts must stay as they are until the context is reset or freed; headers and `column` itself need
 * not. A text that is no UTF-8 is FISC_BAD_DATA; a value that does not fit the column (10^18 of the
 * smallest unit that its figures are kept in, at most) is told as one cell of it would be. */
fisc_status fisc_bind_columns(fisc_context *c, uint32_t table, const char *name,
                              const fisc_input *column, size_t columns, uint64_t rows);

/* Arrow's C data interface (arrow.apache.org/docs/format/CDataInterface.html), as all that
 * speak it declare it. */
#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE
#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4
struct ArrowSchema {
    const char *format, *name, *metadata;
    int64_t flags, n_children;
    struct ArrowSchema **children, *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
};
struct ArrowArray {
    int64_t length, null_count, offset, n_buffers, n_children;
    const void **buffers;
    struct ArrowArray **children, *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};
#endif
#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE
struct ArrowArrayStream {
    int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
    int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *);
    void *private_data;
};
#endif
/* A table's sheet as one batch of columns (format "+s"): their names are its headers. Integers have
 * scale 0, decimal128 its own; flags as in fisc_input. Floating point is refused. The schema is
 * released, whatever is returned. The array is moved, not copied: it is released when the context
 * is reset or freed, or at once if it is refused. */
fisc_status fisc_bind_arrow(fisc_context *c, uint32_t table, const char *name,
                            struct ArrowSchema *schema, struct ArrowArray *array, unsigned flags);
/* The same of all batches of a stream, which is asked within the call and then released. */
fisc_status fisc_bind_arrow_stream(fisc_context *c, uint32_t table, const char *name,
                                   struct ArrowArrayStream *stream, unsigned flags);
/* Evaluates the rules. Tables that were not bound are not there: what needs them is unknown. */
fisc_status fisc_run(fisc_context *c);

/* ── results ── */
typedef enum fisc_severity { FISC_MUST, FISC_SHOULD, FISC_NOTE } fisc_severity;
typedef enum fisc_verdict {
    FISC_EXACT, FISC_ROUNDING, FISC_VIOLATED, FISC_NOT_APPLICABLE, FISC_UNKNOWN, FISC_WAIVED,
    FISC_VERDICTS
} fisc_verdict;
typedef enum fisc_lang { FISC_ZH, FISC_EN } fisc_lang;
/* How many results there are of a severity and verdict, kept or not. 0 before fisc_run. */
uint64_t fisc_count(const fisc_context *c, fisc_severity severity, fisc_verdict verdict);

typedef struct fisc_result {
    uint32_t rule;                  /* UINT32_MAX: a finding of a table's shape, or of several rules
                                     * together */
    const char *name, *label, *because;
    const char *key;                /* the row or key it is of; NULL: of the whole */
    const char *kind;               /* "rule", "columns", "rows", … as in fisc's JSON */
    fisc_severity severity;
    fisc_verdict verdict;
    const char *reason;             /* why it is unknown: "missing", "zero-base", …; else "" */
    const char *left, *right, *difference, *slack;      /* NULL: not known */
    const char *unit;               /* of these four */
    int loose;                      /* a pass by rounding that may be wider than the truth */
    uint32_t cells;                 /* that it was decided on */
    uint64_t cells_left_out;        /* of long sums */
} fisc_result;
typedef struct fisc_cell {
    uint32_t table;
    const char *row, *column;       /* for people: "124001/2010301 行政运行", the column's name */
    const char *value;              /* exact decimal text in `unit`; NULL: none is known */
    const char *unit;
    const char *kind;               /* "figure", "blank", "dash", "none", "unreadable", … */
    const char *file; uint64_t line; uint32_t field;    /* field: 1-based; 0: the row as a whole */
    const char *header, *text;      /* as printed */
    int condition;                  /* only a condition of the rule reads it */
    int taken;                      /* its row is chosen by a count or sum (1), or left out (0); -1:
                                     * no rows are chosen */
    int furthest;                   /* it is the least or the greatest that is asked for */
} fisc_cell;
/* Kept results, in the order of the rules, then the rows; then the tables' shapes. */
uint64_t fisc_result_count(const fisc_context *c);
/* Texts live until the next call of fisc_result_get, fisc_result_text or a reset. */
fisc_status fisc_result_get(fisc_context *c, uint64_t i, fisc_result *out);
/* A cell of the result that fisc_result_get gave last. */
fisc_status fisc_cell_get(fisc_context *c, uint32_t cell, fisc_cell *out);
/* The finding in a sentence, of the result that fisc_result_get gave last. */
fisc_status fisc_result_text(fisc_context *c, fisc_lang lang, const char **out);
/* All kept results as one batch of text columns: rule, key, kind, severity, verdict, reason, left,
 * right, difference, slack, unit, because, message_zh, message_en. The caller releases both; they
 * may outlive the context, and then the host's `release` and ctx must be there still. */
fisc_status fisc_results_arrow(fisc_context *c, struct ArrowSchema *schema,
                               struct ArrowArray *array);
/* A line's value: exact decimal text in the line's unit; NULL and why (as fisc_result.reason). The
 * texts live as long as the results. */
fisc_status fisc_line_value(const fisc_context *c, uint32_t line, const char **value,
                            const char **reason);

/* ── notices ── */
/* What was not checked, and so has not passed: a table that is not there, rules that had nothing to
 * check, columns that no rule reads. */
typedef struct fisc_notice {
    const char *kind;               /* "table-absent", "no-parents", … as in fisc's JSON */
    const char *table;              /* "" if of none */
    const char *zh, *en;            /* one sentence */
} fisc_notice;
/* How many there are; FISC_BAD_ORDER before fisc_run. */
fisc_status fisc_notice_count(fisc_context *c, uint32_t *out);
/* Texts live as long as the results. */
fisc_status fisc_notice_get(fisc_context *c, uint32_t i, fisc_notice *out);

/* ── messages ── */
/* What was said of the figures while they were read, and of the run. */
struct fisc_message {
    const char *code;               /* "D0501", as `fisc explain` knows it */
    int severity;                   /* 0 error, 1 warning, 2 note */
    const char *file;               /* NULL: of no place */
    uint64_t line; uint32_t column; /* 0: of the whole file, of the whole row */
    const char *header, *text;      /* of the cell, as printed */
    const char *zh, *en;            /* one sentence */
    const char *help_zh, *help_en;  /* what to do; "" if nothing can be said */
};
/* Those that are kept; errors are told first to last, at most 100 of them and of others. */
uint32_t fisc_message_count(const fisc_context *c);
/* Texts live until the next call of it or a reset. */
fisc_status fisc_message_get(fisc_context *c, uint32_t i, fisc_message *out);
/* What went wrong last in a call on c, as a sentence with the names it is about; "" if nothing.
 * Lives until the next call. */
const char *fisc_fault(const fisc_context *c, fisc_lang lang);

#ifdef __GNUC__
#pragma GCC visibility pop
#endif
#ifdef __cplusplus
}
#endif
#endif
