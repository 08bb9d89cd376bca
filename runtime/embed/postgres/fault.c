/* What the extension refuses, told in the language of the session and in the server's encoding. */
#include "fisc_postgres.h"
#include <mb/pg_wchar.h>
#include <utils/guc.h>
#include <utils/pg_locale.h>

static const struct { int code; const char *text[2], *hint[2]; } told[] = {
#define X(id, code, zh, en, hint_zh, hint_en) { code, { zh, en }, { hint_zh, hint_en } },
#include "fault.def"
#undef X
};

char *to_server(const char *s)
{
    return pg_any_to_server(s, (int)strlen(s), PG_UTF8);
}

char *to_utf8(const char *s)
{
    return pg_server_to_any(s, (int)strlen(s), PG_UTF8);
}

/* Chinese is told only where the server has it. */
fisc_lang fault_language(void)
{
    int e = GetDatabaseEncoding();
    bool can = e == PG_UTF8 || e == PG_EUC_CN || e == PG_SQL_ASCII;
    if (settings.language == LANGUAGE_AUTO)
        return can && locale_messages && strncmp(locale_messages, "zh", 2) == 0 ? FISC_ZH : FISC_EN;
    return can && settings.language == LANGUAGE_ZH ? FISC_ZH : FISC_EN;
}

void refuse(enum fault f, const char *a, const char *b, const char *c)
{
    fisc_lang lang = fault_language();
    const char *hint = told[f].hint[lang];
    ereport(ERROR, errcode(told[f].code),
            errmsg_internal(to_server(told[f].text[lang]), a ? a : "", b ? b : "", c ? c : ""),
            *hint ? errhint("%s", to_server(hint)) : 0);
    pg_unreachable();
}
