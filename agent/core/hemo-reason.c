/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-reason.h.
 */
#include "hemo-reason.h"

#include <glib/gi18n-lib.h>

static const struct {
    const char *code;
    const char *words;
} reasons[HEMO_N_REASONS] = {
    [HEMO_REASON_NO_PATIENT_DATA] = {"no-patient-data", N_("no patient data was found")},
    [HEMO_REASON_HEALTH_ONLY] = {"health-only",
                                 N_("it speaks of health, but of no particular person")},
    [HEMO_REASON_PATIENT_DATA] = {"patient-data", N_("it contains patient data")},
    [HEMO_REASON_UNREADABLE] =
        {"unreadable", N_("a part could not be read, so it is treated as patient data")},
    [HEMO_REASON_UNREADABLE_SENT] =
        {"unreadable-sent",
         N_("a part could not be read; your organisation lets such mail go")},
    [HEMO_REASON_CONFIRMED_CLEAN] = {"confirmed-clean",
                                     N_("you said that it contains no patient data")},
    [HEMO_REASON_REQUESTED] = {"requested", N_("protection was asked for")},
    [HEMO_REASON_FORCED] = {"forced",
                            N_("your organisation protects every mail to this recipient")},
    [HEMO_REASON_POLICY_HOLDS] =
        {"policy-holds", N_("your organisation does not let patient data leave by e-mail")},
    [HEMO_REASON_NOT_JUDGED] = {"not-judged", N_("the mail could not be judged")},
    [HEMO_REASON_TLS_ENFORCED] =
        {"tls-enforced",
         N_("the mail server is told to deliver over verified TLS or not at all")},
    [HEMO_REASON_TLS_HONOURED] =
        {"tls-honoured",
         N_("the recipient promises verified TLS, and your mail server honours the promise")},
    [HEMO_REASON_TLS_PREDICTED] =
        {"tls-predicted",
         N_("predicted: the recipient's mail servers offered TLS when last checked, which your "
            "administrator accepts")},
    [HEMO_REASON_INTERNAL] = {"internal", N_("it stays on your own mail server")},
    [HEMO_REASON_LEG_UNVERIFIED] =
        {"leg-unverified",
         N_("the connection to your own mail server is not protected by verified TLS")},
    [HEMO_REASON_LEVEL_TOO_LOW] =
        {"level-too-low", N_("the recipient's mail servers offer no TLS that can be trusted")},
    [HEMO_REASON_ROUTE_NO_GUARANTEE] =
        {"route-no-guarantee",
         N_("your mail server does not promise to use TLS for this recipient")},
    [HEMO_REASON_CONFLICT] = {"conflict",
                              N_("WARNING: the recipient's mail server is not what its owner "
                                 "promises; somebody may be "
                                 "listening")},
    [HEMO_REASON_TLS_NEVER] = {"tls-never",
                               N_("your organisation does not rely on TLS for this recipient")},
    [HEMO_REASON_REPLY_PATH] =
        {"reply-path", N_("an answer from this recipient might come back unprotected")},
    [HEMO_REASON_RUNG_ABOVE_TLS] = {"rung-above-tls", N_("more than TLS was asked for")},
    [HEMO_REASON_NOT_OPENED] =
        {"not-opened",
         N_("Hemostat could not open the mail, so it cannot know whether more than TLS was "
            "asked for")},
    [HEMO_REASON_SENSITIVE] = {"sensitive", N_("it touches a specially protected subject")},
    [HEMO_REASON_SMIME] = {"smime", N_("encrypted for the recipient with S/MIME")},
    [HEMO_REASON_OPENPGP] = {"openpgp", N_("encrypted for the recipient with OpenPGP")},
    [HEMO_REASON_PORTAL] = {"portal", N_("the recipient picks it up at the portal")},
    [HEMO_REASON_PDF] = {"pdf",
                         N_("it goes as a PDF that five words open: the weakest way, as "
                            "anybody who gets hold of the file can try words")},
    [HEMO_REASON_TLS_AS_WELL] = {"tls-as-well", N_("and the way there is by TLS as well")},
    [HEMO_REASON_HAD_KEY] = {"had-key",
                             N_("mail to this person was protected by a key until now, and "
                                "goes with nothing less")},
    [HEMO_REASON_PDF_NOT_APPROVED] =
        {"pdf-not-approved",
         N_("your organisation allows approved algorithms only, and a PDF uses others")},
    [HEMO_REASON_NO_METHOD] = {"no-method",
                               N_("there is no way to protect it for this recipient")},
    [HEMO_REASON_EXCLUSIVE_REFUSED] =
        {"exclusive-refused",
         N_("left out: your organisation sends to this recipient over trusted TLS only")},
    [HEMO_REASON_ENCRYPTED_ALREADY] =
        {"encrypted-already",
         N_("your mail program encrypted it already, and Hemostat cannot see for whom")},
    [HEMO_REASON_UNDELIVERABLE] = {"undeliverable", N_("this address cannot receive mail")},
    [HEMO_REASON_ASK_HEALTH] =
        {"ask-health",
         N_("it speaks of health, and this recipient cannot be reached over trusted TLS")},
    [HEMO_REASON_ASK_UNREADABLE] =
        {"ask-unreadable", N_("a part could not be read; only you know what it contains")},
    [HEMO_REASON_ASK_ALWAYS] = {"ask-always",
                                N_("your organisation wants you to confirm such mail")},
    [HEMO_REASON_ASK_UNDELIVERABLE] =
        {"ask-undeliverable", N_("this address cannot receive mail; is it spelt right?")},
};

const char *
hemo_reason_code(HemoReason reason)
{
    return (guint)reason < HEMO_N_REASONS ? reasons[reason].code : NULL;
}

const char *
hemo_reason_words(HemoReason reason)
{
    if ((guint)reason >= HEMO_N_REASONS || reasons[reason].words == NULL)
        return "";
    return _(reasons[reason].words);
}

HemoReason
hemo_reason_value(const char *code)
{
    for (guint i = HEMO_REASON_INVALID + 1; i < HEMO_N_REASONS; i++) {
        if (g_str_equal(reasons[i].code, code))
            return i;
    }
    return HEMO_REASON_INVALID;
}
