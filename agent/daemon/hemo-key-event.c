/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-key-event.h.
 */
#include "hemo-key-event.h"

static void
add_text(GVariantDict *dict, const char *key, const char *text)
{
    if (text != NULL)
        g_variant_dict_insert(dict, key, "s", text);
}

static GVariant *
make_body(const HemoKeyEvent *event)
{
    g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(NULL);

    g_variant_dict_insert(&dict, "act", "s", event->act);
    g_variant_dict_insert(&dict, "by", "s", g_get_user_name());
    add_text(&dict, "kind", hemo_names_find(hemo_key_record_kinds, event->kind));
    add_text(&dict, "fingerprint", event->fingerprint);
    add_text(&dict, "how", event->how);
    if (event->count > 0)
        g_variant_dict_insert(&dict, "count", "u", event->count);
    return g_variant_dict_end(&dict);
}

static GVariant *
make_sealed(const HemoKeyEvent *event)
{
    g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(NULL);

    g_variant_dict_insert(&dict, "address", "s", event->address);
    return g_variant_dict_end(&dict);
}

gboolean
hemo_key_event_record(HemoServices *services, const HemoKeyEvent *event, GError **error)
{
    return hemo_audit_log_append(services->audit,
                                 "",
                                 "key",
                                 make_body(event),
                                 event->address != NULL ? make_sealed(event) : NULL,
                                 error);
}
