/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-case-report.h.
 */
#include "hemo-case-report.h"

#include "hemo-case-key-words.h"
#include "hemo-case-title.h"
#include "hemo-native.h"

#include <glib/gi18n-lib.h>

static const struct {
    const char *id;
    const char *words;
} choice_words[] = {
    {"clean", N_("It contains no patient data: send it as ordinary mail")},
    {"as-phi", N_("It contains patient data: protect it")},
    {"confirm", N_("Yes, send it like this")},
    {"send-others", N_("Send it to the others now, and leave out those who hold it up")},
};

static void
add_text(GVariantBuilder *builder, const char *key, const char *text)
{
    g_variant_builder_add(builder, "{sv}", key, g_variant_new_string(text != NULL ? text : ""));
}

static gboolean
has_reason(const HemoDecision *decision, HemoReason reason)
{
    for (guint i = 0; i < decision->n_reasons; i++) {
        if (decision->reasons[i] == reason)
            return TRUE;
    }
    return FALSE;
}

/* Left out counts as its own verdict for the reader of the report. */
static const char *
verdict_name(const HemoDecision *decision)
{
    return hemo_names_find(hemo_verdict_names,
                           decision->left_out ? HEMO_VERDICT_HOLD : decision->verdict);
}

static const char *
method_name(const HemoDecision *decision)
{
    gboolean held = decision->left_out || decision->verdict < HEMO_VERDICT_PROTECT;

    return held ? "none" : hemo_names_find(hemo_method_names, decision->method);
}

/* Alone, or around what is encrypted anyway. */
static gboolean
goes_by_tls(const HemoDecision *decision)
{
    return !decision->left_out && decision->verdict >= HEMO_VERDICT_PROTECT &&
           (decision->method == HEMO_METHOD_TLS || decision->tls_as_well);
}

/* accounts.conf says TLS, and the mail program is set otherwise. */
static const struct {
    HemoClaim claim;
    const char *reason;
    const char *remedy;
} leg_words[] = {
    {HEMO_CLAIM_NONE,
     N_("your mail program is set to send without TLS"),
     N_("Open this account's settings in your mail program and switch on TLS for sending")},
    {HEMO_CLAIM_UNVERIFIED,
     N_("your mail program is set to accept any certificate of your mail server"),
     N_("Let your mail program check the certificates of mail servers again, and send over "
        "TLS")},
    {HEMO_CLAIM_OTHER,
     N_("your mail program is set to hand mail to another program, not to your mail server"),
     N_("Open this account's settings in your mail program and let it send by SMTP, over TLS")},
    {HEMO_CLAIM_STRANGE,
     N_("your mail program sends in a way that Hemostat does not know"),
     N_("Open this account's settings in your mail program and let it send by SMTP, over TLS")},
};

/* The row of leg_words for @mail, or -1 if it is not the mail program's fault. */
static int
leg_row(const HemoCase *mail)
{
    const HemoAccount *account = hemo_case_account(mail);

    if (account == NULL || hemo_account_security(account) < HEMO_SECURITY_STARTTLS)
        return -1;
    for (int i = 0; i < (int)G_N_ELEMENTS(leg_words); i++) {
        if (leg_words[i].claim == hemo_case_claimed(mail))
            return i;
    }
    return -1;
}

/* Nothing has come in time, rather than an answer that leaves it open. */
static gboolean
has_no_answer(const HemoCase *mail, gsize index)
{
    return hemo_case_is_unknown(mail, index) && hemo_case_evidence(mail, index) == NULL;
}

static gboolean
could_help_health(const HemoCase *mail, gsize index)
{
    return hemo_case_is_unknown(mail, index) &&
           hemo_case_forecast(mail, index).verdict > HEMO_VERDICT_ASK;
}

static gboolean
wants_portal(const HemoCase *mail, gsize index)
{
    return hemo_case_rung(mail, index) >= HEMO_RUNG_PORTAL;
}

static gboolean
has_no_account(const HemoCase *mail, gsize index)
{
    return hemo_case_account(mail) == NULL;
}

