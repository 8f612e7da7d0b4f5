/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-anchors.h.
 */
#include "hemo-anchors.h"

#include "hemo-certificate.h"
#include "hemo-error.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#define MAX_FILE (8 * 1024 * 1024) /* that of a system has a quarter of a megabyte */

struct _HemoAnchors {
    GHashTable *files; /* path -> File */
};

typedef struct {
    guint64 stamp[4]; /* of the file when it was read */
    GPtrArray *certificates;
} File;

static void
file_free(gpointer data)
{
    File *file = data;

    g_clear_pointer(&file->certificates, g_ptr_array_unref);
    g_free(file);
}

HemoAnchors *
hemo_anchors_new(void)
{
    HemoAnchors *anchors = g_new0(HemoAnchors, 1);

    anchors->files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, file_free);
    return anchors;
}

void
hemo_anchors_free(HemoAnchors *anchors)
{
    if (anchors == NULL)
        return;
    g_hash_table_unref(anchors->files);
    g_free(anchors);
}

static gboolean
take_stamp(const char *path, guint64 *stamp)
{
    GStatBuf info;

    if (g_stat(path, &info) != 0 || !S_ISREG(info.st_mode) || info.st_size > MAX_FILE)
        return FALSE;
    stamp[0] = (guint64)info.st_ino;
    stamp[1] = (guint64)info.st_size;
    stamp[2] = (guint64)info.st_mtim.tv_sec;
    stamp[3] = (guint64)info.st_mtim.tv_nsec;
    return TRUE;
}

static GPtrArray *
read_file(const char *path)
{
    g_autofree char *text = NULL;
    gsize size = 0;

    if (!g_file_get_contents(path, &text, &size, NULL))
        return NULL;
    return hemo_certificate_list_new(hemo_slice(text, size), NULL);
}

static File *
file_new(const char *path, const guint64 *stamp)
{
    GPtrArray *certificates = read_file(path);
    File *file;

    if (certificates == NULL)
        return NULL;
    file = g_new0(File, 1);
    memcpy(file->stamp, stamp, sizeof file->stamp);
    file->certificates = certificates;
    return file;
}

GPtrArray *
hemo_anchors_get(HemoAnchors *anchors, const char *path, GError **error)
{
    guint64 stamp[4] = {0};
    File *file = g_hash_table_lookup(anchors->files, path);

    if (take_stamp(path, stamp)) {
        if (file != NULL && memcmp(file->stamp, stamp, sizeof stamp) == 0)
            return file->certificates;
        file = file_new(path, stamp);
    } else {
        file = NULL;
    }
    if (file != NULL) {
        g_hash_table_replace(anchors->files, g_strdup(path), file);
        return file->certificates;
    }
    g_hash_table_remove(anchors->files, path);
    hemo_error_set(error,
                   HEMO_ERROR_CONFIG,
                   _("the file of authorities %s cannot be read: ask the person who looks "
                     "after your computer"),
                   path);
    return NULL;
}
