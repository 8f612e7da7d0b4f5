/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-doctor-keys.h.
 */
#include "hemo-cli-doctor-keys.h"

#include "hemo-account-import.h"
#include "hemo-cli-key-words.h"
#include "hemo-cli-keys-link.h"
#include "hemo-cli-object.h"
#include "hemo-cli-own-key.h"

#include <glib/gi18n-lib.h>

#define OWN    "own-key"
#define KEYS   "keys"
#define AHEAD  (30 * 24 * 60 * 60)
#define FINDER "finders"

static const struct {
    const char *kind;
    const char *good;
    const char *soon;
} kinds[] = {
    {"openpgp", N_("mail can be encrypted with OpenPGP"), N_("your OpenPGP key expires on %s")},
    {"smime",
     N_("mail can be encrypted and signed with S/MIME"),
     N_("your S/MIME certificate expires on %s")},
};

/* The one that is valid for longest; NULL if there is none. */
static GVariant *
find_own(GVariant *keys, const char *address, const char *kind)
{
    GVariant *best = NULL;
    gint64 most = -1;

    for (gsize i = 0; keys != NULL && i < g_variant_n_children(keys); i++) {
        g_autoptr(GVariant) key = g_variant_get_child_value(keys, i);
        gboolean own = FALSE;
        gint64 expires = 0;

        g_variant_lookup(key, "own", "b", &own);
        g_variant_lookup(key, "expires", "x", &expires);
        expires = expires == 0 ? G_MAXINT64 : expires;
        if (!own || expires <= most || !g_str_equal(hemo_cli_object_text(key, "kind"), kind) ||
            g_ascii_strcasecmp(hemo_cli_object_text(key, "address"), address) != 0)
            continue;
        most = expires;
        g_clear_pointer(&best, g_variant_unref);
        best = g_steal_pointer(&key);
    }
    return best;
}

static gboolean
check_own(HemoCliCheck *checks,
          const HemoMailAccount *account,
          GVariant *key,
          gsize kind,
          gint64 now)
{
    gint64 expires = 0;
    g_autofree char *day = NULL;
    g_autofree char *words = NULL;
    g_auto(GStrv) around = g_strsplit(_(kinds[kind].soon), "%s", 2);

    g_variant_lookup(key, "expires", "x", &expires);
    if (!g_str_equal(hemo_cli_object_text(key, "state"), "usable")) {
        hemo_cli_check_add(checks,
                           HEMO_CLI_CHECK_WARN,
                           OWN,
                           account->title,
                           hemo_cli_object_text(key, "words"),
                           _("docs/keys.md says how to get a new one"));
        return FALSE;
    }
    if (expires == 0 || expires > now + AHEAD) {
        hemo_cli_check_add(checks,
                           HEMO_CLI_CHECK_OK,
                           OWN,
                           account->title,
                           _(kinds[kind].good),
                           "");
        return TRUE;
    }
    day = hemo_cli_key_words_day(expires);
    words = g_strjoinv(day, around);
    hemo_cli_check_add(checks,
                       HEMO_CLI_CHECK_WARN,
                       OWN,
                       account->title,
                       words,
                       _("Renew it, and tell those who write to you: docs/keys.md says how"));
    return TRUE;
}

static void
tell_none(HemoCliCheck *checks, const HemoMailAccount *account, const char *words)
{
    hemo_cli_check_add(
        checks,
        HEMO_CLI_CHECK_WARN,
        OWN,
        account->title,
        words,
        _("Without a key of your own nothing can be encrypted: docs/keys.md says how"));
}

/* gpg itself is asked, too: it answers without an agent. */
static void
check_account(HemoCliCheck *checks, const HemoMailAccount *account, GVariant *keys, gint64 now)
{
    g_autofree char *words = NULL;
    gboolean good = FALSE;
    guint n = 0;

    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autoptr(GVariant) key = find_own(keys, account->address, kinds[i].kind);

        if (key == NULL)
            continue;
        good = check_own(checks, account, key, i, now) || good;
        n++;
    }
    if (good || n > 0)
        return;
    if (hemo_cli_own_key_find(account->address, &words))
        hemo_cli_check_add(checks,
                           HEMO_CLI_CHECK_OK,
                           OWN,
                           account->title,
                           _(kinds[0].good),
                           "");
    else
        tell_none(checks, account, words);
}

