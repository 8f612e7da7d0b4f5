/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-received.h.  The lexer's tokens drive a small machine: a clause word
 * (from, by, with, id, for, via, tls) outside of brackets changes the state, and
 * what a token may mean depends on the state alone.  Where a stranger's words
 * could have opened a clause, the later clause, which the server wrote, wins.
 */
#include "hemo-received.h"

#include <string.h>

#include "hemo-limits.h"
#include "hemo-received-lexer.h"
#include "hemo-received-peer.h"
#include "hemo-secret.h"
#include "hemo-tls-suite.h"

#define MAX_CLAUSE_WORDS 12 /* of "with" and "via"; a banner may be longer */

/* Where the evidence was found; a later server's clause drops what came before it. */
typedef enum {
    SOURCE_NONE = 0,
    SOURCE_FROM,  /* a comment before "by" */
    SOURCE_EARLY, /* "with" before "by" */
    SOURCE_BY,
} Source;

struct _HemoReceived {
    HemoSecret *copy;
    HemoSlice item[HEMO_N_RECEIVED_ITEMS];
    HemoReceivedNote note;
    gsize evidence_offset;
    gsize evidence_length;
    gboolean authenticated;
    gboolean local;
};

typedef enum {
    AT_START = 0,
    AT_FROM_NAME,
    AT_FROM,
    AT_BY_NAME,
    AT_BY,
    AT_NEXT_BY_NAME,
    AT_WITH,
    AT_VIA,
    AT_TLS,
    AT_VALUE, /* of id, for, envelope-from: whatever it is, it is skipped */
    AT_TAIL,
    AT_DATE,
} State;

typedef struct {
    HemoReceived *received;
    HemoReceivedPeer peer;
    HemoToken token;
    State state;
    Source source;
    gboolean comment_evidence;
    gboolean seen_by;
    gboolean seen_for;
    HemoSlice next_by; /* a second "by", until "with" confirms it */
    guint n_words;     /* of this clause */
} Parser;

static void
drop_evidence(Parser *parser)
{
    parser->received->note = (HemoReceivedNote){.tls = HEMO_TLS_UNKNOWN};
    parser->received->evidence_length = 0;
    parser->source = SOURCE_NONE;
    parser->comment_evidence = FALSE;
}

/* A comment tells more than a protocol word and replaces it. */
static void
keep_evidence(Parser *parser, Source source)
{
    gboolean comment = parser->token.kind == HEMO_TOKEN_COMMENT;

    if (parser->source == SOURCE_NONE || (comment && !parser->comment_evidence)) {
        parser->received->evidence_offset = parser->token.offset;
        parser->received->evidence_length = parser->token.length;
        parser->comment_evidence = comment;
    }
    parser->source = MAX(parser->source, source);
}

static Source
current_source(const Parser *parser)
{
    return parser->seen_by ? SOURCE_BY : SOURCE_EARLY;
}

static gboolean
has_letters(HemoSlice text)
{
    for (gsize i = 0; i < text.size; i++) {
        if (g_ascii_isalnum((char)text.data[i]) || text.data[i] >= 0x80)
            return TRUE;
    }
    return FALSE;
}

/* ---- clause words ---- */

static void
open_from(Parser *parser)
{
    if (parser->state == AT_START)
        parser->state = AT_FROM_NAME;
}

static void
open_by(Parser *parser)
{
    if (parser->state == AT_DATE) {
        drop_evidence(parser);
        return;
    }
    if (parser->seen_by) {
        parser->state = AT_NEXT_BY_NAME;
        return;
    }
    if (parser->source == SOURCE_EARLY)
        drop_evidence(parser);
    parser->received->item[HEMO_RECEIVED_PROTOCOL] = HEMO_SLICE_EMPTY;
    parser->seen_by = TRUE;
    parser->state = AT_BY_NAME;
}

static void
open_with(Parser *parser)
{
    if (parser->next_by.size > 0) {
        drop_evidence(parser);
        parser->received->item[HEMO_RECEIVED_BY] = parser->next_by;
        parser->received->item[HEMO_RECEIVED_PROTOCOL] = HEMO_SLICE_EMPTY;
        parser->next_by = HEMO_SLICE_EMPTY;
        parser->seen_for = FALSE;
    }
    if (parser->seen_for || parser->state == AT_DATE ||
        (parser->state == AT_TAIL && parser->received->item[HEMO_RECEIVED_PROTOCOL].size > 0))
        return;
    parser->state = AT_WITH;
    parser->n_words = 0;
}

