/* The line of text by which an artifact says how it was made. The code generator writes it, the
 * loader expects it: whatever differs in it makes another artifact. */
#include "abi.h"
#include "hash.h"

#ifndef PACKAGE_VERSION
#define PACKAGE_VERSION "unknown"
#endif
#ifndef FISC_COMPILER_ID
#define FISC_COMPILER_ID "unknown tools"
#endif

char *artifact_manifest(struct arena *a, const char *cpu, bool debug)
{
    return arena_printf(a, "fisc %s; %s; %s; debug %d", PACKAGE_VERSION, FISC_COMPILER_ID, cpu,
                        debug ? 1 : 0);
}

static void add_hash(struct strbuf *out, struct ir_image image)
{
    unsigned char digest[HASH_BYTES];
    struct hash h;
    hash_init(&h);
    hash_add(&h, image.bytes, image.len);
    hash_end(&h, digest);
    for (int i = 0; i < HASH_BYTES; i++)
        strbuf_addf(out, "%02x", digest[i]);
}

char *artifact_manifest_whole(struct arena *a, const char *cpu, const struct ir_program *p,
                              struct ir_image image)
{
    struct strbuf out;
    strbuf_init(&out, a);
    strbuf_addf(&out, "%s\nprogram blake2s-256 ", artifact_manifest(a, cpu, false));
    add_hash(&out, image);
    for (uint32_t i = 0; i < p->nrule; i++)
        if (p->rule[i].name)
            strbuf_addf(&out, "\nrule %s", p->string[p->rule[i].name]);
    strbuf_adds(&out, "\n");
    return out.p;
}
