#ifndef FISC_CARRIER_H
#define FISC_CARRIER_H
/* Programs that carry rules: fisc itself, and behind its end a library that fisc build made. */
#include "../runtime/arena.h"
#include <stdbool.h>

/* Writes the program that is running into `to`, and the library `library` behind it. Both are at
 * their beginnings. False: errno says why. */
bool carrier_write(int to, int library);
enum carried { CARRIES_NOTHING, CARRIES_RULES, CARRIES_PART /* its end is lost */,
               CARRIER_FAILED /* errno says why */ };
/* Does the program that is running carry a library? Then *path opens it, as long as the program
 * runs. */
enum carried carrier_open(struct arena *a, const char **path);
#endif
