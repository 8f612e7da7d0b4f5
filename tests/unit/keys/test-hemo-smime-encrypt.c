/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Through hemo-cipher.h, as everybody calls it.
 */
#include "hemo-smime-encrypt.h"

#include "hemo-error.h"
#include "hemo-smime-verify.h"
#include "sample-message.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define LARGE    (25 * 1000 * 1000)
#define MAX_GROW (6 * 1024) /* KiB beyond the mail and what comes out */
#define GCM      HEMO_KEY_ABILITY_GCM
#define OAEP     HEMO_KEY_ABILITY_OAEP

static const char text[] = "Content-Type: text/plain; charset=utf-8; format=flowed\r\n"
                           "Content-Transfer-Encoding: 8bit\r\n"
                           "\r\n"
                           "Gr\xc3\xbc\xc3\x9f"
                           "e \r\nfrom us, \x80\xff\r\n.\r\nFrom here\r\n";

typedef struct {
    Sample *root;
    Sample *rsa;
    Sample *ec;
    Sample *other;
    HemoIdentity *signer;
} People;

static void
set_up(People *people, gconstpointer data)
{
    people->root = sample_authority();
    people->rsa = sample_person(people->root, "ann@example.org", "RSA:2048");
    people->ec = sample_person(people->root, "bo@example.org", "EC:P-256");
    people->other = sample_person(people->root, "cy@example.org", "EC:P-384");
    people->signer = sample_identity(people->rsa, people->root);
}

static void
tear_down(People *people, gconstpointer data)
{
    sample_free(people->root);
    sample_free(people->rsa);
    sample_free(people->ec);
    sample_free(people->other);
    hemo_identity_unref(people->signer);
}

static GPtrArray *
both_keys(const People *people, guint abilities)
{
    GPtrArray *keys = g_ptr_array_new_with_free_func((GDestroyNotify)hemo_key_unref);

    g_ptr_array_add(keys, sample_key(people->rsa, abilities));
    g_ptr_array_add(keys, sample_key(people->ec, abilities));
    return keys;
}

static void
assert_reads(GBytes *message, const Sample *reader, HemoSlice wanted)
{
    g_autoptr(GBytes) plain = sample_decrypt(message, reader);

    g_assert_nonnull(plain);
    g_assert_true(hemo_slice_equal(hemo_slice_bytes(plain), wanted));
}

static void
test_round_trip(People *people, gconstpointer data)
{
    static const struct {
        guint abilities;
        gboolean fips;
        const char *type;
    } cases[] = {
        {0, FALSE, "enveloped-data"},
        {OAEP, FALSE, "enveloped-data"},
        {GCM, FALSE, "authEnveloped-data"},
        {GCM | OAEP, FALSE, "authEnveloped-data"},
        {0, TRUE, "enveloped-data"},
        {GCM | OAEP, TRUE, "authEnveloped-data"},
    };
    HemoSlice slice = hemo_slice(text, sizeof text - 1);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GPtrArray) keys = both_keys(people, cases[i].abilities);
        HemoCipherJob job = {.keys = keys,
                             .chunks = &slice,
                             .n_chunks = 1,
                             .fips = cases[i].fips};
        const char *type = NULL;
        g_autoptr(GBytes) message = sample_encrypt(&job, NULL, &type, NULL);
        g_autoptr(GBytes) stranger = NULL;

        g_assert_nonnull(message);
        g_assert_cmpstr(type, ==, cases[i].type);
        assert_reads(message, people->rsa, slice);
        assert_reads(message, people->ec, slice);
        stranger = sample_decrypt(message, people->other);
        g_assert_null(stranger);
    }
}

