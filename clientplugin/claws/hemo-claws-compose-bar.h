#pragma once
#include "compose.h"
#include "hemo-claws.h"
typedef struct _HemoClawsComposeBar HemoClawsComposeBar;
HemoClawsComposeBar *hemo_claws_compose_bar_new(HemoClaws *claws);
void hemo_claws_compose_bar_free(HemoClawsComposeBar *bars);
const char *hemo_claws_compose_bar_rung(HemoClawsComposeBar *bars, const Compose *compose);
