/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claws-had.h.
 */
#include "hemo-claws-had.h"

#include <glib/gi18n-lib.h>

struct _HemoClawsHad {
    char *content_likeness; /* NULL: nobody has anything */
    GPtrArray *recipients;  /* char* */
    HemoClawsMessage *unfiled;
    char *folder; /* that it belongs into, or NULL */
};

HemoClawsHad *
hemo_claws_had_new(void)
{
    HemoClawsHad *had = g_new0(HemoClawsHad, 1);

    had->recipients = g_ptr_array_new_with_free_func(g_free);
    return had;
}

void
hemo_claws_had_clear(HemoClawsHad *had)
{
    g_clear_pointer(&had->content_likeness, g_free);
    g_clear_pointer(&had->unfiled, hemo_claws_deliver_message_free);
    g_clear_pointer(&had->folder, g_free);
    g_ptr_array_set_size(had->recipients, 0);
}

static void
file(HemoClawsHad *had)
{
    if (had->unfiled != NULL && had->folder != NULL)
        hemo_claws_deliver_file(had->folder, had->unfiled);
}

void
hemo_claws_had_free(HemoClawsHad *had)
{
    if (had == NULL)
        return;
    file(had);
    hemo_claws_had_clear(had);
    g_ptr_array_unref(had->recipients);
    g_free(had);
}

void
hemo_claws_had_begin(HemoClawsHad *had, const char *content_likeness)
{
    if (g_strcmp0(had->content_likeness, content_likeness) == 0)
        return;
    file(had);
    hemo_claws_had_clear(had);
    had->content_likeness = g_strdup(content_likeness);
}

void
hemo_claws_had_add(HemoClawsHad *had,
                   const HemoClawsCapture *capture,
                   const HemoClawsMessage *message)
{
    for (gsize i = 0; message->recipients[i] != NULL; i++)
        g_ptr_array_add(had->recipients, g_strdup(message->recipients[i]));
    hemo_claws_deliver_message_free(had->unfiled);
    had->unfiled = hemo_claws_deliver_message_copy(message);
    g_free(had->folder);
    had->folder = g_strdup(capture->queue.sent_folder);
}

gboolean
hemo_claws_had_anybody(const HemoClawsHad *had)
{
    return had->recipients->len > 0;
}

GStrv
hemo_claws_had_others(const HemoClawsHad *had, const char *const *addresses)
{
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();

    for (gsize i = 0; addresses[i] != NULL; i++) {
        if (!g_ptr_array_find_with_equal_func(had->recipients, addresses[i], g_str_equal, NULL))
            g_strv_builder_add(builder, addresses[i]);
    }
    return g_strv_builder_end(builder);
}

char *
hemo_claws_had_words(const HemoClawsHad *had)
{
    g_autoptr(GString) names = g_string_new(NULL);

    if (!hemo_claws_had_anybody(had))
        return NULL;
    for (guint i = 0; i < had->recipients->len; i++)
        g_string_append_printf(names,
                               "%s%s",
                               i > 0 ? ", " : "",
                               (const char *)had->recipients->pdata[i]);
    return g_strdup_printf(_("These have it already, and will not get it again: %s"),
                           names->str);
}
