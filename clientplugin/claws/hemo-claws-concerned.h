/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Recipients of whom the agent says the same, put together, so that its words are read
 * once.  Knows nothing of Claws Mail nor of widgets.
 */
#pragma once

#include <glib.h>

typedef struct {
    char *verdict; /* "hold" */
    char *words;   /* why; "" for nothing */
    GPtrArray *names;
} HemoClawsConcerned;

/* HemoClawsConcerned in the order in which the first of each is named; @recipients (aa{sv})
 * as Agent1.Assess has them.  Unref. */
GPtrArray *hemo_claws_concerned_group(GVariant *recipients);

/* "a, b, c and 4 more", translated. */
char *hemo_claws_concerned_names(const HemoClawsConcerned *concerned);
