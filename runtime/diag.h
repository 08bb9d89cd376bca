#ifndef FISC_DIAG_H
#define FISC_DIAG_H
/* Diagnostics are values on a list. A code names a row of diag.def, which holds whole sentences in
 * zh and en with {0} {1} … for the arguments, and a help sentence (the only part that proposes a
 * change). */
#include "src.h"

enum { LABELS_MAX = 8 };

enum diag_code {
#define X(id, code, sev, zh, en, help_zh, help_en) DIAG_##code,
#include "diag.def"
#undef X
    DIAG_COUNT
};
enum label_code {
#define X(code, zh, en) LABEL_##code,
#include "label.def"
#undef X
    LABEL_COUNT
};
enum diag_sev { SEV_ERROR, SEV_WARNING, SEV_NOTE };
enum lang { LANG_ZH, LANG_EN };

/* A place in a data file: what a clerk can find in Excel. */
struct data_place {
    const char *file;               /* NULL: no data place */
    uint64_t line;                  /* 1-based, where the record starts; 0: the whole file */
    uint32_t column;                /* 1-based; 0: the whole row */
    const char *header;             /* printed header of the column, or "" */
    const char *text;               /* printed text of the cell, or "" */
};

struct diag_label {
    struct span span;
    enum label_code code;
    const char *arg[3];
    struct diag_label *next;
};
/* The change that the help sentence proposes: text in the place of a span (of length 0: put in
 * there). */
struct diag_edit { struct span at; const char *text; };     /* text NULL: no edit */
struct diag {
    enum diag_code code;
    struct span span;               /* NO_SPAN if none */
    struct data_place place;
    const char *arg[6];
    struct diag_label *labels;      /* secondary places that say why */
    struct diag_edit edit;
    struct diag *next;
};
struct diags {
    struct arena *arena;
    struct diag *first, *last;
    uint32_t errors, warnings, notes, hidden;       /* the first three count the hidden ones too */
    uint32_t limit;                 /* errors kept, and as many others; more are hidden. 0: 100 */
    uint32_t kept_errors, kept_others;
    struct diag spare;              /* what diag_add returns for a hidden diagnostic */
};
void diags_init(struct diags *d, struct arena *a);
/* Puts what the other list holds behind this one, which shares it then. */
void diags_append(struct diags *d, const struct diags *more);
/* Up to six const char * arguments, then NULL. Arguments (and a data_place's texts) are copied, cut
 * at 2 KiB. Never returns NULL. A help sentence that speaks of a missing or empty argument is not
 * shown. */
struct diag *diag_add(struct diags *d, enum diag_code code, struct span span, ...)
    __attribute__((sentinel));
struct diag *diag_add_data(struct diags *d, enum diag_code code, struct data_place place, ...)
    __attribute__((sentinel));
/* Adds a secondary label; arguments as above, at most three. Labels after LABELS_MAX are dropped. A
 * label on the primary span itself is its text. */
void diag_label(struct diags *d, struct diag *g, enum label_code code, struct span span, ...)
    __attribute__((sentinel));

/* The text is copied. */
void diag_edit(struct diags *d, struct diag *g, struct span at, const char *text);

enum diag_sev diag_severity(enum diag_code code);
const char *diag_id(enum diag_code code);           /* "E0203" */

struct render_opts { enum lang lang; bool color, ambiguous_wide; unsigned columns; /* 0: 80 */ };
/* The one renderer. Appends the whole diagnostic, as shown to a person, to `out`: at most a few
 * KiB. Control and bidi characters of any text that comes from outside are escaped. Scratch text
 * stays in out's arena. s may be NULL. */
void diag_render(struct strbuf *out, struct srcs *s, const struct diag *g,
                 const struct render_opts *o);
/* All of the list, a blank line between two, and how many are hidden */
void diags_render(struct strbuf *out, struct srcs *s, const struct diags *d,
                  const struct render_opts *o);
/* {0} {1} … replaced by escaped arguments; for sentences of other tables too (reports) */
void diag_format(struct strbuf *out, const char *sentence, const char *const *arg, unsigned nargs);
/* appends s with control, bidi, other invisible characters and invalid bytes escaped as \u{…} or
 * \x.. */
void diag_escape(struct strbuf *out, const char *s, size_t len);
/* true if diag_escape would not show cp as it is; cp is -1 for an invalid byte */
bool diag_cp_hidden(int32_t cp);

/* Formats as diag_format, each argument cut after max bytes. False if a {n} of the sentence was
 * missing or empty. */
bool diag_format_cut(struct strbuf *out, const char *sentence, const char *const *arg,
                     unsigned nargs, size_t max);
/* For renderers: the sentence, the help and the text of a label, each argument cut after max bytes.
 * A proposal with a hole left in it would mislead: false, and nothing is added. */
void diag_sentence(struct strbuf *out, const struct diag *g, enum lang lang, size_t max);
bool diag_help(struct strbuf *out, const struct diag *g, enum lang lang, size_t max);
void diag_label_text(struct strbuf *out, const struct diag_label *l, enum lang lang, size_t max);
#endif
