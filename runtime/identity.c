/* Which identities of a table's shape a cell is the whole of.
 * In: a run, a rule, a cell. Out: whether its parts are the rule's other figures. */
#include "identity.h"
#include "evidence.h"

struct search { struct cell_at cell; bool found; };

static void look(void *ctx, uint64_t row, uint32_t sheet, enum cell_kind kind, int64_t value)
{
    struct search *x = ctx;
    (void)kind;
    (void)value;
    x->found = x->found || (x->cell.row == row && x->cell.sheet == sheet);
}

/* Parents stand in sheet order. */
static bool is_parent(const struct findings *f, struct cell_at cell)
{
    const uint64_t *parent = data_parents(f->data, cell.table);
    uint64_t low = 0, high = data_parent_count(f->data, cell.table);
    while (low < high) {
        uint64_t mid = low + (high - low) / 2;
        if (parent[mid] == cell.row)
            return true;
        if (parent[mid] < cell.row)
            low = mid + 1;
        else
            high = mid;
    }
    return false;
}

bool identity_states(const struct findings *f, uint32_t rule, struct cell_at cell)
{
    const struct ir_rule *of = &f->prog->rule[rule];
    bool shape = of->kind == KIND_COLUMNS || of->kind == KIND_ROWS || of->kind == KIND_OF_WHICH;
    struct search x = { cell, false };
    struct figure_place at;
    if (!shape || !of->ncell)
        return false;
    at = evidence_place(f->prog, of, &of->cell[0], cell.row);
    if (at.colref == IR_NONE || f->prog->colref[at.colref].table != cell.table)
        return false;
    evidence_members(f, &at, look, &x);
    return x.found && (of->domain != DOMAIN_PARENTS || is_parent(f, cell));
}

uint64_t identity_row(const struct findings *f, uint32_t rule, struct cell_at cell)
{
    return f->prog->rule[rule].domain == DOMAIN_UNIT ? DATA_NO_ROW : cell.row;
}

uint32_t identity_of_rows(const struct ir_program *p, const struct ir_rule *r)
{
    const struct ir_bind *sum = r->ncell == 2 ? &r->cell[1] : NULL;
    bool rows = r->kind == KIND_ROWS && sum && sum->kind == BIND_COLREF
        && p->colref[sum->index].kind == COL_CHILDREN;
    return rows ? sum->index : IR_NONE;
}
