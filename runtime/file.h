#ifndef FISC_FILE_H
#define FISC_FILE_H
/* Opening files that lie beneath a folder, and writing. */
#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

enum file_fault { FILE_OK, FILE_ABSENT,     /* nothing of that name */
                  FILE_OUTSIDE,             /* absolute, with "..", or through a symbolic link */
                  FILE_NOT_REGULAR,         /* a folder, pipe, device … */
                  FILE_ERROR };             /* errno says why */
/* Opens the regular file `path` (parts joined by '/') beneath the folder dir_fd for reading; the
 * descriptor is the caller's. Follows no symbolic link and never waits for a pipe. On FILE_OK
 * *st is the file's status. */
enum file_fault file_open_beneath(int dir_fd, const char *path, int *fd, struct stat *st);
/* Opens the folder `path` beneath dir_fd likewise, for opening what lies in it (O_PATH). */
enum file_fault folder_open_beneath(int dir_fd, const char *path, int *fd);
/* Writes all of it. False: errno says why. */
bool file_write(int fd, const void *from, size_t n);
/* Writes what `from` has from where it is to its end. False: errno says why. */
bool file_copy(int from, int to);
/* The same file, with the same content as far as its status tells? */
bool file_unchanged(const struct stat *a, const struct stat *b);
#endif
