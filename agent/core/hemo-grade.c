/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-grade.h.  DANE outranks MTA-STS (RFC 8461 section 2), and both outrank the
 * probe, which can only contradict them.
 */
#include "hemo-grade.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const struct {
    HemoLevel level;
    const char *reason;
} probes[HEMO_N_GRADE_PROBES] = {
    [HEMO_GRADE_PROBE_INVALID] = {HEMO_LEVEL_UNKNOWN, N_("the mail server was not checked")},
    [HEMO_GRADE_PROBE_UNTRIED] = {HEMO_LEVEL_UNKNOWN, N_("the mail server was not contacted")},
    [HEMO_GRADE_PROBE_FORBIDDEN] =
        {HEMO_LEVEL_UNKNOWN,
         N_("the domain publishes a private address, which is never contacted")},
    [HEMO_GRADE_PROBE_UNREACHABLE] = {HEMO_LEVEL_UNKNOWN,
                                      N_("the mail server cannot be reached")},
    [HEMO_GRADE_PROBE_TIMED_OUT] = {HEMO_LEVEL_UNKNOWN,
                                    N_("the mail server did not answer in time")},
    [HEMO_GRADE_PROBE_REJECTED] = {HEMO_LEVEL_UNKNOWN,
                                   N_("the mail server turned our question away")},
    [HEMO_GRADE_PROBE_NOT_SMTP] = {HEMO_LEVEL_UNKNOWN,
                                   N_("what answers there does not speak the mail protocol")},
    [HEMO_GRADE_PROBE_PLAIN] = {HEMO_LEVEL_NONE,
                                N_("the mail server does not offer encryption")},
    [HEMO_GRADE_PROBE_REFUSED] = {HEMO_LEVEL_NONE,
                                  N_("the mail server offers encryption but refuses it")},
    [HEMO_GRADE_PROBE_TAMPERED] = {HEMO_LEVEL_NONE,
                                   N_("somebody on the way interferes with the encryption")},
    [HEMO_GRADE_PROBE_BROKEN] = {HEMO_LEVEL_NONE,
                                 N_("the encryption of the mail server does not work")},
    [HEMO_GRADE_PROBE_WEAK] = {HEMO_LEVEL_NONE,
                               N_("the mail server offers only outdated or weak encryption")},
    [HEMO_GRADE_PROBE_ENCRYPTED] =
        {HEMO_LEVEL_ENCRYPTED, N_("encrypted, but the mail server cannot prove who it is")},
    [HEMO_GRADE_PROBE_AUTHENTICATED] = {HEMO_LEVEL_AUTHENTICATED,
                                        N_("encrypted, with a valid certificate")},
};

static const struct {
    HemoLevel level;
    const char *reason;
} mails[] = {
    [HEMO_GRADE_MAIL_INVALID] = {HEMO_LEVEL_UNKNOWN, N_("the domain was not checked")},
    [HEMO_GRADE_MAIL_HOSTS] = {HEMO_LEVEL_UNKNOWN, N_("the domain was not checked")},
    [HEMO_GRADE_MAIL_REFUSED] = {HEMO_LEVEL_UNDELIVERABLE,
                                 N_("the domain says that it takes no mail")},
    [HEMO_GRADE_MAIL_NO_NAME] = {HEMO_LEVEL_UNDELIVERABLE, N_("the domain does not exist")},
    [HEMO_GRADE_MAIL_NAME_DENIED] =
        {HEMO_LEVEL_UNDELIVERABLE,
         N_("the name service says that this domain does not exist; if you know that it does, "
            "your network may be at fault")},
    [HEMO_GRADE_MAIL_UNANSWERED] = {HEMO_LEVEL_UNKNOWN,
                                    N_("the name service gave no answer for the domain")},
    [HEMO_GRADE_MAIL_BOGUS] = {HEMO_LEVEL_CONFLICT,
                               N_("the signed entries of the domain have been forged")},
};

static const char *const sts_words[] = {
    [HEMO_GRADE_STS_UNCHECKED] = "unchecked",
    [HEMO_GRADE_STS_NONE] = "none",
    [HEMO_GRADE_STS_INVALID] = "invalid",
    [HEMO_GRADE_STS_TESTING] = "testing",
    [HEMO_GRADE_STS_ENFORCE] = "enforce",
};

