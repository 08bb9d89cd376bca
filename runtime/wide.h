#ifndef FISC_WIDE_H
#define FISC_WIDE_H
/* 256-bit two's complement integers: four 64-bit words, least significant first. */
#include <stdint.h>
#include <stdbool.h>

typedef struct w256 { uint64_t w[4]; } w256;
typedef __int128 i128;

w256 w256_from_i64(int64_t v);
w256 w256_from_i128(i128 v);
bool w256_fits_i64(w256 v);
bool w256_fits_i128(w256 v);
int64_t w256_to_i64(w256 v);        /* v must fit */
i128 w256_to_i128(w256 v);          /* v must fit */
int w256_sign(w256 v);              /* -1, 0, 1 */
int w256_cmp(w256 a, w256 b);
/* These return true on overflow (r is then the wrapped value), like the compiler's builtins. */
bool w256_add(w256 *r, w256 a, w256 b);
bool w256_sub(w256 *r, w256 a, w256 b);
bool w256_mul(w256 *r, w256 a, w256 b);
bool w256_neg(w256 *r, w256 a);
w256 w256_abs(w256 a);              /* a is not the least value */
/* Quotient towards zero and remainder with the sign of a; b is not 0. The least value by -1 gives
 * itself (wrapped). */
void w256_divmod(w256 *q, w256 *rem, w256 a, w256 b);
/* a / b rounded half away from zero; b = 0 gives 0. The least value by -1 gives itself (wrapped) in
 * each width. */
w256 w256_divround(w256 a, w256 b);
i128 i128_divround(i128 a, i128 b);         /* b = 0 gives 0 */
int64_t i64_divround(int64_t a, int64_t b); /* b = 0 gives 0 */
bool w256_pow10(w256 *r, unsigned n);       /* true if it does not fit (n > 76) */
w256 w256_gcd(w256 a, w256 b);              /* of the absolute values; gcd(0, 0) = 0 */

/* Naturals of n words, least significant first, for exact intermediates beyond 256 bits. n is at
 * most NAT_WORDS. */
#define NAT_WORDS 16
unsigned nat_len(const uint64_t *a, unsigned n);      /* words without leading zeros */
int nat_cmp(const uint64_t *a, const uint64_t *b, unsigned n);
/* a = a * m + carry; returns the word carried out */
uint64_t nat_mul_word(uint64_t *a, unsigned n, uint64_t m, uint64_t carry);
/* a = a * 10^e; true if it does not fit n words (a is then unspecified) */
bool nat_mul_pow10(uint64_t *a, unsigned n, unsigned e);
/* q (na words) = a / b, a becomes the remainder; b is not 0; q overlaps neither */
void nat_divmod(uint64_t *q, uint64_t *a, unsigned na, const uint64_t *b, unsigned nb);
/* |a| as four words; the least value gives 2^255 */
void w256_magnitude(uint64_t *r, w256 a);
/* the number of this sign and magnitude; true if it does not fit (r is then wrapped) */
bool w256_from_magnitude(w256 *r, bool negative, const uint64_t *mag);
#endif