static void
open_via(Parser *parser)
{
    if (!parser->seen_by || parser->seen_for || parser->state == AT_DATE)
        return;
    parser->state = AT_VIA;
    parser->n_words = 0;
}

static void
open_tls(Parser *parser)
{
    if (parser->seen_by && !parser->seen_for && parser->state != AT_DATE)
        parser->state = AT_TLS;
}

static void
open_value(Parser *parser)
{
    if (parser->state != AT_DATE && parser->state != AT_START)
        parser->state = AT_VALUE;
}

static void
open_for(Parser *parser)
{
    if (!parser->seen_by || parser->state == AT_DATE)
        return;
    parser->seen_for = TRUE;
    parser->state = AT_VALUE;
}

static const struct {
    const char *word;
    void (*open)(Parser *parser);
} CLAUSES[] = {
    {"from", open_from},
    {"by", open_by},
    {"with", open_with},
    {"id", open_value},
    {"for", open_for},
    {"envelope-from", open_value},
    {"via", open_via},
    {"tls", open_tls},
};

/* "over TLS" is not the clause: software writes that in lower case. */
static gboolean
is_tls_word(HemoSlice word)
{
    return word.data[0] == 'T';
}

static gboolean
open_clause(Parser *parser, HemoSlice word)
{
    if ((word.size > 4 && word.size != 13) || is_tls_word(word))
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(CLAUSES); i++) {
        if (!hemo_slice_equal_nocase(word, CLAUSES[i].word))
            continue;
        CLAUSES[i].open(parser);
        return TRUE;
    }
    return FALSE;
}

/* ---- words within a clause ---- */

/* "from mail pickup service", "from authenticated user": no name at all. */
static gboolean
is_phrase(Parser *parser, const char *first, HemoSlice word, const char *second)
{
    HemoSlice *from = &parser->received->item[HEMO_RECEIVED_FROM];

    if (!hemo_slice_equal_nocase(word, second) || !hemo_slice_equal_nocase(*from, first))
        return FALSE;
    *from = HEMO_SLICE_EMPTY;
    return TRUE;
}

static void
read_from_word(Parser *parser, HemoSlice word)
{
    HemoReceived *received = parser->received;

    if (is_phrase(parser, "mail", word, "pickup")) {
        received->local = TRUE;
    } else if (is_phrase(parser, "authenticated", word, "user")) {
        received->authenticated = TRUE;
    } else if (hemo_slice_equal_nocase(word, "authenticated")) {
        received->authenticated = TRUE;
    } else if (word.data[0] == '[') {
        hemo_received_peer_read_literal(&parser->peer, word);
    }
}

static void
add_phrase(Parser *parser, HemoSlice word)
{
    HemoSlice *phrase = &parser->received->item[HEMO_RECEIVED_PHRASE];

    if (parser->n_words == 1)
        *phrase = word;
    else
        phrase->size = (gsize)(word.data + word.size - phrase->data);
}

static void
read_with_word(Parser *parser, HemoSlice word)
{
    HemoSlice *protocol = &parser->received->item[HEMO_RECEIVED_PROTOCOL];
    HemoReceivedNote *note = &parser->received->note;

    if (++parser->n_words > MAX_CLAUSE_WORDS)
        return;
    if (parser->n_words == 2 && hemo_slice_equal_nocase(word, "encrypted") &&
        hemo_received_note_read_suite(note, *protocol)) {
        keep_evidence(parser, current_source(parser));
        *protocol = HEMO_SLICE_EMPTY;
        return;
    }
    if (protocol->size == 0)
        *protocol = hemo_slice_sub(word, 0, hemo_slice_find(word, '/'));
    add_phrase(parser, word);
    if (hemo_received_note_read_protocol(note, word))
        keep_evidence(parser, current_source(parser));
}

/* "over TLS secured channel with ..." */
static void
read_by_tail(Parser *parser, HemoSlice word)
{
    if (hemo_received_note_read_protocol(&parser->received->note, word))
        keep_evidence(parser, SOURCE_BY);
}

static void
read_via_word(Parser *parser, HemoSlice word)
{
    if (hemo_slice_equal_nocase(word, "listexpand"))
        parser->received->local = TRUE;
    if (++parser->n_words <= 2 &&
        hemo_received_note_read_protocol(&parser->received->note, word))
        keep_evidence(parser, SOURCE_BY);
}

