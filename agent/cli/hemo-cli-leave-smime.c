/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-leave-smime.h.  A file counts only once it was read again and opened.
 */
#include "hemo-cli-leave-smime.h"

#include "hemo-cli-input.h"
#include "hemo-cli-keys-link.h"
#include "hemo-cli-new-file.h"
#include "hemo-cli-object.h"
#include "hemo-cli-own-smime.h"
#include "hemo-cli-passphrase.h"
#include "hemo-error.h"
#include "hemo-identity.h"
#include "hemo-sealed-fd.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define NAME  "keys"
#define SHORT 16 /* digits of a fingerprint in a file's name */

typedef struct {
    HemoCliCheck *checks;
    const HemoCliOwnSmime *own;
    const char *folder;
    int passphrase;
} Work;

static void
tell(const Work *work,
     HemoCliCheckStatus status,
     const char *about,
     const char *words,
     const char *remedy)
{
    hemo_cli_check_add(work->checks, status, NAME, about, words, remedy);
}

static HemoSecret *
read_secret(int fd, GError **error)
{
    g_autoptr(HemoSealedFd) map = fd >= 0 ? hemo_sealed_fd_map(fd, error) : NULL;

    return map != NULL ? hemo_secret_new_copy(hemo_sealed_fd_slice(map)) : NULL;
}

/* As a mail program would. */
static gboolean
opens(const Work *work, const char *path, GError **error)
{
    int fd = hemo_cli_input_open(path, error);
    g_autoptr(HemoSecret) file = read_secret(fd, error);
    g_autoptr(HemoSecret) passphrase =
        file != NULL ? read_secret(work->passphrase, error) : NULL;
    g_autoptr(HemoIdentity) identity =
        passphrase != NULL ? hemo_identity_new(hemo_secret_slice(file), passphrase, error)
                           : NULL;

    if (fd >= 0)
        close(fd);
    return identity != NULL;
}

static gboolean
move(const char *fresh, const char *path, GError **error)
{
    if (g_rename(fresh, path) == 0)
        return TRUE;
    hemo_error_set(error,
                   HEMO_ERROR_STORAGE,
                   _("%s cannot be written: %s"),
                   path,
                   g_strerror(errno));
    return FALSE;
}

/* Beside the old one first: a run that ends in the middle leaves it whole. */
static gboolean
write_key(const Work *work, const char *fingerprint, const char *path, GError **error)
{
    g_autofree char *fresh = g_strconcat(path, ".new", NULL);
    int fd = work->own->export(work->own->data, fingerprint, work->passphrase, error);
    gboolean good;

    if (fd < 0)
        return FALSE;
    g_unlink(fresh);
    good = hemo_cli_new_file_copy(fresh, fd, error) && opens(work, fresh, error) &&
           move(fresh, path, error);
    close(fd);
    if (!good)
        g_unlink(fresh);
    return good;
}

static gboolean
write_one(const Work *work, const HemoCliOwnSmimeItem *item)
{
    g_autofree char *name = g_strdup_printf("key-%.*s.p12", SHORT, item->fingerprint);
    g_autofree char *path = g_build_filename(work->folder, name, NULL);
    g_autoptr(GError) error = NULL;

    if (write_key(work, item->fingerprint, path, &error)) {
        tell(work,
             HEMO_CLI_CHECK_OK,
             path,
             _("your S/MIME key is in this file, with its private part, under the passphrase: "
               "it opens what was encrypted to you, in any mail program"),
             _("Keep file and passphrase safe, and apart"));
        return TRUE;
    }
    tell(work, HEMO_CLI_CHECK_FAIL, item->address, error->message, "");
    return FALSE;
}

static gboolean
write_all(Work *work, const char *passphrase_file, GError **error)
{
    const HemoCliPassphrase passphrase = {
        .file = passphrase_file,
        .question = _("Your S/MIME keys are written into files, with which you can still read "
                      "old mail. Think of a passphrase for them, and type it"),
        .twice = TRUE,
    };
    gboolean good = TRUE;

    work->passphrase = hemo_cli_passphrase_open(&passphrase, error);
    if (work->passphrase < 0)
        return FALSE;
    for (guint i = 0; i < work->own->items->len; i++)
        good = write_one(work, work->own->items->pdata[i]) && good;
    close(work->passphrase);
    return good;
}

gboolean
hemo_cli_leave_smime_write(HemoCliCheck *checks,
                           const HemoCliOwnSmime *own,
                           const char *folder,
                           const char *passphrase_file)
{
    Work work = {checks, own, folder, -1};
    g_autoptr(GError) error = NULL;
    gboolean good = own->items->len == 0 || write_all(&work, passphrase_file, &error);

    if (error != NULL)
        tell(&work, HEMO_CLI_CHECK_FAIL, "", error->message, "");
    return good;
}

gboolean
hemo_cli_leave_smime_run(HemoCliCheck *checks, const char *folder, const char *passphrase_file)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoCliOwnSmime) own = hemo_cli_own_smime_load_all(&error);

    if (own != NULL)
        return hemo_cli_leave_smime_write(checks, own, folder, passphrase_file);
    hemo_cli_check_add(checks, HEMO_CLI_CHECK_FAIL, NAME, "", error->message, "");
    return FALSE;
}