static guint
count(GVariant *keys, const char *state)
{
    guint n = 0;

    for (gsize i = 0; i < g_variant_n_children(keys); i++) {
        g_autoptr(GVariant) key = g_variant_get_child_value(keys, i);
        gboolean own = FALSE;

        g_variant_lookup(key, "own", "b", &own);
        n += !own && g_str_equal(hemo_cli_object_text(key, "state"), state);
    }
    return n;
}

static void
check_waiting(HemoCliCheck *checks, GVariant *keys)
{
    guint changed = count(keys, "changed");
    guint waiting = count(keys, "unconfirmed");
    g_autofree char *of_changed =
        g_strdup_printf(g_dngettext(GETTEXT_PACKAGE,
                                    "%u key is another than before, and is not used",
                                    "%u keys are others than before, and are not used",
                                    changed),
                        changed);
    g_autofree char *of_waiting =
        g_strdup_printf(g_dngettext(GETTEXT_PACKAGE,
                                    "%u key waits for somebody to confirm it",
                                    "%u keys wait for somebody to confirm them",
                                    waiting),
                        waiting);

    if (changed > 0)
        hemo_cli_check_add(
            checks,
            HEMO_CLI_CHECK_WARN,
            KEYS,
            "",
            of_changed,
            _("Call these people, then \"hemostat keys confirm\"; \"hemostat keys "
              "list\" shows them"));
    if (waiting > 0)
        hemo_cli_check_add(checks,
                           HEMO_CLI_CHECK_OK,
                           KEYS,
                           "",
                           of_waiting,
                           _("\"hemostat keys list\" shows them"));
}

void
hemo_cli_doctor_keys_judge(HemoCliCheck *checks,
                           const GPtrArray *accounts,
                           GVariant *keys,
                           gint64 now)
{
    g_autoptr(GHashTable) done = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < accounts->len; i++) {
        const HemoMailAccount *account = accounts->pdata[i];

        if (hemo_account_import_obstacle(account) == NULL &&
            g_hash_table_add(done, account->address))
            check_account(checks, account, keys, now);
    }
    if (keys != NULL)
        check_waiting(checks, keys);
}

static void
check_finders(HemoCliCheck *checks, const HemoCliSettings *settings)
{
    static const char *const finders[] = {"keyring", "harvest", "wkd", "smimea", "dns-cert"};
    const char *set = settings != NULL && settings->policy != NULL
                          ? hemo_policy_setting(settings->policy, "keys", "finders")
                          : NULL;
    g_auto(GStrv) list = set != NULL ? g_strsplit_set(set, "; ", -1) : NULL;

    for (gsize i = 0; set != NULL && i < G_N_ELEMENTS(finders); i++) {
        if (!g_strv_contains((const char *const *)list, finders[i]))
            hemo_cli_check_add(checks,
                               HEMO_CLI_CHECK_OK,
                               FINDER,
                               hemo_cli_key_words_finder(finders[i]),
                               _("your organisation has switched off that keys are looked for "
                                 "there"),
                               "");
    }
}

/* That the agent cannot be reached is told elsewhere. */
void
hemo_cli_doctor_keys_run(HemoCliCheck *checks,
                         const GPtrArray *accounts,
                         const HemoCliSettings *settings)
{
    g_autoptr(HemoKeys1) link = hemo_cli_keys_link_open(NULL);
    g_autoptr(GVariant) keys = link != NULL ? hemo_cli_keys_link_list(link, "", NULL) : NULL;

    hemo_cli_doctor_keys_judge(checks, accounts, keys, g_get_real_time() / G_USEC_PER_SEC);
    check_finders(checks, settings);
}
