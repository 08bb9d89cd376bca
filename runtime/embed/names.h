#ifndef FISC_EMBED_NAMES_H
#define FISC_EMBED_NAMES_H
/* What the extensions of databases share: names of artifacts, words for what is found. */
#include <fisc.h>
#include <string.h>

/* May libNAME.so be looked for in the folder of artifacts? */
static inline int artifact_is_name(const char *s)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789_";
    return *s && strlen(s) < 200 && !s[strspn(s, allowed)];
}

static inline const char *verdict_word(fisc_verdict v)
{
    static const char *const word[] = { "exact", "rounding", "violated", "not-applicable",
                                        "unknown", "waived" };
    return word[v];
}

static inline const char *severity_word(fisc_severity s)
{
    static const char *const word[] = { "must", "should", "note" };
    return word[s];
}

/* Of fisc_message.severity. */
static inline const char *message_word(int severity)
{
    static const char *const word[] = { "error", "warning", "note" };
    return word[severity];
}

static inline const char *origin_word(fisc_origin o)
{
    static const char *const word[] = { "current", "prior", "units" };
    return word[o];
}
#endif
