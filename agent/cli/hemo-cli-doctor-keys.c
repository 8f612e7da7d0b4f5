/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-doctor-keys.h.
 */
#include "hemo-cli-doctor-keys.h"

#include "hemo-account-import.h"
#include "hemo-certificate.h"
#include "hemo-cli-key-words.h"
#include "hemo-cli-keys-link.h"
#include "hemo-cli-object.h"
#include "hemo-cli-own-key.h"

#include <glib/gi18n-lib.h>

#define OWN    "own-key"
#define KEYS   "keys"
#define AHEAD  (30 * 24 * 60 * 60)
#define FINDER "finders"
#define ANCHOR "anchors"
#define GUIDE  HEMOSTAT_DOCDIR "/keys.md"
#define SYSTEM "/etc/ssl/certs/ca-certificates.crt"

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

/* Somebody that mail is sent as; borrowed. */
typedef struct {
    const char *title; /* of the account */
    const char *address;
} Sender;

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
check_own(HemoCliCheck *checks, const char *title, GVariant *key, gsize kind, gint64 now)
{
    g_autofree char *fresh = g_strdup_printf(_("%s says how to get a new one"), GUIDE);
    g_autofree char *renew =
        g_strdup_printf(_("Renew it, and tell those who write to you: %s says how"), GUIDE);
    gint64 expires = 0;
    g_autofree char *day = NULL;
    g_autofree char *words = NULL;
    g_auto(GStrv) around = g_strsplit(_(kinds[kind].soon), "%s", 2);

    g_variant_lookup(key, "expires", "x", &expires);
    if (!g_str_equal(hemo_cli_object_text(key, "state"), "usable")) {
        hemo_cli_check_add(checks,
                           HEMO_CLI_CHECK_WARN,
                           OWN,
                           title,
                           hemo_cli_object_text(key, "words"),
                           fresh);
        return FALSE;
    }
    if (expires == 0 || expires > now + AHEAD) {
        hemo_cli_check_add(checks, HEMO_CLI_CHECK_OK, OWN, title, _(kinds[kind].good), "");
        return TRUE;
    }
    day = hemo_cli_key_words_day(expires);
    words = g_strjoinv(day, around);
    hemo_cli_check_add(checks, HEMO_CLI_CHECK_WARN, OWN, title, words, renew);
    return TRUE;
}

static void
tell_none(HemoCliCheck *checks, const char *title, const char *words)
{
    g_autofree char *remedy = g_strdup_printf(
        _("Without a key of your own nothing can be encrypted: %s says how to get one"),
        GUIDE);

    hemo_cli_check_add(checks, HEMO_CLI_CHECK_WARN, OWN, title, words, remedy);
}

/* gpg itself is asked, too: it answers without an agent. */
static void
check_address(HemoCliCheck *checks, const Sender *sender, GVariant *keys, gint64 now)
{
    g_autofree char *words = NULL;
    gboolean good = FALSE;
    guint n = 0;

    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autoptr(GVariant) key = find_own(keys, sender->address, kinds[i].kind);

        if (key == NULL)
            continue;
        good = check_own(checks, sender->title, key, i, now) || good;
        n++;
    }
    if (good || n > 0)
        return;
    if (hemo_cli_own_key_find(sender->address, &words))
        hemo_cli_check_add(checks, HEMO_CLI_CHECK_OK, OWN, sender->title, _(kinds[0].good), "");
    else
        tell_none(checks, sender->title, words);
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

static void
add_sender(GArray *senders, const char *title, const char *address)
{
    const Sender sender = {title, address};

    for (guint i = 0; i < senders->len; i++) {
        if (g_ascii_strcasecmp(g_array_index(senders, Sender, i).address, address) == 0)
            return;
    }
    g_array_append_val(senders, sender);
}

/* accounts.conf has those, too, that no mail program has: "hemostat send" uses them. */
static void
add_settings(GArray *senders, const HemoCliSettings *settings, const char *const *ids)
{
    for (guint i = 0; ids[i] != NULL; i++) {
        const HemoAccount *account = hemo_accounts_find(settings->accounts, ids[i]);
        const char *const *addresses = account != NULL ? hemo_account_addresses(account) : NULL;

        for (guint j = 0; addresses != NULL && addresses[j] != NULL; j++)
            add_sender(senders, hemo_account_id(account), addresses[j]);
    }
}

void
hemo_cli_doctor_keys_judge(HemoCliCheck *checks,
                           const GPtrArray *accounts,
                           const HemoCliSettings *settings,
                           GVariant *keys,
                           gint64 now)
{
    g_autoptr(GArray) senders = g_array_new(FALSE, FALSE, sizeof(Sender));
    gboolean known = settings != NULL && settings->accounts != NULL;
    g_auto(GStrv) ids = known ? hemo_cli_settings_ids(settings) : NULL;

    for (guint i = 0; i < accounts->len; i++) {
        const HemoMailAccount *account = accounts->pdata[i];

        if (hemo_account_import_obstacle(account) == NULL)
            add_sender(senders, account->title, account->address);
    }
    if (known)
        add_settings(senders, settings, (const char *const *)ids);
    for (guint i = 0; i < senders->len; i++)
        check_address(checks, &g_array_index(senders, Sender, i), keys, now);
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

/* Read as the agent reads it: without them no certificate counts. */
static void
check_anchors(HemoCliCheck *checks, const char *path)
{
    g_autofree char *text = NULL;
    gsize size = 0;
    g_autoptr(GPtrArray) certificates = NULL;

    if (g_file_get_contents(path, &text, &size, NULL))
        certificates = hemo_certificate_list_new(hemo_slice(text, size), NULL);
    if (certificates == NULL || certificates->len == 0)
        hemo_cli_check_add(
            checks,
            HEMO_CLI_CHECK_FAIL,
            ANCHOR,
            path,
            _("the certificates of the trusted authorities cannot be read: no S/MIME mail can "
              "be sent"),
            _("Correct that file, or \"smime-anchors\" and \"direct-anchors\" under [keys] in "
              "policy.conf"));
}

static void
check_all_anchors(HemoCliCheck *checks, const HemoPolicy *policy)
{
    const char *smime = hemo_policy_setting(policy, "keys", "smime-anchors");
    const char *direct = hemo_policy_setting(policy, "keys", "direct-anchors");

    check_anchors(checks, smime != NULL ? smime : SYSTEM);
    if (direct != NULL)
        check_anchors(checks, direct);
}

/* That the agent cannot be reached is told elsewhere. */
void
hemo_cli_doctor_keys_run(HemoCliCheck *checks,
                         const GPtrArray *accounts,
                         const HemoCliSettings *settings)
{
    g_autoptr(HemoKeys1) link = hemo_cli_keys_link_open(NULL);
    g_autoptr(GVariant) keys = link != NULL ? hemo_cli_keys_link_list(link, "", NULL) : NULL;

    hemo_cli_doctor_keys_judge(checks,
                               accounts,
                               settings,
                               keys,
                               g_get_real_time() / G_USEC_PER_SEC);
    if (settings != NULL && settings->policy != NULL)
        check_all_anchors(checks, settings->policy);
    check_finders(checks, settings);
}
