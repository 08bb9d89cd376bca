/* Names of statuses, reasons and severities, as in JSON. */
#include "find.h"

const char *status_name(enum ir_status s)
{
    switch (s) {
    case ST_EXACT: return "exact";
    case ST_ROUNDING: return "rounding";
    case ST_VIOLATED: return "violated";
    case ST_NOT_APPLICABLE: return "not-applicable";
    case ST_UNKNOWN: return "unknown";
    case ST_WAIVED: return "waived";
    case ST_KNOWN: return "known";
    case ST_COUNT: break;
    }
    return "";
}

const char *reason_name(enum ir_reason r)
{
    switch (r) {
    case RS_NONE: case RS_COUNT: break;
    case RS_MISSING: return "missing";
    case RS_UNREADABLE: return "unreadable";
    case RS_OVERFLOW: return "overflow";
    case RS_ZERO_BASE: return "zero-base";
    case RS_ZERO_DIVISION: return "zero-division";
    case RS_AMBIGUOUS: return "ambiguous";
    case RS_NO_ROWS: return "no-rows";
    case RS_NO_PRIOR: return "no-prior";
    case RS_PARTIAL: return "partial";
    case RS_ONE_SIDED: return "one-sided";
    case RS_UNLISTED: return "unlisted";
    case RS_DOUBTFUL: return "doubtful";
    }
    return "";
}

const char *severity_name(unsigned severity)
{
    static const char *const name[] = { "must", "should", "note" };
    return severity < 3 ? name[severity] : "";
}

const char *cell_kind_name(enum cell_kind kind)
{
    switch (kind) {
    case CELL_FIGURE: return "figure";
    case CELL_BLANK: return "blank";
    case CELL_DASH: return "dash";
    case CELL_NONE: return "none";
    case CELL_UNREADABLE: return "unreadable";
    case CELL_OVERFLOW: return "overflow";
    case CELL_MISSING: return "missing";
    }
    return "";
}