/* RFC 8314 section 4.3: the cipher suite and nothing else. */
static void
read_tls_word(Parser *parser, HemoSlice word)
{
    if (hemo_received_note_read_suite(&parser->received->note, word))
        keep_evidence(parser, current_source(parser));
    parser->state = AT_TAIL;
}

static void
read_next_by(Parser *parser, HemoSlice word)
{
    parser->state = AT_TAIL;
    if (hemo_tls_suite_version(word) == NULL)
        parser->next_by = word;
    else if (hemo_received_note_read_protocol(&parser->received->note, word))
        keep_evidence(parser, SOURCE_BY);
}

static void
read_by_word(Parser *parser, HemoSlice word)
{
    parser->state = AT_BY;
    if (has_letters(word))
        parser->received->item[HEMO_RECEIVED_BY] = word;
}

static void
read_word_in_state(Parser *parser, HemoSlice word)
{
    switch (parser->state) {
    case AT_FROM_NAME:
        parser->received->item[HEMO_RECEIVED_FROM] = word;
        parser->state = AT_FROM;
        break;
    case AT_FROM:
        read_from_word(parser, word);
        break;
    case AT_BY_NAME:
        read_by_word(parser, word);
        break;
    case AT_NEXT_BY_NAME:
        read_next_by(parser, word);
        break;
    case AT_WITH:
        read_with_word(parser, word);
        break;
    case AT_VIA:
        read_via_word(parser, word);
        break;
    case AT_TLS:
        read_tls_word(parser, word);
        break;
    case AT_BY:
        read_by_tail(parser, word);
        break;
    case AT_START:
    case AT_VALUE:
    case AT_TAIL:
    case AT_DATE:
        break;
    }
}

static void
read_word(Parser *parser)
{
    HemoSlice word = parser->token.text;

    if (parser->state == AT_VALUE && !hemo_slice_equal_nocase(word, "for")) {
        parser->state = AT_TAIL;
        return;
    }
    if (open_clause(parser, word))
        return;
    if (hemo_slice_equal_nocase(word, "auth=yes") && parser->seen_by)
        parser->received->authenticated = TRUE;
    read_word_in_state(parser, word);
}

/* ---- comments ---- */

/* "(qmail 1 invoked ...)", "(Postfix, from userid 1000)", "(user@host)" before "by". */
static gboolean
is_local_comment(HemoSlice comment)
{
    return hemo_slice_find_text(comment, " invoked ") < comment.size ||
           hemo_slice_find_text(comment, "from userid") < comment.size ||
           hemo_slice_has_prefix_nocase(comment, "from ");
}

/* The peer's address ends what the client may have written: evidence starts behind it. */
static void
read_from_comment(Parser *parser, HemoSlice comment)
{
    if (hemo_received_peer_read_comment(&parser->peer, comment))
        drop_evidence(parser);
    if (hemo_received_note_read_comment(&parser->received->note, comment, HEMO_NOTE_FROM))
        keep_evidence(parser, SOURCE_FROM);
}

static void
read_by_comment(Parser *parser, HemoSlice comment)
{
    HemoReceived *received = parser->received;

    if (received->item[HEMO_RECEIVED_BANNER].size == 0)
        received->item[HEMO_RECEIVED_BANNER] = comment;
    if (is_local_comment(comment))
        received->local = TRUE;
    if (hemo_slice_find_text(comment, "encrypted, authenticated") < comment.size ||
        hemo_slice_has_prefix_nocase(comment, "Authenticated sender") ||
        hemo_slice_has_prefix_nocase(comment, "authenticated bits"))
        received->authenticated = TRUE;
    if (hemo_received_note_read_comment(&received->note, comment, HEMO_NOTE_BY))
        keep_evidence(parser, SOURCE_BY);
}

/* Yandex alone writes its TLS comment behind the date. */
static gboolean
is_yandex(const HemoReceived *received)
{
    HemoSlice banner = received->item[HEMO_RECEIVED_BANNER];

    return hemo_slice_equal_nocase(hemo_slice_from(banner, hemo_slice_find(banner, '/')),
                                   "/Yandex");
}

static void
read_comment(Parser *parser)
{
    HemoSlice comment = parser->token.text;

    if (parser->state == AT_DATE && !is_yandex(parser->received))
        return;
    if (parser->state == AT_FROM_NAME)
        parser->state = AT_FROM;
    if (parser->state == AT_VALUE)
        parser->state = AT_TAIL;
    if (parser->seen_by || parser->state == AT_WITH)
        read_by_comment(parser, comment);
    else if (parser->state == AT_FROM)
        read_from_comment(parser, comment);
    else if (is_local_comment(comment))
        parser->received->local = TRUE;
    else
        hemo_received_peer_read_comment(&parser->peer, comment);
}

