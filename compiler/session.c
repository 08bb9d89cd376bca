/* The steps that subcommands share. */
#include "session.h"
#include "compiled.h"
#include "scope.h"
#include "embedded.h"
#include "../runtime/file.h"
#include "../runtime/say.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

void session_output_failed(struct session *s, int error)
{
    if (!s->output_failed)
        s->output_error = error;
    s->output_failed = true;
}

bool session_write(struct session *s, int fd, const char *text, size_t len)
{
    while (len && !s->output_failed) {
        ssize_t n = write(fd, text, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            session_output_failed(s, errno);
            break;
        }
        text += n;
        len -= (size_t)n;
    }
    return !s->output_failed;
}

void session_diagnostics(struct session *s)
{
    struct strbuf out;
    struct render_opts o = s->opt.render;

    o.color = o.color && isatty(STDERR_FILENO);
    strbuf_init(&out, &s->arena);
    diags_render(&out, s->unit.srcs, s->unit.diags, &o);
    session_write(s, STDERR_FILENO, out.p, out.len);
}

uint32_t session_day(const struct session *s)
{
    time_t now = time(NULL);
    struct tm t;

    if (s->opt.today)
        return s->opt.today;
    if (!localtime_r(&now, &t))
        return 0;
    return (uint32_t)((t.tm_year + 1900) * 10000 + (t.tm_mon + 1) * 100 + t.tm_mday);
}

enum exit_status session_rules_fault(const struct session *s)
{
    for (const struct diag *d = s->unit.diags->first; d; d = d->next) {
        if (d->code == DIAG_FILE_TOO_BIG)
            return EXIT_LIMIT;
        if (d->code == DIAG_MALFORMED || d->code == DIAG_FORMAT_DIFFERS)
            return EXIT_INTERNAL;
        if (d->code == DIAG_NO_SCENARIO)
            return EXIT_USAGE;
    }
    return EXIT_RULES;
}

static enum exit_status compile(struct session *s, enum compile_stop stop)
{
    struct front_opts o = { .root_dirfd = -1, .max_rule_bytes = s->opt.max_rule_bytes,
                            .read = s->without ? s->without->srcs : NULL };

    compile_init(&s->unit, &s->arena);
    s->unit.ask = s->ask;
    s->unit.lines = s->lines;
    s->unit.on = s->opt.on;
    s->unit.tests = s->tests;
    s->unit.scenario = s->opt.scenario;
    s->unit.without = s->without;
    compile_stdlib(&o, &s->arena);
    return compile_rules(&s->unit, s->opt.rules, &o, stop, &s->compile) ? EXIT_HOLDS
                                                                        : session_rules_fault(s);
}

enum exit_status session_compile(struct session *s, enum compile_stop stop)
{
    enum exit_status e = compiled_named(s) ? compiled_open(s) : compile(s, stop);

    s->today = session_day(s);
    s->waiver_use = ARENA_ARRAY(&s->arena, struct waiver_use, s->unit.ir->nwaiver);
    return e;
}

/* ── data ── */

struct data_source { const char *dir; const char *file; };

static const char *folder_of(struct arena *a, const char *path)
{
    const char *slash = strrchr(path, '/');

    if (!slash)
        return ".";
    return slash == path ? "/" : arena_strndup(a, path, (size_t)(slash - path));
}

static struct data_source data_source(struct session *s)
{
    struct data_source r = { s->opt.data, NULL };
    struct stat st;

    if (!r.dir)
        return (struct data_source){ folder_of(&s->arena, s->opt.rules), NULL };
    if (stat(r.dir, &st) == 0 && S_ISREG(st.st_mode)) {
        r.file = str_last(r.dir);
        r.dir = folder_of(&s->arena, r.dir);
    }
    return r;
}

const char *session_data_folder(struct session *s)
{
    return data_source(s).dir;
}

/* tables that the rules declare */
static uint32_t declared_tables(const struct ir_program *p)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < p->ntable; i++)
        n += p->table[i].origin == ORIGIN_CURRENT;
    return n;
}

/* --data FILE stands for the one table's file */
static bool rename_from(struct session *s, const char *file)
{
    struct ir_program *p = s->unit.ir;
    uint32_t n = p->nstring;

    if (declared_tables(p) != 1)
        return false;
    p->string = arena_grow(&s->arena, p->string, n, (size_t)n + 1, sizeof *p->string);
    p->string[n] = arena_strndup(&s->arena, file, strlen(file));
    p->table[0].from = n;
    p->nstring = n + 1;
    return true;
}

