/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-copy.h.
 */
#include "hemo-copy.h"

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
add_method(GPtrArray *copies, const HemoCase *mail, HemoMethod method)
{
    const HemoEnvelope *envelope = hemo_case_envelope(mail);
    gsize count = hemo_envelope_count(envelope);
    HemoCopy *shared = NULL;

    for (gsize i = 0; i < count; i++) {
        gboolean blind = hemo_envelope_recipient(envelope, i)->blind;
        HemoCopy *copy;

        if (!gets_mail(mail, i, method))
            continue;
        if (!blind && shared == NULL)
            shared = copy_new(copies, method, count);
        copy = blind ? copy_new(copies, method, 1) : shared;
        copy->indices[copy->n++] = i;
    }
}

GPtrArray *
hemo_copy_list(const HemoCase *mail)
{
    GPtrArray *copies = g_ptr_array_new_with_free_func(copy_free);

    for (int method = HEMO_METHOD_NONE; method < HEMO_N_METHODS; method++)
        add_method(copies, mail, method);
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

HemoRung
hemo_copy_rung(const HemoCopy *copy)
{
    switch (copy->method) {
    case HEMO_METHOD_TLS:
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
