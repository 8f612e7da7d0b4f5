/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-badge.h"

#include <string.h>

#define DATE "; Mon, 1 Jan 2024 00:00:00 +0000\r\n"

/* The sender's own submission, over TLS. */
#define HOME                                                                                   \
    "Received: from pc (dsl.example [192.0.2.77]) by out.sender.example (Postfix)\r\n"         \
    "\twith ESMTPSA id 9" DATE

static const char *const CLINIC[] = {"clinic.example", NULL};

static HemoBadgeState
judge(const char *headers, const char *const *ours, const char *const *learned)
{
    HemoBadgeTrust trust = {.ours = ours, .learned = learned};
    g_autoptr(HemoBadge) badge = hemo_badge_judge(hemo_slice_text(headers), &trust);

    return hemo_badge_state(badge);
}

/* One row for each of the ten of the table. */
static void
test_states(void)
{
    static const struct {
        const char *headers;
        HemoBadgeState state;
    } ROWS[] = {
        {"Subject: none\r\n", HEMO_BADGE_UNKNOWN},
        {"Received: from a.example (a.example [192.0.2.1]) by mx.other.example (Postfix)\r\n"
         "\twith ESMTPS id 1" DATE,
         HEMO_BADGE_UNKNOWN},
        {"Received: from a.clinic.example (a.clinic.example [192.0.2.1]) by "
         "mx.clinic.example\r\n"
         "\t(Postfix) with ESMTP id 1" DATE,
         HEMO_BADGE_INTERNAL},
        {"Received: by mx.clinic.example (Postfix) id 1" DATE
         "Received: from a.example (a.example [192.0.2.1]) by mx.other.example with "
         "ESMTPS" DATE,
         HEMO_BADGE_UNKNOWN},
        {"Received: from pc (dsl.example [192.0.2.1]) by mx.clinic.example (Postfix) with\r\n"
         "\tESMTPSA id 1" DATE,
         HEMO_BADGE_INTERNAL},
        {"Received: from pc (dsl.example [192.0.2.1]) by mx.clinic.example (Postfix) with\r\n"
         "\tESMTPA id 1" DATE,
         HEMO_BADGE_PLAIN},
        {"Received: from out.sender.example (out.sender.example [192.0.2.9]) by\r\n"
         "\tmx.clinic.example (Postfix) with ESMTP id 1" DATE HOME,
         HEMO_BADGE_PLAIN},
        {"Received: from out.sender.example (out.sender.example [192.0.2.9]) by\r\n"
         "\tmx.clinic.example with ESMTP id 1" DATE HOME,
         HEMO_BADGE_UNKNOWN},
        {"Received: from out.sender.example (out.sender.example [192.0.2.9]) by\r\n"
         "\tmx.clinic.example with esmtps (TLSv1:RC4-SHA:128) id 1" DATE HOME,
         HEMO_BADGE_WEAK},
        {"Received: from out.sender.example (out.sender.example [192.0.2.9]) by\r\n"
         "\tmx.clinic.example (Postfix) with ESMTPS id 1" DATE
         "Received: from a.example (a.example [192.0.2.5]) by out.sender.example (Postfix)\r\n"
         "\twith ESMTP id 1" DATE,
         HEMO_BADGE_PARTIAL},
        {"Received: from out.sender.example (out.sender.example [192.0.2.9]) by\r\n"
         "\tmx.clinic.example (Postfix) with ESMTPS id 1" DATE
         "Received: from a.example (a.example [192.0.2.5]) by out.sender.example with "
         "SMTP" DATE,
         HEMO_BADGE_ENTRY},
        {"Received: from out.sender.example (out.sender.example [192.0.2.9]) by\r\n"
         "\tmx.clinic.example (Postfix) with ESMTPS id 1" DATE HOME,
         HEMO_BADGE_FULL},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(ROWS); i++) {
        g_test_message("row %" G_GSIZE_FORMAT, i);
        g_assert_cmpint(judge(ROWS[i].headers, CLINIC, NULL), ==, ROWS[i].state);
        g_assert_nonnull(hemo_names_find(hemo_badge_names, (int)ROWS[i].state));
    }
}

