/* The front end: rule files to one syntax tree.
 * In: the main file's text. Out: the statements of it and of all it uses, used files first.
 * Two passes: the first loads files and modules depth first and gathers unit names, so that the
 * second, which parses them in the order in which they were finished, knows every unit.
 * Invariant: a file is loaded once; a file that cannot be read or is no text is said once and
 * left out. */
#include "front.h"
#include "rulefile.h"
#include "side.h"
#include "../grammar/scan.h"
#include "parse.h"
#include <string.h>

struct load {
    const char *id;                 /* path beneath the root; of a module its name behind '/' */
    const char *shown;
    struct scan *scan;              /* NULL: not to be read */
    uint32_t file;
    bool module, done;
    struct span used_at;
    struct load *user;              /* who uses it; NULL: the main file */
};

struct front {
    struct arena *arena;
    struct symtab *syms;
    struct srcs *srcs;
    struct diags *diags;
    const struct front_opts *opts;
    const char *main_folder;        /* as shown, with its '/', or "" */
    struct vocabulary *units;
    struct load **by_id;            /* [symbol of its id] */
    uint32_t ids;
    struct load **order;            /* those to parse, used ones first */
    uint32_t norder, order_cap;
};

/* ---- loading ---- */

/* The system takes any bytes for a name; what is shown, and what the program keeps, is UTF-8. */
static const char *shown_name(struct front *f, const char *name)
{
    size_t bad;
    struct strbuf b;
    if (str_utf8_ok(name, strlen(name), &bad))
        return name;
    strbuf_init(&b, f->arena);
    diag_escape(&b, name, strlen(name));
    return b.p;
}

/* where the load of an id is kept */
static struct load **load_slot(struct front *f, const char *id)
{
    sym s = sym_of(f->syms, shown_name(f, id));
    if (s >= f->ids) {
        f->by_id = arena_grow(f->arena, f->by_id, f->ids, (size_t)s * 2 + 2, sizeof *f->by_id);
        f->ids = s * 2 + 2;
    }
    return &f->by_id[s];
}

static struct load *load_new(struct front *f, const char *id, const char *shown, struct load *user,
                             struct span at)
{
    struct load *l = ARENA_NEW(f->arena, struct load);
    l->id = id;
    l->shown = shown;
    l->module = *id == '/';
    l->user = user;
    l->used_at = at;
    *load_slot(f, id) = l;
    return l;
}

static void load_text(struct front *f, struct load *l, const char *text, size_t len)
{
    if (len > rulefile_limit(f->opts)) {
        rulefile_too_big(f->arena, f->diags, f->opts, l->used_at, l->shown, len);
        return;
    }
    l->file = srcs_add(f->srcs, l->shown, text, len);
    if (scan_text_ok(f->diags, l->file, text, len))
        l->scan = scan_open(f->arena, f->syms, f->diags, f->units, l->file, text, len);
}

static void load_module(struct front *f, struct load *l, struct name name)
{
    size_t len = 0;
    const struct front_opts *o = f->opts;
    const char *text = NULL;
    if (o->module)
        text = o->module(o->module_ctx, sym_text(f->syms, name.text), &len);
    if (text)
        load_text(f, l, text, len);
    else
        diag_add(f->diags, DIAG_UNKNOWN_MODULE, name.span, sym_text(f->syms, name.text),
                 o->module_names ? o->module_names : "", NULL);
}

static void load_file(struct front *f, struct load *l)
{
    const struct src_file *read = f->opts->read ? srcs_find(f->opts->read, l->shown) : NULL;
    const char *text;
    size_t len;
    if (read)
        load_text(f, l, read->text, read->len);
    else if (rulefile_read(f->arena, f->diags, f->opts, l->used_at, l->id, l->shown, &text, &len))
        load_text(f, l, text, len);
}

/* "a.fisc → b.fisc → a.fisc" */
static void cycle_report(struct front *f, const struct load *user, const struct load *used,
                         struct span at)
{
    const char *path = used->shown;
    for (const struct load *l = user; l != used; l = l->user)
        path = arena_printf(f->arena, "%s → %s", l->shown, path);
    diag_add(f->diags, DIAG_USE_CYCLE, at, arena_printf(f->arena, "%s → %s", used->shown, path),
             NULL);
}

/* What a `use` names, loaded if it is new; NULL if there is nothing to go into. */
static struct load *load_used(struct front *f, struct load *user, const struct scan_head *head)
{
    const char *name = sym_text(f->syms, head->name.text), *id;
    if (head->is_file)
        id = user->module ? NULL : rulefile_path(f->arena, user->id, name);
    else
        id = arena_printf(f->arena, "/%s", name);
    if (!id) {
        diag_add(f->diags, DIAG_OUTSIDE_ROOT, head->name.span, name, NULL);
        return NULL;
    }
    struct load *l = *load_slot(f, id);
    if (l) {
        if (!l->done)
            cycle_report(f, user, l, head->name.span);
        return NULL;
    }
    const char *shown = id + 1;
    if (head->is_file)
        shown = arena_printf(f->arena, "%s%s", f->main_folder, id);
    l = load_new(f, id, shown, user, head->name.span);
    if (head->is_file)
        load_file(f, l);
    else
        load_module(f, l, head->name);
    return l;
}

