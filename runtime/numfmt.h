#ifndef FISC_NUMFMT_H
#define FISC_NUMFMT_H
/* Numbers of a workbook as its cells show them (language.md §12 Workbooks). */
#include "str.h"

/* A number format: up to four sections, parsed once. */
enum { FORMAT_SECTIONS = 4 };
enum format_kind { FORMAT_GENERAL, FORMAT_NUMBER, FORMAT_DATE,
                   FORMAT_TEXT };   /* `@`, or nothing to be shown */
struct format_section { const char *p; size_t len; enum format_kind kind; };
struct format { struct format_section section[FORMAT_SECTIONS]; unsigned count; };

/* code is kept, not copied. */
struct format format_parse(const char *code, size_t len);
/* The formats that a workbook names by number only; NULL: General. */
const char *format_builtin(unsigned id);

/* What was seen of a number: are there decimal places that the format does not show? */
struct shown { bool hidden; };
/* Appends the number `text` (as XML has it: digits, a point, an exponent) as it is shown. It is
 * first rounded to 15 significant digits, as spreadsheets do, then to the format's places, half
 * away from zero, both in decimal. Dates come as YYYY-MM-DD; days are counted from 1900, or 1904.
 * False if the text is no number: then it is appended as it is. */
bool format_number(struct strbuf *out, const struct format *f, const char *text, size_t len,
                   bool days_of_1904, struct shown *shown);
#endif
