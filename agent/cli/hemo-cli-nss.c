/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-nss.h.
 */
#include "hemo-cli-nss.h"

#include "hemo-cli-pem.h"
#include "hemo-cli-tool.h"
#include "hemo-error.h"
#include "hemo-sealed-fd.h"

#include <glib/gi18n-lib.h>
#include <openssl/x509.h>
#include <string.h>
#include <unistd.h>

#define WRONG_PASSWORD 13 /* pk12util's exit status */
#define PASSWORD       "/dev/fd/10"
#define PKCS12         "/dev/fd/11"
#define PASSPHRASE     "/dev/fd/12"
#define LINES_OF_HEAD  4
#define MAX_WORDS      12

gboolean
hemo_cli_nss_is_installed(void)
{
    return hemo_cli_tool_is_there("certutil") && hemo_cli_tool_is_there("pk12util");
}

static void
entry_free(gpointer data)
{
    HemoCliNssEntry *entry = data;

    g_free(entry->nickname);
    g_free(entry->trust);
    g_free(entry->fingerprint);
    g_bytes_unref(entry->der);
    g_free(entry);
}

/* The line that these programs read the password from. */
static int
open_password(const HemoCliNss *nss, GError **error)
{
    const HemoSlice chunks[] = {
        nss->password != NULL ? hemo_secret_slice(nss->password) : HEMO_SLICE_EMPTY,
        hemo_slice_text("\n"),
    };

    return hemo_sealed_fd_new(chunks, G_N_ELEMENTS(chunks), error);
}

/* Runs @words with "-d sql:PROFILE" behind them; descriptor 10 is the password. */
static GBytes *
run(const HemoCliNss *nss,
    const char *const *words,
    const int *more,
    gsize n_more,
    int *ret_status,
    GError **error)
{
    g_autofree char *database = g_strconcat("sql:", nss->folder, NULL);
    const char *all[MAX_WORDS + 1] = {NULL};
    HemoCliTool tool = {.words = all, .n_fds = 1 + n_more};
    gsize n = 0;
    GBytes *out;

    tool.fds[0] = open_password(nss, error);
    if (tool.fds[0] < 0)
        return NULL;
    for (gsize i = 0; i < n_more; i++)
        tool.fds[1 + i] = more[i];
    for (; words[n] != NULL && n < MAX_WORDS - 2; n++)
        all[n] = words[n];
    all[n++] = "-d";
    all[n] = database;
    out = hemo_cli_tool_run(&tool, ret_status, error);
    close(tool.fds[0]);
    return out;
}

static gboolean
act(const HemoCliNss *nss, const char *const *words, GError **error)
{
    g_autoptr(GBytes) out = run(nss, words, NULL, 0, NULL, error);

    return out != NULL;
}

gboolean
hemo_cli_nss_prepare(const HemoCliNss *nss, GError **error)
{
    g_autofree char *path = g_build_filename(nss->folder, "cert9.db", NULL);
    static const char *const words[] = {"certutil", "-N", "--empty-password", NULL};

    return g_file_test(path, G_FILE_TEST_EXISTS) || act(nss, words, error);
}

/* All certificates of one nickname: a renewed one shares it with the old one. */
static gboolean
add_entries(const HemoCliNss *nss,
            const char *nickname,
            const char *trust,
            GPtrArray *entries,
            GError **error)
{
    const char *const words[] = {"certutil", "-L", "-a", "-n", nickname, NULL};
    g_autoptr(GBytes) pem = run(nss, words, NULL, 0, NULL, error);
    g_autoptr(GPtrArray) certificates = NULL;

    if (pem == NULL)
        return FALSE;
    certificates = hemo_cli_pem_read(hemo_slice_bytes(pem));
    for (guint i = 0; i < certificates->len; i++) {
        HemoCliNssEntry *entry = g_new0(HemoCliNssEntry, 1);

        entry->nickname = g_strdup(nickname);
        entry->trust = g_strdup(trust);
        entry->der = g_bytes_ref(certificates->pdata[i]);
        entry->fingerprint = hemo_cli_pem_fingerprint(entry->der);
        g_ptr_array_add(entries, entry);
    }
    return TRUE;
}

/* "Nickname with blanks      u,u,u" */
static gboolean
split_line(HemoSlice line, char **ret_nickname, char **ret_trust)
{
    g_autofree char *text = hemo_slice_dup(hemo_slice_strip(line));
    char *blank = strrchr(text, ' ');

    if (blank == NULL || strchr(blank, ',') == NULL)
        return FALSE;
    *ret_trust = g_strdup(blank + 1);
    *blank = '\0';
    *ret_nickname = g_strdup(g_strstrip(text));
    return TRUE;
}

