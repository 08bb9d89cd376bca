/* An artifact that is linked into the program: prints how many rules its header and its program
 * count. */
#include "small.h"
#include <stdio.h>

int main(void)
{
    fisc_rules *r;
    if (fisc_rules_linked(&small_artifact, NULL, NULL, &r) != FISC_OK)
        return 1;
    printf("%u %u\n", (unsigned)SMALL_RULES, fisc_rule_count(r));
    fisc_rules_close(r);
    return 0;
}
