#ifndef FISC_API_PART_H
#define FISC_API_PART_H
/* What the files behind fisc.h share. */
#include "fisc.h"
#include "abi.h"
#include "evidence.h"
#include "find.h"
#include "say.h"
#include "scratch.h"
#include <setjmp.h>

/* A handle's memory, and the way out of it when it ends or the host cancels. */
struct api_room {
    fisc_host host;
    fisc_limits limits;
    struct arena_source source;
    struct arena arena;
    fisc_status why;                /* why the arena failed; FISC_OK: it has not */
    bool cancelled;
    bool busy;                      /* a call is in it; atomic */
    jmp_buf *out;                   /* of the call at hand */
};
/* False if what the host gave makes no sense. */
bool api_room_init(struct api_room *r, const fisc_host *host, const fisc_limits *limits);
/* Empties the arena; a failed room can be used again. */
void api_room_clear(struct api_room *r);
/* Takes the handle for a call. False: another one is in it, of another thread, or the one from
 * which a function of the host calls. What a call reads of the handle it reads between the two. */
bool api_enter(struct api_room *r);
void api_leave(struct api_room *r);
/* Calls `work` between api_enter and api_leave. It may run out of memory; then its status is why.
 * Nothing but the arena and what guards hold is let go of. FISC_BAD_ORDER: the handle is taken, or
 * failed before. */
fisc_status api_run(struct api_room *r, fisc_status (*work)(void *arg), void *arg);
/* Memory of a handle itself, zeroed; NULL if there is none. */
void *api_take(const fisc_host *host, size_t size);
void api_give(const fisc_host *host, void *p);
/* Tells the host's log, if there is one, that an artifact cannot be opened. arg: by fisc_lang. In
 * api_run. */
void api_tell(struct api_room *r, const char *path, enum say why, const char *const arg[2]);
/* What a diagnostic is to the host; its texts live in the arena. */
fisc_message api_message(struct arena *a, const struct diag *g);

struct fisc_rules {
    struct api_room room;
    const struct ir_program *prog;
    const char *manifest;
    const struct fisc_artifact_v1 *artifact;    /* NULL: the program is interpreted */
    void *library; int fd;          /* NULL and -1: none was loaded */
};

struct fisc_context {
    struct api_room room;
    const fisc_rules *rules;
    uint32_t today;
    struct diags *diags;            /* NULL: nothing was begun yet */
    struct data_given *given;       /* by table; file NULL: not bound */
    struct findings *found;         /* NULL: not run yet */
    struct notices_kept *notices;   /* NULL: not asked for yet */
    struct scratch scratch; bool scratched;     /* texts of the last result or message */
    struct evidence evidence; bool gathered;
    struct pulse pulse;
    struct api_held *held;          /* arrays of Arrow that are bound */
    enum result_set set;            /* what runs keep */
    bool alone;                     /* rules are not asked together */
    const char *fault[2];           /* by fisc_lang: what went wrong in the last call */
};
/* Of a call that only reads a context: api_enter, as it is the host's to share. NULL is allowed. */
static inline bool api_enter_reader(const fisc_context *c)
{
    return c && api_enter((struct api_room *)(uintptr_t)&c->room);
}
static inline void api_leave_reader(const fisc_context *c)
{
    api_leave((struct api_room *)(uintptr_t)&c->room);
}
/* ---- what binding shares (api_bind.c); in api_run ---- */
/* Keeps what went wrong in a call, and returns its status. */
fisc_status api_fault(fisc_context *c, fisc_status s, enum say what, const char *x, const char *y,
                      const char *z);
/* api_run of what binds, if its arguments are sound and name is NULL or UTF-8; c may be NULL. */
fisc_status api_bind_run(fisc_context *c, bool sound, const char *name,
                         fisc_status (*work)(void *arg), void *arg);
/* Is there such a table, with nothing in its place, and did nothing run yet? */
fisc_status api_may_bind(fisc_context *c, uint32_t table);
/* Is that the scale which the column of this header declares, if there is one? */
fisc_status api_check_scale(fisc_context *c, uint32_t table, const char *header, int scale,
                            unsigned flags);
fisc_status api_check_size(fisc_context *c, uint32_t table, uint64_t rows, uint64_t columns);
/* Lets go of the arrays that were bound since `until` was the newest; NULL: of all. */
struct api_held;
void api_held_release(fisc_context *c, const struct api_held *until);

/* The declared column that a header names; NULL: none does, its figures are `others`, or read by
 * label or path only. */
const struct ir_column *api_declared(const fisc_context *c, uint32_t table, const char *header);

/* ── sheets of columns that stay where they are (api_sheet.c); in api_run ── */
/* The row at hand: its fields as they would be printed. */
struct api_sheet;
struct api_line { const struct api_sheet *sheet; struct strbuf *to; uint32_t column, count; };
void api_line_text(struct api_line *l, const char *text, size_t len);
/* value × 10^-scale, without zeros past the declared places */
void api_line_number(struct api_line *l, w256 value, int scale);
/* Prints the n fields of a row, from 0, whenever it is read. */
typedef void api_row_fn(const void *columns, uint64_t row, struct api_line *l);
struct api_sheet *api_sheet_new(fisc_context *c, uint32_t table, const char *const *header,
                                uint32_t n, api_row_fn *row, const void *columns);
/* Puts the sheet in the table's place. */
fisc_status api_sheet_take(fisc_context *c, struct api_sheet *s, uint64_t rows, uint32_t table,
                           const char *name);
/* Notes what stands in a table's place; name NULL: as the rules call it. */
fisc_status api_take_given(fisc_context *c, uint32_t table, const char *name,
                           const struct data_given *given);
/* Is the text of a column, from 0, and row UTF-8 without a NUL? Beats the pulse. */
fisc_status api_check_text(fisc_context *c, uint32_t column, uint64_t row, const char *text,
                           size_t len);
/* Of two words, the low one first. */
static inline w256 api_decimal128(const uint64_t word[2])
{
    return w256_from_i128((__int128)((unsigned __int128)word[1] << 64 | word[0]));
}

/* ---- a result, and its sentence; in api_run ---- */
void api_result(fisc_context *c, uint64_t i, fisc_result *out);
const char *api_result_text(fisc_context *c, fisc_lang lang);

/* Makes what a budget needs, if it was not made yet. In api_run. */
void api_begin(fisc_context *c);
/* Lets go of the last result's texts and takes room for the next. In api_run. */
struct arena *api_scratch(fisc_context *c);
#endif
