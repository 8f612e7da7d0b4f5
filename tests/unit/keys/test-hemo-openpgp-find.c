/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Against a real gpg: ann is the user, the others wrote from elsewhere.
 */
#include "hemo-openpgp.h"

#include "gpg-home.h"
#include "hemo-error.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

#define ANN "ann@example.org"

typedef struct {
    char *mine;
    char *theirs;
    HemoOpenpgp *openpgp;
} Homes;

typedef struct {
    GMainLoop *loop;
    GAsyncResult *result;
} Wait;

static void
on_found(GObject *source, GAsyncResult *result, gpointer data)
{
    Wait *wait = data;

    wait->result = g_object_ref(result);
    g_main_loop_quit(wait->loop);
}

static HemoKey *
find(HemoOpenpgp *openpgp,
     const char *address,
     gboolean need_secret,
     GCancellable *cancellable,
     GError **error)
{
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    g_autoptr(GAsyncResult) result = NULL;
    Wait wait = {loop, NULL};

    hemo_openpgp_find_async(openpgp, address, need_secret, cancellable, on_found, &wait);
    g_assert_null(wait.result);
    g_main_loop_run(loop);
    result = wait.result;
    return hemo_openpgp_find_finish(openpgp, result, error);
}

static void
run(const char *home, const char *input, const char *first, const char *second)
{
    g_autofree char *output = gpg_home_run(home, input, first, second, NULL);
}

/* A key made in the past, so that it has run out by now. */
static void
make_expired(const Homes *homes, const char *address)
{
    g_autofree char *config = g_build_filename(homes->theirs, "gpg.conf", NULL);
    g_autofree char *fingerprint = NULL;

    g_assert_true(g_file_set_contents(config, "faked-system-time 20250501T120000\n", -1, NULL));
    fingerprint = gpg_home_make_key(homes->theirs, address, "2d");
    g_assert_no_errno(g_unlink(config));
    gpg_home_copy_key(homes->theirs, homes->mine, fingerprint);
}

static void
make_revoked(const Homes *homes, const char *address)
{
    g_autofree char *fingerprint = gpg_home_make_key(homes->theirs, address, "0");
    g_autofree char *name = g_strconcat(fingerprint, ".rev", NULL);
    g_autofree char *path = g_build_filename(homes->theirs, "openpgp-revocs.d", name, NULL);
    g_autofree char *text = NULL;
    char *colon = NULL;

    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    colon = strstr(text, ":-----BEGIN");
    g_assert_nonnull(colon);
    run(homes->theirs, colon + 1, "--import", "-");
    gpg_home_copy_key(homes->theirs, homes->mine, fingerprint);
}

/* A primary key alone, which can only sign. */
static void
make_sign_only(const Homes *homes, const char *address)
{
    g_autofree char *status = gpg_home_run(homes->mine,
                                           "",
                                           "--passphrase",
                                           "",
                                           "--quick-gen-key",
                                           address,
                                           "ed25519",
                                           "sign",
                                           "0",
                                           NULL);
}

static void
homes_set_up(Homes *homes, gconstpointer data)
{
    homes->mine = gpg_home_new();
    homes->theirs = gpg_home_new();
    homes->openpgp = hemo_openpgp_new(homes->mine);
}

static void
homes_tear_down(Homes *homes, gconstpointer data)
{
    hemo_openpgp_unref(homes->openpgp);
    gpg_home_free(homes->mine);
    gpg_home_free(homes->theirs);
}

static void
assert_key(HemoOpenpgp *openpgp, const char *address, gboolean usable, const char *reason)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoKey) key = find(openpgp, address, FALSE, NULL, &error);

    g_assert_no_error(error);
    g_assert_cmpint(hemo_key_usable(key), ==, usable);
    g_assert_cmpstr(hemo_key_reason(key), ==, reason);
    g_assert_cmpuint(strlen(hemo_key_fingerprint(key)), ==, 40);
}

