/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Which engine does what; what the engines do is tested with them.
 */
#include "hemo-cipher.h"

#include "gpg-home.h"
#include "hemo-error.h"
#include "sample-message.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

typedef struct {
    char *home;
    char *fingerprint;
    HemoOpenpgp *openpgp;
    HemoCipher *cipher;
    HemoKey *pgp;
    Sample *sample;
    HemoKey *smime;
    HemoIdentity *signer;
    GMainLoop *loop;
    GAsyncResult *result;
} Engines;

static void
set_up(Engines *engines, gconstpointer data)
{
    engines->home = gpg_home_new();
    engines->fingerprint = gpg_home_make_key(engines->home, "ann@example.org", "0");
    engines->openpgp = hemo_openpgp_new(engines->home);
    engines->cipher = hemo_cipher_new(engines->openpgp);
    engines->pgp = hemo_key_new(&(HemoKeyFields){.kind = HEMO_KEY_KIND_OPENPGP,
                                                 .fingerprint = engines->fingerprint,
                                                 .state = HEMO_KEY_USABLE,
                                                 .trust = HEMO_KEY_TRUST_CONFIRMED});
    engines->sample = sample_person(NULL, "bo@example.org", NULL);
    engines->smime = sample_key(engines->sample, 0);
    engines->signer = sample_identity(engines->sample, NULL);
    engines->loop = g_main_loop_new(NULL, FALSE);
}

static void
tear_down(Engines *engines, gconstpointer data)
{
    hemo_cipher_unref(engines->cipher);
    hemo_openpgp_unref(engines->openpgp);
    hemo_key_unref(engines->pgp);
    hemo_key_unref(engines->smime);
    hemo_identity_unref(engines->signer);
    sample_free(engines->sample);
    g_main_loop_unref(engines->loop);
    g_free(engines->fingerprint);
    gpg_home_free(engines->home);
}

static void
on_done(GObject *source, GAsyncResult *result, gpointer data)
{
    Engines *engines = data;

    engines->result = g_object_ref(result);
    g_main_loop_quit(engines->loop);
}

/* What was written, or NULL. */
static char *
encrypt(Engines *engines, const HemoCipherJob *job, const char **ret_type, GError **error)
{
    HemoCipherJob own = *job;
    g_autoptr(HemoCipher) kept = hemo_cipher_ref(engines->cipher);
    char *text = NULL;
    gsize size = 0;

    own.output_fd = memfd_create("output", MFD_CLOEXEC);
    hemo_cipher_encrypt_async(kept, &own, NULL, on_done, engines);
    while (engines->result == NULL)
        g_main_loop_run(engines->loop);
    if (hemo_cipher_encrypt_finish(kept, engines->result, ret_type, error)) {
        size = (gsize)lseek(own.output_fd, 0, SEEK_END);
        text = g_malloc0(size + 1);
        g_assert_cmpint(pread(own.output_fd, text, size, 0), ==, size);
    }
    g_clear_object(&engines->result);
    close(own.output_fd);
    return text;
}

static GPtrArray *
list(HemoKey *one, HemoKey *other)
{
    GPtrArray *keys = g_ptr_array_new();

    if (one != NULL)
        g_ptr_array_add(keys, one);
    if (other != NULL)
        g_ptr_array_add(keys, other);
    return keys;
}

static void
test_engines(Engines *engines, gconstpointer data)
{
    HemoSlice slice = hemo_slice_text("Content-Type: text/plain\r\n\r\nHello\r\n");
    g_autoptr(GPtrArray) pgp = list(engines->pgp, NULL);
    g_autoptr(GPtrArray) smime = list(engines->smime, NULL);
    HemoCipherJob job = {.keys = pgp, .chunks = &slice, .n_chunks = 1};
    const char *type = NULL;
    g_autofree char *armor = encrypt(engines, &job, &type, NULL);
    g_autofree char *base64 = NULL;

    g_assert_nonnull(armor);
    g_assert_true(g_str_has_prefix(armor, "-----BEGIN PGP MESSAGE-----"));
    g_assert_cmpstr(type, ==, "");
    job.keys = smime;
    base64 = encrypt(engines, &job, &type, NULL);
    g_assert_nonnull(base64);
    g_assert_true(g_str_has_prefix(base64, "MI"));
    g_assert_cmpstr(type, ==, "enveloped-data");
}

