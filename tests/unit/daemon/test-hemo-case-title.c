/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The one sentence: it says what the mail is and what stands in its way.
 */
#include "hemo-case-title.h"

#include "sample-case.h"

#include <string.h>

#define OPPORTUNISTIC "[account work]\nroute=R0\naddresses=nurse@example.com\n"
#define WORK          "[account work]\nroute=R2\nenforcement=X-Tls: yes\naddresses=nurse@example.com\n"

typedef struct {
    SampleCase sample;
    const char *levels[3]; /* of the recipients */
    guint keys;            /* bits: who has a key; the sender has one if anybody has */
    const char *answer;    /* or NULL */
    HemoVerdict verdict;
    const char *title;
} Row;

static const Row rows[] = {
    {{.to = {"a@example.org"}},
     {"U"},
     0,
     NULL,
     HEMO_VERDICT_HOLD,
     "This mail contains patient data, and it could not be found out in time whether the "
     "recipient can be reached safely."},
    {{.to = {"a@example.org"}},
     {"N"},
     0,
     NULL,
     HEMO_VERDICT_HOLD,
     "This mail contains patient data, and there is no safe way to reach the recipient."},
    /* no answer would make this way a safe one */
    {{.to = {"a@example.org"}, .accounts = OPPORTUNISTIC},
     {"U"},
     0,
     NULL,
     HEMO_VERDICT_HOLD,
     "This mail contains patient data, and there is no safe way to reach the recipient."},
    {{.to = {"a@example.org", "b@example.org"}},
     {"U", "U"},
     0,
     NULL,
     HEMO_VERDICT_HOLD,
     "This mail contains patient data, and it could not be found out in time whether 2 of 2 "
     "recipients can be reached safely."},
    {{.to = {"a@example.org", "b@example.org"}},
     {"U", "N"},
     0,
     NULL,
     HEMO_VERDICT_HOLD,
     "This mail contains patient data, and there is no safe way to reach 1 of 2 recipients."},
    {{.to = {"a@example.org", "b@example.org"}},
     {"A", "N"},
     0,
     NULL,
     HEMO_VERDICT_HOLD,
     "This mail contains patient data, and there is no safe way to reach 1 of 2 recipients."},
    {{.to = {"a@example.org", "b@example.org"}},
     {"N", "N"},
     0,
     NULL,
     HEMO_VERDICT_HOLD,
     "This mail contains patient data, and there is no safe way to reach any of the 2 "
     "recipients."},
    {{.content = "unread", .to = {"a@example.org"}},
     {"N"},
     0,
     NULL,
     HEMO_VERDICT_HOLD,
     "A part of this mail could not be read, and there is no safe way to reach the recipient."},
    {{.content = "none", .trigger = "[secure]", .to = {"a@example.org"}},
     {"V"},
     0,
     NULL,
     HEMO_VERDICT_HOLD,
     "Protection was asked for, and there is no safe way to reach the recipient."},
    {{.to = {"a@example.org"}, .accounts = "[account work]\nsecurity=none\n"},
     {"V"},
     0,
     NULL,
     HEMO_VERDICT_HOLD,
     "This mail contains patient data, and the way to your own mail server is not safe."},
    {{.to = {"a@example.org"}, .accounts = "[account other]\n"},
     {"V"},
     0,
     NULL,
     HEMO_VERDICT_HOLD,
     "This mail contains patient data, and Hemostat does not know the account that it is sent "
     "from."},
    {{.to = {"a@example.org"}, .policy = "[default]\nphi=hold\n"},
     {"V"},
     0,
     NULL,
     HEMO_VERDICT_HOLD,
     "Your organisation does not let such mail leave by e-mail, as it may contain patient "
     "data."},
    {{.to = {"a@example.org", "b@example.org"}},
     {"X", "A"},
     0,
     NULL,
     HEMO_VERDICT_HOLD,
     "1 of 2 addresses cannot receive mail."},
    {{.content = "health", .to = {"a@example.org"}},
     {"U"},
     0,
     NULL,
     HEMO_VERDICT_ASK,
     "This mail speaks of health, and only you know whether it is about a patient."},
    {{.content = "unread", .to = {"a@example.org"}, .policy = "[default]\nunreadable=ask\n"},
     {"U"},
     0,
     NULL,
     HEMO_VERDICT_ASK,
     "A part of this mail could not be read, and only you know what it contains."},
    {{.to = {"a@example.org"}, .policy = "[default]\nask=always\n"},
     {"A"},
     0,
     NULL,
     HEMO_VERDICT_ASK,
     "Your organisation wants you to confirm this mail before it is sent."},
    {{.content = "none", .to = {"a@example.org"}},
     {"X"},
     0,
     NULL,
     HEMO_VERDICT_ASK,
     "The address of the recipient cannot receive mail."},
    {{.to = {"a@example.org"}},
     {"A"},
     0,
     NULL,
     HEMO_VERDICT_PROTECT,
     "This mail contains patient data, and it goes over TLS that can be trusted."},
    {{.to = {"a@example.org"}},
     {"U"},
     1,
     NULL,
     HEMO_VERDICT_PROTECT,
     "This mail contains patient data, and it will be encrypted."},
    {{.to = {"a@example.org", "b@example.org"}},
     {"U", "A"},
     1,
     NULL,
     HEMO_VERDICT_PROTECT,
     "This mail will be encrypted for 1 of 2 recipients."},
    {{.to = {"a@example.org", "b@example.org"}},
     {"U", "A"},
     0,
     "send-others",
     HEMO_VERDICT_PROTECT,
     "It is not sent to 1 of 2 recipients."},
    {{.to = {"a@example.org"}, .policy = "[default]\nmethods=tls; pdf\n"},
     {"N"},
     0,
     NULL,
     HEMO_VERDICT_PROTECT,
     "This mail contains patient data, and it goes as a PDF that five words open."},
    {{.to = {"a@example.org", "b@example.org"}, .policy = "[default]\nmethods=tls; pdf\n"},
     {"N", "A"},
     0,
     NULL,
     HEMO_VERDICT_PROTECT,
     "This mail will be encrypted for 1 of 2 recipients."},
    {{.content = "none", .to = {"a@example.org"}, .accounts = WORK},
     {"U"},
     0,
     NULL,
     HEMO_VERDICT_SEND,
     ""},
};

