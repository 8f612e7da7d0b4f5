/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-setup-nss.h.
 */
#include "hemo-cli-setup-nss.h"

#include "hemo-cli-handed.h"
#include "hemo-cli-nss.h"
#include "hemo-cli-passphrase.h"
#include "hemo-cli-pem.h"
#include "hemo-cli-setup-thunderbird.h"
#include "hemo-error.h"
#include "hemo-mozilla-block.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#define NAME  "smime"
#define FILES "cert9.db"

typedef struct {
    const HemoCliSetupStep *step;
    HemoCliNss nss;
    HemoCliHanded *handed;
    char *place;
    HemoSecret *password; /* Thunderbird's primary one, once it was asked for */
} Work;

static Work
work_new(const HemoCliSetupStep *step)
{
    return (Work){
        .step = step,
        .nss = {.folder = step->thunderbird->profile},
        .handed = hemo_cli_handed_load(),
        .place = g_strconcat("thunderbird ", step->thunderbird->profile, NULL),
    };
}

static void
work_clear(Work *work)
{
    hemo_cli_handed_free(work->handed);
    g_free(work->place);
    hemo_secret_unref(work->password);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Work, work_clear)

static void
tell(const Work *work,
     HemoCliCheckStatus status,
     const char *about,
     const char *words,
     const char *remedy)
{
    hemo_cli_check_add(work->step->checks, status, NAME, about, words, remedy);
}

/* TRUE if there may be another password now. */
static gboolean
ask_password(Work *work)
{
    const HemoCliPassphrase passphrase = {
        .question = _("Type Thunderbird's primary password"),
    };

    if (work->password != NULL || work->step->json)
        return FALSE;
    work->password = hemo_cli_passphrase_read(&passphrase, NULL);
    work->nss.password = work->password;
    return work->password != NULL;
}

static gboolean
bring_in(Work *work, int pkcs12, int passphrase, GError **error)
{
    g_autoptr(GError) cause = NULL;

    if (hemo_cli_nss_import(&work->nss, pkcs12, passphrase, &cause))
        return TRUE;
    if (hemo_error_is(cause, HEMO_ERROR_LOCKED) && ask_password(work))
        return hemo_cli_nss_import(&work->nss, pkcs12, passphrase, error);
    g_propagate_error(error, g_steal_pointer(&cause));
    return FALSE;
}

/* Under a passphrase that lives as long as this function. */
static gboolean
import(Work *work, const char *fingerprint, GError **error)
{
    const HemoCliOwnSmime *own = work->step->own;
    int passphrase = hemo_cli_own_smime_passphrase(error);
    int pkcs12 = passphrase >= 0 ? own->export(own->data, fingerprint, passphrase, error) : -1;
    gboolean good = pkcs12 >= 0 && bring_in(work, pkcs12, passphrase, error);

    if (pkcs12 >= 0)
        close(pkcs12);
    if (passphrase >= 0)
        close(passphrase);
    return good;
}

/* Those that were not there before. */
static gboolean
note_added(const Work *work, const GPtrArray *before, const GPtrArray *after, GError **error)
{
    for (guint i = 0; i < after->len; i++) {
        const HemoCliNssEntry *entry = after->pdata[i];
        gboolean own = strchr(entry->trust, 'u') != NULL;

        if (hemo_cli_nss_find(before, entry->fingerprint) == NULL &&
            !hemo_cli_handed_add(work->handed,
                                 work->place,
                                 own ? "own" : "chain",
                                 entry->fingerprint,
                                 error))
            return FALSE;
    }
    return TRUE;
}

/* "CT,,": what counts for mail is the second. */
static char *
with_mail_trust(const char *trust)
{
    g_auto(GStrv) parts = g_strsplit(trust, ",", 3);

    if (g_strv_length(parts) < 3 || strchr(parts[1], 'C') != NULL)
        return NULL;
    return g_strdup_printf("%s,C%s,%s", parts[0], parts[1], parts[2]);
}