static void
test_lines(People *people, gconstpointer data)
{
    g_autoptr(GPtrArray) keys = sample_keys(people->rsa, NULL);
    HemoSlice slice = hemo_slice(text, sizeof text - 1);
    HemoCipherJob job = {.keys = keys, .chunks = &slice, .n_chunks = 1};
    g_autoptr(GBytes) message = sample_encrypt(&job, NULL, NULL, NULL);
    g_autofree char *all = hemo_slice_dup(hemo_slice_bytes(message));
    g_auto(GStrv) lines = g_strsplit(all, "\r\n", -1);
    guint count = g_strv_length(lines);

    g_assert_cmpuint(count, >, 5);
    g_assert_cmpstr(lines[count - 1], ==, "");
    for (guint i = 0; i + 2 < count; i++)
        g_assert_cmpuint(strlen(lines[i]), ==, 76);
    g_assert_cmpuint(strlen(lines[count - 2]), <=, 76);
    g_assert_null(strstr(all, "text/plain"));
}

static void
test_shapes(People *people, gconstpointer data)
{
    static const char *const shapes[] = {
        "",
        "\r\n",
        "\r\nbody without a header",
        "Content-Type: text/plain\r\n\r\n",
        "X: y\r\n\r\nbare \n and \r and \r\r\n mixed\n\r",
        "X: y\r\n\r\nends without a line end",
        "X: y\r\n\r\n--\r\n--=_0--\r\n",
    };
    g_autoptr(GPtrArray) keys = sample_keys(people->ec, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(shapes); i++) {
        HemoSlice slice = hemo_slice_text(shapes[i]);
        HemoCipherJob job = {.keys = keys, .chunks = &slice, .n_chunks = 1};
        g_autoptr(GBytes) message = sample_encrypt(&job, NULL, NULL, NULL);
        g_autoptr(GBytes) sealed = NULL;
        g_autoptr(GBytes) plain = NULL;
        g_autoptr(GBytes) entity = NULL;
        g_autoptr(GBytes) cms = NULL;
        g_auto(HemoSmimeSignature) signature = {.signer = NULL};

        assert_reads(message, people->ec, slice);
        job.signer = people->signer;
        sealed = sample_encrypt(&job, NULL, NULL, NULL);
        plain = sample_decrypt(sealed, people->ec);
        sample_split_signed(plain, &entity, &cms);
        g_assert_true(hemo_slice_equal(hemo_slice_bytes(entity), slice));
        g_assert_true(hemo_smime_verify(
            hemo_slice(g_bytes_get_size(entity) > 0 ? g_bytes_get_data(entity, NULL) : "",
                       g_bytes_get_size(entity)),
            hemo_slice_bytes(cms),
            &signature,
            NULL));
    }
}

static void
test_signed(People *people, gconstpointer data)
{
    g_autoptr(GPtrArray) keys = both_keys(people, GCM | OAEP);
    HemoSlice chunks[] = {hemo_slice(text, 30),
                          HEMO_SLICE_EMPTY,
                          hemo_slice(text + 30, sizeof text - 1 - 30)};
    HemoCipherJob job = {.keys = keys,
                         .chunks = chunks,
                         .n_chunks = 3,
                         .signer = people->signer,
                         .abilities = GCM};
    g_autoptr(GBytes) message = sample_encrypt(&job, NULL, NULL, NULL);
    g_autoptr(GBytes) plain = sample_decrypt(message, people->ec);
    g_autoptr(GBytes) entity = NULL;
    g_autoptr(GBytes) cms = NULL;
    g_auto(HemoSmimeSignature) signature = {.signer = NULL};

    sample_split_signed(plain, &entity, &cms);
    g_assert_true(
        hemo_slice_equal(hemo_slice_bytes(entity), hemo_slice(text, sizeof text - 1)));
    g_assert_true(
        hemo_smime_verify(hemo_slice_bytes(entity), hemo_slice_bytes(cms), &signature, NULL));
    g_assert_true(
        g_bytes_equal(signature.signer, hemo_certificate_der(people->rsa->certificate)));
    g_assert_cmpuint(signature.others->len, ==, 1);
    g_assert_cmpuint(signature.abilities, ==, GCM);
}

static int
code_of(const HemoCipherJob *job, GCancellable *cancellable)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) message = sample_encrypt(job, cancellable, NULL, &error);

    g_assert_null(message);
    g_assert_true(error->domain == HEMO_ERROR);
    return error->code;
}

