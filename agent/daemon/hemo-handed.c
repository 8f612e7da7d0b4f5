/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-handed.h.
 */
#include "hemo-handed.h"

#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-sealed-fd.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

struct _HemoHanded {
    int mail;
    GArray *parts; /* int */
};

static void
clear_fd(gpointer data)
{
    close(*(int *)data);
}

HemoHanded *
hemo_handed_new(int fd)
{
    HemoHanded *handed = g_new0(HemoHanded, 1);

    handed->mail = fd;
    handed->parts = g_array_new(FALSE, FALSE, sizeof(int));
    g_array_set_clear_func(handed->parts, clear_fd);
    return handed;
}

void
hemo_handed_free(HemoHanded *handed)
{
    if (handed == NULL)
        return;
    if (handed->mail >= 0)
        close(handed->mail);
    g_array_unref(handed->parts);
    g_free(handed);
}

/* A descriptor of our own; -1 if the client did not send it. */
static int
take_fd(GUnixFDList *fds, gint32 index)
{
    if (fds == NULL || index < 0 || index >= g_unix_fd_list_get_length(fds))
        return -1;
    return g_unix_fd_list_get(fds, index, NULL);
}

static gboolean
take_parts(HemoHanded *handed, GUnixFDList *fds, GVariant *parts)
{
    gsize n = g_variant_n_children(parts);

    for (gsize i = 0; i < n; i++) {
        g_autoptr(GVariant) handle = g_variant_get_child_value(parts, i);
        int fd = take_fd(fds, g_variant_get_handle(handle));

        if (fd < 0)
            return FALSE;
        g_array_append_val(handed->parts, fd);
    }
    return TRUE;
}

HemoHanded *
hemo_handed_take(GUnixFDList *fds, GVariant *mail, GVariant *parts, GError **error)
{
    g_autoptr(HemoHanded) handed = NULL;

    if (g_variant_n_children(parts) > HEMO_LIMIT_ATTACHED_FDS) {
        hemo_error_set(error,
                       HEMO_ERROR_TOO_BIG,
                       _("the mail has more than %d attachments and pictures"),
                       HEMO_LIMIT_ATTACHED_FDS);
        return NULL;
    }
    handed = hemo_handed_new(take_fd(fds, g_variant_get_handle(mail)));
    if (handed->mail >= 0 && take_parts(handed, fds, parts))
        return g_steal_pointer(&handed);
    hemo_error_set(error, HEMO_ERROR_INVALID, _("the mail was not handed over"));
    return NULL;
}

gboolean
hemo_handed_check(const HemoHanded *handed, gboolean with_parts, GError **error)
{
    g_autoptr(HemoSealedFd) map = hemo_sealed_fd_map(handed->mail, error);
    gboolean fine = map != NULL;

    if (fine && !with_parts && handed->parts->len > 0) {
        hemo_error_set(error,
                       HEMO_ERROR_INVALID,
                       _("the mail was handed over with attachments beside it"));
        return FALSE;
    }
    for (guint i = 0; fine && i < handed->parts->len; i++) {
        g_autoptr(HemoSealedFd) part =
            hemo_sealed_fd_map(g_array_index(handed->parts, int, i), error);

        fine = part != NULL;
    }
    return fine;
}

gboolean
hemo_handed_check_filled(const HemoHanded *handed, GError **error)
{
    g_autoptr(HemoSealedFd) map = hemo_sealed_fd_map(handed->mail, error);

    if (map != NULL && hemo_sealed_fd_slice(map).size == 0)
        hemo_error_set(error, HEMO_ERROR_INVALID, _("this is no mail: it is empty"));
    return map != NULL && hemo_sealed_fd_slice(map).size > 0;
}

int
hemo_handed_mail(const HemoHanded *handed)
{
    return handed->mail;
}

const int *
hemo_handed_parts(const HemoHanded *handed, gsize *ret_n)
{
    *ret_n = handed->parts->len;
    return (const int *)(gpointer)handed->parts->data;
}
