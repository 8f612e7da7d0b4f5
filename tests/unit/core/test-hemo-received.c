/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-received.h"

#include <string.h>

#include "hemo-limits.h"

static const char *const KEYS[] =
    {"from", "helo", "rdns", "ip", "by", "protocol", "tls", "version", "cipher"};

/* The text behind @key, or NULL for a JSON null. */
static char *
get_text(GVariant *object, const char *key)
{
    g_autoptr(GVariant) value = g_variant_lookup_value(object, key, NULL);
    g_autoptr(GVariant) inner = NULL;

    g_assert_nonnull(value);
    if (!g_variant_is_of_type(value, G_VARIANT_TYPE_MAYBE))
        return g_variant_dup_string(value, NULL);
    inner = g_variant_get_maybe(value);
    return inner == NULL ? NULL : g_variant_dup_string(inner, NULL);
}

static guint
get_bits(GVariant *object)
{
    g_autoptr(GVariant) value = g_variant_lookup_value(object, "bits", NULL);
    g_autoptr(GVariant) inner = g_variant_get_maybe(value);

    return inner == NULL ? 0 : g_variant_get_uint32(inner);
}

static void
check_evidence(HemoReceived *received, const char *field, const char *expected)
{
    gsize offset, length;

    if (expected == NULL) {
        g_assert_false(hemo_received_evidence(received, &offset, &length));
        return;
    }
    g_assert_true(hemo_received_evidence(received, &offset, &length));
    g_assert_cmpuint(length, ==, strlen(expected));
    g_assert_true(strncmp(field + offset, expected, length) == 0);
}

