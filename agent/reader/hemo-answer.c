/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-answer.h.
 */
#include "hemo-answer.h"

#include <gmime/gmime.h>

#include "hemo-badge.h"
#include "hemo-carried.h"
#include "hemo-decode.h"
#include "hemo-dsn.h"
#include "hemo-trigger.h"

typedef struct {
    const char *operation;
    GVariant *(*make)(HemoSlice mail, GVariantDict *parameters);
} Operation;

typedef const char **Words;

G_DEFINE_AUTO_CLEANUP_FREE_FUNC(Words, g_free, NULL)

/* NULL if it is not there; the strings are the parameters'. */
static Words
take_words(GVariantDict *parameters, const char *name)
{
    Words words = NULL;

    g_variant_dict_lookup(parameters, name, "^a&s", &words);
    return words;
}

static gboolean
has_word(Words words, const char *word)
{
    for (guint i = 0; words != NULL && words[i] != NULL; i++)
        if (g_ascii_strcasecmp(words[i], word) == 0)
            return TRUE;
    return FALSE;
}

/* Whether the mail's From is the account's own.  Where no account is known, as for a file
 * given to the command line, it is taken at its word. */
static gboolean
is_own_sender(const HemoSender *sender, Words addresses, GVariantDict *parameters)
{
    const char *from = "";

    if (sender->address == NULL)
        return FALSE;
    g_variant_dict_lookup(parameters, "from", "&s", &from);
    if (*from == '\0' && (addresses == NULL || *addresses == NULL))
        return TRUE;
    return g_ascii_strcasecmp(from, hemo_secret_text(sender->address)) == 0 ||
           has_word(addresses, hemo_secret_text(sender->address));
}

/* @words with @word behind them; the strings stay where they are. */
static void
add_word(Words *words, const HemoSecret *word)
{
    gsize n = *words != NULL ? g_strv_length((char **)*words) : 0;

    if (word == NULL)
        return;
    *words = g_renew(const char *, *words, n + 2);
    (*words)[n] = hemo_secret_text(word);
    (*words)[n + 1] = NULL;
}

static HemoPhiReport *
classify(const HemoDecoded *decoded, GVariantDict *parameters)
{
    g_auto(Words) addresses = take_words(parameters, "account-addresses");
    g_auto(Words) names = take_words(parameters, "account-names");
    g_auto(Words) own_words = take_words(parameters, "account-words");
    const HemoSender *sender = hemo_decoded_sender(decoded);
    HemoPhiOwn own;
    gsize n_texts;
    gsize n_unread;
    const HemoPhiText *texts = hemo_decoded_texts(decoded, &n_texts);
    const HemoPhiUnread *unread = hemo_decoded_unread(decoded, &n_unread);

    if (is_own_sender(sender, addresses, parameters)) {
        add_word(&addresses, sender->address);
        /* settings that name the sender are not added to: anybody may write into a From */
        if (names == NULL || *names == NULL)
            add_word(&names, sender->name);
    }
    own = (HemoPhiOwn){addresses, names, own_words};
    return hemo_phi_classify(texts, n_texts, unread, n_unread, &own);
}

static GVariant *
report_object(const HemoDecoded *decoded, GVariantDict *parameters)
{
    g_autoptr(HemoPhiReport) report = classify(decoded, parameters);
    gboolean reveal = FALSE;
    guint32 wanted = 0;
    gsize n_texts;

    if (g_variant_dict_lookup(parameters, "findings", "u", &wanted))
        hemo_phi_report_keep(report, wanted);
    g_variant_dict_lookup(parameters, "reveal", "b", &reveal);
    return hemo_phi_report_object(report,
                                  reveal ? hemo_decoded_texts(decoded, &n_texts) : NULL);
}

static GVariant *
found_words(const HemoTrigger *trigger, Words triggers)
{
    GVariantBuilder found;

    g_variant_builder_init(&found, G_VARIANT_TYPE_STRING_ARRAY);
    for (guint i = 0; triggers != NULL && triggers[i] != NULL; i++)
        if (hemo_trigger_has(trigger, i))
            g_variant_builder_add(&found, "s", triggers[i]);
    return g_variant_builder_end(&found);
}