/* where the rules name the table's file, as far as is known: the table's name */
static struct span table_span(const struct session *s, uint32_t table)
{
    const struct ir_table *t = &s->unit.ir->table[table];

    if (t->origin != ORIGIN_CURRENT)
        table = t->of;
    for (uint32_t i = 0; i < s->unit.scope->ntable; i++)
        if (s->unit.scope->table[i]->table == table)
            return s->unit.scope->table[i]->name.span;
    return NO_SPAN;
}

static bool is_opening_fault(const struct diag *d)
{
    return (d->code == DIAG_DATA_OUTSIDE || d->code == DIAG_DATA_UNREADABLE) && d->place.file
        && !d->place.line;
}

/* By the rules, and where the folder's map names the file, by the map. */
static void say_absent(struct session *s, uint32_t table)
{
    bool prior = s->unit.ir->table[table].origin == ORIGIN_PRIOR;
    enum diag_code code = prior ? DIAG_PRIOR_ABSENT : DIAG_TABLE_ABSENT;
    struct data_place map = data_map_place(s->data, table);
    const char *file = data_file(s->data, table);
    const char *folder = prior ? s->opt.prior : data_source(s).dir;

    if (map.file)
        diag_label(s->unit.diags, diag_add_data(s->unit.diags, code, map, file, folder,
                                                       NULL),
                   LABEL_FROM_HERE, table_span(s, table), NULL);
    else
        diag_add(s->unit.diags, code, table_span(s, table), file, folder, NULL);
}

void session_say_absent(struct session *s)
{
    const struct ir_program *p = s->unit.ir;

    for (uint32_t i = 0; i < p->ntable; i++)
        if (!data_present(s->data, i) && !data_withheld(s->data, i)
            && p->table[i].origin != ORIGIN_UNITS && !ir_says_absent(p, i)
            && !ir_asks_zero_alone(p, i))
            say_absent(s, i);
}

/* A file that is not there, or cannot be opened, has no line of its own to point at:
 * the rules that name it do. */
static void locate_files(struct session *s)
{
    const struct ir_program *p = s->unit.ir;

    for (struct diag *d = s->unit.diags->first; d; d = d->next)
        for (uint32_t i = 0; i < p->ntable && is_opening_fault(d); i++)
            if (strcmp(d->place.file, data_file(s->data, i)) == 0) {
                diag_label(s->unit.diags, d, LABEL_FROM_HERE, table_span(s, i), NULL);
                break;
            }
    if (!s->absent_late)
        session_say_absent(s);
}

static int open_folder(struct session *s, const char *dir, enum diag_code fault)
{
    int fd = open(dir, O_PATH | O_DIRECTORY | O_CLOEXEC), error = errno;

    if (fd < 0)
        diag_add(s->unit.diags, fault, NO_SPAN, dir, say_os_error(error, LANG_ZH),
                 say_os_error(error, LANG_EN), NULL);
    return fd;
}

static int open_beneath(struct session *s, const char *dir)
{
    int fd, error;
    enum file_fault f = folder_open_beneath(AT_FDCWD, dir, &fd);

    error = f == FILE_OUTSIDE ? ELOOP : f == FILE_ABSENT ? ENOENT : errno;
    if (f != FILE_OK)
        diag_add(s->unit.diags, DIAG_NO_DATA_DIR, NO_SPAN, dir, say_os_error(error, LANG_ZH),
                 say_os_error(error, LANG_EN), NULL);
    return f == FILE_OK ? fd : -1;
}

/* The prior data, if a folder of them is given; one that no rule asks for is said. */
static bool load_prior(struct session *s, const struct data_limits *lim)
{
    int fd = s->opt.prior ? open_folder(s, s->opt.prior, DIAG_NO_PRIOR_DIR) : -1;

    if (!s->opt.prior && lim->given)
        data_load_prior(s->data, -1, "", lim);
    if (!s->opt.prior || fd < 0)
        return !s->opt.prior;
    data_load_prior(s->data, fd, s->opt.prior, lim);
    close(fd);
    if (declared_tables(s->unit.ir) == s->unit.ir->ntable)
        diag_add(s->unit.diags, DIAG_PRIOR_UNUSED, NO_SPAN, s->opt.prior, NULL);
    return true;
}

