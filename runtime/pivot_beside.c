/* Columns of figures of a form or of long data that no block reads, for those who look at all that
 * is printed.
 * In: the records that blocks take. Out: a column for each label beside which such a figure stands.
 * Invariant: they come after all columns that can be bound, and make no row: no verdict and no
 * value depends on them. What has no place is told with its column as unread. */
#include "pivot_part.h"
#include <string.h>

/* The one at whose right hand the column stands, else the first. */
static const struct pivot_block *block_left_of(const struct pivot_reader *p, uint32_t column)
{
    const struct pivot_block *best = NULL;
    for (uint32_t i = 0; i < p->nblock; i++) {
        const struct pivot_block *b = &p->block[i];
        uint32_t at = b->label == IR_NONE ? b->amount : b->label;
        uint32_t so_far = !best ? 0 : best->label == IR_NONE ? best->amount : best->label;
        if (at < column && (!best || at > so_far))
            best = b;
    }
    return best ? best : &p->block[0];
}

void beside_open(struct pivot_reader *p)
{
    for (uint32_t i = 0; p->t->every_field && p->nblock && i < p->source.count; i++) {
        if (p->used[i])
            continue;
        p->block[p->nblock + p->nbeside++] = (struct pivot_block){
            .label = block_left_of(p, i)->label, .amount = i, .where = IR_NONE, .unit = IR_NONE,
            .beside = true };
    }
}

/* A figure beside no label is known by its column. */
static void field_take(struct pivot_reader *p, struct pivot_block *b,
                       const struct sheet_record *rec, bool taken)
{
    struct sheet_field amount = pivot_field(rec, b->amount), label = { "", 0 };
    const char *header = p->source.text[b->amount];
    uint64_t row = taken && rec->count == p->source.count ? pivot_row_find(p, rec) : DATA_NO_ROW;
    if (!amount.len)
        return;
    if (b->label != IR_NONE)
        label = pivot_field(rec, b->label);
    if (!label.len)
        label = (struct sheet_field){ header, strlen(header) };
    if (row == DATA_NO_ROW || !label.len) {
        b->left = b->left || cell_is_number(amount.p, amount.len);
        return;
    }
    struct pivot_item item = pivot_item(p, b, rec, label, amount);
    item.row = row;
    ARENA_PUSH(p->t->arena, b->item, b->nitem, b->item_cap, item);
}

void beside_take(struct pivot_reader *p, const struct sheet_record *rec, bool taken)
{
    for (uint32_t i = 0; i < p->nbeside; i++)
        field_take(p, &p->block[p->nblock + i], rec, taken);
}

void beside_close(struct pivot_reader *p)
{
    p->out->nbound = p->ncolumn;
    for (uint32_t i = 0; i < p->nbeside; i++) {
        struct pivot_block *b = &p->block[p->nblock + i];
        struct outline labels;
        if (!p->number[b->amount])
            continue;
        pivot_block_make(p, b, &labels);
        p->used[b->amount] = !b->left;
    }
}