/* The filter service is ours and always records TLS; its own inner hop does not matter. */
static void
test_filter_without_tls(void)
{
    static const char *const OURS[] = {"clinic.example", "pphosted.com", NULL};
    static const char HEADERS[] =
        "Received: from mx0a.pphosted.com (mx0a.pphosted.com [192.0.2.20]) by\r\n"
        "\tmail.clinic.example (Postfix) with ESMTPS id 1" DATE
        "Received: from pps.filterd (mx0a.pphosted.com [127.0.0.1]) by mx0a.pphosted.com\r\n"
        "\t(8.17.1/8.17.1) with ESMTP id 2" DATE
        "Received: from out.sender.example (out.sender.example [192.0.2.9]) by\r\n"
        "\tmx0a.pphosted.com (PPS) with ESMTP id 3" DATE HOME;

    g_assert_cmpint(judge(HEADERS, OURS, NULL), ==, HEMO_BADGE_PLAIN);
}

/* The same filter with unknown habits; one TLS stamp of its own teaches them. */
static void
test_filter_unknown_then_learned(void)
{
    static const char *const OURS[] = {"clinic.example", "filter.example", NULL};
    static const char *const LEARNED[] = {"mx1.filter.example", NULL};
    static const char HEADERS[] =
        "Received: from mx1.filter.example (mx1.filter.example [192.0.2.20]) by\r\n"
        "\tmail.clinic.example (Postfix) with ESMTPS id 1" DATE
        "Received: from out.sender.example (out.sender.example [192.0.2.9]) by\r\n"
        "\tmx1.filter.example with ESMTP id 3" DATE HOME;

    g_assert_cmpint(judge(HEADERS, OURS, NULL), ==, HEMO_BADGE_UNKNOWN);
    g_assert_cmpint(judge(HEADERS, OURS, LEARNED), ==, HEMO_BADGE_PLAIN);
}

static void
test_internal_hops_do_not_matter(void)
{
    static const char HEADERS[] =
        "Received: from relay.clinic.example (relay.clinic.example [192.0.2.3]) by\r\n"
        "\tstore.clinic.example (Postfix) with ESMTP id 1" DATE
        "Received: from out.sender.example (out.sender.example [192.0.2.9]) by\r\n"
        "\trelay.clinic.example (8.17.1/8.17.1) with ESMTP id 2 (version=TLSv1.3\r\n"
        "\tcipher=TLS_AES_256_GCM_SHA384 bits=256 verify=NOT)" DATE
        "Received: from app.sender.example (app.sender.example [192.0.2.8]) by\r\n"
        "\tout.sender.example (Postfix) with ESMTP id 3" DATE HOME;

    g_assert_cmpint(judge(HEADERS, CLINIC, NULL), ==, HEMO_BADGE_FULL);
}

/* The cipher's class is no version: a modern suite is not outdated TLS. */
static void
test_class_is_no_version(void)
{
    static const char HEADERS[] =
        "Received: from out.sender.example (out.sender.example [192.0.2.9]) by\r\n"
        "\tmx.clinic.example (8.14.9/8.14.9) with ESMTP id 2 (version=TLSv1/SSLv3\r\n"
        "\tcipher=ECDHE-RSA-AES256-GCM-SHA384 bits=256 verify=NO)" DATE;

    g_assert_cmpint(judge(HEADERS, CLINIC, NULL), ==, HEMO_BADGE_FULL);
}