/* Where the words of a reason would say too much, or blame the wrong one.  From the top. */
static const struct {
    HemoReason reason;
    gboolean (*fits)(const HemoCase *mail, gsize index);
    const char *words;
} closer_words[] = {
    {HEMO_REASON_LEVEL_TOO_LOW,
     has_no_answer,
     N_("nothing could be found out about the recipient's mail servers in time")},
    {HEMO_REASON_LEVEL_TOO_LOW,
     hemo_case_is_unknown,
     N_("it could not be found out whether the recipient's mail servers can be trusted")},
    {HEMO_REASON_ASK_HEALTH,
     could_help_health,
     N_("it speaks of health, and it could not be found out whether this recipient can be "
        "reached over trusted TLS")},
    {HEMO_REASON_UNDELIVERABLE,
     hemo_case_is_denied,
     N_("it seems that this address cannot receive mail")},
    {HEMO_REASON_ASK_UNDELIVERABLE,
     hemo_case_is_denied,
     N_("it seems that this address cannot receive mail; is it spelt right?")},
    {HEMO_REASON_NO_METHOD, wants_portal, N_("no portal is set up yet")},
    {HEMO_REASON_LEG_UNVERIFIED, has_no_account, N_("Hemostat does not know this account")},
};

static const char *
reason_words(const HemoCase *mail, gsize index, HemoReason reason)
{
    int row = leg_row(mail);

    for (gsize i = 0; i < G_N_ELEMENTS(closer_words); i++) {
        if (closer_words[i].reason == reason && closer_words[i].fits(mail, index))
            return _(closer_words[i].words);
    }
    if (reason == HEMO_REASON_LEG_UNVERIFIED && row >= 0)
        return _(leg_words[row].reason);
    return hemo_reason_words(reason);
}

/* Names of what is chosen there: as every mail program has them. */
static const char *
leg_choice(const HemoAccount *account)
{
    return hemo_account_security(account) == HEMO_SECURITY_TLS ? "SSL/TLS" : "STARTTLS";
}

/* What the title of the mail, or another line about the same recipient, says already. */
typedef enum {
    SAID_BY_NOTHING = 0,
    SAID_BY_TITLE,
    SAID_BY_EVIDENCE,
    SAID_BY_KEY,
} SaidBy;

static const SaidBy said_by[HEMO_N_REASONS] = {
    [HEMO_REASON_PATIENT_DATA] = SAID_BY_TITLE,
    [HEMO_REASON_HEALTH_ONLY] = SAID_BY_TITLE,
    [HEMO_REASON_UNREADABLE] = SAID_BY_TITLE,
    [HEMO_REASON_ASK_ALWAYS] = SAID_BY_TITLE,
    [HEMO_REASON_LEVEL_TOO_LOW] = SAID_BY_EVIDENCE,
    [HEMO_REASON_ASK_HEALTH] = SAID_BY_EVIDENCE,
    [HEMO_REASON_NO_METHOD] = SAID_BY_KEY,
};

/* What is known of a recipient beside the decision; NULL for nothing. */
typedef struct {
    const char *seen; /* of the mail servers */
    const char *key;
} Known;

static gboolean
is_said(const Known *known, HemoReason reason)
{
    SaidBy by = said_by[reason];

    return by == SAID_BY_TITLE || (by == SAID_BY_EVIDENCE && known->seen != NULL) ||
           (by == SAID_BY_KEY && known->key != NULL);
}

/* Held, and no answer about the recipient's servers would change that. */
static gboolean
is_hopeless(const HemoCase *mail, gsize index)
{
    return hemo_case_decision(mail, index)->verdict == HEMO_VERDICT_HOLD &&
           hemo_case_is_unknown(mail, index) && !hemo_case_is_open(mail, index);
}

/* Every reason, also those that unknown servers hide; with @known only those that it does not
 * say. */
static void
add_reasons(const HemoCase *mail, gsize index, const Known *known, GPtrArray *words)
{
    const HemoDecision *decision = hemo_case_decision(mail, index);
    HemoDecision best = hemo_case_forecast(mail, index);

    for (guint i = 0; i < decision->n_reasons; i++) {
        if (known == NULL || !is_said(known, decision->reasons[i]))
            g_ptr_array_add(words, (gpointer)reason_words(mail, index, decision->reasons[i]));
    }
    for (guint i = 0; is_hopeless(mail, index) && i < best.n_reasons; i++) {
        if (!has_reason(decision, best.reasons[i]))
            g_ptr_array_add(words, (gpointer)reason_words(mail, index, best.reasons[i]));
    }
}