/* The organisation's own anchors, and no others. */
static gboolean
trust_anchors(const Work *work, const GPtrArray *entries, GError **error)
{
    g_autoptr(GHashTable) anchors = hemo_cli_pem_anchors(work->step->settings);

    for (guint i = 0; i < entries->len; i++) {
        const HemoCliNssEntry *entry = entries->pdata[i];
        g_autofree char *trust = with_mail_trust(entry->trust);
        g_autofree char *value = g_strdup_printf("%s %s", entry->fingerprint, entry->trust);

        if (trust == NULL || !g_hash_table_contains(anchors, entry->fingerprint))
            continue;
        if (!hemo_cli_handed_add(work->handed, work->place, "trust", value, error) ||
            !hemo_cli_nss_set_trust(&work->nss, entry->nickname, trust, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
hand_over(Work *work, const GPtrArray *before, const char *fingerprint, GError **error)
{
    g_autoptr(GPtrArray) after = NULL;

    if (!import(work, fingerprint, error))
        return FALSE;
    after = hemo_cli_nss_list(&work->nss, error);
    return after != NULL && note_added(work, before, after, error) &&
           trust_anchors(work, after, error);
}

static gboolean
agrees(const Work *work, const HemoCliOwnSmimeItem *item)
{
    hemo_cli_setup_step_show(work->step, FILES, item->address, NULL, item->fingerprint);
    if (!hemo_cli_setup_thunderbird_may_write(work->step, NAME))
        return FALSE;
    if (hemo_cli_setup_step_ask(work->step,
                                _("Hand your S/MIME certificate with its private key to "
                                  "Thunderbird, so that it can read what was encrypted to "
                                  "you?")))
        return TRUE;
    tell(work,
         HEMO_CLI_CHECK_WARN,
         item->address,
         _("Thunderbird cannot read mail that is encrypted to your S/MIME certificate"),
         _("Run this with --yes to hand the certificate over"));
    return FALSE;
}

static const char *const branches[] = {"encryption_cert", "signing_cert"};

/* A certificate that the person chose stays. */
static void
want(const Work *work, const char *identity, const HemoCliNssEntry *entry)
{
    HemoCliThunderbird *thunderbird = work->step->thunderbird;
    g_autofree char *key = hemo_cli_nss_key(entry->der);

    for (gsize i = 0; key != NULL && i < G_N_ELEMENTS(branches); i++) {
        const char *const pairs[][2] = {{"name", entry->nickname}, {"dbkey", key}};

        for (gsize k = 0; k < G_N_ELEMENTS(pairs); k++) {
            g_autofree char *name =
                g_strdup_printf("mail.identity.%s.%s_%s", identity, branches[i], pairs[k][0]);
            g_autofree char *now = hemo_mozilla_prefs_literal(thunderbird->prefs, name);
            g_autofree char *literal = hemo_mozilla_prefs_quote(pairs[k][1]);

            if (now == NULL)
                g_ptr_array_add(
                    thunderbird->agreed,
                    hemo_mozilla_block_item_new(name,
                                                literal,
                                                NULL,
                                                _("your own S/MIME certificate; nothing is "
                                                  "encrypted or signed by this")));
        }
    }
}

static void
want_all(const Work *work, const HemoCliOwnSmimeItem *item, const HemoCliNssEntry *entry)
{
    const GPtrArray *accounts = work->step->accounts;

    for (guint i = 0; i < accounts->len; i++) {
        const HemoMailAccount *account = accounts->pdata[i];
        const char *identity = strrchr(account->group, '/');

        if (identity != NULL && g_ascii_strcasecmp(account->address, item->address) == 0)
            want(work, identity + 1, entry);
    }
}

static void
fail(const Work *work, const HemoCliOwnSmimeItem *item, GError *error)
{
    tell(work,
         HEMO_CLI_CHECK_FAIL,
         item->address,
         error->message,
         hemo_error_is(error, HEMO_ERROR_LOCKED) ? _("Run this in a terminal, and type it")
                                                 : "");
    g_error_free(error);
}

static void
hand_over_one(Work *work, const HemoCliOwnSmimeItem *item)
{
    GError *error = NULL;
    g_autoptr(GPtrArray) entries = hemo_cli_nss_list(&work->nss, &error);
    const HemoCliNssEntry *entry =
        entries != NULL ? hemo_cli_nss_find(entries, item->fingerprint) : NULL;

    if (entries != NULL && entry == NULL) {
        if (!agrees(work, item))
            return;
        if (hand_over(work, entries, item->fingerprint, &error)) {
            g_ptr_array_unref(entries);
            entries = hemo_cli_nss_list(&work->nss, &error);
            entry = entries != NULL ? hemo_cli_nss_find(entries, item->fingerprint) : NULL;
        }
    }
    if (entry == NULL) {
        if (error == NULL)
            hemo_error_set(&error, HEMO_ERROR_FAILED, _("the certificate did not get there"));
        fail(work, item, error);
        return;
    }
    if (item->named)
        want_all(work, item, entry);
    tell(work,
         HEMO_CLI_CHECK_OK,
         item->address,
         _("Thunderbird can read mail that is encrypted to your S/MIME certificate"),
         "");
}

void
hemo_cli_setup_nss_run(const HemoCliSetupStep *step)
{
    g_auto(Work) work = work_new(step);
    g_autoptr(GError) error = NULL;

    if (step->own == NULL || step->own->items->len == 0)
        return;
    if (!hemo_cli_nss_is_installed()) {
        tell(&work,
             HEMO_CLI_CHECK_WARN,
             "",
             _("your S/MIME certificate cannot be handed to Thunderbird: a program for that is "
               "not installed"),
             _("Install the package libnss3-tools"));
        return;
    }
    if (!hemo_cli_nss_prepare(&work.nss, &error)) {
        tell(&work, HEMO_CLI_CHECK_FAIL, "", error->message, "");
        return;
    }
    for (guint i = 0; i < step->own->items->len; i++)
        hand_over_one(&work, step->own->items->pdata[i]);
}

/* A certificate that was not handed over, and that certutil would take for this one. */
static gboolean
has_namesake(const Work *work, const GPtrArray *entries, const HemoCliNssEntry *entry)
{
    g_auto(GStrv) lines = hemo_cli_handed_list(work->handed, work->place);

    for (guint i = 0; i < entries->len; i++) {
        const HemoCliNssEntry *other = entries->pdata[i];
        g_autofree char *own = g_strconcat("own ", other->fingerprint, NULL);
        g_autofree char *chain = g_strconcat("chain ", other->fingerprint, NULL);

        if (g_str_equal(other->nickname, entry->nickname) &&
            !g_strv_contains((const char *const *)lines, own) &&
            !g_strv_contains((const char *const *)lines, chain))
            return TRUE;
    }
    return FALSE;
}

/* certutil knows nicknames only, and a renewed certificate has that of the old one: it is asked
 * until this one is gone. */
static gboolean
take_out(const Work *work, const char *fingerprint, GError **error)
{
    g_autoptr(GPtrArray) entries = hemo_cli_nss_list(&work->nss, error);
    guint most = entries != NULL ? entries->len : 0;
    const HemoCliNssEntry *entry = NULL;

    for (guint i = 0; entries != NULL && i < most; i++) {
        entry = hemo_cli_nss_find(entries, fingerprint);
        if (entry == NULL)
            return TRUE;
        if (has_namesake(work, entries, entry)) {
            hemo_error_set(error,
                           HEMO_ERROR_DENIED,
                           _("a certificate that was not handed over has the same name in "
                             "Thunderbird: take yours out in its settings"));
            return FALSE;
        }
        if (!hemo_cli_nss_delete(&work->nss, entry, error))
            return FALSE;
        g_ptr_array_unref(entries);
        entries = hemo_cli_nss_list(&work->nss, error);
    }
    return entries != NULL;
}

/* "trust FINGERPRINT BEFORE", "own FINGERPRINT", "chain FINGERPRINT" */
static gboolean
take_back(const Work *work, const char *line, GError **error)
{
    g_auto(GStrv) words = g_strsplit(line, " ", 3);
    g_autoptr(GPtrArray) entries = hemo_cli_nss_list(&work->nss, error);
    const HemoCliNssEntry *entry = NULL;

    if (entries == NULL || words[0] == NULL || words[1] == NULL)
        return entries != NULL;
    entry = hemo_cli_nss_find(entries, words[1]);
    if (entry == NULL)
        return TRUE;
    if (!g_str_equal(words[0], "trust"))
        return take_out(work, words[1], error);
    return words[2] == NULL ||
           hemo_cli_nss_set_trust(&work->nss, entry->nickname, words[2], error);
}

static gboolean
agrees_to_undo(const Work *work)
{
    if (!hemo_cli_setup_thunderbird_may_write(work->step, NAME))
        return FALSE;
    if (hemo_cli_setup_step_ask(
            work->step,
            _("Take your S/MIME certificate out of Thunderbird? It can then "
              "no longer read what was encrypted to it")))
        return TRUE;
    tell(work,
         HEMO_CLI_CHECK_WARN,
         "",
         _("your S/MIME certificate is left in Thunderbird"),
         "");
    return FALSE;
}

void
hemo_cli_setup_nss_announce_undo(const HemoCliSetupStep *step)
{
    g_auto(Work) work = work_new(step);
    g_auto(GStrv) lines = hemo_cli_handed_list(work.handed, work.place);

    for (guint i = 0; lines[i] != NULL; i++)
        hemo_cli_setup_step_show(step, FILES, "", lines[i], "");
    if (lines[0] != NULL)
        tell(
            &work,
            HEMO_CLI_CHECK_WARN,
            "",
            _("without your S/MIME key in Thunderbird, mail that was encrypted to it cannot be "
              "read there"),
            _("\"hemostat setup thunderbird\" hands it over again"));
}

void
hemo_cli_setup_nss_undo(const HemoCliSetupStep *step)
{
    g_auto(Work) work = work_new(step);
    g_auto(GStrv) lines = hemo_cli_handed_list(work.handed, work.place);
    g_autoptr(GError) error = NULL;
    guint n = g_strv_length(lines);

    if (n == 0 || !agrees_to_undo(&work))
        return;
    /* the last one first: trust before what it belongs to */
    for (guint i = n; i > 0; i--) {
        gboolean good = take_back(&work, lines[i - 1], &error);

        if (!good && ask_password(&work)) {
            g_clear_error(&error);
            good = take_back(&work, lines[i - 1], &error);
        }
        if (!good || !hemo_cli_handed_remove(work.handed, work.place, lines[i - 1], &error)) {
            tell(&work, HEMO_CLI_CHECK_FAIL, "", error->message, "");
            return;
        }
    }
    tell(&work,
         HEMO_CLI_CHECK_OK,
         "",
         _("your S/MIME certificate was taken out of Thunderbird"),
         "");
}
