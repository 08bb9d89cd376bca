#ifndef FISC_EVAL_PART_H
#define FISC_EVAL_PART_H
/* What the files of a run share. */
#include "baseline.h"
#include "waive.h"

/* where a rule is evaluated: instance, or number in a lin */
struct site { uint32_t kernel, inst; };
struct kept { uint32_t rule; uint8_t verdict; uint64_t row; };

struct run {
    struct arena *arena;
    const struct ir_program *p;
    const struct data_set *data;
    struct engine *engine, *interp;
    struct findings *out;
    uint64_t *frame;
    struct site *site;              /* by rule */
    struct site *choice;            /* by choice of rows: where it is made */
    struct kept *kept; uint64_t nkept, cap_kept;
    /* lane buffers: one of LANE_BLOCK lanes for each input and output of the widest shape or lin */
    void **in_buf; uint64_t **out_buf; const void **in; void **out_ptr;
    uint8_t **verdict; uint8_t *verdict_buf;
    const uint64_t **told;          /* by test of a choice: lanes of an output */
    struct fisc_lin_in *lin_in; int64_t *facet_buf;
    struct waivers *waivers;        /* NULL: none */
    struct baseline *baseline;      /* NULL: none */
    const struct pulse *pulse;      /* NULL: none */
};

/* what evaluating a rule in one lane gives: values by role, and its verdict */
struct outcome { w256 v[ROLE_COUNT]; bool has[ROLE_COUNT]; uint8_t verdict; };

/* some lanes of a domain: rows (or keys) row0 and on, or those of `rows` */
struct lanes {
    uint8_t domain;
    uint32_t table;                 /* of DOMAIN_JOIN: the join */
    uint64_t row0; const uint64_t *rows;
    size_t n;
    bool absent;
};

#define EVAL_LIN_FACETS 5u          /* facets that a lin reads of each input */

/* ── eval.c ── */
/* An input's lanes, each of `width` words: where they are stored, or gathered in buf. */
const void *eval_bind(struct run *r, const struct ir_bind *b, unsigned width,
                      const struct lanes *l, void *buf);
/* The facets of input i of a lin; those that are not stored as lanes are gathered in buf, in
 * EVAL_LIN_FACETS pieces `stride` lanes apart. */
void eval_lin_input(struct run *r, const struct ir_lin *x, uint32_t i, const struct lanes *l,
                    struct fisc_lin_in *in, int64_t *buf, size_t stride);
/* A rule's verdict on a key as it is told: what is unknown because a table lacks a key that it
 * should have is violated. */
uint8_t eval_told(const struct run *r, uint32_t rule, uint64_t row, uint8_t verdict);
/* Runs a kernel over all its lanes and records its verdicts. */
void eval_kernel(struct run *r, uint32_t kernel);
/* Are there no lanes, as a table is not there or cannot be used? Then the verdict that tells so. */
bool eval_is_absent(const struct data_set *d, uint8_t domain, uint32_t table);
uint8_t eval_absent(const struct run *r, uint8_t domain, uint32_t table);
/* a value of `width` words */
w256 eval_load(const uint64_t *p, unsigned width);

/* ── eval_members.c ── */
/* Notes the choices of rows that an instance of a kernel with a shape makes. */
void eval_note_choices(struct run *r, uint32_t kernel, uint32_t inst);

/* ── eval_findings.c ── */
/* What a rule gives in one lane now, by the interpreter. */
void eval_outcome(struct run *r, uint32_t rule, uint64_t row, struct outcome *o);
/* Findings of the verdicts that were kept, with their evidence. */
void eval_add_findings(struct run *r);
/* Findings of what the loader saw in the tables' shapes. */
void eval_add_shape_findings(struct run *r);
/* Findings of rules that hold each alone and cannot hold together. */
void eval_add_conflicts(struct run *r);

/* ── hypothesis.c ── */
/* What may explain the findings of violated equations. */
void eval_add_hypotheses(struct run *r);
#endif
