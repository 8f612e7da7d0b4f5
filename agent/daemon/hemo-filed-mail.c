/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-filed-mail.h.
 */
#include "hemo-filed-mail.h"

#include "hemo-body.h"
#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-reading.h"
#include "hemo-sealed-fd.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    HemoServices *services;
    HemoCase *mail;
    int fd;
} Filed;

typedef enum {
    DIFFERS_SENDER = 1 << 0,
    DIFFERS_RECIPIENTS = 1 << 1,
    DIFFERS_SUBJECT = 1 << 2,
    DIFFERS_TEXT = 1 << 3,
    DIFFERS_FILES = 1 << 4,
    DIFFERS_CONTENT = 1 << 5,
    DIFFERS_BYTES = 1 << 6,
} Difference;

static const struct {
    Difference difference;
    const char *code;
    const char *words;
} differences[] = {
    {DIFFERS_SENDER, "sender", N_("the sender")},
    {DIFFERS_RECIPIENTS, "recipients", N_("the recipients")},
    {DIFFERS_SUBJECT, "subject", N_("the subject")},
    {DIFFERS_TEXT, "text", N_("the text")},
    {DIFFERS_FILES, "attachments", N_("the attachments")},
    {DIFFERS_CONTENT, "content", N_("there is more to protect in it")},
    {DIFFERS_BYTES, "bytes", N_("the protected message itself")},
};

static void
filed_free(gpointer data)
{
    Filed *filed = data;

    filed->services->cases--;
    hemo_case_unref(filed->mail);
    close(filed->fd);
    g_free(filed);
}

static gboolean
is_address(const HemoAddress *address, const char *text)
{
    g_autoptr(HemoAddress) other = hemo_address_parse(text, NULL);

    return other != NULL && strcmp(hemo_address_key(address), hemo_address_key(other)) == 0;
}

static gboolean
has_address(const char *const *list, const HemoAddress *address)
{
    for (gsize i = 0; list[i] != NULL; i++) {
        if (is_address(address, list[i]))
            return TRUE;
    }
    return FALSE;
}

/* Who was to get the message that is compared: all, or those of one copy. */
typedef struct {
    const HemoEnvelope *envelope;
    const gsize *indices; /* NULL: all */
    gsize n;
} People;

static const HemoEnvelopeRecipient *
person(const People *people, gsize index)
{
    return hemo_envelope_recipient(people->envelope,
                                   people->indices != NULL ? people->indices[index] : index);
}

/* Named in a field only if judged so: nobody stands in To or Cc who was to be blind. */
static gboolean
is_expected(const People *people, const char *text, gboolean by_blind_field)
{
    for (gsize i = 0; i < people->n; i++) {
        const HemoEnvelopeRecipient *recipient = person(people, i);

        if (is_address(recipient->address, text) && (by_blind_field || !recipient->blind))
            return TRUE;
    }
    return FALSE;
}

static gboolean
are_expected(const People *people, const char *const *list, gboolean by_blind_field)
{
    for (gsize i = 0; list[i] != NULL; i++) {
        if (!is_expected(people, list[i], by_blind_field))
            return FALSE;
    }
    return TRUE;
}

static gboolean
names_anybody(const HemoOutline *outline)
{
    return hemo_outline_to(outline)[0] != NULL || hemo_outline_cc(outline)[0] != NULL ||
           hemo_outline_bcc(outline)[0] != NULL;
}

/* The same people as those of the fields.  A message that was made may have gone to fewer: one
 * that is blind need not be named, and after a refusal each gets a copy of his own. */
static gboolean
has_people(const People *people, const HemoOutline *outline)
{
    if (!are_expected(people, hemo_outline_to(outline), FALSE) ||
        !are_expected(people, hemo_outline_cc(outline), FALSE) ||
        !are_expected(people, hemo_outline_bcc(outline), TRUE))
        return FALSE;
    for (gsize i = 0; i < people->n; i++) {
        const HemoEnvelopeRecipient *recipient = person(people, i);
        gboolean may_miss =
            people->indices != NULL && (recipient->blind || names_anybody(outline));

        if (!may_miss && !has_address(hemo_outline_to(outline), recipient->address) &&
            !has_address(hemo_outline_cc(outline), recipient->address) &&
            !has_address(hemo_outline_bcc(outline), recipient->address))
            return FALSE;
    }
    return TRUE;
}

