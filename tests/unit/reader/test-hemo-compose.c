/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-compose.h"

#include <gmime/gmime.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "hemo-decode.h"
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
    g_autoptr(GVariant) values = g_variant_ref_sink(hemo_compose_answer(&input, parameters));
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
    g_auto(Built) built =
        build("{" PEOPLE ", \"subject\": \"Lunch\", \"text\": \"at noon\\n\"}", NULL);

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

/* A mail with everything in it. */
static const char full_json[] =
    "{\"from\": \"Ana Ruiz <ana@example.org>\", \"to\": [\"Bo <bo@example.com>\", "
    "\"\\\"Jos\303\251 (x), \\\\\\\"y\\\\\\\"\\\" <jose@b\303\274cher.example>\"], "
    "\"cc\": [\"cy@example.com\"], \"bcc\": [\"dee@example.net\"], "
    "\"replyTo\": [\"desk@example.org\"], \"subject\": \"Caf\303\251 at noon\", "
    "\"text\": \"hello \303\251\\n.\\nFrom me \\nworld\\n\", "
    "\"html\": \"<html><body class=\\\"a>b\\\"><img "
    "src=\\\"cid:p1@x\\\">hello</body></html>\", "
    "\"parts\": [{\"name\": \"Caf\303\251 \\\"men\303\272\\\".pdf\", "
    "\"type\": \"application/pdf\", \"disposition\": \"attachment\"}, "
    "{\"name\": \"p.png\", \"type\": \"image/png\", \"disposition\": \"inline\", "
    "\"cid\": \"p1@x\"}, {\"name\": \"old.eml\", \"type\": \"message/rfc822\", "
    "\"disposition\": \"attachment\"}, {\"name\": \"n.txt\", \"type\": \"text/plain\", "
    "\"disposition\": \"attachment\"}], "
    "\"inReplyTo\": \"<one@example.net>\", \"references\": [\"<zero@example.net>\", \"bad\", "
    "\"<one@example.net>\"], \"fields\": [[\"X-Ward\", \"3 b\"]], \"priority\": \"high\", "
    "\"receipt\": true, \"organization\": \"Elm\"}";

static const guint8 pdf[] = "%PDF-1\0\r\n\377";
static const char attached_mail[] = "Subject: old\n\nold text\n";
static const char note_file[] = "caf\303\251\nmore";

static Built
build_full(const char *copy)
{
    const HemoSlice parts[] = {hemo_slice(pdf, sizeof pdf - 1),
                               hemo_slice("\211PNG\n", 5),
                               hemo_slice_text(attached_mail),
                               hemo_slice_text(note_file)};

    return build_parts(full_json,
                       parts,
                       G_N_ELEMENTS(parts),
                       copy != NULL ? g_variant_new_parsed(copy) : NULL);
}

static HemoDecoded *
decode(const Built *built)
{
    static const char *const recipients[] = {"bo@example.com", NULL};
    const HemoDecodeOptions options = {.from = "ana@example.org",
                                       .recipients = (const char **)recipients};

    return hemo_decode_mail(hemo_slice(built->message, built->size), &options);
}

static void
assert_text(const HemoDecoded *decoded, const char *part, const char *expected)
{
    gsize count;
    const HemoPhiText *texts = hemo_decoded_texts(decoded, &count);

    for (gsize i = 0; i < count; i++) {
        g_autofree char *text = NULL;

        if (strcmp(texts[i].part, part) != 0)
            continue;
        text = hemo_slice_dup(texts[i].text);
        g_assert_cmpstr(text, ==, expected);
        return;
    }
    g_test_fail_printf("there is no text %s", part);
}

/* What was written is what is read: by the reader that judges mail, too. */
static void
test_round_trip(void)
{
    g_auto(Built) built = build_full(NULL);
    g_autoptr(HemoDecoded) decoded = decode(&built);
    g_autofree char *subject = hemo_slice_dup(hemo_decoded_subject(decoded));
    const char *const *references = hemo_decoded_references(decoded);
    gsize n_unread;
    const HemoPhiUnread *unread = hemo_decoded_unread(decoded, &n_unread);

    assert_lines(&built);
    g_assert_true(g_str_is_ascii(built.message));
    g_assert_cmpstr(subject, ==, "Caf\303\251 at noon");
    g_assert_cmpstr(hemo_secret_text(hemo_decoded_sender(decoded)->address),
                    ==,
                    "ana@example.org");
    g_assert_cmpstr(references[0], ==, "<zero@example.net>");
    g_assert_cmpstr(references[1], ==, "<one@example.net>");
    assert_text(decoded, "1.1", "hello \303\251\n.\nFrom me \nworld\n");
    assert_text(decoded, "4", note_file);
    assert_text(decoded, "3.1", "old text\n");
    g_assert_cmpuint(n_unread, ==, 2); /* the file and the picture */
    g_assert_cmpstr(unread[0].part, ==, "2");
}

