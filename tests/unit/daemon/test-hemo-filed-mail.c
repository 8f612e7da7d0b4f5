/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What counts as another mail, and what fails before a copy is read.  The rest needs a reader:
 * the integration suite.
 */
#include "hemo-filed-mail.h"

#include "daemon-home.h"
#include "hemo-error.h"
#include "hemo-limits.h"
#include "sample-case.h"
#include "services-place.h"

#define OUTLINE(from, to, cc, bcc, rest)                                                       \
    "{'from': <'" from "'>, 'to': <@as [" to "]>, 'cc': <@as [" cc "]>,"                       \
    " 'bcc': <@as [" bcc "]>, " rest "}"
#define SAME   "'subject': <'s'>, 'texts': <['t']>, 'files': <@as []>, 'cards': <@as []>"
#define NURSE  "nurse@example.com"
#define A      "'a@example.org'"
#define B      "'b@example.org'"
#define C      "'c@example.org'"
#define JUDGED OUTLINE(NURSE, A, B, "", SAME)

static HemoFacts *
make_facts(const char *content, const char *protection, const char *outline)
{
    g_autoptr(GVariant) extra =
        g_variant_ref_sink(g_variant_new_parsed("{'protection': <%s>}", protection));
    g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(extra);
    g_autoptr(GVariant) reply = NULL;
    g_autoptr(GError) error = NULL;
    HemoFacts *facts;

    g_variant_dict_insert_value(&dict, "outline", g_variant_new_parsed(outline));
    reply = g_variant_ref_sink(sample_case_reply(content, g_variant_dict_end(&dict)));
    facts = hemo_facts_new(reply, &error);
    g_assert_no_error(error);
    return facts;
}

static char *
describe(const HemoCase *mail, const HemoFacts *sent, const char *digest)
{
    g_autofree const char **codes = hemo_filed_mail_differences(mail, sent, digest);

    return g_strjoinv(" ", (char **)codes);
}

static void
test_native(void)
{
    const SampleCase sample = {
        .content = "health",
        .compose = TRUE,
        .outline = JUDGED,
        .to = {"a@example.org", "b@example.org"},
        .bcc = {"c@example.org"},
    };
    static const struct {
        const char *content;
        const char *protection;
        const char *outline;
        const char *expected;
    } rows[] = {
        {"health", "none", OUTLINE("Nurse@EXAMPLE.com", A, B, C, SAME), ""},
        {"none", "none", OUTLINE(NURSE, B, A, C, SAME), ""},
        {"phi", "none", OUTLINE(NURSE, A, B, C, SAME), "content"},
        {"unread", "none", OUTLINE(NURSE, A, B, C, SAME), "content"},
        {"health", "none", OUTLINE("", A, B, C, SAME), "sender"},
        {"health", "none", OUTLINE("a@example.org", A, B, C, SAME), "sender"},
        {"health", "none", OUTLINE(NURSE, A, "", C, SAME), "recipients"},
        {"health", "none", OUTLINE(NURSE, A, B, "", SAME), "recipients"},
        {"health", "none", OUTLINE(NURSE, A, B ", " C, "", SAME), "recipients"},
        {"health", "none", OUTLINE(NURSE, A, B, C ", 'd@example.org'", SAME), "recipients"},
        {"health", "none", OUTLINE(NURSE, A ", 'nonsense'", B, C, SAME), "recipients"},
        {"health",
         "none",
         OUTLINE(NURSE,
                 A,
                 B,
                 C,
                 "'subject': <'x'>, 'texts': <['y']>, 'files': <['z']>, 'cards': <@as []>"),
         "subject text attachments"},
        /* the person's own encryption: nobody can look, but for whom it is */
        {"unread",
         "openpgp",
         OUTLINE(NURSE,
                 A,
                 B,
                 C,
                 "'subject': <'x'>, 'texts': <['y']>, 'files': <['z']>, 'cards': <@as []>"),
         ""},
        {"unread", "smime", OUTLINE(NURSE, A, "", C, SAME), "recipients"},
    };
    g_autoptr(HemoCase) mail = sample_case_new(&sample);

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(HemoFacts) sent =
            make_facts(rows[i].content, rows[i].protection, rows[i].outline);
        g_autofree char *found = describe(mail, sent, NULL);

        g_test_message("row %" G_GSIZE_FORMAT, i);
        g_assert_cmpstr(found, ==, rows[i].expected);
    }
}

