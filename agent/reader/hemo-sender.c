/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-sender.h.
 */
#include "hemo-sender.h"

#define MAX_NAME    80
#define MAX_WORDS   6
#define MAX_ADDRESS 254 /* RFC 5321 section 4.5.3.1 */

static guint
count_fields(GMimeMessage *message, const char *name)
{
    GMimeHeaderList *headers = g_mime_object_get_header_list(GMIME_OBJECT(message));
    int count = g_mime_header_list_get_count(headers);
    guint found = 0;

    for (int i = 0; i < count; i++) {
        GMimeHeader *header = g_mime_header_list_get_header_at(headers, i);

        found += g_ascii_strcasecmp(g_mime_header_get_name(header), name) == 0;
    }
    return found;
}

/* NULL if it is none or is too long to be one. */
static HemoSecret *
copy_text(const char *text, gsize max)
{
    HemoSlice slice = text != NULL ? hemo_slice_strip(hemo_slice_text(text)) : HEMO_SLICE_EMPTY;

    return slice.size > 0 && slice.size <= max ? hemo_secret_new_copy(slice) : NULL;
}

static gboolean
is_name(const char *name)
{
    guint words = 1;

    for (; name != NULL && *name != '\0'; name++)
        words += !g_ascii_isalpha(*name) && (guchar)*name < 0x80 && *name != '.';
    return words <= MAX_WORDS;
}

gboolean
hemo_sender_read(GMimeMessage *message, HemoSender *ret_sender)
{
    InternetAddressList *list = g_mime_message_get_from(message);
    InternetAddress *one;

    *ret_sender = (HemoSender){0};
    if (count_fields(message, "From") != 1 || count_fields(message, "Resent-From") != 0 ||
        list == NULL || internet_address_list_length(list) != 1)
        return FALSE;
    one = internet_address_list_get_address(list, 0);
    if (!INTERNET_ADDRESS_IS_MAILBOX(one))
        return FALSE;
    ret_sender->address =
        copy_text(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(one)),
                  MAX_ADDRESS);
    if (ret_sender->address == NULL)
        return FALSE;
    if (is_name(internet_address_get_name(one)))
        ret_sender->name = copy_text(internet_address_get_name(one), MAX_NAME);
    return TRUE;
}

void
hemo_sender_clear(HemoSender *sender)
{
    g_clear_pointer(&sender->name, hemo_secret_unref);
    g_clear_pointer(&sender->address, hemo_secret_unref);
}
