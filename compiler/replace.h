#ifndef FISC_REPLACE_H
#define FISC_REPLACE_H
/* What a file holds, replaced in one step. */
#include "../runtime/arena.h"

/* 0 or an error number; then the file is as it was. It keeps its mode, and its owner where that may
 * be kept; of a link what it leads to is replaced. A file that may not be written is not replaced,
 * even if its folder may. */
int replace_file(struct arena *a, const char *path, const char *text, size_t len);
#endif
