/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-smime-sign.h"

#include "hemo-error.h"
#include "hemo-smime-verify.h"
#include "sample-message.h"

#include <string.h>

static const char entity[] = "Content-Type: text/plain\r\n\r\nGr\xc3\xbc\xc3\x9f"
                             "e\r\n--\r\n";

static HemoIdentity *
make_signer(const SampleFields *fields)
{
    g_autoptr(Sample) root = sample_authority();
    g_autoptr(Sample) sample = sample_new(fields, root);

    return sample_identity(sample, root);
}

/* As a mail with @content, put together as the header says. */
static GBytes *
join(const HemoSmimeSigned *parts, const char *content)
{
    char *text =
        g_strconcat("Content-Type: ", parts->type, "\r\n\r\n", parts->head, content, NULL);
    g_autofree char *all = g_strconcat(text, parts->tail, NULL);

    g_free(text);
    return g_bytes_new(all, strlen(all));
}

static void
assert_holds(const HemoSmimeSigned *parts, const char *content, guint abilities)
{
    g_autoptr(GBytes) mail = join(parts, content);
    g_autoptr(GBytes) part = NULL;
    g_autoptr(GBytes) cms = NULL;
    g_auto(HemoSmimeSignature) signature = {.signer = NULL};
    g_autoptr(GError) error = NULL;
    gint64 now = g_get_real_time() / G_USEC_PER_SEC;

    sample_split_signed(mail, &part, &cms);
    hemo_smime_verify(hemo_slice_bytes(part), hemo_slice_bytes(cms), &signature, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(signature.abilities, ==, abilities);
    g_assert_cmpuint(signature.others->len, ==, 1);
    g_assert_cmpint(signature.signed_at, <=, now);
    g_assert_cmpint(signature.signed_at, >, now - 60);
}

static void
test_kinds(void)
{
    static const char *const keys[] = {"RSA:2048", "EC:P-256", "EC:P-384"};
    HemoSlice chunks[] = {hemo_slice(entity, 10), hemo_slice(entity + 10, sizeof entity - 11)};

    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
        g_autoptr(HemoIdentity) signer = make_signer(&(SampleFields){.key = keys[i]});
        HemoSmimeSignJob job = {.signer = signer,
                                .chunks = chunks,
                                .n_chunks = 2,
                                .abilities = (guint)i,
                                .fips = TRUE};
        g_auto(HemoSmimeSigned) parts = {NULL, NULL, NULL};

        g_assert_true(hemo_smime_sign(&job, NULL, &parts, NULL));
        assert_holds(&parts, entity, (guint)i);
        g_assert_nonnull(strstr(parts.type, "micalg=sha-256"));
    }
}

/* Two mails never share a boundary, and no line is too long for other programs. */
static void
test_text(void)
{
    g_autoptr(HemoIdentity) signer = make_signer(&(SampleFields){.key = "RSA:2048"});
    HemoSlice slice = hemo_slice_text(entity);
    HemoSmimeSignJob job = {.signer = signer, .chunks = &slice, .n_chunks = 1};
    g_auto(HemoSmimeSigned) parts = {NULL, NULL, NULL};
    g_auto(HemoSmimeSigned) others = {NULL, NULL, NULL};
    g_autoptr(GBytes) mail = NULL;
    HemoSlice rest;
    HemoSlice line;

    g_assert_true(hemo_smime_sign(&job, NULL, &parts, NULL));
    g_assert_true(hemo_smime_sign(&job, NULL, &others, NULL));
    g_assert_cmpstr(parts.head, !=, others.head);
    mail = join(&parts, entity);
    rest = hemo_slice_bytes(mail);
    while (hemo_slice_next_line(&rest, &line))
        g_assert_cmpuint(line.size, <=, 78);
}

static void
test_refused(void)
{
    static const struct {
        SampleFields fields;
        int code;
        int fips;
    } cases[] = {
        {{.expires = SAMPLE_BEGIN + 1}, HEMO_ERROR_UNUSABLE, HEMO_ERROR_UNUSABLE},
        {{.begins = SAMPLE_END - 1}, HEMO_ERROR_UNUSABLE, HEMO_ERROR_UNUSABLE},
        {{.usage = "keyAgreement"}, HEMO_ERROR_UNUSABLE, HEMO_ERROR_UNUSABLE},
        {{.key = "RSA:1024"}, HEMO_ERROR_UNUSABLE, HEMO_ERROR_UNUSABLE},
        {{.key = "EC:brainpoolP256r1"}, -1, HEMO_ERROR_DENIED},
        {{.usage = "nonRepudiation"}, -1, -1},
        {{.usage = ""}, -1, -1},
    };
    HemoSlice slice = hemo_slice_text(entity);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(HemoIdentity) signer = make_signer(&cases[i].fields);

        for (int fips = 0; fips < 2; fips++) {
            HemoSmimeSignJob job = {.signer = signer,
                                    .chunks = &slice,
                                    .n_chunks = 1,
                                    .fips = fips};
            g_auto(HemoSmimeSigned) parts = {NULL, NULL, NULL};
            g_autoptr(GError) error = NULL;
            gboolean done = hemo_smime_sign(&job, NULL, &parts, &error);

            g_test_message("case %zu", i);
            g_assert_cmpint(done ? -1 : error->code, ==, fips ? cases[i].fips : cases[i].code);
            g_assert_cmpint(parts.type != NULL, ==, done);
        }
    }
}

static void
on_done(GObject *source, GAsyncResult *result, gpointer data)
{
    GAsyncResult **ret_result = data;

    *ret_result = g_object_ref(result);
}

static gboolean
sign_async(const HemoSmimeSignJob *job,
           GCancellable *cancellable,
           HemoSmimeSigned *ret_parts,
           GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    hemo_smime_sign_async(job, cancellable, on_done, &result);
    while (result == NULL)
        g_main_context_iteration(NULL, TRUE);
    return hemo_smime_sign_finish(result, ret_parts, error);
}

static void
test_async(void)
{
    g_autoptr(HemoIdentity) signer = make_signer(&(SampleFields){.key = "EC:P-256"});
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    HemoSlice slice = hemo_slice_text(entity);
    HemoSmimeSignJob job = {.signer = signer, .chunks = &slice, .n_chunks = 1};
    g_auto(HemoSmimeSigned) parts = {NULL, NULL, NULL};
    g_auto(HemoSmimeSigned) none = {NULL, NULL, NULL};
    g_autoptr(GError) error = NULL;

    g_assert_true(sign_async(&job, cancellable, &parts, NULL));
    assert_holds(&parts, entity, 0);
    g_cancellable_cancel(cancellable);
    g_assert_false(sign_async(&job, cancellable, &none, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_CANCELLED);
    g_assert_null(none.type);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/smime-sign/kinds", test_kinds);
    g_test_add_func("/smime-sign/text", test_text);
    g_test_add_func("/smime-sign/refused", test_refused);
    g_test_add_func("/smime-sign/async", test_async);
    return g_test_run();
}
