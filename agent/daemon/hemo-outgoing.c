/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-outgoing.h.
 */
#include "hemo-outgoing.h"

#include "hemo-case-report.h"
#include "hemo-case-search.h"
#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-reading.h"
#include "hemo-sealed-fd.h"

#include <glib/gi18n-lib.h>

/* The state of one assessment; the task owns it. */
typedef struct {
    HemoServices *services;
    HemoClaims *claims;     /* or NULL */
    HemoHanded *handed;     /* until it is judged */
    HemoEnvelope *envelope; /* until there is a case */
    HemoCase *mail;
    guint step;    /* answers to an earlier step come too late */
    guint waiting; /* answers of this step that are still to come */
    guint timer;
} Assess;

/* What is known of a recipient's servers, still to come. */
typedef struct {
    GTask *task;
    gsize index;
    guint step;
} Pending;

/* The mail is judged, or cannot be: answers that come too late keep neither it nor its place.
 */
static void
let_go(Assess *assess)
{
    g_clear_handle_id(&assess->timer, g_source_remove);
    assess->step++;
    if (assess->handed == NULL)
        return;
    assess->services->cases--;
    g_clear_pointer(&assess->handed, hemo_handed_free);
    g_clear_pointer(&assess->mail, hemo_case_unref);
}

static void
assess_free(gpointer data)
{
    Assess *assess = data;

    let_go(assess);
    hemo_claims_unref(assess->claims);
    hemo_envelope_free(assess->envelope);
    g_free(assess);
}

static gboolean
record_answer(HemoServices *services,
              HemoCase *mail,
              const char *choice,
              const HemoCase *earlier,
              const char *reason,
              GError **error)
{
    g_auto(GVariantBuilder) body = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_VARDICT);
    g_auto(GVariantBuilder) sealed = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_VARDICT);

    g_variant_builder_add(&body, "{sv}", "choice", g_variant_new_string(choice));
    if (earlier != NULL)
        g_variant_builder_add(&body,
                              "{sv}",
                              "earlier",
                              g_variant_new_string(hemo_case_id(earlier)));
    g_variant_builder_add(&sealed, "{sv}", "reason", g_variant_new_string(reason));
    return hemo_audit_log_append(services->audit,
                                 hemo_case_id(mail),
                                 "answer",
                                 g_variant_builder_end(&body),
                                 g_variant_builder_end(&sealed),
                                 error);
}

/* The same mail as it was judged before, if the mail program names its ticket; or NULL. */
static HemoCase *
find_earlier(HemoServices *services, const HemoCase *mail)
{
    const char *ticket = hemo_envelope_answered(hemo_case_envelope(mail));
    HemoCase *earlier = hemo_ticket_table_find(services->tickets, ticket, NULL);

    return earlier != NULL && hemo_case_is_same(mail, earlier) ? hemo_case_ref(earlier) : NULL;
}

/* What the person answered then counts for the same questions; one by one, as each answer
 * decides what is asked next. */
static gboolean
answer_again(HemoServices *services, HemoCase *mail, const HemoCase *earlier, GError **error)
{
    for (gsize i = 0; hemo_case_answered(earlier, i) != NULL; i++) {
        const char *choice = hemo_case_answered(earlier, i);

        if (!hemo_case_asks_same(mail, earlier, i))
            break;
        if (!record_answer(services, mail, choice, earlier, "", error) ||
            !hemo_case_answer(mail, choice, error))
            return FALSE;
        hemo_case_decide(mail);
    }
    return TRUE;
}

static gboolean
record_verdict(HemoServices *services, HemoCase *mail, GError **error)
{
    return hemo_audit_log_append(services->audit,
                                 hemo_case_id(mail),
                                 "assess",
                                 hemo_case_report_audit(mail),
                                 hemo_case_report_sealed(mail),
                                 error);
}

static void
finish(GTask *task)
{
    Assess *assess = g_task_get_task_data(task);
    HemoServices *services = assess->services;
    g_autoptr(HemoCase) mail = hemo_case_ref(assess->mail);
    g_autoptr(HemoCase) earlier = find_earlier(services, mail);
    GError *error = NULL;

    let_go(assess);
    hemo_case_decide(mail);
    if ((earlier != NULL && !answer_again(services, mail, earlier, &error)) ||
        !record_verdict(services, mail, &error)) {
        g_task_return_error(task, error);
        return;
    }
    if (earlier != NULL && hemo_case_verdict(mail) >= HEMO_VERDICT_PROTECT)
        hemo_ticket_table_remove(services->tickets,
                                 hemo_envelope_answered(hemo_case_envelope(mail)));
    g_task_return_pointer(task, g_steal_pointer(&mail), (GDestroyNotify)hemo_case_unref);
}

