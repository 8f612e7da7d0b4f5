/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-decoded.h.
 */
#include "hemo-decoded.h"

#include "hemo-part-text.h"

struct _HemoDecoded {
    GArray *texts;  /* HemoPhiText; strings in @names, bytes in @secrets */
    GArray *unread; /* HemoPhiUnread; strings in @names */
    GPtrArray *names;
    GPtrArray *secrets;
    HemoSecret *subject;
    HemoSender sender;
    HemoSecret *fields;
    char *digest;
    GVariant *outline;
    char **references;
    const char *protection;
};

HemoDecoded *
hemo_decoded_new(void)
{
    HemoDecoded *decoded = g_new0(HemoDecoded, 1);

    decoded->texts = g_array_new(FALSE, TRUE, sizeof(HemoPhiText));
    decoded->unread = g_array_new(FALSE, TRUE, sizeof(HemoPhiUnread));
    decoded->names = g_ptr_array_new_with_free_func(g_free);
    decoded->secrets = g_ptr_array_new_with_free_func((GDestroyNotify)hemo_secret_unref);
    decoded->references = g_new0(char *, 1);
    decoded->protection = "none";
    return decoded;
}

void
hemo_decoded_free(HemoDecoded *decoded)
{
    if (decoded == NULL)
        return;
    g_array_unref(decoded->texts);
    g_array_unref(decoded->unread);
    g_ptr_array_unref(decoded->names);
    g_ptr_array_unref(decoded->secrets);
    hemo_secret_unref(decoded->subject);
    hemo_sender_clear(&decoded->sender);
    hemo_secret_unref(decoded->fields);
    g_free(decoded->digest);
    g_clear_pointer(&decoded->outline, g_variant_unref);
    g_strfreev(decoded->references);
    g_free(decoded);
}

static const char *
keep_name(HemoDecoded *decoded, const char *name)
{
    char *copy = g_strdup(name);

    g_ptr_array_add(decoded->names, copy);
    return copy;
}

void
hemo_decoded_add_text(HemoDecoded *decoded,
                      const char *part,
                      HemoTextRole role,
                      const char *media_type,
                      HemoSecret *text)
{
    HemoSecret *seen = hemo_part_text_seen(text);
    HemoPhiText row = {
        keep_name(decoded, part),
        role,
        keep_name(decoded, media_type),
        hemo_secret_slice(seen),
    };

    g_ptr_array_add(decoded->secrets, seen);
    g_array_append_val(decoded->texts, row);
}

void
hemo_decoded_add_unread(HemoDecoded *decoded, const char *part, const char *reason)
{
    HemoPhiUnread row = {keep_name(decoded, part), reason};

    g_array_append_val(decoded->unread, row);
}

void
hemo_decoded_set_subject(HemoDecoded *decoded, HemoSecret *subject)
{
    hemo_secret_unref(decoded->subject);
    decoded->subject = subject;
}

void
hemo_decoded_set_sender(HemoDecoded *decoded, HemoSender sender)
{
    hemo_sender_clear(&decoded->sender);
    decoded->sender = sender;
}

void
hemo_decoded_set_fields(HemoDecoded *decoded, HemoSecret *fields)
{
    hemo_secret_unref(decoded->fields);
    decoded->fields = fields;
}

void
hemo_decoded_set_outline(HemoDecoded *decoded, GVariant *outline)
{
    g_clear_pointer(&decoded->outline, g_variant_unref);
    decoded->outline = g_variant_ref_sink(outline);
}

void
hemo_decoded_set_digest(HemoDecoded *decoded, char *digest)
{
    g_free(decoded->digest);
    decoded->digest = digest;
}

void
hemo_decoded_set_references(HemoDecoded *decoded, char **references)
{
    g_strfreev(decoded->references);
    decoded->references = references;
}

void
hemo_decoded_set_protection(HemoDecoded *decoded, const char *protection)
{
    decoded->protection = protection;
}

const HemoPhiText *
hemo_decoded_texts(const HemoDecoded *decoded, gsize *ret_count)
{
    *ret_count = decoded->texts->len;
    return (const HemoPhiText *)(void *)decoded->texts->data;
}

const HemoPhiUnread *
hemo_decoded_unread(const HemoDecoded *decoded, gsize *ret_count)
{
    *ret_count = decoded->unread->len;
    return (const HemoPhiUnread *)(void *)decoded->unread->data;
}

HemoSlice
hemo_decoded_subject(const HemoDecoded *decoded)
{
    return decoded->subject != NULL ? hemo_secret_slice(decoded->subject) : HEMO_SLICE_EMPTY;
}

const HemoSender *
hemo_decoded_sender(const HemoDecoded *decoded)
{
    return &decoded->sender;
}

HemoSlice
hemo_decoded_fields(const HemoDecoded *decoded)
{
    return decoded->fields != NULL ? hemo_secret_slice(decoded->fields) : HEMO_SLICE_EMPTY;
}

GVariant *
hemo_decoded_outline(const HemoDecoded *decoded)
{
    return decoded->outline;
}

const char *
hemo_decoded_digest(const HemoDecoded *decoded)
{
    return decoded->digest;
}

const char *const *
hemo_decoded_references(const HemoDecoded *decoded)
{
    return (const char *const *)decoded->references;
}

const char *
hemo_decoded_protection(const HemoDecoded *decoded)
{
    return decoded->protection;
}