/* What all hosts together say about DANE. */
typedef struct {
    gsize hosts; /* that mail can go to */
    gsize usable;
    gsize unusable;
    gsize unchecked;
    gboolean failed;
    gboolean contradicted; /* a probe shows something else than promised */
    gboolean mismatched;   /* ... namely another certificate */
} Dane;

static void
add_reason(HemoGrade *grade, const char *words)
{
    for (gsize i = 0; i < grade->n_reasons; i++) {
        if (grade->reasons[i] == words)
            return;
    }
    if (grade->n_reasons < G_N_ELEMENTS(grade->reasons))
        grade->reasons[grade->n_reasons++] = words;
}

static HemoGradeProbe
read_probe(const HemoGradeAddress *address)
{
    if ((guint)address->probe >= HEMO_N_GRADE_PROBES)
        return HEMO_GRADE_PROBE_INVALID;
    /* the promised certificate proves the host, whatever it says about itself */
    if (address->probe == HEMO_GRADE_PROBE_ENCRYPTED && address->dane_matched)
        return HEMO_GRADE_PROBE_AUTHENTICATED;
    return address->probe;
}

HemoLevel
hemo_grade_address(const HemoGradeAddress *address)
{
    return probes[read_probe(address)].level;
}

const char *
hemo_grade_address_reason(const HemoGradeAddress *address)
{
    if (address->dane_matched && read_probe(address) == HEMO_GRADE_PROBE_AUTHENTICATED)
        return _("encrypted, with the certificate that the domain vouches for");
    return _(probes[read_probe(address)].reason);
}

/* The weakest address of @host; INVALID if nothing but unreachable ones were seen, which only
 * counts if no other host can be reached. */
static HemoLevel
grade_probes(const HemoGradeHost *host)
{
    HemoLevel weakest = HEMO_LEVEL_INVALID;

    for (gsize i = 0; i < host->n_addresses; i++) {
        HemoLevel level = hemo_grade_address(&host->addresses[i]);

        if (host->addresses[i].probe == HEMO_GRADE_PROBE_UNREACHABLE)
            continue;
        if (weakest == HEMO_LEVEL_INVALID || level < weakest)
            weakest = level;
    }
    return weakest;
}

static HemoLevel
grade_host(const HemoGradeHost *host)
{
    switch (host->state) {
    case HEMO_GRADE_HOST_FOUND:
        return grade_probes(host);
    case HEMO_GRADE_HOST_NO_ADDRESS:
        return HEMO_LEVEL_INVALID;
    case HEMO_GRADE_HOST_BOGUS:
        return HEMO_LEVEL_CONFLICT;
    case HEMO_GRADE_HOST_MALFORMED:
        return HEMO_LEVEL_NONE;
    case HEMO_GRADE_HOST_INVALID:
    case HEMO_GRADE_HOST_UNANSWERED:
        break;
    }
    return HEMO_LEVEL_UNKNOWN;
}

/* The weakest host that can be reached; with @in_policy only those that MTA-STS names. */
static HemoLevel
grade_hosts(const HemoGradeFacts *facts, gboolean in_policy)
{
    HemoLevel weakest = HEMO_LEVEL_INVALID;

    for (gsize i = 0; i < facts->n_hosts; i++) {
        HemoLevel level = grade_host(&facts->hosts[i]);

        if (level == HEMO_LEVEL_INVALID || (in_policy && !facts->hosts[i].in_policy))
            continue;
        if (weakest == HEMO_LEVEL_INVALID || level < weakest)
            weakest = level;
    }
    return weakest == HEMO_LEVEL_INVALID ? HEMO_LEVEL_UNKNOWN : weakest;
}

/* What connections alone allow: hosts that were left out may be worse than those seen. */
static HemoLevel
grade_connections(const HemoGradeFacts *facts)
{
    HemoLevel level = grade_hosts(facts, FALSE);

    return facts->capped ? MIN(level, HEMO_LEVEL_UNKNOWN) : level;
}

