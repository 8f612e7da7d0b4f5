/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-compose.h.
 */
#include "hemo-compose.h"

#include "hemo-reader-wire.h"

GVariant *
hemo_compose_answer(const HemoComposeInput *input, GVariant *copy)
{
    g_auto(GVariantDict) values = {0};

    g_variant_dict_init(&values, NULL);
    g_variant_dict_insert(&values, "result", "s", HEMO_READER_WIRE_NO_OBJECT);
    return g_variant_dict_end(&values);
}