/* NULL-terminated views, as long as @mail lives. */
static GPtrArray *
recipient_lines(const HemoCase *mail, gsize index, gboolean brief)
{
    GPtrArray *words = g_ptr_array_new();
    const HemoDecision *decision = hemo_case_decision(mail, index);
    HemoEvidence *evidence = hemo_case_evidence(mail, index);
    g_autofree const char **seen = evidence != NULL ? hemo_evidence_reasons(evidence) : NULL;
    gboolean held = decision->verdict == HEMO_VERDICT_HOLD;
    Known known = {
        .seen = seen != NULL && decision->method != HEMO_METHOD_NONE ? seen[0] : NULL,
        .key = held ? hemo_case_key_reason(mail, index) : NULL,
    };

    add_reasons(mail, index, brief ? &known : NULL, words);
    if (known.seen != NULL)
        g_ptr_array_add(words, (gpointer)known.seen);
    if (known.key != NULL)
        g_ptr_array_add(words, (gpointer)known.key);
    g_ptr_array_add(words, NULL);
    return words;
}

static GVariant *
recipient_reasons(const HemoCase *mail, gsize index)
{
    g_autoptr(GPtrArray) words = recipient_lines(mail, index, FALSE);

    return g_variant_new_strv((const char *const *)words->pdata, -1);
}

/* One line for a person who has read the title. */
static char *
recipient_words(const HemoCase *mail, gsize index)
{
    g_autoptr(GPtrArray) words = recipient_lines(mail, index, TRUE);

    return g_strjoinv("; ", (char **)words->pdata);
}

static GVariant *
recipient_object(const HemoCase *mail, gsize index)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_VARDICT);
    const HemoEnvelopeRecipient *recipient =
        hemo_envelope_recipient(hemo_case_envelope(mail), index);
    const HemoDecision *decision = hemo_case_decision(mail, index);
    g_autofree char *words = recipient_words(mail, index);

    add_text(&builder, "words", words);
    add_text(&builder, "address", hemo_address_full(recipient->address));
    add_text(&builder,
             "level",
             hemo_names_find(hemo_level_names, hemo_case_level(mail, index)));
    add_text(&builder, "route", hemo_names_find(hemo_route_names, hemo_case_route(mail)));
    add_text(&builder, "method", method_name(decision));
    add_text(&builder, "verdict", verdict_name(decision));
    g_variant_builder_add(&builder, "{sv}", "reasons", recipient_reasons(mail, index));
    return g_variant_builder_end(&builder);
}

static GVariant *
all_recipients(const HemoCase *mail, GVariant *(*make)(const HemoCase *, gsize))
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE("aa{sv}"));

    for (gsize i = 0; i < hemo_envelope_count(hemo_case_envelope(mail)); i++)
        g_variant_builder_add_value(&builder, make(mail, i));
    return g_variant_builder_end(&builder);
}

static GVariant *
choices_object(const HemoCase *mail)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE("aa{sv}"));
    const char *const *choices = hemo_case_choices(mail);

    for (gsize i = 0; i < G_N_ELEMENTS(choice_words); i++) {
        if (!g_strv_contains(choices, choice_words[i].id))
            continue;
        g_variant_builder_open(&builder, G_VARIANT_TYPE_VARDICT);
        add_text(&builder, "id", choice_words[i].id);
        add_text(&builder, "words", _(choice_words[i].words));
        g_variant_builder_add(
            &builder,
            "{sv}",
            "recommended",
            g_variant_new_boolean(hemo_case_recommends(mail, choice_words[i].id)));
        g_variant_builder_close(&builder);
    }
    return g_variant_builder_end(&builder);
}

static gboolean
needs_key(const HemoCase *mail, gsize index)
{
    return hemo_case_lacks_key(mail, index) && hemo_case_nearest_key(mail, index) == NULL;
}

static gboolean
lacks_own_openpgp(const HemoCase *mail, gsize index)
{
    return hemo_case_keys_lacks_own(hemo_case_keys(mail), index, HEMO_KEY_KIND_OPENPGP);
}

static gboolean
lacks_own_smime(const HemoCase *mail, gsize index)
{
    return hemo_case_keys_lacks_own(hemo_case_keys(mail), index, HEMO_KEY_KIND_SMIME);
}