/* One bad one among good ones, and an own certificate that cannot sign. */
static void
test_refused(People *people, gconstpointer data)
{
    SampleFields expired = {.names = "email:dee@example.org", .expires = SAMPLE_BEGIN + 1};
    SampleFields encrypts_only = {.names = "email:dee@example.org", .usage = "keyAgreement"};
    g_autoptr(Sample) late = sample_new(&expired, people->root);
    g_autoptr(Sample) mute = sample_new(&encrypts_only, people->root);
    g_autoptr(GPtrArray) good = sample_keys(people->rsa, people->ec, NULL);
    g_autoptr(GPtrArray) bad = sample_keys(people->rsa, late, people->ec, NULL);
    g_autoptr(GPtrArray) none = g_ptr_array_new();
    g_autoptr(HemoIdentity) late_signer = sample_identity(late, NULL);
    g_autoptr(HemoIdentity) mute_signer = sample_identity(mute, NULL);
    HemoSlice slice = hemo_slice_text("text");
    const struct {
        HemoCipherJob job;
        int code;
    } cases[] = {
        {{.keys = bad, .chunks = &slice, .n_chunks = 1}, HEMO_ERROR_UNUSABLE},
        {{.keys = none, .chunks = &slice, .n_chunks = 1}, HEMO_ERROR_INVALID},
        {{.keys = NULL, .chunks = &slice, .n_chunks = 1}, HEMO_ERROR_INVALID},
        {{.keys = good, .chunks = &slice, .n_chunks = 1, .signer = late_signer},
         HEMO_ERROR_UNUSABLE},
        {{.keys = good, .chunks = &slice, .n_chunks = 1, .signer = mute_signer},
         HEMO_ERROR_UNUSABLE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpint(code_of(&cases[i].job, NULL), ==, cases[i].code);
}

static void
test_not_approved(People *people, gconstpointer data)
{
    SampleFields fields = {.names = "email:dee@example.org", .key = "EC:brainpoolP256r1"};
    g_autoptr(Sample) odd = sample_new(&fields, people->root);
    g_autoptr(GPtrArray) good = sample_keys(people->rsa, NULL);
    g_autoptr(GPtrArray) bad = sample_keys(people->rsa, odd, NULL);
    g_autoptr(HemoIdentity) signer = sample_identity(odd, NULL);
    HemoSlice slice = hemo_slice_text("text");
    HemoCipherJob to_odd = {.keys = bad, .chunks = &slice, .n_chunks = 1, .fips = TRUE};
    HemoCipherJob by_odd = {.keys = good,
                            .chunks = &slice,
                            .n_chunks = 1,
                            .fips = TRUE,
                            .signer = signer};

    g_assert_cmpint(code_of(&to_odd, NULL), ==, HEMO_ERROR_DENIED);
    g_assert_cmpint(code_of(&by_odd, NULL), ==, HEMO_ERROR_DENIED);
}

static void
test_cancelled(People *people, gconstpointer data)
{
    g_autoptr(GPtrArray) keys = both_keys(people, 0);
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    HemoSlice slice = hemo_slice_text("text");
    HemoCipherJob job = {.keys = keys, .chunks = &slice, .n_chunks = 1};

    g_cancellable_cancel(cancellable);
    g_assert_cmpint(code_of(&job, cancellable), ==, HEMO_ERROR_CANCELLED);
    job.signer = people->signer;
    g_assert_cmpint(code_of(&job, cancellable), ==, HEMO_ERROR_CANCELLED);
}

typedef struct {
    GMainLoop *loop;
    GAsyncResult *result;
} Wait;

static void
on_done(GObject *source, GAsyncResult *result, gpointer data)
{
    Wait *wait = data;

    wait->result = g_object_ref(result);
    g_main_loop_quit(wait->loop);
}

static gboolean
encrypt_to_fd(const HemoCipherJob *job, GError **error)
{
    Wait wait = {g_main_loop_new(NULL, FALSE), NULL};
    const char *type = NULL;
    gboolean done = FALSE;

    hemo_smime_encrypt_async(job, NULL, on_done, &wait);
    g_main_loop_run(wait.loop);
    done = hemo_smime_encrypt_finish(wait.result, &type, error);
    g_assert_cmpint(*type != '\0', ==, done);
    g_object_unref(wait.result);
    g_main_loop_unref(wait.loop);
    return done;
}

static void
test_disk_full(People *people, gconstpointer data)
{
    g_autoptr(GPtrArray) keys = both_keys(people, 0);
    g_autofree char *mail = g_malloc0(LARGE);
    HemoSlice slices[] = {hemo_slice_text("text"), hemo_slice(mail, LARGE)};

    for (gsize i = 0; i < G_N_ELEMENTS(slices); i++) {
        FILE *full = fopen("/dev/full", "w");
        HemoCipherJob job = {.keys = keys,
                             .chunks = &slices[i],
                             .n_chunks = 1,
                             .output_fd = fileno(full)};
        g_autoptr(GError) error = NULL;

        g_assert_false(encrypt_to_fd(&job, &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_STORAGE);
        fclose(full);
    }
}

/* KiB of memory that is our own, not of files. */
static gsize
peak_memory(void)
{
    g_autofree char *status = NULL;
    const char *line = NULL;

    g_assert_true(g_file_get_contents("/proc/self/status", &status, NULL, NULL));
    line = strstr(status, "VmHWM:");
    g_assert_nonnull(line);
    return (gsize)g_ascii_strtoull(line + strlen("VmHWM:"), NULL, 10);
}

/* As a mail comes: in a memory file, and out into another one. */
static void
test_bounded_memory(People *people, gconstpointer data)
{
    g_autoptr(GPtrArray) keys = both_keys(people, 0);
    int mail = memfd_create("mail", MFD_CLOEXEC);
    HemoCipherJob job = {.keys = keys,
                         .n_chunks = 1,
                         .signer = people->signer,
                         .output_fd = memfd_create("output", MFD_CLOEXEC)};
    HemoSlice slice;
    char *letters = NULL;
    gsize before = 0;

    g_assert_cmpint(ftruncate(mail, LARGE), ==, 0);
    letters = mmap(NULL, LARGE, PROT_READ | PROT_WRITE, MAP_SHARED, mail, 0);
    for (gsize i = 0; i < LARGE; i++)
        letters[i] = (char)('a' + i % 26);
    slice = hemo_slice(letters, LARGE);
    job.chunks = &slice;
    before = peak_memory();
    g_assert_true(encrypt_to_fd(&job, NULL));
    g_assert_cmpuint(peak_memory() - before, <, MAX_GROW);
    g_assert_cmpint(lseek(job.output_fd, 0, SEEK_END), >, LARGE / 3 * 4);
    munmap(letters, LARGE);
    close(mail);
    close(job.output_fd);
}

static void
test_large(People *people, gconstpointer data)
{
    g_autoptr(GPtrArray) keys = both_keys(people, 0);
    g_autofree guint8 *mail = g_malloc(LARGE);
    HemoSlice slice = hemo_slice(mail, LARGE);
    HemoCipherJob job = {.keys = keys, .chunks = &slice, .n_chunks = 1};
    g_autoptr(GBytes) message = NULL;

    for (gsize i = 0; i < LARGE; i++)
        mail[i] = (guint8)(i * 31 + i / 1000);
    message = sample_encrypt(&job, NULL, NULL, NULL);
    assert_reads(message, people->rsa, slice);
}

static void
add(const char *path, void (*test)(People *, gconstpointer))
{
    g_test_add(path, People, NULL, set_up, test, tear_down);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add("/smime-encrypt/bounded-memory", test_bounded_memory); /* first: it sees the peak */
    add("/smime-encrypt/round-trip", test_round_trip);
    add("/smime-encrypt/lines", test_lines);
    add("/smime-encrypt/shapes", test_shapes);
    add("/smime-encrypt/signed", test_signed);
    add("/smime-encrypt/refused", test_refused);
    add("/smime-encrypt/not-approved", test_not_approved);
    add("/smime-encrypt/cancelled", test_cancelled);
    add("/smime-encrypt/disk-full", test_disk_full);
    add("/smime-encrypt/large", test_large);
    return g_test_run();
}
