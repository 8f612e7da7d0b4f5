/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What was given back is looked at on purpose, by a number that the compiler knows nothing
 * of; the allocator keeps links of its own in the first 16 bytes.
 */
#include "hemo-wipe-heap.h"

#include <glib.h>
#include <stdint.h>
#include <string.h>

#define LINKS 16

static const gsize sizes[] = {40, 200, 1000, 5000, 100000};

/* Also what a library frees. */
static void
free_plainly(char *memory)
{
    free(memory);
}

static void
free_by_glib(char *memory)
{
    g_free(memory);
}

static void
grow(char *memory)
{
    char *moved = g_realloc(memory, 300000);

    g_assert_cmpmem(moved, 30, "wwwwwwwwwwwwwwwwwwwwwwwwwwwwww", 30);
    g_free(moved);
}

static void
shrink(char *memory)
{
    char *moved = g_realloc(memory, 8);

    g_assert_cmpmem(moved, 8, "wwwwwwww", 8);
    g_free(moved);
}

static void
check_wiped(gconstpointer data)
{
    void (*const *give_back)(char *) = data;

    for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
        char *memory = g_malloc(sizes[i]);
        char *guard = g_malloc(64); /* so that the end of the heap does not move */
        volatile uintptr_t place = (uintptr_t)memory;
        gsize left = 0;

        memset(memory, 'w', sizes[i]);
        (*give_back)(memory);
        for (gsize at = LINKS; at < sizes[i]; at++)
            left += ((volatile char *)place)[at] == 'w' ? 1 : 0;
        g_assert_cmpuint(left, ==, 0);
        g_free(guard);
    }
}

static void
test_realloc_keeps_contract(void)
{
    char *memory = realloc(NULL, 10);

    g_assert_nonnull(memory);
    memcpy(memory, "123456789", 10);
    memory = realloc(memory, 5000);
    g_assert_cmpstr(memory, ==, "123456789");
    memory = realloc(memory, 10);
    g_assert_cmpstr(memory, ==, "123456789");
    g_assert_null(realloc(memory, 0));
    free(NULL);
}

static void (*const ways[])(char *) = {free_plainly, free_by_glib, grow, shrink};

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_data_func("/wipe-heap/free", &ways[0], check_wiped);
    g_test_add_data_func("/wipe-heap/library", &ways[1], check_wiped);
    g_test_add_data_func("/wipe-heap/grow", &ways[2], check_wiped);
    g_test_add_data_func("/wipe-heap/shrink", &ways[3], check_wiped);
    g_test_add_func("/wipe-heap/realloc", test_realloc_keeps_contract);
    return g_test_run();
}
