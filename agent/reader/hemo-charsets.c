/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-charsets.h.
 */
#include "hemo-charsets.h"

static const char *const names[] = {
    "US-ASCII",     "UTF-16",       "UTF-32",       "UTF-7",        "ISO-8859-1",
    "ISO-8859-2",   "ISO-8859-3",   "ISO-8859-4",   "ISO-8859-5",   "ISO-8859-6",
    "ISO-8859-7",   "ISO-8859-8",   "ISO-8859-9",   "ISO-8859-10",  "ISO-8859-13",
    "ISO-8859-14",  "ISO-8859-15",  "ISO-8859-16",  "WINDOWS-1250", "WINDOWS-1251",
    "WINDOWS-1252", "WINDOWS-1253", "WINDOWS-1254", "WINDOWS-1255", "WINDOWS-1256",
    "WINDOWS-1257", "WINDOWS-1258", "KOI8-R",       "KOI8-U",       "MACINTOSH",
    "CP437",        "CP850",        "CP866",        "TIS-620",      "WINDOWS-874",
    "GB2312",       "GBK",          "GB18030",      "BIG5",         "BIG5-HKSCS",
    "ISO-2022-JP",  "SHIFT_JIS",    "WINDOWS-31J",  "EUC-JP",       "EUC-KR",
    "ISO-2022-KR",  "UHC",
};

struct _HemoCharsets {
    GIConv converters[G_N_ELEMENTS(names)];
    guint n_converters;
};

HemoCharsets *
hemo_charsets_open(void)
{
    HemoCharsets *charsets = g_new0(HemoCharsets, 1);

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        GIConv converter = g_iconv_open("UTF-8", names[i]);

        if (converter != (GIConv)-1)
            charsets->converters[charsets->n_converters++] = converter;
    }
    return charsets;
}

void
hemo_charsets_free(HemoCharsets *charsets)
{
    if (charsets == NULL)
        return;
    for (guint i = 0; i < charsets->n_converters; i++)
        g_iconv_close(charsets->converters[i]);
    g_free(charsets);
}