static HemoCase *
judge(const Row *row)
{
    HemoCase *mail = sample_case_new(&row->sample);

    for (guint i = 0; row->levels[i] != NULL; i++) {
        sample_case_set_level(mail, i, row->levels[i]);
        if ((row->keys & (1u << i)) != 0)
            sample_case_give_key(mail, i);
    }
    if (row->keys != 0)
        sample_case_give_own_key(mail);
    hemo_case_decide(mail);
    if (row->answer != NULL) {
        g_assert_true(hemo_case_answer(mail, row->answer, NULL));
        hemo_case_decide(mail);
    }
    return mail;
}

static void
test_titles(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(HemoCase) mail = judge(&rows[i]);
        g_autofree char *title = hemo_case_title_words(mail);

        g_assert_cmpint(hemo_case_verdict(mail), ==, rows[i].verdict);
        g_assert_cmpstr(title, ==, rows[i].title);
        g_assert_null(strchr(title, '@'));
    }
}

/* What a telephone call can settle is said as such. */
static void
test_keys(void)
{
    static const struct {
        const char *level;
        HemoKeyState states[2];
        const char *obstacle;
    } keys[] = {
        {"N", {HEMO_KEY_CHANGED, 0}, "the key of the recipient is another than before."},
        {"U", {HEMO_KEY_CHANGED, 0}, "the key of the recipient is another than before."},
        {"N", {HEMO_KEY_UNCONFIRMED, 0}, "nobody has confirmed the key of the recipient."},
        {"U", {HEMO_KEY_UNCONFIRMED, 0}, "it could not be found out in time"},
        {"N", {HEMO_KEY_EXPIRED, 0}, "there is no safe way to reach the recipient."},
        {"A", {HEMO_KEY_CHANGED, 0}, "it goes over TLS"},
        {"N",
         {HEMO_KEY_CHANGED, HEMO_KEY_EXPIRED},
         "the key of 1 of 2 recipients is another than before."},
        {"N",
         {HEMO_KEY_UNCONFIRMED, HEMO_KEY_EXPIRED},
         "there is no safe way to reach any of the 2 recipients."},
        {"N",
         {HEMO_KEY_UNCONFIRMED, HEMO_KEY_UNCONFIRMED},
         "nobody has confirmed the keys of 2 of 2 recipients."},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
        gboolean two = keys[i].states[1] != 0;
        const SampleCase sample = {.to = {"a@example.org", two ? "b@example.org" : NULL}};
        g_autoptr(HemoCase) mail = sample_case_new(&sample);
        g_autofree char *title = NULL;

        for (gsize j = 0; j < (two ? 2 : 1); j++) {
            sample_case_set_level(mail, j, keys[i].level);
            sample_case_set_key(mail, j, HEMO_KEY_KIND_SMIME, keys[i].states[j]);
        }
        hemo_case_decide(mail);
        title = hemo_case_title_words(mail);
        if (strstr(title, keys[i].obstacle) == NULL)
            g_error("%s is not in %s", keys[i].obstacle, title);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/case-title/titles", test_titles);
    g_test_add_func("/case-title/keys", test_keys);
    return g_test_run();
}
