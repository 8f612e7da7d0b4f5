/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-audit-page.h.
 */
#include "hemo-cli-audit-page.h"

#include "hemo-bus.h"
#include "hemo-cli-mail.h"
#include "hemo-limits.h"

#include <json-glib/json-glib.h>

HemoAudit1 *
hemo_cli_audit_page_open(GError **error)
{
    g_autoptr(HemoAgent1) agent = hemo_cli_mail_connect(error);

    if (agent == NULL)
        return NULL;
    return hemo_audit1_proxy_new_sync(g_dbus_proxy_get_connection(G_DBUS_PROXY(agent)),
                                      G_DBUS_PROXY_FLAGS_DO_NOT_LOAD_PROPERTIES,
                                      NULL,
                                      HEMO_BUS_PATH,
                                      NULL,
                                      error);
}

GVariant *
hemo_cli_audit_page_read(HemoAudit1 *audit,
                         guint64 first,
                         gboolean reveal,
                         guint64 *ret_next,
                         GError **error)
{
    GVariant *records = NULL;
    gsize n;

    *ret_next = 0;
    if (!hemo_audit1_call_show_sync(audit,
                                    first,
                                    reveal,
                                    G_DBUS_CALL_FLAGS_NONE,
                                    G_MAXINT,
                                    &records,
                                    NULL,
                                    error))
        return NULL;
    n = g_variant_n_children(records);
    /* not by an empty page: to reveal a page adds a record, so there would always be one more
     */
    if (n == HEMO_LIMIT_AUDIT_PAGE) {
        g_autoptr(GVariant) last = g_variant_get_child_value(records, n - 1);

        g_variant_lookup(last, "number", "t", ret_next);
        *ret_next += 1;
    }
    return records;
}

/* A record's body is JSON already: it is put in as an object, not as text. */
static void
set_json_member(JsonObject *object, const char *member)
{
    const char *text = json_object_get_string_member_with_default(object, member, NULL);
    g_autoptr(JsonNode) node = text != NULL ? json_from_string(text, NULL) : NULL;

    if (node != NULL)
        json_object_set_member(object, member, g_steal_pointer(&node));
}

char *
hemo_cli_audit_page_json(GVariant *record)
{
    g_autoptr(JsonNode) node = json_gvariant_serialize(record);

    set_json_member(json_node_get_object(node), "body");
    set_json_member(json_node_get_object(node), "sealed");
    return json_to_string(node, FALSE);
}