static gsize
count_hosts(const HemoGradeFacts *facts, HemoGradeHostState state, gboolean in_policy)
{
    gsize count = 0;

    for (gsize i = 0; i < facts->n_hosts; i++) {
        if (facts->hosts[i].state == state && (!in_policy || facts->hosts[i].in_policy))
            count++;
    }
    return count;
}

static void
add_dane_address(Dane *dane, HemoGradeDane promise, const HemoGradeAddress *address)
{
    HemoLevel level = hemo_grade_address(address);
    gboolean encrypted = level >= HEMO_LEVEL_ENCRYPTED;

    if (promise != HEMO_GRADE_DANE_USABLE && promise != HEMO_GRADE_DANE_UNUSABLE)
        return;
    if (level == HEMO_LEVEL_NONE)
        dane->contradicted = TRUE;
    if (promise == HEMO_GRADE_DANE_USABLE && encrypted && !address->dane_matched)
        dane->contradicted = dane->mismatched = TRUE;
}

static Dane
read_dane(const HemoGradeFacts *facts)
{
    Dane dane = {0};

    dane.hosts = facts->n_hosts;
    for (gsize i = 0; i < facts->n_hosts; i++) {
        const HemoGradeHost *host = &facts->hosts[i];

        dane.usable += host->dane == HEMO_GRADE_DANE_USABLE;
        dane.unusable += host->dane == HEMO_GRADE_DANE_UNUSABLE;
        dane.unchecked += host->dane == HEMO_GRADE_DANE_UNCHECKED;
        dane.failed |= host->dane == HEMO_GRADE_DANE_FAILED;
        for (gsize j = 0; j < host->n_addresses; j++)
            add_dane_address(&dane, host->dane, &host->addresses[j]);
    }
    return dane;
}

static gboolean
is_dane_complete(const HemoGradeFacts *facts, const Dane *dane)
{
    return dane->hosts > 0 && dane->usable == dane->hosts && !facts->capped;
}

static const char *
name_dane(const HemoGradeFacts *facts, const Dane *dane)
{
    if (dane->failed)
        return "tempfail";
    if (dane->mismatched)
        return "mismatch";
    if (is_dane_complete(facts, dane))
        return "ok";
    if (dane->usable > 0)
        return "partial";
    if (dane->unusable > 0)
        return "unusable";
    return dane->unchecked == dane->hosts ? "unchecked" : "none";
}

static gboolean
decide_dane(HemoGrade *grade, const HemoGradeFacts *facts)
{
    Dane dane = read_dane(facts);

    grade->dane = name_dane(facts, &dane);
    if (dane.failed) {
        grade->level = HEMO_LEVEL_CONFLICT;
        add_reason(grade, _("the signed entries that protect the mail server cannot be read"));
        return TRUE;
    }
    if (dane.contradicted) {
        grade->level = HEMO_LEVEL_CONFLICT;
        add_reason(grade, _("the mail server is not the one that the domain vouches for"));
        return TRUE;
    }
    if (is_dane_complete(facts, &dane)) {
        grade->level = HEMO_LEVEL_VERIFIED;
        add_reason(grade, _("the domain vouches for its mail servers with signed entries"));
        return TRUE;
    }
    return FALSE;
}

static gsize
count_in_policy(const HemoGradeFacts *facts)
{
    gsize count = 0;

    for (gsize i = 0; i < facts->n_hosts; i++)
        count += facts->hosts[i].in_policy ? 1 : 0;
    return count;
}

static gboolean
decide_sts(HemoGrade *grade, const HemoGradeFacts *facts)
{
    HemoLevel level = grade_hosts(facts, TRUE);

    if (facts->sts != HEMO_GRADE_STS_ENFORCE)
        return FALSE;
    if (count_in_policy(facts) == 0) {
        grade->level = HEMO_LEVEL_CONFLICT;
        grade->mta_sts = "mismatch";
        add_reason(grade, _("none of the mail servers is named in the domain's mail policy"));
        return TRUE;
    }
    if (level == HEMO_LEVEL_NONE || level == HEMO_LEVEL_ENCRYPTED) {
        grade->level = HEMO_LEVEL_CONFLICT;
        add_reason(grade,
                   _("the mail server does not keep what the domain's mail policy says"));
        return TRUE;
    }
    if (count_hosts(facts, HEMO_GRADE_HOST_FOUND, TRUE) == 0)
        return FALSE; /* the servers it names are not to be found just now */
    grade->level = HEMO_LEVEL_VERIFIED;
    add_reason(grade, _("the domain's mail policy demands encryption"));
    return TRUE;
}

