/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-sent-mail.h"

#include "hemo-error.h"
#include "sample-case.h"
#include "services-place.h"

static const SampleCase sample = {.to = {"a@example.org", "b@example.org"}};

static gboolean
record(HemoServices *services, HemoCase *mail, const char *messages, GError **error)
{
    g_autoptr(GVariant) value = g_variant_ref_sink(g_variant_new_parsed(messages));

    return hemo_sent_mail_record(services, mail, value, error);
}

static void
test_recorded(void)
{
    const char *references[] = {"<one@example.com>", NULL};
    HemoServices *services = services_place_new();
    g_autoptr(HemoCase) mail = sample_case_new(&sample);
    g_autoptr(GError) error = NULL;
    g_autofree char *id = NULL;
    HemoRung rung = HEMO_RUNG_NONE;

    sample_case_set_level(mail, 0, "A");
    sample_case_give_key(mail, 1);
    sample_case_give_own_key(mail);
    g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_PROTECT);
    g_assert_true(record(services, mail, "[('<one@example.com>', ['B@example.org'])]", &error));
    g_assert_no_error(error);
    g_assert_true(
        hemo_sent_store_find_rung(services->sent, references, "b@example.org", &rung, NULL));
    g_assert_cmpint(rung, ==, HEMO_RUNG_END_TO_END);
    id = hemo_sent_store_find_mail(services->sent, "<one@example.com>");
    g_assert_cmpstr(id, ==, hemo_case_id(mail));
    g_assert_cmpuint(services_place_count(services, "sent"), ==, 1);
    services_place_close(services);
}

/* A client says that it sent to somebody who was never judged. */
static void
test_stranger(void)
{
    HemoServices *services = services_place_new();
    g_autoptr(HemoCase) mail = sample_case_new(&sample);
    g_autoptr(GError) error = NULL;

    sample_case_set_level(mail, 0, "A");
    sample_case_set_level(mail, 1, "A");
    hemo_case_decide(mail);
    g_assert_false(record(services,
                          mail,
                          "[('<one@example.com>', ['a@example.org', 'x@example.org'])]",
                          &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
    g_assert_cmpuint(services_place_count(services, "sent"), ==, 0);
    services_place_close(services);
}

static void
test_held(void)
{
    HemoServices *services = services_place_new();
    g_autoptr(HemoCase) mail = sample_case_new(&sample);
    g_autoptr(GError) error = NULL;

    hemo_case_decide(mail);
    g_assert_false(
        record(services, mail, "[('<one@example.com>', ['a@example.org'])]", &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_HELD);
    services_place_close(services);
}

int
main(int argc, char **argv)
{
    int status;

    services_place_begin();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sent-mail/recorded", test_recorded);
    g_test_add_func("/sent-mail/stranger", test_stranger);
    g_test_add_func("/sent-mail/held", test_held);
    status = g_test_run();
    services_place_end();
    return status;
}
