/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-gpgsm.h.
 */
#include "hemo-cli-gpgsm.h"

#include "hemo-cli-file.h"
#include "hemo-cli-tool.h"
#include "hemo-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PASSPHRASE "10"
#define PKCS12     "/dev/fd/11"
#define VALUE      9 /* of a line with colons: "fpr", "fp2", "grp" */

/* What one certificate's lines tell. */
typedef struct {
    char *sha1;
    char *sha256;
    char *keygrip;
} Entry;

static void
entry_free(gpointer data)
{
    Entry *entry = data;

    g_free(entry->sha1);
    g_free(entry->sha256);
    g_free(entry->keygrip);
    g_free(entry);
}

gboolean
hemo_cli_gpgsm_is_installed(void)
{
    return hemo_cli_tool_is_there("gpgsm");
}

static const struct {
    const char *kind;
    gsize member;
} members[] = {
    {"fpr", G_STRUCT_OFFSET(Entry, sha1)},
    {"fp2", G_STRUCT_OFFSET(Entry, sha256)},
    {"grp", G_STRUCT_OFFSET(Entry, keygrip)},
};

static void
add_line(GPtrArray *entries, const char *text)
{
    g_auto(GStrv) fields = g_strsplit(text, ":", -1);

    if (fields[0] == NULL)
        return;
    if (g_str_equal(fields[0], "crt") || g_str_equal(fields[0], "crs"))
        g_ptr_array_add(entries, g_new0(Entry, 1));
    if (entries->len == 0 || g_strv_length(fields) <= VALUE)
        return;
    for (gsize i = 0; i < G_N_ELEMENTS(members); i++) {
        char **value =
            &G_STRUCT_MEMBER(char *, entries->pdata[entries->len - 1], members[i].member);

        if (g_str_equal(fields[0], members[i].kind) && *value == NULL)
            *value = g_strdup(fields[VALUE]);
    }
}

/* Those with a private key, or all. */
static GPtrArray *
list(const char *which, GError **error)
{
    const char *const words[] = {"gpgsm", "--batch", "--with-colons", which, NULL};
    const HemoCliTool tool = {.words = words};
    g_autoptr(GBytes) out = hemo_cli_tool_run(&tool, NULL, error);
    GPtrArray *entries = g_ptr_array_new_with_free_func(entry_free);
    HemoSlice rest = out != NULL ? hemo_slice_bytes(out) : HEMO_SLICE_EMPTY;
    HemoSlice line;

    while (hemo_slice_next_line(&rest, &line)) {
        g_autofree char *text = hemo_slice_dup(line);

        add_line(entries, text);
    }
    return entries;
}

static const Entry *
find(const GPtrArray *entries, const char *fingerprint)
{
    for (guint i = 0; i < entries->len; i++) {
        const Entry *entry = entries->pdata[i];

        if (entry->sha256 != NULL && g_ascii_strcasecmp(entry->sha256, fingerprint) == 0)
            return entry;
    }
    return NULL;
}

gboolean
hemo_cli_gpgsm_has(const char *fingerprint)
{
    g_autoptr(GPtrArray) entries = list("--list-secret-keys", NULL);

    return find(entries, fingerprint) != NULL;
}

static gboolean
act(const char *const *words, GError **error)
{
    const HemoCliTool tool = {.words = words};
    g_autoptr(GBytes) out = hemo_cli_tool_run(&tool, NULL, error);

    return out != NULL;
}

gboolean
hemo_cli_gpgsm_import(int pkcs12, int passphrase, GError **error)
{
    static const char *const words[] = {"gpgsm",
                                        "--batch",
                                        "--pinentry-mode",
                                        "loopback",
                                        "--passphrase-fd",
                                        PASSPHRASE,
                                        "--import",
                                        PKCS12,
                                        NULL};
    const HemoCliTool tool = {.words = words, .fds = {passphrase, pkcs12}, .n_fds = 2};
    g_autoptr(GBytes) out = hemo_cli_tool_run(&tool, NULL, error);

    return out != NULL;
}