static guint
compare_sender(const HemoEnvelope *envelope, const HemoOutline *outline)
{
    const HemoAddress *sender = hemo_envelope_sender(envelope);

    return is_address(sender, hemo_outline_from(outline)) ? 0 : DIFFERS_SENDER;
}

/* Bits of HemoOutlineDifference. */
static guint
compare_outlines(const HemoOutline *judged, const HemoOutline *sent)
{
    guint found = hemo_outline_compare(judged, sent);

    return ((found & HEMO_OUTLINE_SUBJECT) != 0 ? DIFFERS_SUBJECT : 0) |
           ((found & HEMO_OUTLINE_TEXT) != 0 ? DIFFERS_TEXT : 0) |
           ((found & HEMO_OUTLINE_FILES) != 0 ? DIFFERS_FILES : 0);
}

/* A mail in the mail program's own form.  What it has encrypted itself, for keys of its own,
 * cannot be compared, but for whom it is from and for. */
static guint
compare_native(const HemoCase *mail, const HemoFacts *sent)
{
    const HemoEnvelope *envelope = hemo_case_envelope(mail);
    const HemoFacts *judged = hemo_case_facts(mail);
    const HemoOutline *outline = hemo_facts_outline(sent);
    People people = {envelope, NULL, hemo_envelope_count(envelope)};
    guint found = compare_sender(envelope, outline);

    if (!has_people(&people, outline))
        found |= DIFFERS_RECIPIENTS;
    if (hemo_facts_encrypted(sent) && !hemo_facts_encrypted(judged))
        return found;
    if (hemo_facts_content(sent) > hemo_facts_content(judged))
        found |= DIFFERS_CONTENT;
    return found | compare_outlines(hemo_facts_outline(judged), outline);
}

/* A mail that went as it was handed over: all that the verdict was bound to. */
static guint
compare_whole(const HemoCase *mail, const HemoFacts *sent)
{
    const char *judged = hemo_facts_digest(hemo_case_facts(mail));

    return strcmp(judged, hemo_facts_digest(sent)) == 0 ? 0 : DIFFERS_BYTES;
}

/* One of the messages that Protect made: two of them may have the same body. */
static guint
compare_made(const HemoCase *mail, const HemoFacts *sent, const char *digest)
{
    const HemoEnvelope *envelope = hemo_case_envelope(mail);
    const HemoOutline *outline = hemo_facts_outline(sent);
    guint found = DIFFERS_BYTES;
    const HemoCaseMade *made;

    for (gsize i = 0; (made = hemo_case_made(mail, i)) != NULL && found != 0; i++) {
        People people = {envelope, made->indices, made->n};

        if (digest != NULL && strcmp(made->digest, digest) == 0)
            found = has_people(&people, outline) ? 0 : DIFFERS_RECIPIENTS;
    }
    return found | compare_sender(envelope, outline);
}

static guint
compare(const HemoCase *mail, const HemoFacts *sent, const char *body_digest)
{
    if (hemo_case_made(mail, 0) != NULL)
        return compare_made(mail, sent, body_digest);
    if (hemo_facts_outline(hemo_case_facts(mail)) != NULL)
        return compare_native(mail, sent);
    return compare_whole(mail, sent);
}

const char **
hemo_filed_mail_differences(const HemoCase *mail,
                            const HemoFacts *sent,
                            const char *body_digest)
{
    guint found = compare(mail, sent, body_digest);
    const char **codes = g_new0(const char *, G_N_ELEMENTS(differences) + 1);
    gsize n = 0;

    for (gsize i = 0; i < G_N_ELEMENTS(differences); i++) {
        if ((found & differences[i].difference) != 0)
            codes[n++] = differences[i].code;
    }
    return codes;
}

static GVariant *
audit_body(const char *const *codes)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_VARDICT);

    g_variant_builder_add(&builder, "{sv}", "differs", g_variant_new_strv(codes, -1));
    return g_variant_builder_end(&builder);
}