static void
test_refused(Engines *engines, gconstpointer data)
{
    HemoSlice slice = hemo_slice_text("text");
    g_autoptr(HemoKey) revoked =
        hemo_key_judged(engines->pgp, HEMO_KEY_REVOKED, HEMO_KEY_TRUST_CONFIRMED);
    g_autoptr(HemoKey) not_approved =
        hemo_key_judged(engines->pgp, HEMO_KEY_NOT_APPROVED, HEMO_KEY_TRUST_CONFIRMED);
    g_autoptr(GPtrArray) none = list(NULL, NULL);
    g_autoptr(GPtrArray) mixed = list(engines->pgp, engines->smime);
    g_autoptr(GPtrArray) pgp = list(engines->pgp, NULL);
    g_autoptr(GPtrArray) smime = list(engines->smime, NULL);
    g_autoptr(GPtrArray) bad = list(engines->pgp, revoked);
    g_autoptr(GPtrArray) odd = list(engines->pgp, not_approved);
    const struct {
        HemoCipherJob job;
        int code;
    } cases[] = {
        {{.keys = NULL}, HEMO_ERROR_INVALID},
        {{.keys = none}, HEMO_ERROR_INVALID},
        {{.keys = mixed}, HEMO_ERROR_INVALID},
        {{.keys = pgp, .signer = engines->signer}, HEMO_ERROR_INVALID},
        {{.keys = smime, .signing_key = engines->fingerprint}, HEMO_ERROR_INVALID},
        {{.keys = bad}, HEMO_ERROR_UNUSABLE},
        {{.keys = odd}, HEMO_ERROR_DENIED},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        HemoCipherJob job = cases[i].job;
        g_autoptr(GError) error = NULL;
        const char *type = NULL;

        job.chunks = &slice;
        job.n_chunks = 1;
        g_assert_null(encrypt(engines, &job, &type, &error));
        g_assert_error(error, HEMO_ERROR, cases[i].code);
        g_assert_cmpstr(type, ==, "");
    }
}

/* Approved algorithms only: of the key, and of what gpg then encrypts with. */
static void
test_approved(Engines *engines, gconstpointer data)
{
    static const struct {
        const char *ciphers;
        gboolean is_done;
    } cases[] = {{"AES256", TRUE}, {"TWOFISH", FALSE}};
    HemoSlice slice = hemo_slice_text("text");
    g_autoptr(GPtrArray) plain = list(engines->pgp, NULL);
    HemoCipherJob job = {.keys = plain, .chunks = &slice, .n_chunks = 1, .fips = TRUE};
    g_autoptr(GError) error = NULL;
    const char *type = NULL;

    g_assert_null(encrypt(engines, &job, &type, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_DENIED);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *address = g_strconcat(cases[i].ciphers, "@example.org", NULL);
        g_autofree char *status = gpg_home_run(engines->home,
                                               "",
                                               "--passphrase",
                                               "",
                                               "--status-fd",
                                               "1",
                                               "--default-preference-list",
                                               cases[i].ciphers,
                                               "--quick-gen-key",
                                               address,
                                               "rsa2048",
                                               "sign,encrypt",
                                               "0",
                                               NULL);
        g_autofree char *print =
            g_strndup(strstr(status, "KEY_CREATED P ") + strlen("KEY_CREATED P "), 40);
        g_autoptr(HemoKey) key =
            hemo_key_new(&(HemoKeyFields){.kind = HEMO_KEY_KIND_OPENPGP,
                                          .fingerprint = print,
                                          .state = HEMO_KEY_USABLE,
                                          .trust = HEMO_KEY_TRUST_CONFIRMED,
                                          .abilities = HEMO_KEY_ABILITY_APPROVED});
        g_autoptr(GPtrArray) keys = list(key, NULL);
        g_autoptr(GError) local = NULL;
        g_autofree char *armor = NULL;

        job.keys = keys;
        armor = encrypt(engines, &job, &type, &local);
        g_assert_cmpint(armor != NULL, ==, cases[i].is_done);
        g_assert_true(cases[i].is_done || hemo_error_is(local, HEMO_ERROR_DENIED));
    }
}

/* Who trusts no gpg on this computer can still use the other engine. */
static void
test_without_openpgp(Engines *engines, gconstpointer data)
{
    HemoSlice slice = hemo_slice_text("text");
    g_autoptr(GPtrArray) pgp = list(engines->pgp, NULL);
    g_autoptr(GPtrArray) smime = list(engines->smime, NULL);
    HemoCipherJob job = {.keys = smime, .chunks = &slice, .n_chunks = 1};
    g_autoptr(GBytes) message = sample_encrypt(&job, NULL, NULL, NULL);
    g_autoptr(GError) error = NULL;

    g_assert_nonnull(message);
    job.keys = pgp;
    g_assert_null(sample_encrypt(&job, NULL, NULL, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
}

static void
add(const char *path, void (*test)(Engines *, gconstpointer))
{
    g_test_add(path, Engines, NULL, set_up, test, tear_down);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add("/cipher/engines", test_engines);
    add("/cipher/refused", test_refused);
    add("/cipher/approved", test_approved);
    add("/cipher/without-openpgp", test_without_openpgp);
    return g_test_run();
}
