/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-compose.h"

#include <gmime/gmime.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "hemo-answer.h"
#include "hemo-decode.h"
#include "hemo-limits.h"
#include "hemo-part.h"
#include "hemo-reader-wire.h"

#define PEOPLE "\"from\": \"Ana Ruiz <ana@example.org>\", \"to\": [\"Bo <bo@example.com>\"]"

typedef struct {
    char *result;
    char *message; /* "" if there is none */
    gsize size;
} Built;

static void
clear_built(Built *built)
{
    g_clear_pointer(&built->result, g_free);
    g_clear_pointer(&built->message, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Built, clear_built)

/* Takes @copy, which may be NULL. */
static Built
build_parts(const char *json, const HemoSlice *parts, gsize n_parts, GVariant *copy)
{
    HemoComposeInput input = {hemo_slice_text(json),
                              parts,
                              n_parts,
                              memfd_create("test", MFD_CLOEXEC)};
    g_autoptr(GVariant) parameters = copy != NULL ? g_variant_ref_sink(copy) : NULL;
    g_autoptr(GVariant) values =
        g_variant_ref_sink(hemo_compose_answer(&input, parameters));
    Built built = {0};
    guint64 size = 0;

    g_assert_true(g_variant_lookup(values, "result", "s", &built.result));
    g_variant_lookup(values, "size", "t", &size);
    g_assert_true((size > 0) == (strcmp(built.result, HEMO_READER_WIRE_BUILT) == 0));
    built.size = (gsize)size;
    built.message = g_malloc0(built.size + 1);
    g_assert_cmpint(pread(input.output, built.message, built.size, 0), ==, (gssize)built.size);
    g_assert_true(size == 0 || lseek(input.output, 0, SEEK_END) == (off_t)size);
    close(input.output);
    return built;
}

static Built
build(const char *json, const char *copy)
{
    return build_parts(json, NULL, 0, copy != NULL ? g_variant_new_parsed(copy) : NULL);
}

/* All that every message must be: lines with CRLF, none too long, no field twice. */
static void
assert_lines(const Built *built)
{
    g_auto(GStrv) lines = g_strsplit(built->message, "\r\n", -1);

    g_assert_cmpstr(built->result, ==, HEMO_READER_WIRE_BUILT);
    g_assert_cmpuint(strlen(built->message), ==, built->size);
    for (guint i = 0; lines[i] != NULL; i++) {
        g_assert_cmpuint(strlen(lines[i]), <=, 998);
        g_assert_null(strpbrk(lines[i], "\r\n"));
    }
}

static void
test_plain(void)
{
    g_auto(Built) built = build("{" PEOPLE ", \"subject\": \"Lunch\", \"text\": \"at noon\\n\"}", NULL);

    assert_lines(&built);
    g_assert_cmpstr(built.message,
                    ==,
                    "From: Ana Ruiz <ana@example.org>\r\n"
                    "To: Bo <bo@example.com>\r\n"
                    "Subject: Lunch\r\n"
                    "MIME-Version: 1.0\r\n"
                    "Content-Type: text/plain; charset=utf-8\r\n"
                    "Content-Transfer-Encoding: quoted-printable\r\n"
                    "\r\n"
                    "at noon\r\n");
}

static void
test_everything(void)
{
    static const char json[] =
        "{\"from\": \"Ana Ruiz <ana@example.org>\", \"to\": [\"Bo <bo@example.com>\", "
        "\"\\\"Jos\xc3\xa9 (x), \\\\\\\"y\\\\\\\"\\\" <jose@b\xc3\xbc" "cher.example>\"], \"cc\": [\"cy@example.com\"], "
        "\"bcc\": [\"dee@example.net\"], \"replyTo\": [\"desk@example.org\"], "
        "\"subject\": \"Caf\xc3\xa9 at noon\", \"text\": \"hello \xc3\xa9\\nworld\", "
        "\"html\": \"<html><body class=\\\"a>b\\\"><img src=\\\"cid:p1@x\\\">hello</body></html>\", "
        "\"parts\": [{\"name\": \"Caf\xc3\xa9 \\\"men\xc3\xba\\\".pdf\", \"type\": \"application/pdf\", "
        "\"disposition\": \"attachment\"}, {\"name\": \"p.png\", \"type\": \"image/png\", "
        "\"disposition\": \"inline\", \"cid\": \"p1@x\"}, {\"name\": \"old.eml\", \"type\": "
        "\"message/rfc822\", \"disposition\": \"attachment\"}], "
        "\"inReplyTo\": \"<one@example.net>\", \"references\": [\"<zero@example.net>\", "
        "\"bad\", \"<one@example.net>\"], \"fields\": [[\"X-Ward\", \"3 b\"], [\"List-Id\", \"<x.example.org>\"]], "
        "\"priority\": \"high\", \"receipt\": true, \"organization\": \"Elm\"}";
    const HemoSlice parts[] = {hemo_slice("%PDF-1\0\r\n", 9), hemo_slice("\211PNG\n", 5), hemo_slice_text("Subject: old\n\nold text\n")};
    g_auto(Built) built = build_parts(json, parts, 3, g_variant_new_parsed("{'note': <'See <b> & \"c\"'>}"));
    g_print("%s", built.message);

    assert_lines(&built);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_mime_init();
    g_test_add_func("/compose/plain", test_plain);
    g_test_add_func("/compose/everything", test_everything);
    return g_test_run();
}
