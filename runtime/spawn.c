/* See spawn.h. The helper is watched through a pidfd, so neither a signal handler nor a thread is
 * needed; standard input is a file, so nothing can block on feeding it; its output is read as it
 * comes and kept up to a limit. */
#define _GNU_SOURCE
#include "spawn.h"
#include "say.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SAID_MOST = 4096 };

struct child {
    pid_t pid;
    int watch, output;              /* pidfd; read end of the pipe */
    bool gone;                      /* ended before it could be watched: its host ignores SIGCHLD */
    char said[SAID_MOST];
    size_t len;
};

/* ── starting ── */

static int set_actions(posix_spawn_file_actions_t *f, const struct spawn_job *job, int output)
{
    int e = posix_spawn_file_actions_adddup2(f, job->stdin_fd, 0);
    e = e ? e : posix_spawn_file_actions_adddup2(f, output, 1);
    e = e ? e : posix_spawn_file_actions_adddup2(f, output, 2);
    e = e ? e : posix_spawn_file_actions_addfchdir_np(f, job->dir_fd);
    return e ? e : posix_spawn_file_actions_addclosefrom_np(f, 3);
}

/* A group of its own, so that as and ld end with it; no signal blocked or ignored as it may be with
 * us. */
static int set_attributes(posix_spawnattr_t *t)
{
    sigset_t all, none;
    sigfillset(&all);
    sigemptyset(&none);
    int e = posix_spawnattr_setpgroup(t, 0);
    e = e ? e : posix_spawnattr_setsigmask(t, &none);
    e = e ? e : posix_spawnattr_setsigdefault(t, &all);
    return e ? e : posix_spawnattr_setflags(t, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
                                                   POSIX_SPAWN_SETSIGDEF);
}

static int spawn_prepared(pid_t *pid, const char *path, const struct spawn_job *job, int output,
                          posix_spawn_file_actions_t *f, posix_spawnattr_t *t)
{
    int e = set_actions(f, job, output);
    e = e ? e : set_attributes(t);
    return e ? e : posix_spawn(pid, path, f, t, (char *const *)(uintptr_t)job->argv,
                               (char *const *)(uintptr_t)job->env);
}

static int spawn_path(pid_t *pid, const char *path, const struct spawn_job *job, int output)
{
    posix_spawn_file_actions_t f;
    posix_spawnattr_t t;
    int e = posix_spawn_file_actions_init(&f);
    if (e)
        return e;
    e = posix_spawnattr_init(&t);
    if (!e) {
        e = spawn_prepared(pid, path, job, output, &f, &t);
        posix_spawnattr_destroy(&t);
    }
    posix_spawn_file_actions_destroy(&f);
    return e;
}

/* Never above what the process was given by its own surroundings. */
static void limit_one(pid_t pid, enum __rlimit_resource what, uint64_t most)
{
    struct rlimit l;
    if (most == 0 || prlimit(pid, what, NULL, &l) != 0)
        return;
    l.rlim_cur = l.rlim_cur < most ? l.rlim_cur : most;
    l.rlim_max = l.rlim_max < most ? l.rlim_max : most;
    prlimit(pid, what, &l, NULL);
}

/* The helper is ours, so that it runs some microseconds before its limits are set is no matter. */
static void set_limits(pid_t pid, const struct spawn_job *job)
{
    struct rlimit none = { 0, 0 };
    prlimit(pid, RLIMIT_CORE, &none, NULL);
    limit_one(pid, RLIMIT_CPU, job->cpu_seconds);
    limit_one(pid, RLIMIT_AS, job->memory_bytes);
    limit_one(pid, RLIMIT_FSIZE, job->file_bytes);
    limit_one(pid, RLIMIT_NOFILE, job->open_files);
}

static void end_group(pid_t pid)
{
    kill(-pid, SIGKILL);
}

/* 0, or what kept it from starting */
static int child_start(struct child *c, const struct spawn_job *job)
{
    int ends[2];
    char *path = realpath(job->path, NULL);
    if (!path)
        return errno;
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) {
        int e = errno;
        free(path);
        return e;
    }
    fcntl(ends[1], F_SETFL, 0);
    int e = spawn_path(&c->pid, path, job, ends[1]);
    free(path);
    close(ends[1]);
    c->output = ends[0];
    if (e) {
        close(ends[0]);
        return e;
    }
    set_limits(c->pid, job);
    c->watch = pidfd_open(c->pid, 0);
    c->gone = c->watch < 0 && errno == ESRCH;
    return 0;
}

