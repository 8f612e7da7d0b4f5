/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-base64-lines.h"

#include <string.h>

#define MOST 400

/* In lines, out of what GLib writes in one. */
static char *
expected(HemoSlice bytes)
{
    g_autofree char *all = g_base64_encode(bytes.data, bytes.size);
    GString *lines = g_string_new(NULL);

    for (gsize i = 0; i < strlen(all); i += 76) {
        g_string_append_len(lines, all + i, (gssize)MIN(76, strlen(all) - i));
        g_string_append(lines, "\r\n");
    }
    return g_string_free(lines, FALSE);
}

static char *
encode_in_pieces(HemoSlice bytes, gsize piece)
{
    g_autoptr(HemoBase64Lines) lines = hemo_base64_lines_new();
    GString *text = g_string_new(NULL);

    for (HemoSlice rest = bytes; rest.size > 0; rest = hemo_slice_from(rest, piece)) {
        HemoSlice part = hemo_slice_sub(rest, 0, piece);
        g_autofree char *room = g_malloc(hemo_base64_lines_room(part.size));
        gsize size = hemo_base64_lines_add(lines, part, room);

        g_assert_cmpuint(size, <=, hemo_base64_lines_room(part.size));
        g_string_append_len(text, room, (gssize)size);
    }
    g_string_set_size(text, text->len + hemo_base64_lines_room(0));
    g_string_truncate(
        text,
        text->len - hemo_base64_lines_room(0) +
            hemo_base64_lines_finish(lines, text->str + text->len - hemo_base64_lines_room(0)));
    return g_string_free(text, FALSE);
}

static void
test_sizes(void)
{
    static const gsize pieces[] = {1, 2, 3, 56, 57, 58, 114, 200, MOST};
    guint8 data[MOST];

    for (gsize i = 0; i < MOST; i++)
        data[i] = (guint8)(i * 167 + 13);
    for (gsize size = 0; size <= MOST; size++) {
        g_autofree char *wanted = expected(hemo_slice(data, size));
        g_autofree char *text = hemo_base64_lines_text(hemo_slice(data, size));

        g_assert_cmpstr(text, ==, wanted);
        for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++) {
            g_autofree char *pieced = encode_in_pieces(hemo_slice(data, size), pieces[i]);

            g_assert_cmpstr(pieced, ==, wanted);
        }
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base64-lines/sizes", test_sizes);
    return g_test_run();
}
