/* The precision that figures are printed with and kept at. In: what is written. Out: places and
 * scale. Invariant: half a printed place is a whole number of stored units. */
#include "grid.h"
#include <string.h>

static int power_of_ten_places(const char *s, bool *ok)
{
    const char *point = strchr(s, '.');
    size_t ones = 0, zeros = 0, n = strlen(s);

    for (size_t i = 0; i < n; i++) {
        ones += s[i] == '1';
        zeros += s[i] == '0' || s[i] == '.';
    }
    *ok = ones == 1 && ones + zeros == n;
    if (!*ok)
        return 0;
    if (point && strchr(point, '1'))
        return (int)(strchr(point, '1') - point);
    return -(int)((point ? (size_t)(point - s) : n) - (size_t)(strchr(s, '1') - s) - 1);
}

#define SCALE_MAX 36                /* decimal places of a stored figure */
#define PLACE_DIGITS 18             /* a printed place has at most so many stored digits below it */

struct ir_grid grid_of(struct unit *u, const struct grid *g, const struct measure *m,
                              struct span at)
{
    struct ir_grid r = { .mode = GRID_EXACT };
    int places = 0, p = m ? measure_pow10(m) : 0;
    bool ok = true;

    if (g->given && g->mode != GRID_EXACT) {
        places = power_of_ten_places(unit_text(u, g->digits), &ok);
        r.mode = (uint8_t)g->mode;
        r.zero_exact = g->zero_exact;
        if (!ok || places > 12 || places < -12) {
            diag_add(u->diags, DIAG_BAD_GRID, g->span, unit_text(u, g->digits), NULL);
            places = 0;
        }
    }
    r.places = (int8_t)places;
    p = 4 + (p > 0 ? p : 0);
    r.scale = (int8_t)(places + 1 > p ? places + 1 : p);
    if (r.scale > SCALE_MAX || (r.mode != GRID_EXACT && r.scale - places > PLACE_DIGITS)) {
        diag_add(u->diags, DIAG_COARSE_GRID, g->given ? g->span : at, measure_text(u, m),
                 r.mode == GRID_EXACT ? "1" : unit_text(u, g->digits), NULL);
        r = (struct ir_grid){ .mode = GRID_EXACT, .scale = 4 };
    }
    return r;
}
