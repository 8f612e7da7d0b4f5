/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-case-key-words.h.
 */
#include "hemo-case-key-words.h"

#include "hemo-certificate.h"

#include <glib/gi18n-lib.h>

#define MAX_NAMED 3 /* recipients; who reads on does not read at all */
#define GROUP     4 /* digits that are read out in one breath */

/* Each stands behind the address; behind @compare comes the number of the key. */
static const struct {
    HemoKeyState state;
    gboolean compare;
    const char *words;
} rows[] = {
    {HEMO_KEY_CHANGED,
     TRUE,
     N_("this key is another than before. Call on a number that you already had, ask whether "
        "there is a new key, and compare its number")},
    {HEMO_KEY_UNCONFIRMED,
     TRUE,
     N_("nobody has confirmed this key. Call on a number that you know, and compare the number "
        "of the key")},
    {HEMO_KEY_EXPIRED, FALSE, N_("ask for a new key, as the one that is here has expired")},
    {HEMO_KEY_REVOKED, FALSE, N_("ask for a new key, as the one that is here was withdrawn")},
    {HEMO_KEY_BROKEN, FALSE, N_("ask for a new key, as the one that is here is damaged")},
    {HEMO_KEY_NOT_YET_VALID, FALSE, N_("ask when the new key becomes valid, and send then")},
    {HEMO_KEY_WEAK, FALSE, N_("ask for a stronger key, as the one that is here is too weak")},
    {HEMO_KEY_NOT_APPROVED, FALSE, N_("ask for a key of a kind that your organisation allows")},
    {HEMO_KEY_NOT_FOR_ENCRYPTION,
     FALSE,
     N_("ask for a key to encrypt mail with, as the one that is here can only sign")},
    {HEMO_KEY_WRONG_NAME, FALSE, N_("ask for a key that was made for this very address")},
    {HEMO_KEY_DISTRUSTED,
     FALSE,
     N_("ask for the right key, as the one that is here was marked as somebody else's")},
    {HEMO_KEY_STATUS_UNKNOWN,
     FALSE,
     N_("try again later, as it cannot be found out now whether the key was withdrawn")},
    {HEMO_KEY_DISABLED,
     FALSE,
     N_("ask the person who looks after your computer why this key is switched off")},
};

/* A certificate that names no list: waiting helps nobody. */
static const char no_list[] =
    N_("ask for another certificate: the one that is here names no list of withdrawn "
       "certificates, and your organisation wants such a list to be looked at");

static gboolean
has_no_list(const HemoKey *key)
{
    g_autoptr(HemoCertificate) certificate = NULL;

    if (hemo_key_state(key) != HEMO_KEY_STATUS_UNKNOWN ||
        hemo_key_kind(key) != HEMO_KEY_KIND_SMIME || hemo_key_material(key) == NULL)
        return FALSE;
    certificate = hemo_certificate_new(hemo_slice_bytes(hemo_key_material(key)), NULL);
    return certificate != NULL && *hemo_certificate_crl_places(certificate) == NULL;
}

/* The row of @index, or -1 if his key holds nothing up. */
static int
find_row(const HemoCase *mail, gsize index)
{
    const HemoDecision *decision = hemo_case_decision(mail, index);
    const HemoKey *key = hemo_case_nearest_key(mail, index);

    if (decision->verdict != HEMO_VERDICT_HOLD || key == NULL ||
        !hemo_case_lacks_key(mail, index))
        return -1;
    for (int i = 0; i < (int)G_N_ELEMENTS(rows); i++) {
        if (rows[i].state == hemo_key_state(key))
            return i;
    }
    return -1;
}

gboolean
hemo_case_key_words_has(const HemoCase *mail, gsize index)
{
    return find_row(mail, index) >= 0;
}

/* To be read out over the telephone. */
static char *
spell(const char *fingerprint)
{
    GString *text = g_string_new(NULL);

    for (gsize i = 0; fingerprint[i] != '\0'; i++) {
        if (i > 0 && i % GROUP == 0)
            g_string_append_c(text, ' ');
        g_string_append_c(text, fingerprint[i]);
    }
    return g_string_free(text, FALSE);
}

static void
add_row(const HemoCase *mail, gsize index, int row, GVariantBuilder *remedies)
{
    const HemoEnvelopeRecipient *recipient =
        hemo_envelope_recipient(hemo_case_envelope(mail), index);
    const char *address = hemo_address_full(recipient->address);
    const HemoKey *key = hemo_case_nearest_key(mail, index);
    const char *fingerprint = hemo_key_fingerprint(key);
    const char *advice = has_no_list(key) ? _(no_list) : _(rows[row].words);
    g_autofree char *number = spell(fingerprint);
    g_autofree char *words = rows[row].compare
                                 ? g_strconcat(address, ": ", advice, ": ", number, NULL)
                                 : g_strconcat(address, ": ", advice, NULL);
    g_autofree char *command = NULL;

    g_variant_builder_add(remedies, "s", words);
    if (!rows[row].compare)
        return;
    /* TRANSLATORS: %s: a mail address, and the number of a key */
    command = g_strdup_printf(_("If the numbers are the same, the person who looks after your "
                                "computer can confirm the key: hemostat keys confirm %s %s"),
                              address,
                              fingerprint);
    g_variant_builder_add(remedies, "s", command);
}

void
hemo_case_key_words_add(const HemoCase *mail, GVariantBuilder *remedies)
{
    guint named = 0;

    for (gsize i = 0; i < hemo_envelope_count(hemo_case_envelope(mail)); i++) {
        int row = find_row(mail, i);

        if (row >= 0 && named++ < MAX_NAMED)
            add_row(mail, i, row, remedies);
    }
}
