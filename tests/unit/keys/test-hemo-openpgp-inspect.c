/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What strangers send as keys, looked at by a real gpg; and that nothing of it stays.
 */
#include "hemo-openpgp.h"

#include "gpg-home.h"
#include "hemo-error.h"
#include "hemo-limits.h"

#include <glib/gstdio.h>
#include <string.h>

#define ANN "ann@example.org"

typedef struct {
    char *runtime; /* where scratch homes are made */
    char *home;    /* the stranger's */
    HemoOpenpgp *openpgp;
} Place;

static void
place_set_up(Place *place, gconstpointer data)
{
    place->runtime = gpg_home_new();
    place->home = gpg_home_new();
    place->openpgp = hemo_openpgp_new("/nonexistent/gnupg");
    g_setenv("XDG_RUNTIME_DIR", place->runtime, TRUE);
}

static gboolean
is_empty(const char *path)
{
    g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);

    return g_dir_read_name(folder) == NULL;
}

/* Nothing may be left, at the latest when a gpg that was given up has ended. */
static void
place_tear_down(Place *place, gconstpointer data)
{
    while (!is_empty(place->runtime))
        g_main_context_iteration(NULL, TRUE);
    g_unsetenv("XDG_RUNTIME_DIR");
    g_assert_no_errno(g_rmdir(place->runtime));
    g_free(place->runtime);
    hemo_openpgp_unref(place->openpgp);
    gpg_home_free(place->home);
}

static GPtrArray *
inspect(Place *place, GBytes *material, const char *address, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;
    GpgWait wait = {NULL};

    hemo_openpgp_inspect_async(place->openpgp, material, address, NULL, gpg_wait_done, &wait);
    result = gpg_wait(&wait);
    return hemo_openpgp_inspect_finish(place->openpgp, result, error);
}

static GBytes *
export_as(const char *home, const char *command, const char *what)
{
    char *armor = gpg_home_run(home, NULL, "--armor", command, what, NULL);

    return g_bytes_new_take(armor, strlen(armor));
}

static GBytes *
export_key(const char *home, const char *what)
{
    return export_as(home, "--export", what);
}

static void
run(const char *home, const char *first, const char *second, const char *third)
{
    g_autofree char *output =
        gpg_home_run(home, "", "--passphrase", "", first, second, third, NULL);
}

static void
assert_one(Place *place, GBytes *material, const char *address, HemoKeyState state)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) keys = inspect(place, material, address, &error);

    g_assert_no_error(error);
    g_assert_cmpuint(keys->len, ==, 1);
    g_assert_cmpint(hemo_key_state(g_ptr_array_index(keys, 0)), ==, state);
    g_assert_cmpint(hemo_key_trust(g_ptr_array_index(keys, 0)), ==, HEMO_KEY_TRUST_NONE);
    g_assert_false(hemo_key_has_secret(g_ptr_array_index(keys, 0)));
}

static void
assert_refused(Place *place, GBytes *material, int code)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(inspect(place, material, NULL, &error));
    g_assert_error(error, HEMO_ERROR, code);
}

static void
test_two_keys(Place *place, gconstpointer data)
{
    g_autofree char *ann = gpg_home_make_key(place->home, ANN, "0");
    g_autofree char *bob = gpg_home_make_key(place->home, "bob@example.org", "1y");
    g_autoptr(GBytes) both = export_as(place->home, "--export", "example.org");
    g_autoptr(GPtrArray) all = inspect(place, both, NULL, NULL);
    g_autoptr(GPtrArray) hers = inspect(place, both, "Ann@Example.org", NULL);
    g_autoptr(GPtrArray) none = inspect(place, both, "cyd@example.org", NULL);
    HemoKey *key = NULL;

    g_assert_cmpuint(all->len, ==, 2);
    g_assert_cmpstr(hemo_key_fingerprint(g_ptr_array_index(all, 0)), ==, ann);
    g_assert_cmpstr(hemo_key_fingerprint(g_ptr_array_index(all, 1)), ==, bob);
    g_assert_cmpuint(none->len, ==, 0);
    g_assert_cmpuint(hers->len, ==, 1);
    key = g_ptr_array_index(hers, 0);
    g_assert_cmpint(hemo_key_state(key), ==, HEMO_KEY_UNCONFIRMED);
    assert_one(place, hemo_key_material(key), ANN, HEMO_KEY_UNCONFIRMED);
    g_assert_cmpint(g_bytes_get_size(hemo_key_material(key)), <, g_bytes_get_size(both) / 2);
}

