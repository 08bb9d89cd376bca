#ifndef FISC_HASH_H
#define FISC_HASH_H
/* BLAKE2s-256 (RFC 7693), without a key: names cached artifacts by their content and detects
 * damaged ones. It is no defence: who may write the cache may also write a matching hash. */
#include <stddef.h>
#include <stdbool.h>
#include <stdint.h>

#define HASH_BYTES 32

struct hash { uint32_t h[8]; uint64_t fed; unsigned char block[64]; size_t used; };
void hash_init(struct hash *s);
void hash_add(struct hash *s, const void *bytes, size_t len);
void hash_end(struct hash *s, unsigned char out[HASH_BYTES]);
#endif
