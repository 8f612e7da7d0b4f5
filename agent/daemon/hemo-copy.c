/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-copy.h.
 */
#include "hemo-copy.h"

#include <glib/gi18n-lib.h>

static void
copy_free(gpointer data)
{
    HemoCopy *copy = data;

    g_free(copy->indices);
    g_free(copy);
}

static gboolean
gets_mail(const HemoCase *mail, gsize index, HemoMethod method)
{
    const HemoDecision *decision = hemo_case_decision(mail, index);

    return !decision->left_out && decision->verdict >= HEMO_VERDICT_PROTECT &&
           decision->method == method;
}

/* That an encrypted mail goes by TLS as well must be true: then the server is told, and those
 * whose servers could not do it need a copy without that. */
static gboolean
is_enforced(const HemoCase *mail, gsize index)
{
    const HemoAccount *account = hemo_case_account(mail);
    const HemoDecision *decision = hemo_case_decision(mail, index);

    return account != NULL && hemo_account_enforcement(account) != NULL &&
           (decision->method == HEMO_METHOD_TLS || decision->tls_as_well);
}

static HemoCopy *
copy_new(GPtrArray *copies, HemoMethod method, gsize room)
{
    HemoCopy *copy = g_new0(HemoCopy, 1);

    copy->method = method;
    copy->indices = g_new0(gsize, room);
    g_ptr_array_add(copies, copy);
    return copy;
}

static void
add_method(GPtrArray *copies, const HemoCase *mail, HemoMethod method, gboolean enforced)
{
    const HemoEnvelope *envelope = hemo_case_envelope(mail);
    gsize count = hemo_envelope_count(envelope);
    HemoCopy *shared = NULL;

    for (gsize i = 0; i < count; i++) {
        gboolean blind = hemo_envelope_recipient(envelope, i)->blind;
        gboolean alone = blind || method == HEMO_METHOD_PDF;
        HemoCopy *copy;

        if (!gets_mail(mail, i, method) || is_enforced(mail, i) != enforced)
            continue;
        if (!alone && shared == NULL)
            shared = copy_new(copies, method, count);
        copy = alone ? copy_new(copies, method, 1) : shared;
        copy->blind = blind;
        copy->enforced = enforced;
        copy->indices[copy->n++] = i;
    }
}

GPtrArray *
hemo_copy_list(const HemoCase *mail)
{
    GPtrArray *copies = g_ptr_array_new_with_free_func(copy_free);

    for (int method = HEMO_METHOD_NONE; method < HEMO_N_METHODS; method++) {
        add_method(copies, mail, method, FALSE);
        add_method(copies, mail, method, TRUE);
    }
    return copies;
}

const char **
hemo_copy_addresses(const HemoCopy *copy, const HemoCase *mail)
{
    const HemoEnvelope *envelope = hemo_case_envelope(mail);
    const char **addresses = g_new0(const char *, copy->n + 1);

    for (gsize i = 0; i < copy->n; i++)
        addresses[i] =
            hemo_address_full(hemo_envelope_recipient(envelope, copy->indices[i])->address);
    return addresses;
}

gboolean
hemo_copy_is_whole(const HemoCopy *copy, const HemoCase *mail)
{
    const HemoEnvelope *envelope = hemo_case_envelope(mail);
    gsize named = 0;

    for (gsize i = 0; i < hemo_envelope_count(envelope); i++)
        named += hemo_envelope_recipient(envelope, i)->blind ? 0 : 1;
    return !copy->blind && copy->n == named;
}

static gboolean
has_index(const HemoCopy *copy, gsize index)
{
    for (gsize i = 0; i < copy->n; i++) {
        if (copy->indices[i] == index)
            return TRUE;
    }
    return FALSE;
}

/* Who is named, gets the mail, and gets it by another copy. */
static gboolean
is_other(const HemoCopy *copy, const HemoCase *mail, gsize index)
{
    const HemoDecision *decision = hemo_case_decision(mail, index);

    return !hemo_envelope_recipient(hemo_case_envelope(mail), index)->blind &&
           !has_index(copy, index) && gets_mail(mail, index, decision->method);
}

char *
hemo_copy_note(const HemoCopy *copy, const HemoCase *mail)
{
    const HemoEnvelope *envelope = hemo_case_envelope(mail);
    g_autoptr(GPtrArray) others = g_ptr_array_new();
    g_autofree char *list = NULL;

    for (gsize i = 0; i < hemo_envelope_count(envelope); i++) {
        if (is_other(copy, mail, i))
            g_ptr_array_add(
                others,
                (gpointer)hemo_address_full(hemo_envelope_recipient(envelope, i)->address));
    }
    if (others->len == 0)
        return NULL;
    g_ptr_array_add(others, NULL);
    list = g_strjoinv(", ", (char **)others->pdata);
    if (copy->blind)
        /* TRANSLATORS: first line of a mail, for a Bcc recipient; %s: the addresses of To, Cc
         */
        return g_strdup_printf(
            _("This mail was sent to: %s. You have a blind copy (Bcc) of it."),
            list);
    /* TRANSLATORS: first line of a mail; %s: the addresses of others who got it */
    return g_strdup_printf(_("This mail was also sent to: %s."), list);
}

HemoRung
hemo_copy_rung(const HemoCopy *copy)
{
    switch (copy->method) {
    case HEMO_METHOD_TLS:
    case HEMO_METHOD_PDF:
        return HEMO_RUNG_TLS;
    case HEMO_METHOD_SMIME:
    case HEMO_METHOD_OPENPGP:
        return HEMO_RUNG_END_TO_END;
    case HEMO_METHOD_PORTAL:
        return HEMO_RUNG_PORTAL;
    case HEMO_METHOD_INVALID:
    case HEMO_METHOD_NONE:
    case HEMO_N_METHODS:
        break;
    }
    return HEMO_RUNG_NONE;
}
