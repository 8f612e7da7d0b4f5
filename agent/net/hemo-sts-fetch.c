/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-sts-fetch.h.  The memory is bounded: when it is full nothing new is kept,
 * and what has expired goes first.
 */
#include "hemo-sts-fetch.h"

#include "hemo-error.h"
#include "hemo-https.h"
#include "hemo-limits.h"
#include "hemo-special-address.h"

#include <string.h>

#define HTTPS_PORT     443
#define PATH           "/.well-known/mta-sts.txt"
#define MAX_REMEMBERED 10000
#define MAX_ADDRESSES  8
#define BACK_OFF       (5 * 60 * G_USEC_PER_SEC) /* section 3.3: not at once again */

struct _HemoStsFetch {
    HemoDns *dns;
    char *ca_file;
    gboolean own_namespace;
    guint16 port;
    GHashTable *memory; /* domain to Memory */
};

typedef struct {
    char *id;
    HemoStsPolicy *policy; /* NULL: the last fetch failed, and there was none before */
    gint64 until;          /* monotonic: the policy counts, or the failure is not tried again */
} Memory;

typedef struct {
    GTask *task;
    HemoStsFetch *fetch;
    char *domain;
    char *host;
    char *id;
    GPtrArray *addresses;
    guint pending;
    GError *error;
} Search;

void
hemo_sts_fetch_result_free(HemoStsFetchResult *result)
{
    if (result == NULL)
        return;
    g_strfreev(result->mx);
    g_free(result);
}

static void
free_memory(gpointer data)
{
    Memory *memory = data;

    g_free(memory->id);
    hemo_sts_policy_free(memory->policy);
    g_free(memory);
}

HemoStsFetch *
hemo_sts_fetch_new(HemoDns *dns, const HemoStsFetchOptions *options)
{
    HemoStsFetch *fetch = g_new0(HemoStsFetch, 1);

    fetch->dns = hemo_dns_ref(dns);
    fetch->ca_file = g_strdup(options->ca_file);
    fetch->own_namespace = options->own_namespace;
    fetch->port = options->port != 0 ? options->port : HTTPS_PORT;
    fetch->memory = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_memory);
    return fetch;
}

void
hemo_sts_fetch_free(HemoStsFetch *fetch)
{
    if (fetch == NULL)
        return;
    g_hash_table_unref(fetch->memory);
    hemo_dns_unref(fetch->dns);
    g_free(fetch->ca_file);
    g_free(fetch);
}

static gboolean
is_over(gpointer key, gpointer value, gpointer now)
{
    return ((Memory *)value)->until <= *(gint64 *)now;
}

/* What is remembered of the domain and still counts, or NULL. */
static Memory *
recall(HemoStsFetch *fetch, const char *domain)
{
    Memory *memory = g_hash_table_lookup(fetch->memory, domain);

    return memory != NULL && memory->until > g_get_monotonic_time() ? memory : NULL;
}

static void
remember(Search *search, HemoStsPolicy *policy)
{
    HemoStsFetch *fetch = search->fetch;
    gint64 now = g_get_monotonic_time();
    Memory *memory;

    if (g_hash_table_size(fetch->memory) >= MAX_REMEMBERED)
        g_hash_table_foreach_remove(fetch->memory, is_over, &now);
    if (g_hash_table_size(fetch->memory) >= MAX_REMEMBERED) {
        hemo_sts_policy_free(policy);
        return;
    }
    memory = g_new0(Memory, 1);
    memory->id = g_strdup(search->id);
    memory->policy = policy;
    memory->until =
        now + (policy != NULL ? (gint64)policy->max_age * G_USEC_PER_SEC : BACK_OFF);
    g_hash_table_insert(fetch->memory, g_strdup(search->domain), memory);
}

static const HemoGradeSts states[] = {
    [HEMO_STS_MODE_INVALID] = HEMO_GRADE_STS_INVALID,
    [HEMO_STS_MODE_NONE] = HEMO_GRADE_STS_NONE,
    [HEMO_STS_MODE_TESTING] = HEMO_GRADE_STS_TESTING,
    [HEMO_STS_MODE_ENFORCE] = HEMO_GRADE_STS_ENFORCE,
};

