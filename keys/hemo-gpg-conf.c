/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-gpg-conf.h.
 */
#include "hemo-gpg-conf.h"

#include "hemo-error.h"
#include "hemo-slice.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* "encrypt-to" is not among them: the call itself leaves that out. */
static const char *const refused[] = {
    "group",
    "recipient",
    "remote-user",
    "hidden-recipient",
    "recipient-file",
    "hidden-recipient-file",
};

/* The option's name at the start of @line, with or without its dashes. */
static HemoSlice
option_of(HemoSlice line)
{
    HemoSlice word = hemo_slice_strip(line);
    gsize size = 0;

    while (hemo_slice_at(word, 0) == '-')
        word = hemo_slice_from(word, 1);
    while (size < word.size && (g_ascii_isalpha(word.data[size]) || word.data[size] == '-'))
        size++;
    return hemo_slice_sub(word, 0, size);
}

/* gpg takes an option by any beginning of its name that is long enough. */
static gboolean
is_refused(HemoSlice option)
{
    g_autofree char *name = hemo_slice_dup(option);

    for (gsize i = 0; option.size >= 2 && i < G_N_ELEMENTS(refused); i++) {
        if (g_str_has_prefix(refused[i], name))
            return TRUE;
    }
    return FALSE;
}

gboolean
hemo_gpg_conf_check(const char *home, GError **error)
{
    g_autofree char *path = g_build_filename(home, "gpg.conf", NULL);
    g_autofree char *text = NULL;
    g_autoptr(GError) local = NULL;
    HemoSlice rest;
    HemoSlice line;
    gsize size = 0;

    if (!g_file_get_contents(path, &text, &size, &local)) {
        if (g_error_matches(local, G_FILE_ERROR, G_FILE_ERROR_NOENT))
            return TRUE;
        hemo_error_set(error, HEMO_ERROR_CONFIG, _("the file gpg.conf cannot be read"));
        return FALSE;
    }
    rest = hemo_slice(text, size);
    while (hemo_slice_next_line(&rest, &line)) {
        if (!is_refused(option_of(line)))
            continue;
        hemo_error_set(error,
                       HEMO_ERROR_CONFIG,
                       _("a \"group\" or \"recipient\" line in gpg.conf would let others read "
                         "the mail: take it out"));
        return FALSE;
    }
    return TRUE;
}
