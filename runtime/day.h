#ifndef FISC_DAY_H
#define FISC_DAY_H
/* Days of the calendar as numbers YYYYMMDD, which compare as days do. */
#include <stdbool.h>
#include <stdint.h>

/* The day of `YYYY-MM-DD`, the last one of `YYYY-MM`; 0: there is no such day. */
uint32_t day_last(const char *text);
/* Likewise, the first one of `YYYY-MM`. */
uint32_t day_first(const char *text);
/* Is it a day of the calendar? */
bool day_is(uint32_t day);
enum { DAY_TEXT = 16 };
/* YYYY-MM-DD */
void day_format(char text[DAY_TEXT], uint32_t day);
#endif