static void
assert_none(HemoOpenpgp *openpgp, const char *address, gboolean need_secret, int code)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(find(openpgp, address, need_secret, NULL, &error));
    g_assert_error(error, HEMO_ERROR, code);
    g_assert_null(strstr(error->message, "@"));
}

static void
test_states(Homes *homes, gconstpointer data)
{
    static const struct {
        const char *address;
        gboolean usable;
        const char *reason;
    } cases[] = {
        {ANN, TRUE, "the key of this person is confirmed and does not expire"},
        {"ANN@Example.ORG", TRUE, "the key of this person is confirmed and does not expire"},
        {"bob@example.org",
         FALSE,
         "nobody has confirmed yet that this key belongs to this person"},
        {"cyd@example.org", FALSE, "the key of this person expired on 3 May 2025"},
        {"dee@example.org", FALSE, "the key of this person was withdrawn by its owner"},
        {"eve@example.org", FALSE, "the key of this person can only sign mail, not encrypt it"},
    };
    g_autofree char *ann = gpg_home_make_key(homes->mine, ANN, "0");
    g_autofree char *bob = gpg_home_make_key(homes->theirs, "bob@example.org", "0");

    gpg_home_copy_key(homes->theirs, homes->mine, bob);
    make_expired(homes, "cyd@example.org");
    make_revoked(homes, "dee@example.org");
    make_sign_only(homes, "eve@example.org");
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
        assert_key(homes->openpgp, cases[i].address, cases[i].usable, cases[i].reason);
    assert_none(homes->openpgp, "nn@example.org", FALSE, HEMO_ERROR_NOT_FOUND);
    assert_none(homes->openpgp, "ann@example.or", FALSE, HEMO_ERROR_NOT_FOUND);
    assert_none(homes->openpgp, "fay@example.org", FALSE, HEMO_ERROR_NOT_FOUND);
    assert_none(homes->openpgp, "not an address", FALSE, HEMO_ERROR_INVALID);
    assert_none(homes->openpgp, "ann@example.org>\nx", FALSE, HEMO_ERROR_INVALID);
}

/* Confirming must count at once, and for that user id only. */
static void
test_confirming(Homes *homes, gconstpointer data)
{
    static const char *const addresses[] = {"bob@example.org", "bobby@example.org"};
    static const char unconfirmed[] =
        "nobody has confirmed yet that this key belongs to this person";
    g_autofree char *ann = gpg_home_make_key(homes->mine, ANN, "0");
    g_autofree char *bob = gpg_home_make_key(homes->theirs, addresses[0], "0");
    g_autofree char *added =
        gpg_home_run(homes->theirs, NULL, "--quick-add-uid", bob, addresses[1], NULL);
    g_autofree char *confirmed = NULL;

    gpg_home_copy_key(homes->theirs, homes->mine, bob);
    for (gsize i = 0; i < G_N_ELEMENTS(addresses); i++)
        assert_key(homes->openpgp, addresses[i], FALSE, unconfirmed);
    confirmed = gpg_home_run(homes->mine,
                             "",
                             "--quick-lsign-key",
                             bob,
                             "Test Person <bob@example.org>",
                             NULL);
    assert_key(homes->openpgp,
               addresses[0],
               TRUE,
               "the key of this person is confirmed and does not expire");
    assert_key(homes->openpgp, addresses[1], FALSE, unconfirmed);
}