/* Our own filter stamps without rDNS: the walk goes on to the hop that it took in. */
static void
test_walk_goes_on_without_rdns(void)
{
    static const char HEADERS[] =
        "Received: from mx.clinic.example (192.0.2.3) by store.clinic.example (192.0.2.4)\r\n"
        "\twith Microsoft SMTP Server (TLS) id 15.1" DATE
        "Received: from out.sender.example (out.sender.example [192.0.2.9]) by\r\n"
        "\tmx.clinic.example (Postfix) with ESMTP id 2" DATE;

    g_assert_cmpint(judge(HEADERS, CLINIC, NULL), ==, HEMO_BADGE_PLAIN);
}

/* What a sender writes below its own plain hop never makes it better. */
static void
test_forged_below(void)
{
    static const char *const FORGED[] = {
        "Received: from mx.clinic.example (mx.clinic.example [10.0.0.1]) by\r\n"
        "\tmail.clinic.example (Postfix) with ESMTPS id 7" DATE,
        "Received: by mx.clinic.example with LMTPS id 7" DATE,
        "Received: from x (y.example [192.0.2.1]) by mx.clinic.example with ESMTPS id 7" DATE,
        "",
    };
    static const char *const HELOS[] =
        {"mx.clinic.example", "localhost", "[127.0.0.1]", "pc", "a.sender.example", "10.0.0.1"};

    for (gsize i = 0; i < G_N_ELEMENTS(FORGED) * G_N_ELEMENTS(HELOS); i++) {
        g_autofree char *headers =
            g_strdup_printf("Received: from %s (unknown [192.0.2.9]) by mx.clinic.example\r\n"
                            "\t(Postfix) with ESMTP id 1" DATE "%s",
                            HELOS[i % G_N_ELEMENTS(HELOS)],
                            FORGED[i / G_N_ELEMENTS(HELOS)]);

        g_test_message("%s", headers);
        g_assert_cmpint(judge(headers, CLINIC, NULL), ==, HEMO_BADGE_PLAIN);
    }
}

/* A proxy inside calls itself by a name of its own; it neither begins nor ends our part. */
static void
test_private_names_go_on(void)
{
    static const char PROXY[] =
        "Received: from mx ([10.0.0.2]) by proxy4.internal (Proxy)" DATE;
    static const char PLAIN[] =
        "Received: from out.sender.example (out.sender.example [192.0.2.9]) by\r\n"
        "\tmx.clinic.example (Postfix) with ESMTP id 2" DATE;
    g_autofree char *between =
        g_strconcat("Received: by store.clinic.example with LMTP id 1" DATE,
                    PROXY,
                    PLAIN,
                    NULL);

    g_assert_cmpint(judge(between, CLINIC, NULL), ==, HEMO_BADGE_PLAIN);
    g_assert_cmpint(judge(PROXY, CLINIC, NULL), ==, HEMO_BADGE_UNKNOWN);
}

static void
test_object(void)
{
    static const char HEADERS[] =
        "Received: by mx.clinic.example (Postfix) id 0" DATE
        "Received: from out.sender.example (out.sender.example [192.0.2.9]) by\r\n"
        "\tmx.clinic.example (Postfix) with ESMTPS id 1" DATE HOME;
    HemoBadgeTrust trust = {.ours = CLINIC};
    g_autoptr(HemoBadge) badge = hemo_badge_judge(hemo_slice_text(HEADERS), &trust);
    g_autoptr(GVariant) object = g_variant_ref_sink(hemo_badge_object(badge));
    g_autoptr(GVariant) hops = g_variant_lookup_value(object, "hops", G_VARIANT_TYPE("aa{sv}"));
    g_autoptr(GVariant) hop = NULL, evidence = NULL;
    const char *state, *title, *tls, *class;
    guint field, offset, length;
    gboolean trusted;

    g_assert_true(g_variant_lookup(object, "badge", "&s", &state));
    g_assert_cmpstr(state, ==, "full");
    g_assert_true(g_variant_lookup(object, "title", "&s", &title));
    g_assert_true(g_str_has_prefix(title, "Transmitted over TLS"));
    g_assert_cmpuint(g_variant_n_children(hops), ==, 3);
    hop = g_variant_get_child_value(hops, 1);
    g_assert_true(g_variant_lookup(hop, "tls", "&s", &tls));
    g_assert_cmpstr(tls, ==, "yes");
    g_assert_true(g_variant_lookup(hop, "class", "&s", &class));
    g_assert_cmpstr(class, ==, "external");
    g_assert_true(g_variant_lookup(hop, "trusted", "b", &trusted));
    g_assert_true(trusted);
    evidence = g_variant_lookup_value(hop, "evidence", G_VARIANT_TYPE("a{sv}"));
    g_assert_true(g_variant_lookup(evidence, "field", "u", &field));
    g_assert_true(g_variant_lookup(evidence, "offset", "u", &offset));
    g_assert_true(g_variant_lookup(evidence, "length", "u", &length));
    g_assert_cmpuint(field, ==, 1);
    g_assert_true(strncmp(strstr(HEADERS, " from out.sender") + offset, "ESMTPS", length) == 0);
    g_assert_cmpuint(length, ==, strlen("ESMTPS"));
    g_assert_true(g_variant_lookup(hop, "from", "&s", &state));
    g_assert_cmpstr(state, ==, "out.sender.example");
    g_assert_true(g_variant_lookup(hop, "ip", "ms", NULL));
}

