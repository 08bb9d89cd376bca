#ifndef FISC_FOLDERS_H
#define FISC_FOLDERS_H
/* The data folders of --each. */
#include "session.h"

struct folders { const char **path; uint64_t n; };

/* The folders beneath the current one that the pattern of s->opt.each matches (glob(7)), sorted by
 * their bytes, each once. EXIT_HOLDS, or the status to end with; diagnostics say why. */
enum exit_status folders_find(struct session *s, struct folders *f);
#endif
