/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Finds the keys of an address.  gpg is asked for "<address>" only, as all keys would
 * take seconds; its answer is compared again, as it also lists what is merely alike.
 */
#include "hemo-address.h"
#include "hemo-error.h"
#include "hemo-key.h"
#include "hemo-openpgp-listing.h"
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
} Find;

static void
find_free(gpointer data)
{
    Find *find = data;

    hemo_erase_text(find->address);
    hemo_erase_text(find->name);
    hemo_openpgp_unref(find->openpgp);
    g_free(find);
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

/* Before the first that is worse, so that keys alike stay in gpg's order.  Owns @key. */
static void
insert_by_merit(GPtrArray *keys, HemoKey *key)
{
    guint place = 0;

    while (place < keys->len && !hemo_key_is_better(key, g_ptr_array_index(keys, place)))
        place++;
    g_ptr_array_insert(keys, (int)place, key);
}

static GPtrArray *
judge(GPtrArray *listed, const char *address)
{
    GPtrArray *keys = g_ptr_array_new_with_free_func((GDestroyNotify)hemo_key_unref);

    for (guint i = 0; i < listed->len; i++) {
        HemoKey *key = hemo_openpgp_key_judge(g_ptr_array_index(listed, i), address, NULL);

        if (key != NULL)
            insert_by_merit(keys, key);
    }
    return keys;
}

static void
on_listed(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Find *find = g_task_get_task_data(task);
    GError *error = NULL;
    g_autoptr(GPtrArray) listed = hemo_openpgp_listing_finish(result, &error);
    GPtrArray *keys = NULL;

    if (listed == NULL) {
        g_task_return_error(task, error);
        return;
    }
    keys = judge(listed, find->address);
    hemo_openpgp_cache_add(hemo_openpgp_cache(find->openpgp),
                           &find->stamp,
                           find->name,
                           find->started,
                           keys);
    g_task_return_pointer(task, keys, (GDestroyNotify)g_ptr_array_unref);
}

/* Also looks at the files, so that a warm answer is never older than they are. */
static GPtrArray *
find_in_cache(Find *find)
{
    hemo_openpgp_cache_stamp(hemo_openpgp_home(find->openpgp), &find->stamp);
    return hemo_openpgp_cache_find(hemo_openpgp_cache(find->openpgp),
                                   &find->stamp,
                                   find->name,
                                   find->started);
}

static void
ask_gpg(GTask *task, gboolean need_secret)
{
    Find *find = g_task_get_task_data(task);
    char *pattern = g_strconcat("<", find->address, ">", NULL);

    hemo_openpgp_listing_async(find->openpgp,
                               pattern,
                               need_secret,
                               g_task_get_cancellable(task),
                               on_listed,
                               g_object_ref(task));
    hemo_erase_text(pattern);
}

/* Owns @task. */
static void
begin(GTask *owned, HemoOpenpgp *openpgp, const char *address, gboolean need_secret)
{
    g_autoptr(GTask) task = owned;
    g_autoptr(HemoAddress) parsed = NULL;
    GError *error = NULL;
    GPtrArray *keys = NULL;
    Find *find = NULL;

    g_task_set_check_cancellable(task, FALSE);
    parsed = hemo_address_parse(address, &error);
    if (parsed == NULL || !hemo_openpgp_check(openpgp, &error)) {
        g_task_return_error(task, error);
        return;
    }
    find = find_new(openpgp, hemo_address_key(parsed), need_secret);
    g_task_set_task_data(task, find, find_free);
    keys = find_in_cache(find);
    if (keys != NULL)
        g_task_return_pointer(task, keys, (GDestroyNotify)g_ptr_array_unref);
    else
        ask_gpg(task, need_secret);
}

void
hemo_openpgp_list_async(HemoOpenpgp *openpgp,
                        const char *address,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
    GTask *task = g_task_new(NULL, cancellable, callback, user_data);

    g_task_set_source_tag(task, hemo_openpgp_list_async);
    begin(task, openpgp, address, FALSE);
}

GPtrArray *
hemo_openpgp_list_finish(HemoOpenpgp *openpgp, GAsyncResult *result, GError **error)
{
    g_return_val_if_fail(g_async_result_is_tagged(result, hemo_openpgp_list_async), NULL);
    return g_task_propagate_pointer(G_TASK(result), error);
}

void
hemo_openpgp_find_async(HemoOpenpgp *openpgp,
                        const char *address,
                        gboolean need_secret,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
    GTask *task = g_task_new(NULL, cancellable, callback, user_data);

    g_task_set_source_tag(task, hemo_openpgp_find_async);
    begin(task, openpgp, address, need_secret);
}

HemoKey *
hemo_openpgp_find_finish(HemoOpenpgp *openpgp, GAsyncResult *result, GError **error)
{
    g_autoptr(GPtrArray) keys = NULL;

    g_return_val_if_fail(g_async_result_is_tagged(result, hemo_openpgp_find_async), NULL);
    keys = g_task_propagate_pointer(G_TASK(result), error);
    if (keys != NULL && keys->len > 0)
        return hemo_key_ref(g_ptr_array_index(keys, 0));
    if (keys != NULL)
        hemo_error_set(error, HEMO_ERROR_NOT_FOUND, _("there is no key for this person"));
    return NULL;
}