static void
test_nothing(void)
{
    HemoBadgeTrust trust = {.ours = NULL};
    g_autoptr(HemoBadge) badge = hemo_badge_judge(HEMO_SLICE_EMPTY, &trust);
    g_autoptr(GVariant) object = g_variant_ref_sink(hemo_badge_object(badge));

    g_assert_cmpint(hemo_badge_state(badge), ==, HEMO_BADGE_UNKNOWN);
    g_assert_true(g_variant_is_normal_form(object));
    g_assert_cmpint(
        judge("Received: from a by mx.clinic.example (Postfix) with ESMTPS" DATE, NULL, NULL),
        ==,
        HEMO_BADGE_UNKNOWN);
}

static char *
tell(const char *headers, const char *const *ours)
{
    HemoBadgeTrust trust = {.ours = ours};
    g_autoptr(HemoBadge) badge = hemo_badge_judge(hemo_slice_text(headers), &trust);
    g_autoptr(GVariant) object = g_variant_ref_sink(hemo_badge_object(badge));
    g_autofree const char **reasons = NULL;

    g_assert_true(g_variant_lookup(object, "reasons", "^a&s", &reasons));
    return g_strdup(reasons[0]);
}

/* Who has named no domain of his own has no side, and the sender has none either. */
static void
test_no_side(void)
{
    static const char *const other[] = {"example.net", NULL};
    static const char headers[] =
        "Received: from out.sender.example (out.sender.example [192.0.2.9]) by\r\n"
        "\tmx.clinic.example with esmtps (TLSv1:RC4-SHA:128) id 1" DATE;
    g_autofree char *without = tell(headers, NULL);
    g_autofree char *with = tell(headers, other);

    g_assert_true(g_str_has_prefix(without, "The server mx.clinic.example reports outdated"));
    g_assert_nonnull(strstr(with, "on the sender's side reports outdated"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/badge/states", test_states);
    g_test_add_func("/badge/filter-without-tls", test_filter_without_tls);
    g_test_add_func("/badge/filter-unknown-then-learned", test_filter_unknown_then_learned);
    g_test_add_func("/badge/internal-hops-do-not-matter", test_internal_hops_do_not_matter);
    g_test_add_func("/badge/class-is-no-version", test_class_is_no_version);
    g_test_add_func("/badge/walk-goes-on-without-rdns", test_walk_goes_on_without_rdns);
    g_test_add_func("/badge/forged-below", test_forged_below);
    g_test_add_func("/badge/private-names-go-on", test_private_names_go_on);
    g_test_add_func("/badge/object", test_object);
    g_test_add_func("/badge/nothing", test_nothing);
    g_test_add_func("/badge/no-side", test_no_side);
    return g_test_run();
}