/* ---- the whole ---- */

static gboolean
is_listed_name(HemoSlice text, const char *names)
{
    for (; *names != '\0'; names += 3) {
        if (g_ascii_strncasecmp((const char *)text.data, names, 3) == 0)
            return TRUE;
    }
    return FALSE;
}

/* "Mon, 1 ...", "1 Jan ...", "Jan, 1 ...", "2026-01-01": a date begins here. */
static gboolean
begins_date(HemoSlice rest)
{
    gsize digits = 0;

    rest = hemo_slice_strip(hemo_slice_sub(rest, 0, 24));
    if (rest.size < 6)
        return FALSE;
    if (is_listed_name(rest, "SunMonTueWedThuFriSat") ||
        is_listed_name(rest, "JanFebMarAprMayJunJulAugSepOctNovDec"))
        return !g_ascii_isalpha((char)rest.data[3]);
    while (g_ascii_isdigit(hemo_slice_at(rest, digits)))
        digits++;
    if (digits == 4)
        return hemo_slice_at(rest, 4) == '-';
    return digits > 0 && digits < 3 && rest.size > digits + 4 &&
           is_listed_name(hemo_slice_from(rest, digits + 1),
                          "JanFebMarAprMayJunJulAugSepOctNovDec");
}

static void
read_semicolon(Parser *parser)
{
    HemoSlice field = hemo_secret_slice(parser->received->copy);

    if (parser->state != AT_DATE &&
        begins_date(hemo_slice_from(field, parser->token.offset + 1)))
        parser->state = AT_DATE;
    else if (parser->state == AT_WITH || parser->state == AT_VIA || parser->state == AT_VALUE)
        parser->state = AT_TAIL;
}

/* "<unknown>" behind "from", or a value that is skipped; "by authid <..>" is no server. */
static void
read_bracket(Parser *parser)
{
    HemoSlice field = hemo_secret_slice(parser->received->copy);

    parser->next_by = HEMO_SLICE_EMPTY;
    if (parser->state == AT_VALUE)
        parser->state = AT_TAIL;
    if (parser->state != AT_FROM_NAME)
        return;
    parser->received->item[HEMO_RECEIVED_FROM] =
        hemo_slice_sub(field, parser->token.offset, parser->token.length);
    parser->state = AT_FROM;
}

static void
read_token(Parser *parser)
{
    switch (parser->token.kind) {
    case HEMO_TOKEN_WORD:
        read_word(parser);
        break;
    case HEMO_TOKEN_COMMENT:
        read_comment(parser);
        break;
    case HEMO_TOKEN_SEMICOLON:
        read_semicolon(parser);
        break;
    case HEMO_TOKEN_QUOTED:
    case HEMO_TOKEN_ANGLE:
        read_bracket(parser);
        break;
    case HEMO_TOKEN_END:
        break;
    }
}

static gboolean
is_exim(const HemoReceived *received)
{
    return hemo_slice_has_prefix_nocase(received->item[HEMO_RECEIVED_BANNER], "Exim");
}

/* The word behind "from" is a looked-up name where HELO stands apart, and in Exim's form. */
static void
settle_peer(Parser *parser)
{
    HemoReceived *received = parser->received;
    HemoReceivedPeer *peer = &parser->peer;
    HemoSlice from = received->item[HEMO_RECEIVED_FROM];
    HemoSlice literal = hemo_received_peer_address(from);
    gboolean name = literal.size == 0 && hemo_slice_find(from, '.') < from.size;

    if (peer->ip.size == 0)
        peer->ip = literal;
    if (peer->rdns.size == 0 && name && (peer->from_is_rdns || is_exim(received)))
        peer->rdns = from;
    received->item[HEMO_RECEIVED_HELO] = peer->helo.size > 0 ? peer->helo : from;
    received->item[HEMO_RECEIVED_RDNS] = peer->rdns;
    received->item[HEMO_RECEIVED_IP] = peer->ip;
    received->authenticated = received->authenticated || peer->authenticated;
}

static const char *const AUTH_PROTOCOLS[] = {
    "ESMTPA",
    "ESMTPSA",
    "SMTPSA",
    "SMTPA",
    "UTF8SMTPA",
    "UTF8SMTPSA",
    "asmtp",
    "LMTPA",
    "LMTPSA",
};

