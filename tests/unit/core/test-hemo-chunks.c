/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-chunks.h"

#include <string.h>

static HemoSecret *
join(const HemoChunks *chunks)
{
    HemoBuffer *buffer = hemo_buffer_new();
    gsize n_slices = 0;
    const HemoSlice *slices = hemo_chunks_slices(chunks, &n_slices);

    for (gsize i = 0; i < n_slices; i++)
        hemo_buffer_append(buffer, slices[i]);
    return hemo_buffer_finish(buffer);
}

/* '|' separates the chunks; both ways of doing it are forced by a long first line. */
static void
test_canonical(void)
{
    static const char *const cases[][2] = {
        {"", ""},
        {"no line end", "no line end"},
        {"\n", "\r\n"},
        {"a\n", "a\r\n"},
        {"a\r\nb\r\n", "a\r\nb\r\n"},
        {"a\nb\r\nc\n\n", "a\r\nb\r\nc\r\n\r\n"},
        {"a\r|\nb", "a\r\nb"},
        {"a|\nb", "a\r\nb"},
        {"a\n|\nb", "a\r\n\r\nb"},
        {"a\r|\r\n", "a\r\r\n"},
        {"a\rb\n", "a\rb\r\n"},
        {"\r|\n|\n", "\r\n\r\n"},
        {"a\n\r", "a\r\n\r"},
    };

    for (gsize i = 0; i < 2 * G_N_ELEMENTS(cases); i++) {
        g_autofree char *filler = g_strnfill(i % 2 * 4000, 'x');
        g_autofree char *wanted = g_strconcat(filler, cases[i / 2][1], NULL);
        g_auto(GStrv) parts = g_strsplit(cases[i / 2][0], "|", -1);
        g_autoptr(HemoChunks) chunks = hemo_chunks_new();
        g_autoptr(HemoSecret) joined = NULL;

        hemo_chunks_add(chunks, hemo_slice_text(filler));
        for (gsize k = 0; parts[k] != NULL; k++)
            hemo_chunks_add(chunks, hemo_slice_text(parts[k]));
        hemo_chunks_make_canonical(chunks);
        joined = join(chunks);
        g_assert_cmpstr(hemo_secret_text(joined), ==, wanted);
        g_assert_cmpuint(hemo_chunks_size(chunks), ==, strlen(wanted));
    }
}

/* A large mail must not be in memory twice, whatever its line ends. */
static void
test_views_not_copies(void)
{
    static const char line[] = "a line of a usual length, as a mail program breaks it at 72\n";
    g_autoptr(GString) mail = g_string_new(NULL);
    g_autoptr(HemoChunks) chunks = hemo_chunks_new();
    const HemoSlice *slices = NULL;
    gsize n_slices = 0;
    gsize outside = 0;

    for (guint i = 0; i < 1000; i++)
        g_string_append(mail, line);
    hemo_chunks_add(chunks, hemo_slice(mail->str, mail->len));
    hemo_chunks_make_canonical(chunks);
    slices = hemo_chunks_slices(chunks, &n_slices);
    for (gsize i = 0; i < n_slices; i++)
        if (slices[i].data < (guint8 *)mail->str ||
            slices[i].data >= (guint8 *)mail->str + mail->len)
            outside += slices[i].size;
    g_assert_cmpuint(outside, ==, 1000);
    g_assert_cmpuint(hemo_chunks_size(chunks), ==, mail->len + 1000);
}

/* Nor may a mail of nothing but line ends cost many times its size. */
static void
test_short_lines_stay_small(void)
{
    g_autofree char *mail = g_strnfill(100000, '\n');
    g_autoptr(HemoChunks) chunks = hemo_chunks_new();
    gsize n_slices = 0;

    hemo_chunks_add(chunks, hemo_slice_text(mail));
    hemo_chunks_make_canonical(chunks);
    hemo_chunks_slices(chunks, &n_slices);
    g_assert_cmpuint(n_slices, ==, 1);
    g_assert_cmpuint(hemo_chunks_size(chunks), ==, 200000);
}

static void
test_own_memory(void)
{
    char name[] = "Subject";
    g_autoptr(HemoChunks) chunks = hemo_chunks_new();
    g_autoptr(HemoSecret) joined = NULL;
    gsize n_slices = 0;

    hemo_chunks_add_copy(chunks, hemo_slice_text(name));
    hemo_chunks_add_text(chunks, ": ");
    hemo_chunks_take(chunks, hemo_secret_new_copy(hemo_slice_text("hello")));
    hemo_chunks_add(chunks, HEMO_SLICE_EMPTY);
    hemo_erase(name, sizeof name);
    joined = join(chunks);
    g_assert_cmpstr(hemo_secret_text(joined), ==, "Subject: hello");
    hemo_chunks_slices(chunks, &n_slices);
    g_assert_cmpuint(n_slices, ==, 3);
    hemo_chunks_free(NULL);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/chunks/canonical", test_canonical);
    g_test_add_func("/chunks/views-not-copies", test_views_not_copies);
    g_test_add_func("/chunks/short-lines-stay-small", test_short_lines_stay_small);
    g_test_add_func("/chunks/own-memory", test_own_memory);
    return g_test_run();
}