static void
test_forms(void)
{
    static const struct {
        const char *field;
        const char *texts[G_N_ELEMENTS(KEYS)];
        guint bits;
        const char *evidence;
    } ROWS[] = {
        {"from a.example (b.example [192.0.2.1])\r\n\t(using TLSv1.3 with cipher "
         "TLS_AES_256_GCM_SHA384 (256/256 bits))\r\n\t(No client certificate "
         "requested)\r\n\tby mx.example.org (Postfix) with ESMTPS id 4X1 for <x@example.org>; "
         "Mon, 1 Jan 2024 00:00:00 +0000",
         {"a.example",
          "a.example",
          "b.example",
          "192.0.2.1",
          "mx.example.org",
          "ESMTPS",
          "yes",
          "TLSv1.3",
          "TLS_AES_256_GCM_SHA384"},
         256,
         "(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits))"},
        {"from a.example ([192.0.2.1] helo=b.example) by mx.example.org with esmtps  (TLS1.3) "
         "tls TLS_AES_256_GCM_SHA384 (Exim 4.98) id 1a; Mon, 1 Jan 2024 00:00:00 +0000",
         {"a.example",
          "b.example",
          "a.example",
          "192.0.2.1",
          "mx.example.org",
          "esmtps",
          "yes",
          "TLSv1.3",
          "TLS_AES_256_GCM_SHA384"},
         0,
         "(TLS1.3)"},
        {"from a.example (2001:db8::1) by mx.example.org (2001:db8::2) with Microsoft SMTP "
         "Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.1; "
         "Mon, 1 Jan 2024 00:00:00 +0000",
         {"a.example",
          "a.example",
          NULL,
          "2001:db8::1",
          "mx.example.org",
          "Microsoft",
          "yes",
          "TLSv1.2",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"},
         0,
         "(version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384)"},
        {"from unknown (HELO a.example) (192.0.2.1) by mx.example.org with AES256-SHA "
         "encrypted SMTP; 1 Jan 2024 00:00:00 -0000",
         {"unknown",
          "a.example",
          NULL,
          "192.0.2.1",
          "mx.example.org",
          "SMTP",
          "yes",
          NULL,
          "AES256-SHA"},
         0,
         "encrypted"},
        {"from a.example (a.example [192.0.2.1]) (Using TLS) by relay.example.org with ESMTP "
         "id q; Mon, 1 Jan 2024 00:00:00 +0000",
         {"a.example",
          "a.example",
          "a.example",
          "192.0.2.1",
          "relay.example.org",
          "ESMTP",
          "yes",
          NULL,
          NULL},
         0,
         "(Using TLS)"},
        {"from a.example ([192.0.2.1]) by mx.example.org with ESMTP/TLS/AES256-SHA; 01 Jan "
         "2024 00:00:00 +0000",
         {"a.example",
          "a.example",
          NULL,
          "192.0.2.1",
          "mx.example.org",
          "ESMTP",
          "yes",
          NULL,
          "AES256-SHA"},
         0,
         "ESMTP/TLS/AES256-SHA"},
        {"from a.example (192.0.2.1) by mx.example.org (192.0.2.2) with IBM ESMTP SMTP "
         "Gateway: Authorized Use Only!; (version=TLSv1/SSLv3 cipher=AES128-GCM-SHA256 "
         "bits=128/128) Wed, 3 Jan 2024 00:00:00 +0000",
         {"a.example",
          "a.example",
          NULL,
          "192.0.2.1",
          "mx.example.org",
          "IBM",
          "yes",
          "ambiguous",
          "AES128-GCM-SHA256"},
         128,
         "(version=TLSv1/SSLv3 cipher=AES128-GCM-SHA256 bits=128/128)"},
        {"from a.example (a.example [192.0.2.1]) by mx.example.net (nwsmtp/Yandex) with ESMTPS "
         "id 1; Mon, 1 Jan 2024 00:00:00 +0300 (using TLSv1 with cipher AES256-SHA (256/256 "
         "bits))",
         {"a.example",
          "a.example",
          "a.example",
          "192.0.2.1",
          "mx.example.net",
          "ESMTPS",
          "yes",
          "TLSv1.0",
          "AES256-SHA"},
         256,
         "(using TLSv1 with cipher AES256-SHA (256/256 bits))"},
        {"by mx.example.org with SMTP id q; Mon, 1 Jan 2024 00:00:00 +0000",
         {NULL, NULL, NULL, NULL, "mx.example.org", "SMTP", "unknown", NULL, NULL},
         0,
         NULL},
        {"from a.example ([192.0.2.1]) by : HOSTING RELAY : with ESMTP id q; Mon, 1 Jan 2024 "
         "00:00:00 +0000",
         {"a.example", "a.example", NULL, "192.0.2.1", NULL, "ESMTP", "unknown", NULL, NULL},
         0,
         NULL},
        {"from a.example by mx.example.org (chasquid) with ESMTP (over SMTP, plain text!, "
         "envelope from \"a@a.example\") ; Mon, 1 Jan 2024 00:00:00 +0000",
         {"a.example", "a.example", NULL, NULL, "mx.example.org", "ESMTP", "no", NULL, NULL},
         0,
         "(over SMTP, plain text!, envelope from \"a@a.example\")"},
        {"from a.example (a.example [192.0.2.1]) by localhost with ESMTPS by Filter id 7; Mon, "
         "1 Jan 2024 00:00:00 +0000",
         {"a.example",
          "a.example",
          "a.example",
          "192.0.2.1",
          "localhost",
          "ESMTPS",
          "yes",
          NULL,
          NULL},
         0,
         "ESMTPS"},
        {"", {NULL, NULL, NULL, NULL, NULL, NULL, "unknown", NULL, NULL}, 0, NULL},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(ROWS); i++) {
        g_autoptr(HemoReceived) received = hemo_received_parse(hemo_slice_text(ROWS[i].field));
        g_autoptr(GVariant) object = g_variant_ref_sink(hemo_received_object(received));

        for (gsize k = 0; k < G_N_ELEMENTS(KEYS); k++) {
            g_autofree char *text = get_text(object, KEYS[k]);

            g_test_message("row %" G_GSIZE_FORMAT " %s", i, KEYS[k]);
            g_assert_cmpstr(text, ==, ROWS[i].texts[k]);
        }
        g_assert_cmpuint(get_bits(object), ==, ROWS[i].bits);
        check_evidence(received, ROWS[i].field, ROWS[i].evidence);
    }
}

/* Mail that came in the clear, with everything that a stranger can choose chosen to
 * look like TLS. */
static void
test_hostile(void)
{
    static const char *const FIELDS[] = {
        "from ESMTPS (r.example [192.0.2.1]) by mx.clinic.example (Postfix) with ESMTP id 4X1 "
        "for <x@clinic.example>; Mon, 1 Jan 2024 00:00:00 +0000",
        "from using-TLSv1.3-with-cipher.example (r.example [192.0.2.1]) by mx.clinic.example "
        "(Postfix) with ESMTP id 4X1 for <x@clinic.example>; Mon, 1 Jan 2024 00:00:00 +0000",
        "from (using TLSv1.3 with cipher AES256-SHA (256/256 bits)) (r.example [192.0.2.1]) by "
        "mx.clinic.example (Postfix) with ESMTP id 4X1 for <x@clinic.example>; Mon, 1 Jan 2024 "
        "00:00:00 +0000",
        "from x (using TLSv1.3 with cipher AES256-SHA (256/256 bits)) (r.example [192.0.2.1]) "
        "by mx.clinic.example (Postfix) with ESMTP id 4X1 for <x@clinic.example>; Mon, 1 Jan "
        "2024 00:00:00 +0000",
        "from [192.0.2.9] (using TLSv1.3 with cipher AES256-SHA (256/256 bits)) (r.example "
        "[192.0.2.1]) by mx.clinic.example (Postfix) with ESMTP id 4X1 for <x@clinic.example>; "
        "Mon, 1 Jan 2024 00:00:00 +0000",
        "from x (version=TLSv1.3 cipher=AES256-SHA bits=256) (r.example [192.0.2.1]) by "
        "mx.clinic.example (Postfix) with ESMTP id 4X1 for <x@clinic.example>; Mon, 1 Jan 2024 "
        "00:00:00 +0000",
        "from x with ESMTPS (r.example [192.0.2.1]) by mx.clinic.example (Postfix) with ESMTP "
        "id 4X1 for <x@clinic.example>; Mon, 1 Jan 2024 00:00:00 +0000",
        "from x by mx.clinic.example with ESMTPS (r.example [192.0.2.1]) by mx.clinic.example "
        "(Postfix) with ESMTP id 4X1 for <x@clinic.example>; Mon, 1 Jan 2024 00:00:00 +0000",
        "from x by mx.clinic.example with ESMTPS id 1 for <a@b.example> (r.example "
        "[192.0.2.1]) by mx.clinic.example (Postfix) with ESMTP id 4X1 for <x@clinic.example>; "
        "Mon, 1 Jan 2024 00:00:00 +0000",
        "from x by mx.clinic.example (Postfix) with ESMTPS; Mon, 1 Jan 2024 00:00:00 +0000 "
        "(r.example [192.0.2.1]) by mx.clinic.example (Postfix) with ESMTP id 4X1 for "
        "<x@clinic.example>; Mon, 1 Jan 2024 00:00:00 +0000",
        "from x tls TLS_AES_256_GCM_SHA384 (r.example [192.0.2.1]) by mx.clinic.example "
        "(Postfix) with ESMTP id 4X1 for <x@clinic.example>; Mon, 1 Jan 2024 00:00:00 +0000",
        "from TLSv1.3 (r.example [192.0.2.1]) by mx.clinic.example (Postfix) with ESMTP id 4X1 "
        "for <x@clinic.example>; Mon, 1 Jan 2024 00:00:00 +0000",
        "from x via TLS (r.example [192.0.2.1]) by mx.clinic.example (Postfix) with ESMTP id "
        "4X1 for <x@clinic.example>; Mon, 1 Jan 2024 00:00:00 +0000",
        "from x( (r.example [192.0.2.1]) by mx.clinic.example (Postfix) with ESMTP id 4X1 for "
        "<x@clinic.example>; Mon, 1 Jan 2024 00:00:00 +0000",
        "from x\"(using TLSv1.3) (r.example [192.0.2.1]) by mx.clinic.example (Postfix) with "
        "ESMTP id 4X1 for <x@clinic.example>; Mon, 1 Jan 2024 00:00:00 +0000",
        "from x) (TLS1.3 (r.example [192.0.2.1]) by mx.clinic.example (Postfix) with ESMTP id "
        "4X1 for <x@clinic.example>; Mon, 1 Jan 2024 00:00:00 +0000",
        "from [TLSv1.3] (r.example [192.0.2.1]) by mx.clinic.example (Postfix) with ESMTP id "
        "4X1 for <x@clinic.example>; Mon, 1 Jan 2024 00:00:00 +0000",
        "from unknown (HELO using TLSv1.3) (192.0.2.1) by mx.clinic.example with SMTP; Mon, 1 "
        "Jan 2024 00:00:00 +0000",
        "from unknown (HELO ESMTPS) (192.0.2.1) by mx.clinic.example with SMTP; Mon, 1 Jan "
        "2024 00:00:00 +0000",
        "from unknown (HELO (AES256-SHA encrypted)) (192.0.2.1) by mx.clinic.example with "
        "SMTP; Mon, 1 Jan 2024 00:00:00 +0000",
        "from r.example ([192.0.2.1] helo=TLSv1.3:AES256-SHA:256) by mx.clinic.example with "
        "esmtp (Exim 4.98) id 1; Mon, 1 Jan 2024 00:00:00 +0000",
        "from r.example ([192.0.2.1]:9 \"EHLO using TLSv1.3\" rhost-flags-OK) by "
        "mx.clinic.example with ESMTP id 1; Mon, 1 Jan 2024 00:00:00 +0000",
        "from x (r.example [192.0.2.1]) (IDENT: TLSv1.3) by mx.clinic.example with esmtp; Mon, "
        "1 Jan 2024 00:00:00 +0000",
        "from x (ident=using_TLSv1.3 [192.0.2.1]) by mx.clinic.example (Postfix) with ESMTP id "
        "4X1 for <x@clinic.example>; Mon, 1 Jan 2024 00:00:00 +0000",
        "from x (using.tlsv1.3.example [192.0.2.1]) by mx.clinic.example (Postfix) with ESMTP "
        "id 4X1 for <x@clinic.example>; Mon, 1 Jan 2024 00:00:00 +0000",
        "from x (TLSv1.3 [192.0.2.1]) by mx.clinic.example (Postfix) with ESMTP id 4X1 for "
        "<x@clinic.example>; Mon, 1 Jan 2024 00:00:00 +0000",
        "from x (ESMTPS.example [192.0.2.1]) by mx.clinic.example (Postfix) with ESMTP id 4X1 "
        "for <x@clinic.example>; Mon, 1 Jan 2024 00:00:00 +0000",
        "from x (with.esmtps.example [192.0.2.1]) by mx.clinic.example (Postfix) with ESMTP id "
        "4X1 for <x@clinic.example>; Mon, 1 Jan 2024 00:00:00 +0000",
        "from x (r.example [192.0.2.1]) (Client CN \"using TLSv1.3\", Issuer \"(using "
        "TLSv1.3)\" (verified OK)) by mx.clinic.example (Postfix) with ESMTP id 4X1 for "
        "<x@clinic.example>; Mon, 1 Jan 2024 00:00:00 +0000",
        "from x (r.example [192.0.2.1]) (Authenticated sender: using TLSv1.3) by "
        "mx.clinic.example (Postfix) with ESMTP id 4X1 for <x@clinic.example>; Mon, 1 Jan 2024 "
        "00:00:00 +0000",
        "from x (r.example [192.0.2.1]) (Authenticated sender: a@b.example (using TLSv1.3)) by "
        "mx.clinic.example (Postfix) with ESMTP id 4X1 for <x@clinic.example>; Mon, 1 Jan 2024 "
        "00:00:00 +0000",
        "from x (r.example [192.0.2.1]) (User authenticated as TLSv1.3) by mx.clinic.example "
        "(Postfix) with ESMTP id 4X1 for <x@clinic.example>; Mon, 1 Jan 2024 00:00:00 +0000",
        "from x ([192.0.2.1]) by mx.clinic.example with esmtp (Exim 4.98) (envelope-from "
        "<version=TLS1_3@evil.example>) id 1; Mon, 1 Jan 2024 00:00:00 +0000",
        "from x ([192.0.2.1]) by mx.clinic.example with esmtp (envelope-from <(using "
        "TLSv1.3)@evil.example>) id 1; Mon, 1 Jan 2024 00:00:00 +0000",
        "from x ([192.0.2.1]) by mx.clinic.example with ESMTP id 1 envelope-from "
        "<version=TLS1_3> for <a@b.example>; Mon, 1 Jan 2024 00:00:00 +0000",
        "from x ([192.0.2.1]) by mx.clinic.example with ESMTP id 1 envelope-from TLSv1.3 for "
        "<a@b.example>; Mon, 1 Jan 2024 00:00:00 +0000",
        "from x ([192.0.2.1]) by mx.clinic.example with SMTP (envelope-sender "
        "<TLSv1.3:AES256-SHA:256@evil.example>); Mon, 1 Jan 2024 00:00:00 +0000",
        "from x ([192.0.2.1]) by mx.clinic.example with ESMTP id TLSv1.3 for <a@b.example>; "
        "Mon, 1 Jan 2024 00:00:00 +0000",
        "from x ([192.0.2.1]) by mx.clinic.example with ESMTP id ESMTPS; Mon, 1 Jan 2024 "
        "00:00:00 +0000",
        "from x ([192.0.2.1]) by mx.clinic.example with ESMTP id <using TLSv1.3>; Mon, 1 Jan "
        "2024 00:00:00 +0000",
        "from x ([192.0.2.1]) by mx.clinic.example with ESMTP id 1 for <\"> (using TLSv1.3) "
        "\"@clinic.example>; Mon, 1 Jan 2024 00:00:00 +0000",
        "from x ([192.0.2.1]) by mx.clinic.example with esmtp id 1 for \"a (TLSv1.3) "
        "b\"@clinic.example; Mon, 1 Jan 2024 00:00:00 +0000",
        "from x ([192.0.2.1]) by mx.clinic.example with ESMTP id 1 for ESMTPS@clinic.example; "
        "Mon, 1 Jan 2024 00:00:00 +0000",
        "from x ([192.0.2.1]) by mx.clinic.example with ESMTP id 1 for a@clinic.example with "
        "ESMTPS; Mon, 1 Jan 2024 00:00:00 +0000",
        "from x ([192.0.2.1]) by mx.clinic.example with ESMTP id 1 for a@clinic.example tls "
        "TLS_AES_256_GCM_SHA384; Mon, 1 Jan 2024 00:00:00 +0000",
        "from x ([192.0.2.1]) by mx.clinic.example with ESMTP id 1 for a@clinic.example via "
        "TLS; Mon, 1 Jan 2024 00:00:00 +0000",
        "from x ([192.0.2.1]) by mx.clinic.example with ESMTP (ORCPT "
        "<rfc822;tlsv1.3@clinic.example>); Mon, 1 Jan 2024 00:00:00 +0000",
        "from x(mailfrom:TLSv1.3@evil.example fp:ESMTPS) by mx.clinic.example(192.0.2.2); Mon, "
        "1 Jan 2024 00:00:00 +0000",
        "from x ([192.0.2.1]) by mx.clinic.example with ESMTP id 1; Mon, 1 Jan 2024 00:00:00 "
        "+0000 (using TLSv1.3 with cipher AES256-SHA)",
        "from x ([192.0.2.1]) by mx.clinic.example with ESMTP id 1; Mon, 1 Jan 2024 00:00:00 "
        "+0000 (version=TLSv1.3 cipher=AES256-SHA)",
        "from x ([192.0.2.1]) by mx.clinic.example with ESMTP id 1; Mon, 1 Jan 2024 00:00:00 "
        "+0000 with ESMTPS",
        "from x ([192.0.2.1]) by mx.clinic.example with ESMTP id 1; Mon, 1 Jan 2024 00:00:00 "
        "+0000 Received: from y by mx.clinic.example with ESMTPS id 2; Mon, 1 Jan 2024 "
        "00:00:00 +0000",
        "from x ([192.0.2.1]) by mx.decipherhealth.example (Postfix) with ESMTP id 1; Mon, 1 "
        "Jan 2024 00:00:00 +0000",
        "from x ([192.0.2.1]) by tls.clinic.example with ESMTP id 1; Mon, 1 Jan 2024 00:00:00 "
        "+0000",
        "from x ([192.0.2.1]) by tls with ESMTP id 1; Mon, 1 Jan 2024 00:00:00 +0000",
        "from x ([192.0.2.1]) by mx.clinic.example (SpamAssassin (version 3.4.0)) with ESMTP "
        "id 1; Mon, 1 Jan 2024 00:00:00 +0000",
        "from x ([192.0.2.1]) by mx.clinic.example (mod_ssl/2.8.5 OpenSSL/0.9.6) with ESMTP id "
        "1; Mon, 1 Jan 2024 00:00:00 +0000",
        "from x ([192.0.2.1]) by mx.clinic.example (Oracle TLS 1.2 Gateway) with ESMTP id 1; "
        "Mon, 1 Jan 2024 00:00:00 +0000",
        "from x ([192.0.2.1]) by mx.clinic.example with ESMTP (authenticated bits=0) id 1; "
        "Mon, 1 Jan 2024 00:00:00 +0000",
        "from x ([192.0.2.1]) by mx.clinic.example with SMTPSVC id 1; Mon, 1 Jan 2024 00:00:00 "
        "+0000",
        "from x ([192.0.2.1]) by mx.clinic.example with Microsoft SMTP Server id 15.20.1 via "
        "Frontend Transport; Mon, 1 Jan 2024 00:00:00 +0000",
        "from x ([192.0.2.1]) by mx.clinic.example with ESMTP (version=4.2 cipher=AES256-SHA) "
        "id 1; Mon, 1 Jan 2024 00:00:00 +0000",
        "(using TLSv1.3 with cipher AES256-SHA) from x (r.example [192.0.2.1]) by "
        "mx.clinic.example (Postfix) with ESMTP id 4X1 for <x@clinic.example>; Mon, 1 Jan 2024 "
        "00:00:00 +0000",
        "((((((((((using TLSv1.3)))))))))) from x (r.example [192.0.2.1]) by mx.clinic.example "
        "(Postfix) with ESMTP id 4X1 for <x@clinic.example>; Mon, 1 Jan 2024 00:00:00 +0000",
    };

    for (gsize i = 0; i < G_N_ELEMENTS(FIELDS); i++) {
        g_autoptr(HemoReceived) received = hemo_received_parse(hemo_slice_text(FIELDS[i]));

        g_test_message("%s", FIELDS[i]);
        g_assert_cmpint(hemo_received_note(received)->tls, !=, HEMO_TLS_YES);
    }
}

static void
test_marks(void)
{
    static const struct {
        const char *field;
        gboolean authenticated, local;
    } ROWS[] = {
        {"from a ([192.0.2.1]) by mx.example.org with ESMTPSA id 1", TRUE, FALSE},
        {"from a (b.example [192.0.2.1]) (Authenticated sender: x) by mx.example.org with "
         "ESMTP",
         TRUE,
         FALSE},
        {"from a ([192.0.2.1]) by mx.example.org (OpenSMTPD) with ESMTPS id 1 auth=yes user=me",
         TRUE,
         FALSE},
        {"(qmail 7 invoked by uid 9); 1 Jan 2024 00:00:00 -0000", FALSE, TRUE},
        {"by mx.example.org (Postfix, from userid 9) id 1", FALSE, TRUE},
        {"from mail pickup service by mx.example.org with Microsoft SMTPSVC", FALSE, TRUE},
        {"(list@example.org) by mx.example.org via listexpand id 1", FALSE, TRUE},
        {"from a (b.example [192.0.2.1]) by mx.example.org with ESMTPS id 1", FALSE, FALSE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(ROWS); i++) {
        g_autoptr(HemoReceived) received = hemo_received_parse(hemo_slice_text(ROWS[i].field));

        g_test_message("%s", ROWS[i].field);
        g_assert_cmpint(hemo_received_is_authenticated(received), ==, ROWS[i].authenticated);
        g_assert_cmpint(hemo_received_is_local(received), ==, ROWS[i].local);
    }
}

static void
test_limits(void)
{
    g_autofree char *blank = g_strnfill(HEMO_LIMIT_RECEIVED_FIELD, ' ');
    g_autofree char *field = g_strconcat("by a.example", blank, "with ESMTPS", NULL);
    g_autoptr(HemoReceived) received = hemo_received_parse(hemo_slice_text(field));
    g_autoptr(HemoReceived) none = hemo_received_parse(HEMO_SLICE_EMPTY);
    g_autoptr(HemoReceived) bytes = hemo_received_parse(hemo_slice("from \xff\0 by \xfe", 13));
    g_autoptr(GVariant) object = g_variant_ref_sink(hemo_received_object(bytes));

    g_assert_cmpint(hemo_received_note(received)->tls, ==, HEMO_TLS_UNKNOWN);
    g_assert_cmpuint(hemo_received_item(none, HEMO_RECEIVED_BY).size, ==, 0);
    g_assert_true(g_variant_is_normal_form(object));
    hemo_received_free(NULL);
}

/* A name that would say something of its own, or turn the sentence around. */
static void
test_names_stay_names(void)
{
    static const struct {
        const char *text;
        const char *shown;
    } rows[] = {
        {"", ""},
        {"mx.m\xc3\xbcller.example \"a b\"", "mx.m\xc3\xbcller.example \"a b\""},
        {"mx\xe2\x80\xa8Your\xc2\xa0server", "mx?Your?server"},
        {"mx\xe2\x80\xae.example\xe2\x81\xa6\x1b[31m\n", "mx?.example??[31m?"},
        {"a\xff"
         "b",
         "a\xef\xbf\xbd"
         "b"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *shown = hemo_received_text(hemo_slice_text(rows[i].text));

        g_assert_cmpstr(shown, ==, rows[i].shown);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/received/forms", test_forms);
    g_test_add_func("/received/hostile", test_hostile);
    g_test_add_func("/received/marks", test_marks);
    g_test_add_func("/received/limits", test_limits);
    g_test_add_func("/received/names-stay-names", test_names_stay_names);
    return g_test_run();
}