/* ── watching ── */

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Reads what is there; what is beyond the limit is read and forgotten. False at the end of the
 * output. */
static bool child_listen(struct child *c)
{
    char buf[1024];
    for (;;) {
        ssize_t n = read(c->output, buf, sizeof buf);
        if (n <= 0)
            return n < 0 && (errno == EAGAIN || errno == EINTR);
        size_t room = sizeof c->said - c->len, keep = (size_t)n < room ? (size_t)n : room;
        memcpy(c->said + c->len, buf, keep);
        c->len += keep;
    }
}

/* True when the helper has ended, false at the deadline. */
static bool child_watch(struct child *c, unsigned deadline_ms)
{
    struct pollfd p[2] = { { c->watch, POLLIN, 0 }, { c->output, POLLIN, 0 } };
    int64_t end = now_ms() + deadline_ms;
    for (;;) {
        int64_t left = end - now_ms();
        if (left <= 0 || c->watch < 0)
            return c->gone;
        poll(p, 2, left > 1000 ? 1000 : (int)left);
        if (p[1].revents && !child_listen(c))
            p[1].fd = -1;
        if (p[0].revents)
            return true;
    }
}

/* A host that ignores SIGCHLD takes the status away: then only the helper's work tells. */
static void child_reap(struct child *c, struct spawn_result *r)
{
    siginfo_t info;
    int failed;
    if (!c->gone)
        end_group(c->pid);
    while ((failed = waitid(P_PID, (id_t)c->pid, &info, WEXITED)) != 0 && errno == EINTR)
        ;
    if (r->end != SPAWN_LATE)
        r->end = failed || info.si_code == CLD_EXITED ? SPAWN_EXITED : SPAWN_KILLED;
    r->code = failed ? 0 : info.si_status;
}

void spawn_run(struct arena *a, const struct spawn_job *job, struct spawn_result *r)
{
    struct child *c = ARENA_NEW(a, struct child);
    *r = (struct spawn_result){ .end = SPAWN_UNSTARTED, .said = arena_strndup(a, "", 0) };
    r->code = child_start(c, job);
    if (r->code != 0)
        return;
    r->end = child_watch(c, job->deadline_ms) ? SPAWN_EXITED : SPAWN_LATE;
    child_reap(c, r);
    child_listen(c);
    close(c->output);
    if (c->watch >= 0)
        close(c->watch);
    r->said = arena_strndup(a, c->said, c->len);
}

/* ── telling ── */

/* The line of what it wrote that tells most: the first that speaks of an error (an assembler begins
 * with a heading), else the first. */
static const char *telling_line(struct arena *a, const char *said)
{
    const char *error = strstr(said, "rror:"), *line = error ? error : said;
    while (line > said && line[-1] != '\n')
        line--;
    return arena_strndup(a, line, strcspn(line, "\r\n"));
}

static const char *say_number(struct arena *a, enum lang lang, enum say what, uint64_t n)
{
    return say_with(a, lang, what, 1, arena_printf(a, "%llu", (unsigned long long)n));
}

static const char *signal_fault(struct arena *a, enum lang lang, const struct spawn_job *job,
                                int sig)
{
    struct rlimit own;
    uint64_t most = job->file_bytes;
    if (getrlimit(RLIMIT_FSIZE, &own) == 0 && (own.rlim_cur < most || most == 0))
        most = own.rlim_cur;
    if (sig == SIGXFSZ)
        return say_number(a, lang, SAY_SPAWN_FILE_SIZE, most);
    if (sig == SIGXCPU)
        return say_number(a, lang, SAY_SPAWN_SECONDS, job->cpu_seconds);
    return say_number(a, lang, SAY_SPAWN_SIGNAL, (unsigned)sig);
}

const char *spawn_fault(struct arena *a, enum lang lang, const struct spawn_job *job,
                        const struct spawn_result *r)
{
    const char *line = telling_line(a, r->said);
    switch (r->end) {
    case SPAWN_UNSTARTED:
        return say_with(a, lang, SAY_SPAWN_NOT_STARTED, 1, say_os_error(r->code, lang));
    case SPAWN_LATE: return say_number(a, lang, SAY_SPAWN_NOT_READY, job->deadline_ms);
    case SPAWN_KILLED: return signal_fault(a, lang, job, r->code);
    case SPAWN_EXITED: break;
    }
    if (r->code == 0)
        return NULL;
    return *line ? line : say_number(a, lang, SAY_SPAWN_STATUS, (unsigned)r->code);
}
