/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claws-report.h.
 */
#include "hemo-claws-report.h"

#include "hemo-claws-notice.h"
#include "hemo-claws-sender.h"
#include "hemo-claws-sent-copy.h"

#include <glib/gi18n-lib.h>

/* Whom the mail did not reach; NULL-terminated. */
static char **
list_failed(GVariant *result)
{
    g_autoptr(GStrvBuilder) failed = g_strv_builder_new();
    g_autoptr(GVariant) list =
        g_variant_lookup_value(result, "recipients", G_VARIANT_TYPE("aa{sv}"));

    for (gsize i = 0; list != NULL && i < g_variant_n_children(list); i++) {
        g_autoptr(GVariant) one = g_variant_get_child_value(list, i);
        const char *action = "", *address = "";

        g_variant_lookup(one, "action", "&s", &action);
        g_variant_lookup(one, "address", "&s", &address);
        if (g_str_equal(action, "failed") && *address != '\0')
            g_strv_builder_add(failed, address);
    }
    return g_strv_builder_end(failed);
}

static void
tell(HemoClaws *claws, const char *words, const char *advice)
{
    g_autofree char *both = g_strjoin("\n", words, advice, NULL);

    hemo_claws_notice_show(claws->notice, both);
}

static void
send_again(HemoClaws *claws,
           PrefsAccount *account,
           const char *original,
           const char *const *recipients,
           const char *words)
{
    PrefsAccount *sender = account;
    g_autoptr(GBytes) mail = hemo_claws_sent_copy_find(account, original, &sender);

    if (mail == NULL)
        tell(claws,
             words,
             _("Its copy is in none of your Sent folders, so Hemostat cannot send it again "
               "protected. Please write it once more, or reach the recipient in another way."));
    else if (sender == NULL || recipients[0] == NULL)
        tell(claws,
             words,
             _("You find it in your Sent folder: open it there and send it once more. Hemostat "
               "will protect it."));
    else {
        hemo_claws_notice_show(claws->notice, words);
        hemo_claws_sender_resend(claws->sender, sender, mail, recipients);
    }
}

void
hemo_claws_report_handle(HemoClaws *claws, PrefsAccount *account, GVariant *result)
{
    g_auto(GStrv) failed = list_failed(result);
    const char *words = "", *original = "";
    gboolean is_report = FALSE;

    g_variant_lookup(result, "report", "b", &is_report);
    g_variant_lookup(result, "words", "&s", &words);
    g_variant_lookup(result, "original", "&s", &original);
    if (!is_report)
        return;
    if (*words == '\0' && failed[0] != NULL)
        words = _("A mail that you sent did not reach everybody.");
    if (*original != '\0')
        send_again(claws, account, original, (const char *const *)failed, words);
    else if (*words != '\0')
        hemo_claws_notice_show(claws->notice, words);
}
