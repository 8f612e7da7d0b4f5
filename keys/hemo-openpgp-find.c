/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Finds the key of an address.  gpg is asked for "<address>" only, as all keys would
 * take seconds; its answer is compared again, as it also lists what is merely alike.
 */
#include "hemo-address.h"
#include "hemo-error.h"
#include "hemo-gpgme-loop.h"
#include "hemo-key.h"
#include "hemo-openpgp-private.h"
#include "hemo-secret.h"

#include <glib/gi18n-lib.h>

#define NANOSECONDS_PER_MICROSECOND 1000

/* One look-up; the data of its task. */
typedef struct {
    HemoOpenpgp *openpgp;
    char *address; /* lower case; wiped */
    char *name;    /* in the cache; wiped */
    gint64 started;
    HemoOpenpgpStamp stamp;
    HemoGpgmeLoop *loop;
    HemoKey *best;
} Find;

static void
find_free(gpointer data)
{
    Find *find = data;

    hemo_gpgme_loop_free(find->loop);
    hemo_key_unref(find->best);
    hemo_erase_text(find->address);
    hemo_erase_text(find->name);
    hemo_openpgp_unref(find->openpgp);
    g_free(find);
}

static void
return_error(GTask *task, HemoError code, const char *text)
{
    g_task_return_new_error(task, HEMO_ERROR, (int)code, "%s", text);
}

/* @key NULL: there is none.  Owns @key. */
static void
return_key(GTask *task, HemoKey *key)
{
    if (key != NULL)
        g_task_return_pointer(task, key, (GDestroyNotify)hemo_key_unref);
    else
        return_error(task, HEMO_ERROR_NOT_FOUND, _("there is no key for this person"));
}

static void
on_key(gpgme_key_t listed, gpointer data)
{
    Find *find = g_task_get_task_data(data);
    HemoKey *key = hemo_openpgp_key_judge(listed, find->address);

    gpgme_key_unref(listed);
    if (key == NULL)
        return;
    if (hemo_key_is_better(key, find->best)) {
        hemo_key_unref(find->best);
        find->best = g_steal_pointer(&key);
    }
    hemo_key_unref(key);
}

static void
on_done(gpgme_error_t result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Find *find = g_task_get_task_data(task);

    if (gpgme_err_code(result) == GPG_ERR_CANCELED) {
        return_error(task, HEMO_ERROR_CANCELLED, _("it was given up"));
    } else if (result != GPG_ERR_NO_ERROR) {
        return_error(task, HEMO_ERROR_FAILED, _("the OpenPGP keys cannot be read"));
    } else {
        hemo_openpgp_cache_add(hemo_openpgp_cache(find->openpgp),
                               &find->stamp,
                               find->name,
                               find->started,
                               find->best);
        return_key(task, g_steal_pointer(&find->best));
    }
}

static const HemoGpgmeHandler handler = {on_key, NULL, on_done};

/* Owns @task. */
static void
ask_gpg(GTask *task, gboolean need_secret)
{
    Find *find = g_task_get_task_data(task);
    GError *error = NULL;
    gpgme_ctx_t context = hemo_openpgp_new_context(find->openpgp, &error);
    char *pattern = NULL;

    if (context == NULL) {
        g_task_return_error(task, error);
        g_object_unref(task);
        return;
    }
    pattern = g_strconcat("<", find->address, ">", NULL);
    find->loop = hemo_gpgme_loop_new(context, &handler, task);
    gpgme_set_keylist_mode(context, GPGME_KEYLIST_MODE_LOCAL | GPGME_KEYLIST_MODE_WITH_SECRET);
    hemo_gpgme_loop_begin(find->loop,
                          gpgme_op_keylist_start(context, pattern, need_secret),
                          g_task_get_cancellable(task));
    hemo_erase_text(pattern);
}

static Find *
find_new(HemoOpenpgp *openpgp, const char *key, gboolean need_secret)
{
    Find *find = g_new0(Find, 1);

    find->openpgp = hemo_openpgp_ref(openpgp);
    find->address = g_strdup(key);
    find->name = g_strconcat(need_secret ? "secret " : "public ", key, NULL);
    find->started = g_get_real_time() * NANOSECONDS_PER_MICROSECOND;
    return find;
}

/* Also looks at the files, so that a warm answer is never older than they are. */
static gboolean
find_in_cache(Find *find, HemoKey **ret_key)
{
    hemo_openpgp_cache_stamp(hemo_openpgp_home(find->openpgp), &find->stamp);
    return hemo_openpgp_cache_find(hemo_openpgp_cache(find->openpgp),
                                   &find->stamp,
                                   find->name,
                                   find->started,
                                   ret_key);
}

void
hemo_openpgp_find_async(HemoOpenpgp *openpgp,
                        const char *address,
                        gboolean need_secret,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, cancellable, callback, user_data);
    g_autoptr(HemoAddress) parsed = NULL;
    GError *error = NULL;
    HemoKey *key = NULL;
    Find *find = NULL;

    g_task_set_source_tag(task, hemo_openpgp_find_async);
    g_task_set_check_cancellable(task, FALSE);
    parsed = hemo_address_parse(address, &error);
    if (parsed == NULL || !hemo_openpgp_check(openpgp, &error)) {
        g_task_return_error(task, error);
        return;
    }
    find = find_new(openpgp, hemo_address_key(parsed), need_secret);
    g_task_set_task_data(task, find, find_free);
    if (find_in_cache(find, &key))
        return_key(task, key);
    else
        ask_gpg(g_steal_pointer(&task), need_secret);
}

HemoKey *
hemo_openpgp_find_finish(HemoOpenpgp *openpgp, GAsyncResult *result, GError **error)
{
    g_return_val_if_fail(g_async_result_is_tagged(result, hemo_openpgp_find_async), NULL);
    return g_task_propagate_pointer(G_TASK(result), error);
}