/* Depth first, without recursion: a chain of files may be long. Files left for later stay on the
 * way back to the main file, by `user`. */
static void load_all(struct front *f, struct load *l)
{
    struct scan_head head;
    while (l) {
        struct load *used = NULL;
        while (!used && l->scan && scan_head(l->scan, &head)) {
            const char *name = sym_text(f->syms, head.name.text);
            if (head.is_unit)
                vocabulary_add(f->units, name, strlen(name));
            else
                used = load_used(f, l, &head);
        }
        if (used) {
            l = used;
            continue;
        }
        l->done = true;
        if (l->scan)
            ARENA_PUSH(f->arena, f->order, f->norder, f->order_cap, l);
        l = l->user;
    }
}

/* ---- parsing ---- */

static struct build build_into(struct front *f, struct ast *out)
{
    return (struct build){ .arena = f->arena, .syms = f->syms, .diags = f->diags, .ast = out,
                           .deep_file = UINT32_MAX };
}

/* The file that a statement takes rows from; NULL: none. */
static const struct name *side_of(const struct stmt *s)
{
    const struct name *from = s->kind == ST_SAME ? &s->u.same->from
        : s->kind == ST_MAP ? &s->u.map->file : NULL;
    return from && from->text ? from : NULL;
}

static void side_load(struct front *f, const struct load *user, struct stmt *s)
{
    const struct side_reader r = { f->arena, f->syms, f->srcs, f->diags, f->opts };
    const struct name *from = side_of(s);
    if (!from)
        return;
    const char *name = sym_text(f->syms, from->text);
    const char *path = user->module ? NULL : rulefile_path(f->arena, user->id, name);
    if (!path) {
        diag_add(f->diags, DIAG_OUTSIDE_ROOT, from->span, name, NULL);
        return;
    }
    const char *shown = arena_printf(f->arena, "%s%s", f->main_folder, path);
    if (s->kind == ST_SAME)
        side_same(&r, s->u.same, path, shown);
    else
        side_map(&r, s->u.map, path, shown);
}

static void parse_all(struct front *f, struct ast *out)
{
    struct build b = build_into(f, out);
    for (uint32_t i = 0; i < f->norder; i++) {
        uint32_t first = out->nstmt;
        parse_parse(f->order[i]->scan, &b);
        for (uint32_t k = first; k < out->nstmt; k++)
            side_load(f, f->order[i], &out->stmt[k]);
    }
}

static struct load *load_main(struct front *f, const char *main_name, const char *text, size_t len)
{
    const char *slash = strrchr(main_name, '/'), *shown = shown_name(f, main_name);
    const char *end = strrchr(shown, '/');
    f->main_folder = arena_strndup(f->arena, shown, end ? (size_t)(end + 1 - shown) : 0);
    struct load *l = load_new(f, slash ? slash + 1 : main_name, shown, NULL, NO_SPAN);
    load_text(f, l, text, len);
    return l;
}

bool front_parse(struct arena *a, struct symtab *syms, struct srcs *srcs, struct diags *d,
                 const struct front_opts *o, const char *main_name, const char *text, size_t len,
                 struct ast *out)
{
    struct front f = { .arena = a, .syms = syms, .srcs = srcs, .diags = d, .opts = o,
                       .units = vocabulary_new(a) };
    uint32_t errors = d->errors;
    out->units = f.units;
    struct load *main = load_main(&f, main_name, text, len);
    load_all(&f, main);
    uint32_t had = out->nstmt;
    parse_all(&f, out);
    if (out->nstmt == had && d->errors == errors)
        diag_add(d, DIAG_EMPTY_RULES, (struct span){ main->file, 0, 0 }, NULL);
    return d->errors == errors;
}

bool front_parse_figure(struct arena *a, struct symtab *syms, struct srcs *srcs, struct diags *d,
                        const char *name, const char *text, struct ast *out)
{
    struct build b = { .arena = a, .syms = syms, .diags = d, .ast = out,
                       .deep_file = UINT32_MAX };
    uint32_t errors = d->errors, had = out->nstmt;
    size_t len = strlen(text);
    uint32_t file = srcs_add(srcs, name, text, len);
    if (scan_text_ok(d, file, text, len))
        parse_parse(scan_open_figure(a, syms, d, out->units, file, text, len), &b);
    if (out->nstmt > had + 1)
        diag_add(d, DIAG_ONE_FIGURE, out->stmt[had + 1].span, NULL);
    return d->errors == errors;
}

bool front_tokens(struct arena *a, struct symtab *syms, struct srcs *srcs, struct diags *d,
                  const struct front_opts *o, const char *main_name, const char *text, size_t len,
                  struct front_tokens *out)
{
    struct front f = { .arena = a, .syms = syms, .srcs = srcs, .diags = d, .opts = o,
                       .units = vocabulary_new(a) };
    struct ast ast = { 0 };
    struct build b = build_into(&f, &ast);
    uint32_t errors = d->errors;
    struct load *main = load_main(&f, main_name, text, len);
    load_all(&f, main);
    *out = (struct front_tokens){ ARENA_NEW(a, struct scan_record), f.units, main->file };
    if (main->scan) {
        scan_record_into(main->scan, out->record);
        parse_parse(main->scan, &b);
    }
    return d->errors == errors;
}

const char *front_chinese(const char *keyword) { return words_chinese(keyword); }
