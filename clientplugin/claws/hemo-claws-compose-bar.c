#include "hemo-claws-compose-bar.h"
HemoClawsComposeBar *
hemo_claws_compose_bar_new(HemoClaws *claws)
{
    return NULL;
}
void
hemo_claws_compose_bar_free(HemoClawsComposeBar *bars)
{
}
const char *
hemo_claws_compose_bar_rung(HemoClawsComposeBar *bars, const Compose *compose)
{
    return "";
}
