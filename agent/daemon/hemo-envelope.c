/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-envelope.h.
 */
#include "hemo-envelope.h"

#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-values.h"

#include <glib/gi18n-lib.h>

struct _HemoEnvelope {
    char *account;
    HemoAddress *sender;
    HemoRung rung;
    char *mode;
    gboolean compose;
    char *answered;     /* a ticket, or "" */
    GArray *recipients; /* HemoEnvelopeRecipient */
    GVariant *people;
};

static const struct {
    const char *key;
    gboolean blind;
} lists[] = {{"to", FALSE}, {"cc", FALSE}, {"bcc", TRUE}};

#define MAX_TICKET 64 /* characters, more than any of ours has */

/* All that Agent1.Assess knows: what is passed over would be sent without having been judged.
 * What is kept as it was given has an end. */
static const HemoValuesKey keys[] = {
    {"account", "s", HEMO_LIMIT_ACCOUNT},
    {"from", "s", 0},
    {"to", "as", 0},
    {"cc", "as", 0},
    {"bcc", "as", 0},
    {"mode", "s", 0},
    {"format", "s", 0},
    {"rung", "s", 0},
    {"answered", "s", MAX_TICKET},
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
    g_free(envelope->mode);
    g_free(envelope->answered);
    hemo_address_unref(envelope->sender);
    g_array_unref(envelope->recipients);
    g_clear_pointer(&envelope->people, g_variant_unref);
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

/* As they were given: the same person may stand in two lists. */
static GVariant *
keep_people(GVariant *values)
{
    g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(NULL);
    g_autoptr(GVariant) from = g_variant_lookup_value(values, "from", NULL);

    g_variant_dict_insert_value(&dict, "from", from);
    for (gsize i = 0; i < G_N_ELEMENTS(lists); i++) {
        g_autoptr(GVariant) list = g_variant_lookup_value(values, lists[i].key, NULL);

        if (list != NULL)
            g_variant_dict_insert_value(&dict, lists[i].key, list);
    }
    return g_variant_ref_sink(g_variant_dict_end(&dict));
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

#define RESEND  "resend"
#define COMPOSE "compose"

static const char *const modes[] = {"send", "redirect", RESEND, NULL};
static const char *const formats[] = {"rfc822", COMPOSE, NULL};

static gboolean
set_form(HemoEnvelope *envelope, GVariant *values, GError **error)
{
    const char *mode = modes[0];
    const char *format = formats[0];
    const char *answered = "";

    g_variant_lookup(values, "mode", "&s", &mode);
    g_variant_lookup(values, "format", "&s", &format);
    g_variant_lookup(values, "answered", "&s", &answered);
    if (!g_strv_contains(modes, mode)) {
        hemo_values_refuse(error);
        return FALSE;
    }
    if (!g_strv_contains(formats, format)) {
        hemo_error_set(
            error,
            HEMO_ERROR_UNSUPPORTED,
            _("this Hemostat cannot read the mail in the form that the mail program uses"));
        return FALSE;
    }
    envelope->mode = g_strdup(mode);
    envelope->compose = g_str_equal(format, COMPOSE);
    envelope->answered = g_strdup(answered);
    return TRUE;
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

    g_variant_lookup(values, "rung", "&s", &rung);
    envelope->rung = hemo_names_value(hemo_rung_names, rung, HEMO_RUNG_NONE);
    if (*rung != '\0' && envelope->rung == HEMO_RUNG_NONE) {
        hemo_error_set(error, HEMO_ERROR_INVALID, _("that degree of protection is not known"));
        return FALSE;
    }
    if (hemo_envelope_is_resend(envelope))
        envelope->rung = MAX(envelope->rung, HEMO_RUNG_END_TO_END);
    return TRUE;
}

HemoEnvelope *
hemo_envelope_new(GVariant *values, GError **error)
{
    g_autoptr(HemoEnvelope) envelope = g_new0(HemoEnvelope, 1);
    const char *account = "";

    envelope->recipients = g_array_new(FALSE, TRUE, sizeof(HemoEnvelopeRecipient));
    g_array_set_clear_func(envelope->recipients, clear_recipient);
    if (!hemo_values_check(values, keys, G_N_ELEMENTS(keys), error))
        return NULL;
    g_variant_lookup(values, "account", "&s", &account);
    envelope->account = g_strdup(account);
    if (!set_form(envelope, values, error) || !set_sender(envelope, values, error) ||
        !set_rung(envelope, values, error) || !add_lists(envelope, values, error))
        return NULL;
    envelope->people = keep_people(values);
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
    return g_str_equal(envelope->mode, RESEND);
}

gboolean
hemo_envelope_is_compose(const HemoEnvelope *envelope)
{
    return envelope->compose;
}

const char *
hemo_envelope_answered(const HemoEnvelope *envelope)
{
    return envelope->answered;
}

GVariant *
hemo_envelope_people(const HemoEnvelope *envelope)
{
    return envelope->people;
}

gsize
hemo_envelope_count(const HemoEnvelope *envelope)
{
    return envelope->recipients->len;
}

static gboolean
is_same_recipient(const HemoEnvelopeRecipient *one, const HemoEnvelopeRecipient *other)
{
    return one->blind == other->blind &&
           g_str_equal(hemo_address_key(one->address), hemo_address_key(other->address));
}

gboolean
hemo_envelope_equal(const HemoEnvelope *envelope, const HemoEnvelope *other)
{
    gsize n = hemo_envelope_count(envelope);
    gboolean equal =
        n == hemo_envelope_count(other) && envelope->rung == other->rung &&
        envelope->compose == other->compose && g_str_equal(envelope->mode, other->mode) &&
        g_str_equal(envelope->account, other->account) &&
        g_str_equal(hemo_address_key(envelope->sender), hemo_address_key(other->sender));

    for (gsize i = 0; equal && i < n; i++)
        equal = is_same_recipient(hemo_envelope_recipient(envelope, i),
                                  hemo_envelope_recipient(other, i));
    return equal;
}

const HemoEnvelopeRecipient *
hemo_envelope_recipient(const HemoEnvelope *envelope, gsize index)
{
    return &g_array_index(envelope->recipients, HemoEnvelopeRecipient, index);
}
