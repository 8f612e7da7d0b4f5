/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-key-expiry.h"

#define DAY G_GINT64_CONSTANT(86400)
#define NOW (G_GINT64_CONSTANT(20000) * DAY)

static const struct {
    const char *name;
    const char *state;
    gboolean own;
    gint64 used;
    gint64 confirmed;
    gint64 days; /* from now to its end; 0: none */
    gint64 last; /* days since the last look; -1: never */
    guint count;
} rows[] = {
    {"never ends", "usable", TRUE, 0, 0, 0, 1, 0},
    {"far away", "usable", TRUE, 0, 0, 31, 1, 0},
    {"thirty days", "usable", TRUE, 0, 0, 30, 1, 1},
    {"told yesterday", "usable", TRUE, 0, 0, 28, 1, 0},
    {"away for a week", "usable", TRUE, 0, 0, 28, 7, 1},
    {"seven days", "usable", TRUE, 0, 0, 7, 1, 1},
    {"told of both", "usable", TRUE, 0, 0, 5, 1, 0},
    {"first look", "usable", TRUE, 0, 0, 5, -1, 1},
    {"over", "usable", TRUE, 0, 0, -1, 1, 0},
    {"mail went to it", "usable", FALSE, 5, 0, 30, 1, 1},
    {"confirmed", "usable", FALSE, 0, 5, 30, 1, 1},
    {"just known", "usable", FALSE, 0, 0, 30, 1, 0},
    {"of no use anyway", "distrusted", FALSE, 5, 5, 30, 1, 0},
};

static void
test_count(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(NULL);
        GVariant *key;
        g_autoptr(GVariant) keys = NULL;
        gint64 last = rows[i].last < 0 ? 0 : NOW - rows[i].last * DAY;

        g_test_message("%s", rows[i].name);
        g_variant_dict_insert(&dict, "state", "s", rows[i].state);
        g_variant_dict_insert(&dict, "own", "b", rows[i].own);
        g_variant_dict_insert(&dict, "used", "x", rows[i].used);
        g_variant_dict_insert(&dict, "confirmed_at", "x", rows[i].confirmed);
        g_variant_dict_insert(&dict,
                              "expires",
                              "x",
                              rows[i].days != 0 ? NOW + rows[i].days * DAY : (gint64)0);
        key = g_variant_dict_end(&dict);
        keys = g_variant_ref_sink(g_variant_new_array(G_VARIANT_TYPE_VARDICT, &key, 1));
        g_assert_cmpuint(hemo_key_expiry_count(keys, last, NOW), ==, rows[i].count);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/key-expiry/count", test_count);
    return g_test_run();
}
