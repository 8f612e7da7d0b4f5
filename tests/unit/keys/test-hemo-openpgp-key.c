/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The judgement alone, on keys as gpg would list them; with real ones:
 * test-hemo-openpgp-find.c.
 */
#include "hemo-key.h"
#include "hemo-openpgp-private.h"

#include <string.h>

#define PRINT "0123456789ABCDEF0123456789ABCDEF01234567"

/* 'R' revoked, 'E' expired, 'D' disabled, 'I' invalid. */
typedef struct {
    const char *key;
    const char *uid; /* of ann@example.org */
    gpgme_validity_t validity;
    const char *subkey; /* the encryption subkey's letters, NULL there is none */
    HemoKeyState wanted;
} Case;

static const Case cases[] = {
    {"", "", GPGME_VALIDITY_ULTIMATE, "", HEMO_KEY_USABLE},
    {"", "", GPGME_VALIDITY_FULL, "", HEMO_KEY_USABLE},
    {"", "", GPGME_VALIDITY_MARGINAL, "", HEMO_KEY_UNCONFIRMED},
    {"", "", GPGME_VALIDITY_UNKNOWN, "", HEMO_KEY_UNCONFIRMED},
    {"", "", GPGME_VALIDITY_UNDEFINED, "", HEMO_KEY_UNCONFIRMED},
    {"", "", GPGME_VALIDITY_NEVER, "", HEMO_KEY_DISTRUSTED},
    {"R", "", GPGME_VALIDITY_ULTIMATE, "", HEMO_KEY_REVOKED},
    {"E", "", GPGME_VALIDITY_ULTIMATE, "", HEMO_KEY_EXPIRED},
    {"D", "", GPGME_VALIDITY_ULTIMATE, "", HEMO_KEY_DISABLED},
    {"I", "", GPGME_VALIDITY_ULTIMATE, "", HEMO_KEY_BROKEN},
    {"RE", "", GPGME_VALIDITY_ULTIMATE, "", HEMO_KEY_REVOKED},
    {"", "R", GPGME_VALIDITY_ULTIMATE, "", HEMO_KEY_REVOKED},
    {"", "I", GPGME_VALIDITY_ULTIMATE, "", HEMO_KEY_BROKEN},
    {"", "", GPGME_VALIDITY_ULTIMATE, NULL, HEMO_KEY_NOT_FOR_ENCRYPTION},
    {"", "", GPGME_VALIDITY_ULTIMATE, "E", HEMO_KEY_EXPIRED},
    {"", "", GPGME_VALIDITY_ULTIMATE, "R", HEMO_KEY_NOT_FOR_ENCRYPTION},
    {"", "", GPGME_VALIDITY_ULTIMATE, "D", HEMO_KEY_NOT_FOR_ENCRYPTION},
};

static guint
has(const char *letters, char letter)
{
    return letters != NULL && strchr(letters, letter) != NULL ? 1 : 0;
}

static void
test_states(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        const Case *each = &cases[i];
        struct _gpgme_subkey subkey = {.can_encrypt = 1,
                                       .revoked = has(each->subkey, 'R') & 1,
                                       .expired = has(each->subkey, 'E') & 1,
                                       .disabled = has(each->subkey, 'D') & 1};
        struct _gpgme_subkey primary = {.fpr = (char *)PRINT,
                                        .next = each->subkey != NULL ? &subkey : NULL};
        struct _gpgme_user_id uid = {.address = (char *)"ann@example.org",
                                     .validity = each->validity,
                                     .revoked = has(each->uid, 'R') & 1,
                                     .invalid = has(each->uid, 'I') & 1};
        struct _gpgme_key key = {.subkeys = &primary,
                                 .uids = &uid,
                                 .revoked = has(each->key, 'R') & 1,
                                 .expired = has(each->key, 'E') & 1,
                                 .disabled = has(each->key, 'D') & 1,
                                 .invalid = has(each->key, 'I') & 1};
        g_autoptr(HemoKey) judged = hemo_openpgp_key_judge(&key, "ann@example.org", NULL);

        g_assert_nonnull(judged);
        g_assert_cmpint(hemo_key_state(judged), ==, each->wanted);
    }
}

