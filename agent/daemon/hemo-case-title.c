/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-case-title.h.
 */
#include "hemo-case-title.h"

#include <glib/gi18n-lib.h>

typedef struct {
    HemoReason reason;
    const char *words;
} Clause;

/* Reasons that say it all.  Read from the top. */
static const Clause whole[] = {
    {HEMO_REASON_NOT_JUDGED, N_("This mail could not be judged.")},
    {HEMO_REASON_POLICY_HOLDS,
     N_("Your organisation does not let such mail leave by e-mail, as it may contain patient "
        "data.")},
    {HEMO_REASON_ASK_UNREADABLE,
     N_("A part of this mail could not be read, and only you know what it contains.")},
    {HEMO_REASON_ASK_HEALTH,
     N_("This mail speaks of health, and only you know whether it is about a patient.")},
    {HEMO_REASON_ASK_ALWAYS,
     N_("Your organisation wants you to confirm this mail before it is sent.")},
};

/* Why the mail needs protection: begins the sentence. */
static const Clause causes[] = {
    {HEMO_REASON_PATIENT_DATA, N_("This mail contains patient data")},
    {HEMO_REASON_UNREADABLE, N_("A part of this mail could not be read")},
    {HEMO_REASON_REQUESTED, N_("Protection was asked for")},
    {HEMO_REASON_HEALTH_ONLY, N_("This mail speaks of health")},
    {HEMO_REASON_FORCED, N_("Your organisation protects such mail")},
};

/* How many recipients a sentence is about. */
typedef struct {
    guint some;
    guint all;
} Share;

static gboolean
has_reason(const HemoDecision *decision, HemoReason reason)
{
    for (guint i = 0; i < decision->n_reasons; i++) {
        if (decision->reasons[i] == reason)
            return TRUE;
    }
    return FALSE;
}

static guint
count_all(const HemoCase *mail)
{
    return (guint)hemo_envelope_count(hemo_case_envelope(mail));
}

/* Recipients for whom the verdict is that of the mail, and for @reason (INVALID: any). */
static Share
share_of(const HemoCase *mail, HemoReason reason)
{
    Share share = {0, count_all(mail)};

    for (guint i = 0; i < share.all; i++) {
        const HemoDecision *decision = hemo_case_decision(mail, i);

        if (decision->verdict == hemo_case_verdict(mail) &&
            (reason == HEMO_REASON_INVALID || has_reason(decision, reason)))
            share.some++;
    }
    return share;
}

/* The words of the first clause that holds for anybody; NULL if none does. */
static const char *
find_clause(const HemoCase *mail, const Clause *clauses, gsize n)
{
    for (gsize i = 0; i < n; i++) {
        for (guint j = 0; j < count_all(mail); j++) {
            if (has_reason(hemo_case_decision(mail, j), clauses[i].reason))
                return _(clauses[i].words);
        }
    }
    return NULL;
}

static const char *
cause_of(const HemoCase *mail)
{
    const char *cause = find_clause(mail, causes, G_N_ELEMENTS(causes));

    return cause != NULL ? cause : _("This mail needs protection");
}

static char *
unsafe_words(Share share)
{
    if (share.all == 1)
        return g_strdup(_("there is no safe way to reach the recipient"));
    if (share.some == share.all)
        return g_strdup_printf(
            ngettext("there is no safe way to reach the %u recipient",
                     "there is no safe way to reach any of the %u recipients",
                     share.all),
            share.all);
    return g_strdup_printf(ngettext("there is no safe way to reach %u of %u recipients",
                                    "there is no safe way to reach %u of %u recipients",
                                    share.some),
                           share.some,
                           share.all);
}

/* Those who are held because nothing is known of their mail servers yet. */
static Share
open_share(const HemoCase *mail)
{
    Share share = {0, count_all(mail)};

    for (guint i = 0; i < share.all; i++)
        share.some += hemo_case_is_open(mail, i) ? 1 : 0;
    return share;
}

static char *
open_words(Share share)
{
    if (share.all == 1)
        return g_strdup(
            _("it could not be found out in time whether the recipient can be reached safely"));
    return g_strdup_printf(
        ngettext("it could not be found out in time whether %u of %u recipients can be reached "
                 "safely",
                 "it could not be found out in time whether %u of %u recipients can be reached "
                 "safely",
                 share.some),
        share.some,
        share.all);
}

/* Those who are held because of the state of their key. */
static Share
key_share(const HemoCase *mail, HemoKeyState state)
{
    Share share = {0, count_all(mail)};

    for (guint i = 0; i < share.all; i++) {
        const HemoKey *key = hemo_case_nearest_key(mail, i);

        if (key != NULL && hemo_key_state(key) == state &&
            hemo_case_decision(mail, i)->verdict == HEMO_VERDICT_HOLD &&
            hemo_case_lacks_key(mail, i))
            share.some++;
    }
    return share;
}

static char *
changed_words(Share share)
{
    if (share.all == 1)
        return g_strdup(_("the key of the recipient is another than before"));
    return g_strdup_printf(ngettext("the key of %u of %u recipients is another than before",
                                    "the keys of %u of %u recipients are others than before",
                                    share.some),
                           share.some,
                           share.all);
}

static char *
unconfirmed_words(Share share)
{
    if (share.all == 1)
        return g_strdup(_("nobody has confirmed the key of the recipient"));
    return g_strdup_printf(ngettext("nobody has confirmed the key of %u of %u recipients",
                                    "nobody has confirmed the keys of %u of %u recipients",
                                    share.some),
                           share.some,
                           share.all);
}

