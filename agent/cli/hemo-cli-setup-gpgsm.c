/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-setup-gpgsm.h.  The passphrase under which the agent gives the file out protects
 * the private key in gpg-agent afterwards, so it must be one that the person knows.
 */
#include "hemo-cli-setup-gpgsm.h"

#include "hemo-cli-gpgsm.h"
#include "hemo-cli-handed.h"
#include "hemo-cli-passphrase.h"
#include "hemo-cli-pem.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#define NAME  "smime"
#define PLACE "claws"

static void
tell(const HemoCliSetupStep *step,
     HemoCliCheckStatus status,
     const char *about,
     const char *words,
     const char *remedy)
{
    hemo_cli_check_add(step->checks, status, NAME, about, words, remedy);
}

static gboolean
import(const HemoCliSetupStep *step, const char *fingerprint, int passphrase, GError **error)
{
    const HemoCliOwnSmime *own = step->own;
    int pkcs12 = own->export(own->data, fingerprint, passphrase, error);
    gboolean good = pkcs12 >= 0 && hemo_cli_gpgsm_import(pkcs12, passphrase, error);

    if (pkcs12 >= 0)
        close(pkcs12);
    return good;
}

static gboolean
trust(const HemoCliSetupStep *step, HemoCliHanded *handed, GError **error)
{
    g_autoptr(GHashTable) anchors = hemo_cli_pem_anchors(step->settings);
    g_auto(GStrv) lines = NULL;

    if (g_hash_table_size(anchors) == 0)
        return TRUE;
    lines = hemo_cli_gpgsm_trust(anchors, error);
    if (lines == NULL)
        return FALSE;
    for (gsize i = 0; lines[i] != NULL; i++) {
        if (!hemo_cli_handed_add(handed, PLACE, "root", lines[i], error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
hand_over(const HemoCliSetupStep *step,
          HemoCliHanded *handed,
          const char *fingerprint,
          GError **error)
{
    const HemoCliPassphrase passphrase = {
        .file = step->passphrase_file,
        .question = _("Think of a passphrase for your S/MIME key: Claws Mail asks for it when "
                      "it opens encrypted mail. Type it"),
        .twice = TRUE,
    };
    int fd = hemo_cli_passphrase_open(&passphrase, error);
    gboolean good = fd >= 0 && import(step, fingerprint, fd, error) &&
                    hemo_cli_handed_add(handed, PLACE, "own", fingerprint, error) &&
                    trust(step, handed, error);

    if (fd >= 0)
        close(fd);
    return good;
}

static gboolean
agrees(const HemoCliSetupStep *step, const HemoCliOwnSmimeItem *item)
{
    hemo_cli_setup_step_show(step, "gpgsm", "", NULL, item->address);
    if (hemo_cli_setup_step_ask(step,
                                _("Hand your S/MIME certificate with its private key to "
                                  "GnuPG, so that Claws Mail can read what was encrypted to "
                                  "you?")))
        return TRUE;
    tell(step,
         HEMO_CLI_CHECK_WARN,
         item->address,
         _("Claws Mail cannot read mail that is encrypted to your S/MIME certificate"),
         _("Run this with --yes to hand the certificate over"));
    return FALSE;
}

static void
hand_over_one(const HemoCliSetupStep *step,
              HemoCliHanded *handed,
              const HemoCliOwnSmimeItem *item)
{
    GError *error = NULL;

    if (!hemo_cli_gpgsm_has(item->fingerprint)) {
        if (!agrees(step, item))
            return;
        if (!hand_over(step, handed, item->fingerprint, &error)) {
            tell(step, HEMO_CLI_CHECK_WARN, item->address, error->message, "");
            g_error_free(error);
            return;
        }
    }
    tell(step,
         HEMO_CLI_CHECK_OK,
         item->address,
         _("Claws Mail can read mail that is encrypted to your S/MIME certificate"),
         "");
}

void
hemo_cli_setup_gpgsm_run(const HemoCliSetupStep *step)
{
    g_autoptr(HemoCliHanded) handed = NULL;

    if (step->own == NULL || step->own->items->len == 0)
        return;
    if (!hemo_cli_gpgsm_is_installed()) {
        tell(step,
             HEMO_CLI_CHECK_WARN,
             "",
             _("your S/MIME certificate cannot be handed to Claws Mail: a program for that is "
               "not installed"),
             _("Install the package gpgsm"));
        return;
    }
    handed = hemo_cli_handed_load();
    for (guint i = 0; i < step->own->items->len; i++)
        hand_over_one(step, handed, step->own->items->pdata[i]);
}

/* "own FINGERPRINT" or "root LINE" */
static gboolean
take_back(const char *line, GError **error)
{
    g_auto(GStrv) words = g_strsplit(line, " ", 2);

    if (words[0] == NULL || words[1] == NULL)
        return TRUE;
    return g_str_equal(words[0], "root") ? hemo_cli_gpgsm_distrust(words[1], error)
                                         : hemo_cli_gpgsm_delete(words[1], error);
}

static gboolean
agrees_to_undo(const HemoCliSetupStep *step)
{
    if (hemo_cli_setup_step_ask(step,
                                _("Take your S/MIME certificate out of GnuPG? Claws Mail can "
                                  "then no longer read what was encrypted to it")))
        return TRUE;
    tell(step, HEMO_CLI_CHECK_WARN, "", _("your S/MIME certificate is left in GnuPG"), "");
    return FALSE;
}

void
hemo_cli_setup_gpgsm_undo(const HemoCliSetupStep *step)
{
    g_autoptr(HemoCliHanded) handed = hemo_cli_handed_load();
    g_auto(GStrv) lines = hemo_cli_handed_list(handed, PLACE);
    g_autoptr(GError) error = NULL;

    if (lines[0] == NULL || !agrees_to_undo(step))
        return;
    for (guint i = 0; lines[i] != NULL; i++) {
        if (!take_back(lines[i], &error) ||
            !hemo_cli_handed_remove(handed, PLACE, lines[i], &error)) {
            tell(step, HEMO_CLI_CHECK_FAIL, "", error->message, "");
            return;
        }
    }
    tell(step, HEMO_CLI_CHECK_OK, "", _("your S/MIME certificate was taken out of GnuPG"), "");
}
