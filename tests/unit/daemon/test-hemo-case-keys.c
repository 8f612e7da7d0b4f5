/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A kind can be used only if recipient, sender and all others have a key of it.
 */
#include "hemo-case-keys.h"

#include <string.h>

#define SMIME   HEMO_KEY_KIND_SMIME
#define OPENPGP HEMO_KEY_KIND_OPENPGP

static HemoKey *
make(HemoKeyKind kind, guint number, HemoKeyState state)
{
    g_autofree char *fingerprint = g_strdup_printf("%040X", number);

    return hemo_key_new(
        &(HemoKeyFields){.kind = kind, .fingerprint = fingerprint, .state = state});
}

static void
set(HemoCaseKeys *keys, gsize index, HemoKeyKind kind, HemoKeyState state)
{
    g_autoptr(HemoKey) key = make(kind, (guint)index + 1, state);

    hemo_case_keys_set(keys, index, kind, key, "his reason");
}

static void
set_own(HemoCaseKeys *keys, HemoKeyKind kind, HemoKeyState state)
{
    g_autoptr(HemoKey) key = make(kind, 0xff, state);

    hemo_case_keys_set_own(keys, kind, key, "her reason");
}

static void
test_nothing(void)
{
    g_autoptr(HemoCaseKeys) keys = hemo_case_keys_new(2);
    const gsize both[] = {0, 1};
    g_autoptr(GPtrArray) list = hemo_case_keys_list(keys, SMIME, both, 2);

    for (int kind = 0; kind < HEMO_N_KEY_KINDS; kind++) {
        g_assert_false(hemo_case_keys_can(keys, 0, kind));
        g_assert_false(hemo_case_keys_has(keys, 1, kind));
        g_assert_null(hemo_case_keys_reason(keys, 0, kind));
        g_assert_null(hemo_case_keys_get(keys, 0, kind));
        g_assert_null(hemo_case_keys_own(keys, kind));
    }
    g_assert_cmpuint(list->len, ==, 0);
}

/* Each side has its say, and the kinds have nothing to do with each other. */
static void
test_sides(void)
{
    static const struct {
        HemoKeyState recipient;
        HemoKeyState own;
        HemoKeyState also;
        const char *reason; /* NULL: it can be used */
    } rows[] = {
        {HEMO_KEY_USABLE, HEMO_KEY_USABLE, HEMO_KEY_USABLE, NULL},
        {HEMO_KEY_CHANGED, HEMO_KEY_USABLE, HEMO_KEY_USABLE, "his reason"},
        {HEMO_KEY_USABLE, HEMO_KEY_EXPIRED, HEMO_KEY_USABLE, "her reason"},
        {HEMO_KEY_USABLE, HEMO_KEY_USABLE, HEMO_KEY_REVOKED, "their reason"},
        {HEMO_KEY_EXPIRED, HEMO_KEY_EXPIRED, HEMO_KEY_EXPIRED, "his reason"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(HemoCaseKeys) keys = hemo_case_keys_new(1);
        g_autoptr(HemoKey) also = make(SMIME, 0xee, rows[i].also);

        set(keys, 0, SMIME, rows[i].recipient);
        set_own(keys, SMIME, rows[i].own);
        hemo_case_keys_add_also(keys, SMIME, also, "their reason");
        g_assert_cmpint(hemo_case_keys_can(keys, 0, SMIME), ==, rows[i].reason == NULL);
        g_assert_cmpstr(hemo_case_keys_reason(keys, 0, SMIME), ==, rows[i].reason);
        g_assert_false(hemo_case_keys_can(keys, 0, OPENPGP));
        g_assert_null(hemo_case_keys_reason(keys, 0, OPENPGP));
    }
}

/* Only who could be encrypted for is held up by that the sender has no key. */
static void
test_lacks_own(void)
{
    g_autoptr(HemoCaseKeys) keys = hemo_case_keys_new(2);

    set(keys, 0, OPENPGP, HEMO_KEY_USABLE);
    set(keys, 1, OPENPGP, HEMO_KEY_EXPIRED);
    hemo_case_keys_set_own(keys, OPENPGP, NULL, "none");
    g_assert_false(hemo_case_keys_lacks_own(keys, 0, OPENPGP));
    hemo_case_keys_miss_own(keys, OPENPGP);
    g_assert_true(hemo_case_keys_lacks_own(keys, 0, OPENPGP));
    g_assert_false(hemo_case_keys_lacks_own(keys, 1, OPENPGP));
    g_assert_cmpstr(hemo_case_keys_own_reason(keys, OPENPGP), ==, "none");
    set_own(keys, OPENPGP, HEMO_KEY_USABLE);
    g_assert_false(hemo_case_keys_lacks_own(keys, 0, OPENPGP));
    g_assert_true(hemo_case_keys_can(keys, 0, OPENPGP));
}

/* A copy is for its own recipients, the sender and those of every copy; each once. */
static void
test_list(void)
{
    g_autoptr(HemoCaseKeys) keys = hemo_case_keys_new(3);
    g_autoptr(HemoKey) also = make(OPENPGP, 0xee, HEMO_KEY_USABLE);
    g_autoptr(HemoKey) first = make(OPENPGP, 1, HEMO_KEY_USABLE);
    const gsize some[] = {1, 0};
    g_autoptr(GPtrArray) list = NULL;

    set(keys, 0, OPENPGP, HEMO_KEY_USABLE);
    set(keys, 1, OPENPGP, HEMO_KEY_USABLE);
    set(keys, 2, OPENPGP, HEMO_KEY_USABLE);
    set(keys, 0, SMIME, HEMO_KEY_USABLE);
    set_own(keys, OPENPGP, HEMO_KEY_USABLE);
    hemo_case_keys_add_also(keys, OPENPGP, also, NULL);
    hemo_case_keys_add_also(keys, OPENPGP, first, NULL);
    list = hemo_case_keys_list(keys, OPENPGP, some, 2);
    g_assert_cmpuint(list->len, ==, 4);
    g_assert_true(g_str_has_suffix(hemo_key_fingerprint(list->pdata[0]), "02"));
    g_assert_true(g_str_has_suffix(hemo_key_fingerprint(list->pdata[1]), "01"));
    g_assert_true(g_str_has_suffix(hemo_key_fingerprint(list->pdata[2]), "FF"));
    g_assert_true(g_str_has_suffix(hemo_key_fingerprint(list->pdata[3]), "EE"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/case-keys/nothing", test_nothing);
    g_test_add_func("/case-keys/sides", test_sides);
    g_test_add_func("/case-keys/lacks-own", test_lacks_own);
    g_test_add_func("/case-keys/list", test_list);
    return g_test_run();
}