/* The keywords found, and the field without them, ready to stand in a header. */
static void
add_triggers(GVariantDict *values, const HemoDecoded *decoded, GVariantDict *parameters)
{
    g_auto(Words) triggers = take_words(parameters, "triggers");
    g_autoptr(HemoTrigger) trigger =
        hemo_trigger_find(hemo_decoded_subject(decoded), (const char *const *)triggers);
    g_autofree char *field = NULL;

    g_variant_dict_insert_value(values, "triggers", found_words(trigger, triggers));
    if (hemo_trigger_count(trigger) == 0)
        return;
    field = g_mime_utils_header_encode_text(NULL,
                                            hemo_secret_text(hemo_trigger_subject(trigger)),
                                            "utf-8");
    g_variant_dict_insert(values, "subject", "s", field);
}

static GVariant *
make_mail(HemoSlice mail, GVariantDict *parameters)
{
    g_auto(Words) recipients = take_words(parameters, "recipients");
    HemoDecodeOptions options = {.from = "", .recipients = recipients};
    g_autoptr(HemoDecoded) decoded = NULL;
    g_autoptr(GVariant) report = NULL;
    g_auto(GVariantDict) values = {0};

    g_variant_dict_lookup(parameters, "from", "&s", &options.from);
    g_variant_dict_lookup(parameters, "outline", "b", &options.outline);
    decoded = hemo_decode_mail(mail, &options);
    report = g_variant_ref_sink(report_object(decoded, parameters));
    g_variant_dict_init(&values, report);
    g_variant_dict_insert(&values, "digest", "s", hemo_decoded_digest(decoded));
    g_variant_dict_insert(&values, "protection", "s", hemo_decoded_protection(decoded));
    g_variant_dict_insert(&values, "references", "^as", hemo_decoded_references(decoded));
    if (hemo_decoded_outline(decoded) != NULL)
        g_variant_dict_insert_value(&values, "outline", hemo_decoded_outline(decoded));
    add_triggers(&values, decoded, parameters);
    return g_variant_dict_end(&values);
}

static GVariant *
make_badge(HemoSlice mail, GVariantDict *parameters)
{
    g_auto(Words) ours = take_words(parameters, "ours");
    g_auto(Words) learned = take_words(parameters, "learned");
    const char *const nobody[] = {NULL};
    const HemoBadgeTrust trust = {ours != NULL ? (const char *const *)ours : nobody, learned};
    g_autoptr(HemoBadge) badge = hemo_badge_judge(mail, &trust);

    return hemo_badge_object(badge);
}

/* The header block as it stands, up to the first empty line. */
static HemoSlice
header_block(HemoSlice mail)
{
    HemoSlice rest = mail;
    HemoSlice line;

    while (hemo_slice_next_line(&rest, &line))
        if (line.size == 0)
            return hemo_slice_sub(mail, 0, mail.size - rest.size);
    return mail;
}

static GVariant *
make_bounce(HemoSlice mail, GVariantDict *parameters)
{
    const HemoDecodeOptions options = {.is_report = TRUE};
    g_autoptr(HemoDecoded) decoded = hemo_decode_mail(mail, &options);
    gsize n_texts;
    const HemoPhiText *texts = hemo_decoded_texts(decoded, &n_texts);
    g_autofree HemoDsnPart *parts = g_new0(HemoDsnPart, n_texts + 1);
    g_autoptr(HemoDsn) dsn = NULL;
    gsize n_parts = 0;

    for (gsize i = 0; i < n_texts; i++)
        if (texts[i].role != HEMO_TEXT_SUBJECT)
            parts[n_parts++] = (HemoDsnPart){texts[i].media_type, texts[i].text};
    dsn = hemo_dsn_read(header_block(mail), parts, n_parts);
    return hemo_dsn_object(dsn);
}

static GVariant *
make_keys(HemoSlice mail, GVariantDict *parameters)
{
    return hemo_carried_answer(mail);
}

static const Operation operations[] = {
    {"mail", make_mail},
    {"badge", make_badge},
    {"bounce", make_bounce},
    {"keys", make_keys},
};

GVariant *
hemo_answer_make(const char *operation, HemoSlice mail, GVariant *parameters)
{
    g_auto(GVariantDict) dict = {0};

    g_variant_dict_init(&dict, parameters);
    for (guint i = 0; i < G_N_ELEMENTS(operations); i++)
        if (g_str_equal(operations[i].operation, operation))
            return operations[i].make(mail, &dict);
    return NULL;
}
