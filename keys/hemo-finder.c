/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-finder.h.  A Find is shared by the finders that it asked: one that answers after
 * the time is over finds no task any more, and its answer is thrown away.
 */
#include "hemo-finder.h"

#include "hemo-dns-cert-find.h"
#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-smimea-find.h"
#include "hemo-wkd-find.h"

#include <glib/gi18n-lib.h>

const HemoName hemo_finder_names[] = {
    {HEMO_FINDER_KEYRING, "keyring"},
    {HEMO_FINDER_HARVEST, "harvest"},
    {HEMO_FINDER_WKD, "wkd"},
    {HEMO_FINDER_SMIMEA, "smimea"},
    {HEMO_FINDER_DNS_CERT, "dns-cert"},
    {HEMO_FINDER_IMPORT, "import"},
    {0, NULL},
};

/* The finders that are on the network. */
typedef struct {
    HemoFinderBits bit;
    void (*start)(const HemoFinderNet *functions,
                  gpointer net,
                  HemoAddress *address,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer user_data);
    GPtrArray *(*finish)(GAsyncResult *result, GError **error);
} Finder;

static const Finder finders_known[] = {
    {HEMO_FINDER_WKD, hemo_wkd_find_async, hemo_wkd_find_finish},
    {HEMO_FINDER_SMIMEA, hemo_smimea_find_async, hemo_smimea_find_finish},
    {HEMO_FINDER_DNS_CERT, hemo_dns_cert_find_async, hemo_dns_cert_find_finish},
};

typedef struct {
    guint refs;  /* one for each finder under way, and one for the search itself */
    GTask *task; /* NULL: it is over */
    GPtrArray *found;
    guint pending;
    guint silent;        /* bits of the finders that have not told */
    GCancellable *inner; /* what the finders see */
    GSource *timer;
    GSource *cancel;
} Find;

typedef struct {
    Find *find;
    const Finder *finder;
} Part;

static void
clear_source(GSource **source)
{
    if (*source != NULL)
        g_source_destroy(*source);
    g_clear_pointer(source, g_source_unref);
}

static void
unref_find(Find *find)
{
    if (--find->refs > 0)
        return;
    g_ptr_array_unref(find->found);
    g_object_unref(find->inner);
    g_free(find);
}

/* Gives up what is still under way; the caller returns the task. */
static GTask *
end(Find *find)
{
    clear_source(&find->timer);
    clear_source(&find->cancel);
    g_cancellable_cancel(find->inner);
    return g_steal_pointer(&find->task);
}

static void
finish(Find *find)
{
    g_autoptr(GTask) task = end(find);

    *(guint *)g_task_get_task_data(task) = find->silent;
    g_task_return_pointer(task,
                          g_ptr_array_ref(find->found),
                          (GDestroyNotify)g_ptr_array_unref);
    unref_find(find);
}

static gboolean
on_time_over(gpointer data)
{
    finish(data);
    return G_SOURCE_REMOVE;
}

static gboolean
on_cancelled(GCancellable *cancellable, gpointer data)
{
    Find *find = data;
    g_autoptr(GTask) task = end(find);

    g_task_return_new_error(task,
                            HEMO_ERROR,
                            HEMO_ERROR_CANCELLED,
                            "%s",
                            _("the look-up was given up"));
    unref_find(find);
    return G_SOURCE_REMOVE;
}

/* That there is no key, or something else where one would be, is an answer. */
static gboolean
has_told(const GError *error)
{
    return error == NULL || hemo_error_is(error, HEMO_ERROR_NOT_FOUND) ||
           hemo_error_is(error, HEMO_ERROR_INVALID);
}

static void
on_part(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autofree Part *part = data;
    Find *find = part->find;
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) found = part->finder->finish(result, &error);

    find->pending--;
    if (has_told(error))
        find->silent &= ~(guint)part->finder->bit;
    if (find->task != NULL && found != NULL)
        g_ptr_array_extend_and_steal(find->found, g_steal_pointer(&found));
    if (find->task != NULL && find->pending == 0)
        finish(find);
    unref_find(find);
}

static void
start_parts(Find *find,
            const HemoFinderNet *functions,
            gpointer net,
            guint finders,
            HemoAddress *address)
{
    for (gsize i = 0; i < G_N_ELEMENTS(finders_known); i++) {
        const Finder *finder = &finders_known[i];
        Part *part = NULL;

        if ((finders & finder->bit) == 0)
            continue;
        part = g_new0(Part, 1);
        part->find = find;
        part->finder = finder;
        find->refs++;
        find->pending++;
        find->silent |= (guint)finder->bit;
        finder->start(functions, net, address, find->inner, on_part, part);
    }
}

static void
attach(Find *find, GSource **slot, GSource *source, GSourceFunc function)
{
    g_source_set_callback(source, function, find, NULL);
    g_source_attach(source, g_task_get_context(find->task));
    *slot = source;
}

static void
watch(Find *find)
{
    GCancellable *cancellable = g_task_get_cancellable(find->task);

    attach(find,
           &find->timer,
           g_timeout_source_new_seconds(HEMO_LIMIT_FINDER_WAIT),
           on_time_over);
    if (cancellable != NULL)
        attach(find,
               &find->cancel,
               g_cancellable_source_new(cancellable),
               G_SOURCE_FUNC(on_cancelled));
}

static Find *
new_find(GTask *task)
{
    Find *find = g_new0(Find, 1);

    find->refs = 1;
    find->task = task;
    find->found = g_ptr_array_new_with_free_func((GDestroyNotify)hemo_found_free);
    find->inner = g_cancellable_new();
    return find;
}

void
hemo_finder_find_async(const HemoFinderNet *functions,
                       gpointer net,
                       guint finders,
                       const char *address,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
    g_autoptr(HemoAddress) parsed = hemo_address_parse(address, NULL);
    GTask *task = g_task_new(NULL, cancellable, callback, user_data);
    Find *find = new_find(task);

    g_task_set_source_tag(task, hemo_finder_find_async);
    g_task_set_check_cancellable(task, FALSE);
    g_task_set_task_data(task, g_new0(guint, 1), g_free);
    if (parsed != NULL)
        start_parts(find, functions, net, finders, parsed);
    if (find->pending > 0)
        watch(find);
    else
        finish(find);
}

GPtrArray *
hemo_finder_find_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}

guint
hemo_finder_find_silent(GAsyncResult *result)
{
    return *(const guint *)g_task_get_task_data(G_TASK(result));
}