static Pending *
pending_new(GTask *task, gsize index)
{
    Assess *assess = g_task_get_task_data(task);
    Pending *pending = g_new0(Pending, 1);

    pending->task = g_object_ref(task);
    pending->index = index;
    pending->step = assess->step;
    assess->waiting++;
    return pending;
}

static gboolean
is_late(const Pending *pending)
{
    const Assess *assess = g_task_get_task_data(pending->task);

    return pending->step != assess->step;
}

static void
begin_step(GTask *task)
{
    Assess *assess = g_task_get_task_data(task);

    g_clear_handle_id(&assess->timer, g_source_remove);
    assess->step++;
    assess->waiting = 1; /* ourselves, until all are asked */
}

/* One answer is there, or all are asked: goes on with @next after the last. */
static void
answered(GTask *task, void (*next)(GTask *task))
{
    Assess *assess = g_task_get_task_data(task);

    if (--assess->waiting == 0)
        next(task);
}

static void look_for_keys(GTask *task);

static gboolean
on_evidence_timer(gpointer data)
{
    Assess *assess = g_task_get_task_data(data);

    assess->timer = 0;
    look_for_keys(data);
    return G_SOURCE_REMOVE;
}

static void
wait_for(GTask *task, guint seconds, GSourceFunc on_timer)
{
    Assess *assess = g_task_get_task_data(task);

    assess->timer = g_timeout_add_seconds_full(G_PRIORITY_DEFAULT,
                                               seconds,
                                               on_timer,
                                               g_object_ref(task),
                                               g_object_unref);
}

static void
on_keys(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;

    hemo_case_search_finish(result);
    finish(task);
}

static void
look_for_keys(GTask *task)
{
    Assess *assess = g_task_get_task_data(task);

    begin_step(task);
    hemo_case_search_async(assess->services, assess->mail, on_keys, g_object_ref(task));
}

static void
on_evidence(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autofree Pending *pending = data;
    g_autoptr(GTask) task = pending->task;
    Assess *assess = g_task_get_task_data(task);
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoEvidence) evidence =
        hemo_evidence_store_ask_finish(assess->services->evidence, result, &error);

    if (is_late(pending))
        return;
    if (hemo_error_is(error, HEMO_ERROR_CONFIG)) {
        /* a wrong setting does not mend itself while one waits */
        begin_step(task);
        g_task_return_error(task, g_steal_pointer(&error));
        return;
    }
    if (evidence != NULL)
        hemo_case_set_evidence(assess->mail, pending->index, evidence);
    answered(task, look_for_keys);
}

static void
look_for_evidence(GTask *task)
{
    Assess *assess = g_task_get_task_data(task);
    const HemoEnvelope *envelope = hemo_case_envelope(assess->mail);

    begin_step(task);
    if (hemo_case_needs_evidence(assess->mail))
        wait_for(task, HEMO_LIMIT_EVIDENCE_WAIT, on_evidence_timer);
    for (gsize i = 0; assess->timer != 0 && i < hemo_envelope_count(envelope); i++) {
        const HemoAddress *address = hemo_envelope_recipient(envelope, i)->address;

        hemo_evidence_store_ask_async(assess->services->evidence,
                                      hemo_address_domain(address),
                                      NULL,
                                      on_evidence,
                                      pending_new(task, i));
    }
    answered(task, look_for_keys);
}

/* To each recipient a reply starts at the level at which he had the mail that it answers. */
static gboolean
raise_to_answered(Assess *assess, GError **error)
{
    const HemoEnvelope *envelope = hemo_case_envelope(assess->mail);
    g_auto(GStrv) known =
        hemo_sent_store_known(assess->services->sent,
                              hemo_facts_references(hemo_case_facts(assess->mail)),
                              error);

    if (known == NULL)
        return FALSE;
    for (gsize i = 0; known[0] != NULL && i < hemo_envelope_count(envelope); i++) {
        const HemoAddress *address = hemo_envelope_recipient(envelope, i)->address;
        HemoRung rung = HEMO_RUNG_NONE;

        if (!hemo_sent_store_find_rung(assess->services->sent,
                                       (const char *const *)known,
                                       hemo_address_key(address),
                                       &rung,
                                       error))
            return FALSE;
        hemo_case_raise_rung(assess->mail, i, rung);
    }
    return TRUE;
}

static gboolean
had_key(GPtrArray *records)
{
    for (guint i = 0; i < records->len; i++) {
        const HemoKeyRecord *record = records->pdata[i];

        if (record->used > 0 || record->word == HEMO_KEY_WORD_CONFIRMED)
            return TRUE;
    }
    return FALSE;
}

/* Whom a key protected until now is not reached with less because something is wrong with it.
 */
