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
    jmp_buf *out;                   /* of the call at hand */
};
/* False if what the host gave makes no sense. */
bool api_room_init(struct api_room *r, const fisc_host *host, const fisc_limits *limits);
/* Empties the arena; a failed room can be used again. */
void api_room_clear(struct api_room *r);
/* Calls `work`, which may run out of memory; then its status is why. Nothing but the arena and what
 * guards hold is let go of. Does not nest. */
fisc_status api_run(struct api_room *r, fisc_status (*work)(void *arg), void *arg);
/* Memory of a handle itself, zeroed; NULL if there is none. */
void *api_take(const fisc_host *host, size_t size);
void api_give(const fisc_host *host, void *p);
/* Tells the host's log, if there is one, that an artifact cannot be opened. In api_run. */
void api_tell(struct api_room *r, const char *path, enum say why, const char *arg);
/* What a diagnostic is to the host; its texts live in the arena. */
fisc_message api_message(struct arena *a, const struct diag *g);

/* Decimal places at which a column's figures need no conversion. */
static inline int api_column_places(const struct ir_column *c)
{
    return c->grid.mode == GRID_EXACT ? c->grid.scale : c->grid.places;
}

struct fisc_rules {
    struct api_room room;
    const struct ir_program *prog;
    const struct fisc_artifact_v1 *artifact;
    void *library; int fd;          /* NULL and -1: it is linked into the program */
};

struct fisc_context {
    struct api_room room;
    const fisc_rules *rules;
    uint32_t today;
    struct diags *diags;            /* NULL: nothing was begun yet */
    struct data_given *given;       /* by table; file NULL: not bound */
    struct data_set *data;
    struct engine *engine;
    struct findings *found;         /* NULL: not run yet */
    struct scratch scratch; bool scratched;     /* texts of the last result or message */
    struct evidence evidence; bool gathered;
    struct pulse pulse;
    const char *fault[2];           /* by fisc_lang: what went wrong in the last call */
};
/* Makes what a budget needs, if it was not made yet. In api_run. */
void api_begin(fisc_context *c);
/* Lets go of the last result's texts and takes room for the next. In api_run. */
struct arena *api_scratch(fisc_context *c);
#endif