/* Two blind recipients have messages with one body: each copy is one of them. */
static void
test_made(void)
{
    const SampleCase sample = {
        .compose = TRUE,
        .outline = JUDGED,
        .to = {"a@example.org"},
        .bcc = {"b@example.org", "c@example.org"},
    };
    static const struct {
        const char *digest;
        const char *outline;
        const char *expected;
    } rows[] = {
        {"01", OUTLINE(NURSE, A, "", "", SAME), ""},
        {"02", OUTLINE(NURSE, "", "", B, SAME), ""},
        {"02", OUTLINE(NURSE, "", "", C, SAME), ""},
        {"02", OUTLINE(NURSE, "", "", "", SAME), ""},
        {"02", OUTLINE(NURSE, "", "", B ", " C, SAME), "recipients"},
        {"02", OUTLINE(NURSE, B, "", "", SAME), "recipients"},
        {"01", OUTLINE(NURSE, "", "", "", SAME), "recipients"},
        {"01", OUTLINE(NURSE, A, "", B, SAME), "recipients"},
        {"03", OUTLINE(NURSE, A, "", "", SAME), "bytes"},
        {"04", OUTLINE(NURSE, A, "", "", SAME), ""}, /* to each by himself */
        {"04", OUTLINE(NURSE, "", "", B, SAME), ""},
        {"04", OUTLINE(NURSE, A, "", C, SAME), "recipients"},
        {NULL, OUTLINE("x@example.com", A, "", "", SAME), "sender bytes"},
    };
    const gsize indices[] = {0, 1, 2};
    g_autoptr(HemoCase) mail = sample_case_new(&sample);

    hemo_case_add_made(mail, "01", &indices[0], 1);
    hemo_case_add_made(mail, "02", &indices[1], 1);
    hemo_case_add_made(mail, "02", &indices[2], 1);
    hemo_case_add_made(mail, "04", &indices[0], 2);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(HemoFacts) sent = make_facts("unread", "openpgp", rows[i].outline);
        g_autofree char *found = describe(mail, sent, rows[i].digest);

        g_test_message("row %" G_GSIZE_FORMAT, i);
        g_assert_cmpstr(found, ==, rows[i].expected);
    }
}

static void
assert_refused(HemoServices *services, int fd, int code)
{
    const SampleCase sample = {.content = "none", .to = {"a@example.org"}};
    g_autoptr(HemoCase) mail = sample_case_new(&sample);
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *words = NULL;

    hemo_filed_mail_check_async(services, mail, fd, daemon_home_on_result, &result);
    g_assert_false(hemo_filed_mail_check_finish(daemon_home_wait(&result), &words, &error));
    g_assert_error(error, HEMO_ERROR, code);
    g_assert_null(words);
}

/* What cannot be compared is no alarm, and no all-clear. */
static void
test_refused(void)
{
    HemoServices *services = services_place_new();
    const char *mail = "From: nurse@example.com\n\nx\n";

    assert_refused(services, services_place_open(mail), HEMO_ERROR_INVALID);
    assert_refused(services, services_place_sealed(mail), HEMO_ERROR_MISSING);
    g_assert_cmpuint(services->cases, ==, 0);
    services->cases = HEMO_LIMIT_CASES;
    assert_refused(services, services_place_sealed(mail), HEMO_ERROR_TIMED_OUT);
    services->cases = 0;
    g_assert_cmpuint(services_place_count(services, "mismatch"), ==, 0);
    services_place_close(services);
}

int
main(int argc, char **argv)
{
    int status;

    services_place_begin();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/filed-mail/native", test_native);
    g_test_add_func("/filed-mail/made", test_made);
    g_test_add_func("/filed-mail/refused", test_refused);
    status = g_test_run();
    services_place_end();
    return status;
}
