/* libfiscc: a compilation for a host.
 * In: a text or a path, the host's functions. Out: an image, messages.
 * Invariant: all that a compilation takes is in its program's room; descriptors are guarded. */
#include "fiscc.h"
#include "compile.h"
#include "rulefile.h"
#include "../runtime/api.h"
#include "../runtime/guard.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct fiscc_program {
    struct api_room room;
    fisc_host asked;                /* the host that was given */
    struct unit unit;
    struct ir_image image;          /* bytes NULL: the rules have a fault */
    fisc_message *message; uint32_t nmessage;
};
struct job { fiscc_program *p; const fiscc_input *in; };

int fiscc_api(void) { return FISCC_API; }
const char *fiscc_version(void) { return fisc_version(); }

/* ---- memory: each taking of it asks the host whether to go on ---- */

static void *take(void *ctx, size_t size)
{
    fiscc_program *p = ctx;
    const fisc_host *host = &p->asked;
    if (!host->cancelled || !host->cancelled(host->ctx))
        return host->allocate ? host->allocate(host->ctx, size) : malloc(size);
    p->room.cancelled = true;
    return NULL;
}

static void give(void *ctx, void *what)
{
    const fiscc_program *p = ctx;
    api_give(&p->asked, what);
}

/* ---- messages ---- */

static fisc_message message_of(struct unit *u, const struct diag *g)
{
    fisc_message m = api_message(u->arena, g);
    const struct src_file *f;
    uint32_t line;
    if (m.file || g->span.file >= u->srcs->count)
        return m;
    f = &u->srcs->file[g->span.file];
    srcs_locate(u->srcs, g->span, &line, &m.column);
    m.file = f->name;
    m.line = line;
    if (g->span.off <= f->len && g->span.len <= f->len - g->span.off)
        m.text = arena_strndup(u->arena, f->text + g->span.off, g->span.len);
    return m;
}

static void gather_messages(fiscc_program *p)
{
    struct unit *u = &p->unit;
    uint32_t n = 0;
    for (const struct diag *g = u->diags->first; g; g = g->next)
        n++;
    p->message = ARENA_ARRAY(u->arena, fisc_message, (size_t)n + 1);
    for (const struct diag *g = u->diags->first; g; g = g->next)
        p->message[p->nmessage++] = message_of(u, g);
    for (uint32_t i = 0; i < n && p->asked.log; i++)
        p->asked.log(p->asked.ctx, &p->message[i]);
}

/* ---- compiling ---- */

static bool compile_input(struct unit *u, const fiscc_input *in, struct front_opts *o)
{
    const char *name = arena_strndup(u->arena, in->name, strlen(in->name)), *text;
    size_t len = in->len;
    if (in->text && len > rulefile_limit(o)) {
        rulefile_too_big(u->arena, u->diags, o, NO_SPAN, name, len);
        return false;
    }
    if (in->text)
        text = arena_strndup(u->arena, in->text, len);
    else if (!front_read_file(u->arena, u->diags, o, AT_FDCWD, name, &text, &len))
        return false;
    return compile_text(u, name, text, len, o);
}

/* A folder that was given has to be there. */
static bool open_folder(struct unit *u, const fiscc_input *in, int *fd)
{
    int error;
    if (in->folder) {
        *fd = open(in->folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
        error = errno;
        if (*fd < 0)
            diag_add(u->diags, DIAG_FILE_UNREADABLE, NO_SPAN, in->folder,
                     say_os_error(error, LANG_ZH), say_os_error(error, LANG_EN), NULL);
        return *fd >= 0;
    }
    if (!in->text)
        *fd = front_open_root(in->name);
    return true;
}

static fisc_status compile(void *arg)
{
    const struct job *j = arg;
    struct unit *u = &j->p->unit;
    struct front_opts o = { .root_dirfd = -1, .max_rule_bytes = j->in->max_bytes };
    struct guard g;
    bool ok;
    compile_init(u, &j->p->room.arena);
    compile_stdlib(&o, u->arena);
    u->on = j->in->day;
    guard_begin(&g, u->arena, guard_fd, &o.root_dirfd);
    ok = open_folder(u, j->in, &o.root_dirfd) && compile_input(u, j->in, &o);
    guard_end(&g);
    if (ok)
        j->p->image = ir_image_write(u->arena, u->ir);
    gather_messages(j->p);
    return ok ? FISC_OK : FISC_BAD_RULES;
}

static bool input_makes_sense(const fiscc_input *in)
{
    return in && in->size == sizeof *in && in->name && (!in->len || in->text);
}

fisc_status fiscc_compile(const fiscc_input *in, const fisc_host *host, const fisc_limits *limits,
                          fiscc_program **out)
{
    struct api_room room;
    fiscc_program *p;
    fisc_status s;
    if (!out)
        return FISC_BAD_ARGUMENT;
    *out = NULL;
    if (!input_makes_sense(in) || !api_room_init(&room, host, limits))
        return FISC_BAD_ARGUMENT;
    p = api_take(&room.host, sizeof *p);
    if (!p)
        return FISC_NO_MEMORY;
    *p = (fiscc_program){ .room = room, .asked = room.host };
    p->room.host.allocate = take;
    p->room.host.release = give;
    p->room.host.ctx = p;
    api_room_clear(&p->room);
    s = api_run(&p->room, compile, &(struct job){ p, in });
    if (s == FISC_OK || s == FISC_BAD_RULES)
        *out = p;
    else
        fiscc_free(p);
    return s;
}

const void *fiscc_image(const fiscc_program *p, size_t *len)
{
    if (len)
        *len = p ? p->image.len : 0;
    return p ? p->image.bytes : NULL;
}

uint32_t fiscc_message_count(const fiscc_program *p) { return p ? p->nmessage : 0; }

fisc_status fiscc_message_get(const fiscc_program *p, uint32_t i, fisc_message *out)
{
    if (!p || !out || i >= p->nmessage)
        return FISC_BAD_ARGUMENT;
    *out = p->message[i];
    return FISC_OK;
}

void fiscc_free(fiscc_program *p)
{
    fisc_host host;
    if (!p)
        return;
    host = p->asked;
    arena_free(&p->room.arena);
    api_give(&host, p);
}
