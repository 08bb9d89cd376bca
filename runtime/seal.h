#ifndef FISC_SEAL_H
#define FISC_SEAL_H
/* The end of an artifact's file, behind what ELF describes, where no loader looks: a mark and a
 * hash of all before it, so that a file that was cut or changed is never loaded. */
#include <stdbool.h>
#include <stdint.h>

/* Writes the seal behind the whole file. False: errno says why. */
bool seal_write(int fd);
enum seal_state { SEAL_WHOLE, SEAL_NONE /* it ends otherwise */, SEAL_BROKEN,
                  SEAL_UNREADABLE /* errno says why */ };
/* size: of the file with its seal. */
enum seal_state seal_check(int fd, uint64_t size);
#endif