enum exit_status session_load_given(struct session *s, const struct data_given *given)
{
    struct data_source src = data_source(s);
    struct data_limits lim = { .given = given, .max_rows = s->opt.max_rows,
                               .max_file_bytes = s->opt.max_data_bytes,
                               .every_number = s->opt.coverage || s->every_field,
                               .every_field = s->every_field, .one_file = src.file != NULL,
                               .workbook = book_open };
    uint64_t t = compile_clock();
    int fd;

    if (src.file && !rename_from(s, src.file)) {
        diag_add(s->unit.diags, DIAG_DATA_FILE_TABLES, NO_SPAN, src.file,
                 arena_printf(&s->arena, "%u", declared_tables(s->unit.ir)), NULL);
        return EXIT_USAGE;
    }
    fd = s->beneath ? open_beneath(s, src.dir) : open_folder(s, src.dir, DIAG_NO_DATA_DIR);
    if (fd < 0)
        return EXIT_DATA;
    s->data = data_load(&s->arena, s->unit.ir, fd, src.dir, &lim, s->unit.diags);
    close(fd);
    if (!load_prior(s, &lim))
        return EXIT_DATA;
    data_join(s->data);
    s->load_ns = compile_clock() - t;
    return EXIT_HOLDS;
}

enum exit_status session_load(struct session *s)
{
    struct data_source src = data_source(s);
    enum exit_status e = session_load_given(s, NULL);

    if (e)
        return e;
    locate_files(s);
    if (!src.file && s->unit.ir->ntable)
        session_unread_files(s, src.dir);
    return EXIT_HOLDS;
}

/* ── the engine ── */

/* In lane operations (docs/performance.md): below the first, interpreting takes less time than
 * looking for an artifact in the cache; below the second, less than compiling one. */
#define TINY_WORK 4000000u
#define SMALL_WORK 400000000u

static uint64_t estimate_work(const struct session *s)
{
    const struct ir_program *p = s->unit.ir;
    uint64_t work = 0;

    for (uint32_t i = 0; i < p->nkernel; i++) {
        const struct ir_kernel *k = &p->kernel[i];
        uint64_t lanes = data_lanes(s->data, (enum ir_domain)k->domain, k->table);
        if (k->shape == IR_NONE)
            work += lanes * k->lin.nterm * 4;
        else
            work += lanes * k->ninst * p->shape[k->shape].nop;
    }
    return s->runs ? work * s->runs : work;
}

/* The helper beside this program (a build tree, a folder moved as a whole), else the installed
 * one. Who may write beside the program may also replace it, so this trusts nobody new. */
static const char *default_helper(struct arena *a)
{
    char self[4096];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self);

    while (n > 0 && n < (ssize_t)sizeof self && self[n - 1] != '/')
        n--;
    if (n > 0 && n < (ssize_t)sizeof self) {
        const char *beside = arena_printf(a, "%.*sfisc-cg", (int)n, self);
        if (access(beside, X_OK) == 0)
            return beside;
    }
    return FISC_HELPER;
}

void session_native_opts(struct session *s, struct native_opts *o)
{
    *o = (struct native_opts){ .helper = s->opt.helper ? s->opt.helper : default_helper(&s->arena),
                               .cpu = native_cpu_level(), .lang = s->opt.render.lang };
    if (!s->opt.no_cache)
        o->cache_dir = s->opt.cache_dir ? s->opt.cache_dir
            : native_default_cache(&s->arena, s->env);
}

/* A cache that cannot be used is said, and the artifact is built without one. */
static void check_cache(struct session *s, struct native_opts *o)
{
    const char *fault = o->cache_dir ? native_cache_fault(&s->arena, o->lang, o->cache_dir) : NULL;

    if (!fault)
        return;
    diag_add(s->unit.diags, DIAG_CACHE_UNUSABLE, NO_SPAN, fault, NULL);
    o->cache_dir = NULL;
}

static enum exit_status build_native(struct session *s, struct native_opts *o)
{
    enum native_source src;
    const char *why = "";

    check_cache(s, o);
    s->engine = native_engine(&s->arena, s->unit.ir, o, &src, &why);
    s->native = s->engine != NULL;
    if (s->engine) {
        s->engine_why = src == NATIVE_CACHED ? "artifact from the cache" : "compiled now";
        return EXIT_HOLDS;
    }
    if (s->opt.engine == ENGINE_NATIVE) {
        diag_add(s->unit.diags, DIAG_NATIVE_NEEDED, NO_SPAN, why, NULL);
        return EXIT_IO;
    }
    diag_add(s->unit.diags, DIAG_NATIVE_FAILED, NO_SPAN, why, NULL);
    s->engine_why = "native compilation failed";
    return EXIT_HOLDS;
}

