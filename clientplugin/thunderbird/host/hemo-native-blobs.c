/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-native-blobs.h.
 */
#include "hemo-native-blobs.h"

#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-sealed-fd.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    int fd;
    gsize size;
    gboolean sealed;
    gboolean written; /* by us: counts */
} Blob;

struct _HemoNativeBlobs {
    GHashTable *table; /* name to Blob */
    gsize written;     /* bytes */
    guint64 last;      /* number of a name of ours */
};

static void
blob_free(gpointer data)
{
    Blob *blob = data;

    if (blob->fd >= 0)
        close(blob->fd);
    g_free(blob);
}

HemoNativeBlobs *
hemo_native_blobs_new(void)
{
    HemoNativeBlobs *blobs = g_new0(HemoNativeBlobs, 1);

    blobs->table = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, blob_free);
    return blobs;
}

void
hemo_native_blobs_free(HemoNativeBlobs *blobs)
{
    if (blobs == NULL)
        return;
    g_hash_table_unref(blobs->table);
    g_free(blobs);
}

static gboolean
check_room(const HemoNativeBlobs *blobs, GError **error)
{
    if (g_hash_table_size(blobs->table) < HEMO_NATIVE_BLOBS_MAX)
        return TRUE;
    hemo_error_set(error, HEMO_ERROR_TOO_BIG, _("there are too many attachments"));
    return FALSE;
}

static gboolean
is_name(const char *name)
{
    return *name != '\0' && strlen(name) <= HEMO_NATIVE_BLOBS_NAME && strchr(name, ':') == NULL;
}

static Blob *
begin_blob(HemoNativeBlobs *blobs, const char *name, GError **error)
{
    Blob *blob;
    int fd;

    if (!is_name(name)) {
        hemo_error_set(error,
                       HEMO_ERROR_INVALID,
                       _("the add-on sent a name that cannot be used"));
        return NULL;
    }
    if (!check_room(blobs, error))
        return NULL;
    fd = hemo_sealed_fd_create(error);
    if (fd < 0)
        return NULL;
    blob = g_new0(Blob, 1);
    blob->fd = fd;
    blob->written = TRUE;
    g_hash_table_insert(blobs->table, g_strdup(name), blob);
    return blob;
}

static gboolean
append(HemoNativeBlobs *blobs, Blob *blob, HemoSlice bytes, GError **error)
{
    if (bytes.size > HEMO_LIMIT_MAIL - blob->size ||
        bytes.size > HEMO_NATIVE_BLOBS_WRITTEN - blobs->written) {
        hemo_error_set(error, HEMO_ERROR_TOO_BIG, _("the mail is too big"));
        return FALSE;
    }
    if (!hemo_sealed_fd_write(blob->fd, &bytes, 1, error))
        return FALSE;
    blob->size += bytes.size;
    blobs->written += bytes.size;
    return TRUE;
}

gboolean
hemo_native_blobs_write(HemoNativeBlobs *blobs,
                        const char *name,
                        HemoSlice bytes,
                        gboolean last,
                        gsize *ret_size,
                        GError **error)
{
    Blob *blob = g_hash_table_lookup(blobs->table, name);

    if (blob == NULL)
        blob = begin_blob(blobs, name, error);
    if (blob == NULL)
        return FALSE;
    if (blob->sealed) {
        hemo_error_set(error,
                       HEMO_ERROR_INVALID,
                       _("the add-on wanted to change what was handed over already"));
        return FALSE;
    }
    if (!append(blobs, blob, bytes, error) || (last && !hemo_sealed_fd_seal(blob->fd, error))) {
        hemo_native_blobs_drop(blobs, name);
        return FALSE;
    }
    blob->sealed = last;
    *ret_size = blob->size;
    return TRUE;
}

static Blob *
take_sealed(const HemoNativeBlobs *blobs, int fd, GError **error)
{
    g_autoptr(HemoSealedFd) map = NULL;
    Blob *blob;

    if (!check_room(blobs, error))
        return NULL;
    map = hemo_sealed_fd_map(fd, error);
    if (map == NULL)
        return NULL;
    blob = g_new0(Blob, 1);
    blob->fd = fd;
    blob->size = hemo_sealed_fd_slice(map).size;
    blob->sealed = TRUE;
    return blob;
}

const char *
hemo_native_blobs_add(HemoNativeBlobs *blobs, const char *kind, int fd, GError **error)
{
    Blob *blob = take_sealed(blobs, fd, error);
    char *name;

    if (blob == NULL) {
        close(fd);
        return NULL;
    }
    name = g_strdup_printf("%s:%" G_GUINT64_FORMAT, kind, ++blobs->last);
    g_hash_table_insert(blobs->table, name, blob);
    return name;
}

int
hemo_native_blobs_find(const HemoNativeBlobs *blobs, const char *name, GError **error)
{
    const Blob *blob = g_hash_table_lookup(blobs->table, name);

    if (blob == NULL) {
        hemo_error_set(error,
                       HEMO_ERROR_NOT_FOUND,
                       _("a part of the mail is missing: please send it again"));
        return -1;
    }
    if (!blob->sealed) {
        hemo_error_set(error,
                       HEMO_ERROR_INVALID,
                       _("an attachment is not complete: please send the mail again"));
        return -1;
    }
    return blob->fd;
}

gsize
hemo_native_blobs_size(const HemoNativeBlobs *blobs, const char *name)
{
    const Blob *blob = g_hash_table_lookup(blobs->table, name);

    return blob != NULL && blob->sealed ? blob->size : 0;
}

void
hemo_native_blobs_drop(HemoNativeBlobs *blobs, const char *name)
{
    const Blob *blob = g_hash_table_lookup(blobs->table, name);

    if (blob == NULL)
        return;
    if (blob->written)
        blobs->written -= blob->size;
    g_hash_table_remove(blobs->table, name);
}