static GMimeMessage *
parse(const Built *built)
{
    g_autoptr(GMimeStream) memory =
        g_mime_stream_mem_new_with_buffer(built->message, built->size);
    g_autoptr(GMimeParser) parser = g_mime_parser_new_with_stream(memory);

    return g_mime_parser_construct_message(parser, NULL);
}

static void
assert_people(GMimeMessage *message, GMimeAddressType type, const char *expected)
{
    InternetAddressList *list = g_mime_message_get_addresses(message, type);
    g_autofree char *text = internet_address_list_to_string(list, NULL, FALSE);

    g_assert_cmpstr(text, ==, expected);
}

static void
test_people(void)
{
    g_auto(Built) built = build_full(NULL);
    g_autoptr(GMimeMessage) message = parse(&built);

    assert_people(message, GMIME_ADDRESS_TYPE_FROM, "Ana Ruiz <ana@example.org>");
    assert_people(message,
                  GMIME_ADDRESS_TYPE_TO,
                  "Bo <bo@example.com>, \"Jos\303\251 (x), \\\"y\\\"\" "
                  "<jose@xn--bcher-kva.example>");
    assert_people(message, GMIME_ADDRESS_TYPE_CC, "cy@example.com");
    assert_people(message, GMIME_ADDRESS_TYPE_REPLY_TO, "desk@example.org");
    g_assert_null(strstr(built.message, "dee@"));
    g_assert_null(strcasestr(built.message, "\nDate:"));
    g_assert_null(strcasestr(built.message, "\nMessage-ID:"));
}

/* The part at @path ("0.1") of a message. */
static GMimePart *
find_part(GMimeMessage *message, const char *path)
{
    GMimeObject *object = g_mime_message_get_mime_part(message);

    for (; *path != '\0'; path++)
        object = g_mime_multipart_get_part(GMIME_MULTIPART(object), *path - '0');
    g_assert_true(GMIME_IS_PART(object));
    return GMIME_PART(object);
}

static void
test_files(void)
{
    g_auto(Built) built = build_full(NULL);
    g_autoptr(GMimeMessage) message = parse(&built);
    GMimePart *file = find_part(message, "1");
    GMimePart *picture = find_part(message, "011");
    g_autoptr(HemoSecret) content = hemo_part_content(file, 100);
    g_autoptr(HemoSecret) shown = hemo_part_content(picture, 100);

    g_assert_cmpstr(g_mime_part_get_filename(file), ==, "Caf\303\251 \"men\303\272\".pdf");
    g_assert_true(
        hemo_slice_equal(hemo_secret_slice(content), hemo_slice(pdf, sizeof pdf - 1)));
    g_assert_true(hemo_slice_equal(hemo_secret_slice(shown), hemo_slice("\211PNG\n", 5)));
    g_assert_cmpstr(g_mime_part_get_content_id(picture), ==, "p1@x");
}

static void
test_same_bytes(void)
{
    g_auto(Built) one = build_full(NULL);
    g_auto(Built) two = build_full(NULL);

    g_assert_cmpstr(one.message, ==, two.message);
}

/* One message, and of each group of people only those who get that copy. */
static void
test_copies(void)
{
    static const struct {
        const char *copy;
        const char *to;
        const char *cc;
    } cases[] = {
        {"{'recipients': <['BO@example.com']>}", "Bo <bo@example.com>", NULL},
        {"{'recipients': <['cy@example.com']>}", NULL, "cy@example.com"},
        {"{'recipients': <['dee@example.net']>}", "undisclosed-recipients: ;", NULL},
        {"{'recipients': <@as []>}", "undisclosed-recipients: ;", NULL},
        {"{'blind': <true>}", "undisclosed-recipients: ;", NULL},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_auto(Built) built = build_full(cases[i].copy);
        g_autoptr(GMimeMessage) message = parse(&built);

        assert_lines(&built);
        assert_people(message, GMIME_ADDRESS_TYPE_TO, cases[i].to);
        assert_people(message, GMIME_ADDRESS_TYPE_CC, cases[i].cc);
    }
}

static void
test_note(void)
{
    g_auto(Built) built = build_full("{'note': <'Sealed for <you> & \"me\"'>}");
    g_autoptr(HemoDecoded) decoded = decode(&built);
    g_autoptr(GMimeMessage) message = parse(&built);
    g_autoptr(HemoSecret) html = hemo_part_content(find_part(message, "010"), 1000);

    assert_text(decoded,
                "1.1",
                "Sealed for <you> & \"me\"\n\nhello \303\251\n.\nFrom me \nworld\n");
    g_assert_nonnull(strstr(hemo_secret_text(html),
                            "a>b\"><p>Sealed for &lt;you&gt; &amp; &quot;me&quot;</p><img"));
}

