/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See sample-case.h.
 */
#include "sample-case.h"

#include "hemo-key.h"

#define DIGEST "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

GVariant *
sample_case_reply(const char *content, GVariant *extra)
{
    g_autoptr(GVariant) base = g_variant_ref_sink(g_variant_new_parsed(
        "{'verdict': <%s>, 'digest': <%s>, 'protection': <'none'>, 'classes': <@as []>,"
        " 'reasons': <['a name beside a finding']>, 'triggers': <@as []>,"
        " 'references': <['<one@example.org>']>,"
        " 'findings': <[{'kind': <'name'>, 'part': <'1'>, 'offset': <uint32 3>,"
        " 'length': <uint32 5>, 'weight': <7>}]>}",
        content,
        DIGEST));
    g_autoptr(GVariant) more = extra != NULL ? g_variant_ref_sink(extra) : NULL;
    g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(base);
    GVariantIter iter;
    const char *key;
    GVariant *value;

    if (more != NULL) {
        g_variant_iter_init(&iter, more);
        while (g_variant_iter_loop(&iter, "{&sv}", &key, &value))
            g_variant_dict_insert_value(&dict, key, value);
    }
    return g_variant_dict_end(&dict);
}

/* Takes @values; floating. */
static GVariant *
add_outline(GVariant *values, const char *outline)
{
    g_autoptr(GVariant) owned = g_variant_ref_sink(values);
    g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(owned);

    g_variant_dict_insert_value(&dict, "outline", g_variant_new_parsed(outline));
    return g_variant_dict_end(&dict);
}

static HemoFacts *
make_facts(const SampleCase *sample)
{
    const char *trigger[] = {sample->trigger, NULL};
    const char *class[] = {sample->class, NULL};
    g_autoptr(GError) error = NULL;
    GVariant *extra = g_variant_new_parsed("{'triggers': <%^as>, 'classes': <%^as>,"
                                           " 'subject': <'Re: appointment'>}",
                                           trigger,
                                           class);

    g_autoptr(GVariant) reply = NULL;
    HemoFacts *facts;

    if (sample->outline != NULL)
        extra = add_outline(extra, sample->outline);
    reply = g_variant_ref_sink(
        sample_case_reply(sample->content != NULL ? sample->content : "phi", extra));
    facts = hemo_facts_new(reply, &error);

    g_assert_no_error(error);
    return facts;
}

static HemoEnvelope *
make_envelope(const SampleCase *sample)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GVariant) values = g_variant_ref_sink(
        g_variant_new_parsed("{'account': <'work'>, 'from': <'nurse@example.com'>,"
                             " 'to': <%^as>, 'bcc': <%^as>, 'rung': <%s>, 'mode': <%s>,"
                             " 'format': <%s>}",
                             sample->to,
                             sample->bcc,
                             sample->rung != NULL ? sample->rung : "",
                             sample->mode != NULL ? sample->mode : "send",
                             sample->compose ? "compose" : "rfc822"));
    HemoEnvelope *envelope = hemo_envelope_new(values, &error);

    g_assert_no_error(error);
    return envelope;
}

HemoCase *
sample_case_new(const SampleCase *sample)
{
    const char *text =
        sample->accounts != NULL
            ? sample->accounts
            : "[account work]\nroute=R2\nenforcement=X-Tls: yes\nhost=smtp.example.com\n"
              "addresses=nurse@example.com\n";
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoPolicy) policy =
        hemo_policy_parse(hemo_slice_text(sample->policy), HEMO_SLICE_EMPTY, &error);
    g_autoptr(HemoAccounts) accounts = NULL;

    g_assert_no_error(error);
    accounts = hemo_accounts_parse(hemo_slice_text(text), HEMO_SLICE_EMPTY, FALSE, &error);
    g_assert_no_error(error);
    return sample_case_new_with(sample, policy, accounts);
}

HemoCase *
sample_case_new_with(const SampleCase *sample, HemoPolicy *policy, HemoAccounts *accounts)
{
    return hemo_case_new(make_envelope(sample), make_facts(sample), policy, accounts);
}

HemoEvidence *
sample_case_evidence(const char *level, gint64 checked, gint64 expires)
{
    g_autoptr(GError) error = NULL;
    HemoEvidence *evidence = hemo_evidence_new(
        g_variant_new_parsed("{'domain': <'example.org'>, 'level': <%s>, 'probe': <'A'>,"
                             " 'dane': <'none'>, 'mta_sts': <'none'>, 'mx': <@aa{sv} []>,"
                             " 'reasons': <['every mail server offers TLS 1.3']>,"
                             " 'checked': <%x>, 'expires': <%x>}",
                             level,
                             checked,
                             expires),
        &error);

    g_assert_no_error(error);
    return evidence;
}

void
sample_case_set_level(HemoCase *mail, gsize index, const char *level)
{
    g_autoptr(HemoEvidence) evidence = sample_case_evidence(level, 1000, 2000);

    hemo_case_set_evidence(mail, index, evidence);
}

static HemoKey *
make_key(HemoKeyKind kind, HemoKeyState state, guint number)
{
    g_autofree char *fingerprint =
        g_strdup_printf(kind == HEMO_KEY_KIND_SMIME ? "%064X" : "%040X", number);

    return hemo_key_new(&(HemoKeyFields){.kind = kind,
                                         .fingerprint = fingerprint,
                                         .state = state,
                                         .trust = HEMO_KEY_TRUST_CONFIRMED});
}

void
sample_case_set_key(HemoCase *mail, gsize index, HemoKeyKind kind, HemoKeyState state)
{
    g_autoptr(HemoKey) key = make_key(kind, state, (guint)index + 1);

    hemo_case_keys_set(hemo_case_keys(mail), index, kind, key, hemo_key_reason(key));
}

void
sample_case_set_own_key(HemoCase *mail, HemoKeyKind kind, HemoKeyState state)
{
    g_autoptr(HemoKey) key = make_key(kind, state, 0xff);

    hemo_case_keys_set_own(hemo_case_keys(mail), kind, key, "your own key cannot be used");
}

void
sample_case_give_key(HemoCase *mail, gsize index)
{
    sample_case_set_key(mail, index, HEMO_KEY_KIND_OPENPGP, HEMO_KEY_USABLE);
}

void
sample_case_give_own_key(HemoCase *mail)
{
    sample_case_set_own_key(mail, HEMO_KEY_KIND_OPENPGP, HEMO_KEY_USABLE);
}
