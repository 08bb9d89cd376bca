/* BLAKE2s-256, after RFC 7693, with words in little-endian order as this project's machines have
 * them. */
#include "hash.h"
#include <string.h>

static const uint32_t start[8] = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
};
static const uint8_t sigma[10][16] = {
    { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 },
    { 14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3 },
    { 11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4 },
    { 7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8 },
    { 9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13 },
    { 2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9 },
    { 12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11 },
    { 13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10 },
    { 6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5 },
    { 10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0 },
};

static uint32_t rotate(uint32_t x, unsigned n) { return x >> n | x << (32 - n); }

static void mix(uint32_t *v, unsigned a, unsigned b, unsigned c, unsigned d, uint32_t x, uint32_t y)
{
    v[a] += v[b] + x;
    v[d] = rotate(v[d] ^ v[a], 16);
    v[c] += v[d];
    v[b] = rotate(v[b] ^ v[c], 12);
    v[a] += v[b] + y;
    v[d] = rotate(v[d] ^ v[a], 8);
    v[c] += v[d];
    v[b] = rotate(v[b] ^ v[c], 7);
}

static void mix_rounds(uint32_t *v, const uint32_t *m)
{
    for (unsigned r = 0; r < 10; r++) {
        const uint8_t *s = sigma[r];
        for (unsigned i = 0; i < 4; i++)
            mix(v, i, 4 + i, 8 + i, 12 + i, m[s[2 * i]], m[s[2 * i + 1]]);
        for (unsigned i = 0; i < 4; i++)
            mix(v, i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4, m[s[8 + 2 * i]],
                m[s[9 + 2 * i]]);
    }
}

static void compress(struct hash *s, bool last)
{
    uint32_t m[16], v[16];
    memcpy(m, s->block, sizeof m);
    memcpy(v, s->h, sizeof s->h);
    memcpy(v + 8, start, sizeof start);
    v[12] ^= (uint32_t)s->fed;
    v[13] ^= (uint32_t)(s->fed >> 32);
    v[14] ^= last ? UINT32_MAX : 0;
    mix_rounds(v, m);
    for (unsigned i = 0; i < 8; i++)
        s->h[i] ^= v[i] ^ v[i + 8];
}

void hash_init(struct hash *s)
{
    memset(s, 0, sizeof *s);
    memcpy(s->h, start, sizeof start);
    s->h[0] ^= 0x01010000u ^ HASH_BYTES;
}

void hash_add(struct hash *s, const void *bytes, size_t len)
{
    const unsigned char *p = bytes;
    while (len > 0) {
        if (s->used == sizeof s->block) {       /* the last block waits for hash_end */
            s->fed += sizeof s->block;
            compress(s, false);
            s->used = 0;
        }
        size_t room = sizeof s->block - s->used, n = len < room ? len : room;
        memcpy(s->block + s->used, p, n);
        s->used += n;
        p += n;
        len -= n;
    }
}

void hash_end(struct hash *s, unsigned char out[HASH_BYTES])
{
    s->fed += s->used;
    memset(s->block + s->used, 0, sizeof s->block - s->used);
    compress(s, true);
    memcpy(out, s->h, HASH_BYTES);
}
