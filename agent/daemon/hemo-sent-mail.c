/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-sent-mail.h.
 */
#include "hemo-sent-mail.h"

#include "hemo-copy.h"
#include "hemo-error.h"

#include <glib/gi18n-lib.h>

/* The copy that @address was to get; NULL if none. */
static const HemoCopy *
find_copy(const GPtrArray *copies, const HemoCase *mail, const char *address)
{
    for (guint i = 0; i < copies->len; i++) {
        g_autofree const char **addresses = hemo_copy_addresses(copies->pdata[i], mail);

        for (gsize j = 0; addresses[j] != NULL; j++) {
            if (g_ascii_strcasecmp(addresses[j], address) == 0)
                return copies->pdata[i];
        }
    }
    return NULL;
}

/* The weakest rung that @message went at; FALSE if somebody got it who was not to. */
static gboolean
find_message_rung(HemoCase *mail,
                  const GPtrArray *copies,
                  GVariant *message,
                  HemoRung *ret_rung,
                  GError **error)
{
    g_autofree const char **recipients = NULL;
    HemoRung rung = HEMO_RUNG_PORTAL;

    g_variant_get(message, "(&s^a&s)", NULL, &recipients);
    for (gsize i = 0; recipients[i] != NULL; i++) {
        const HemoCopy *copy = find_copy(copies, mail, recipients[i]);

        if (copy == NULL) {
            hemo_error_set(error,
                           HEMO_ERROR_INVALID,
                           _("the mail went to somebody whom it was not checked for"));
            return FALSE;
        }
        rung = MIN(rung, hemo_copy_rung(copy));
    }
    *ret_rung = rung;
    return TRUE;
}

static gboolean
record_one(HemoServices *services,
           HemoCase *mail,
           HemoRung rung,
           GVariant *message,
           GError **error)
{
    const char *message_id;
    g_autofree const char **recipients = NULL;

    g_variant_get(message, "(&s^a&s)", &message_id, &recipients);
    return hemo_sent_store_add(services->sent,
                               message_id,
                               hemo_case_id(mail),
                               rung,
                               recipients,
                               error);
}

static GVariant *
make_body(GVariant *messages)
{
    g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(NULL);

    g_variant_dict_insert(&dict, "messages", "u", (guint32)g_variant_n_children(messages));
    return g_variant_dict_end(&dict);
}

static GVariant *
make_sealed(GVariant *messages)
{
    g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(NULL);

    g_variant_dict_insert_value(&dict, "messages", messages);
    return g_variant_dict_end(&dict);
}

gboolean
hemo_sent_mail_record(HemoServices *services,
                      HemoCase *mail,
                      GVariant *messages,
                      GError **error)
{
    g_autoptr(GPtrArray) copies = hemo_copy_list(mail);
    gsize n = g_variant_n_children(messages);
    g_autofree HemoRung *rungs = g_new0(HemoRung, n);

    if (hemo_case_verdict(mail) < HEMO_VERDICT_PROTECT) {
        hemo_error_set(error, HEMO_ERROR_HELD, _("the mail is held"));
        return FALSE;
    }
    for (gsize i = 0; i < n; i++) {
        g_autoptr(GVariant) message = g_variant_get_child_value(messages, i);

        if (!find_message_rung(mail, copies, message, &rungs[i], error))
            return FALSE;
    }
    for (gsize i = 0; i < n; i++) {
        g_autoptr(GVariant) message = g_variant_get_child_value(messages, i);

        if (!record_one(services, mail, rungs[i], message, error))
            return FALSE;
    }
    return hemo_audit_log_append(services->audit,
                                 hemo_case_id(mail),
                                 "sent",
                                 make_body(messages),
                                 make_sealed(messages),
                                 error);
}
