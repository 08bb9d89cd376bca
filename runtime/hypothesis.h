#ifndef FISC_HYPOTHESIS_H
#define FISC_HYPOTHESIS_H
/* What single slip would explain a violated result exactly (docs/hypotheses.md). A hypothesis is no
 * part of any verdict. */
#include "place.h"
#include "slip.h"

struct hypothesis {
    uint8_t slip;                   /* enum slip */
    int power;                      /* POINT, FACTOR: of ten, by which what is meant is greater */
    int step;                       /* SHIFTED: 1: the figures belong one cell to the left, or -1 */
    struct change *change; uint32_t nchange;    /* the cell in question first */
    struct place other;             /* MISSING, TWICE: the addend; COPIED: where it stands too */
    bool has_other;
    uint32_t heals, exact;          /* violated results that then hold; of them, exactly */
    uint32_t breaks;                /* results that hold now and then would not */
    uint64_t *healed; uint32_t nhealed;         /* numbers of findings */
};
/* The hypotheses of one finding, the likeliest first. */
struct explained {
    uint64_t find;
    const struct hypothesis **of; uint32_t n;
    uint32_t ties;                  /* the first so many explain it equally well */
    uint32_t left_out;
    uint64_t tried;
};
struct hypotheses {
    struct explained *of; uint64_t n;           /* in the order of findings */
    uint64_t cut;                   /* violated results that were not looked into, for the work */
};
/* How many of them a report shows, the first so many: all that explain the result equally well, if
 * they break nothing and are few. */
uint32_t hypotheses_shown(const struct explained *e);
/* NULL: nothing was tried. */
const struct explained *hypotheses_of(const struct hypotheses *h, uint64_t find);
#endif
