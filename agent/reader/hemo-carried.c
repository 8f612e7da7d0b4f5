/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-carried.h.
 */
#include "hemo-carried.h"

#include "hemo-address.h"
#include "hemo-carried-keys.h"
#include "hemo-carried-signature.h"
#include "hemo-prescan.h"
#include "hemo-sender.h"
#include "hemo-walk.h"

#define BYTES_ARRAY "aay"

static GVariant *
bytes_value(HemoSlice bytes)
{
    return g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, bytes.data, bytes.size, 1);
}

/* NULL unless it is a whole and ordinary address: only such ones have keys. */
static HemoAddress *
read_from(GMimeMessage *message)
{
    HemoAddress *address = NULL;
    HemoSender sender;

    if (hemo_sender_read(message, &sender))
        address = hemo_address_parse(hemo_secret_text(sender.address), NULL);
    hemo_sender_clear(&sender);
    return address;
}

static void
add_attached(GVariantDict *values, GMimeObject *body)
{
    g_autoptr(GPtrArray) keys = hemo_carried_keys_attached(body);
    GVariantBuilder list;

    g_variant_builder_init(&list, G_VARIANT_TYPE(BYTES_ARRAY));
    for (guint i = 0; i < keys->len; i++)
        g_variant_builder_add_value(&list, bytes_value(hemo_secret_slice(keys->pdata[i])));
    g_variant_dict_insert_value(values, "keys", g_variant_builder_end(&list));
}

static void
add_signature(GVariantDict *values, HemoSlice mail, GMimeObject *body)
{
    g_auto(HemoSignedPart) part = {0};
    g_auto(HemoCarriedSignature) signature = {0};
    gboolean is_signed = hemo_signed_part_find(mail, body, &part) &&
                         hemo_carried_signature_read(&part, &signature);
    GVariantBuilder list;

    g_variant_builder_init(&list, G_VARIANT_TYPE(BYTES_ARRAY));
    for (guint i = 0; is_signed && i < signature.certificates->len; i++)
        g_variant_builder_add_value(
            &list,
            bytes_value(hemo_slice_bytes(signature.certificates->pdata[i])));
    g_variant_dict_insert_value(values, "certificates", g_variant_builder_end(&list));
    g_variant_dict_insert(values, "signed", "b", is_signed);
    g_variant_dict_insert(values, "abilities", "u", signature.abilities);
    g_variant_dict_insert(values, "time", "x", signature.time);
}

static void
add_autocrypt(GVariantDict *values, HemoSlice mail, const HemoAddress *from)
{
    g_autoptr(HemoSecret) body = hemo_carried_keys_autocrypt(mail, hemo_address_key(from));

    if (body != NULL)
        g_variant_dict_insert(values, "autocrypt", "s", hemo_secret_text(body));
}

/* A delivery report is written by a server, in whoever's name. */
static gboolean
is_report(GMimeObject *body)
{
    GMimeContentType *type = g_mime_object_get_content_type(body);

    return type != NULL && g_mime_content_type_is_type(type, "multipart", "report");
}

static void
fill(GVariantDict *values, HemoSlice mail)
{
    GByteArray bytes = {(guint8 *)mail.data, (guint)mail.size};
    g_autoptr(GMimeMessage) message =
        hemo_walk_parse(&bytes, g_mime_parser_options_get_default());
    GMimeObject *body = message != NULL ? g_mime_message_get_mime_part(message) : NULL;
    g_autoptr(HemoAddress) from = body != NULL ? read_from(message) : NULL;

    if (from == NULL)
        return;
    g_variant_dict_insert(values, "from", "s", hemo_address_full(from));
    if (is_report(body))
        return;
    add_autocrypt(values, mail, from);
    add_attached(values, body);
    add_signature(values, mail, body);
}

GVariant *
hemo_carried_answer(HemoSlice mail)
{
    g_auto(GVariantDict) values = {0};

    g_variant_dict_init(&values, NULL);
    if (hemo_prescan_check(mail) == HEMO_PRESCAN_FINE && hemo_slice_strip(mail).size > 0)
        fill(&values, mail);
    return g_variant_dict_end(&values);
}
