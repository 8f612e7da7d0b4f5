/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-received-note.h.
 */
#include "hemo-received-note.h"

#include "hemo-received-lexer.h"
#include "hemo-tls-suite.h"

#define MAX_WORDS 24 /* of a comment; more are not read */
#define MAX_BITS  4096

/* The words of a comment; a comment within it is one word of its own kind. */
typedef struct {
    HemoToken token[MAX_WORDS];
    gsize n;
} Words;

static void
split(HemoSlice comment, Words *words)
{
    HemoReceivedLexer lexer = hemo_received_lexer(comment);

    words->n = 0;
    while (words->n < MAX_WORDS && hemo_received_lexer_next(&lexer, &words->token[words->n]))
        words->n++;
}

/* Word @i without a comma behind it; empty past the end or if it is no plain word. */
static HemoSlice
word_at(const Words *words, gsize i)
{
    HemoSlice text;

    if (i >= words->n || words->token[i].kind != HEMO_TOKEN_WORD)
        return HEMO_SLICE_EMPTY;
    text = words->token[i].text;
    while (text.size > 0 && text.data[text.size - 1] == ',')
        text.size--;
    return text;
}

static gboolean
word_is(const Words *words, gsize i, const char *text)
{
    return hemo_slice_equal_nocase(word_at(words, i), text);
}

/* The number that @text begins with ("256/256", "168bits"), or 0. */
static guint
read_bits(HemoSlice text)
{
    guint bits = 0;

    for (gsize i = 0; i < text.size && g_ascii_isdigit((char)text.data[i]); i++) {
        bits = bits * 10 + (guint)(text.data[i] - '0');
        if (bits > MAX_BITS)
            return 0;
    }
    return bits;
}

static void
set_version(HemoReceivedNote *note, const char *version)
{
    note->tls = HEMO_TLS_YES;
    if (version != NULL && *version != '\0')
        note->version = version;
}

static gboolean
set_cipher(HemoReceivedNote *note, HemoSlice cipher)
{
    if (!hemo_tls_suite_is_cipher(cipher))
        return FALSE;
    note->tls = HEMO_TLS_YES;
    note->cipher = cipher;
    return TRUE;
}

gboolean
hemo_received_note_read_suite(HemoReceivedNote *note, HemoSlice word)
{
    gsize colon = hemo_slice_find(word, ':');
    const char *version = hemo_tls_suite_version(hemo_slice_sub(word, 0, colon));
    HemoSlice cipher, bits;

    if (version == NULL)
        return colon == word.size && word.size > 6 && set_cipher(note, word);
    set_version(note, version);
    if (colon == word.size)
        return TRUE;
    cipher = hemo_slice_from(word, colon + 1);
    colon = hemo_slice_find(cipher, ':');
    bits = hemo_slice_from(cipher, colon + (colon < cipher.size));
    cipher = hemo_slice_sub(cipher, 0, colon);
    if (cipher.size > 0)
        set_cipher(note, cipher);
    if (read_bits(bits) > 0)
        note->bits = read_bits(bits);
    return TRUE;
}

/* "(256/256 bits)", "(256 bits)" or "256/256 bits"; RZmta's "(curve ...)" is none. */
static void
read_bits_behind(HemoReceivedNote *note, const Words *words, gsize at)
{
    Words inner;

    if (at < words->n && words->token[at].kind == HEMO_TOKEN_COMMENT) {
        split(words->token[at].text, &inner);
        words = &inner;
        at = 0;
    }
    if (word_is(words, at + 1, "bits"))
        note->bits = read_bits(word_at(words, at));
}

/* "using TLSv1.2 with cipher X (256/256 bits) ...", "using TLS: TLSv1.2, X",
 * "using STARTTLS". */
static gboolean
read_using(HemoReceivedNote *note, const Words *words)
{
    gsize i = 1;
    const char *version;

    if (word_is(words, 1, "STARTTLS")) {
        set_version(note, NULL);
        return TRUE;
    }
    if (word_is(words, 1, "TLS:"))
        i = 2;
    version = hemo_tls_suite_version(word_at(words, i));
    if (version == NULL)
        return FALSE;
    set_version(note, version);
    if (i == 2) {
        set_cipher(note, word_at(words, 3));
    } else if (word_is(words, 2, "with") && word_is(words, 3, "cipher")) {
        set_cipher(note, word_at(words, 4));
        read_bits_behind(note, words, 5);
    }
    return TRUE;
}

