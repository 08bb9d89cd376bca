#include "ir.h"
const struct ir_op_info ir_op_info[OP_COUNT] = {
#define W 'W'
#define F 'F'
#define N 'N'
#define X(name, text, args, result) { text, args, result },
#include "ir.def"
#undef X
#undef W
#undef F
#undef N
};

uint8_t ir_op_result(const struct ir_op *op)
{
    switch (ir_op_info[op->op].result) {
    case 'W': return op->width;
    case 'F': return IR_W64;
    }
    return 0;
}