/* Whom a key names is said by a user id that is exactly the address. */
static void
test_names(Place *place, gconstpointer data)
{
    static const char *const names[] = {
        "Mallory (ann@example.org) <mallory@example.net>",
        "Mallory <ann@example.org> <mallory@example.net>",
        "ann@example.org <mallory@example.net>",
        "Joann <joann@example.org>",
        "Ann <ann@example.org.example.net>",
        "Ann <ann@example.org\xe2\x80\x8b>",
    };
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) material = NULL;
    g_autoptr(GPtrArray) hers = NULL;
    g_autoptr(GPtrArray) all = NULL;

    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *made = gpg_home_run(place->home,
                                             "",
                                             "--passphrase",
                                             "",
                                             "--allow-freeform-uid",
                                             "--quick-gen-key",
                                             names[i],
                                             "ed25519",
                                             "default",
                                             "0",
                                             NULL);
    }
    material = export_as(place->home, "--export", "example");
    hers = inspect(place, material, ANN, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(hers->len, ==, 0);
    all = inspect(place, material, NULL, &error);
    g_assert_cmpuint(all->len, ==, G_N_ELEMENTS(names));
}

/* One name of several was taken back: it is that name that counts. */
static void
test_revoked_name(Place *place, gconstpointer data)
{
    g_autofree char *print = gpg_home_make_key(place->home, "old@example.org", "0");
    g_autoptr(GBytes) material = NULL;

    run(place->home, "--quick-add-uid", print, "Ann <ann@example.org>");
    run(place->home, "--quick-revoke-uid", print, "Test Person <old@example.org>");
    material = export_key(place->home, print);
    assert_one(place, material, ANN, HEMO_KEY_UNCONFIRMED);
    assert_one(place, material, "old@example.org", HEMO_KEY_REVOKED);
}

static void
with_time(const char *home, const char *time)
{
    g_autofree char *config = g_build_filename(home, "gpg.conf", NULL);
    g_autofree char *text = g_strdup_printf("faked-system-time %s\n", time);

    g_assert_true(g_file_set_contents(config, time != NULL ? text : "", -1, NULL));
}

static void
test_times(Place *place, gconstpointer data)
{
    g_autofree char *past = NULL;
    g_autofree char *future = NULL;
    g_autoptr(GBytes) old = NULL;
    g_autoptr(GBytes) new = NULL;

    with_time(place->home, "20200101T120000");
    past = gpg_home_make_key(place->home, ANN, "1y");
    with_time(place->home, "20400101T120000");
    future = gpg_home_make_key(place->home, ANN, "0");
    new = export_key(place->home, future);
    with_time(place->home, NULL);
    old = export_key(place->home, past);
    assert_one(place, old, ANN, HEMO_KEY_EXPIRED);
    assert_one(place, new, ANN, HEMO_KEY_NOT_YET_VALID);
}

