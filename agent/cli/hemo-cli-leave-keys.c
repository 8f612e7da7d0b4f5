/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-leave-keys.h.
 */
#include "hemo-cli-leave-keys.h"

#include "hemo-bus.h"
#include "hemo-cli-keys-link.h"
#include "hemo-cli-new-file.h"
#include "hemo-cli-object.h"
#include "hemo-error.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

#define NAME  "keys"
#define SHORT 16 /* digits of a fingerprint in a file's name */

typedef struct {
    HemoKeys1 *keys;
    HemoCliCheck *checks;
    const char *folder;
} Work;

static gboolean
is_own(GVariant *key)
{
    gboolean own = FALSE;

    g_variant_lookup(key, "own", "b", &own);
    return own;
}

/* The fingerprint tells one file from the other; an address would be one in a file name. */
static char *
make_path(const Work *work, GVariant *key)
{
    g_autofree char *name =
        g_strdup_printf("key-%.*s.asc", SHORT, hemo_cli_object_text(key, "fingerprint"));

    return g_build_filename(work->folder, name, NULL);
}

/* With the revocation in it. */
static gboolean
write_public(const Work *work, GVariant *key, const char *path, GError **error)
{
    int fd = hemo_cli_keys_link_export(work->keys,
                                       hemo_cli_object_text(key, "address"),
                                       hemo_cli_object_text(key, "fingerprint"),
                                       error);
    gboolean good = fd >= 0 && (g_file_test(path, G_FILE_TEST_EXISTS) ||
                                hemo_cli_new_file_copy(path, fd, error));

    if (fd >= 0)
        close(fd);
    return good;
}

static char *
withdraw(const Work *work, GVariant *key, GError **error)
{
    char *words = NULL;

    if (g_str_equal(hemo_cli_object_text(key, "state"), "revoked"))
        return g_strdup(_("it was withdrawn already"));
    hemo_keys1_call_revoke_sync(work->keys,
                                hemo_cli_object_text(key, "address"),
                                hemo_cli_object_text(key, "fingerprint"),
                                G_DBUS_CALL_FLAGS_NONE,
                                G_MAXINT,
                                &words,
                                NULL,
                                error);
    hemo_bus_convert_error(error);
    return words;
}

/* Of a certificate nobody's file can say that it was withdrawn: to send it would only spread
 * it. */
static char *
find_remedy(const Work *work, GVariant *key, GError **error)
{
    g_autofree char *path = NULL;

    if (g_str_equal(hemo_cli_object_text(key, "kind"), "smime"))
        return g_strdup(_("Tell the authority that issued the certificate, and tell those who "
                          "write to you to stop using it"));
    path = make_path(work, key);
    if (!write_public(work, key, path, error))
        return NULL;
    return g_strdup_printf(_("Send %s to those who write to you encrypted"), path);
}

static gboolean
leave_one(const Work *work, GVariant *key)
{
    const char *address = hemo_cli_object_text(key, "address");
    g_autoptr(GError) error = NULL;
    g_autofree char *words = withdraw(work, key, &error);
    g_autofree char *remedy = words != NULL ? find_remedy(work, key, &error) : NULL;

    if (remedy == NULL) {
        hemo_cli_check_add(work->checks,
                           HEMO_CLI_CHECK_FAIL,
                           NAME,
                           address,
                           error->message,
                           "");
        return FALSE;
    }
    hemo_cli_check_add(work->checks, HEMO_CLI_CHECK_OK, NAME, address, words, remedy);
    return TRUE;
}

/* Everybody of whom a key is known. */
static gboolean
write_correspondents(const Work *work, GVariant *list, GError **error)
{
    g_autofree char *path = g_build_filename(work->folder, "correspondents.txt", NULL);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GString) text = g_string_new(NULL);

    for (gsize i = 0; i < g_variant_n_children(list); i++) {
        g_autoptr(GVariant) key = g_variant_get_child_value(list, i);
        const char *address = hemo_cli_object_text(key, "address");

        if (!is_own(key) && g_hash_table_add(seen, g_strdup(address)))
            g_string_append_printf(text, "%s\n", address);
    }
    if (text->len == 0 || g_file_test(path, G_FILE_TEST_EXISTS))
        return TRUE;
    if (!hemo_cli_new_file_write(path, hemo_slice_text(text->str), error))
        return FALSE;
    hemo_cli_check_add(work->checks,
                       HEMO_CLI_CHECK_OK,
                       NAME,
                       path,
                       _("the addresses of those whose keys are known here"),
                       "");
    return TRUE;
}

static gboolean
leave_all(const Work *work, gboolean reveal, GError **error)
{
    g_autoptr(GVariant) list = hemo_cli_keys_link_list(work->keys, "", error);
    gboolean good = list != NULL && (!reveal || write_correspondents(work, list, error));
    guint n = 0;

    if (!good)
        return FALSE;
    for (gsize i = 0; i < g_variant_n_children(list); i++) {
        g_autoptr(GVariant) key = g_variant_get_child_value(list, i);

        if (!is_own(key))
            continue;
        good = leave_one(work, key) && good;
        n++;
    }
    if (n == 0)
        hemo_cli_check_add(work->checks,
                           HEMO_CLI_CHECK_OK,
                           NAME,
                           "",
                           _("you have no key of your own here"),
                           "");
    return good;
}

gboolean
hemo_cli_leave_keys_run(HemoCliCheck *checks, const char *folder, gboolean reveal)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoKeys1) keys = hemo_cli_keys_link_open(&error);
    const Work work = {keys, checks, folder};
    gboolean good = keys != NULL && leave_all(&work, reveal, &error);

    if (error != NULL)
        hemo_cli_check_add(checks, HEMO_CLI_CHECK_FAIL, NAME, "", error->message, "");
    return good;
}
