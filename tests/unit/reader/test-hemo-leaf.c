/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-leaf.h"

#include <gmime/gmime.h>
#include <string.h>

#include "hemo-limits.h"

static GMimePart *
new_part(const char *type, const char *subtype, const char *content)
{
    GMimePart *part = g_mime_part_new_with_type(type, subtype);
    g_autoptr(GMimeStream) stream = g_mime_stream_mem_new_with_buffer(content, strlen(content));
    GMimeDataWrapper *wrapper =
        g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);

    g_mime_part_set_content(part, wrapper);
    g_object_unref(wrapper);
    return part;
}

static void
read_one(HemoLeaves *leaves, const char *type, const char *subtype, const char *content)
{
    g_autofree char *media_type = g_strconcat(type, "/", subtype, NULL);
    GMimePart *part = new_part(type, subtype, content);

    hemo_leaf_read(leaves, part, media_type, "1");
    g_object_unref(part);
}

/* What remains of the room for text bounds all leaves together. */
static void
test_room(void)
{
    g_autoptr(HemoDecoded) decoded = hemo_decoded_new();
    HemoLeaves leaves;
    gsize n_texts;
    gsize n_unread;

    hemo_leaf_begin(&leaves, decoded, NULL);
    g_assert_cmpuint(leaves.text_left, ==, HEMO_LIMIT_TEXT);
    leaves.text_left = 8;
    read_one(&leaves, "text", "plain", "12345");
    read_one(&leaves, "text", "plain", "1234");
    read_one(&leaves, "text", "plain", "123");
    hemo_leaf_end(&leaves);
    hemo_decoded_texts(decoded, &n_texts);
    hemo_decoded_unread(decoded, &n_unread);
    g_assert_cmpuint(n_texts, ==, 2);
    g_assert_cmpuint(n_unread, ==, 1);
    g_assert_cmpuint(leaves.text_left, ==, 0);
}

/* Inside an attached mail, a text is never the sender's own body. */
static void
test_role(void)
{
    g_autoptr(HemoDecoded) decoded = hemo_decoded_new();
    HemoLeaves leaves;
    gsize count;

    hemo_leaf_begin(&leaves, decoded, NULL);
    read_one(&leaves, "text", "plain", "a");
    leaves.attached = 1;
    read_one(&leaves, "text", "plain", "b");
    hemo_leaf_end(&leaves);
    g_assert_cmpint(hemo_decoded_texts(decoded, &count)[0].role, ==, HEMO_TEXT_BODY);
    g_assert_cmpint(hemo_decoded_texts(decoded, &count)[1].role, ==, HEMO_TEXT_ATTACHMENT);
}

/* A mail counts as encrypted only if nothing in it is not. */
static void
test_seal(void)
{
    static const char armour[] =
        "-----BEGIN PGP MESSAGE-----\n\nhQEM\n-----END PGP MESSAGE-----\n";

    for (guint i = 0; i < 2; i++) {
        g_autoptr(HemoDecoded) decoded = hemo_decoded_new();
        HemoLeaves leaves;

        hemo_leaf_begin(&leaves, decoded, NULL);
        read_one(&leaves, "application", "octet-stream", armour);
        if (i == 1)
            read_one(&leaves, "application", "pdf", "x");
        hemo_leaf_end(&leaves);
        g_assert_cmpstr(hemo_decoded_protection(decoded), ==, i == 0 ? "openpgp" : "none");
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_mime_init();
    g_test_add_func("/leaf/room", test_room);
    g_test_add_func("/leaf/role", test_role);
    g_test_add_func("/leaf/seal", test_seal);
    return g_test_run();
}
