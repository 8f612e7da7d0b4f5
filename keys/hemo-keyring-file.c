/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The keyring as a private file, for machines without a desktop: its secrets are no
 * safer than the disk.  Readers need no lock, as the file is replaced as a whole.
 */
#include "hemo-error.h"
#include "hemo-keyring-backend.h"
#include "hemo-keyring-text.h"
#include "hemo-limits.h"
#include "hemo-private-file.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

static HemoSecret *
load(const char *place, const char *name, GCancellable *cancellable, GError **error)
{
    g_autoptr(HemoPrivateFile) file = hemo_private_file_open(place, error);
    g_autoptr(HemoSecret) text = NULL;

    if (file == NULL)
        return NULL;
    text = hemo_private_file_read(file, HEMO_LIMIT_CONFIG, error);
    if (text == NULL)
        return NULL;
    return hemo_keyring_text_find(hemo_secret_slice(text), name, error);
}

/* @secret NULL takes the entry away. */
static gboolean
change(const char *place, const char *name, HemoSecret *secret, GError **error)
{
    g_autoptr(HemoPrivateFile) file = hemo_private_file_open(place, error);
    g_autoptr(HemoSecret) before = NULL;
    g_autoptr(HemoSecret) after = NULL;

    if (file == NULL || !hemo_private_file_lock(file, error))
        return FALSE;
    before = hemo_private_file_read(file, HEMO_LIMIT_CONFIG, error);
    if (before == NULL)
        return FALSE;
    after = hemo_keyring_text_replace(hemo_secret_slice(before), name, secret, error);
    return after != NULL && hemo_private_file_replace(file, hemo_secret_slice(after), error);
}

static gboolean
store(const char *place,
      const char *name,
      HemoSecret *secret,
      GCancellable *cancellable,
      GError **error)
{
    return change(place, name, secret, error);
}

static gboolean
remove_entry(const char *place, const char *name, GCancellable *cancellable, GError **error)
{
    return change(place, name, NULL, error);
}

/* Damaged or not; emptied first, as somebody may have it open. */
static gboolean
clear(const char *place, GCancellable *cancellable, GError **error)
{
    g_autoptr(HemoPrivateFile) file = hemo_private_file_open(place, error);

    if (file == NULL || !hemo_private_file_lock(file, error) ||
        !hemo_private_file_replace(file, HEMO_SLICE_EMPTY, error))
        return FALSE;
    if (g_unlink(place) == 0)
        return TRUE;
    hemo_error_set(error, HEMO_ERROR_STORAGE, _("the keyring file cannot be taken away"));
    return FALSE;
}

const HemoKeyringBackend hemo_keyring_file = {load, store, remove_entry, clear, NULL};
