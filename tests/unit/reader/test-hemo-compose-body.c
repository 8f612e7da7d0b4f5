/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-compose-body.h"

#include "hemo-compose-part.h"
#include "hemo-part.h"

#define PICTURE                                                                                \
    "{\"type\": \"image/png\", \"disposition\": \"inline\", \"cid\": \"a@example.org\"}"
#define FILE_PART "{\"type\": \"application/pdf\", \"disposition\": \"attachment\"}"

/* The types of an entity and all in it: "multipart/mixed(text/plain application/pdf)". */
static void
append_types(GString *types, GMimeObject *entity)
{
    GMimeContentType *type = g_mime_object_get_content_type(entity);
    g_autofree char *text = g_mime_content_type_get_mime_type(type);

    g_string_append(types, text);
    if (!GMIME_IS_MULTIPART(entity))
        return;
    for (int i = 0; i < g_mime_multipart_get_count(GMIME_MULTIPART(entity)); i++) {
        g_string_append_c(types, i > 0 ? ' ' : '(');
        append_types(types, g_mime_multipart_get_part(GMIME_MULTIPART(entity), i));
    }
    g_string_append_c(types, ')');
}

/* Only the levels that a mail needs. */
static void
test_levels(void)
{
    static const struct {
        const char *members;
        gsize n_files;
        const char *types;
    } cases[] = {
        {"", 0, "text/plain"},
        {", \"html\": \"a\"", 0, "multipart/alternative(text/plain text/html)"},
        {", \"parts\": [" FILE_PART "]", 1, "multipart/mixed(text/plain application/pdf)"},
        {", \"parts\": [" PICTURE "]", 1, "multipart/mixed(text/plain image/png)"},
        {", \"html\": \"a\", \"parts\": [" PICTURE "]",
         1,
         "multipart/alternative(text/plain multipart/related(text/html image/png))"},
        {", \"html\": \"a\", \"parts\": [" FILE_PART ", " PICTURE ", " FILE_PART "]",
         3,
         "multipart/mixed(multipart/alternative(text/plain "
         "multipart/related(text/html image/png)) application/pdf application/pdf)"},
    };
    const HemoSlice files[3] = {hemo_slice_text("a"), hemo_slice_text("b"), HEMO_SLICE_EMPTY};

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *json =
            g_strconcat("{\"from\": \"a\", \"text\": \"\"", cases[i].members, "}", NULL);
        g_autoptr(HemoComposeJson) mail = hemo_compose_json_read(hemo_slice_text(json));
        g_autoptr(HemoComposeBody) body =
            hemo_compose_body_new(mail, "", files, cases[i].n_files, HEMO_SLICE_EMPTY);
        g_autoptr(GString) types = g_string_new(NULL);

        append_types(types, hemo_compose_body_entity(body));
        g_assert_cmpstr(types->str, ==, cases[i].types);
        g_assert_null(
            hemo_compose_body_new(mail, "", files, cases[i].n_files + 1, HEMO_SLICE_EMPTY));
    }
}

/* Each alphabet is encoded the short way, and comes back as it was. */
static void
test_encoding(void)
{
    static const struct {
        const char *text;
        const char *encoding;
        const char *decoded;
    } cases[] = {
        {"hello", "quoted-printable", "hello\n"},
        {"caf\303\251 con leche", "quoted-printable", "caf\303\251 con leche\n"},
        {"\320\277\321\200\320\270\n", "base64", "\320\277\321\200\320\270\r\n"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        HemoComposeJson mail = {.text = cases[i].text};
        g_autoptr(HemoComposeBody) body =
            hemo_compose_body_new(&mail, "", NULL, 0, HEMO_SLICE_EMPTY);
        GMimeObject *part = hemo_compose_body_entity(body);
        g_autoptr(HemoSecret) content = hemo_part_content(GMIME_PART(part), 1000);

        g_assert_cmpstr(g_mime_object_get_header(part, "Content-Transfer-Encoding"),
                        ==,
                        cases[i].encoding);
        g_assert_cmpstr(hemo_secret_text(content), ==, cases[i].decoded);
    }
}

/* An attached mail that knows how boundaries are made cannot name the one it will get. */
static void
test_boundary(void)
{
    HemoComposeJsonPart part = {.type = "message/rfc822"};
    const HemoComposeJson mail = {.text = "", .parts = &part, .n_parts = 1};
    const HemoSlice file = hemo_slice_text("Subject: x\n\ny\n");
    const HemoSlice other = hemo_slice_text("Subject: x\n\nz\n");
    g_autoptr(HemoComposeBody) one =
        hemo_compose_body_new(&mail, "", &file, 1, HEMO_SLICE_EMPTY);
    g_autoptr(HemoComposeBody) two =
        hemo_compose_body_new(&mail, "", &other, 1, HEMO_SLICE_EMPTY);

    g_assert_cmpstr(
        g_mime_multipart_get_boundary(GMIME_MULTIPART(hemo_compose_body_entity(one))),
        !=,
        g_mime_multipart_get_boundary(GMIME_MULTIPART(hemo_compose_body_entity(two))));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_mime_init();
    g_test_add_func("/compose-body/levels", test_levels);
    g_test_add_func("/compose-body/encoding", test_encoding);
    g_test_add_func("/compose-body/boundary", test_boundary);
    return g_test_run();
}
