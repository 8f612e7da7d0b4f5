/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-case-search.h.
 */
#include "hemo-case-search.h"

#include "hemo-error.h"
#include "hemo-key-desk.h"
#include "hemo-limits.h"

#include <glib/gi18n-lib.h>

static const HemoKeyKind kinds[] = {HEMO_KEY_KIND_SMIME, HEMO_KEY_KIND_OPENPGP};

/* The state of one search; the task owns it. */
typedef struct {
    HemoServices *services;
    HemoCase *mail;
    GCancellable *cancellable;
    guint waiting; /* answers that are still to come */
    guint timer;
    gboolean around; /* the network is being asked */
    gboolean over;   /* answers come too late */
} Search;

typedef enum { FOR_RECIPIENT, FOR_OWN, FOR_ALSO } Role;

/* An answer that is still to come. */
typedef struct {
    GTask *task;
    Role role;
    HemoKeyKind kind;
    gsize index; /* FOR_RECIPIENT */
} Pending;

static void
search_free(gpointer data)
{
    Search *search = data;

    g_clear_handle_id(&search->timer, g_source_remove);
    g_clear_object(&search->cancellable);
    hemo_case_unref(search->mail);
    g_free(search);
}

static void
finish(GTask *task)
{
    Search *search = g_task_get_task_data(task);

    g_clear_handle_id(&search->timer, g_source_remove);
    search->over = TRUE;
    g_task_return_boolean(task, TRUE);
}

static gboolean
on_timer(gpointer data)
{
    Search *search = g_task_get_task_data(data);

    search->timer = 0;
    finish(data);
    g_cancellable_cancel(search->cancellable);
    return G_SOURCE_REMOVE;
}

static const char *
missing_own_words(HemoKeyKind kind)
{
    return kind == HEMO_KEY_KIND_SMIME
               ? _("you have no S/MIME certificate of your own yet, so you could not read the "
                   "mail again: have one imported")
               : _("you have no OpenPGP key of your own yet, so you could not read the mail "
                   "again: create one");
}

static const char *
own_words(const HemoKey *key)
{
    if (hemo_key_state(key) == HEMO_KEY_EXPIRED)
        return _("your own key has expired: have it renewed");
    if (hemo_key_state(key) == HEMO_KEY_REVOKED)
        return _("your own key was withdrawn: you need a new one");
    if (hemo_key_state(key) == HEMO_KEY_NOT_APPROVED)
        return _("your organisation allows approved algorithms only, and your own key uses "
                 "another");
    return _("your own key cannot be used");
}

static void
take_own(Search *search, HemoKeyKind kind, HemoKey *key, const GError *error)
{
    HemoCaseKeys *keys = hemo_case_keys(search->mail);

    if (key != NULL) {
        hemo_case_keys_set_own(keys, kind, key, own_words(key));
        return;
    }
    if (!hemo_error_is(error, HEMO_ERROR_NOT_FOUND)) {
        hemo_case_keys_set_own(keys, kind, NULL, error->message);
        return;
    }
    hemo_case_keys_set_own(keys, kind, NULL, missing_own_words(kind));
    hemo_case_keys_miss_own(keys, kind);
}

/* That the network knows of none says nothing about the one that is here. */
static void
take_recipients(Search *search, const Pending *pending, HemoKey *key, const GError *error)
{
    HemoCaseKeys *keys = hemo_case_keys(search->mail);
    HemoKey *best = key;

    if (best == NULL && search->around)
        best = hemo_case_keys_get(keys, pending->index, pending->kind);
    hemo_case_keys_set(keys,
                       pending->index,
                       pending->kind,
                       best,
                       best != NULL ? hemo_key_reason(best) : error->message);
    if (hemo_error_is(error, HEMO_ERROR_NOT_FOUND))
        hemo_case_keys_miss(keys, pending->index, pending->kind);
}

static void
take(Search *search, const Pending *pending, HemoKey *key, const GError *error)
{
    switch (pending->role) {
    case FOR_RECIPIENT:
        take_recipients(search, pending, key, error);
        break;
    case FOR_OWN:
        take_own(search, pending->kind, key, error);
        break;
    case FOR_ALSO:
        hemo_case_keys_add_also(hemo_case_keys(search->mail),
                                pending->kind,
                                key,
                                _("somebody for whom your organisation has every mail "
                                  "encrypted as well has no key that can be used"));
        break;
    }
}

static void look_around(GTask *task);

static void
answered(GTask *task)
{
    Search *search = g_task_get_task_data(task);

    if (--search->waiting > 0)
        return;
    if (search->around)
        finish(task);
    else
        look_around(task);
}

static void
on_found(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autofree Pending *pending = data;
    g_autoptr(GTask) task = pending->task;
    Search *search = g_task_get_task_data(task);
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoKey) key = hemo_key_desk_find_finish(result, &error);

    if (search->over)
        return;
    take(search, pending, key, error);
    answered(task);
}

/* Takes @pending, copied. */
static void
ask(GTask *task, const HemoKeyQuestion *question, Pending pending)
{
    Search *search = g_task_get_task_data(task);

    search->waiting++;
    pending.task = g_object_ref(task);
    pending.kind = question->kind;
    hemo_key_desk_find_async(search->services,
                             question,
                             search->cancellable,
                             on_found,
                             g_memdup2(&pending, sizeof pending));
}

