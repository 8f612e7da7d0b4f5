/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claws-queue.h.
 */
#include "hemo-claws-queue.h"

#include <string.h>

static gboolean
is_one_line(const char *text)
{
    return text == NULL || strpbrk(text, "\r\n") == NULL;
}

static gboolean
is_sound(const HemoClawsQueue *queue)
{
    const char *const values[] = {queue->message_id,
                                  queue->sender,
                                  queue->server,
                                  queue->sent_folder,
                                  queue->replied,
                                  queue->forwarded};

    for (gsize i = 0; i < G_N_ELEMENTS(values); i++) {
        if (!is_one_line(values[i]))
            return FALSE;
    }
    for (gsize i = 0; queue->recipients[i] != NULL; i++) {
        if (strpbrk(queue->recipients[i], "<>\r\n") != NULL)
            return FALSE;
    }
    return queue->sender != NULL && queue->recipients[0] != NULL;
}

static void
add_recipients(GString *header, const char *const *recipients)
{
    for (gsize i = 0; recipients[i] != NULL; i++)
        g_string_append_printf(header, "%s<%s>", i == 0 ? "R:" : ",", recipients[i]);
    g_string_append_c(header, '\n');
}

static void
add_optional(GString *header, const char *name, const char *value)
{
    if (value != NULL)
        g_string_append_printf(header, "%s:%s\n", name, value);
}

char *
hemo_claws_queue_header(const HemoClawsQueue *queue)
{
    GString *header;

    if (!is_sound(queue))
        return NULL;
    header = g_string_new("AF:\nNF:0\nPS:10\nSRH:1\nSFN:\nDSR:\n");
    if (queue->message_id != NULL)
        g_string_append_printf(header, "MID:<%s>\n", queue->message_id);
    else
        g_string_append(header, "MID:\n");
    g_string_append_printf(header, "CFG:\nPT:0\nS:%s\nRQ:\n", queue->sender);
    g_string_append_printf(header,
                           "SSV:%s\nNSV:\nSSH:\n",
                           queue->server != NULL ? queue->server : "");
    add_recipients(header, queue->recipients);
    g_string_append_printf(header, "MAID:%d\n", queue->account_id);
    add_optional(header, "SCF", queue->sent_folder);
    add_optional(header, "RMID", queue->replied);
    add_optional(header, "FMID", queue->forwarded);
    g_string_append(header, "X-Claws-End-Special-Headers: 1\n");
    return g_string_free(header, FALSE);
}