/* No key of the recipient would help now. */
static gboolean
has_only_the_telephone(const HemoCase *mail, gsize index)
{
    return !wants_portal(mail, index) && !needs_key(mail, index) &&
           !lacks_own_openpgp(mail, index) && !lacks_own_smime(mail, index) &&
           !has_reason(hemo_case_decision(mail, index), HEMO_REASON_ENCRYPTED_ALREADY);
}

static gboolean
could_go_soon(const HemoCase *mail, gsize index)
{
    return hemo_case_is_open(mail, index) && has_no_answer(mail, index);
}

static gboolean
is_proved(const HemoCase *mail, gsize index)
{
    return !hemo_case_is_denied(mail, index);
}

static gboolean
is_unprotected_leg(const HemoCase *mail, gsize index)
{
    return !has_no_account(mail, index) && leg_row(mail) < 0;
}

#define MAX_PDF_NOTICES 3 /* recipients */
#define DOCUMENT(name)  HEMOSTAT_DOCDIR "/" name

/* What a person can do about a reason that holds a mail, or about the state of things. */
static const struct {
    HemoReason reason;                                     /* INVALID: whatever it is */
    gboolean (*wanted)(const HemoCase *mail, gsize index); /* NULL: always */
    const char *words;
    const char *document; /* that says more, or NULL */
} remedies[] = {
    {HEMO_REASON_INVALID,
     lacks_own_openpgp,
     N_("Create an OpenPGP key of your own, then press Send again"),
     NULL},
    {HEMO_REASON_INVALID,
     lacks_own_smime,
     N_("Have an S/MIME certificate of your own imported, then press Send again"),
     NULL},
    {HEMO_REASON_INVALID,
     could_go_soon,
     N_("Try again in a minute: the network, or the recipient's mail server, does not answer"),
     NULL},
    {HEMO_REASON_NO_METHOD,
     wants_portal,
     N_("No portal is set up yet: leave out what asks for it, such as a word in the subject, "
        "or use the telephone or the post for this message"),
     NULL},
    {HEMO_REASON_NO_METHOD,
     needs_key,
     N_("Use the telephone or the post for this message; for the next one, have the "
        "recipient's key fetched and confirmed"),
     DOCUMENT("keys.md")},
    {HEMO_REASON_NO_METHOD,
     has_only_the_telephone,
     N_("Use the telephone or the post for this message"),
     NULL},
    {HEMO_REASON_LEG_UNVERIFIED,
     has_no_account,
     N_("Set this account up in accounts.conf, or choose one that is there"),
     NULL},
    {HEMO_REASON_LEG_UNVERIFIED,
     is_unprotected_leg,
     N_("Ask the person who looks after your mail to switch on TLS for sending in this "
        "account"),
     NULL},
    {HEMO_REASON_ROUTE_NO_GUARANTEE,
     NULL,
     N_("Ask the person who looks after your mail whether your server can enforce TLS"),
     DOCUMENT("policy.md")},
    {HEMO_REASON_UNDELIVERABLE, is_proved, N_("Check how the address is spelt"), NULL},
    {HEMO_REASON_UNDELIVERABLE,
     hemo_case_is_denied,
     N_("Check how the address is spelt; if it is right, try again in a minute, or from "
        "another network"),
     NULL},
    {HEMO_REASON_POLICY_HOLDS,
     NULL,
     N_("Ask who is responsible for privacy in your organisation"),
     NULL},
    {HEMO_REASON_CONFLICT,
     NULL,
     N_("Call the recipient's organisation: their mail server or your network has a problem"),
     NULL},
    {HEMO_REASON_NOT_JUDGED,
     NULL,
     N_("Try again; if it happens again, send the text without attachments"),
     NULL},
    {HEMO_REASON_ENCRYPTED_ALREADY,
     NULL,
     N_("Switch off encryption in your mail program for this mail: Hemostat encrypts it "
        "itself"),
     NULL},
    {HEMO_REASON_NOT_OPENED, NULL, N_("Try again: it may have been bad luck"), NULL},
    {HEMO_REASON_UNREADABLE,
     NULL,
     N_("If you can, put what matters into the text instead of the part that could not be "
        "read"),
     NULL},
};

