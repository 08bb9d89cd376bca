#ifndef FISC_STDLIB_FILES_H
#define FISC_STDLIB_FILES_H
/* The standard library's rule files, embedded at build (stdlib_files.c is
 * generated from stdlib/). */
struct stdlib_file {
    const char *name;               /* as in `use`: "cn.units" */
    const char *path;               /* beneath stdlib/: "cn/units.fisc" */
    const char *text;               /* UTF-8, NUL-terminated after len bytes */
    unsigned long len;
};
extern const struct stdlib_file stdlib_files[];     /* ends with a name of NULL */
#endif
