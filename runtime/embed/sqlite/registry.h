#ifndef FISC_SQLITE_REGISTRY_H
#define FISC_SQLITE_REGISTRY_H
/* Artifacts by name, of one connection. An artifact stays open as long as the connection. */
#include <fisc.h>

struct registry;
/* One user, the caller. folder: where libNAME.so lie; NULL: none. Returns NULL: no memory. */
struct registry *registry_new(const char *folder);
void registry_join(struct registry *r);
/* Of one user; the last one closes the artifacts. */
void registry_leave(void *r);
/* Opens the artifact at path under a name. An SQLite status; *why as fault_say has it. */
int registry_open(struct registry *r, const char *name, const char *path, char **why);
/* The artifact of that name, opened if it lies in the folder. */
int registry_get(struct registry *r, const char *name, fisc_rules **out, char **why);
/* A check reads its tables between the two. registry_begin: 0 if another one does, as it would if
 * what it reads from checked again: that would not end. */
int registry_begin(struct registry *r);
void registry_end(struct registry *r);
#endif
