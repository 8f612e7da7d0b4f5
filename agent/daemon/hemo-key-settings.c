/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-key-settings.h.
 */
#include "hemo-key-settings.h"

#define GROUP          "keys"
#define SYSTEM_ANCHORS "/etc/ssl/certs/ca-certificates.crt"
#define ALL_FINDERS    "keyring; harvest; wkd; smimea; dns-cert"
#define SHIPPED_DAYS   7
#define DAY            (24 * 60 * 60)

static const HemoName revocations[] = {
    {HEMO_REVOCATION_HARD, "hard"},
    {HEMO_REVOCATION_SOFT, "soft"},
    {HEMO_REVOCATION_OFF, "off"},
    {0, NULL},
};

/* Names that nobody knows were refused with the file. */
static guint
read_finders(const char *text)
{
    g_auto(GStrv) words = g_strsplit(text != NULL ? text : ALL_FINDERS, ";", -1);
    guint bits = HEMO_FINDER_IMPORT;

    for (guint i = 0; words[i] != NULL; i++)
        bits |= (guint)hemo_names_value(hemo_finder_names, g_strstrip(words[i]), 0);
    return bits;
}

HemoKeySettings
hemo_key_settings_read(const HemoPolicy *policy)
{
    const char *anchors = hemo_policy_setting(policy, GROUP, "smime-anchors");
    const char *crl = hemo_policy_setting(policy, GROUP, "crl");
    const char *age = hemo_policy_setting(policy, GROUP, "crl-max-age");
    guint64 days = SHIPPED_DAYS;

    if (age != NULL)
        g_ascii_string_to_unsigned(age, 10, 1, 365, &days, NULL);
    return (HemoKeySettings){
        .finders = read_finders(hemo_policy_setting(policy, GROUP, "finders")),
        .smime_anchors = anchors != NULL ? anchors : SYSTEM_ANCHORS,
        .direct_anchors = hemo_policy_setting(policy, GROUP, "direct-anchors"),
        .revocation = (HemoRevocationPolicy)hemo_names_value(revocations,
                                                             crl != NULL ? crl : "soft",
                                                             HEMO_REVOCATION_HARD),
        .crl_age = (gint64)days * DAY,
    };
}
