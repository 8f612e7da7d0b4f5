/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-compose-header.h.
 */
#include "hemo-compose-header.h"

#include <string.h>

#include "hemo-compose-field.h"
#include "hemo-compose-people.h"
#include "hemo-limits.h"
#include "hemo-reader-wire.h"

#define MAX_FIELDS     100
#define MAX_REFERENCES 6000 /* bytes */

typedef const char **Words;

G_DEFINE_AUTO_CLEANUP_FREE_FUNC(Words, g_free, NULL)

typedef struct {
    InternetAddressList *from;
    InternetAddressList *to;
    InternetAddressList *cc;
    InternetAddressList *bcc;
    InternetAddressList *reply_to;
} People;

static const struct {
    const char *priority;
    const char *field; /* NULL: no field says so */
} priorities[] = {
    {"highest", "1 (Highest)"},
    {"high", "2 (High)"},
    {"normal", NULL},
    {"low", "4 (Low)"},
    {"lowest", "5 (Lowest)"},
};

static void
clear_people(People *people)
{
    g_clear_object(&people->from);
    g_clear_object(&people->to);
    g_clear_object(&people->cc);
    g_clear_object(&people->bcc);
    g_clear_object(&people->reply_to);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(People, clear_people)

static const char *
read_people(const HemoComposeJson *mail, People *people)
{
    const char *const sender[] = {mail->from, NULL};

    people->from = hemo_compose_people_read(sender);
    if (people->from == NULL || internet_address_list_length(people->from) != 1)
        return HEMO_READER_WIRE_SENDER;
    people->to = hemo_compose_people_read((const char *const *)mail->to);
    people->cc = hemo_compose_people_read((const char *const *)mail->cc);
    people->bcc = hemo_compose_people_read((const char *const *)mail->bcc);
    people->reply_to = hemo_compose_people_read((const char *const *)mail->reply_to);
    if (people->to == NULL || people->cc == NULL || people->bcc == NULL ||
        people->reply_to == NULL ||
        internet_address_list_length(people->to) + internet_address_list_length(people->cc) +
                internet_address_list_length(people->bcc) >
            HEMO_LIMIT_RECIPIENTS ||
        internet_address_list_length(people->reply_to) > HEMO_LIMIT_RECIPIENTS)
        return HEMO_READER_WIRE_RECIPIENTS;
    return NULL;
}

static gboolean
are_in(GVariant *envelope, const char *name, InternetAddressList *people)
{
    g_auto(Words) addresses = NULL;

    g_variant_lookup(envelope, name, "^a&s", &addresses);
    return hemo_compose_people_are(people, (const char *const *)addresses);
}

static gboolean
is_same_envelope(const People *people, GVariant *envelope)
{
    const char *from[] = {NULL, NULL};

    if (envelope == NULL)
        return TRUE;
    g_variant_lookup(envelope, "from", "&s", &from[0]);
    return hemo_compose_people_are(people->from, (const char *const *)from) &&
           are_in(envelope, "to", people->to) && are_in(envelope, "cc", people->cc) &&
           are_in(envelope, "bcc", people->bcc);
}

static void
add_people(GMimeMessage *message, GMimeAddressType type, InternetAddressList *people)
{
    if (internet_address_list_length(people) > 0)
        internet_address_list_append(g_mime_message_get_addresses(message, type), people);
}

/* RFC 5322 section 3.4: a group without members stands for those who are not named. */
static void
add_nobody(GMimeMessage *message)
{
    g_autoptr(InternetAddress) group = internet_address_group_new("undisclosed-recipients");

    internet_address_list_add(g_mime_message_get_to(message), group);
}

static void
add_recipients(GMimeMessage *message, const People *people, const HemoComposeCopy *copy)
{
    if (copy->recipients != NULL) {
        const char *const *kept = (const char *const *)copy->recipients;

        hemo_compose_people_keep(people->to, kept);
        hemo_compose_people_keep(people->cc, kept);
    }
    if (copy->is_blind ||
        internet_address_list_length(people->to) + internet_address_list_length(people->cc) ==
            0) {
        add_nobody(message);
        return;
    }
    add_people(message, GMIME_ADDRESS_TYPE_TO, people->to);
    add_people(message, GMIME_ADDRESS_TYPE_CC, people->cc);
}

static gboolean
add_text(GMimeMessage *message, const char *name, const char *text)
{
    return text == NULL || *text == '\0' || hemo_compose_field_add_text(message, name, text);
}

/* The first of the last references that there is room for. */
static guint
find_last_references(const char **references)
{
    guint start = g_strv_length((char **)references);
    gsize size = 0;

    while (start > 0 && size + strlen(references[start - 1]) < MAX_REFERENCES) {
        start--;
        size += strlen(references[start]) + 1;
    }
    return start;
}

/* They were copied from mail that came in: what is no Message-ID is left out.  The first and
 * the last of many stay (RFC 5322 section 3.6.4 sets no limit). */
static gboolean
add_references(GMimeMessage *message, const HemoComposeJson *mail)
{
    g_autoptr(GString) ids = g_string_new(NULL);
    guint last = find_last_references(mail->references);

    for (guint i = 0; mail->references[i] != NULL; i++)
        if ((i == 0 || i >= last) && hemo_compose_field_is_id(mail->references[i]))
            g_string_append_printf(ids, "%s ", mail->references[i]);
    if (mail->in_reply_to != NULL && hemo_compose_field_is_id(mail->in_reply_to) &&
        !hemo_compose_field_add_words(message, "In-Reply-To", mail->in_reply_to))
        return FALSE;
    return ids->len == 0 || hemo_compose_field_add_words(message, "References", ids->str);
}

static gboolean
add_priority(GMimeMessage *message, const char *priority)
{
    if (priority == NULL)
        return TRUE;
    for (guint i = 0; i < G_N_ELEMENTS(priorities); i++)
        if (strcmp(priorities[i].priority, priority) == 0)
            return add_text(message, "X-Priority", priorities[i].field);
    return FALSE;
}

static gboolean
add_receipt(GMimeMessage *message, const HemoComposeJson *mail, const People *people)
{
    InternetAddress *sender = internet_address_list_get_address(people->from, 0);
    const char *address = internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(sender));

    return !mail->wants_receipt ||
           hemo_compose_field_add_words(message, "Disposition-Notification-To", address);
}

static gboolean
add_own_fields(GMimeMessage *message, const HemoComposeJson *mail)
{
    if (mail->n_fields > MAX_FIELDS)
        return FALSE;
    for (gsize i = 0; i < mail->n_fields; i++)
        if (!hemo_compose_field_add_own(message, mail->fields[i].name, mail->fields[i].body))
            return FALSE;
    return TRUE;
}

const char *
hemo_compose_header_add(GMimeMessage *message,
                        const HemoComposeJson *mail,
                        const HemoComposeCopy *copy)
{
    g_auto(People) people = {0};
    const char *failure = read_people(mail, &people);

    if (failure != NULL)
        return failure;
    if (!is_same_envelope(&people, copy->envelope))
        return HEMO_READER_WIRE_ENVELOPE;
    add_people(message, GMIME_ADDRESS_TYPE_FROM, people.from);
    add_people(message, GMIME_ADDRESS_TYPE_REPLY_TO, people.reply_to);
    add_recipients(message, &people, copy);
    if (!add_text(message, "Subject", mail->subject) || !add_references(message, mail) ||
        !add_text(message, "Organization", mail->organization) ||
        !add_priority(message, mail->priority) || !add_receipt(message, mail, &people) ||
        !add_own_fields(message, mail))
        return HEMO_READER_WIRE_FIELD;
    return NULL;
}
