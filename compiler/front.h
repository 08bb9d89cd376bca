#ifndef FISC_FRONT_H
#define FISC_FRONT_H
/* The front end: rule files to one syntax tree. */
#include "ast.h"
#include "../runtime/diag.h"

struct front_opts {
    /* the main file's folder (O_PATH is enough), or -1: `use "file"` finds nothing */
    int root_dirfd;
    uint64_t max_rule_bytes;        /* of one file; 0: 64 MiB */
    /* the text of a module of the standard library ("cn.units"), or NULL if there is none; NULL:
     * no modules */
    const char *(*module)(void *ctx, const char *name, size_t *len);
    void *module_ctx;
    const char *module_names;       /* for the help: "cn.gov, cn.units" */
    const struct srcs *read;        /* texts of files that were read before, which are not read
                                     * again, as they may have changed; or NULL */
};

/* Parses `text` (any bytes; copied where it must be) and every file and module it uses, each
 * once, used ones first, and appends all their statements to `out`, `use` statements included.
 * Names in out are NFC symbols of `syms`; texts of files are added to `srcs`, main_name first;
 * text must outlive them. main_name is shown in messages; its last part is what the file is
 * called beneath the root. Every fault becomes a diagnostic and parsing goes on; false if there
 * was an error: out is then incomplete. */
bool front_parse(struct arena *a, struct symtab *syms, struct srcs *srcs, struct diags *d,
                 const struct front_opts *o, const char *main_name, const char *text, size_t len,
                 struct ast *out);

/* Parses the text of one expression that is called `name`, after front_parse, and appends to out a
 * line with that value and a name that nothing can be called. False after a diagnostic. */
bool front_parse_figure(struct arena *a, struct symtab *syms, struct srcs *srcs, struct diags *d,
                        const char *name, const char *text, struct ast *out);
struct scan_record;
struct vocabulary;
struct front_tokens {
    struct scan_record *record;     /* of the main file */
    const struct vocabulary *units; /* known in it */
    uint32_t file;                  /* its number */
};
/* The tokens of the main file alone. The files and modules it uses are read for their units only;
 * a file without a statement is no fault. False after an error: *out then means nothing. */
bool front_tokens(struct arena *a, struct symtab *syms, struct srcs *srcs, struct diags *d,
                  const struct front_opts *o, const char *main_name, const char *text, size_t len,
                  struct front_tokens *out);

/* Reads the file at `path`, as a user named it (dirfd: AT_FDCWD or a folder): a regular file of
 * no more than max_rule_bytes. The text lives in the arena and has a NUL after it. False after a
 * diagnostic without a span. */
bool front_read_file(struct arena *a, struct diags *d, const struct front_opts *o, int dirfd,
                     const char *path, const char **text, size_t *len);
/* The same of an open descriptor of any kind, to its end. */
bool front_read_stream(struct arena *a, struct diags *d, const struct front_opts *o, int fd,
                       const char *shown, const char **text, size_t *len);
/* The Chinese spelling of a keyword given in English; NULL if it is none. */
const char *front_chinese(const char *keyword);
/* Opens the folder in which `path` lies, for root_dirfd; -1 if that fails. The caller closes it. */
int front_open_root(const char *path);
#endif
