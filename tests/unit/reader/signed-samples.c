/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See signed-samples.h.
 */
#include "signed-samples.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

static const char person[] =
    "subjectAltName=email:ana@example.org\nextendedKeyUsage=emailProtection\n";

static const char *const preparation[] = {
    "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem"
    " -subj /CN=Lab -days 30",
    "req -newkey rsa:2048 -nodes -keyout ana.key -out ana.csr -subj /CN=Ana",
    "x509 -req -in ana.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -out ana.pem"
    " -extfile person",
    "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout bo.key -out bo.pem"
    " -subj /CN=Bo -days 30 -addext subjectAltName=email:bo@example.org",
};

void
signed_samples_run(SignedSamples *samples, const char *line)
{
    g_autoptr(GSubprocessLauncher) launcher =
        g_subprocess_launcher_new(G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
    g_autofree char *whole = g_strconcat("openssl ", line, NULL);
    g_auto(GStrv) words = g_strsplit(whole, " ", -1);
    g_autoptr(GSubprocess) process = NULL;
    g_autoptr(GError) error = NULL;

    g_subprocess_launcher_set_cwd(launcher, samples->folder);
    process = g_subprocess_launcher_spawnv(launcher, (const char *const *)words, &error);
    g_assert_no_error(error);
    if (!g_subprocess_wait_check(process, NULL, &error))
        g_test_message("openssl %s", line);
    g_assert_no_error(error);
}

void
signed_samples_write(SignedSamples *samples, const char *name, const char *text)
{
    g_autofree char *path = g_build_filename(samples->folder, name, NULL);
    g_autoptr(GError) error = NULL;

    g_file_set_contents(path, text, -1, &error);
    g_assert_no_error(error);
}

HemoSecret *
signed_samples_read(SignedSamples *samples, const char *name)
{
    g_autofree char *path = g_build_filename(samples->folder, name, NULL);
    g_autofree char *bytes = NULL;
    g_autoptr(GError) error = NULL;
    gsize size = 0;

    g_file_get_contents(path, &bytes, &size, &error);
    g_assert_no_error(error);
    return hemo_secret_new_copy(hemo_slice(bytes, size));
}

void
signed_samples_set_up(SignedSamples *samples, gconstpointer data)
{
    samples->folder = g_dir_make_tmp("hemo-signed-XXXXXX", NULL);
    signed_samples_write(samples, "person", person);
    for (guint i = 0; i < G_N_ELEMENTS(preparation); i++)
        signed_samples_run(samples, preparation[i]);
}

void
signed_samples_tear_down(SignedSamples *samples, gconstpointer data)
{
    g_autoptr(GDir) folder = g_dir_open(samples->folder, 0, NULL);
    const char *name;

    while ((name = g_dir_read_name(folder)) != NULL) {
        g_autofree char *path = g_build_filename(samples->folder, name, NULL);

        g_unlink(path);
    }
    g_rmdir(samples->folder);
    g_clear_pointer(&samples->folder, g_free);
}

HemoSecret *
signed_samples_mail(SignedSamples *samples, const char *body, const char *more)
{
    g_autofree char *line = g_strconcat("cms -sign -binary -in body -out mail -signer ana.pem"
                                        " -inkey ana.key -from ana@example.org"
                                        " -to bo@example.org -subject lunch",
                                        *more != '\0' ? " " : "",
                                        more,
                                        NULL);

    signed_samples_write(samples, "body", body);
    signed_samples_run(samples, line);
    return signed_samples_read(samples, "mail");
}
