/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-mx-host.h.  A and AAAA go side by side, TLSA after them, because only
 * signed addresses make it count.
 */
#include "hemo-mx-host.h"

#include <string.h>

typedef struct {
    GTask *task;
    HemoDns *dns;
    gboolean mx_secure;
    HemoDnsAnswer *answers[2]; /* A, AAAA */
    guint pending;
    gboolean secure;
    HemoMxHost *host;
    char *canonical;
    GError *error;
} Search;

static void look_for_tlsa(Search *search, const char *base);

static HemoMxHost *
make_host(const char *name, HemoGradeHostState state)
{
    HemoMxHost *host = g_new0(HemoMxHost, 1);

    host->host = g_strdup(name);
    host->state = state;
    host->tlsa = g_array_new(FALSE, TRUE, sizeof(HemoTlsa));
    g_array_set_clear_func(host->tlsa, (GDestroyNotify)hemo_tlsa_clear);
    host->addresses = g_ptr_array_new_with_free_func(g_object_unref);
    return host;
}

HemoMxHost *
hemo_mx_host_new_malformed(const char *name)
{
    HemoMxHost *host = make_host(name, HEMO_GRADE_HOST_MALFORMED);

    host->dane = HEMO_GRADE_DANE_NONE;
    return host;
}

void
hemo_mx_host_free(HemoMxHost *host)
{
    if (host == NULL)
        return;
    g_free(host->host);
    g_free(host->base);
    g_array_unref(host->tlsa);
    g_ptr_array_unref(host->addresses);
    g_free(host);
}

static void
free_search(Search *search)
{
    hemo_dns_answer_free(search->answers[0]);
    hemo_dns_answer_free(search->answers[1]);
    hemo_mx_host_free(search->host);
    hemo_dns_unref(search->dns);
    g_clear_object(&search->task);
    g_clear_error(&search->error);
    g_free(search->canonical);
    g_free(search);
}

static void
finish(Search *search)
{
    g_autoptr(GTask) task = g_steal_pointer(&search->task);
    HemoMxHost *host = g_steal_pointer(&search->host);
    GError *error = g_steal_pointer(&search->error);

    free_search(search);
    if (error != NULL) {
        hemo_mx_host_free(host);
        g_task_return_error(task, error);
        return;
    }
    g_task_return_pointer(task, host, (GDestroyNotify)hemo_mx_host_free);
}

static void
add_addresses(HemoMxHost *host, const HemoDnsAnswer *answer, GSocketFamily family)
{
    gsize expected = family == G_SOCKET_FAMILY_IPV4 ? 4 : 16;

    for (guint i = 0; i < answer->records->len; i++) {
        gsize size = 0;
        const guint8 *bytes = g_bytes_get_data(answer->records->pdata[i], &size);

        if (size != expected)
            continue;
        if (host->addresses->len >= HEMO_LIMIT_MX_ADDRESSES)
            host->capped = TRUE;
        else
            g_ptr_array_add(host->addresses, g_inet_address_new_from_bytes(bytes, family));
    }
}

static gboolean
has_status(const Search *search, HemoDnsStatus status)
{
    return search->answers[0]->status == status || search->answers[1]->status == status;
}

static HemoGradeHostState
read_state(const Search *search)
{
    if (has_status(search, HEMO_DNS_BOGUS))
        return HEMO_GRADE_HOST_BOGUS;
    /* an unanswered question is not an absent address */
    if (has_status(search, HEMO_DNS_FAILED) || has_status(search, HEMO_DNS_TIMED_OUT))
        return HEMO_GRADE_HOST_UNANSWERED;
    return search->host->addresses->len > 0 ? HEMO_GRADE_HOST_FOUND
                                            : HEMO_GRADE_HOST_NO_ADDRESS;
}

static void
read_tlsa(HemoMxHost *host, const HemoDnsAnswer *answer, const char *base)
{
    for (guint i = 0; i < answer->records->len; i++) {
        HemoTlsa tlsa;

        if (hemo_tlsa_parse(answer->records->pdata[i], &tlsa))
            g_array_append_val(host->tlsa, tlsa);
    }
    host->base = g_strdup(base);
    host->dane = host->tlsa->len > 0 ? HEMO_GRADE_DANE_USABLE : HEMO_GRADE_DANE_UNUSABLE;
}

