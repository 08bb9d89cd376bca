#ifndef FISC_JSON_PART_H
#define FISC_JSON_PART_H
/* What the files of the JSON reports share: a writer of one object, piece by piece. */
#include "json.h"
#include "scratch.h"
#include <jansson.h>

enum { JSON_BUFFER = 8192 };

struct writer {
    struct report_out *out;
    const struct findings *f;
    const struct json_opts *opts;
    struct scratch scratch;
    bool failed;                    /* a write, or memory for JSON */
    size_t used;
    char buffer[JSON_BUFFER];       /* jansson writes a few bytes at a time */
};

void jw_open(struct writer *w, struct report_out *out, const struct findings *f,
             const struct json_opts *o);
/* Ends the object, writes what is left. False after a failure. */
bool jw_close(struct writer *w);
/* Writes what is left and closes the writer, ends no object. */
void jw_flush(struct writer *w);
void jw_put(struct writer *w, const char *text);
/* The value that is being made: freed with the scratch, whatever happens. */
json_t *jw_hold(struct writer *w, json_t *value);
/* Writes the value that is held, and frees it. */
void jw_put_held(struct writer *w);
/* "key": of the outermost object; `first` of its members */
void jw_put_key(struct writer *w, const char *key, bool first);
void jw_put_text(struct writer *w, const char *key, const char *text, bool first);
void jw_put_count(struct writer *w, const char *key, uint64_t n, bool first);

/* Text that is not UTF-8 is escaped; NULL is null. */
json_t *jw_text(struct writer *w, const char *s);
json_t *jw_text_or_null(struct writer *w, const char *s);      /* "" is null too */
/* Sets a member; the value is taken, also when it fails, and is owned by the object. */
json_t *jw_set(struct writer *w, json_t *object, const char *key, json_t *value);
void jw_set_count(struct writer *w, json_t *object, const char *key, uint64_t n);
json_t *jw_append(struct writer *w, json_t *array);     /* a new object */

/* Members of a diagnostic; of a result, the object as it stands among results. */
void jw_set_diag(struct writer *w, json_t *o, const struct diag *g);
void jw_set_finding(struct writer *w, json_t *o, const struct finding *x);
/* Members of a result: what may have gone wrong. */
void jw_set_hypotheses(struct writer *w, json_t *result, const struct finding *x);
/* Members of a run: its counts; those and all else of its results; its lines. Without
 * diagnostics. */
void jw_put_counts(struct writer *w);
void jw_put_results(struct writer *w);
void jw_put_lines(struct writer *w);
/* The member "joint", if it was asked for or something was found. */
void jw_put_system(struct writer *w);
/* The member "certificate" of a conflict. */
void jw_set_certificate(struct writer *w, json_t *result, const struct conflict *c);
/* The member "baseline". */
void jw_put_baseline(struct writer *w);
/* The members "fisc" and "rules", with which an object begins. */
void jw_put_opening(struct writer *w, const char *rules);
/* The member "scenario", if one is supposed. */
void jw_put_scenario(struct writer *w);
/* The member "diagnostics", if there are any. */
void jw_put_diags(struct writer *w);
/* The member "coverage". */
void jw_put_coverage(struct writer *w);
#endif
