/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-carried.h"

#include <gmime/gmime.h>
#include <string.h>

#include "signed-samples.h"

#define TEXT "Content-Type: text/plain\r\n\r\nhello\r\n"
#define KEY  "Content-Type: application/pgp-keys\n\nkey\n"

static GVariant *
answer(HemoSlice mail)
{
    return g_variant_ref_sink(hemo_carried_answer(mail));
}

static gboolean
is_signed(GVariant *values)
{
    gboolean value = FALSE;

    return g_variant_lookup(values, "signed", "b", &value) && value;
}

static gsize
count(GVariant *values, const char *key)
{
    g_autoptr(GVariant) list = g_variant_lookup_value(values, key, G_VARIANT_TYPE("aay"));

    return list != NULL ? g_variant_n_children(list) : 0;
}

static const struct {
    const char *mail;
    const char *from; /* NULL: nothing is said */
    gsize n_keys;
} mails[] = {
    {"", NULL, 0},
    {"\n\n", NULL, 0},
    {"Subject: x\n" KEY, NULL, 0},
    {"From: ana@example.org\n" KEY, "ana@example.org", 1},
    {"From: Ana Ruiz <Ana@Example.ORG>\n" KEY, "Ana@example.org", 1},
    {"From: ana@example.org, bo@example.org\n" KEY, NULL, 0},
    {"From: ana@example.org\nFrom: bo@example.org\n" KEY, NULL, 0},
    {"From: ana@example.org\nResent-From: bo@example.org\n" KEY, NULL, 0},
    {"From: undisclosed:;\n" KEY, NULL, 0},
    {"From: \"ana bo\"@example.org\n" KEY, NULL, 0},
    {"From: mailer@example.org\nContent-Type: multipart/report; boundary=a\n\n--a\n" KEY
     "--a--\n",
     "mailer@example.org",
     0},
};

static void
test_who(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(mails); i++) {
        g_autoptr(GVariant) values = answer(hemo_slice_text(mails[i].mail));
        const char *from = NULL;

        g_variant_lookup(values, "from", "&s", &from);
        g_assert_cmpstr(from, ==, mails[i].from);
        g_assert_cmpuint(count(values, "keys"), ==, mails[i].n_keys);
        if (from == NULL)
            g_assert_cmpuint(g_variant_n_children(values), ==, 0);
    }
}

/* What a mail of Ana's offers, and the same inside one of Bo's that passes it on. */
static void
test_signed(SignedSamples *samples, gconstpointer data)
{
    g_autoptr(HemoSecret) mail = signed_samples_mail(samples, TEXT, "-certfile ca.pem");
    g_autofree char *forward = g_strconcat("From: bo@example.org\nMIME-Version: 1.0\n"
                                           "Content-Type: message/rfc822\n\n",
                                           hemo_secret_text(mail),
                                           NULL);
    g_autoptr(GString) changed = g_string_new(hemo_secret_text(mail));
    g_autoptr(GVariant) values = answer(hemo_secret_slice(mail));
    g_autoptr(GVariant) forwarded = answer(hemo_slice_text(forward));
    g_autoptr(GVariant) spoilt = NULL;

    g_assert_true(is_signed(values));
    g_assert_cmpuint(count(values, "certificates"), ==, 2);
    g_assert_false(is_signed(forwarded));
    g_assert_cmpuint(count(forwarded, "certificates"), ==, 0);
    g_string_replace(changed, "hello", "hullo", 1);
    spoilt = answer(hemo_slice_text(changed->str));
    g_assert_false(is_signed(spoilt));
    g_assert_cmpuint(count(spoilt, "certificates"), ==, 0);
}

static void
test_autocrypt(void)
{
    g_autoptr(GVariant) values =
        answer(hemo_slice_text("From: Ana <ana@example.org>\n"
                               "Autocrypt: addr=ANA@example.org; keydata=QUJD\n\nx\n"));
    g_autoptr(GVariant) other =
        answer(hemo_slice_text("From: Bo <bo@example.org>\n"
                               "Autocrypt: addr=ana@example.org; keydata=QUJD\n\nx\n"));
    const char *body = NULL;

    g_assert_true(g_variant_lookup(values, "autocrypt", "&s", &body));
    g_assert_cmpstr(body, ==, "addr=ANA@example.org; keydata=QUJD");
    g_assert_false(g_variant_lookup(other, "autocrypt", "&s", &body));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_mime_init();
    g_test_add_func("/carried/who", test_who);
    g_test_add_func("/carried/autocrypt", test_autocrypt);
    g_test_add("/carried/signed",
               SignedSamples,
               NULL,
               signed_samples_set_up,
               test_signed,
               signed_samples_tear_down);
    return g_test_run();
}