/* What gpg.conf says of trust confirms nobody. */
static void
test_trust_models(Homes *homes, gconstpointer data)
{
    static const char *const models[] = {"always", "tofu", "tofu+pgp", "direct"};
    g_autofree char *config = g_build_filename(homes->mine, "gpg.conf", NULL);
    g_autofree char *ann = gpg_home_make_key(homes->mine, ANN, "0");
    g_autofree char *bob = gpg_home_make_key(homes->theirs, "bob@example.org", "0");

    gpg_home_copy_key(homes->theirs, homes->mine, bob);
    for (gsize i = 0; i < G_N_ELEMENTS(models); i++) {
        g_autofree char *text =
            g_strdup_printf("trust-model %s\ntofu-default-policy good\n", models[i]);

        g_assert_true(g_file_set_contents(config, text, -1, NULL));
        assert_key(homes->openpgp,
                   "bob@example.org",
                   FALSE,
                   "nobody has confirmed yet that this key belongs to this person");
        assert_key(homes->openpgp,
                   ANN,
                   TRUE,
                   "the key of this person is confirmed and does not expire");
    }
}

/* Of several keys the one that can be used, whatever their order. */
static void
test_best_of_several(Homes *homes, gconstpointer data)
{
    g_autofree char *ann = NULL;
    g_autofree char *other = NULL;
    g_autoptr(HemoKey) key = NULL;

    make_expired(homes, ANN);
    ann = gpg_home_make_key(homes->mine, ANN, "0");
    other = gpg_home_make_key(homes->theirs, ANN, "0");
    gpg_home_copy_key(homes->theirs, homes->mine, other);
    key = find(homes->openpgp, ANN, FALSE, NULL, NULL);
    g_assert_cmpstr(hemo_key_fingerprint(key), ==, ann);
    g_assert_true(hemo_key_has_secret(key));
    g_assert_cmpint(hemo_key_expires(key), ==, 0);
}

static void
test_secret(Homes *homes, gconstpointer data)
{
    g_autofree char *ann = gpg_home_make_key(homes->mine, ANN, "1y");
    g_autofree char *bob = gpg_home_make_key(homes->theirs, "bob@example.org", "0");
    g_autoptr(HemoKey) self = NULL;
    g_autoptr(HemoKey) his = NULL;

    gpg_home_copy_key(homes->theirs, homes->mine, bob);
    self = find(homes->openpgp, ANN, TRUE, NULL, NULL);
    g_assert_cmpstr(hemo_key_fingerprint(self), ==, ann);
    g_assert_true(hemo_key_has_secret(self));
    g_assert_cmpint(hemo_key_expires(self), >, g_get_real_time() / G_USEC_PER_SEC);
    g_assert_true(g_str_has_prefix(hemo_key_reason(self),
                                   "the key of this person is confirmed and valid"));
    his = find(homes->openpgp, "bob@example.org", FALSE, NULL, NULL);
    g_assert_false(hemo_key_has_secret(his));
    assert_none(homes->openpgp, "bob@example.org", TRUE, HEMO_ERROR_NOT_FOUND);
}

/* A key that comes, changes or goes is seen, cache or not. */
static void
test_changes_are_seen(Homes *homes, gconstpointer data)
{
    g_autofree char *bob = gpg_home_make_key(homes->theirs, "bob@example.org", "0");
    g_autofree char *gone = NULL;

    assert_none(homes->openpgp, "bob@example.org", FALSE, HEMO_ERROR_NOT_FOUND);
    gpg_home_copy_key(homes->theirs, homes->mine, bob);
    assert_key(homes->openpgp,
               "bob@example.org",
               FALSE,
               "nobody has confirmed yet that this key belongs to this person");
    gone = gpg_home_run(homes->mine, NULL, "--delete-keys", bob, NULL);
    assert_none(homes->openpgp, "bob@example.org", FALSE, HEMO_ERROR_NOT_FOUND);
}

/* A gpg that fails has not looked: that is not "there is no key". */
static void
test_gpg_fails(Homes *homes, gconstpointer data)
{
    g_autofree char *ann = gpg_home_make_key(homes->mine, ANN, "0");
    g_autofree char *trust = g_build_filename(homes->mine, "trustdb.gpg", NULL);

    g_assert_no_errno(g_unlink(trust));
    g_assert_no_errno(g_mkdir(trust, 0700));
    assert_none(homes->openpgp, ANN, FALSE, HEMO_ERROR_FAILED);
    assert_none(homes->openpgp, ANN, TRUE, HEMO_ERROR_FAILED);
    assert_none(homes->openpgp, "bob@example.org", FALSE, HEMO_ERROR_FAILED);
    g_assert_no_errno(g_rmdir(trust));
    assert_key(homes->openpgp,
               ANN,
               FALSE,
               "nobody has confirmed yet that this key belongs to this person");
}

