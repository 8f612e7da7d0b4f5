/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-carried-keys.h"

#include <string.h>

#include "hemo-limits.h"
#include "hemo-walk.h"

#define ATTACHED(boundary, bytes)                                                              \
    "--" boundary "\nContent-Type: application/pgp-keys\n\n" bytes "\n"
#define MIXED "Content-Type: multipart/mixed; boundary=a\n\n"

static GPtrArray *
attached(const char *mail)
{
    GByteArray bytes = {(guint8 *)mail, (guint)strlen(mail)};
    g_autoptr(GMimeMessage) message =
        hemo_walk_parse(&bytes, g_mime_parser_options_get_default());

    return hemo_carried_keys_attached(g_mime_message_get_mime_part(message));
}

static const struct {
    const char *mail;
    const char *keys; /* each with a line end behind it */
} mails[] = {
    {"Content-Type: text/plain\n\nkey\n", ""},
    {MIXED "--a\n\nx\n" ATTACHED("a", "one") "--a--\n", "one\n"},
    {MIXED "--a\nContent-Type: multipart/mixed; boundary=b\n\n" ATTACHED("b", "one")
         ATTACHED("b", "two") "--b--\n" ATTACHED("a", "three") "--a--\n",
     "one\ntwo\nthree\n"},
    {MIXED ATTACHED("a", "1") ATTACHED("a", "2") ATTACHED("a", "3") ATTACHED("a", "4")
         ATTACHED("a", "5") "--a--\n",
     "1\n2\n3\n4\n"},
    {MIXED "--a\nContent-Type: APPLICATION/PGP-Keys; name=x\n"
           "Content-Transfer-Encoding: base64\n\nb25l\n--a--\n",
     "one\n"},
    {MIXED "--a\nContent-Type: application/pgp-keys\n\n--a--\n", ""},
    /* somebody else's */
    {MIXED "--a\nContent-Type: message/rfc822\n\n"
           "Content-Type: application/pgp-keys\n\none\n--a--\n",
     ""},
    /* two readings */
    {MIXED "--a\nContent-Type: application/pgp-keys\nContent-Type: text/plain\n\none\n--a--\n",
     ""},
};

static void
test_attached(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(mails); i++) {
        g_autoptr(GPtrArray) keys = attached(mails[i].mail);
        g_autoptr(GString) text = g_string_new(NULL);

        for (guint key = 0; key < keys->len; key++)
            g_string_append_printf(text, "%s\n", hemo_secret_text(keys->pdata[key]));
        g_assert_cmpstr(text->str, ==, mails[i].keys);
    }
}

/* One that is too big is passed over, those behind it are not. */
static void
test_big(void)
{
    g_autofree char *big = g_strnfill(HEMO_LIMIT_KEY + 1, 'k');
    g_autofree char *mail = g_strconcat(MIXED "--a\nContent-Type: application/pgp-keys\n\n",
                                        big,
                                        "\n" ATTACHED("a", "small") "--a--\n",
                                        NULL);
    g_autoptr(GPtrArray) keys = attached(mail);

    g_assert_cmpuint(keys->len, ==, 1);
    g_assert_cmpstr(hemo_secret_text(keys->pdata[0]), ==, "small");
}

static const struct {
    const char *header;
    const char *body; /* NULL: none is taken */
} fields[] = {
    {"Subject: x\n\n", NULL},
    {"Autocrypt: addr=ana@example.org; keydata=QUJD\n\n", "addr=ana@example.org; keydata=QUJD"},
    {"autocrypt: addr=ANA@Example.ORG ; prefer-encrypt=mutual;\n keydata=QUJD\n REVG\n\n",
     "addr=ANA@Example.ORG ; prefer-encrypt=mutual; keydata=QUJD REVG"},
    {"Autocrypt: addr=bo@example.org; keydata=QUJD\n\n", NULL},
    {"Autocrypt: addr=bo@example.org; keydata=QUJD\n"
     "Autocrypt: addr=ana@example.org; keydata=REVG\n\n",
     "addr=ana@example.org; keydata=REVG"},
    {"Autocrypt: addr=ana@example.org; keydata=QUJD\n"
     "Autocrypt: addr=ana@example.org; keydata=QUJD\n\n",
     NULL},
    {"Autocrypt: addr=ana@example.org; addr=bo@example.org; keydata=QUJD\n\n", NULL},
    {"Autocrypt: keydata=QUJD\n\n", NULL},
    {"Autocrypt: addr=ana@example.org.evil.example; keydata=QUJD\n\n", NULL},
    {"Autocrypt: addr=ana@example.org; x=\303\251; keydata=QUJD\n\n", NULL},
    /* in the body it is no field */
    {"Subject: x\n\nAutocrypt: addr=ana@example.org; keydata=QUJD\n", NULL},
    /* a header with two readings */
    {"Subject: x\nAutocrypt : y\nAutocrypt: addr=ana@example.org; keydata=QUJD\n\n", NULL},
};

static void
test_autocrypt(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
        g_autoptr(HemoSecret) body =
            hemo_carried_keys_autocrypt(hemo_slice_text(fields[i].header), "ana@example.org");

        g_assert_cmpstr(body != NULL ? hemo_secret_text(body) : NULL, ==, fields[i].body);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_mime_init();
    g_test_add_func("/carried-keys/attached", test_attached);
    g_test_add_func("/carried-keys/big", test_big);
    g_test_add_func("/carried-keys/autocrypt", test_autocrypt);
    return g_test_run();
}
