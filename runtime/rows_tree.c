/* Orders the rows of a table by their labels.
 * In: the label of every row, and the tree of labels that the rules declare. Out: the total row,
 * parents and leaves; findings of rows that repeat another, or that belong nowhere.
 * Invariant: each row has at most one parent; what is of-which has none. */
#include "form_bind.h"
#include "outline.h"
#include "rows_part.h"
#include <string.h>

enum { NEAR_LABELS = 4096 };        /* labels looked at for a near one */

struct tree {
    struct data_table *t;
    struct rows *r;
    const struct ir_row_node *node; uint32_t nnode;
    struct outline o;
    uint32_t *row_of;               /* by label */
    bool *placed;                   /* by label: it has its place in the tree */
};

/* ---- labels ---- */

static const char *row_text(const struct tree *x, uint64_t row)
{
    uint32_t key = x->t->key_of[x->t->schema->node_key];
    return sym_text(x->t->codes, table_code(x->t, key, row));
}

/* How often the path stood before. */
static uint32_t repeat_of(struct tree *x, uint32_t **seen, uint32_t *nseen, uint32_t *cap,
                          sym path)
{
    while (*nseen <= path)
        ARENA_PUSH(x->t->arena, *seen, *nseen, *cap, 0);
    return (*seen)[path]++;
}

static void labels_read(struct tree *x)
{
    struct arena *a = x->t->arena;
    uint64_t nrow = x->t->nrow;
    struct outline_reader reader;
    struct outline_label *label = ARENA_ARRAY(a, struct outline_label, nrow);
    uint32_t *seen = NULL, nseen = 0, cap = 0, n = 0;
    x->o = (struct outline){ .arena = a, .paths = symtab_new(a), .label = label };
    x->o.repeat = ARENA_ARRAY(a, uint32_t, nrow);
    x->o.apart = ARENA_ARRAY(a, bool, nrow);
    x->row_of = ARENA_ARRAY(a, uint32_t, nrow);
    x->placed = ARENA_ARRAY(a, bool, nrow);
    outline_begin(&reader, a, x->o.paths);
    for (uint64_t row = 0; row < nrow; row++) {
        const char *text = row_text(x, row);
        if (!*text)
            continue;
        label[n] = outline_read(&reader, text, strlen(text));
        x->o.repeat[n] = repeat_of(x, &seen, &nseen, &cap, label[n].path);
        x->o.apart[n] = label[n].of_which;
        x->row_of[n++] = (uint32_t)row;
    }
    x->o.nlabel = n;
}

/* ---- nodes ---- */

static const char *near_label(const struct tree *x, const char *wanted)
{
    unsigned best = UINT32_MAX;
    uint32_t near = 0, n = x->o.nlabel < NEAR_LABELS ? x->o.nlabel : NEAR_LABELS;
    for (uint32_t i = 0; i < n; i++) {
        unsigned d = str_distance(x->o.label[i].own, wanted, 30);
        if (d < best) {
            best = d;
            near = i;
        }
    }
    return n ? x->o.label[near].shown : "";
}

static void bind_fault(const struct tree *x, uint32_t c, const char *wanted,
                       struct outline_match m, struct diags *d)
{
    const struct ir_row_node *node = &x->node[c];
    const char *name = x->t->prog->string[node->nheader ? node->header[0] : node->name];
    struct data_place at = { .file = x->t->file, .header = "", .text = "" };
    if (m.count)
        diag_add_data(d, DIAG_AMBIGUOUS_LABEL, at, x->t->file, name,
                      x->o.label[m.label].shown, x->o.label[m.second].shown, NULL);
    else
        diag_add_data(d, DIAG_MISSING_LABEL, at, x->t->file, name, near_label(x, wanted), NULL);
}

static void node_bind(struct tree *x, uint32_t c, struct diags *d)
{
    const struct ir_row_node *node = &x->node[c];
    struct outline_match m = { 0, IR_NONE, IR_NONE };
    const char *first = NULL;
    for (uint32_t i = 0; (i < node->nheader || !i) && !m.count; i++) {
        sym text = node->nheader ? node->header[i] : node->name;
        const char *wanted = outline_wanted(x->t->arena, x->t->prog->string[text]);
        first = first ? first : wanted;
        m = outline_bind(&x->o, c, wanted);
    }
    if (m.count != 1 && c)          /* a total row that is not there is told elsewhere */
        bind_fault(x, c, first, m, d);
}

static void nodes_bind(struct tree *x, struct diags *d)
{
    struct outline_node *node = ARENA_ARRAY(x->t->arena, struct outline_node, x->nnode);
    for (uint32_t c = 0; c < x->nnode; c++)
        node[c] = (struct outline_node){ x->node[c].parent, IR_NONE, x->node[c].braces };
    outline_index(&x->o, node, x->nnode);
    for (uint32_t c = 0; c < x->nnode; c++)
        node_bind(x, c, d);
    for (uint32_t i = 0; i < x->o.nlabel; i++)
        x->o.apart[i] |= outline_repeats(&x->o, i);
    outline_link(&x->o);
}

/* ---- parents ---- */

static void child_set(struct tree *x, uint32_t row, uint32_t parent)
{
    if (x->r->parent[row] == ROWS_NONE && row != parent)
        x->r->parent[row] = parent;
}