static void
ask_recipient(GTask *task, gsize index, HemoKeyKind kind)
{
    Search *search = g_task_get_task_data(task);
    const HemoEnvelope *envelope = hemo_case_envelope(search->mail);
    const HemoRule *rule = hemo_case_rule(search->mail, index);
    HemoKeyQuestion question = {
        .kind = kind,
        .address = hemo_address_full(hemo_envelope_recipient(envelope, index)->address),
        .look_around = search->around,
        .least = (HemoKeyTrust)rule->values[HEMO_RULE_KEY_TRUST],
        .fips = rule->values[HEMO_RULE_CRYPTO] != HEMO_CRYPTO_STANDARD,
    };

    ask(task, &question, (Pending){.role = FOR_RECIPIENT, .index = index});
}

G_STATIC_ASSERT((int)HEMO_PROOF_PUBLISHED == (int)HEMO_KEY_TRUST_PUBLISHED &&
                (int)HEMO_PROOF_AUTHORITY == (int)HEMO_KEY_TRUST_AUTHORITY &&
                (int)HEMO_PROOF_CONFIRMED == (int)HEMO_KEY_TRUST_CONFIRMED);

/* The sender's, and those that every copy is for. */
static void
ask_own(GTask *task, HemoKeyKind kind)
{
    Search *search = g_task_get_task_data(task);
    const HemoAddress *sender = hemo_envelope_sender(hemo_case_envelope(search->mail));
    const char *const *also = hemo_policy_also_encrypt_to(hemo_case_policy(search->mail));
    HemoKeyQuestion question = {
        .kind = kind,
        .address = hemo_address_full(sender),
        .own = TRUE,
        .least = HEMO_KEY_TRUST_AUTHORITY,
        .fips = hemo_case_is_fips(search->mail),
    };

    ask(task, &question, (Pending){.role = FOR_OWN});
    for (gsize i = 0; also[i] != NULL; i++) {
        HemoRule rule = hemo_case_rule_for(search->mail, also[i]);

        question.address = also[i];
        question.own = FALSE;
        question.least = (HemoKeyTrust)rule.values[HEMO_RULE_KEY_TRUST];
        ask(task, &question, (Pending){.role = FOR_ALSO});
    }
}

/* Everything that is here, of one kind.  Nobody has answered yet: that is the reason until
 * then.
 */
static void
ask_kind(GTask *task, HemoKeyKind kind)
{
    Search *search = g_task_get_task_data(task);
    gsize n = hemo_envelope_count(hemo_case_envelope(search->mail));
    const char *late = _("the program that keeps the keys did not answer in time");
    gboolean wanted = FALSE;

    for (gsize i = 0; i < n; i++) {
        if (!hemo_case_wants_key(search->mail, i, kind))
            continue;
        wanted = TRUE;
        hemo_case_keys_set(hemo_case_keys(search->mail), i, kind, NULL, late);
        ask_recipient(task, i, kind);
    }
    if (!wanted)
        return;
    hemo_case_keys_set_own(hemo_case_keys(search->mail), kind, NULL, late);
    ask_own(task, kind);
}

/* A key that a person refused, or has to look at, is not passed over for another one. */
static gboolean
could_be_better(const HemoKey *key)
{
    return key == NULL || (hemo_key_state(key) != HEMO_KEY_CHANGED &&
                           hemo_key_state(key) != HEMO_KEY_DISTRUSTED);
}

static void
look_around_for(GTask *task, gsize index)
{
    Search *search = g_task_get_task_data(task);
    HemoCaseKeys *keys = hemo_case_keys(search->mail);

    if (!hemo_case_lacks_key(search->mail, index))
        return;
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        HemoKey *key = hemo_case_keys_get(keys, index, kinds[i]);

        if (!hemo_case_wants_key(search->mail, index, kinds[i]) || !could_be_better(key) ||
            hemo_case_keys_own_reason(keys, kinds[i]) != NULL)
            continue;
        hemo_case_keys_set(
            keys,
            index,
            kinds[i],
            key,
            _("it could not be found out in time whether this person publishes a key"));
        ask_recipient(task, index, kinds[i]);
    }
}

static void
look_around(GTask *task)
{
    Search *search = g_task_get_task_data(task);
    gsize n = hemo_envelope_count(hemo_case_envelope(search->mail));

    search->around = TRUE;
    search->waiting = 1; /* ourselves, until all are asked */
    for (gsize i = 0; i < n; i++)
        look_around_for(task, i);
    answered(task);
}

void
hemo_case_search_async(HemoServices *services,
                       HemoCase *mail,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, NULL, callback, user_data);
    Search *search = g_new0(Search, 1);

    search->services = services;
    search->mail = hemo_case_ref(mail);
    search->cancellable = g_cancellable_new();
    search->waiting = 1;
    g_task_set_task_data(task, search, search_free);
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
        ask_kind(task, kinds[i]);
    if (search->waiting > 1)
        search->timer = g_timeout_add_seconds_full(G_PRIORITY_DEFAULT,
                                                   HEMO_LIMIT_KEYS_WAIT,
                                                   on_timer,
                                                   g_object_ref(task),
                                                   g_object_unref);
    answered(task);
}

void
hemo_case_search_finish(GAsyncResult *result)
{
    g_task_propagate_boolean(G_TASK(result), NULL);
}