static gboolean
is_auth_protocol(HemoSlice protocol)
{
    for (gsize i = 0; i < G_N_ELEMENTS(AUTH_PROTOCOLS); i++) {
        if (hemo_slice_equal_nocase(protocol, AUTH_PROTOCOLS[i]))
            return TRUE;
    }
    return FALSE;
}

HemoReceived *
hemo_received_parse(HemoSlice field)
{
    HemoReceived *received = g_new0(HemoReceived, 1);
    Parser parser = {.received = received};
    HemoReceivedLexer lexer;

    received->copy = hemo_secret_new_copy(hemo_slice_sub(field, 0, HEMO_LIMIT_RECEIVED_FIELD));
    lexer = hemo_received_lexer(hemo_secret_slice(received->copy));
    while (hemo_received_lexer_next(&lexer, &parser.token))
        read_token(&parser);
    settle_peer(&parser);
    if (is_auth_protocol(received->item[HEMO_RECEIVED_PROTOCOL]))
        received->authenticated = TRUE;
    return received;
}

void
hemo_received_free(HemoReceived *received)
{
    if (received == NULL)
        return;
    hemo_secret_unref(received->copy);
    g_free(received);
}

HemoSlice
hemo_received_item(const HemoReceived *received, HemoReceivedItem item)
{
    return received->item[item];
}

const HemoReceivedNote *
hemo_received_note(const HemoReceived *received)
{
    return &received->note;
}

gboolean
hemo_received_evidence(const HemoReceived *received, gsize *ret_offset, gsize *ret_length)
{
    *ret_offset = received->evidence_offset;
    *ret_length = received->evidence_length;
    return received->evidence_length > 0;
}

gboolean
hemo_received_is_authenticated(const HemoReceived *received)
{
    return received->authenticated;
}

gboolean
hemo_received_is_local(const HemoReceived *received)
{
    return received->local;
}

/* ---- the object ---- */

static const HemoName TLS_NAMES[] = {
    {HEMO_TLS_UNKNOWN, "unknown"},
    {HEMO_TLS_NO, "no"},
    {HEMO_TLS_YES, "yes"},
    {0, NULL},
};

static void
add(GVariantBuilder *object, const char *key, GVariant *value)
{
    g_variant_builder_add_value(
        object,
        g_variant_new_dict_entry(g_variant_new_string(key), g_variant_new_variant(value)));
}

static gboolean
is_shown(gunichar c)
{
    return c == ' ' || (g_unichar_isgraph(c) && !g_unichar_isspace(c));
}

char *
hemo_received_text(HemoSlice text)
{
    g_autofree char *valid =
        text.size > 0 ? g_utf8_make_valid((const char *)text.data, (gssize)text.size) : NULL;
    GString *shown = g_string_sized_new(text.size);

    for (const char *at = valid; at != NULL && *at != '\0'; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);

        g_string_append_unichar(shown, is_shown(c) ? c : '?');
    }
    return g_string_free(shown, FALSE);
}

static void
add_text(GVariantBuilder *object, const char *key, HemoSlice text)
{
    GVariant *string = NULL;

    if (text.size > 0)
        string = g_variant_new_take_string(hemo_received_text(text));
    add(object, key, g_variant_new_maybe(G_VARIANT_TYPE_STRING, string));
}

GVariant *
hemo_received_object(const HemoReceived *received)
{
    static const struct {
        HemoReceivedItem item;
        const char *key;
    } items[] = {
        {HEMO_RECEIVED_FROM, "from"},
        {HEMO_RECEIVED_HELO, "helo"},
        {HEMO_RECEIVED_RDNS, "rdns"},
        {HEMO_RECEIVED_IP, "ip"},
        {HEMO_RECEIVED_BY, "by"},
        {HEMO_RECEIVED_PROTOCOL, "protocol"},
    };
    const HemoReceivedNote *note = &received->note;
    GVariantBuilder object;

    g_variant_builder_init(&object, G_VARIANT_TYPE_VARDICT);
    for (gsize i = 0; i < G_N_ELEMENTS(items); i++)
        add_text(&object, items[i].key, received->item[items[i].item]);
    add(&object, "tls", g_variant_new_string(hemo_names_find(TLS_NAMES, (int)note->tls)));
    add_text(&object, "version", hemo_slice_text(note->version));
    add_text(&object, "cipher", note->cipher);
    add(&object,
        "bits",
        g_variant_new_maybe(G_VARIANT_TYPE_UINT32,
                            note->bits ? g_variant_new_uint32(note->bits) : NULL));
    return g_variant_builder_end(&object);
}
