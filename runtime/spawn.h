#ifndef FISC_SPAWN_H
#define FISC_SPAWN_H
/* Running one helper program: fixed arguments, an environment of our making, no inherited
 * descriptors, limits and a deadline. Signals of the calling process are left alone. Blocks until
 * the helper has ended. */
#include "diag.h"
#include <stdbool.h>

struct spawn_job {
    const char *path; /* of the program; a relative one is taken from the caller's current folder */
    const char *const *argv;        /* NULL-terminated, argv[0] included */
    const char *const *env;         /* NULL-terminated */
    int dir_fd;                     /* its current folder */
    int stdin_fd;
    unsigned deadline_ms;           /* then it and its children are killed */
    uint64_t cpu_seconds, memory_bytes, file_bytes, open_files;    /* 0: as ours */
};
enum spawn_end { SPAWN_EXITED, SPAWN_KILLED, SPAWN_LATE, SPAWN_UNSTARTED };
struct spawn_result {
    enum spawn_end end;
    int code;                       /* exit status; signal; errno of SPAWN_UNSTARTED */
    char *said; /* the beginning of what it wrote (standard output and error), NUL-terminated */
};
void spawn_run(struct arena *a, const struct spawn_job *job, struct spawn_result *r);
/* What went wrong, as one clause in lang ("it was ended by signal 9"); NULL if the helper exited
 * with 0. */
const char *spawn_fault(struct arena *a, enum lang lang, const struct spawn_job *job,
                        const struct spawn_result *r);
#endif