/* gpg-connect-agent ends well whatever it is told. */
static gboolean
delete_private(const char *keygrip, GError **error)
{
    g_autofree char *command = g_strconcat("DELETE_KEY --force ", keygrip, NULL);
    const char *const words[] = {"gpg-connect-agent", command, "/bye", NULL};
    const HemoCliTool tool = {.words = words};
    g_autoptr(GBytes) out = hemo_cli_tool_run(&tool, NULL, error);
    g_autofree char *text = out != NULL ? hemo_slice_dup(hemo_slice_bytes(out)) : NULL;

    if (text == NULL || g_str_has_prefix(text, "OK"))
        return text != NULL;
    hemo_error_set(error, HEMO_ERROR_FAILED, "gpg-agent: %s", g_strstrip(text));
    return FALSE;
}

gboolean
hemo_cli_gpgsm_delete(const char *fingerprint, GError **error)
{
    g_autoptr(GPtrArray) entries = list("--list-secret-keys", error);
    const Entry *entry = find(entries, fingerprint);
    const char *const words[] = {"gpgsm",
                                 "--batch",
                                 "--yes",
                                 "--delete-keys",
                                 entry != NULL ? entry->sha1 : NULL,
                                 NULL};

    if (entry == NULL)
        return TRUE;
    return delete_private(entry->keygrip, error) && act(words, error);
}

static char *
trust_path(GError **error)
{
    static const char *const words[] = {"gpgconf", "--list-dirs", "homedir", NULL};
    const HemoCliTool tool = {.words = words};
    g_autoptr(GBytes) out = hemo_cli_tool_run(&tool, NULL, error);
    g_autofree char *home =
        out != NULL ? hemo_slice_dup(hemo_slice_strip(hemo_slice_bytes(out))) : NULL;

    return home != NULL ? g_build_filename(home, "trustlist.txt", NULL) : NULL;
}

/* gpg-agent reads it when it is told to. */
static gboolean
write_trust(const char *path, const char *text, GError **error)
{
    static const char *const words[] = {"gpgconf", "--reload", "gpg-agent", NULL};

    return hemo_cli_file_replace(path, hemo_slice_text(text), error) && act(words, error);
}

static char *
read_trust(const char *path)
{
    g_autoptr(GBytes) bytes = hemo_cli_file_read(path, NULL);

    return bytes != NULL ? hemo_slice_dup(hemo_slice_bytes(bytes)) : g_strdup("");
}

/* A root that the person trusts, or does not ("!"), stays as it is. */
static gboolean
wants_line(const Entry *entry, GHashTable *anchors, const char *text)
{
    return entry->sha1 != NULL && entry->sha256 != NULL &&
           g_hash_table_contains(anchors, entry->sha256) && strstr(text, entry->sha1) == NULL;
}

char **
hemo_cli_gpgsm_trust(GHashTable *anchors, GError **error)
{
    g_autoptr(GPtrArray) entries = list("--list-keys", error);
    g_autofree char *path = trust_path(error);
    g_autofree char *before = path != NULL ? read_trust(path) : g_strdup("");
    g_autoptr(GString) text = g_string_new(before);
    g_autoptr(GStrvBuilder) lines = g_strv_builder_new();
    gboolean good = path != NULL;

    for (guint i = 0; i < entries->len; i++) {
        const Entry *entry = entries->pdata[i];
        g_autofree char *line = g_strconcat(entry->sha1, " S relax", NULL);

        if (!wants_line(entry, anchors, before))
            continue;
        if (text->len > 0 && text->str[text->len - 1] != '\n')
            g_string_append_c(text, '\n');
        g_string_append_printf(text, "%s\n", line);
        g_strv_builder_add(lines, line);
    }
    if (good && !g_str_equal(text->str, before))
        good = write_trust(path, text->str, error);
    return good ? g_strv_builder_end(lines) : NULL;
}

gboolean
hemo_cli_gpgsm_distrust(const char *line, GError **error)
{
    g_autofree char *path = trust_path(error);
    g_autofree char *before = path != NULL ? read_trust(path) : NULL;
    g_autofree char *with_end = g_strconcat(line, "\n", NULL);
    g_auto(GStrv) parts = NULL;
    g_autofree char *after = NULL;

    if (before == NULL)
        return FALSE;
    parts = g_strsplit(before, with_end, -1);
    after = g_strjoinv("", parts);
    return g_str_equal(before, after) || write_trust(path, after, error);
}
