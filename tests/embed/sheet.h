#ifndef FISC_TEST_SHEET_H
#define FISC_TEST_SHEET_H
/* For programs that give small/'s table 支出 in several ways: its sheet as text; what ends a test. */
#include "../../runtime/fisc.h"
#include <stdio.h>
#include <stdlib.h>

static const char spending[] =
    "编码,名称,总额,基本,项目\n,合计,46.48,30.25,16.23\n201,一般公共服务支出,40.00,25.00,15.00\n"
    "2010301,行政运行,40.00,25.00,15.00\n208,社会保障和就业支出,6.48,5.25,1.23\n"
    "2080505,养老保险缴费,6.48,5.25,1.23\n";

static inline void need(fisc_status s, fisc_status want, const char *what)
{
    if (s == want)
        return;
    printf("%s: %s in place of %s\n", what, fisc_status_text(s), fisc_status_text(want));
    exit(1);
}

static inline void fail(const char *what)
{
    puts(what);
    exit(1);
}
#endif
