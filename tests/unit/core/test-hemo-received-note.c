/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-received-note.h"

static void
check_text(HemoSlice text, const char *expected)
{
    if (expected == NULL)
        g_assert_cmpuint(text.size, ==, 0);
    else
        g_assert_true(hemo_slice_equal(text, hemo_slice_text(expected)));
}

static void
test_comments(void)
{
    static const struct {
        const char *comment;
        HemoNotePlace place;
        HemoReceivedTls tls;
        const char *version, *cipher;
        guint bits;
    } ROWS[] = {
        {"using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits) key-exchange X25519 "
         "server-signature RSA-PSS (4096 bits)",
         HEMO_NOTE_FROM,
         HEMO_TLS_YES,
         "TLSv1.3",
         "TLS_AES_256_GCM_SHA384",
         256},
        {"using TLSv1.2 with cipher AES256-SHA (curve secp521r1 with 521 ECDH bits, eq. 15360 "
         "bits RSA)",
         HEMO_NOTE_BY,
         HEMO_TLS_YES,
         "TLSv1.2",
         "AES256-SHA",
         0},
        {"Using TLS", HEMO_NOTE_FROM, HEMO_TLS_YES, NULL, NULL, 0},
        {"using TLS: TLSv1.2, AES256-SHA",
         HEMO_NOTE_BY,
         HEMO_TLS_YES,
         "TLSv1.2",
         "AES256-SHA",
         0},
        {"version=TLSv1/SSLv3 cipher=AES256-SHA bits=256 verify=NOT",
         HEMO_NOTE_BY,
         HEMO_TLS_YES,
         "ambiguous",
         "AES256-SHA",
         256},
        {"version=TLS1_2, cipher=", HEMO_NOTE_BY, HEMO_TLS_YES, "TLSv1.2", NULL, 0},
        {"tlsversion=TLS12, tlscipher=AES256-SHA",
         HEMO_NOTE_BY,
         HEMO_TLS_YES,
         "TLSv1.2",
         "AES256-SHA",
         0},
        {"Cipher TLSv1:RC4-MD5:128", HEMO_NOTE_BY, HEMO_TLS_YES, "TLSv1.0", "RC4-MD5", 128},
        {"TLS1.3", HEMO_NOTE_BY, HEMO_TLS_YES, "TLSv1.3", NULL, 0},
        {"TLSv1.3:TLS_AES_256_GCM_SHA384:256:NO",
         HEMO_NOTE_BY,
         HEMO_TLS_YES,
         "TLSv1.3",
         "TLS_AES_256_GCM_SHA384",
         256},
        {"AES256-SHA encrypted, authenticated",
         HEMO_NOTE_BY,
         HEMO_TLS_YES,
         NULL,
         "AES256-SHA",
         0},
        {"IDENT: root, AUTH: PLAIN x, TLS: TLSv1.2,128bits,AES128-SHA",
         HEMO_NOTE_FROM,
         HEMO_TLS_YES,
         "TLSv1.2",
         "AES128-SHA",
         128},
        {"Generic MTA with TLSv1.2 AES256-SHA 256/256",
         HEMO_NOTE_BY,
         HEMO_TLS_YES,
         "TLSv1.2",
         "AES256-SHA",
         256},
        {"Google Transport Security", HEMO_NOTE_BY, HEMO_TLS_YES, NULL, NULL, 0},
        {"over SMTP, plain text!, envelope from \"a@b.example\"",
         HEMO_NOTE_BY,
         HEMO_TLS_NO,
         NULL,
         NULL,
         0},
        {"HELO a.example TLS-CIPHER: <none> TLS-PEER: <none>",
         HEMO_NOTE_FROM,
         HEMO_TLS_NO,
         NULL,
         NULL,
         0},
        /* nothing of TLS, though the words are there */
        {"version=TLS1_3 cipher=AES256-SHA", HEMO_NOTE_FROM, HEMO_TLS_UNKNOWN, NULL, NULL, 0},
        {"version=TLS1_3@evil.example", HEMO_NOTE_BY, HEMO_TLS_UNKNOWN, NULL, NULL, 0},
        {"envelope-from <version=TLS1_3>", HEMO_NOTE_BY, HEMO_TLS_UNKNOWN, NULL, NULL, 0},
        {"Client CN \"using TLSv1.3\", Issuer \"TLS1.3\" (not verified)",
         HEMO_NOTE_FROM,
         HEMO_TLS_UNKNOWN,
         NULL,
         NULL,
         0},
        {"SpamAssassin (version 3.4.0)", HEMO_NOTE_BY, HEMO_TLS_UNKNOWN, NULL, NULL, 0},
        {"mod_ssl/2.8.5 OpenSSL/0.9.6", HEMO_NOTE_BY, HEMO_TLS_UNKNOWN, NULL, NULL, 0},
        {"IDENT: TLS:", HEMO_NOTE_FROM, HEMO_TLS_UNKNOWN, NULL, NULL, 0},
        {"authenticated bits=0", HEMO_NOTE_BY, HEMO_TLS_UNKNOWN, NULL, NULL, 0},
        {"", HEMO_NOTE_BY, HEMO_TLS_UNKNOWN, NULL, NULL, 0},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(ROWS); i++) {
        HemoReceivedNote note = {.tls = HEMO_TLS_UNKNOWN};
        gboolean told = hemo_received_note_read_comment(&note,
                                                        hemo_slice_text(ROWS[i].comment),
                                                        ROWS[i].place);

        g_test_message("%s", ROWS[i].comment);
        g_assert_cmpint(told, ==, ROWS[i].tls != HEMO_TLS_UNKNOWN);
        g_assert_cmpint(note.tls, ==, ROWS[i].tls);
        g_assert_cmpstr(note.version, ==, ROWS[i].version);
        check_text(note.cipher, ROWS[i].cipher);
        g_assert_cmpuint(note.bits, ==, ROWS[i].bits);
    }
}

static void
test_protocols(void)
{
    static const char *const TLS[] =
        {"ESMTPS", "esmtpsa", "UTF8SMTPSA", "LMTPS", "HTTPS", "ESMTP/TLS/AES256-SHA"};
    static const char *const OTHERS[] =
        {"ESMTP", "SMTP", "ESMTPA", "LMTP", "TLSMTP", "ESMTP/x", "ESMTPS2", "asmtp", ""};

    for (gsize i = 0; i < G_N_ELEMENTS(TLS); i++) {
        HemoReceivedNote note = {.tls = HEMO_TLS_UNKNOWN};

        g_assert_true(hemo_received_note_read_protocol(&note, hemo_slice_text(TLS[i])));
        g_assert_cmpint(note.tls, ==, HEMO_TLS_YES);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(OTHERS); i++) {
        HemoReceivedNote note = {.tls = HEMO_TLS_UNKNOWN};

        g_assert_false(hemo_received_note_read_protocol(&note, hemo_slice_text(OTHERS[i])));
        g_assert_cmpint(note.tls, ==, HEMO_TLS_UNKNOWN);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/note/comments", test_comments);
    g_test_add_func("/note/protocols", test_protocols);
    return g_test_run();
}
