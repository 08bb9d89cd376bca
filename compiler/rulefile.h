#ifndef FISC_RULEFILE_H
#define FISC_RULEFILE_H
/* Rule files on disk: beneath the main file's folder, regular files only, no symbolic links,
 * within a size. */
#include "front.h"

uint64_t rulefile_limit(const struct front_opts *o);
/* The path beneath the root of the file `name`, as used by the file `user` (itself such a path):
 * without "." and "..". NULL if it leads out of the root. */
const char *rulefile_path(struct arena *a, const char *user, const char *name);
/* Reads it. False after a diagnostic at `at`. The text lives in the arena and has a NUL behind
 * it. */
bool rulefile_read(struct arena *a, struct diags *d, const struct front_opts *o, struct span at,
                   const char *path, const char *shown, const char **text, size_t *len);
void rulefile_too_big(struct arena *a, struct diags *d, const struct front_opts *o, struct span at,
                      const char *shown, uint64_t size);
#endif