/* The name stands, but what mail is encrypted to has run out. */
static void
test_expired_subkey(Place *place, gconstpointer data)
{
    g_autofree char *made = NULL;
    g_autofree char *list = NULL;
    g_autofree char *print = NULL;
    g_autoptr(GBytes) material = NULL;

    with_time(place->home, "20200101T120000");
    run(place->home, "--quick-gen-key", ANN, "ed25519");
    list = gpg_home_run(place->home, NULL, "--with-colons", "--list-keys", ANN, NULL);
    print = g_strndup(strstr(list, "fpr:::::::::") + strlen("fpr:::::::::"), 40);
    run(place->home, "--quick-set-expire", print, "0");
    made = gpg_home_run(place->home,
                        "",
                        "--passphrase",
                        "",
                        "--quick-add-key",
                        print,
                        "cv25519",
                        "encr",
                        "1y",
                        NULL);
    with_time(place->home, NULL);
    material = export_key(place->home, print);
    assert_one(place, material, ANN, HEMO_KEY_EXPIRED);
}

static void
test_revoked(Place *place, gconstpointer data)
{
    g_autofree char *print = gpg_home_make_key(place->home, ANN, "0");
    g_autofree char *name = g_strconcat(print, ".rev", NULL);
    g_autofree char *path = g_build_filename(place->home, "openpgp-revocs.d", name, NULL);
    g_autofree char *text = NULL;
    g_autofree char *done = NULL;
    g_autoptr(GBytes) material = NULL;
    g_autoptr(GPtrArray) keys = NULL;

    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    done = gpg_home_run(place->home, strstr(text, ":-----") + 1, "--import", NULL);
    material = export_key(place->home, print);
    keys = inspect(place, material, ANN, NULL);
    assert_one(place, hemo_key_material(g_ptr_array_index(keys, 0)), ANN, HEMO_KEY_REVOKED);
}

/* A private key in it refuses all of it, also beside a good public one. */
static void
test_private(Place *place, gconstpointer data)
{
    g_autofree char *ann = gpg_home_make_key(place->home, ANN, "0");
    g_autofree char *bob = gpg_home_make_key(place->home, "bob@example.org", "0");
    g_autoptr(GBytes) secret = export_as(place->home, "--export-secret-keys", ann);
    g_autoptr(GBytes) subkeys = export_as(place->home, "--export-secret-subkeys", ann);
    g_autoptr(GBytes) public = export_key(place->home, bob);
    g_autoptr(GByteArray) both = g_byte_array_new();
    g_autoptr(GBytes) mixed = NULL;

    g_byte_array_append(both, g_bytes_get_data(public, NULL), (guint)g_bytes_get_size(public));
    g_byte_array_append(both, g_bytes_get_data(secret, NULL), (guint)g_bytes_get_size(secret));
    mixed = g_byte_array_free_to_bytes(g_steal_pointer(&both));
    assert_refused(place, secret, HEMO_ERROR_INVALID);
    assert_refused(place, subkeys, HEMO_ERROR_INVALID);
    assert_refused(place, mixed, HEMO_ERROR_INVALID);
}

