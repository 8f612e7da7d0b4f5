/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-keyring-text.h"

#include "hemo-error.h"

#include <string.h>

#define HEAD "[hemostat-keyring 1]\n"

static void
test_find(void)
{
    static const struct {
        const char *text;
        const char *name;
        const char *secret; /* or NULL */
        int code;           /* then */
    } cases[] = {
        {"", "a", NULL, HEMO_ERROR_NOT_FOUND},
        {HEAD, "a", NULL, HEMO_ERROR_NOT_FOUND},
        {HEAD "a=\n", "a", "", 0},
        {HEAD "a=Zg==\n", "a", "f", 0},
        {HEAD "a=Zm8=\n", "a", "fo", 0},
        {HEAD "a=Zm9v\n", "a", "foo", 0},
        {HEAD "# a note\n\na=Zm9v\r\n", "a", "foo", 0},
        {HEAD "a=Zm9v", "a", "foo", 0},
        {HEAD "ab=Zm9v\na=Zg==\n", "a", "f", 0},
        {HEAD "smtp:mail.example.org:587:ann%3Db=Zm9v\n",
         "smtp:mail.example.org:587:ann=b",
         "foo",
         0},
        {HEAD "b=Zm9v\n", "a", NULL, HEMO_ERROR_NOT_FOUND},
        {HEAD "A=Zm9v\n", "a", NULL, HEMO_ERROR_NOT_FOUND},
        {HEAD "a=Zm9v\nb=?\n", "a", NULL, HEMO_ERROR_CONFIG},
        {HEAD "a=Zm9\n", "a", NULL, HEMO_ERROR_CONFIG},
        {HEAD "a=Z===\n", "a", NULL, HEMO_ERROR_CONFIG},
        {HEAD "a=Zm=v\n", "a", NULL, HEMO_ERROR_CONFIG},
        {HEAD "a\n", "a", NULL, HEMO_ERROR_CONFIG},
        {HEAD "=Zm9v\n", "a", NULL, HEMO_ERROR_CONFIG},
        {HEAD "a=Zm9v\na=Zg==\n", "a", NULL, HEMO_ERROR_CONFIG},
        {"a=Zm9v\n", "a", NULL, HEMO_ERROR_CONFIG},
        {"\n", "a", NULL, HEMO_ERROR_CONFIG},
        {"[hemostat-keyring 2]\na=Zm9v\n", "a", NULL, HEMO_ERROR_VERSION},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(HemoSecret) secret =
            hemo_keyring_text_find(hemo_slice_text(cases[i].text), cases[i].name, &error);

        if (cases[i].secret == NULL) {
            g_assert_error(error, HEMO_ERROR, cases[i].code);
            continue;
        }
        g_assert_no_error(error);
        g_assert_cmpstr(hemo_secret_text(secret), ==, cases[i].secret);
        g_assert_cmpuint(hemo_secret_size(secret), ==, strlen(cases[i].secret));
    }
}

static void
test_replace(void)
{
    static const struct {
        const char *before;
        const char *name;
        const char *secret; /* NULL removes */
        const char *after;
    } cases[] = {
        {"", "a", "foo", HEAD "a=Zm9v\n"},
        {"", "a", NULL, HEAD},
        {HEAD "a=Zg==\n", "a", "foo", HEAD "a=Zm9v\n"},
        {HEAD "# kept\nb=Zg==\na=Zg==\n", "a", "", HEAD "# kept\nb=Zg==\na=\n"},
        {HEAD "a=Zg==\nab=Zg==\n", "a", NULL, HEAD "ab=Zg==\n"},
        {HEAD "ab=Zg==\n", "a", NULL, HEAD "ab=Zg==\n"},
        {HEAD "b=Zg==", "a=b%", "f", HEAD "b=Zg==\na%3Db%25=Zg==\n"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(HemoSecret) secret =
            cases[i].secret != NULL ? hemo_secret_new_copy(hemo_slice_text(cases[i].secret))
                                    : NULL;
        g_autoptr(HemoSecret) after =
            hemo_keyring_text_replace(hemo_slice_text(cases[i].before),
                                      cases[i].name,
                                      secret,
                                      NULL);

        g_assert_cmpstr(hemo_secret_text(after), ==, cases[i].after);
    }
}

/* Nothing is ever written over a file that could not be read in full. */
static void
test_damage_is_not_replaced(void)
{
    static const char *const damaged[] = {"a=Zm9v\n", HEAD "a\n", "[hemostat-keyring 2]\n"};
    g_autoptr(HemoSecret) secret = hemo_secret_new(3);

    for (gsize i = 0; i < G_N_ELEMENTS(damaged); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_null(
            hemo_keyring_text_replace(hemo_slice_text(damaged[i]), "b", secret, &error));
        g_assert_nonnull(error);
    }
}

static void
test_any_bytes(void)
{
    g_autoptr(HemoSecret) secret = hemo_secret_new(256);
    g_autoptr(HemoSecret) text = NULL;
    g_autoptr(HemoSecret) found = NULL;

    for (gsize i = 0; i < 256; i++)
        hemo_secret_data(secret)[i] = (guint8)i;
    text = hemo_keyring_text_replace(HEMO_SLICE_EMPTY, "a", secret, NULL);
    found = hemo_keyring_text_find(hemo_secret_slice(text), "a", NULL);
    g_assert_true(hemo_secret_equal(hemo_secret_slice(secret), hemo_secret_slice(found)));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/keyring-text/find", test_find);
    g_test_add_func("/keyring-text/replace", test_replace);
    g_test_add_func("/keyring-text/damage-is-not-replaced", test_damage_is_not_replaced);
    g_test_add_func("/keyring-text/any-bytes", test_any_bytes);
    return g_test_run();
}
