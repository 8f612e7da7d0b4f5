/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A key that is gone since the mail was judged stops it, and which keys are pinned.  What is
 * encrypted is read by others in the integration suite.
 */
#include "hemo-protect-cipher.h"

#include "daemon-home.h"
#include "hemo-error.h"
#include "sample-case.h"
#include "services-place.h"

#define MAIL "From: nurse@example.com\r\nTo: a@example.org\r\nSubject: x\r\n\r\nbody\r\n"

static HemoCase *
make_case(HemoKeyKind kind)
{
    const SampleCase sample = {.to = {"a@example.org"}};
    HemoCase *mail = sample_case_new(&sample);

    sample_case_set_key(mail, 0, kind, HEMO_KEY_USABLE);
    sample_case_set_own_key(mail, kind, HEMO_KEY_USABLE);
    g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_PROTECT);
    return mail;
}

/* Nobody knows the key any more, of whichever kind. */
static void
test_gone(void)
{
    for (HemoKeyKind kind = HEMO_KEY_KIND_OPENPGP; kind < HEMO_N_KEY_KINDS; kind++) {
        HemoServices *services = services_place_new();
        g_autoptr(HemoCase) mail = make_case(kind);
        g_autoptr(GPtrArray) copies = hemo_copy_list(mail);
        const HemoProtectCopy copy = {
            .services = services,
            .mail = mail,
            .copy = copies->pdata[0],
            .fd = -1,
            .message = hemo_slice_text(MAIL),
        };
        g_autoptr(GAsyncResult) result = NULL;
        g_autoptr(GError) error = NULL;

        g_assert_cmpuint(copies->len, ==, 1);
        hemo_protect_cipher_async(&copy, daemon_home_on_result, &result);
        g_assert_cmpint(hemo_protect_cipher_finish(daemon_home_wait(&result), &error), ==, -1);
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_CHANGED);
        services_place_close(services);
    }
}

/* What was used is what is expected next time; other methods leave no trace. */
static void
test_pin(void)
{
    HemoServices *services = services_place_new();
    g_autoptr(HemoCase) mail = make_case(HEMO_KEY_KIND_OPENPGP);
    g_autoptr(GPtrArray) copies = hemo_copy_list(mail);
    HemoCopy tls = *(const HemoCopy *)copies->pdata[0];
    g_autoptr(GPtrArray) before = NULL;
    g_autoptr(GPtrArray) after = NULL;

    tls.method = HEMO_METHOD_TLS;
    g_assert_true(hemo_protect_cipher_pin(services, mail, &tls, NULL));
    before = hemo_key_store_find(services->key_store, "a@example.org", NULL);
    g_assert_cmpuint(before->len, ==, 0);
    g_assert_true(hemo_protect_cipher_pin(services, mail, copies->pdata[0], NULL));
    after = hemo_key_store_find(services->key_store, "a@example.org", NULL);
    g_assert_cmpuint(after->len, ==, 1);
    g_assert_cmpint(((const HemoKeyRecord *)after->pdata[0])->used, >, 0);
    services_place_close(services);
}

int
main(int argc, char **argv)
{
    int status;

    services_place_begin();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/protect-cipher/gone", test_gone);
    g_test_add_func("/protect-cipher/pin", test_pin);
    status = g_test_run();
    services_place_end();
    return status;
}
