/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-envelope.h.
 */
#include "hemo-envelope.h"

#include "hemo-error.h"
#include "hemo-limits.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _HemoEnvelope {
    char *account;
    HemoAddress *sender;
    HemoRung rung;
    gboolean resend;
    GArray *recipients; /* HemoEnvelopeRecipient */
};

static const struct {
    const char *key;
    gboolean blind;
} lists[] = {{"to", FALSE}, {"cc", FALSE}, {"bcc", TRUE}};

/* All that Agent1.Assess knows. */
static const struct {
    const char *key;
    const char *type;
} keys[] = {
    {"account", "s"},
    {"from", "s"},
    {"to", "as"},
    {"cc", "as"},
    {"bcc", "as"},
    {"mode", "s"},
    {"format", "s"},
    {"rung", "s"},
};

static void
clear_recipient(gpointer data)
{
    hemo_address_unref(((HemoEnvelopeRecipient *)data)->address);
}

void
hemo_envelope_free(HemoEnvelope *envelope)
{
    if (envelope == NULL)
        return;
    g_free(envelope->account);
    hemo_address_unref(envelope->sender);
    g_array_unref(envelope->recipients);
    g_free(envelope);
}

static gboolean
has_recipient(const HemoEnvelope *envelope, const HemoAddress *address)
{
    for (gsize i = 0; i < envelope->recipients->len; i++) {
        const HemoAddress *other = hemo_envelope_recipient(envelope, i)->address;

        if (g_str_equal(hemo_address_key(other), hemo_address_key(address)))
            return TRUE;
    }
    return FALSE;
}

static gboolean
add_recipient(HemoEnvelope *envelope, const char *text, gboolean blind, GError **error)
{
    HemoEnvelopeRecipient recipient = {hemo_address_parse(text, NULL), blind};

    if (recipient.address == NULL) {
        hemo_error_set(error,
                       HEMO_ERROR_INVALID,
                       _("one of the recipients is not a complete mail address"));
        return FALSE;
    }
    if (has_recipient(envelope, recipient.address)) {
        hemo_address_unref(recipient.address);
        return TRUE;
    }
    g_array_append_val(envelope->recipients, recipient);
    if (envelope->recipients->len <= HEMO_LIMIT_RECIPIENTS)
        return TRUE;
    hemo_error_set(error,
                   HEMO_ERROR_TOO_BIG,
                   _("the mail has more than %d recipients"),
                   HEMO_LIMIT_RECIPIENTS);
    return FALSE;
}

static gboolean
add_lists(HemoEnvelope *envelope, GVariant *values, GError **error)
{
    for (gsize i = 0; i < G_N_ELEMENTS(lists); i++) {
        g_autofree const char **addresses = NULL;

        g_variant_lookup(values, lists[i].key, "^a&s", &addresses);
        for (gsize j = 0; addresses != NULL && addresses[j] != NULL; j++) {
            if (!add_recipient(envelope, addresses[j], lists[i].blind, error))
                return FALSE;
        }
    }
    if (envelope->recipients->len > 0)
        return TRUE;
    hemo_error_set(error, HEMO_ERROR_INVALID, _("the mail has no recipient"));
    return FALSE;
}

static gboolean
is_known(const char *key, GVariant *value)
{
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
        if (strcmp(keys[i].key, key) == 0)
            return g_variant_is_of_type(value, G_VARIANT_TYPE(keys[i].type));
    }
    return FALSE;
}

#define RESEND "resend"

static const char *const modes[] = {"send", "redirect", RESEND, NULL};

/* What is passed over would be sent without having been judged. */
static gboolean
check_keys(GVariant *values, GError **error)
{
    GVariantIter iter;
    const char *key;
    GVariant *value;
    const char *mode = modes[0];
    gboolean known = TRUE;

    g_variant_iter_init(&iter, values);
    while (known && g_variant_iter_next(&iter, "{&sv}", &key, &value)) {
        known = is_known(key, value);
        g_variant_unref(value);
    }
    g_variant_lookup(values, "mode", "&s", &mode);
    known = known && g_strv_contains(modes, mode);
    if (!known)
        hemo_error_set(error,
                       HEMO_ERROR_INVALID,
                       _("the mail program sent something that Hemostat does not know"));
    return known;
}

static gboolean
set_sender(HemoEnvelope *envelope, GVariant *values, GError **error)
{
    const char *sender = "";

    g_variant_lookup(values, "from", "&s", &sender);
    envelope->sender = hemo_address_parse(sender, NULL);
    if (envelope->sender == NULL)
        hemo_error_set(error,
                       HEMO_ERROR_INVALID,
                       _("the sender is not a complete mail address"));
    return envelope->sender != NULL;
}

static gboolean
set_rung(HemoEnvelope *envelope, GVariant *values, GError **error)
{
    const char *rung = "";
    const char *format = "rfc822";
    const char *mode = modes[0];

    g_variant_lookup(values, "mode", "&s", &mode);
    g_variant_lookup(values, "rung", "&s", &rung);
    g_variant_lookup(values, "format", "&s", &format);
    envelope->rung = hemo_names_value(hemo_rung_names, rung, HEMO_RUNG_NONE);
    if (*rung != '\0' && envelope->rung == HEMO_RUNG_NONE) {
        hemo_error_set(error, HEMO_ERROR_INVALID, _("that degree of protection is not known"));
        return FALSE;
    }
    envelope->resend = g_str_equal(mode, RESEND);
    if (envelope->resend)
        envelope->rung = MAX(envelope->rung, HEMO_RUNG_END_TO_END);
    if (g_str_equal(format, "rfc822"))
        return TRUE;
    hemo_error_set(
        error,
        HEMO_ERROR_UNSUPPORTED,
        _("this Hemostat cannot read the mail in the form that the mail program uses"));
    return FALSE;
}

HemoEnvelope *
hemo_envelope_new(GVariant *values, GError **error)
{
    g_autoptr(HemoEnvelope) envelope = g_new0(HemoEnvelope, 1);
    const char *account = "";

    envelope->recipients = g_array_new(FALSE, TRUE, sizeof(HemoEnvelopeRecipient));
    g_array_set_clear_func(envelope->recipients, clear_recipient);
    g_variant_lookup(values, "account", "&s", &account);
    envelope->account = g_strdup(account);
    if (!check_keys(values, error) || !set_sender(envelope, values, error) ||
        !set_rung(envelope, values, error) || !add_lists(envelope, values, error))
        return NULL;
    return g_steal_pointer(&envelope);
}

const char *
hemo_envelope_account(const HemoEnvelope *envelope)
{
    return envelope->account;
}

const HemoAddress *
hemo_envelope_sender(const HemoEnvelope *envelope)
{
    return envelope->sender;
}

HemoRung
hemo_envelope_rung(const HemoEnvelope *envelope)
{
    return envelope->rung;
}

gboolean
hemo_envelope_is_resend(const HemoEnvelope *envelope)
{
    return envelope->resend;
}

gsize
hemo_envelope_count(const HemoEnvelope *envelope)
{
    return envelope->recipients->len;
}

const HemoEnvelopeRecipient *
hemo_envelope_recipient(const HemoEnvelope *envelope, gsize index)
{
    return &g_array_index(envelope->recipients, HemoEnvelopeRecipient, index);
}