/* Nothing of it may become a line of the header, or a mail at all. */
static void
test_refused(void)
{
    static const struct {
        const char *json; /* what follows the people */
        const char *result;
    } cases[] = {
        {", \"text\": \"\", \"subject\": \"x\\r\\nBcc: e@example.org\"", "field"},
        {", \"text\": \"\", \"subject\": \"x\\nBcc: e@example.org\"", "field"},
        {", \"text\": \"\", \"subject\": \"x\\u0000y\"", "no-object"},
        {", \"text\": \"\", \"organization\": \"x\\nBcc: e@example.org\"", "field"},
        {", \"text\": \"\", \"fields\": [[\"Bcc\", \"e@example.org\"]]", "field"},
        {", \"text\": \"\", \"fields\": [[\"X-A: b\\nBcc\", \"e@example.org\"]]", "field"},
        {", \"text\": \"\", \"fields\": [[\"X-A\", \"b\\n c\"]]", "field"},
        {", \"text\": \"\", \"fields\": [[\"X-Identity-Key\", \"id2\"]]", "field"},
        {", \"text\": \"\", \"fields\": [[\"x-mozilla-status\", \"1\"]]", "field"},
        {", \"text\": \"\", \"fields\": [[\"X-A\"]]", "no-object"},
        {", \"text\": \"\", \"priority\": \"urgent\"", "field"},
        {", \"text\": \"\", \"cc\": [\"x <e@example.org>\\nBcc: f@example.org\"]",
         "recipients"},
        {", \"text\": \"\", \"cc\": [\"a@example.org, b@example.org\"]", "recipients"},
        {", \"text\": \"\", \"cc\": [\"group: a@example.org;\"]", "recipients"},
        {", \"text\": \"\", \"cc\": [\"\"]", "recipients"},
        {", \"text\": \"\", \"replyTo\": [\"nobody\"]", "recipients"},
        {", \"text\": \"\", \"from\": \"a@example.org, b@example.org\"", "sender"},
        {", \"text\": \"\", \"parts\": [{}]", "parts"},
        {", \"text\": \"\", \"unknown\": \"\"", "no-object"},
        {", \"text\": 1", "no-object"},
        {"", "no-object"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *json = g_strconcat("{" PEOPLE, cases[i].json, "}", NULL);
        g_auto(Built) built = build(json, NULL);

        g_assert_cmpstr(built.result, ==, cases[i].result);
    }
}

/* The people of the envelope are those of the mail, each list by itself. */
static void
test_envelope(void)
{
    static const struct {
        const char *envelope;
        const char *result;
    } cases[] = {
        {"'from': <'ANA@example.org'>, 'to': <['jose@xn--bcher-kva.example', "
         "'bo@example.com']>, 'cc': <['cy@example.com']>, 'bcc': <['dee@example.net']>",
         HEMO_READER_WIRE_BUILT},
        {"'from': <'ana@example.org'>, 'to': <['jose@xn--bcher-kva.example', "
         "'bo@example.com', 'dee@example.net']>, 'cc': <['cy@example.com']>",
         HEMO_READER_WIRE_ENVELOPE},
        {"'from': <'ana@example.org'>, 'to': <['bo@example.com']>, "
         "'cc': <['cy@example.com']>, 'bcc': <['dee@example.net']>",
         HEMO_READER_WIRE_ENVELOPE},
        {"'from': <'eve@example.org'>, 'to': <['jose@xn--bcher-kva.example', "
         "'bo@example.com']>, 'cc': <['cy@example.com']>, 'bcc': <['dee@example.net']>",
         HEMO_READER_WIRE_ENVELOPE},
        {"'from': <'ana@example.org'>", HEMO_READER_WIRE_ENVELOPE},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *copy = g_strdup_printf("{'envelope': <{%s}>}", cases[i].envelope);
        g_auto(Built) built = build_full(copy);

        g_assert_cmpstr(built.result, ==, cases[i].result);
    }
}

/* An answer has what is needed to find its thread, however long that is. */
static void
test_long_thread(void)
{
    g_autoptr(GString) json = g_string_new("{" PEOPLE ", \"text\": \"\", \"references\": [");
    g_auto(Built) built = {0};
    g_autoptr(HemoDecoded) decoded = NULL;
    const char *const *references;

    for (guint i = 0; i < 900; i++)
        g_string_append_printf(json, "\"<%u.%0200u@example.org>\", ", i, i);
    g_string_append(json, "\"<last@example.org>\"]}");
    built = build(json->str, NULL);
    decoded = decode(&built);
    references = hemo_decoded_references(decoded);
    assert_lines(&built);
    g_assert_true(g_str_has_prefix(references[0], "<0.0"));
    g_assert_cmpstr(references[g_strv_length((char **)references) - 1],
                    ==,
                    "<last@example.org>");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_mime_init();
    g_test_add_func("/compose/plain", test_plain);
    g_test_add_func("/compose/round-trip", test_round_trip);
    g_test_add_func("/compose/people", test_people);
    g_test_add_func("/compose/files", test_files);
    g_test_add_func("/compose/same-bytes", test_same_bytes);
    g_test_add_func("/compose/copies", test_copies);
    g_test_add_func("/compose/note", test_note);
    g_test_add_func("/compose/refused", test_refused);
    g_test_add_func("/compose/envelope", test_envelope);
    g_test_add_func("/compose/long-thread", test_long_thread);
    return g_test_run();
}
