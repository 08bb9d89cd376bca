#ifndef FISC_POSTGRES_H
#define FISC_POSTGRES_H
/* What the files of the PostgreSQL extension share.
 *
 * The server reports an error by jumping to its handler (ereport). No such jump crosses a frame of
 * libfisc: what the library calls back (memory, cancelling, the log) never reports, and reports
 * come after it has returned. What a jump passes by is freed with its memory context. */
#ifndef PGDLLEXPORT
#define PGDLLEXPORT __attribute__((visibility("default")))
#endif
#include <postgres.h>
#include <fmgr.h>
#include <funcapi.h>
#include <utils/jsonb.h>
#include <utils/numeric.h>
#include <fisc.h>

/* ── settings (fisc_postgres.c) ── */
enum language { LANGUAGE_AUTO, LANGUAGE_EN, LANGUAGE_ZH };
struct settings {
    char *folder;                   /* fisc.artifacts: where artifacts are; "": nowhere */
    int memory;                     /* fisc.memory: kB that one check may take */
    int language;                   /* fisc.language: of errors */
};
extern struct settings settings;    /* the server writes here */

/* ── arguments of functions (fisc_postgres.c) ── */
char *argument_name(FunctionCallInfo fcinfo);               /* of the artifact */
uint32_t argument_day(FunctionCallInfo fcinfo, int i);      /* YYYYMMDD; 0: NULL */

/* ── faults of a user (fault.c) ── */
enum fault {
#define X(id, code, zh, en, hint_zh, hint_en) FAULT_##id,
#include "fault.def"
#undef X
};
/* The language in which errors are told. */
fisc_lang fault_language(void);
/* Raises an error; the texts are in the server's encoding. */
void refuse(enum fault f, const char *a, const char *b, const char *c) pg_attribute_noreturn();
/* Between the library's encoding and the server's; palloc'd, or s itself. */
char *to_server(const char *s);
char *to_utf8(const char *s);

/* ── artifacts (artifacts.c) ── */
struct artifact;
/* The artifact of a name, opened if it was not, or if its file is another one now; an error if
 * there is none. It stays until each user has released it. */
struct artifact *artifact_get(const char *name);
void artifact_release(struct artifact *a);
fisc_rules *artifact_rules(const struct artifact *a);

/* ── one check (check.c) ── */
struct check {
    MemoryContext memory;           /* of the check and of the library's context */
    const char *name;               /* of the artifact */
    struct artifact *artifact;
    fisc_rules *rules;
    fisc_context *context;
};
/* What fisc_host's functions do: memory of a context, aligned for any type. No errors. */
void *host_allocate(MemoryContext m, size_t size);
void host_release(void *ctx, void *p);
/* A check lives in the memory context at hand and ends with it, or with check_end. */
struct check *check_begin(const char *name, uint32_t day, fisc_kept kept);
void check_end(struct check *c);
void check_run(struct check *c);
/* Raises what a status means; `where`: a table, or the artifact. */
void check_status(const struct check *c, fisc_status s, const char *where);
/* How many errors were said of the figures; tells them, and what is less, as warnings. */
uint32_t check_errors(struct check *c);
void check_tell(struct check *c);

/* ── figures in ── */
/* A table's sheet: texts in UTF-8, by column and row (columns.c). */
struct columns {
    const struct check *check;
    uint32_t table;
    const char *name;               /* of the table, for messages; server's encoding */
    MemoryContext memory;           /* of all below */
    int n, cap;
    struct column *column;
    uint64_t rows, row_cap;
};
struct column {
    char *header;
    int places;                     /* declared; -1: it is no figure of the rules */
    char **value;                   /* NULL: blank */
};
void columns_begin(struct columns *x, const struct check *c, uint32_t table, const char *name);
/* The printed header of the rules that a column of this name has, as a whole or cut by SQL; NULL:
 * none, or several. */
const char *columns_header(const struct check *c, uint32_t table, const char *name);
/* A column of that name (server's encoding); its number. Rows that are there are blank in it. */
int columns_add(struct columns *x, const char *header);
/* A further row, blank as yet. */
void columns_add_row(struct columns *x);
/* The last row's value in a column. */
void columns_set(struct columns *x, int column, const char *text);
void columns_set_numeric(struct columns *x, int column, Numeric value);
/* Gives them to the check and frees them. */
void columns_bind(struct columns *x);

/* Where the tables of a check come from (tables.c). */
struct sources {
    Jsonb *given;                   /* queries or rows by table; NULL: none are given */
    Oid schema;                     /* of the relations; invalid: as the search path says */
    bool rows_only;                 /* neither queries nor relations are read */
};
/* Binds each table that is given or is there; how many. */
uint32_t tables_bind(struct check *c, const struct sources *from);
/* Binds what a query gives (spi.c). Within spi_begin and spi_end: nothing is written. */
int spi_begin(void);
void spi_end(int level);
void spi_bind(const struct check *c, uint32_t table, const char *name, const char *query);
/* The query that reads the relation of a table's name in a fixed order (relation.c); NULL: there
 * is none. */
char *relation_query(const struct check *c, uint32_t table, const char *name, Oid schema);
/* Binds rows given as an array of objects (jsonb.c). */
void jsonb_bind(const struct check *c, uint32_t table, const char *name, JsonbContainer *rows);

/* ── what is found (rows.c): rows of a set-returning function ── */
void rows_check(struct check *c, ReturnSetInfo *to);
void rows_cells(struct check *c, ReturnSetInfo *to);
void rows_calc(struct check *c, ReturnSetInfo *to);
void rows_notices(struct check *c, ReturnSetInfo *to);
void rows_messages(struct check *c, ReturnSetInfo *to);
void rows_tables(struct check *c, ReturnSetInfo *to);
#endif
