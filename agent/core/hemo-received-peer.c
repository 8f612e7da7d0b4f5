/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-received-peer.h.
 */
#include "hemo-received-peer.h"

#include <string.h>

#include "hemo-received-lexer.h"

#define LONGEST_ADDRESS 64

static gboolean
is_address(HemoSlice text)
{
    char copy[LONGEST_ADDRESS];

    if (text.size < 2 || text.size >= sizeof copy ||
        (!g_ascii_isxdigit((char)text.data[0]) && text.data[0] != ':'))
        return FALSE;
    memcpy(copy, text.data, text.size);
    copy[text.size] = '\0';
    return strlen(copy) == text.size && g_hostname_is_ip_address(copy);
}

/* The offset of the last @byte, or @text.size. */
static gsize
find_last(HemoSlice text, char byte)
{
    for (gsize i = text.size; i-- > 0;) {
        if ((char)text.data[i] == byte)
            return i;
    }
    return text.size;
}

/* @text, or @text without a port behind its last @mark. */
static HemoSlice
try_address(HemoSlice text, char mark)
{
    HemoSlice without = hemo_slice_sub(text, 0, find_last(text, mark));

    if (is_address(text))
        return text;
    return is_address(without) ? without : HEMO_SLICE_EMPTY;
}

static HemoSlice
unwrap(HemoSlice word)
{
    gsize open = find_last(word, '[');

    if (open < word.size) {
        word = hemo_slice_from(word, open + 1);
        word = hemo_slice_sub(word, 0, hemo_slice_find(word, ']'));
    }
    while (word.size > 0 && strchr("(/", word.data[0]) != NULL)
        word = hemo_slice_from(word, 1);
    while (word.size > 0 && strchr("),", word.data[word.size - 1]) != NULL)
        word.size--;
    if (hemo_slice_has_prefix_nocase(word, "IPv6:"))
        word = hemo_slice_from(word, 5);
    return word;
}

HemoSlice
hemo_received_peer_address(HemoSlice word)
{
    gsize at = find_last(word, '@');
    HemoSlice text = unwrap(at < word.size ? hemo_slice_from(word, at + 1) : word);
    HemoSlice address = try_address(text, ':');

    /* "2001:db8::1.587"; in "8.0.1.2.2017" it would make an address of a version. */
    if (address.size > 0 || hemo_slice_find(text, ':') == text.size)
        return address;
    return try_address(text, '.');
}

gboolean
hemo_received_peer_read_literal(HemoReceivedPeer *peer, HemoSlice word)
{
    HemoSlice address = hemo_received_peer_address(word);

    if (address.size > 0)
        peer->ip = address;
    return address.size > 0;
}

/* A host name: two labels, no address. */
static gboolean
is_host(HemoSlice text)
{
    gsize dots = 0;

    for (gsize i = 0; i < text.size; i++) {
        if (text.data[i] == '.')
            dots += i > 0 && i + 1 < text.size;
        else if (!g_ascii_isalnum((char)text.data[i]) && text.data[i] != '-' &&
                 text.data[i] != '_')
            return FALSE;
    }
    return dots > 0 && !is_address(text);
}

/* What follows the peer's address and is not about it. */
static const char *const OTHER_COMMENTS[] = {
    "Client",
    "No",
    "Authenticated",
    "authenticated",
    "User",
    "using",
    "TLS:",
    "AUTH:",
    "IDENT:",
    "uid",
    "envelope-from",
    "envelope-sender",
    "user=",
    "SSL",
    "SquirrelMail",
    "smtp-auth",
    "(authenticated",
};

static gboolean
is_other(HemoReceivedPeer *peer, HemoSlice comment, HemoSlice first)
{
    if (hemo_slice_has_prefix_nocase(comment, "authenticated") ||
        hemo_slice_has_prefix_nocase(comment, "user authenticated") ||
        hemo_slice_has_prefix_nocase(comment, "squirrelmail authenticated") ||
        hemo_slice_has_prefix_nocase(first, "user=") || hemo_slice_equal_nocase(first, "AUTH:"))
        peer->authenticated = TRUE;
    if (hemo_slice_find_text(comment, ", AUTH: ") < comment.size)
        peer->authenticated = TRUE;
    if (hemo_slice_has_prefix_nocase(first, "user="))
        return TRUE;
    for (gsize i = 0; i < G_N_ELEMENTS(OTHER_COMMENTS); i++) {
        if (hemo_slice_equal_nocase(first, OTHER_COMMENTS[i]))
            return TRUE;
    }
    return FALSE;
}

