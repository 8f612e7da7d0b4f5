/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-key-word.h.
 */
#include "hemo-key-word.h"

#include "hemo-error.h"
#include "hemo-key-event.h"
#include "hemo-key-values.h"

#include <glib/gi18n-lib.h>

typedef struct {
    HemoServices *services;
    char *address; /* in lower case */
    char *fingerprint;
    char *how; /* NULL: revoke */
    HemoKeyCandidate *candidate;
} Word;

static const char *const ways[] = {"telephone", "in-person", "paper", "other", NULL};

static void
word_free(gpointer data)
{
    Word *word = data;

    hemo_erase_text(word->address);
    g_free(word->fingerprint);
    g_free(word->how);
    hemo_key_pick_free(word->candidate);
    g_free(word);
}

static GTask *
begin(HemoServices *services,
      const char *address,
      const char *fingerprint,
      GAsyncReadyCallback callback,
      gpointer user_data)
{
    GTask *task = g_task_new(NULL, NULL, callback, user_data);
    Word *word = g_new0(Word, 1);

    word->services = services;
    word->address = g_ascii_strdown(address, -1);
    word->fingerprint = g_strdup(fingerprint);
    g_task_set_task_data(task, word, word_free);
    return task;
}

/* Nobody's word helps these. */
static gboolean
check_state(const HemoKey *key, GError **error)
{
    HemoKeyState state = hemo_key_state(key);

    if (state != HEMO_KEY_BROKEN && state != HEMO_KEY_REVOKED && state != HEMO_KEY_WRONG_NAME)
        return TRUE;
    hemo_error_set(error, HEMO_ERROR_UNUSABLE, "%s", hemo_key_reason(key));
    return FALSE;
}

/* What was withdrawn is never used again: it may be in other hands. */
static gboolean
check_word(const HemoKeyRecord *record, GError **error)
{
    g_autoptr(GDateTime) when = NULL;
    g_autofree char *day = NULL;

    if (record == NULL || record->word != HEMO_KEY_WORD_REJECTED)
        return TRUE;
    when = g_date_time_new_from_unix_local(record->word_time);
    /* Translators: a day, like "3 May 2026". */
    day = when != NULL ? g_date_time_format(when, _("%-d %B %Y")) : NULL;
    hemo_error_set(error,
                   HEMO_ERROR_DENIED,
                   _("this key was withdrawn on %s and is never used again: take a new key"),
                   day != NULL ? day : "?");
    return FALSE;
}

/* First what was said, then that it was: what is not recorded does not count. */
static gboolean
say(const Word *word, HemoKeyWord said, GError **error)
{
    g_autoptr(HemoKeyRecord) record = hemo_key_pick_record(word->candidate, word->address);
    const HemoKeyEvent event = {
        .act = said == HEMO_KEY_WORD_CONFIRMED ? "confirm" : "revoke",
        .kind = record->kind,
        .fingerprint = record->fingerprint,
        .how = word->how,
        .address = word->address,
    };

    hemo_key_record_say(record,
                        said,
                        g_get_real_time() / G_USEC_PER_SEC,
                        g_get_user_name(),
                        word->how);
    return hemo_key_event_record(word->services, &event, error) &&
           hemo_key_store_put(word->services->key_store, record, error);
}

static void
on_confirmed(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    const Word *word = g_task_get_task_data(task);
    GError *error = NULL;
    g_autoptr(HemoKeyCandidate) candidate = hemo_key_pick_finish(result, &error);

    if (candidate == NULL)
        g_task_return_error(task, error);
    else
        g_task_return_pointer(
            task,
            g_variant_ref_sink(hemo_key_values_make(candidate, word->address, TRUE)),
            (GDestroyNotify)g_variant_unref);
}

static void
on_picked_to_confirm(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Word *word = g_task_get_task_data(task);
    GError *error = NULL;

    word->candidate = hemo_key_pick_finish(result, &error);
    if (word->candidate == NULL || !check_word(word->candidate->record, &error) ||
        !check_state(word->candidate->key, &error) ||
        !say(word, HEMO_KEY_WORD_CONFIRMED, &error))
        g_task_return_error(task, error);
    else
        hemo_key_pick_async(word->services,
                            word->address,
                            word->fingerprint,
                            on_confirmed,
                            g_steal_pointer(&task));
}

void
hemo_key_word_confirm_async(HemoServices *services,
                            const char *address,
                            const char *fingerprint,
                            const char *how,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
    g_autoptr(GTask) task = begin(services, address, fingerprint, callback, user_data);
    Word *word = g_task_get_task_data(task);
    GError *error = NULL;

    word->how = g_strdup(how);
    if (g_strv_contains(ways, how)) {
        hemo_key_pick_async(services,
                            address,
                            fingerprint,
                            on_picked_to_confirm,
                            g_steal_pointer(&task));
        return;
    }
    hemo_error_set(&error,
                   HEMO_ERROR_INVALID,
                   _("say how you checked the key: telephone, in-person, paper or other"));
    g_task_return_error(task, error);
}

GVariant *
hemo_key_word_confirm_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}

static void
return_words(GTask *task, const char *words)
{
    g_task_return_pointer(task, g_strdup(words), g_free);
}

static void
on_revoked(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    const Word *word = g_task_get_task_data(task);
    g_autoptr(GError) error = NULL;

    if (hemo_openpgp_revoke_finish(word->services->openpgp, result, &error))
        return_words(task,
                     _("Your key is withdrawn on this computer. Send its public part to "
                       "everybody who has it, and publish it again where it was published: "
                       "others go on using it until they have seen that."));
    else if (hemo_error_is(error, HEMO_ERROR_NOT_FOUND))
        return_words(task,
                     _("Hemostat does not use this key any more. gpg has no certificate that "
                       "withdraws it, so others cannot see that: write to everybody who has "
                       "it."));
    else
        g_task_return_error(task, g_steal_pointer(&error));
}

static void
spread(GTask *task, const Word *word)
{
    const HemoKey *key = word->candidate->key;

    if (!hemo_key_has_secret(key))
        return_words(task, _("This key is never used again. Ask the person for a new one."));
    else if (hemo_key_kind(key) == HEMO_KEY_KIND_SMIME)
        return_words(task,
                     _("Hemostat does not use this certificate any more. Tell the authority "
                       "that issued it, which alone can revoke it for others."));
    else
        hemo_openpgp_revoke_async(word->services->openpgp,
                                  hemo_key_fingerprint(key),
                                  NULL,
                                  on_revoked,
                                  g_object_ref(task));
}

static void
on_picked_to_revoke(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Word *word = g_task_get_task_data(task);
    GError *error = NULL;

    word->candidate = hemo_key_pick_finish(result, &error);
    if (word->candidate == NULL || !say(word, HEMO_KEY_WORD_REJECTED, &error))
        g_task_return_error(task, error);
    else
        spread(task, word);
}

void
hemo_key_word_revoke_async(HemoServices *services,
                           const char *address,
                           const char *fingerprint,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
    hemo_key_pick_async(services,
                        address,
                        fingerprint,
                        on_picked_to_revoke,
                        begin(services, address, fingerprint, callback, user_data));
}

char *
hemo_key_word_revoke_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}