#define MANY 12

typedef struct {
    GMainLoop *loop;
    HemoOpenpgp *openpgp;
    guint left;
    guint usable;
} Several;

static void
on_one_of_several(GObject *source, GAsyncResult *result, gpointer data)
{
    Several *several = data;
    g_autoptr(HemoKey) key = hemo_openpgp_find_finish(several->openpgp, result, NULL);

    several->usable += key != NULL && hemo_key_usable(key);
    if (--several->left == 0)
        g_main_loop_quit(several->loop);
}

/* After a change gpg works out all trust anew: who asks meanwhile must not hear that nobody has
 * confirmed the key. */
static void
test_several_after_a_change(Homes *homes, gconstpointer data)
{
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    g_autofree char *ann = gpg_home_make_key(homes->mine, ANN, "0");
    g_autofree char *bob = gpg_home_make_key(homes->theirs, "bob@example.org", "0");
    Several several = {loop, homes->openpgp, MANY, 0};

    gpg_home_copy_key(homes->theirs, homes->mine, bob);
    run(homes->mine, "", "--quick-lsign-key", bob);
    for (guint i = 0; i < MANY; i++)
        hemo_openpgp_find_async(homes->openpgp,
                                i % 2 == 0 ? ANN : "bob@example.org",
                                i % 2 == 0,
                                NULL,
                                on_one_of_several,
                                &several);
    g_main_loop_run(loop);
    g_assert_cmpuint(several.usable, ==, MANY);
}

static void
test_cancelled(Homes *homes, gconstpointer data)
{
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(GError) error = NULL;

    g_cancellable_cancel(cancellable);
    g_assert_null(find(homes->openpgp, ANN, FALSE, cancellable, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_CANCELLED);
}

static void
test_no_home(void)
{
    g_autoptr(HemoOpenpgp) openpgp = hemo_openpgp_new("/nonexistent/gnupg");

    assert_none(openpgp, ANN, FALSE, HEMO_ERROR_MISSING);
}

/* Nothing of GnuPG that speaks to the network may have been started. */
static void
test_no_network(Homes *homes, gconstpointer data)
{
    g_autofree char *config = g_build_filename(homes->mine, "gpg.conf", NULL);
    g_autofree char *socket = g_build_filename(homes->mine, "S.dirmngr", NULL);

    g_assert_true(g_file_set_contents(config,
                                      "auto-key-locate wkd,dane,keyserver\nauto-key-retrieve\n",
                                      -1,
                                      NULL));
    assert_none(homes->openpgp, "nobody@example.org", FALSE, HEMO_ERROR_NOT_FOUND);
    g_assert_false(g_file_test(socket, G_FILE_TEST_EXISTS));
}

#define ADD(name, function)                                                                    \
    g_test_add("/openpgp-find/" name, Homes, NULL, homes_set_up, function, homes_tear_down)

int
main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    g_setenv("TZ", "UTC", TRUE);
    g_test_init(&argc, &argv, NULL);
    ADD("states", test_states);
    ADD("confirming", test_confirming);
    ADD("trust-models", test_trust_models);
    ADD("best-of-several", test_best_of_several);
    ADD("secret", test_secret);
    ADD("changes-are-seen", test_changes_are_seen);
    ADD("gpg-fails", test_gpg_fails);
    ADD("several-after-a-change", test_several_after_a_change);
    ADD("cancelled", test_cancelled);
    ADD("no-network", test_no_network);
    g_test_add_func("/openpgp-find/no-home", test_no_home);
    return g_test_run();
}
