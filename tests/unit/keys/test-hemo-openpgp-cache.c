/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-openpgp-cache.h"

#include "hemo-key.h"

#include <glib/gstdio.h>
#include <string.h>

#define SECOND G_GINT64_CONSTANT(1000000000)
#define NOW    (2000000000 * SECOND) /* later than any file of the test */
#define PRINT  "0123456789ABCDEF0123456789ABCDEF01234567"

typedef struct {
    char *home;
    HemoOpenpgpCache *cache;
    HemoOpenpgpStamp stamp;
} Place;

static void
write_file(const Place *place, const char *name, const char *text)
{
    g_autofree char *path = g_build_filename(place->home, name, NULL);

    g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static void
remove_file(const Place *place, const char *name)
{
    g_autofree char *path = g_build_filename(place->home, name, NULL);

    g_unlink(path);
}

static void
place_set_up(Place *place, gconstpointer data)
{
    place->home = g_dir_make_tmp("hemo-cache-XXXXXX", NULL);
    place->cache = hemo_openpgp_cache_new();
    write_file(place, "pubring.kbx", "one");
    hemo_openpgp_cache_stamp(place->home, &place->stamp);
}

static void
place_tear_down(Place *place, gconstpointer data)
{
    remove_file(place, "pubring.kbx");
    remove_file(place, "pubring.gpg");
    remove_file(place, "trustdb.gpg");
    remove_file(place, "gpg.conf");
    g_assert_no_errno(g_rmdir(place->home));
    hemo_openpgp_cache_free(place->cache);
    g_free(place->home);
}

static gboolean
is_known(Place *place, const char *name, gint64 now)
{
    g_autoptr(GPtrArray) keys = hemo_openpgp_cache_find(place->cache, &place->stamp, name, now);

    return keys != NULL;
}

/* Remembers one key that runs out at @expires, or with @print NULL none. */
static void
add(Place *place, const char *name, gint64 now, const char *print, gint64 expires)
{
    g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func((GDestroyNotify)hemo_key_unref);

    if (print != NULL)
        g_ptr_array_add(keys,
                        hemo_key_new(&(HemoKeyFields){.kind = HEMO_KEY_KIND_OPENPGP,
                                                      .fingerprint = print,
                                                      .state = HEMO_KEY_USABLE,
                                                      .trust = HEMO_KEY_TRUST_CONFIRMED,
                                                      .expires = expires}));
    hemo_openpgp_cache_add(place->cache, &place->stamp, name, now, keys);
}

static void
test_answers(Place *place, gconstpointer data)
{
    g_autoptr(GPtrArray) found = NULL;
    g_autoptr(GPtrArray) again = NULL;
    g_autoptr(GPtrArray) none = NULL;

    g_assert_false(is_known(place, "ann", NOW));
    add(place, "ann", NOW, PRINT, 0);
    add(place, "bob", NOW, NULL, 0);
    found = hemo_openpgp_cache_find(place->cache, &place->stamp, "ann", NOW);
    g_assert_cmpuint(found->len, ==, 1);
    g_assert_cmpstr(hemo_key_fingerprint(g_ptr_array_index(found, 0)), ==, PRINT);
    g_ptr_array_set_size(found, 0);
    again = hemo_openpgp_cache_find(place->cache, &place->stamp, "ann", NOW);
    g_assert_cmpuint(again->len, ==, 1);
    none = hemo_openpgp_cache_find(place->cache, &place->stamp, "bob", NOW);
    g_assert_cmpuint(none->len, ==, 0);
    g_assert_false(is_known(place, "an", NOW));
}

/* Whatever gpg writes ends all answers. */
static void
test_changed_files(Place *place, gconstpointer data)
{
    static const char *const files[] = {"pubring.kbx",
                                        "pubring.gpg",
                                        "trustdb.gpg",
                                        "gpg.conf"};

    for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
        hemo_openpgp_cache_stamp(place->home, &place->stamp);
        add(place, "ann", NOW, NULL, 0);
        g_assert_true(is_known(place, "ann", NOW));
        write_file(place, files[i], "two");
        hemo_openpgp_cache_stamp(place->home, &place->stamp);
        g_assert_false(is_known(place, "ann", NOW));
    }
}

static void
test_time(Place *place, gconstpointer data)
{
    add(place, "ann", NOW, PRINT, NOW / SECOND + 60);
    add(place, "bob", NOW, NULL, 0);
    add(place, "cyd", NOW, PRINT, NOW / SECOND - 60);
    g_assert_true(is_known(place, "cyd", NOW + 59 * SECOND));
    g_assert_true(is_known(place, "ann", NOW + 59 * SECOND));
    g_assert_false(is_known(place, "ann", NOW + 60 * SECOND));
    g_assert_true(is_known(place, "bob", NOW + 3600 * SECOND));
    g_assert_false(is_known(place, "bob", NOW + 3601 * SECOND));
    g_assert_false(is_known(place, "bob", NOW - 1));
}

/* A file written a moment ago may be written again without another time. */
static void
test_fresh_files(Place *place, gconstpointer data)
{
    add(place, "ann", place->stamp.newest + SECOND, NULL, 0);
    g_assert_false(is_known(place, "ann", place->stamp.newest + SECOND));
    add(place, "ann", place->stamp.newest + 3 * SECOND, NULL, 0);
    g_assert_true(is_known(place, "ann", place->stamp.newest + 3 * SECOND));
}

static void
test_bounded(Place *place, gconstpointer data)
{
    for (guint i = 0; i <= HEMO_OPENPGP_CACHE_SIZE; i++) {
        g_autofree char *name = g_strdup_printf("user%u", i);

        add(place, name, NOW, NULL, 0);
    }
    g_assert_false(is_known(place, "user0", NOW));
    g_assert_true(is_known(place, "user1000", NOW));
}

#define ADD(name, function)                                                                    \
    g_test_add("/openpgp-cache/" name, Place, NULL, place_set_up, function, place_tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("answers", test_answers);
    ADD("changed-files", test_changed_files);
    ADD("time", test_time);
    ADD("fresh-files", test_fresh_files);
    ADD("bounded", test_bounded);
    return g_test_run();
}