static gboolean
add_lines(const HemoCliNss *nss, GBytes *out, GPtrArray *entries, GError **error)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    HemoSlice rest = hemo_slice_bytes(out);
    HemoSlice line;

    for (guint i = 0; hemo_slice_next_line(&rest, &line); i++) {
        g_autofree char *nickname = NULL;
        g_autofree char *trust = NULL;

        if (i < LINES_OF_HEAD || !split_line(line, &nickname, &trust) ||
            !g_hash_table_add(seen, g_strdup(nickname)))
            continue;
        if (!add_entries(nss, nickname, trust, entries, error))
            return FALSE;
    }
    return TRUE;
}

GPtrArray *
hemo_cli_nss_list(const HemoCliNss *nss, GError **error)
{
    static const char *const words[] = {"certutil", "-L", NULL};
    g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func(entry_free);
    g_autoptr(GBytes) out = run(nss, words, NULL, 0, NULL, error);

    return out != NULL && add_lines(nss, out, entries, error) ? g_steal_pointer(&entries)
                                                              : NULL;
}

const HemoCliNssEntry *
hemo_cli_nss_find(const GPtrArray *entries, const char *fingerprint)
{
    for (guint i = 0; i < entries->len; i++) {
        const HemoCliNssEntry *entry = entries->pdata[i];

        if (g_ascii_strcasecmp(entry->fingerprint, fingerprint) == 0)
            return entry;
    }
    return NULL;
}

gboolean
hemo_cli_nss_import(const HemoCliNss *nss, int pkcs12, int passphrase, GError **error)
{
    static const char *const words[] =
        {"pk12util", "-i", PKCS12, "-w", PASSPHRASE, "-k", PASSWORD, NULL};
    const int fds[] = {pkcs12, passphrase};
    g_autoptr(GError) cause = NULL;
    int status = 0;
    g_autoptr(GBytes) out = run(nss, words, fds, G_N_ELEMENTS(fds), &status, &cause);

    if (out != NULL)
        return TRUE;
    if (status == WRONG_PASSWORD)
        hemo_error_set(error,
                       HEMO_ERROR_LOCKED,
                       _("Thunderbird's primary password is needed, and this is not it"));
    else
        g_propagate_error(error, g_steal_pointer(&cause));
    return FALSE;
}

gboolean
hemo_cli_nss_set_trust(const HemoCliNss *nss,
                       const char *nickname,
                       const char *trust,
                       GError **error)
{
    const char *const words[] =
        {"certutil", "-M", "-n", nickname, "-t", trust, "-f", PASSWORD, NULL};

    return act(nss, words, error);
}

gboolean
hemo_cli_nss_delete(const HemoCliNss *nss, const HemoCliNssEntry *entry, GError **error)
{
    gboolean own = strchr(entry->trust, 'u') != NULL;
    const char *const words[] =
        {"certutil", own ? "-F" : "-D", "-n", entry->nickname, "-f", PASSWORD, NULL};

    return act(nss, words, error);
}

static void
add_size(GByteArray *key, gsize size)
{
    guint32 value = GUINT32_TO_BE((guint32)size);

    g_byte_array_append(key, (const guint8 *)&value, sizeof value);
}

/* Two numbers that are always 0, the sizes of serial number and issuer, and the two themselves.
 */
char *
hemo_cli_nss_key(GBytes *der)
{
    const guint8 *data = g_bytes_get_data(der, NULL);
    X509 *x509 = d2i_X509(NULL, &data, (long)g_bytes_get_size(der));
    g_autoptr(GByteArray) key = g_byte_array_new();
    const guint8 *issuer = NULL;
    guint8 *serial = NULL;
    gsize issuer_size = 0;
    int serial_size;

    if (x509 == NULL)
        return NULL;
    serial_size = i2d_ASN1_INTEGER(X509_get0_serialNumber(x509), &serial);
    if (serial_size > 2 &&
        X509_NAME_get0_der(X509_get_issuer_name(x509), &issuer, &issuer_size)) {
        add_size(key, 0);
        add_size(key, 0);
        add_size(key, (gsize)serial_size - 2); /* behind tag and length of the INTEGER */
        add_size(key, issuer_size);
        g_byte_array_append(key, serial + 2, (guint)serial_size - 2);
        g_byte_array_append(key, issuer, (guint)issuer_size);
    }
    OPENSSL_free(serial);
    X509_free(x509);
    return key->len > 0 ? g_base64_encode(key->data, key->len) : NULL;
}
