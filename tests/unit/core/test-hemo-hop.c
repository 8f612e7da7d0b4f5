/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-hop.h"

static void
test_kinds(void)
{
    static const struct {
        const char *field;
        HemoHopKind kind, below;
    } ROWS[] = {
        {"(qmail 1 invoked by uid 2)", HEMO_HOP_LOCAL, HEMO_HOP_LOCAL},
        {"from a.example by b.example with LMTP", HEMO_HOP_LOCAL, HEMO_HOP_LOCAL},
        {"by 192.0.2.1 with SMTP id 1", HEMO_HOP_LOCAL, HEMO_HOP_LOCAL},
        {"from a.example (Gateway 8.0.1.2.2017) id 1", HEMO_HOP_LOCAL, HEMO_HOP_LOCAL},
        {"from a.example (x [10.0.0.1]) by b.example with ESMTP",
         HEMO_HOP_INTERNAL,
         HEMO_HOP_INTERNAL},
        {"from filter by mx.example.org with ESMTP", HEMO_HOP_INTERNAL, HEMO_HOP_INTERNAL},
        {"from x (out.example.org [192.0.2.1]) by mx.example.org with ESMTP",
         HEMO_HOP_INTERNAL,
         HEMO_HOP_INTERNAL},
        {"from x (a.example [192.0.2.1]) by mx.example.org with ESMTPSA",
         HEMO_HOP_SUBMISSION,
         HEMO_HOP_SUBMISSION},
        /* HELO alone: believed below the boundary only */
        {"from out.example.org (unknown [192.0.2.1]) by mx.example.org with ESMTP",
         HEMO_HOP_EXTERNAL,
         HEMO_HOP_INTERNAL},
        {"from a.example (b.example [192.0.2.1]) by mx.example.org with ESMTP",
         HEMO_HOP_EXTERNAL,
         HEMO_HOP_EXTERNAL},
        {"from a.icloud.com ([17.1.1.1]) by b.mac.com with ESMTP",
         HEMO_HOP_INTERNAL,
         HEMO_HOP_INTERNAL},
        {"from a.example (2603:10a6::1) by b.prod.outlook.com with Microsoft SMTP Server",
         HEMO_HOP_INTERNAL,
         HEMO_HOP_INTERNAL},
        {"from a.example (x [2603:10a6::1]) by mx.example.org with ESMTP",
         HEMO_HOP_EXTERNAL,
         HEMO_HOP_EXTERNAL},
        {"", HEMO_HOP_LOCAL, HEMO_HOP_LOCAL},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(ROWS); i++) {
        g_autoptr(HemoHop) hop = hemo_hop_new(hemo_slice_text(ROWS[i].field), (guint)i);

        g_test_message("%s", ROWS[i].field);
        g_assert_cmpint(hemo_hop_kind(hop, FALSE), ==, ROWS[i].kind);
        g_assert_cmpint(hemo_hop_kind(hop, TRUE), ==, ROWS[i].below);
    }
    g_assert_nonnull(hemo_names_find(hemo_hop_kind_names, HEMO_HOP_LOCAL));
}

static void
test_verdicts(void)
{
    static const char *const LEARNED[] = {"taught.example.org", NULL};
    static const struct {
        const char *field;
        HemoHopVerdict verdict, below;
    } ROWS[] = {
        {"from a.example ([192.0.2.1]) by mx.example.org with ESMTPS id 1",
         HEMO_HOP_UNRATED,
         HEMO_HOP_UNRATED},
        {"from a.example ([192.0.2.1]) by mx.example.org with ESMTP (version=TLSv1.3 cipher="
         "TLS_AES_256_GCM_SHA384 bits=256 verify=NOT)",
         HEMO_HOP_STRONG,
         HEMO_HOP_STRONG},
        {"from a.example ([192.0.2.1]) by mx.example.org with ESMTP (version=TLSv1/SSLv3 "
         "cipher="
         "AES256-GCM-SHA384 bits=256 verify=NO)",
         HEMO_HOP_STRONG,
         HEMO_HOP_STRONG},
        {"from a.example ([192.0.2.1]) by mx.example.org with ESMTP (version=TLSv1/SSLv3 "
         "cipher="
         "AES256-SHA bits=256 verify=NO)",
         HEMO_HOP_UNRATED,
         HEMO_HOP_UNRATED},
        {"from a.example ([192.0.2.1]) by mx.example.org with esmtps (TLSv1:AES256-SHA:256)",
         HEMO_HOP_WEAK,
         HEMO_HOP_WEAK},
        {"from a.example ([192.0.2.1]) by mx.example.org (Postfix) with ESMTP id 1",
         HEMO_HOP_PLAIN,
         HEMO_HOP_PLAIN},
        {"from station ([192.0.2.1]) by mx.example.org (Postfix) with ESMTP id 1",
         HEMO_HOP_PLAIN,
         HEMO_HOP_UNTOLD},
        {"from a.example ([192.0.2.1]) by mx.example.org with ESMTP id 1",
         HEMO_HOP_UNTOLD,
         HEMO_HOP_UNTOLD},
        {"from a.example ([192.0.2.1]) by Taught.example.org with ESMTP id 1",
         HEMO_HOP_PLAIN,
         HEMO_HOP_PLAIN},
        {"from a.example ([192.0.2.1]) by not.taught.example.org with ESMTP id 1",
         HEMO_HOP_UNTOLD,
         HEMO_HOP_UNTOLD},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(ROWS); i++) {
        g_autoptr(HemoHop) hop = hemo_hop_new(hemo_slice_text(ROWS[i].field), 0);

        g_test_message("%s", ROWS[i].field);
        g_assert_cmpint(hemo_hop_verdict(hop, LEARNED, FALSE), ==, ROWS[i].verdict);
        g_assert_cmpint(hemo_hop_verdict(hop, LEARNED, TRUE), ==, ROWS[i].below);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/hop/kinds", test_kinds);
    g_test_add_func("/hop/verdicts", test_verdicts);
    return g_test_run();
}
