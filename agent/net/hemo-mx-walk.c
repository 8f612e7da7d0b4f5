/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-mx-walk.h.
 */
#include "hemo-mx-walk.h"

#include "hemo-mx-record.h"

#include <string.h>

typedef struct {
    GTask *task;
    HemoDns *dns;
    char *domain;
    HemoMxWalk *walk;
    guint pending;
    GError *error;
} Search;

/* One host of the search, by its place in the list. */
typedef struct {
    Search *search;
    guint place;
} Slot;

static const HemoGradeMail mails[] = {
    [HEMO_DNS_INVALID] = HEMO_GRADE_MAIL_UNANSWERED,
    [HEMO_DNS_FOUND] = HEMO_GRADE_MAIL_HOSTS,
    [HEMO_DNS_NO_DATA] = HEMO_GRADE_MAIL_HOSTS, /* the domain itself, rule M4 */
    [HEMO_DNS_NO_NAME] = HEMO_GRADE_MAIL_NO_NAME,
    [HEMO_DNS_BOGUS] = HEMO_GRADE_MAIL_BOGUS,
    [HEMO_DNS_FAILED] = HEMO_GRADE_MAIL_UNANSWERED,
    [HEMO_DNS_TIMED_OUT] = HEMO_GRADE_MAIL_UNANSWERED,
};

static void
free_host(gpointer host)
{
    hemo_mx_host_free(host);
}

void
hemo_mx_walk_free(HemoMxWalk *walk)
{
    if (walk == NULL)
        return;
    g_ptr_array_unref(walk->hosts);
    g_free(walk);
}

static void
finish(Search *search)
{
    g_autoptr(GTask) task = search->task;

    if (search->error != NULL) {
        hemo_mx_walk_free(search->walk);
        g_task_return_error(task, search->error);
    } else {
        for (guint i = 0; i < search->walk->hosts->len; i++)
            search->walk->capped |= ((HemoMxHost *)search->walk->hosts->pdata[i])->capped;
        g_task_return_pointer(task, search->walk, (GDestroyNotify)hemo_mx_walk_free);
    }
    hemo_dns_unref(search->dns);
    g_free(search->domain);
    g_free(search);
}

static void
on_host(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autofree Slot *slot = data;
    Search *search = slot->search;
    g_autoptr(GError) error = NULL;
    HemoMxHost *host = hemo_mx_host_finish(result, &error);

    search->walk->hosts->pdata[slot->place] = host;
    if (error != NULL && search->error == NULL)
        search->error = g_steal_pointer(&error);
    if (--search->pending == 0)
        finish(search);
}

static void
add_host(Search *search, const char *name, gboolean secure)
{
    Slot *slot = g_new0(Slot, 1);

    slot->search = search;
    slot->place = search->walk->hosts->len;
    g_ptr_array_add(search->walk->hosts, NULL);
    search->pending++;
    hemo_mx_host_async(search->dns,
                       name,
                       secure,
                       g_task_get_cancellable(search->task),
                       on_host,
                       slot);
}

static gboolean
has_name_before(GPtrArray *records, guint place)
{
    const HemoMxRecord *record = records->pdata[place];

    for (guint i = 0; i < place; i++) {
        if (strcmp(((HemoMxRecord *)records->pdata[i])->host, record->host) == 0)
            return TRUE;
    }
    return FALSE;
}

static GPtrArray *
read_records(const HemoDnsAnswer *answer)
{
    GPtrArray *records = g_ptr_array_new_with_free_func((GDestroyNotify)hemo_mx_record_free);

    for (guint i = 0; i < answer->records->len; i++)
        g_ptr_array_add(records, hemo_mx_record_parse(answer->records->pdata[i]));
    g_ptr_array_sort(records, hemo_mx_record_compare);
    return records;
}

/* Rule M6: "takes no mail" beside others is forbidden, and senders bounce. */
static gboolean
has_null(GPtrArray *records)
{
    for (guint i = 0; i < records->len; i++) {
        if (*((HemoMxRecord *)records->pdata[i])->host == '\0')
            return TRUE;
    }
    return FALSE;
}

static void
add_record(Search *search, const HemoMxRecord *record, gboolean secure)
{
    HemoMxWalk *walk = search->walk;

    if (walk->hosts->len >= HEMO_LIMIT_MX_HOSTS)
        walk->capped = TRUE;
    else if (record->malformed)
        g_ptr_array_add(walk->hosts, hemo_mx_host_new_malformed(record->host));
    else
        add_host(search, record->host, secure);
}

static void
add_records(Search *search, const HemoDnsAnswer *answer)
{
    g_autoptr(GPtrArray) records = read_records(answer);

    if (has_null(records)) {
        search->walk->mail = HEMO_GRADE_MAIL_REFUSED;
        return;
    }
    for (guint i = 0; i < records->len; i++) {
        if (!has_name_before(records, i))
            add_record(search, records->pdata[i], answer->secure);
    }
}

static void
on_mx(GObject *source, GAsyncResult *result, gpointer data)
{
    Search *search = data;
    g_autoptr(HemoDnsAnswer) answer =
        hemo_dns_lookup_finish(search->dns, result, &search->error);

    if (answer == NULL) {
        finish(search);
        return;
    }
    search->walk->mail = mails[answer->status];
    search->walk->proved = answer->secure;
    if (search->walk->mail == HEMO_GRADE_MAIL_NO_NAME && !answer->secure)
        search->walk->mail = HEMO_GRADE_MAIL_NAME_DENIED;
    search->pending = 1; /* this function: nothing ends before all is asked */
    if (answer->status == HEMO_DNS_NO_DATA)
        add_host(search, search->domain, answer->secure);
    else if (answer->status == HEMO_DNS_FOUND)
        add_records(search, answer);
    if (--search->pending == 0)
        finish(search);
}

void
hemo_mx_walk_async(HemoDns *dns,
                   const char *domain,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
    Search *search = g_new0(Search, 1);

    search->task = g_task_new(NULL, cancellable, callback, user_data);
    g_task_set_source_tag(search->task, hemo_mx_walk_async);
    g_task_set_check_cancellable(search->task, FALSE);
    search->dns = hemo_dns_ref(dns);
    search->domain = g_strdup(domain);
    search->walk = g_new0(HemoMxWalk, 1);
    search->walk->hosts = g_ptr_array_new_with_free_func(free_host);
    hemo_dns_lookup_async(dns, domain, HEMO_DNS_MX, cancellable, on_mx, search);
}

HemoMxWalk *
hemo_mx_walk_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}