static enum exit_status choose(struct session *s)
{
    uint64_t work = estimate_work(s);
    struct native_opts o;
    const char *why;

    if (s->opt.engine == ENGINE_INTERP) {
        s->engine_why = "asked for";
        return EXIT_HOLDS;
    }
    if (s->opened) {
        compiled_engine(s);
        return EXIT_HOLDS;
    }
    if (s->opt.engine == ENGINE_AUTO && work < TINY_WORK) {
        s->engine_why = "little to compute";
        return EXIT_HOLDS;
    }
    session_native_opts(s, &o);
    if (s->opt.engine == ENGINE_NATIVE)
        return build_native(s, &o);
    if (o.cache_dir && (s->engine = native_cached(&s->arena, s->unit.ir, &o, &why))) {
        s->native = true;
        s->engine_why = "artifact from the cache";
        return EXIT_HOLDS;
    }
    if (work < SMALL_WORK) {
        s->engine_why = "too little to compile for";
        return EXIT_HOLDS;
    }
    return build_native(s, &o);
}

enum exit_status session_choose_engine(struct session *s)
{
    uint64_t t = compile_clock();
    enum exit_status e = choose(s);

    if (!s->engine)
        s->engine = interp_engine(&s->arena, s->unit.ir);
    s->engine_ns = compile_clock() - t;
    return e;
}

static void time_line(struct strbuf *out, const char *what, uint64_t ns)
{
    strbuf_addf(out, "  %-10s %8lu.%03lu ms\n", what, (unsigned long)(ns / 1000000),
                (unsigned long)(ns / 1000 % 1000));
}

void session_idle_waivers(struct session *s)
{
    const struct ir_program *p = s->unit.ir;

    for (uint32_t i = 0; i < p->nwaiver; i++) {
        const struct ir_waiver *w = &p->waiver[i];
        struct span at = { w->file, w->off, w->len };
        if (s->waiver_use[i].used)
            continue;
        if (w->key && !s->waiver_use[i].met)
            diag_add(s->unit.diags, DIAG_WAIVER_NO_KEY, at, p->string[w->rule], p->string[w->key],
                     NULL);
        else
            diag_add(s->unit.diags, DIAG_WAIVER_IDLE, at, p->string[w->rule], NULL);
    }
}

void session_print_times(struct session *s)
{
    struct strbuf out;

    strbuf_init(&out, &s->arena);
    strbuf_addf(&out, "engine: %s (%s)\n", s->engine ? s->engine->name : "-",
                s->engine_why ? s->engine_why : "-");
    time_line(&out, "parse", s->compile.parse);
    time_line(&out, "analyse", s->compile.analyse);
    time_line(&out, "lower", s->compile.lower);
    time_line(&out, "data", s->load_ns);
    time_line(&out, "engine", s->engine_ns);
    time_line(&out, "run", s->run_ns);
    time_line(&out, "report", s->report_ns);
    session_write(s, STDERR_FILENO, out.p, out.len);
}

enum exit_status session_fault_of(const struct diags *list)
{
    enum exit_status e = EXIT_HOLDS;

    for (const struct diag *d = list->first; d; d = d->next) {
        if (diag_severity(d->code) != SEV_ERROR)
            continue;
        if (d->code == DIAG_FINDINGS_LIMIT || d->code == DIAG_TOO_MANY_ROWS
            || d->code == DIAG_DATA_TOO_BIG || d->code == DIAG_DATA_PAST_FIXED
            || d->code == DIAG_UNPACKED_TOO_BIG || d->code == DIAG_RECORD_TOO_BIG
            || d->code == DIAG_MEMORY_LIMIT)
            return EXIT_LIMIT;
        e = EXIT_DATA;
    }
    return e;
}

enum exit_status session_fault(const struct session *s)
{
    return session_fault_of(s->unit.diags);
}

void session_close(struct session *s)
{
    if (s->native)
        native_close(s->engine);
    if (s->data)
        data_close(s->data);
    fisc_rules_close(s->opened);
    arena_free(&s->arena);
}