/* What holds up every held recipient is said as such: it is not their fault. */
static char *
obstacle_words(const HemoCase *mail)
{
    Share held = share_of(mail, HEMO_REASON_INVALID);
    Share open = open_share(mail);
    Share changed = key_share(mail, HEMO_KEY_CHANGED);
    Share unconfirmed = key_share(mail, HEMO_KEY_UNCONFIRMED);

    if (changed.some > 0)
        return changed_words(changed);
    if (open.some > 0 && open.some == held.some)
        return open_words(open);
    if (share_of(mail, HEMO_REASON_ENCRYPTED_ALREADY).some == held.some)
        return g_strdup(_("your mail program has encrypted it already"));
    if (share_of(mail, HEMO_REASON_LEG_UNVERIFIED).some < held.some) {
        held.some -= MIN(open.some, held.some);
        return unconfirmed.some > 0 && unconfirmed.some == held.some
                   ? unconfirmed_words(unconfirmed)
                   : unsafe_words(held);
    }
    if (hemo_case_account(mail) == NULL)
        return g_strdup(_("Hemostat does not know the account that it is sent from"));
    return g_strdup(_("the way to your own mail server is not safe"));
}

/* As the name service says, which may be wrong. */
static char *
denied_words(Share share)
{
    if (share.all == 1)
        return g_strdup(_("It seems that the address of the recipient cannot receive mail."));
    return g_strdup_printf(ngettext("It seems that %u of %u addresses cannot receive mail.",
                                    "It seems that %u of %u addresses cannot receive mail.",
                                    share.some),
                           share.some,
                           share.all);
}

static char *
undeliverable_words(const HemoCase *mail, Share share)
{
    for (guint i = 0; i < share.all; i++) {
        if (hemo_case_is_denied(mail, i))
            return denied_words(share);
    }
    if (share.all == 1)
        return g_strdup(_("The address of the recipient cannot receive mail."));
    return g_strdup_printf(ngettext("%u of %u addresses cannot receive mail.",
                                    "%u of %u addresses cannot receive mail.",
                                    share.some),
                           share.some,
                           share.all);
}

/* Both verdicts that keep the mail here. */
static char *
kept_words(const HemoCase *mail)
{
    const char *sentence = find_clause(mail, whole, G_N_ELEMENTS(whole));
    Share held = share_of(mail, HEMO_REASON_INVALID);
    Share asked = share_of(mail, HEMO_REASON_ASK_UNDELIVERABLE);
    Share dead = share_of(mail, HEMO_REASON_UNDELIVERABLE);
    g_autofree char *obstacle = NULL;

    if (sentence != NULL)
        return g_strdup(sentence);
    if (asked.some > 0)
        return undeliverable_words(mail, asked);
    if (dead.some > 0 && dead.some == held.some)
        return undeliverable_words(mail, dead);
    obstacle = obstacle_words(mail);
    /* TRANSLATORS: such as "This mail contains patient data, and there is no safe way ..." */
    return g_strdup_printf(_("%s, and %s."), cause_of(mail), obstacle);
}

static char *
left_out_words(Share share)
{
    return g_strdup_printf(ngettext("It is not sent to %u of %u recipients.",
                                    "It is not sent to %u of %u recipients.",
                                    share.some),
                           share.some,
                           share.all);
}

static char *
protected_words(const HemoCase *mail)
{
    Share encrypted = {0, count_all(mail)};
    Share left_out = encrypted;
    Share tls = encrypted;
    Share pdf = encrypted;

    for (guint i = 0; i < encrypted.all; i++) {
        const HemoDecision *decision = hemo_case_decision(mail, i);

        left_out.some += decision->left_out ? 1 : 0;
        encrypted.some += !decision->left_out && decision->method > HEMO_METHOD_TLS ? 1 : 0;
        tls.some += !decision->left_out && decision->method == HEMO_METHOD_TLS ? 1 : 0;
        pdf.some += !decision->left_out && decision->method == HEMO_METHOD_PDF ? 1 : 0;
    }
    if (left_out.some > 0)
        return left_out_words(left_out);
    if (encrypted.some + tls.some == 0)
        return g_strdup(_("This mail is made ready before it is sent."));
    if (encrypted.some == 0)
        return g_strdup_printf(_("%s, and %s."),
                               cause_of(mail),
                               _("it goes over TLS that can be trusted"));
    if (pdf.some == pdf.all)
        return g_strdup_printf(_("%s, and %s."),
                               cause_of(mail),
                               _("it goes as a PDF that five words open"));
    if (encrypted.some == encrypted.all)
        return g_strdup_printf(_("%s, and %s."), cause_of(mail), _("it will be encrypted"));
    return g_strdup_printf(ngettext("This mail will be encrypted for %u of %u recipients.",
                                    "This mail will be encrypted for %u of %u recipients.",
                                    encrypted.some),
                           encrypted.some,
                           encrypted.all);
}

char *
hemo_case_title_words(const HemoCase *mail)
{
    switch (hemo_case_verdict(mail)) {
    case HEMO_VERDICT_HOLD:
    case HEMO_VERDICT_ASK:
        return kept_words(mail);
    case HEMO_VERDICT_PROTECT:
        return protected_words(mail);
    case HEMO_VERDICT_SEND:
        break;
    }
    return g_strdup("");
}