static char *
make_words(const char *const *codes)
{
    g_autoptr(GPtrArray) kinds = g_ptr_array_new();
    g_autofree char *list = NULL;

    for (gsize i = 0; i < G_N_ELEMENTS(differences); i++) {
        if (g_strv_contains(codes, differences[i].code))
            g_ptr_array_add(kinds, (gpointer)_(differences[i].words));
    }
    g_ptr_array_add(kinds, NULL);
    list = g_strjoinv(", ", (char **)kinds->pdata);
    /* TRANSLATORS: %s: a list such as "the recipients, the attachments" */
    return g_strdup_printf(_("What was sent is not what Hemostat had checked. This is "
                             "different: %s. Tell whoever looks after your computer."),
                           list);
}

static void
finish(GTask *task, const char *const *codes)
{
    Filed *filed = g_task_get_task_data(task);
    GError *error = NULL;

    if (codes[0] != NULL && !hemo_audit_log_append(filed->services->audit,
                                                   hemo_case_id(filed->mail),
                                                   "mismatch",
                                                   audit_body(codes),
                                                   NULL,
                                                   &error))
        g_task_return_error(task, error);
    else
        g_task_return_pointer(task, codes[0] != NULL ? make_words(codes) : NULL, g_free);
}

/* Only what Protect made is compared by its bytes. */
static void
compare_bytes(GTask *task, const HemoFacts *sent, HemoSlice bytes)
{
    Filed *filed = g_task_get_task_data(task);
    g_autofree char *digest =
        hemo_case_made(filed->mail, 0) != NULL ? hemo_body_digest(bytes) : NULL;
    g_autofree const char **codes = hemo_filed_mail_differences(filed->mail, sent, digest);

    finish(task, codes);
}

static void
on_read(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Filed *filed = g_task_get_task_data(task);
    GError *error = NULL;
    g_autoptr(GVariant) reply = hemo_reader_ask_finish(filed->services->reader, result, &error);
    g_autoptr(HemoFacts) sent = reply != NULL ? hemo_facts_new(reply, &error) : NULL;
    g_autoptr(HemoSealedFd) map = sent != NULL ? hemo_sealed_fd_map(filed->fd, &error) : NULL;

    if (map != NULL && hemo_facts_outline(sent) == NULL)
        hemo_error_set(&error,
                       HEMO_ERROR_FAILED,
                       _("the mail that was sent could not be read again"));
    if (error != NULL)
        g_task_return_error(task, error);
    else
        compare_bytes(task, sent, hemo_sealed_fd_slice(map));
}

static void
on_audit_open(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Filed *filed = g_task_get_task_data(task);
    HemoServices *services = filed->services;
    const HemoEnvelope *envelope = hemo_case_envelope(filed->mail);
    GError *error = NULL;

    if (!hemo_audit_log_open_finish(services->audit, result, &error)) {
        g_task_return_error(task, error);
        return;
    }
    hemo_reader_ask_async(services->reader,
                          "mail",
                          filed->fd,
                          hemo_reading_parameters(services, envelope, TRUE),
                          HEMO_LIMIT_READER_TIME,
                          NULL,
                          on_read,
                          g_object_ref(task));
}

void
hemo_filed_mail_check_async(HemoServices *services,
                            HemoCase *mail,
                            int fd,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, NULL, callback, user_data);
    Filed *filed = g_new0(Filed, 1);
    g_autoptr(HemoSealedFd) map = NULL;
    GError *error = NULL;

    filed->services = services;
    filed->mail = hemo_case_ref(mail);
    filed->fd = fd;
    services->cases++;
    g_task_set_task_data(task, filed, filed_free);
    if (services->cases > HEMO_LIMIT_CASES)
        hemo_error_set(
            &error,
            HEMO_ERROR_TIMED_OUT,
            _("too many mails are being checked at the moment: try again in a minute"));
    else
        map = hemo_sealed_fd_map(fd, &error);
    if (map == NULL || !hemo_services_refresh(services, &error))
        g_task_return_error(task, error);
    else
        hemo_audit_log_open_async(services->audit, NULL, on_audit_open, g_steal_pointer(&task));
}

gboolean
hemo_filed_mail_check_finish(GAsyncResult *result, char **ret_words, GError **error)
{
    GError *failure = NULL;

    *ret_words = g_task_propagate_pointer(G_TASK(result), &failure);
    if (failure == NULL)
        return TRUE;
    g_propagate_error(error, failure);
    return FALSE;
}
