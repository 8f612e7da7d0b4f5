/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-key.h"

#include <locale.h>
#include <string.h>

#define PRINT "0123456789abcdef0123456789abcdef01234567"
#define DAY   G_GINT64_CONSTANT(1777800000) /* 3 May 2026 */

static void
test_reasons(void)
{
    static const struct {
        int state;
        gint64 expires;
        const char *part;
    } cases[] = {
        {HEMO_KEY_BROKEN, 0, "damaged"},
        {HEMO_KEY_REVOKED, 0, "withdrawn by its owner"},
        {HEMO_KEY_DISABLED, DAY, "switched off"},
        {HEMO_KEY_EXPIRED, DAY, "expired on 3 May 2026"},
        {HEMO_KEY_EXPIRED, 0, "has expired"},
        {HEMO_KEY_NOT_FOR_ENCRYPTION, 0, "only sign"},
        {HEMO_KEY_DISTRUSTED, 0, "does not belong"},
        {HEMO_KEY_UNCONFIRMED, DAY, "nobody has confirmed"},
        {HEMO_KEY_USABLE, 0, "does not expire"},
        {HEMO_KEY_USABLE, DAY, "valid until 3 May 2026"},
        {HEMO_N_KEY_STATES, 0, "damaged"},
        {-1, 0, "damaged"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(HemoKey) key =
            hemo_key_new(&(HemoKeyFields){.kind = HEMO_KEY_KIND_OPENPGP,
                                          .fingerprint = PRINT,
                                          .state = cases[i].state,
                                          .trust = HEMO_KEY_TRUST_CONFIRMED,
                                          .has_secret = FALSE,
                                          .expires = cases[i].expires});

        g_assert_nonnull(strstr(hemo_key_reason(key), cases[i].part));
        g_assert_true(g_ascii_islower(*hemo_key_reason(key)));
        g_assert_false(g_str_has_suffix(hemo_key_reason(key), "."));
        g_assert_cmpint(hemo_key_usable(key), ==, cases[i].state == HEMO_KEY_USABLE);
        g_assert_cmpint(hemo_key_expires(key), ==, cases[i].expires);
    }
}

/* Of one's own key the words are said to oneself. */
static void
test_own(void)
{
    static const HemoKeyState states[] = {HEMO_KEY_DISTRUSTED, HEMO_KEY_REVOKED};

    for (gsize i = 0; i < G_N_ELEMENTS(states); i++) {
        g_autoptr(HemoKey) own = hemo_key_new(&(HemoKeyFields){.kind = HEMO_KEY_KIND_OPENPGP,
                                                               .fingerprint = PRINT,
                                                               .state = states[i],
                                                               .has_secret = TRUE});
        g_autoptr(HemoKey) other = hemo_key_disowned(own);

        g_assert_cmpstr(hemo_key_reason(own), ==, "you withdrew this key");
        g_assert_false(hemo_key_has_secret(other));
        g_assert_cmpint(hemo_key_state(other), ==, states[i]);
        g_assert_nonnull(strstr(hemo_key_reason(other), "person"));
    }
}

static void
test_value(void)
{
    g_autoptr(HemoKey) key = hemo_key_new(&(HemoKeyFields){.kind = HEMO_KEY_KIND_OPENPGP,
                                                           .fingerprint = PRINT,
                                                           .state = HEMO_KEY_USABLE,
                                                           .trust = HEMO_KEY_TRUST_CONFIRMED,
                                                           .has_secret = TRUE,
                                                           .expires = 0});
    g_autoptr(HemoKey) again = hemo_key_ref(key);

    g_assert_cmpstr(hemo_key_fingerprint(again),
                    ==,
                    "0123456789ABCDEF0123456789ABCDEF01234567");
    g_assert_true(hemo_key_has_secret(again));
    g_assert_cmpint(hemo_key_state(again), ==, HEMO_KEY_USABLE);
    hemo_key_unref(NULL);
}

/* Each line beats all below it. */
static void
test_better(void)
{
    static const struct {
        HemoKeyState state;
        gboolean has_secret;
        gint64 expires;
    } order[] = {
        {HEMO_KEY_USABLE, TRUE, 0},
        {HEMO_KEY_USABLE, TRUE, DAY},
        {HEMO_KEY_USABLE, FALSE, 0},
        {HEMO_KEY_USABLE, FALSE, DAY},
        {HEMO_KEY_UNCONFIRMED, TRUE, 0},
        {HEMO_KEY_DISTRUSTED, TRUE, 0},
        {HEMO_KEY_EXPIRED, FALSE, DAY + 1},
        {HEMO_KEY_EXPIRED, FALSE, DAY},
        {HEMO_KEY_REVOKED, TRUE, 0},
        {HEMO_KEY_BROKEN, TRUE, 0},
    };
    g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func((GDestroyNotify)hemo_key_unref);

    for (gsize i = 0; i < G_N_ELEMENTS(order); i++)
        g_ptr_array_add(keys,
                        hemo_key_new(&(HemoKeyFields){.kind = HEMO_KEY_KIND_OPENPGP,
                                                      .fingerprint = PRINT,
                                                      .state = order[i].state,
                                                      .has_secret = order[i].has_secret,
                                                      .expires = order[i].expires}));
    for (guint i = 0; i < keys->len; i++) {
        g_assert_true(hemo_key_is_better(keys->pdata[i], NULL));
        for (guint k = 0; k < keys->len; k++)
            g_assert_cmpint(hemo_key_is_better(keys->pdata[i], keys->pdata[k]), ==, i < k);
    }
}

int
main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    g_setenv("TZ", "UTC", TRUE);
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/key/reasons", test_reasons);
    g_test_add_func("/key/own", test_own);
    g_test_add_func("/key/value", test_value);
    g_test_add_func("/key/better", test_better);
    return g_test_run();
}
