#ifndef FISC_PACKAGE_H
#define FISC_PACKAGE_H
/* A workbook's zip file and the XML parts in it. Bounded: entries, unpacked bytes, depth, and the
 * length of a single token; no document type, so no entities. */
#include "say.h"

struct zip;
struct package {
    struct arena *arena;
    struct zip *zip;
    uint64_t limit;                 /* bytes that may be unpacked, all parts together */
    uint64_t unpacked;
    bool too_big;                   /* the limit was hit */
    /* The first fault, SAY_COUNT if none, and the part it is in. */
    enum say fault;
    const char *part;
};

/* fd stays the caller's. False: a fault. A package is to be closed either way. */
bool package_open(struct package *p, struct arena *a, int fd, uint64_t size, uint64_t limit);
void package_close(void *package);
/* Keeps the first fault; returns false. */
bool package_fail(struct package *p, enum say fault);

/* Names are local (without a prefix); attr is name, value, … NULL. Each may return false to stop;
 * it has then said why with package_fail, if it is a fault. */
struct xml_events {
    bool (*start)(void *ctx, const char *name, const char *const *attr);
    bool (*end)(void *ctx, const char *name);
    bool (*text)(void *ctx, const char *s, size_t len);
};
bool package_has(const struct package *p, const char *part);
/* Reads a part from its beginning to its end. False: a fault, or an event returned false. */
bool package_read(struct package *p, const char *part, const struct xml_events *e, void *ctx);
/* The value of an attribute by its name without a prefix, or NULL. */
const char *xml_attr(const char *const *attr, const char *name);
#endif