static HemoStsFetchResult *
make_result(HemoGradeSts state)
{
    HemoStsFetchResult *result = g_new0(HemoStsFetchResult, 1);

    result->state = state;
    return result;
}

static HemoStsFetchResult *
make_policy_result(const HemoStsPolicy *policy, gint64 left)
{
    HemoStsFetchResult *result = make_result(states[policy->mode]);

    result->mx = g_strdupv(policy->mx);
    result->seconds_left = (guint)CLAMP(left / G_USEC_PER_SEC, 0, HEMO_STS_MAX_AGE);
    return result;
}

static void
free_search(Search *search)
{
    g_ptr_array_unref(search->addresses);
    g_clear_object(&search->task);
    g_clear_error(&search->error);
    g_free(search->domain);
    g_free(search->host);
    g_free(search->id);
    g_free(search);
}

static void
finish(Search *search, HemoStsFetchResult *result)
{
    g_autoptr(GTask) task = g_steal_pointer(&search->task);

    free_search(search);
    g_task_return_pointer(task, result, (GDestroyNotify)hemo_sts_fetch_result_free);
}

static void
finish_error(Search *search, GError *error)
{
    g_autoptr(GTask) task = g_steal_pointer(&search->task);

    free_search(search);
    g_task_return_error(task, error);
}

/* Rule A6: what was promised before still counts; @otherwise if nothing was. */
static void
finish_remembered(Search *search, HemoGradeSts otherwise)
{
    Memory *memory = recall(search->fetch, search->domain);
    HemoStsFetchResult *result;

    if (memory != NULL && memory->policy != NULL)
        result = make_policy_result(memory->policy, memory->until - g_get_monotonic_time());
    else
        result = make_result(otherwise);
    finish(search, result);
}

static HemoStsPolicy *
read_reply(const HemoHttpsReply *reply)
{
    if (reply == NULL || reply->status != 200 || !hemo_sts_is_plain_text(reply->content_type))
        return NULL;
    return hemo_sts_parse_policy(hemo_slice_bytes(reply->body), NULL);
}

static void
take_policy(Search *search, HemoStsPolicy *policy)
{
    HemoStsFetchResult *result =
        make_policy_result(policy, (gint64)policy->max_age * G_USEC_PER_SEC);

    remember(search, policy);
    finish(search, result);
}

static void
on_reply(GObject *source, GAsyncResult *result, gpointer data)
{
    Search *search = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoHttpsReply) reply = hemo_https_get_finish(result, &error);
    HemoStsPolicy *policy = read_reply(reply);

    if (policy != NULL) {
        take_policy(search, policy);
        return;
    }
    if (hemo_error_is(error, HEMO_ERROR_CANCELLED)) {
        finish_error(search, g_steal_pointer(&error));
        return;
    }
    if (recall(search->fetch, search->domain) == NULL)
        remember(search, NULL);
    finish_remembered(search, HEMO_GRADE_STS_INVALID);
}

static void
fetch_policy(Search *search)
{
    HemoHttpsRequest request = {
        .host = search->host,
        .port = search->fetch->port,
        .path = PATH,
        .addresses = search->addresses,
        .ca_file = search->fetch->ca_file,
    };

    hemo_https_get_async(&request, g_task_get_cancellable(search->task), on_reply, search);
}

static void
add_address(Search *search, GBytes *record)
{
    gsize size = 0;
    const guint8 *bytes = g_bytes_get_data(record, &size);
    g_autoptr(GInetAddress) address = NULL;

    if (size == 4)
        address = g_inet_address_new_from_bytes(bytes, G_SOCKET_FAMILY_IPV4);
    else if (size == 16)
        address = g_inet_address_new_from_bytes(bytes, G_SOCKET_FAMILY_IPV6);
    if (address != NULL && search->addresses->len < MAX_ADDRESSES &&
        (search->fetch->own_namespace || !hemo_special_address_match(address)))
        g_ptr_array_add(search->addresses, g_steal_pointer(&address));
}