/* Courier: "TLS: TLSv1.3,128bits,X" with or without blanks behind the commas. */
static gboolean
read_courier(HemoReceivedNote *note, const Words *words, gsize at)
{
    HemoSlice rest = HEMO_SLICE_EMPTY;
    gsize comma;

    if (at + 1 >= words->n)
        return FALSE;
    for (gsize i = at + 1; i < words->n; i++) {
        rest = words->token[i].text;
        do {
            HemoSlice part;

            comma = hemo_slice_find(rest, ',');
            part = hemo_slice_sub(rest, 0, comma);
            rest = hemo_slice_from(rest, comma + 1);
            if (hemo_tls_suite_version(part) != NULL)
                set_version(note, hemo_tls_suite_version(part));
            else if (read_bits(part) > 0)
                note->bits = read_bits(part);
            else if (note->tls == HEMO_TLS_YES)
                set_cipher(note, part);
        } while (rest.size > 0);
    }
    return note->tls == HEMO_TLS_YES;
}

/* Courier's list begins with what the client or its host says; TLS is its last item. */
static gboolean
read_list(HemoReceivedNote *note, const Words *words)
{
    for (gsize i = words->n; i-- > 1;) {
        if (word_is(words, i, "TLS:") && words->n - i <= 4 &&
            hemo_slice_at(words->token[i - 1].text, words->token[i - 1].text.size - 1) == ',')
            return read_courier(note, words, i);
    }
    return FALSE;
}

static gboolean
read_cipher_colon(HemoReceivedNote *note, const Words *words)
{
    HemoSlice text = word_at(words, 1);

    return hemo_slice_find(text, ':') < text.size && words->n == 2 &&
           hemo_received_note_read_suite(note, text);
}

/* chasquid, behind its tls clause: "over SMTP, TLS-1.3, ..." or "over SMTP, plain text!". */
static gboolean
read_over(HemoReceivedNote *note, const Words *words)
{
    if (word_is(words, 2, "plain") && word_is(words, 3, "text!")) {
        note->tls = HEMO_TLS_NO;
        return TRUE;
    }
    if (note->tls != HEMO_TLS_YES || hemo_tls_suite_version(word_at(words, 2)) == NULL)
        return FALSE;
    set_version(note, hemo_tls_suite_version(word_at(words, 2)));
    return TRUE;
}

static gboolean
read_google(HemoReceivedNote *note, const Words *words)
{
    if (words->n != 3 || !word_is(words, 1, "Transport") || !word_is(words, 2, "Security"))
        return FALSE;
    set_version(note, NULL);
    return TRUE;
}

typedef struct {
    const char *word;
    gboolean (*read)(HemoReceivedNote *note, const Words *words);
    gboolean early; /* may stand before "by" */
} Form;

static gboolean
read_tls_colon(HemoReceivedNote *note, const Words *words)
{
    return read_courier(note, words, 0);
}

static const Form FORMS[] = {
    {"using", read_using, TRUE},
    {"TLS:", read_tls_colon, TRUE},
    {"IDENT:", read_list, TRUE},
    {"AUTH:", read_list, TRUE},
    {"Cipher", read_cipher_colon, FALSE},
    {"over", read_over, FALSE},
    {"Google", read_google, FALSE},
};

/* The value of "key=value" if @word has that key. */
static gboolean
read_key(HemoSlice word, const char *key, HemoSlice *ret_value)
{
    gsize equal = hemo_slice_find(word, '=');

    if (equal == word.size || !hemo_slice_equal_nocase(hemo_slice_sub(word, 0, equal), key))
        return FALSE;
    *ret_value = hemo_slice_from(word, equal + 1);
    return TRUE;
}

/* "version=V cipher=X bits=N/M verify=..", in any number; only the first word decides. */
static gboolean
read_pairs(HemoReceivedNote *note, const Words *words)
{
    HemoSlice value;

    for (gsize i = 0; i < words->n; i++) {
        HemoSlice word = word_at(words, i);
        gboolean version =
            read_key(word, "version", &value) || read_key(word, "tlsversion", &value);

        if (version && hemo_tls_suite_version(value) != NULL)
            set_version(note, hemo_tls_suite_version(value));
        else if (version && i == 0)
            return FALSE;
        else if (read_key(word, "cipher", &value) || read_key(word, "tlscipher", &value))
            set_cipher(note, value);
        else if (i == 0)
            return FALSE;
        else if (read_key(word, "bits", &value))
            note->bits = read_bits(value);
    }
    return note->tls == HEMO_TLS_YES;
}