static gboolean
is_remedy_wanted(const HemoCase *mail, gsize index, gsize remedy)
{
    const HemoDecision *decision = hemo_case_decision(mail, index);
    HemoReason reason = remedies[remedy].reason;
    HemoDecision best = hemo_case_forecast(mail, index);

    if (decision->verdict != HEMO_VERDICT_HOLD)
        return FALSE;
    if (reason != HEMO_REASON_INVALID && !has_reason(decision, reason) &&
        !(is_hopeless(mail, index) && has_reason(&best, reason)))
        return FALSE;
    return remedies[remedy].wanted == NULL || remedies[remedy].wanted(mail, index);
}

static void
add_remedy(gsize remedy, GVariantBuilder *builder)
{
    const char *words = _(remedies[remedy].words);
    g_autofree char *text = NULL;

    if (remedies[remedy].document == NULL) {
        g_variant_builder_add(builder, "s", words);
        return;
    }
    /* TRANSLATORS: what to do, and the file that says how */
    text = g_strdup_printf(_("%s (see %s)"), words, remedies[remedy].document);
    g_variant_builder_add(builder, "s", text);
}

/* The mail program's own settings: named as they stand there. */
static void
add_leg_remedy(const HemoCase *mail, GVariantBuilder *builder)
{
    int row = leg_row(mail);
    gboolean held = FALSE;
    g_autofree char *text = NULL;

    for (gsize i = 0; i < hemo_envelope_count(hemo_case_envelope(mail)); i++) {
        const HemoDecision *decision = hemo_case_decision(mail, i);

        held = held || (decision->verdict == HEMO_VERDICT_HOLD &&
                        has_reason(decision, HEMO_REASON_LEG_UNVERIFIED));
    }
    if (row < 0 || !held)
        return;
    text =
        g_strconcat(_(leg_words[row].remedy), ": ", leg_choice(hemo_case_account(mail)), NULL);
    g_variant_builder_add(builder, "s", text);
}

static GVariant *
remedies_object(const HemoCase *mail)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_STRING_ARRAY);
    gsize n = hemo_envelope_count(hemo_case_envelope(mail));

    add_leg_remedy(mail, &builder);
    hemo_case_key_words_add(mail, &builder);
    for (gsize i = 0; i < G_N_ELEMENTS(remedies); i++) {
        gboolean wanted = FALSE;

        for (gsize j = 0; j < n; j++)
            wanted = wanted || is_remedy_wanted(mail, j, i);
        if (wanted)
            add_remedy(i, &builder);
    }
    return g_variant_builder_end(&builder);
}

static gboolean
uses(const HemoCase *mail, gsize index, HemoMethod method)
{
    const HemoDecision *decision = hemo_case_decision(mail, index);

    return !decision->left_out && decision->verdict >= HEMO_VERDICT_PROTECT &&
           decision->method == method;
}

/* The words are one recipient's, and so is the command that shows them. */
static void
add_pdf_notices(const HemoCase *mail, GVariantBuilder *builder)
{
    guint named = 0;

    for (gsize i = 0; i < hemo_envelope_count(hemo_case_envelope(mail)); i++) {
        const HemoEnvelopeRecipient *recipient =
            hemo_envelope_recipient(hemo_case_envelope(mail), i);
        g_autofree char *words = NULL;

        if (!uses(mail, i, HEMO_METHOD_PDF) || named++ >= MAX_PDF_NOTICES)
            continue;
        /* TRANSLATORS: %s: a mail address */
        words = g_strdup_printf(_("Tell the recipient by telephone, never by mail, which five "
                                  "words open the PDF: \"hemostat keys words %s\" shows them"),
                                hemo_address_full(recipient->address));
        g_variant_builder_add(builder, "s", words);
    }
}

/* What must be known beside the verdict, each said once. */
static GVariant *
notices_object(const HemoCase *mail)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_STRING_ARRAY);

    add_pdf_notices(mail, &builder);
    if (hemo_case_is_fips(mail))
        g_variant_builder_add(&builder,
                              "s",
                              _("Only approved algorithms are used, as your organisation asks; "
                                "the program that computes them is itself not validated"));
    return g_variant_builder_end(&builder);
}