static void
on_address(GObject *source, GAsyncResult *result, gpointer data)
{
    Search *search = data;
    GError *error = NULL;
    g_autoptr(HemoDnsAnswer) answer =
        hemo_dns_lookup_finish(search->fetch->dns, result, &error);

    for (guint i = 0; answer != NULL && i < answer->records->len; i++)
        add_address(search, answer->records->pdata[i]);
    if (error != NULL && search->error == NULL)
        search->error = g_steal_pointer(&error);
    g_clear_error(&error);
    if (--search->pending > 0)
        return;
    if (search->error != NULL)
        finish_error(search, g_steal_pointer(&search->error));
    else
        fetch_policy(search);
}

static void
look_for_host(Search *search)
{
    GCancellable *cancellable = g_task_get_cancellable(search->task);
    HemoDns *dns = search->fetch->dns;

    search->pending = 2;
    hemo_dns_lookup_async(dns, search->host, HEMO_DNS_A, cancellable, on_address, search);
    hemo_dns_lookup_async(dns, search->host, HEMO_DNS_AAAA, cancellable, on_address, search);
}

/* The strings of one TXT record, joined (section 3.1); NULL if it is malformed. */
static char *
join_strings(GBytes *record, gsize *ret_size)
{
    gsize size = 0;
    const guint8 *bytes = g_bytes_get_data(record, &size);
    g_autoptr(GString) text = g_string_new(NULL);

    for (gsize at = 0; at < size; at += bytes[at] + 1u) {
        if (at + 1 + bytes[at] > size)
            return NULL;
        g_string_append_len(text, (const char *)bytes + at + 1, bytes[at]);
    }
    *ret_size = text->len;
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static char *
find_id(GPtrArray *records, gboolean *ret_claimed)
{
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GArray) slices = g_array_new(FALSE, FALSE, sizeof(HemoSlice));

    for (guint i = 0; i < records->len; i++) {
        gsize size = 0;
        char *text = join_strings(records->pdata[i], &size);
        HemoSlice slice = hemo_slice(text, size);

        g_ptr_array_add(texts, text);
        g_array_append_val(slices, slice);
    }
    return hemo_sts_find_id((const HemoSlice *)slices->data, slices->len, ret_claimed);
}

/* With an id: the remembered policy if it has this id, else a new one. */
static void
follow_id(Search *search)
{
    Memory *memory = recall(search->fetch, search->domain);

    if (memory != NULL && g_strcmp0(memory->id, search->id) == 0)
        finish_remembered(search, HEMO_GRADE_STS_INVALID);
    else
        look_for_host(search);
}

static void
on_record(GObject *source, GAsyncResult *result, gpointer data)
{
    Search *search = data;
    GError *error = NULL;
    g_autoptr(HemoDnsAnswer) answer =
        hemo_dns_lookup_finish(search->fetch->dns, result, &error);
    gboolean claimed = FALSE;

    if (answer == NULL) {
        finish_error(search, error);
        return;
    }
    search->id = find_id(answer->records, &claimed);
    if (search->id != NULL)
        follow_id(search);
    else if (claimed)
        finish_remembered(search, HEMO_GRADE_STS_INVALID);
    else if (answer->status == HEMO_DNS_FOUND || answer->status == HEMO_DNS_NO_DATA ||
             answer->status == HEMO_DNS_NO_NAME)
        finish_remembered(search, HEMO_GRADE_STS_NONE);
    else /* no answer is not "none" */
        finish_remembered(search, HEMO_GRADE_STS_UNCHECKED);
}

void
hemo_sts_fetch_async(HemoStsFetch *fetch,
                     const char *domain,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
    Search *search = g_new0(Search, 1);
    g_autofree char *name = g_strconcat("_mta-sts.", domain, NULL);

    search->task = g_task_new(NULL, cancellable, callback, user_data);
    g_task_set_source_tag(search->task, hemo_sts_fetch_async);
    g_task_set_check_cancellable(search->task, FALSE);
    search->fetch = fetch;
    search->domain = g_strdup(domain);
    search->host = g_strconcat("mta-sts.", domain, NULL);
    search->addresses = g_ptr_array_new_with_free_func(g_object_unref);
    hemo_dns_lookup_async(fetch->dns, name, HEMO_DNS_TXT, cancellable, on_record, search);
}

HemoStsFetchResult *
hemo_sts_fetch_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}
