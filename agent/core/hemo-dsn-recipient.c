/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-dsn-recipient.h.
 */
#include "hemo-dsn-recipient.h"

#include <string.h>

#include "hemo-limits.h"

const HemoName hemo_dsn_action_names[] = {
    {HEMO_DSN_ACTION_FAILED, "failed"},
    {HEMO_DSN_ACTION_DELAYED, "delayed"},
    {HEMO_DSN_ACTION_DELIVERED, "delivered"},
    {HEMO_DSN_ACTION_RELAYED, "relayed"},
    {HEMO_DSN_ACTION_EXPANDED, "expanded"},
    {0, NULL},
};

HemoDsnRecipient *
hemo_dsn_recipient_new(HemoSlice address, HemoDsnAction action)
{
    HemoDsnRecipient *recipient = g_new0(HemoDsnRecipient, 1);

    recipient->address = hemo_secret_new_copy(address);
    recipient->action = action;
    return recipient;
}

void
hemo_dsn_recipient_free(HemoDsnRecipient *recipient)
{
    if (recipient == NULL)
        return;
    hemo_secret_unref(recipient->address);
    g_free(recipient);
}

/* The length of "d.d{1,3}.d{1,3}" at the start of @text, or 0. */
static gsize
measure_status(HemoSlice text)
{
    gsize at = 1;

    for (int group = 0; group < 2; group++) {
        gsize digits = 0;

        if (hemo_slice_at(text, at) != '.')
            return 0;
        for (at++; digits < 3 && g_ascii_isdigit(hemo_slice_at(text, at)); at++)
            digits++;
        if (digits == 0)
            return 0;
    }
    if (g_ascii_isdigit(hemo_slice_at(text, at)) ||
        (hemo_slice_at(text, at) == '.' && g_ascii_isdigit(hemo_slice_at(text, at + 1))))
        return 0;
    return at;
}

gboolean
hemo_dsn_recipient_find_status(HemoSlice text, const char *classes, char *status)
{
    for (gsize i = 0; i < text.size; i++) {
        int before = i == 0 ? ' ' : text.data[i - 1];
        gsize length;

        if (text.data[i] == '\0' || strchr(classes, text.data[i]) == NULL ||
            g_ascii_isalnum(before) || before == '.' || before == '[')
            continue;
        length = measure_status(hemo_slice_from(text, i));
        if (length == 0 || length >= HEMO_DSN_STATUS_SIZE)
            continue;
        memcpy(status, text.data + i, length);
        status[length] = '\0';
        return TRUE;
    }
    return FALSE;
}

void
hemo_dsn_recipient_add(GPtrArray *array, HemoDsnRecipient *recipient)
{
    g_autoptr(HemoDsnRecipient) owned = recipient;
    HemoSlice address = hemo_secret_slice(owned->address);

    if (address.size == 0 || array->len >= HEMO_LIMIT_REPORT_RECIPIENTS)
        return;
    for (guint i = 0; i < array->len; i++) {
        HemoDsnRecipient *other = g_ptr_array_index(array, i);

        if (hemo_slice_equal_nocase(address, hemo_secret_text(other->address)))
            return;
    }
    g_ptr_array_add(array, g_steal_pointer(&owned));
}
