#ifndef FISC_EMBEDDED_H
#define FISC_EMBEDDED_H
/* Files that are part of the program, embedded at build by build-aux/embed. Each array ends with a
 * name of NULL. */
struct embedded_file {
    const char *name;               /* of cn/units.fisc "cn.units", of E0101.md "E0101" */
    const char *path;               /* beneath its folder: "cn/units.fisc" */
    const char *text;               /* UTF-8, NUL-terminated after len bytes */
    unsigned long len;
};
extern const struct embedded_file stdlib_files[];   /* stdlib/: the standard library */
extern const struct embedded_file explain_pages[];  /* docs/explain/: a page for each diagnostic,
                                                     * sorted by code */
#endif