/* The words of every address, weakest first, so that the deciding one leads. */
static void
add_probe_reasons(HemoGrade *grade, const HemoGradeFacts *facts)
{
    for (HemoLevel level = HEMO_LEVEL_NONE; level < HEMO_N_LEVELS; level++) {
        for (gsize i = 0; i < facts->n_hosts; i++) {
            const HemoGradeHost *host = &facts->hosts[i];

            for (gsize j = 0; j < host->n_addresses; j++) {
                if (hemo_grade_address(&host->addresses[j]) == level)
                    add_reason(grade, hemo_grade_address_reason(&host->addresses[j]));
            }
        }
    }
}

static void
add_host_reasons(HemoGrade *grade, const HemoGradeFacts *facts)
{
    if (count_hosts(facts, HEMO_GRADE_HOST_MALFORMED, FALSE) > 0)
        add_reason(grade, _("the domain names its mail server in a way that is not allowed"));
    if (count_hosts(facts, HEMO_GRADE_HOST_UNANSWERED, FALSE) > 0)
        add_reason(grade, _("the name service gave no answer for a mail server"));
    if (facts->capped)
        add_reason(grade, _("the domain has more mail servers than can be checked"));
    add_probe_reasons(grade, facts);
    if (count_hosts(facts, HEMO_GRADE_HOST_NO_ADDRESS, FALSE) > 0)
        add_reason(grade, _("a mail server of the domain has no address"));
    if (strcmp(grade->dane, "unchecked") == 0)
        add_reason(grade, _("signed entries cannot be checked from this network"));
}

static gboolean
was_tried(const HemoGradeFacts *facts)
{
    for (gsize i = 0; i < facts->n_hosts; i++) {
        for (gsize j = 0; j < facts->hosts[i].n_addresses; j++) {
            if (facts->hosts[i].addresses[j].probe > HEMO_GRADE_PROBE_FORBIDDEN)
                return TRUE;
        }
    }
    return FALSE;
}

/* TRUE if the DNS has said enough. */
static gboolean
decide_names(HemoGrade *grade, const HemoGradeFacts *facts)
{
    guint mail = MIN((guint)facts->mail, G_N_ELEMENTS(mails) - 1);

    if (facts->mail != HEMO_GRADE_MAIL_HOSTS) {
        grade->level = mails[mail].level;
        add_reason(grade, _(mails[mail].reason));
        return TRUE;
    }
    if (count_hosts(facts, HEMO_GRADE_HOST_BOGUS, FALSE) > 0) {
        grade->level = HEMO_LEVEL_CONFLICT;
        add_reason(grade, _("the signed entries of a mail server have been forged"));
        return TRUE;
    }
    if (count_hosts(facts, HEMO_GRADE_HOST_NO_ADDRESS, FALSE) == facts->n_hosts) {
        grade->level = HEMO_LEVEL_UNDELIVERABLE;
        add_reason(grade, _("the domain has no mail server"));
        return TRUE;
    }
    return FALSE;
}

HemoGrade
hemo_grade_domain(const HemoGradeFacts *facts)
{
    HemoGrade grade = {.level = HEMO_LEVEL_UNKNOWN, .dane = "unchecked"};

    grade.mta_sts = sts_words[MIN((guint)facts->sts, G_N_ELEMENTS(sts_words) - 1)];
    if (was_tried(facts))
        grade.probe = grade_connections(facts);
    if (decide_names(&grade, facts))
        return grade;
    if (!decide_dane(&grade, facts) && !decide_sts(&grade, facts))
        grade.level = grade_connections(facts);
    add_host_reasons(&grade, facts);
    return grade;
}