/* TRUE if the question has to be asked at the next name. */
static gboolean
take_tlsa(Search *search, const HemoDnsAnswer *answer, const char *base)
{
    switch (answer->status) {
    case HEMO_DNS_FOUND:
        if (answer->secure) {
            read_tlsa(search->host, answer, base);
            return FALSE;
        }
        break;
    case HEMO_DNS_NO_DATA:
    case HEMO_DNS_NO_NAME:
        break;
    case HEMO_DNS_INVALID:
    case HEMO_DNS_BOGUS:
    case HEMO_DNS_FAILED:
    case HEMO_DNS_TIMED_OUT:
        /* rule D5: whoever hides the records must not win */
        search->host->dane = HEMO_GRADE_DANE_FAILED;
        return FALSE;
    }
    search->host->dane = HEMO_GRADE_DANE_NONE;
    return strcmp(base, search->host->host) != 0;
}

static void
on_tlsa(GObject *source, GAsyncResult *result, gpointer data)
{
    Search *search = data;
    g_autoptr(HemoDnsAnswer) answer =
        hemo_dns_lookup_finish(search->dns, result, &search->error);
    g_autofree char *base = g_steal_pointer(&search->canonical);

    if (answer != NULL && take_tlsa(search, answer, base))
        look_for_tlsa(search, search->host->host);
    else
        finish(search);
}

static void
look_for_tlsa(Search *search, const char *base)
{
    g_autofree char *name = g_strconcat("_25._tcp.", base, NULL);

    g_free(search->canonical);
    search->canonical = g_strdup(base);
    hemo_dns_lookup_async(search->dns,
                          name,
                          HEMO_DNS_TLSA,
                          g_task_get_cancellable(search->task),
                          on_tlsa,
                          search);
}

/* The name behind aliases, from an answer that has addresses. */
static const char *
get_target(const Search *search)
{
    for (gsize i = 0; i < G_N_ELEMENTS(search->answers); i++) {
        const HemoDnsAnswer *answer = search->answers[i];

        if (answer->status == HEMO_DNS_FOUND && answer->canonical != NULL)
            return answer->canonical;
    }
    return search->host->host;
}

/* Rule D4: behind a signed alias the target is asked first. */
static void
finish_addresses(Search *search)
{
    HemoMxHost *host = search->host;
    g_autofree char *base = g_strdup(get_target(search));

    add_addresses(host, search->answers[0], G_SOCKET_FAMILY_IPV4);
    add_addresses(host, search->answers[1], G_SOCKET_FAMILY_IPV6);
    host->state = read_state(search);
    if (!hemo_dns_can_validate(search->dns)) {
        finish(search);
        return;
    }
    host->dane = HEMO_GRADE_DANE_NONE;
    if (host->state == HEMO_GRADE_HOST_FOUND && search->mx_secure &&
        search->answers[0]->secure && search->answers[1]->secure)
        look_for_tlsa(search, base);
    else
        finish(search);
}

static void
take_address(Search *search, GAsyncResult *result, guint slot)
{
    g_autoptr(GError) error = NULL;

    search->answers[slot] = hemo_dns_lookup_finish(search->dns, result, &error);
    if (error != NULL && search->error == NULL)
        search->error = g_steal_pointer(&error);
    if (--search->pending > 0)
        return;
    if (search->error != NULL)
        finish(search);
    else
        finish_addresses(search);
}

static void
on_ipv4(GObject *source, GAsyncResult *result, gpointer data)
{
    take_address(data, result, 0);
}

static void
on_ipv6(GObject *source, GAsyncResult *result, gpointer data)
{
    take_address(data, result, 1);
}

void
hemo_mx_host_async(HemoDns *dns,
                   const char *name,
                   gboolean mx_secure,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
    Search *search = g_new0(Search, 1);

    search->task = g_task_new(NULL, cancellable, callback, user_data);
    g_task_set_source_tag(search->task, hemo_mx_host_async);
    g_task_set_check_cancellable(search->task, FALSE);
    search->dns = hemo_dns_ref(dns);
    search->mx_secure = mx_secure;
    search->host = make_host(name, HEMO_GRADE_HOST_INVALID);
    search->pending = 2;
    hemo_dns_lookup_async(dns, name, HEMO_DNS_A, cancellable, on_ipv4, search);
    hemo_dns_lookup_async(dns, name, HEMO_DNS_AAAA, cancellable, on_ipv6, search);
}

HemoMxHost *
hemo_mx_host_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}
