/* Rules of fisc.h: an artifact, opened or linked, and what its program is about.
 * Invariant: after fisc_rules_open or fisc_rules_linked nothing of a fisc_rules changes. */
#define _GNU_SOURCE
#include "api.h"
#include "artifact.h"
#include "seal.h"
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- opening ---- */

/* One of path, artifact and image says what. */
struct opening {
    fisc_rules *rules;
    const char *path;
    const struct fisc_artifact_v1 *artifact;
    const void *image; size_t len;
};

static fisc_status refuse(const struct opening *o, fisc_status s, enum say why, const char *arg)
{
    const char *const args[2] = { arg, arg };
    api_tell(&o->rules->room, o->path, why, args);
    return s;
}

static fisc_status refuse_file(const struct opening *o, int error)
{
    const char *const args[2] = { say_os_error(error, LANG_ZH), say_os_error(error, LANG_EN) };
    api_tell(&o->rules->room, o->path, SAY_ARTIFACT_UNLOADED, args);
    return FISC_NO_FILE;
}

/* The program that the artifact holds, and that it serves. */
static fisc_status take_artifact(const struct opening *o, const struct fisc_artifact_v1 *f)
{
    fisc_rules *r = o->rules;
    struct ir_program *p;
    switch (artifact_head_fault(f)) {
    case ARTIFACT_OK:
        break;
    case ARTIFACT_NONE:
        return refuse(o, FISC_BAD_ARTIFACT, SAY_ARTIFACT_NONE, "");
    case ARTIFACT_ABI:
        return refuse(o, FISC_BAD_VERSION, SAY_ARTIFACT_ABI, "");
    }
    if (f->cpu > (uint64_t)artifact_cpu_here())
        return refuse(o, FISC_BAD_VERSION, SAY_CPU_TOO_HIGH,
                      f->cpu <= 4 ? artifact_cpu_name((int)f->cpu) : "");
    p = ir_image_read(&r->room.arena, f->ir_image, f->ir_len);
    if (!p || !artifact_serves(f, p))
        return refuse(o, FISC_BAD_ARTIFACT, SAY_ARTIFACT_PART, "");
    r->prog = p;
    r->artifact = f;
    r->manifest = f->manifest;
    return FISC_OK;
}

static fisc_status check_file(const struct opening *o, int fd)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return refuse_file(o, errno);
    if (!S_ISREG(st.st_mode))
        return refuse_file(o, 0);
    switch (seal_check(fd, (uint64_t)st.st_size)) {
    case SEAL_WHOLE: return FISC_OK;
    case SEAL_UNREADABLE:
        return refuse_file(o, errno);
    case SEAL_NONE: return refuse(o, FISC_BAD_ARTIFACT, SAY_ARTIFACT_NONE, "");
    case SEAL_BROKEN: return refuse(o, FISC_BAD_ARTIFACT, SAY_ARTIFACT_DAMAGED, "");
    }
    return FISC_BAD_ARTIFACT;
}

static fisc_status load_library(const struct opening *o)
{
    fisc_rules *r = o->rules;
    fisc_status s = check_file(o, r->fd);
    if (s != FISC_OK)
        return s;
    r->library = artifact_load(&r->room.arena, r->fd);
    if (!r->library)
        return refuse(o, FISC_BAD_ARTIFACT, SAY_ARTIFACT_UNLOADED, dlerror());
    return take_artifact(o, dlsym(r->library, ARTIFACT_SYMBOL));
}

