/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-key-harvest.h"

#include "daemon-home.h"
#include "hemo-forget.h"
#include "key-place.h"

#include <unistd.h>

static void
test_likely(KeyPlace *place, gconstpointer data)
{
    static const struct {
        const char *mail;
        gboolean likely;
    } rows[] = {
        {"", FALSE},
        {"From: x\r\n\r\nAt four?\r\n", FALSE},
        {"Autocrypt: addr=x; keydata=\r\n", TRUE},
        {"autocrypt: addr=x; keydata=\r\n", TRUE},
        {"AUTOCRYPT: addr=x; keydata=\r\n", TRUE},
        {"protocol=\"application/pkcs7-signature\"", TRUE},
        {"application/x-pkcs7-mime", TRUE},
        {"Content-Type: application/pgp-keys", TRUE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        g_assert_cmpint(hemo_key_harvest_is_likely(hemo_slice_text(rows[i].mail)),
                        ==,
                        rows[i].likely);
}

/* There is no reader here: nothing is learned, nothing is left. */
static void
test_no_reader(KeyPlace *place, gconstpointer data)
{
    int fd = services_place_sealed("Autocrypt: addr=x@example.org; keydata=AAAA\r\n\r\nx\r\n");
    guint count = 9;

    for (guint i = 0; i < 40; i++)
        hemo_key_harvest_start(place->services, fd);
    g_assert_cmpuint(g_queue_get_length(&place->services->harvest_queue), <=, 16);
    while (place->services->harvesting)
        g_main_context_iteration(NULL, TRUE);
    g_assert_cmpuint(g_queue_get_length(&place->services->harvest_queue), ==, 0);
    g_assert_true(hemo_key_store_count(place->services->key_store, &count, NULL));
    g_assert_cmpuint(count, ==, 0);
    close(fd);
}

/* Mails that come while the screen is locked wait until somebody is back. */
static void
test_away(KeyPlace *place, gconstpointer data)
{
    HemoServices *services = place->services;
    int fd = services_place_sealed("Autocrypt: addr=x@example.org; keydata=AAAA\r\n\r\nx\r\n");
    g_autoptr(GAsyncResult) result = NULL;

    hemo_key_harvest_start(services, fd);
    hemo_forget_all(services);
    hemo_key_harvest_start(services, fd);
    while (services->harvesting)
        g_main_context_iteration(NULL, TRUE);
    g_assert_null(hemo_vault_state_key(services->vault));
    g_assert_cmpuint(g_queue_get_length(&services->harvest_queue), >, 0);
    hemo_vault_open_async(services->vault, NULL, daemon_home_on_result, &result);
    g_assert_true(hemo_vault_open_finish(services->vault, daemon_home_wait(&result), NULL));
    hemo_key_harvest_start(services, fd);
    g_assert_true(services->harvesting);
    while (services->harvesting)
        g_main_context_iteration(NULL, TRUE);
    g_assert_cmpuint(g_queue_get_length(&services->harvest_queue), ==, 0);
    close(fd);
}

static void
test_switched_off(KeyPlace *place, gconstpointer data)
{
    int fd = services_place_sealed("Autocrypt: addr=x@example.org; keydata=AAAA\r\n\r\nx\r\n");

    key_place_set_policy(place, "finders=keyring\n");
    hemo_key_harvest_start(place->services, fd);
    g_assert_false(place->services->harvesting);
    close(fd);
}

int
main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    services_place_begin();
    key_place_add("/key-harvest/likely", test_likely);
    key_place_add("/key-harvest/no-reader", test_no_reader);
    key_place_add("/key-harvest/away", test_away);
    key_place_add("/key-harvest/switched-off", test_switched_off);
    status = g_test_run();
    services_place_end();
    return status;
}
