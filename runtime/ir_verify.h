#ifndef FISC_IR_VERIFY_H
#define FISC_IR_VERIFY_H
/* Shared by the files that check a program's form. */
#include "ir.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct verify {
    struct arena *arena;
    const struct ir_program *p;
    const char *why;
    uint8_t verdict[IR_SHAPE_OPS];  /* by op of the shape at hand: is it a verdict? */
    uint8_t *slot_written, *rule_decided, *choice_told;
    uint16_t *rule_roles;           /* bits of the roles that have evidence */
};

__attribute__((format(printf, 2, 3)))
static inline bool fail(struct verify *v, const char *fmt, ...)
{
    char text[200];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    v->why = arena_strndup(v->arena, text, strlen(text));
    return false;
}

/* CHECK(what must be, what to say if it is not) in a function that returns whether all is well */
#define CHECK(cond, ...) do { if (!(cond)) return fail(v, __VA_ARGS__); } while (0)
#define EACH(n, call) do { for (uint32_t i = 0; i < (n); i++) if (!(call)) return false; } while (0)

static inline bool width_ok(uint8_t w)
{
    return w == IR_W64 || w == IR_W128 || w == IR_W256;
}

static inline bool sym_ok(const struct verify *v, sym s)
{
    return s < v->p->nstring;
}

static inline bool file_ok(const struct verify *v, uint32_t file)
{
    return file < v->p->nfile;
}

/* ── ir_schema.c ── */
bool verify_unit(struct verify *v, const struct ir_unit *u);
bool verify_schema(struct verify *v);

/* ── ir_shape.c ── */
bool verify_shapes(struct verify *v);

/* ── ir.c ── */
/* Does a figure name something that is there? */
bool verify_bind(struct verify *v, const struct ir_bind *b);
/* The table in whose rows a colref has its values. */
uint32_t verify_lanes(const struct ir_colref *r, const struct ir_program *p);

/* ── ir_report.c ── */
bool verify_report(struct verify *v);
#endif
