#ifndef FISC_CACHE_H
#define FISC_CACHE_H
/* The folder of native artifacts, and the private folder in which one is made.
 * Loading an artifact runs its code, so who owns the files is the boundary: the folder is ours and
 * closed to others, its files are regular and ours, and links are not followed. A checksum at a
 * file's end detects damage, no more. */
#include "arena.h"
#include "diag.h"
#include "hash.h"
#include <stdbool.h>

/* Opens the folder, which is made with mode 0700 (and missing ones above it) if it is not there. A
 * descriptor for the caller to close, or -1; then *why says what is wrong with it (arena text, a
 * sentence). */
int cache_open(struct arena *a, enum lang lang, const char *dir, const char **why);
/* Opens an artifact that is sound (ours, regular, whole) and marks it as used now; or -1. */
int cache_take(int cache_fd, const char *name);
void cache_drop(int cache_fd, const char *name);
/* Removes the artifacts longest unused until `cap` bytes are left, never `keep`; and work folders
 * left behind. */
void cache_trim(struct arena *a, int cache_fd, uint64_t cap, const char *keep);

#define WORK_NAME_SIZE 32
struct cache_work { int root_fd, fd; char name[WORK_NAME_SIZE]; };
/* Makes a private folder (0700) with a random name in root_fd, which must stay open. False: errno
 * says why. */
bool cache_work_make(struct cache_work *w, int root_fd);
/* Removes it with all it holds. */
void cache_work_remove(struct cache_work *w);
/* Writes the checksum behind the new file `name` of the folder. A descriptor open for reading, or
 * -1. */
int cache_seal(const struct cache_work *w, const char *name);
/* Moves the file into the cache under another name, in one step. */
bool cache_store(const struct cache_work *w, const char *name, const char *stored);
#endif