static gboolean
is_helo_word(HemoSlice word)
{
    return hemo_slice_equal_nocase(word, "HELO") || hemo_slice_equal_nocase(word, "EHLO") ||
           hemo_slice_equal_nocase(word, "LHLO");
}

/* vger's inner quotes: "EHLO name". */
static void
read_quoted(HemoReceivedPeer *peer, HemoSlice quoted)
{
    gsize blank = hemo_slice_find(quoted, ' ');

    if (!is_helo_word(hemo_slice_sub(quoted, 0, blank)))
        return;
    peer->helo = hemo_slice_strip(hemo_slice_from(quoted, blank));
    peer->from_is_rdns = TRUE;
}

/* One plain word of the address comment.  TRUE if it is the address. */
static gboolean
read_word(HemoReceivedPeer *peer, HemoSlice word, gboolean first, HemoSlice *host)
{
    gsize at = find_last(word, '@');

    if (hemo_slice_has_prefix_nocase(word, "helo=")) {
        peer->helo = hemo_slice_from(word, 5);
        peer->from_is_rdns = TRUE;
        return FALSE;
    }
    if (hemo_slice_find(word, '=') < word.size)
        return FALSE;
    if (hemo_received_peer_read_literal(peer, word))
        return TRUE;
    if (at < word.size)
        word = hemo_slice_from(word, at + 1);
    if (word.size > 0 && word.data[word.size - 1] == '.')
        word.size--;
    if (first && is_host(word))
        *host = word;
    return FALSE;
}

/* qmail's "(HELO name)" and CommuniGate's "(account user HELO name)". */
static void
read_helo_comment(HemoReceivedPeer *peer, HemoReceivedLexer *lexer, HemoToken token)
{
    if (hemo_slice_equal_nocase(token.text, "account"))
        peer->authenticated = TRUE;
    do {
        if (token.kind == HEMO_TOKEN_WORD && is_helo_word(token.text)) {
            if (hemo_received_lexer_next(lexer, &token))
                peer->helo = token.text;
            peer->from_is_rdns = TRUE;
            return;
        }
    } while (hemo_received_lexer_next(lexer, &token));
}

static gboolean
is_forged_mark(const HemoToken *token)
{
    return token->kind == HEMO_TOKEN_COMMENT &&
           hemo_slice_equal_nocase(token->text, "may be forged");
}

static gboolean
read_address_comment(HemoReceivedPeer *peer, HemoReceivedLexer *lexer, HemoToken token)
{
    HemoSlice host = HEMO_SLICE_EMPTY;
    gboolean found = FALSE, forged = FALSE, first = TRUE;

    do {
        if (token.kind == HEMO_TOKEN_QUOTED)
            read_quoted(peer, token.text);
        else if (token.kind == HEMO_TOKEN_WORD)
            found = read_word(peer, token.text, first, &host) || found;
        forged = forged || is_forged_mark(&token);
        first = FALSE;
    } while (hemo_received_lexer_next(lexer, &token));
    if (host.size > 0 && !forged)
        peer->rdns = host;
    return found;
}

gboolean
hemo_received_peer_read_comment(HemoReceivedPeer *peer, HemoSlice comment)
{
    HemoReceivedLexer lexer = hemo_received_lexer(comment);
    HemoToken token;

    if (!hemo_received_lexer_next(&lexer, &token) || is_other(peer, comment, token.text))
        return FALSE;
    if (token.kind == HEMO_TOKEN_WORD &&
        (is_helo_word(token.text) || hemo_slice_equal_nocase(token.text, "account"))) {
        read_helo_comment(peer, &lexer, token);
        return FALSE;
    }
    return read_address_comment(peer, &lexer, token);
}