/* Trust in one user id says nothing of another. */
static void
test_user_ids(void)
{
    static const struct {
        const char *address;
        int wanted; /* -1 none */
    } wanted[] = {
        {"ann@example.org", HEMO_KEY_UNCONFIRMED},
        {"bob@example.org", HEMO_KEY_USABLE},
        {"cyd@example.org", HEMO_KEY_USABLE},
        {"dee@example.org", -1},
        {"eve@example.org", -1},
        {"fay@example.org", HEMO_KEY_USABLE},
        {"example.org", -1},
    };
    struct _gpgme_subkey subkey = {.fpr = (char *)PRINT, .can_encrypt = 1};
    struct _gpgme_user_id uids[] = {
        {.address = (char *)"ann@example.org", .validity = GPGME_VALIDITY_UNKNOWN},
        {.address = NULL, .validity = GPGME_VALIDITY_ULTIMATE},
        {.address = (char *)"Bob@Example.org", .validity = GPGME_VALIDITY_FULL},
        {.address = (char *)"cyd@example.org",
         .validity = GPGME_VALIDITY_ULTIMATE,
         .revoked = 1},
        {.address = (char *)"cyd@example.org", .validity = GPGME_VALIDITY_FULL},
        {.uid = (char *)"Mallory (<eve@example.org>) <mallory@example.net>",
         .address = (char *)"eve@example.org",
         .validity = GPGME_VALIDITY_FULL},
        {.uid = (char *)"Fay (work) <fay@example.org>",
         .address = (char *)"fay@example.org",
         .validity = GPGME_VALIDITY_FULL},
    };
    struct _gpgme_key key = {.subkeys = &subkey, .uids = uids};

    for (gsize i = 0; i + 1 < G_N_ELEMENTS(uids); i++)
        uids[i].next = &uids[i + 1];
    for (gsize i = 0; i < G_N_ELEMENTS(wanted); i++) {
        g_autoptr(HemoKey) judged = hemo_openpgp_key_judge(&key, wanted[i].address, NULL);

        g_assert_cmpint(judged != NULL ? (int)hemo_key_state(judged) : -1,
                        ==,
                        wanted[i].wanted);
    }
}

/* The newest good subkey counts, and the key lives no longer than it. */
static void
test_subkeys(void)
{
    struct _gpgme_subkey subkeys[] = {
        {.fpr = (char *)PRINT, .expires = 5000},
        {.can_encrypt = 1, .timestamp = 100, .expires = 3000, .secret = 1},
        {.can_encrypt = 1, .timestamp = 200, .expires = 4000},
        {.can_encrypt = 1, .timestamp = 300, .expires = 1000, .expired = 1, .secret = 1},
        {.can_encrypt = 1, .timestamp = 400, .revoked = 1, .secret = 1},
    };
    struct _gpgme_user_id uid = {.address = (char *)"ann@example.org",
                                 .validity = GPGME_VALIDITY_FULL};
    struct _gpgme_key key = {.subkeys = subkeys, .uids = &uid};
    g_autoptr(HemoKey) judged = NULL;

    for (gsize i = 0; i + 1 < G_N_ELEMENTS(subkeys); i++)
        subkeys[i].next = &subkeys[i + 1];
    judged = hemo_openpgp_key_judge(&key, "ann@example.org", NULL);
    g_assert_true(hemo_key_usable(judged));
    g_assert_cmpint(hemo_key_expires(judged), ==, 4000);
    g_assert_false(hemo_key_has_secret(judged));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/openpgp-key/states", test_states);
    g_test_add_func("/openpgp-key/user-ids", test_user_ids);
    g_test_add_func("/openpgp-key/subkeys", test_subkeys);
    return g_test_run();
}