static void declared_children(struct tree *x, uint32_t c, uint32_t row)
{
    for (uint32_t k = c + 1; k < x->nnode; k++) {
        uint32_t label = x->o.node[k].label;
        if (x->node[k].parent != c || x->node[k].role == ROW_NODE_OF)
            continue;
        if (label == IR_NONE) {
            x->r->flag[row] |= ROW_INCOMPLETE;
            continue;
        }
        child_set(x, x->row_of[label], row);
        if (x->node[k].role == ROW_NODE_LESS)
            x->r->flag[x->row_of[label]] |= ROW_LESS;
    }
}

static void covered_children(struct tree *x, uint32_t c, uint32_t row)
{
    const struct outline_cover *cover = outline_covers(&x->o, x->o.node[c].label);
    for (uint32_t i = 0; i < cover->n; i++) {
        uint32_t label = cover->label[i];
        if (x->o.node_of[label] != IR_NONE)
            continue;               /* it has its own place in the tree, here or elsewhere */
        x->placed[label] = true;
        if (x->node[c].others)
            child_set(x, x->row_of[label], row);
        else if (rows_has_figure(x->t, x->row_of[label]))
            table_find(x->t, SHAPE_UNLISTED_ROW, IR_NONE, IR_NONE, x->row_of[label], row);
    }
}

static void parents_set(struct tree *x)
{
    for (uint32_t c = 0; c < x->nnode; c++) {
        uint32_t label = x->o.node[c].label;
        x->r->node_row[c] = label == IR_NONE ? ROWS_NONE : x->row_of[label];
        if (label == IR_NONE)
            continue;
        uint32_t row = x->row_of[label];
        x->placed[label] = true;
        if (!c) {
            x->r->total = row;
            x->r->flag[row] |= ROW_TOTAL;
        }
        if (x->node[c].role == ROW_NODE_OF)
            x->r->flag[row] |= ROW_APART;
        if (!x->node[c].braces)
            continue;
        x->r->flag[row] |= ROW_HAS_CHILDREN;
        declared_children(x, c, row);
        covered_children(x, c, row);
    }
}

/* ---- leaves, and what has no place ---- */

/* A total that no node names stands for what it covers; a label that others stand under is no leaf
 * though nothing is said of its sum. */
static void leaves_set(struct tree *x)
{
    struct outline *o = &x->o;
    for (uint32_t i = 0; i < o->nlabel; i++) {
        uint8_t *flag = &x->r->flag[x->row_of[i]];
        if (o->label[i].of_which || o->first[o->label[i].path])
            *flag |= ROW_APART;
        if (!o->label[i].rank)
            continue;
        const struct outline_cover *cover = outline_covers(o, i);
        *flag |= cover->n ? ROW_APART : 0;
        for (uint32_t k = 0; x->placed[i] && k < cover->n; k++)
            x->placed[cover->label[k]] = true;
    }
}

/* first: by path */
static void repeat_find(struct tree *x, uint32_t i, const uint32_t *first)
{
    x->r->flag[x->row_of[i]] |= ROW_REPEATED;
    table_find(x->t, SHAPE_REPEATED_ROW, IR_NONE, IR_NONE, x->row_of[i],
               x->row_of[first[x->o.label[i].path]]);
}

/* In the order of the sheet: what stands under a label that has its place has one too. */
static void places_find(struct tree *x)
{
    struct outline *o = &x->o;
    bool *path = ARENA_ARRAY(x->t->arena, bool, sym_count(o->paths) + 1);
    uint32_t *first = ARENA_ARRAY(x->t->arena, uint32_t, sym_count(o->paths) + 1);
    for (uint32_t i = 0; i < o->nlabel; i++) {
        const struct outline_label *l = &o->label[i];
        first[l->path] = o->repeat[i] ? first[l->path] : i;
        if (outline_repeats(o, i)) {
            repeat_find(x, i, first);
            continue;
        }
        x->placed[i] |= l->of_which || o->restates[i] || (l->level && path[l->level]);
        path[l->path] |= x->placed[i];
        if (!x->placed[i] && rows_has_figure(x->t, x->row_of[i]))
            table_find(x->t, SHAPE_UNLISTED_ROW, IR_NONE, IR_NONE, x->row_of[i], DATA_NO_ROW);
    }
}

static void blanks_find(struct tree *x)
{
    for (uint64_t row = 0; row < x->t->nrow; row++) {
        if (*row_text(x, row))
            continue;
        x->r->flag[row] |= ROW_APART;
        if (rows_has_figure(x->t, row))
            table_find(x->t, SHAPE_UNLISTED_ROW, IR_NONE, IR_NONE, row, DATA_NO_ROW);
        else if (rows_unreadable(x->t, row))
            x->r->lost = true;
    }
}

void rows_tree(struct data_table *t, struct diags *d)
{
    struct tree x = { .t = t, .r = &t->rows, .node = t->schema->node, .nnode = t->schema->nnode };
    for (uint64_t row = 0; row < t->nrow; row++)
        t->rows.parent[row] = ROWS_NONE;
    t->rows.node_row = ARENA_ARRAY(t->arena, uint32_t, x.nnode);
    memset(t->rows.node_row, 0xff, x.nnode * sizeof *t->rows.node_row);
    if (t->key_of[t->schema->node_key] == IR_NONE) {
        t->rows.lost = true;
        return;
    }
    labels_read(&x);
    nodes_bind(&x, d);
    parents_set(&x);
    leaves_set(&x);
    places_find(&x);
    blanks_find(&x);
}
