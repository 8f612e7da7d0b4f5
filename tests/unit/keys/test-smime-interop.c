/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What goes out is read by programs of others: openssl, and gpgsm, which is what Claws Mail
 * has behind it.
 */
#include "sample-message.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define GCM  HEMO_KEY_ABILITY_GCM
#define OAEP HEMO_KEY_ABILITY_OAEP

static const char entity[] = "Content-Type: text/plain; charset=utf-8; format=flowed\r\n"
                             "Content-Transfer-Encoding: 8bit\r\n"
                             "\r\n"
                             "Gr\xc3\xbc\xc3\x9f"
                             "e \r\nfrom us\r\n.\r\nFrom here\r\n\r\n";

typedef struct {
    char *folder;
    Sample *root;
    Sample *ann;
    Sample *bo;
} World;

static char *
in_folder(const World *world, const char *name)
{
    return g_build_filename(world->folder, name, NULL);
}

static void
write_file(const World *world, const char *name, HemoSlice content)
{
    g_autofree char *path = in_folder(world, name);

    g_assert_true(
        g_file_set_contents(path, (const char *)content.data, (gssize)content.size, NULL));
}

static void
write_pem(const World *world, const char *name, const Sample *sample)
{
    g_autofree char *path = in_folder(world, name);
    FILE *file = fopen(path, "w");

    PEM_write_X509(file, sample->x509);
    PEM_write_PrivateKey(file, sample->key, NULL, NULL, 0, NULL, NULL);
    fclose(file);
}

static void
set_up(World *world, gconstpointer data)
{
    world->folder = g_dir_make_tmp("hemo-XXXXXX", NULL);
    world->root = sample_authority();
    world->ann = sample_person(world->root, "ann@example.org", "RSA:2048");
    world->bo = sample_person(world->root, "bo@example.org", "EC:P-256");
    write_pem(world, "root.pem", world->root);
    write_pem(world, "ann.pem", world->ann);
    write_pem(world, "bo.pem", world->bo);
}

static void
remove_folder(const char *path)
{
    g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
    const char *name = NULL;

    while (folder != NULL && (name = g_dir_read_name(folder)) != NULL) {
        g_autofree char *inner = g_build_filename(path, name, NULL);

        if (g_file_test(inner, G_FILE_TEST_IS_DIR) &&
            !g_file_test(inner, G_FILE_TEST_IS_SYMLINK))
            remove_folder(inner);
        else
            g_unlink(inner);
    }
    g_rmdir(path);
}

static void
tear_down(World *world, gconstpointer data)
{
    sample_free(world->root);
    sample_free(world->ann);
    sample_free(world->bo);
    remove_folder(world->folder);
    g_free(world->folder);
}

/* A pipe out of which a passphrase can be read. */
static int
passphrase_fd(void)
{
    int ends[2];

    g_assert_cmpint(pipe(ends), ==, 0);
    g_assert_cmpint(write(ends[1], "pass\n", 5), ==, 5);
    close(ends[1]);
    return ends[0];
}

/* The output of a program in the folder, or NULL if it fails. */
static GBytes *
run(const World *world, HemoSlice input, const char *const *arguments)
{
    g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new(
        G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
        G_SUBPROCESS_FLAGS_STDERR_PIPE);
    g_autoptr(GBytes) sent = g_bytes_new(input.data, input.size);
    g_autoptr(GSubprocess) process = NULL;
    g_autoptr(GBytes) problems = NULL;
    GBytes *output = NULL;

    g_subprocess_launcher_set_cwd(launcher, world->folder);
    g_subprocess_launcher_setenv(launcher, "LC_ALL", "C.UTF-8", TRUE);
    g_subprocess_launcher_take_fd(launcher, passphrase_fd(), 9);
    process = g_subprocess_launcher_spawnv(launcher, arguments, NULL);
    g_assert_nonnull(process);
    g_assert_true(g_subprocess_communicate(process, sent, NULL, &output, &problems, NULL));
    if (g_subprocess_get_successful(process))
        return output;
    g_test_message("%s: %.*s",
                   arguments[0],
                   (int)g_bytes_get_size(problems),
                   (const char *)g_bytes_get_data(problems, NULL));
    g_bytes_unref(output);
    return NULL;
}

/* With the header that hemo-wrap writes around it. */
static GBytes *
as_mail(GBytes *base64, const char *type)
{
    g_autofree char *body = hemo_slice_dup(hemo_slice_bytes(base64));
    char *text = g_strdup_printf("MIME-Version: 1.0\r\n"
                                 "Content-Type: application/pkcs7-mime; smime-type=%s;\r\n"
                                 " name=\"smime.p7m\"\r\n"
                                 "Content-Transfer-Encoding: base64\r\n"
                                 "\r\n%s",
                                 type,
                                 body);

    return g_bytes_new_take(text, strlen(text));
}

static GBytes *
make_message(const World *world, guint abilities, HemoIdentity *signer, const char **ret_type)
{
    g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func((GDestroyNotify)hemo_key_unref);
    HemoSlice slice = hemo_slice_text(entity);
    HemoCipherJob job = {.keys = keys,
                         .chunks = &slice,
                         .n_chunks = 1,
                         .signer = signer,
                         .abilities = abilities};

    g_ptr_array_add(keys, sample_key(world->ann, abilities));
    g_ptr_array_add(keys, sample_key(world->bo, abilities));
    return sample_encrypt(&job, NULL, ret_type, NULL);
}

/* openssl writes the header of a mail with LF; the body is what counts. */
static void
assert_entity(GBytes *output)
{
    g_assert_nonnull(output);
    g_assert_true(hemo_slice_equal(hemo_slice_bytes(output), hemo_slice_text(entity)));
}