static gboolean
remember_keys(Assess *assess, GError **error)
{
    const HemoEnvelope *envelope = hemo_case_envelope(assess->mail);

    for (gsize i = 0; i < hemo_envelope_count(envelope); i++) {
        const HemoAddress *address = hemo_envelope_recipient(envelope, i)->address;
        g_autoptr(GPtrArray) records =
            hemo_key_store_find(assess->services->key_store, hemo_address_key(address), error);

        if (records == NULL)
            return FALSE;
        if (had_key(records))
            hemo_case_had_key(assess->mail, i);
    }
    return TRUE;
}

/* The reader died, took too long or made no sense: nothing is known but the bytes. */
static HemoFacts *
facts_of_unread(int fd, GError **error)
{
    g_autoptr(HemoSealedFd) map = hemo_sealed_fd_map(fd, error);

    return map != NULL ? hemo_facts_new_unread(hemo_sealed_fd_slice(map)) : NULL;
}

static void
take_claims(HemoCase *mail, const HemoClaims *claims)
{
    hemo_case_claim(mail,
                    hemo_claims_find(claims, hemo_envelope_account(hemo_case_envelope(mail))));
}

static void
on_read(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Assess *assess = g_task_get_task_data(task);
    HemoServices *services = assess->services;
    GError *error = NULL;
    g_autoptr(HemoReading) reading = hemo_reading_take_finish(result, &error);
    HemoFacts *facts = NULL;

    if (reading != NULL && reading->reply != NULL)
        facts = hemo_facts_new(reading->reply, NULL);
    if (reading != NULL && facts == NULL)
        facts = facts_of_unread(reading->fd, &error);
    if (facts == NULL || !hemo_services_refresh(services, &error)) {
        hemo_facts_free(facts);
        g_task_return_error(task, error);
        return;
    }
    hemo_facts_forget_subject(facts);
    assess->mail = hemo_case_new(g_steal_pointer(&assess->envelope),
                                 facts,
                                 hemo_config_policy(services->config),
                                 hemo_config_accounts(services->config));
    take_claims(assess->mail, assess->claims);
    if (!raise_to_answered(assess, &error) || !remember_keys(assess, &error))
        g_task_return_error(task, error);
    else
        look_for_evidence(task);
}

static void
read_mail(GTask *task)
{
    Assess *assess = g_task_get_task_data(task);
    gboolean compose = hemo_envelope_is_compose(assess->envelope);

    hemo_reading_take_async(assess->services,
                            assess->handed,
                            assess->envelope,
                            compose ? HEMO_READING_OUTLINE : 0,
                            on_read,
                            g_object_ref(task));
}

static void
on_audit_open(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Assess *assess = g_task_get_task_data(task);
    GError *error = NULL;

    if (!hemo_audit_log_open_finish(assess->services->audit, result, &error)) {
        g_task_return_error(task, error);
        return;
    }
    read_mail(task);
}

static gboolean
has_room(HemoServices *services, GError **error)
{
    if (services->cases <= HEMO_LIMIT_CASES)
        return TRUE;
    hemo_error_set(error,
                   HEMO_ERROR_TIMED_OUT,
                   _("too many mails are being checked at the moment: try again in a minute"));
    return FALSE;
}

void
hemo_outgoing_assess_async(HemoServices *services,
                           HemoClaims *claims,
                           HemoHanded *handed,
                           GVariant *envelope,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, NULL, callback, user_data);
    Assess *assess = g_new0(Assess, 1);
    GError *error = NULL;

    assess->services = services;
    assess->claims = claims != NULL ? hemo_claims_ref(claims) : NULL;
    assess->handed = handed;
    services->cases++;
    g_task_set_task_data(task, assess, assess_free);
    assess->envelope = hemo_envelope_new(envelope, &error);
    if (assess->envelope == NULL || !has_room(services, &error) ||
        !hemo_handed_check(handed, hemo_envelope_is_compose(assess->envelope), &error) ||
        !hemo_handed_check_filled(handed, &error) || !hemo_services_refresh(services, &error)) {
        g_task_return_error(task, error);
        return;
    }
    hemo_audit_log_open_async(services->audit, NULL, on_audit_open, g_steal_pointer(&task));
}

HemoCase *
hemo_outgoing_assess_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}

gboolean
hemo_outgoing_answer(HemoServices *services,
                     const HemoClaims *claims,
                     HemoCase *mail,
                     const char *choice,
                     const char *reason,
                     GError **error)
{
    if (!g_strv_contains(hemo_case_choices(mail), choice))
        return hemo_case_answer(mail, choice, error);
    if (!record_answer(services, mail, choice, NULL, reason, error) ||
        !hemo_case_answer(mail, choice, error))
        return FALSE;
    take_claims(mail, claims);
    hemo_case_decide(mail);
    return record_verdict(services, mail, error);
}
