#ifndef FISC_JOINT_VIEW_H
#define FISC_JOINT_VIEW_H
/* How an expression says something of a value P. */
#include "joint.h"

/* x = rest + coef·P, or with a ratio x = k1 · rest / (coef·P) + k0. */
struct view {
    sym key;                        /* equal for views of one P; 0: there is none */
    const struct form *rest;        /* NULL: nothing */
    struct rat coef;
    const struct side *ratio;       /* k1 and k0; NULL: linear */
    const struct atom *figure;      /* P counts its stored units; NULL: base units */
};
/* P is x itself. */
struct view view_self(struct unit *u, struct symtab *keys, const struct side *x);
/* P is a sum of prior figures, and x holds other figures of the current data or nothing besides. */
struct view view_prior(struct unit *u, struct symtab *keys, const struct side *x);
#endif