static void
test_garbage(Place *place, gconstpointer data)
{
    static const char *const texts[] = {
        "",
        "x",
        "Dear colleague,\n",
        "-----BEGIN PGP PUBLIC KEY BLOCK-----\n",
        "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n-----END PGP PUBLIC KEY BLOCK-----\n",
        "\x98\x33\x05\x65\x00\x00\x00\x16", /* version 5, cut off */
        "\x99\xff\xff\x04",
    };
    g_autofree char *print = gpg_home_make_key(place->home, ANN, "0");
    g_autoptr(GBytes) armor = export_key(place->home, print);
    g_autoptr(GBytes) huge =
        g_bytes_new_take(g_malloc0(HEMO_LIMIT_KEY + 1), HEMO_LIMIT_KEY + 1);
    g_autoptr(GError) error = NULL;

    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GBytes) bytes = g_bytes_new_static(texts[i], strlen(texts[i]));

        assert_refused(place, bytes, HEMO_ERROR_INVALID);
    }
    for (gsize size = 40; size < g_bytes_get_size(armor) - 80; size += 90) {
        g_autoptr(GBytes) cut = g_bytes_new_from_bytes(armor, 0, size);
        g_autoptr(GPtrArray) keys = inspect(place, cut, ANN, NULL);

        g_assert_true(keys == NULL || keys->len == 0 ||
                      hemo_key_state(g_ptr_array_index(keys, 0)) ==
                          HEMO_KEY_NOT_FOR_ENCRYPTION);
    }
    assert_refused(place, huge, HEMO_ERROR_TOO_BIG);
    g_assert_null(inspect(place, armor, "no address", &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
}

/* What others signed and pictures do not come along. */
static void
test_ballast(Place *place, gconstpointer data)
{
    g_autofree char *ann = gpg_home_make_key(place->home, ANN, "0");
    g_autoptr(GBytes) plain = export_key(place->home, ann);
    g_autoptr(GPtrArray) before = inspect(place, plain, ANN, NULL);
    g_autoptr(GPtrArray) after = NULL;
    g_autoptr(GBytes) signed_key = NULL;
    HemoKey *key = NULL;

    for (guint i = 0; i < 5; i++) {
        g_autofree char *address = g_strdup_printf("signer%u@example.net", i);
        g_autofree char *signer = gpg_home_make_key(place->home, address, "0");
        g_autofree char *done =
            gpg_home_run(place->home, "", "-u", signer, "--quick-sign-key", ann, NULL);
    }
    signed_key = export_key(place->home, ann);
    g_assert_cmpuint(g_bytes_get_size(signed_key), >, g_bytes_get_size(plain) + 500);
    after = inspect(place, signed_key, ANN, NULL);
    key = g_ptr_array_index(after, 0);
    g_assert_true(
        g_bytes_equal(hemo_key_material(key), hemo_key_material(g_ptr_array_index(before, 0))));
}

static void
test_algorithms(Place *place, gconstpointer data)
{
    static const struct {
        const char *primary;
        const char *subkey;
        HemoKeyState state;
        guint abilities;
    } cases[] = {
        {"rsa2048", "rsa2048", HEMO_KEY_UNCONFIRMED, HEMO_KEY_ABILITY_APPROVED},
        {"rsa2048", "rsa1024", HEMO_KEY_WEAK, 0},
        {"rsa1024", "rsa2048", HEMO_KEY_WEAK, 0},
        {"nistp256", "nistp384", HEMO_KEY_UNCONFIRMED, HEMO_KEY_ABILITY_APPROVED},
        {"ed25519", "nistp256", HEMO_KEY_UNCONFIRMED, HEMO_KEY_ABILITY_APPROVED},
        {"ed25519", "cv25519", HEMO_KEY_UNCONFIRMED, 0},
        {"brainpoolP256r1", "brainpoolP256r1", HEMO_KEY_UNCONFIRMED, 0},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *address = g_strdup_printf("ann%" G_GSIZE_FORMAT "@example.org", i);
        g_autofree char *status = gpg_home_run(place->home,
                                               "",
                                               "--passphrase",
                                               "",
                                               "--status-fd",
                                               "1",
                                               "--quick-gen-key",
                                               address,
                                               cases[i].primary,
                                               "sign",
                                               "0",
                                               NULL);
        g_autofree char *print =
            g_strndup(strstr(status, "KEY_CREATED P ") + strlen("KEY_CREATED P "), 40);
        g_autofree char *added = gpg_home_run(place->home,
                                              "",
                                              "--passphrase",
                                              "",
                                              "--quick-add-key",
                                              print,
                                              cases[i].subkey,
                                              "encr",
                                              "0",
                                              NULL);
        g_autoptr(GBytes) material = export_key(place->home, print);
        g_autoptr(GPtrArray) keys = inspect(place, material, address, NULL);

        g_assert_cmpint(hemo_key_state(g_ptr_array_index(keys, 0)), ==, cases[i].state);
        g_assert_cmpuint(hemo_key_abilities(g_ptr_array_index(keys, 0)),
                         ==,
                         cases[i].abilities);
    }
}

static void
append(GByteArray *to, guint8 byte)
{
    g_byte_array_append(to, &byte, 1);
}

static void
append_number(GByteArray *to, guint32 number)
{
    guint32 bytes = GUINT32_TO_BE(number);

    g_byte_array_append(to, (const guint8 *)&bytes, sizeof bytes);
}

/* An integer of @bits bits, all ones. */
static void
append_ones(GByteArray *to, guint bits)
{
    append(to, (guint8)(bits >> 8));
    append(to, (guint8)bits);
    for (guint i = 0; i < bits / 8; i++)
        append(to, 0xff);
}

static void
append_packet(GByteArray *to, guint8 tag, const GByteArray *body)
{
    append(to, 0xc0 | tag);
    append(to, 0xff);
    append_number(to, body->len);
    g_byte_array_append(to, body->data, body->len);
}

/* RFC 4880 section 5.5.2 */
static GByteArray *
make_slow_primary(guint bits)
{
    GByteArray *body = g_byte_array_new();

    append(body, 4);
    append_number(body, 1600000000);
    append(body, 1);
    append_ones(body, bits);
    append_ones(body, bits - 8);
    return body;
}

static void
update(GChecksum *sum, guint8 lead, gsize length_size, const guint8 *bytes, guint32 size)
{
    guint32 length = GUINT32_TO_BE(size);

    g_checksum_update(sum, &lead, 1);
    g_checksum_update(sum, (const guint8 *)&length + 4 - length_size, (gssize)length_size);
    g_checksum_update(sum, bytes, (gssize)size);
}

/* A self-signature of @time on @uid whose check begins but fails (RFC 4880 sections 5.2.3 and
 * 5.2.4). */
static GByteArray *
make_slow_signature(const GByteArray *primary, const char *uid, guint32 time, guint bits)
{
    GByteArray *body = g_byte_array_new();
    g_autoptr(GChecksum) print = g_checksum_new(G_CHECKSUM_SHA1);
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    const guint8 head[] = {4, 0x13, 1, 8, 0, 6, 5, 2};
    const guint8 issuer[] = {0, 10, 9, 16};
    const guint8 trailer[] = {4, 0xff, 0, 0, 0, 12};
    guint8 digest[32];
    gsize size = sizeof digest;

    g_byte_array_append(body, head, sizeof head);
    append_number(body, time);
    update(sum, 0x99, 2, primary->data, primary->len);
    update(sum, 0xb4, 4, (const guint8 *)uid, (guint32)strlen(uid));
    g_checksum_update(sum, body->data, (gssize)body->len);
    g_checksum_update(sum, trailer, sizeof trailer);
    update(print, 0x99, 2, primary->data, primary->len);
    g_checksum_get_digest(print, digest, &size);
    g_byte_array_append(body, issuer, sizeof issuer);
    g_byte_array_append(body, digest + 12, 8);
    size = sizeof digest;
    g_checksum_get_digest(sum, digest, &size);
    g_byte_array_append(body, digest, 2);
    append_ones(body, bits - 16);
    return body;
}

static GBytes *
make_slow_key(guint bits, guint signatures)
{
    g_autoptr(GByteArray) primary = make_slow_primary(bits);
    g_autoptr(GByteArray) uid = g_byte_array_new();
    GByteArray *key = g_byte_array_new();

    g_byte_array_append(uid, (const guint8 *)"<" ANN ">", strlen("<" ANN ">"));
    append_packet(key, 6, primary);
    append_packet(key, 13, uid);
    for (guint i = 0; i < signatures; i++) {
        g_autoptr(GByteArray) signature =
            make_slow_signature(primary, "<" ANN ">", 1600000000 + i, bits);

        append_packet(key, 2, signature);
    }
    return g_byte_array_free_to_bytes(key);
}

static gboolean
somebody_works_in(const char *folder)
{
    g_autoptr(GDir) processes = g_dir_open("/proc", 0, NULL);
    const char *id = NULL;

    while ((id = g_dir_read_name(processes)) != NULL) {
        g_autofree char *path = g_build_filename("/proc", id, "cmdline", NULL);
        g_autofree char *arguments = NULL;
        gsize size = 0;

        if (!g_file_get_contents(path, &arguments, &size, NULL))
            continue;
        for (gsize at = 0; at < size; at += strlen(arguments + at) + 1) {
            if (g_str_has_prefix(arguments + at, folder))
                return TRUE;
        }
    }
    return FALSE;
}

/* A key that would keep gpg busy for minutes: given up in time, and gpg with it. */
static void
test_bomb(Place *place, gconstpointer data)
{
    g_autoptr(GBytes) bomb = make_slow_key(16384, 100);
    gint64 before = g_get_monotonic_time();

    g_assert_cmpuint(g_bytes_get_size(bomb), <, HEMO_LIMIT_KEY);
    assert_refused(place, bomb, HEMO_ERROR_TIMED_OUT);
    g_assert_cmpint(g_get_monotonic_time() - before,
                    <,
                    3 * HEMO_LIMIT_KEYS_WAIT * G_USEC_PER_SEC);
    while (somebody_works_in(place->runtime))
        g_main_context_iteration(NULL, FALSE);
}

static void
test_cancelled(Place *place, gconstpointer data)
{
    g_autofree char *print = gpg_home_make_key(place->home, ANN, "0");
    g_autoptr(GBytes) material = export_key(place->home, print);

    for (guint turns = 0; turns < 12; turns++) {
        g_autoptr(GCancellable) cancellable = g_cancellable_new();
        g_autoptr(GAsyncResult) result = NULL;
        g_autoptr(GPtrArray) keys = NULL;
        g_autoptr(GError) error = NULL;
        GpgWait wait = {NULL};

        hemo_openpgp_inspect_async(place->openpgp,
                                   material,
                                   ANN,
                                   cancellable,
                                   gpg_wait_done,
                                   &wait);
        for (guint i = 0; i < turns; i++)
            g_main_context_iteration(NULL, TRUE);
        g_cancellable_cancel(cancellable);
        result = gpg_wait(&wait);
        keys = hemo_openpgp_inspect_finish(place->openpgp, result, &error);
        if (keys == NULL)
            g_assert_error(error, HEMO_ERROR, HEMO_ERROR_CANCELLED);
    }
}

/* Without a runtime folder that can be written to, the one for temporary files does. */
static void
test_no_runtime_folder(Place *place, gconstpointer data)
{
    g_autofree char *print = gpg_home_make_key(place->home, ANN, "0");
    g_autoptr(GBytes) material = export_key(place->home, print);

    g_setenv("XDG_RUNTIME_DIR", "/nonexistent", TRUE);
    assert_one(place, material, ANN, HEMO_KEY_UNCONFIRMED);
    g_unsetenv("XDG_RUNTIME_DIR");
    assert_one(place, material, ANN, HEMO_KEY_UNCONFIRMED);
}

#define ADD(name, function)                                                                    \
    g_test_add("/openpgp-inspect/" name, Place, NULL, place_set_up, function, place_tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("two-keys", test_two_keys);
    ADD("names", test_names);
    ADD("revoked-name", test_revoked_name);
    ADD("times", test_times);
    ADD("expired-subkey", test_expired_subkey);
    ADD("revoked", test_revoked);
    ADD("private", test_private);
    ADD("garbage", test_garbage);
    ADD("ballast", test_ballast);
    ADD("algorithms", test_algorithms);
    ADD("bomb", test_bomb);
    ADD("cancelled", test_cancelled);
    ADD("no-runtime-folder", test_no_runtime_folder);
    return g_test_run();
}
