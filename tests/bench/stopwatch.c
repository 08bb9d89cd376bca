/* Wall time of a command: stopwatch TIMES STATUS PROGRAM ARGUMENT...
 * Out: a line for each of TIMES runs, nanoseconds from before its start until its end. What the
 * command prints is dropped. A run that does not end with STATUS ends the measurement with 1. */
#include <fcntl.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static uint64_t now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* the exit status, or -1 */
static int run(char **argv, const posix_spawn_file_actions_t *quiet)
{
    pid_t child;
    int status;

    if (posix_spawnp(&child, argv[0], quiet, NULL, argv, environ) != 0)
        return -1;
    if (waitpid(child, &status, 0) < 0)
        return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int main(int argc, char **argv)
{
    posix_spawn_file_actions_t quiet;

    if (argc < 4) {
        fprintf(stderr, "usage: stopwatch TIMES STATUS PROGRAM ARGUMENT...\n");
        return 2;
    }
    posix_spawn_file_actions_init(&quiet);
    posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&quiet, 2, "/dev/null", O_WRONLY, 0);
    for (int i = atoi(argv[1]); i > 0; i--) {
        uint64_t start = now();
        int status = run(argv + 3, &quiet);
        uint64_t end = now();
        if (status != atoi(argv[2])) {
            fprintf(stderr, "stopwatch: %s ended with status %d\n", argv[3], status);
            return 1;
        }
        printf("%lu\n", (unsigned long)(end - start));
    }
    return 0;
}
