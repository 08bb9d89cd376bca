/* Reasons in words: why something is unknown, as a sentence and in a few words. */
#include "message.h"

enum say message_unknown(enum ir_reason reason)
{
    switch (reason) {
    case RS_NONE: case RS_COUNT: case RS_MISSING: return SAY_UNKNOWN_MISSING;
    case RS_UNREADABLE: return SAY_UNKNOWN_UNREADABLE;
    case RS_OVERFLOW: return SAY_UNKNOWN_OVERFLOW;
    case RS_ZERO_BASE: return SAY_UNKNOWN_ZERO_BASE;
    case RS_ZERO_DIVISION: return SAY_UNKNOWN_ZERO_DIVISION;
    case RS_AMBIGUOUS: return SAY_UNKNOWN_AMBIGUOUS;
    case RS_NO_ROWS: return SAY_UNKNOWN_NO_ROWS;
    case RS_NO_PRIOR: return SAY_UNKNOWN_NO_PRIOR;
    case RS_PARTIAL: case RS_ONE_SIDED: return SAY_UNKNOWN_PARTIAL;
    case RS_UNLISTED: return SAY_UNKNOWN_UNLISTED;
    case RS_DOUBTFUL: return SAY_UNKNOWN_DOUBTFUL;
    }
    return SAY_UNKNOWN_MISSING;
}

enum say message_reason(enum ir_reason reason)
{
    switch (reason) {
    case RS_NONE: case RS_COUNT: case RS_MISSING: return SAY_REASON_MISSING;
    case RS_UNREADABLE: return SAY_REASON_UNREADABLE;
    case RS_OVERFLOW: return SAY_REASON_OVERFLOW;
    case RS_ZERO_BASE: return SAY_REASON_ZERO_BASE;
    case RS_ZERO_DIVISION: return SAY_REASON_ZERO_DIVISION;
    case RS_AMBIGUOUS: return SAY_REASON_AMBIGUOUS;
    case RS_NO_ROWS: return SAY_REASON_NO_ROWS;
    case RS_NO_PRIOR: return SAY_REASON_NO_PRIOR;
    case RS_PARTIAL: return SAY_REASON_PARTIAL;
    case RS_ONE_SIDED: return SAY_REASON_NO_KEY;
    case RS_UNLISTED: return SAY_REASON_UNLISTED;
    case RS_DOUBTFUL: return SAY_REASON_DOUBTFUL;
    }
    return SAY_REASON_MISSING;
}
