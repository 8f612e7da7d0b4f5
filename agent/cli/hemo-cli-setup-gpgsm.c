/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-setup-gpgsm.h.  The passphrase of the file that gpgsm reads protects the private
 * key in gpg-agent afterwards, so it must be one that the person knows.  The agent gives the
 * file out in gpgsm's form only under a random one: it is packed anew here, in memory.
 */
#include "hemo-cli-setup-gpgsm.h"

#include "hemo-cli-gpgsm.h"
#include "hemo-cli-handed.h"
#include "hemo-cli-passphrase.h"
#include "hemo-cli-pem.h"
#include "hemo-identity.h"
#include "hemo-sealed-fd.h"

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

static HemoSecret *
read_secret(int fd, GError **error)
{
    g_autoptr(HemoSealedFd) map = hemo_sealed_fd_map(fd, error);

    return map != NULL ? hemo_secret_new_copy(hemo_sealed_fd_slice(map)) : NULL;
}

/* The same file under the other passphrase, as a memfd. */
static int
pack_anew(int pkcs12, int random, int passphrase, GError **error)
{
    g_autoptr(HemoSecret) file = read_secret(pkcs12, error);
    g_autoptr(HemoSecret) from = file != NULL ? read_secret(random, error) : NULL;
    g_autoptr(HemoSecret) to = from != NULL ? read_secret(passphrase, error) : NULL;
    g_autoptr(HemoIdentity) identity =
        to != NULL ? hemo_identity_new(hemo_secret_slice(file), from, error) : NULL;
    g_autoptr(HemoSecret) packed =
        identity != NULL ? hemo_identity_export_old(identity, to, error) : NULL;
    HemoSlice slice;

    if (packed == NULL)
        return -1;
    slice = hemo_secret_slice(packed);
    return hemo_sealed_fd_new(&slice, 1, error);
}

static void
close_fd(int fd)
{
    if (fd >= 0)
        close(fd);
}

static gboolean
import(const HemoCliSetupStep *step, const char *fingerprint, int passphrase, GError **error)
{
    const HemoCliOwnSmime *own = step->own;
    int random = hemo_cli_own_smime_passphrase(error);
    int pkcs12 = random >= 0 ? own->export(own->data, fingerprint, random, error) : -1;
    int packed = pkcs12 >= 0 ? pack_anew(pkcs12, random, passphrase, error) : -1;
    gboolean good = packed >= 0 && hemo_cli_gpgsm_import(packed, passphrase, error);

    close_fd(packed);
    close_fd(pkcs12);
    close_fd(random);
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

/* One for all, asked for when the first is handed over; gpgsm reads on where it stands. */
static gboolean
open_passphrase(const HemoCliSetupStep *step, int *passphrase, GError **error)
{
    const HemoCliPassphrase wanted = {
        .file = step->passphrase_file,
        .question = _("Think of a passphrase for your S/MIME key: Claws Mail asks for it when "
                      "it opens encrypted mail. Type it"),
        .twice = TRUE,
    };

    if (*passphrase < 0)
        *passphrase = hemo_cli_passphrase_open(&wanted, error);
    if (*passphrase >= 0)
        lseek(*passphrase, 0, SEEK_SET);
    return *passphrase >= 0;
}

static gboolean
hand_over(const HemoCliSetupStep *step,
          HemoCliHanded *handed,
          const char *fingerprint,
          int *passphrase,
          GError **error)
{
    return open_passphrase(step, passphrase, error) &&
           import(step, fingerprint, *passphrase, error) &&
           hemo_cli_handed_add(handed, PLACE, "own", fingerprint, error) &&
           trust(step, handed, error);
}

/* The organisation's own, which are trusted with it. */
static void
show_roots(const HemoCliSetupStep *step)
{
    g_autoptr(GHashTable) anchors = hemo_cli_pem_anchors(step->settings);
    GHashTableIter each;
    gpointer fingerprint;

    g_hash_table_iter_init(&each, anchors);
    while (g_hash_table_iter_next(&each, &fingerprint, NULL))
        hemo_cli_setup_step_show(step, "trustlist.txt", "root", NULL, fingerprint);
}

static gboolean
agrees(const HemoCliSetupStep *step, const HemoCliOwnSmimeItem *item)
{
    hemo_cli_setup_step_show(step, "gpgsm", item->address, NULL, item->fingerprint);
    show_roots(step);
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
              const HemoCliOwnSmimeItem *item,
              int *passphrase)
{
    GError *error = NULL;

    if (!hemo_cli_gpgsm_has(item->fingerprint)) {
        if (!agrees(step, item))
            return;
        if (!hand_over(step, handed, item->fingerprint, passphrase, &error)) {
            tell(step, HEMO_CLI_CHECK_FAIL, item->address, error->message, "");
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
    int passphrase = -1;

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
        hand_over_one(step, handed, step->own->items->pdata[i], &passphrase);
    close_fd(passphrase);
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
hemo_cli_setup_gpgsm_announce_undo(const HemoCliSetupStep *step)
{
    g_autoptr(HemoCliHanded) handed = hemo_cli_handed_load();
    g_auto(GStrv) lines = hemo_cli_handed_list(handed, PLACE);

    for (guint i = 0; lines[i] != NULL; i++)
        hemo_cli_setup_step_show(step,
                                 g_str_has_prefix(lines[i], "root ") ? "trustlist.txt"
                                                                     : "gpgsm",
                                 "",
                                 lines[i],
                                 "");
    if (lines[0] != NULL)
        tell(step,
             HEMO_CLI_CHECK_WARN,
             "",
             _("without your S/MIME key in GnuPG, mail that was encrypted to it cannot be read "
               "in Claws Mail"),
             _("\"hemostat setup claws\" hands it over again"));
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
