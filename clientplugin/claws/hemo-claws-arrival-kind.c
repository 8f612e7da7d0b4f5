/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claws-arrival-kind.h.
 */
#include "hemo-claws-arrival-kind.h"

#include "hemo-claws-field.h"

typedef enum {
    MATCH_PRESENT, /* the field is there, whatever it says */
    MATCH_BEGIN,
    MATCH_WHOLE,
    MATCH_SENDER, /* the local part of an address */
} Match;

static const struct {
    const char *field;
    Match match;
    const char *text;
} wanted[] = {
    {"Content-Type", MATCH_BEGIN, "multipart/report"},         /* RFC 6522 */
    {"Content-Type", MATCH_BEGIN, "multipart/signed"},         /* RFC 1847 */
    {"Content-Type", MATCH_BEGIN, "application/pkcs7-mime"},   /* RFC 8551 */
    {"Content-Type", MATCH_BEGIN, "application/x-pkcs7-mime"}, /* its old name */
    {"Autocrypt", MATCH_PRESENT, NULL},
    {"X-Failed-Recipients", MATCH_PRESENT, NULL}, /* reports without RFC 3464 */
    {"Return-Path", MATCH_WHOLE, "<>"},           /* RFC 5321 section 4.5.5 */
    {"From", MATCH_SENDER, "mailer-daemon"},      /* RFC 3464 section 2 */
    {"From", MATCH_SENDER, "postmaster"},
};

/* The byte before an address in a From field. */
static gboolean
can_precede(int byte)
{
    return byte < 0 || byte == '<' || byte == ' ' || byte == '\t' || byte == '"' || byte == ',';
}

static gboolean
is_sender(HemoSlice body, const char *local_part)
{
    HemoSlice at;

    for (gsize i = 0; i < body.size; i++) {
        at = hemo_slice_from(body, i);
        if (hemo_slice_has_prefix_nocase(at, local_part) &&
            (i == 0 || can_precede(hemo_slice_at(body, i - 1))))
            return TRUE;
    }
    return FALSE;
}

static gboolean
matches(HemoSlice body, Match match, const char *text)
{
    switch (match) {
    case MATCH_PRESENT:
        return TRUE;
    case MATCH_BEGIN:
        return hemo_slice_has_prefix_nocase(body, text);
    case MATCH_WHOLE:
        return hemo_slice_equal_nocase(body, text);
    case MATCH_SENDER:
        return is_sender(body, text);
    }
    return FALSE;
}

gboolean
hemo_claws_arrival_kind_is_wanted(HemoSlice headers)
{
    for (gsize i = 0; i < G_N_ELEMENTS(wanted); i++) {
        g_autoptr(HemoSecret) body = hemo_claws_field_find(headers, wanted[i].field);

        if (body != NULL && matches(hemo_secret_slice(body), wanted[i].match, wanted[i].text))
            return TRUE;
    }
    return FALSE;
}
