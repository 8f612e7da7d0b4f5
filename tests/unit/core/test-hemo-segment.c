/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-segment.h"

/* One letter for each line: the kind of the segment that holds its first byte. */
static char *
kinds_of(const char *text)
{
    static const char letters[] = "oqhsdf";
    HemoSlice slice = hemo_slice_text(text);
    HemoSegmenter segmenter;
    HemoSegment segment;
    GString *out = g_string_new(NULL);
    gsize end = 0;

    hemo_segment_start(&segmenter, slice);
    while (hemo_segment_next(&segmenter, 1000, &segment)) {
        g_assert_cmpuint(segment.start, ==, end);
        g_assert_cmpuint(segment.end, >, segment.start);
        end = segment.end;
        for (gsize i = segment.start; i < segment.end; i++) {
            if ((i == 0 || text[i - 1] == '\n') && text[i] != '\n')
                g_string_append_c(out, letters[segment.kind]);
        }
    }
    g_assert_cmpuint(end, ==, slice.size);
    return g_string_free(out, FALSE);
}

static void
test_kinds(void)
{
    static const struct {
        const char *text;
        const char *kinds;
    } cases[] = {
        {"", ""},
        {"Hello\nthere\n", "oo"},
        {"Hello\n\nThanks,\nAna Ruiz\nClinic\n", "osss"},
        {"Hello\n-- \nAna\n", "oss"},
        {"Hi\nThanks.\nLinda has gout again.\nsee her\n", "osoo"},
        {"Thanks\nAna Ruiz\nDepartment of Surgery at the Birch Clinic\n", "sss"},
        {"ok\n\nOn Monday Lena wrote:\n> yes\n> no\nfine\n", "ohqqo"},
        {"see\n-----Original Message-----\nFrom: a\nTo: b\n\nShe is ill.\n", "ohhhq"},
        {"Name: ______\nall\n[ ] gout\n", "fof"},
        {"Hi\n\nThis e-mail is confidential, for the intended recipient only.\n"
         "If you received this in error delete it.\n\nBye now\n",
         "oddo"},
        {"Thanks,\nAna\nand a very long line that is no part of any signature because nobody "
         "writes like that there\n",
         "sso"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *kinds = kinds_of(cases[i].text);

        g_test_message("%s", cases[i].text);
        g_assert_cmpstr(kinds, ==, cases[i].kinds);
    }
}

/* A line without an end is cut into pieces; nothing is left out. */
static void
test_long(void)
{
    g_autofree char *text = g_strnfill(10000, 'x');
    g_autofree char *kinds = kinds_of(text);

    g_assert_cmpstr(kinds, ==, "o");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/segment/kinds", test_kinds);
    g_test_add_func("/segment/long", test_long);
    return g_test_run();
}
