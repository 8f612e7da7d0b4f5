/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claws-report.h.
 */
#include "hemo-claws-report.h"

#include "hemo-claws-notice.h"
#include "hemo-claws-sender.h"
#include "hemo-claws-sent-copy.h"

#include "account.h"

#include <glib/gi18n-lib.h>

/* A mail that came back, while the person decides. */
typedef struct {
    HemoClaws *claws;
    int account_id;
    GBytes *mail;
    char **recipients;
} Again;

static void
again_free(gpointer data)
{
    Again *again = data;

    g_bytes_unref(again->mail);
    g_strfreev(again->recipients);
    g_free(again);
}

static void
on_accepted(gpointer data)
{
    const Again *again = data;
    PrefsAccount *account = account_find_from_id(again->account_id);

    if (account != NULL)
        hemo_claws_sender_resend(again->claws->sender,
                                 account,
                                 again->mail,
                                 (const char *const *)again->recipients);
}

static void
offer(HemoClaws *claws,
      const PrefsAccount *account,
      GBytes *mail,
      char **recipients,
      const char *words)
{
    Again *again = g_new0(Again, 1);
    g_autofree char *both =
        g_strjoin("\n", words, _("Hemostat can send it once more, protected."), NULL);

    again->claws = claws;
    again->account_id = account->account_id;
    again->mail = g_bytes_ref(mail);
    again->recipients = g_strdupv(recipients);
    hemo_claws_notice_offer(claws->notice,
                            both,
                            _("_Send again, protected"),
                            on_accepted,
                            again,
                            again_free);
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
           char **recipients,
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
    else
        offer(claws, sender, mail, recipients, words);
}

void
hemo_claws_report_handle(HemoClaws *claws, PrefsAccount *account, GVariant *result)
{
    g_auto(GStrv) recipients = NULL;
    const char *words = "", *original = "";
    gboolean is_report = FALSE;

    g_variant_lookup(result, "report", "b", &is_report);
    g_variant_lookup(result, "words", "&s", &words);
    g_variant_lookup(result, "original", "&s", &original);
    if (!is_report || *words == '\0')
        return;
    g_variant_lookup(result, "again", "^as", &recipients);
    if (*original != '\0' && recipients != NULL)
        send_again(claws, account, original, recipients, words);
    else
        hemo_claws_notice_show(claws->notice, words);
}