static void
test_openssl_decrypts(World *world, gconstpointer data)
{
    static const char *const readers[] = {"ann.pem", "bo.pem"};

    for (guint abilities = 0; abilities < 4; abilities++) {
        const char *type = NULL;
        g_autoptr(GBytes) message = make_message(world, abilities, NULL, &type);
        g_autoptr(GBytes) mail = as_mail(message, type);

        for (gsize i = 0; i < G_N_ELEMENTS(readers); i++) {
            const char *const arguments[] = {"openssl",
                                             "cms",
                                             "-decrypt",
                                             "-binary",
                                             "-inform",
                                             "SMIME",
                                             "-recip",
                                             readers[i],
                                             NULL};
            g_autoptr(GBytes) output = run(world, hemo_slice_bytes(mail), arguments);

            assert_entity(output);
        }
    }
}

static void
test_openssl_verifies(World *world, gconstpointer data)
{
    static const char *const open[] = {"openssl",
                                       "cms",
                                       "-decrypt",
                                       "-binary",
                                       "-inform",
                                       "SMIME",
                                       "-recip",
                                       "ann.pem",
                                       NULL};
    /* without -binary, as it then splits the parts with lines of LF */
    static const char *const verify[] =
        {"openssl", "cms", "-verify", "-inform", "SMIME", "-CAfile", "root.pem", NULL};
    const Sample *const signers[] = {world->ann, world->bo};

    for (gsize i = 0; i < G_N_ELEMENTS(signers); i++) {
        g_autoptr(HemoIdentity) signer = sample_identity(signers[i], world->root);
        const char *type = NULL;
        g_autoptr(GBytes) message = make_message(world, GCM | OAEP, signer, &type);
        g_autoptr(GBytes) mail = as_mail(message, type);
        g_autoptr(GBytes) inner = run(world, hemo_slice_bytes(mail), open);
        g_autoptr(GBytes) output = NULL;

        g_assert_nonnull(inner);
        output = run(world, hemo_slice_bytes(inner), verify);
        assert_entity(output);
    }
}

static void
make_gpgsm_home(const World *world)
{
    g_autofree char *print = NULL;
    g_autofree char *line = NULL;
    g_autoptr(GBytes) root = sample_der(world->root);

    print = g_compute_checksum_for_bytes(G_CHECKSUM_SHA1, root);
    line = g_strconcat(print, " S relax\n", NULL);
    write_file(world, "trustlist.txt", hemo_slice_text(line));
    write_file(world, "gpgsm.conf", hemo_slice_text("disable-crl-checks\ndisable-dirmngr\n"));
    write_file(world, "gpg-agent.conf", hemo_slice_text("allow-loopback-pinentry\n"));
}

static GBytes *
gpgsm(const World *world, HemoSlice input, const char *one, const char *two, const char *three)
{
    const char *const arguments[] = {"gpgsm",
                                     "--homedir",
                                     ".",
                                     "--batch",
                                     "--pinentry-mode",
                                     "loopback",
                                     "--passphrase-fd",
                                     "9",
                                     one,
                                     two,
                                     three,
                                     NULL};

    return run(world, input, arguments);
}

/* The own key as Claws Mail gets it, then a mail to it, then its signature. */
static void
use_gpgsm(const World *world)
{
    g_autoptr(HemoIdentity) identity = sample_identity(world->ann, world->root);
    g_autoptr(HemoSecret) passphrase = hemo_secret_new_copy(hemo_slice_text("pass"));
    g_autoptr(HemoSecret) file = hemo_identity_export_old(identity, passphrase, NULL);
    g_autoptr(GBytes) root = sample_der(world->root);
    g_autoptr(GBytes) message = make_message(world, 0, identity, NULL);
    g_autoptr(GBytes) der = sample_decode(message);
    g_autoptr(GBytes) trusted = gpgsm(world, hemo_slice_bytes(root), "--import", NULL, NULL);
    g_autoptr(GBytes) own = gpgsm(world, hemo_secret_slice(file), "--import", NULL, NULL);
    g_autoptr(GBytes) inner = gpgsm(world, hemo_slice_bytes(der), "--decrypt", NULL, NULL);
    g_autoptr(GBytes) part = NULL;
    g_autoptr(GBytes) cms = NULL;
    g_autoptr(GBytes) verified = NULL;

    g_assert_nonnull(trusted);
    g_assert_nonnull(own);
    g_assert_nonnull(inner);
    sample_split_signed(inner, &part, &cms);
    assert_entity(part);
    write_file(world, "part", hemo_slice_bytes(part));
    write_file(world, "signature", hemo_slice_bytes(cms));
    verified = gpgsm(world, HEMO_SLICE_EMPTY, "--verify", "signature", "part");
    g_assert_nonnull(verified);
}

static void
test_gpgsm(World *world, gconstpointer data)
{
    static const char *const end[] = {"gpgconf", "--homedir", ".", "--kill", "all", NULL};
    g_autofree char *program = g_find_program_in_path("gpgsm");
    g_autoptr(GBytes) ended = NULL;

    if (program == NULL) {
        g_test_skip("gpgsm is not installed");
        return;
    }
    make_gpgsm_home(world);
    use_gpgsm(world);
    ended = run(world, HEMO_SLICE_EMPTY, end);
}

static void
add(const char *path, void (*test)(World *, gconstpointer))
{
    g_test_add(path, World, NULL, set_up, test, tear_down);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add("/smime-interop/openssl-decrypts", test_openssl_decrypts);
    add("/smime-interop/openssl-verifies", test_openssl_verifies);
    add("/smime-interop/gpgsm", test_gpgsm);
    return g_test_run();
}