static fisc_status open_file(void *arg)
{
    const struct opening *o = arg;
    fisc_rules *r = o->rules;
    r->fd = open(o->path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (r->fd < 0)
        return refuse_file(o, errno);
    return load_library(o);
}

static fisc_status open_linked(void *arg)
{
    const struct opening *o = arg;
    return take_artifact(o, o->artifact);
}

static fisc_status open_image(void *arg)
{
    const struct opening *o = arg;
    fisc_rules *r = o->rules;
    struct ir_program *p = ir_image_read(&r->room.arena, o->image, o->len);
    struct ir_image image = { (unsigned char *)(uintptr_t)o->image, o->len };
    if (!p)
        return refuse(o, FISC_BAD_ARTIFACT, SAY_IMAGE_NONE, "");
    r->prog = p;
    r->manifest = artifact_manifest_whole(&r->room.arena, "interpreted", p, image);
    return FISC_OK;
}

static fisc_status rules_new(struct opening *o, const fisc_host *host, const fisc_limits *limits,
                             fisc_rules **out)
{
    struct api_room room;
    fisc_rules *r;
    fisc_status s;
    if (!out)
        return FISC_BAD_ARGUMENT;
    *out = NULL;
    if ((!o->path && !o->artifact && !o->image) || !api_room_init(&room, host, limits))
        return FISC_BAD_ARGUMENT;
    r = api_take(&room.host, sizeof *r);
    if (!r)
        return FISC_NO_MEMORY;
    *r = (fisc_rules){ .room = room, .fd = -1 };
    api_room_clear(&r->room);
    o->rules = r;
    s = api_run(&r->room, o->path ? open_file : o->artifact ? open_linked : open_image, o);
    if (s != FISC_OK)
        fisc_rules_close(r);
    else
        *out = r;
    return s;
}

fisc_status fisc_rules_open(const char *path, const fisc_host *host, const fisc_limits *limits,
                            fisc_rules **out)
{
    struct opening o = { .path = path };
    return rules_new(&o, host, limits, out);
}

fisc_status fisc_rules_linked(const struct fisc_artifact_v1 *artifact, const fisc_host *host,
                              const fisc_limits *limits, fisc_rules **out)
{
    struct opening o = { .artifact = artifact };
    return rules_new(&o, host, limits, out);
}

fisc_status fisc_rules_image(const void *image, size_t len, const fisc_host *host,
                             const fisc_limits *limits, fisc_rules **out)
{
    struct opening o = { .image = image, .len = len };
    return rules_new(&o, host, limits, out);
}

void fisc_rules_close(fisc_rules *r)
{
    fisc_host host;
    if (!r)
        return;
    host = r->room.host;
    arena_free(&r->room.arena);
    if (r->library)
        dlclose(r->library);
    if (r->fd >= 0)
        close(r->fd);
    api_give(&host, r);
}

const char *fisc_rules_manifest(const fisc_rules *r) { return r ? r->manifest : ""; }

/* ---- what the rules are about ---- */

uint32_t fisc_table_count(const fisc_rules *r) { return r ? r->prog->ntable : 0; }
uint32_t fisc_rule_count(const fisc_rules *r) { return r ? r->prog->nrule : 0; }
uint32_t fisc_line_count(const fisc_rules *r) { return r ? r->prog->nline : 0; }

fisc_status fisc_table_get(const fisc_rules *r, uint32_t table, fisc_table *out)
{
    const struct ir_table *t;
    char *const *string;
    if (!r || !out || table >= r->prog->ntable)
        return FISC_BAD_ARGUMENT;
    t = &r->prog->table[table];
    string = r->prog->string;
    *out = (fisc_table){ string[t->name], string[t->title], string[t->from],
                         (fisc_origin)t->origin,
                         t->origin == ORIGIN_CURRENT ? table : t->of, t->ncolumn };
    return FISC_OK;
}

fisc_status fisc_column_get(const fisc_rules *r, uint32_t table, uint32_t column, fisc_column *out)
{
    const struct ir_column *c;
    char *const *string;
    if (!r || !out || table >= r->prog->ntable || column >= r->prog->table[table].ncolumn)
        return FISC_BAD_ARGUMENT;
    c = &r->prog->table[table].column[column];
    string = r->prog->string;
    *out = (fisc_column){ string[c->name], string[c->nheader ? c->header[0] : c->name], c->key,
                          string[c->unit.text], c->key ? 0 : ir_column_places(c) };
    return FISC_OK;
}

fisc_status fisc_rule_get(const fisc_rules *r, uint32_t rule, fisc_rule *out)
{
    const struct ir_rule *x;
    char *const *string;
    if (!r || !out || rule >= r->prog->nrule)
        return FISC_BAD_ARGUMENT;
    x = &r->prog->rule[rule];
    string = r->prog->string;
    *out = (fisc_rule){ string[x->name], string[x->label], string[x->because], string[x->source],
                        string[x->unit.text], x->severity,
                        x->file < r->prog->nfile ? string[r->prog->file[x->file]] : "", x->line,
                        x->col };
    return FISC_OK;
}

fisc_status fisc_line_get(const fisc_rules *r, uint32_t line, fisc_line *out)
{
    const struct ir_line *x;
    char *const *string;
    if (!r || !out || line >= r->prog->nline)
        return FISC_BAD_ARGUMENT;
    x = &r->prog->line[line];
    string = r->prog->string;
    *out = (fisc_line){ string[x->name], string[x->because], string[x->source],
                        string[x->unit.text] };
    return FISC_OK;
}

/* Number of the first whose name, a symbol at `name`, is this one. */
static uint32_t find(const fisc_rules *r, const void *first, size_t size, uint32_t n,
                     const char *wanted)
{
    const char *p = first;
    for (uint32_t i = 0; i < n && wanted; i++, p += size)
        if (strcmp(r->prog->string[*(const sym *)(const void *)p], wanted) == 0)
            return i;
    return UINT32_MAX;
}

uint32_t fisc_table_find(const fisc_rules *r, const char *name)
{
    uint32_t n = fisc_table_count(r);
    return n ? find(r, &r->prog->table->name, sizeof *r->prog->table, n, name) : UINT32_MAX;
}

uint32_t fisc_rule_find(const fisc_rules *r, const char *name)
{
    uint32_t n = fisc_rule_count(r);
    return n ? find(r, &r->prog->rule->name, sizeof *r->prog->rule, n, name) : UINT32_MAX;
}

uint32_t fisc_line_find(const fisc_rules *r, const char *name)
{
    uint32_t n = fisc_line_count(r);
    return n ? find(r, &r->prog->line->name, sizeof *r->prog->line, n, name) : UINT32_MAX;
}