GVariant *
hemo_case_report_details(const HemoCase *mail)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_VARDICT);
    const HemoFacts *facts = hemo_case_facts(mail);
    g_autofree char *title = hemo_case_title_words(mail);

    add_text(&builder, "mail", hemo_case_id(mail));
    add_text(&builder, "title", title);
    add_text(&builder, "digest", hemo_facts_digest(facts));
    add_text(&builder,
             "content",
             hemo_names_find(hemo_content_names, hemo_facts_content(facts)));
    g_variant_builder_add(&builder,
                          "{sv}",
                          "reasons",
                          g_variant_new_strv(hemo_facts_reasons(facts), -1));
    g_variant_builder_add(&builder, "{sv}", "findings", hemo_facts_findings(facts));
    g_variant_builder_add(&builder,
                          "{sv}",
                          "recipients",
                          all_recipients(mail, recipient_object));
    g_variant_builder_add(&builder, "{sv}", "choices", choices_object(mail));
    g_variant_builder_add(&builder, "{sv}", "remedies", remedies_object(mail));
    g_variant_builder_add(&builder, "{sv}", "notices", notices_object(mail));
    g_variant_builder_add(&builder,
                          "{sv}",
                          "native",
                          g_variant_new_boolean(hemo_native_is_possible(mail)));
    g_variant_builder_add(&builder, "{sv}", "fields", hemo_native_fields(mail));
    return g_variant_builder_end(&builder);
}

static GVariant *
recipient_audit(const HemoCase *mail, gsize index)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_VARDICT);
    g_auto(GVariantBuilder) codes = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_STRING_ARRAY);
    const HemoEnvelopeRecipient *recipient =
        hemo_envelope_recipient(hemo_case_envelope(mail), index);
    const HemoDecision *decision = hemo_case_decision(mail, index);

    for (guint i = 0; i < decision->n_reasons; i++)
        g_variant_builder_add(&codes, "s", hemo_reason_code(decision->reasons[i]));
    add_text(&builder, "domain", hemo_address_domain(recipient->address));
    add_text(&builder,
             "level",
             hemo_names_find(hemo_level_names, hemo_case_level(mail, index)));
    add_text(&builder, "method", method_name(decision));
    g_variant_builder_add(&builder,
                          "{sv}",
                          "tls",
                          g_variant_new_boolean(goes_by_tls(decision)));
    add_text(&builder, "verdict", verdict_name(decision));
    g_variant_builder_add(&builder, "{sv}", "reasons", g_variant_builder_end(&codes));
    return g_variant_builder_end(&builder);
}

static GVariant *
classes_object(guint classes)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_STRING_ARRAY);

    for (const HemoName *entry = hemo_class_names; entry->name != NULL; entry++) {
        if ((classes & (guint)entry->value) != 0)
            g_variant_builder_add(&builder, "s", entry->name);
    }
    return g_variant_builder_end(&builder);
}

GVariant *
hemo_case_report_audit(const HemoCase *mail)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_VARDICT);
    const HemoFacts *facts = hemo_case_facts(mail);

    add_text(&builder, "verdict", hemo_names_find(hemo_verdict_names, hemo_case_verdict(mail)));
    add_text(&builder,
             "content",
             hemo_names_find(hemo_content_names, hemo_facts_content(facts)));
    g_variant_builder_add(&builder,
                          "{sv}",
                          "classes",
                          classes_object(hemo_facts_classes(facts)));
    g_variant_builder_add(&builder, "{sv}", "findings", hemo_facts_findings(facts));
    add_text(&builder, "route", hemo_names_find(hemo_route_names, hemo_case_route(mail)));
    add_text(&builder, "policy", hemo_policy_id(hemo_case_policy(mail)));
    g_variant_builder_add(&builder,
                          "{sv}",
                          "recipients",
                          all_recipients(mail, recipient_audit));
    return g_variant_builder_end(&builder);
}

GVariant *
hemo_case_report_sealed(const HemoCase *mail)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_VARDICT);
    g_auto(GVariantBuilder) addresses = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_STRING_ARRAY);
    const HemoEnvelope *envelope = hemo_case_envelope(mail);

    for (gsize i = 0; i < hemo_envelope_count(envelope); i++)
        g_variant_builder_add(&addresses,
                              "s",
                              hemo_address_full(hemo_envelope_recipient(envelope, i)->address));
    add_text(&builder, "from", hemo_address_full(hemo_envelope_sender(envelope)));
    add_text(&builder, "digest", hemo_facts_digest(hemo_case_facts(mail)));
    g_variant_builder_add(&builder, "{sv}", "recipients", g_variant_builder_end(&addresses));
    return g_variant_builder_end(&builder);
}