/* "X encrypted", "V:X encrypted, authenticated". */
static gboolean
read_encrypted(HemoReceivedNote *note, const Words *words)
{
    return word_is(words, 1, "encrypted") && words->n <= 3 &&
           hemo_received_note_read_suite(note, word_at(words, 0));
}

/* "V", "V:X:N", "V X", "V, X, ...", "TLS", "TLS bits=256 ..". */
static gboolean
read_version_first(HemoReceivedNote *note, const Words *words)
{
    HemoSlice first = word_at(words, 0), bits;
    gsize colon = hemo_slice_find(first, ':');

    if (hemo_tls_suite_version(hemo_slice_sub(first, 0, colon)) == NULL || words->n > 6)
        return FALSE;
    hemo_received_note_read_suite(note, first);
    if (read_key(word_at(words, 1), "bits", &bits))
        note->bits = read_bits(bits);
    else if (words->n > 1 && colon == first.size)
        set_cipher(note, word_at(words, 1));
    return TRUE;
}

/* A banner that ends in "with TLS" or "with TLSv1.2 X 256/256". */
static gboolean
read_banner(HemoReceivedNote *note, const Words *words)
{
    for (gsize i = words->n > 4 ? words->n - 4 : 1; i + 1 < words->n; i++) {
        const char *version = hemo_tls_suite_version(word_at(words, i + 1));

        if (!word_is(words, i, "with") || version == NULL)
            continue;
        set_version(note, version);
        if (set_cipher(note, word_at(words, i + 2)))
            note->bits = read_bits(word_at(words, i + 3));
        return TRUE;
    }
    return FALSE;
}

/* ZMailer: only its "none" is believed; what stands before it comes from the client. */
static gboolean
read_zmailer(HemoReceivedNote *note, HemoSlice comment)
{
    static const char NONE[] = "TLS-CIPHER: <none>";
    gsize at = hemo_slice_find_text(comment, NONE);

    if (at == comment.size)
        return FALSE;
    note->tls = HEMO_TLS_NO;
    return TRUE;
}

gboolean
hemo_received_note_read_comment(HemoReceivedNote *note, HemoSlice comment, HemoNotePlace place)
{
    Words words;

    split(comment, &words);
    for (gsize i = 0; i < G_N_ELEMENTS(FORMS); i++) {
        if (word_is(&words, 0, FORMS[i].word))
            return (place == HEMO_NOTE_BY || FORMS[i].early) && FORMS[i].read(note, &words);
    }
    if (place == HEMO_NOTE_FROM)
        return read_zmailer(note, comment);
    return read_pairs(note, &words) || read_encrypted(note, &words) ||
           read_version_first(note, &words) || read_banner(note, &words);
}

static const char *const PROTOCOLS[] = {
    "ESMTPS",
    "ESMTPSA",
    "SMTPS",
    "SMTPSA",
    "UTF8SMTPS",
    "UTF8SMTPSA",
    "LMTPS",
    "UTF8LMTPS",
    "LMTPSA",
    "ESMTP-TLS",
    "HTTPS",
    "STARTTLS",
    "TLS",
    "SSL",
    "UTF8LMTPSA",
    "ESMTP+TLS",
    "SMTP-TLS",
    "ASMTPS",
};

gboolean
hemo_received_note_read_protocol(HemoReceivedNote *note, HemoSlice word)
{
    gsize slash = hemo_slice_find(word, '/');

    for (gsize i = 0; i < G_N_ELEMENTS(PROTOCOLS); i++) {
        if (!hemo_slice_equal_nocase(word, PROTOCOLS[i]))
            continue;
        note->tls = HEMO_TLS_YES;
        return TRUE;
    }
    if (slash == word.size ||
        !hemo_slice_has_prefix_nocase(hemo_slice_from(word, slash), "/TLS/"))
        return FALSE;
    note->tls = HEMO_TLS_YES;
    set_cipher(note, hemo_slice_from(word, slash + 5));
    return TRUE;
}
