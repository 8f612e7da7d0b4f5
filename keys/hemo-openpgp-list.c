/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Lists the keys of an address.  gpg is asked for "<address>" only, as all keys would
 * take seconds; its answer is compared again, as it also lists what is merely alike.
 */
#include "hemo-address.h"
#include "hemo-error.h"
#include "hemo-key.h"
#include "hemo-openpgp-listing.h"
#include "hemo-secret.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define NANOSECONDS_PER_MICROSECOND 1000

/* Somebody changes keys while gpg reads them: it may have seen the half of it. */
#define MAX_TURNS 3

/* One look-up; the data of its task. */
typedef struct {
    HemoOpenpgp *openpgp;
    char *address; /* lower case; wiped */
    char *name;    /* in the cache; wiped */
    gboolean need_secret;
    gint64 started;
    HemoOpenpgpStamp stamp;
    guint turn;  /* of hemo-openpgp-turn.h */
    guint turns; /* that we had */
} List;

/* @stamp as hemo_openpgp_turn_end() has it. */
static void
end_turn(List *list, const HemoOpenpgpStamp *stamp)
{
    hemo_openpgp_turn_end(hemo_openpgp_turn(list->openpgp), list->turn, stamp);
    list->turn = 0;
}

static void
list_free(gpointer data)
{
    List *list = data;

    hemo_erase_text(list->address);
    hemo_erase_text(list->name);
    hemo_openpgp_unref(list->openpgp);
    g_free(list);
}

static List *
list_new(HemoOpenpgp *openpgp, const char *key, gboolean need_secret)
{
    List *list = g_new0(List, 1);

    list->openpgp = hemo_openpgp_ref(openpgp);
    list->address = g_strdup(key);
    list->name = g_strconcat(need_secret ? "secret " : "public ", key, NULL);
    list->need_secret = need_secret;
    return list;
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

static void ask(GTask *task);

/* What can be used is used; else gpg may not have seen all of what has come meanwhile. */
static gboolean
is_to_ask_again(const List *list, const HemoOpenpgpStamp *stamp, GPtrArray *keys)
{
    return list->turns < MAX_TURNS &&
           (keys->len == 0 || !hemo_key_usable(g_ptr_array_index(keys, 0))) &&
           memcmp(&list->stamp, stamp, sizeof *stamp) != 0;
}

static void
on_listed(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    List *list = g_task_get_task_data(task);
    GError *error = NULL;
    g_autoptr(GPtrArray) listed = hemo_openpgp_listing_finish(result, &error);
    g_autoptr(GPtrArray) keys = listed != NULL ? judge(listed, list->address) : NULL;
    HemoOpenpgpStamp stamp;

    hemo_openpgp_cache_stamp(hemo_openpgp_home(list->openpgp), &stamp);
    end_turn(list, keys != NULL ? &stamp : NULL);
    if (keys == NULL) {
        g_task_return_error(task, error);
        return;
    }
    if (is_to_ask_again(list, &stamp, keys)) {
        ask(g_steal_pointer(&task));
        return;
    }
    hemo_openpgp_cache_add(hemo_openpgp_cache(list->openpgp),
                           &list->stamp,
                           list->name,
                           list->started,
                           keys);
    g_task_return_pointer(task, g_steal_pointer(&keys), (GDestroyNotify)g_ptr_array_unref);
}

/* Also looks at the files, so that a warm answer is never older than they are. */
static GPtrArray *
find_in_cache(List *list)
{
    list->started = g_get_real_time() * NANOSECONDS_PER_MICROSECOND;
    hemo_openpgp_cache_stamp(hemo_openpgp_home(list->openpgp), &list->stamp);
    return hemo_openpgp_cache_find(hemo_openpgp_cache(list->openpgp),
                                   &list->stamp,
                                   list->name,
                                   list->started);
}

/* Owns @task. */
static void
ask_gpg(GTask *task)
{
    List *list = g_task_get_task_data(task);
    char *pattern = g_strconcat("<", list->address, ">", NULL);

    list->turns++;
    hemo_openpgp_listing_async(list->openpgp,
                               pattern,
                               list->need_secret,
                               g_task_get_cancellable(task),
                               on_listed,
                               task);
    hemo_erase_text(pattern);
}

static void
on_turn(gpointer task)
{
    ask(task);
}

/* Owns @task; what another look-up has found meanwhile is in the cache. */
static void
ask(GTask *task)
{
    List *list = g_task_get_task_data(task);
    HemoOpenpgpTurn *turn = hemo_openpgp_turn(list->openpgp);
    GPtrArray *keys = find_in_cache(list);

    if (keys != NULL) {
        g_task_return_pointer(task, keys, (GDestroyNotify)g_ptr_array_unref);
        g_object_unref(task);
    } else if (hemo_openpgp_turn_begin(turn, &list->stamp, on_turn, task, &list->turn))
        ask_gpg(task);
}

/* Owns @task. */
static void
begin(GTask *owned, HemoOpenpgp *openpgp, const char *address, gboolean need_secret)
{
    g_autoptr(GTask) task = owned;
    g_autoptr(HemoAddress) parsed = NULL;
    GError *error = NULL;

    g_task_set_check_cancellable(task, FALSE);
    parsed = hemo_address_parse(address, &error);
    if (parsed == NULL || !hemo_openpgp_check(openpgp, &error)) {
        g_task_return_error(task, error);
        return;
    }
    g_task_set_task_data(task,
                         list_new(openpgp, hemo_address_key(parsed), need_secret),
                         list_free);
    ask(g_steal_pointer(&task));
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

void
hemo_openpgp_list_secret_async(HemoOpenpgp *openpgp,
                               const char *address,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
    GTask *task = g_task_new(NULL, cancellable, callback, user_data);

    g_task_set_source_tag(task, hemo_openpgp_list_async);
    begin(task, openpgp, address, TRUE);
}

GPtrArray *
hemo_openpgp_list_finish(HemoOpenpgp *openpgp, GAsyncResult *result, GError **error)
{
    g_return_val_if_fail(g_async_result_is_tagged(result, hemo_openpgp_list_async), NULL);
    return g_task_propagate_pointer(G_TASK(result), error);
}
