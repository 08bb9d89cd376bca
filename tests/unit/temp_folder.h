#ifndef TEMP_FOLDER_H
#define TEMP_FOLDER_H
/* Folders of a test's own, where the machine keeps such. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

enum { TEMP_FOLDER_ROOM = 512 };

/* Makes a new folder and writes its path. */
static inline bool temp_folder(char path[TEMP_FOLDER_ROOM])
{
    const char *root = getenv("TMPDIR");
    int n = snprintf(path, TEMP_FOLDER_ROOM, "%s/fisc-test.XXXXXX", root && *root ? root : "/tmp");
    return n > 0 && n < TEMP_FOLDER_ROOM && mkdtemp(path);
}
#endif
