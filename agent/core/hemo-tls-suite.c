/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-tls-suite.h.
 */
#include "hemo-tls-suite.h"

#define FEWEST_BITS 112 /* NIST SP 800-131A */
#define MOST_BYTES  32  /* old GnuTLS builds wrote the key size in bytes */

static const struct {
    const char *spelling; /* lower case, without "v", ".", "_", "-" */
    const char *version;
} VERSIONS[] = {
    {"tls13", "TLSv1.3"},
    {"tls12", "TLSv1.2"},
    {"tls11", "TLSv1.1"},
    {"tls10", "TLSv1.0"},
    {"tls1", "TLSv1.0"},
    {"tls1/ssl3", "ambiguous"},
    {"ssl3", "SSLv3"},
    {"ssl30", "SSLv3"},
    {"ssl2", "SSLv2"},
    {"ssl20", "SSLv2"},
    {"tls", ""},
    {"ssl", ""},
};

const char *
hemo_tls_suite_version(HemoSlice text)
{
    char plain[16];
    gsize size = 0;

    if (text.size < 3 || text.size > sizeof plain - 1)
        return NULL;
    for (gsize i = 0; i < text.size; i++) {
        char byte = g_ascii_tolower((char)text.data[i]);

        if (byte != 'v' && byte != '.' && byte != '_' && byte != '-')
            plain[size++] = byte;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(VERSIONS); i++) {
        if (hemo_slice_equal(hemo_slice(plain, size), hemo_slice_text(VERSIONS[i].spelling)))
            return VERSIONS[i].version;
    }
    return NULL;
}

gboolean
hemo_tls_suite_is_cipher(HemoSlice text)
{
    gsize letters = 0;

    for (gsize i = 0; i < text.size; i++) {
        char byte = (char)text.data[i];

        if (g_ascii_isalpha(byte))
            letters++;
        else if (!g_ascii_isdigit(byte) && byte != '-' && byte != '_' && byte != ':' &&
                 byte != '+' && byte != '.')
            return FALSE;
    }
    return text.size >= 3 && letters >= 2;
}

static const char *const WEAK_WORDS[] = {
    "NULL", "EXP",   "EXPORT", "EXPORT40", "EXPORT1024", "RC4",  "ARCFOUR",
    "RC2",  "DES",   "3DES",   "IDEA",     "SEED",       "CBC3", "MD5",
    "ADH",  "AECDH", "ANON",   "DES40",    "RC4128",
};

static const char *const MODERN_WORDS[] = {"GCM", "CCM", "CCM8", "POLY1305", "CHACHA20"};

/* As the MAC at the end; elsewhere GnuTLS means the signature. */
static const char *const MODERN_MACS[] = {"SHA256", "SHA384"};

static gboolean
is_listed(HemoSlice word, const char *const *list, gsize n)
{
    for (gsize i = 0; i < n; i++) {
        if (hemo_slice_equal_nocase(word, list[i]))
            return TRUE;
    }
    return FALSE;
}

/* TRUE if one of the words that make up @cipher is in @list. */
static gboolean
has_word(HemoSlice cipher, const char *const *list, gsize n)
{
    gsize start = 0;

    for (gsize i = 0; i <= cipher.size; i++) {
        if (i < cipher.size && g_ascii_isalnum((char)cipher.data[i]))
            continue;
        if (i > start && is_listed(hemo_slice_sub(cipher, start, i - start), list, n))
            return TRUE;
        start = i + 1;
    }
    return FALSE;
}

/* The last word of @cipher. */
static HemoSlice
last_word(HemoSlice cipher)
{
    gsize start = cipher.size;

    while (start > 0 && g_ascii_isalnum((char)cipher.data[start - 1]))
        start--;
    return hemo_slice_from(cipher, start);
}

/* TRUE if @cipher exists in TLS 1.2 and 1.3 only. */
static gboolean
is_modern(HemoSlice cipher)
{
    return has_word(cipher, MODERN_WORDS, G_N_ELEMENTS(MODERN_WORDS)) ||
           is_listed(last_word(cipher), MODERN_MACS, G_N_ELEMENTS(MODERN_MACS));
}

HemoTlsStrength
hemo_tls_suite_strength(const char *version, HemoSlice cipher, guint bits)
{
    static const char *const OLD[] = {"TLSv1.0", "TLSv1.1", "SSLv3", "SSLv2", NULL};

    if (version != NULL && g_strv_contains(OLD, version))
        return HEMO_TLS_STRENGTH_WEAK;
    if (has_word(cipher, WEAK_WORDS, G_N_ELEMENTS(WEAK_WORDS)))
        return HEMO_TLS_STRENGTH_WEAK;
    if (bits > MOST_BYTES && bits < FEWEST_BITS)
        return HEMO_TLS_STRENGTH_WEAK;
    if (g_strcmp0(version, "TLSv1.2") == 0 || g_strcmp0(version, "TLSv1.3") == 0)
        return HEMO_TLS_STRENGTH_STRONG;
    return is_modern(cipher) ? HEMO_TLS_STRENGTH_STRONG : HEMO_TLS_STRENGTH_UNKNOWN;
}
