/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-dns.h.  Every question is a Query, owned by the queries table until it is
 * answered, cancelled or timed out, whichever is first.  The first question waits for
 * a look at the root's keys: a resolver that strips signatures would make every
 * answer of a signed zone look forged.
 */
#include "hemo-dns.h"

#include "hemo-error.h"
#include "hemo-limits.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unbound.h>
#include <unistd.h>

#define PACKAGED_ANCHOR "/usr/share/dns/root.ds"
#define RESOLV_CONF     "/etc/resolv.conf"
#define CLASS_IN        1
#define RCODE_NOERROR   0
#define RCODE_NXDOMAIN  3

typedef enum {
    STATE_NEW = 0,
    STATE_TESTING, /* the look at the root's keys is under way */
    STATE_READY,
} State;

struct _HemoDns {
    guint refs;
    char *resolver;
    char *anchor; /* NULL: no validation possible */
    State state;
    struct ub_ctx *context;
    GMainContext *main_context;
    GSource *source;
    GHashTable *queries; /* a set of Query */
    GQueue done;         /* Query that were answered during ub_process() */
    GQueue waiting;      /* Query that wait for STATE_READY */
};

typedef struct {
    HemoDns *dns;
    GTask *task; /* NULL: our own look at the root */
    char *name;
    HemoDnsType type;
    int id; /* of libunbound, 0 before it is asked */
    GSource *timer;
    GSource *cancel;
    HemoDnsAnswer *answer;
} Query;

static const struct {
    const char *option;
    const char *value;
} options[] = {
    {"do-not-query-localhost:", "no"},
    {"num-queries-per-thread:", "4096"},
    {"outgoing-range:", "512"},
    {"use-syslog:", "no"},
    {"val-log-level:", "0"},
};

static void start_query(Query *query);

void
hemo_dns_answer_free(HemoDnsAnswer *answer)
{
    if (answer == NULL)
        return;
    g_free(answer->canonical);
    g_ptr_array_unref(answer->records);
    g_free(answer);
}

static HemoDnsAnswer *
make_answer(HemoDnsStatus status)
{
    HemoDnsAnswer *answer = g_new0(HemoDnsAnswer, 1);

    answer->status = status;
    answer->records = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    return answer;
}

static HemoDnsStatus
read_status(const struct ub_result *result)
{
    /* first of all: a bogus answer carries data and a good rcode */
    if (result->bogus)
        return HEMO_DNS_BOGUS;
    if (result->rcode == RCODE_NXDOMAIN)
        return HEMO_DNS_NO_NAME;
    if (result->rcode != RCODE_NOERROR)
        return HEMO_DNS_FAILED;
    return result->havedata ? HEMO_DNS_FOUND : HEMO_DNS_NO_DATA;
}

static char *
normalise(const char *name)
{
    g_autofree char *lower = g_ascii_strdown(name, -1);
    gsize size = strlen(lower);

    if (size > 1 && lower[size - 1] == '.')
        lower[size - 1] = '\0';
    return g_steal_pointer(&lower);
}

static HemoDnsAnswer *
read_result(const struct ub_result *result)
{
    HemoDnsAnswer *answer = make_answer(read_status(result));

    answer->secure = result->secure && !result->bogus;
    answer->canonical =
        normalise(result->canonname != NULL ? result->canonname : result->qname);
    answer->ttl = (guint)MAX(result->ttl, 0);
    for (gsize i = 0; answer->status == HEMO_DNS_FOUND && result->data[i] != NULL; i++)
        g_ptr_array_add(answer->records,
                        g_bytes_new(result->data[i], (gsize)MAX(result->len[i], 0)));
    return answer;
}

static void
clear_source(GSource **source)
{
    if (*source != NULL)
        g_source_destroy(*source);
    g_clear_pointer(source, g_source_unref);
}

static void
free_query(Query *query)
{
    clear_source(&query->timer);
    clear_source(&query->cancel);
    hemo_dns_answer_free(query->answer);
    g_clear_object(&query->task);
    g_free(query->name);
    g_free(query);
}

/* Takes the query out of every list, so that no later event finds it. */
static void
detach(Query *query)
{
    HemoDns *dns = query->dns;

    if (query->id != 0)
        ub_cancel(dns->context, query->id);
    query->id = 0;
    g_queue_remove(&dns->done, query);
    g_queue_remove(&dns->waiting, query);
    g_hash_table_steal(dns->queries, query);
    clear_source(&query->timer);
    clear_source(&query->cancel);
}

static gboolean open_context(HemoDns *dns, GError **error);

/* Over a resolver that strips signatures everything would be bogus; without validation
 * everything is insecure, which is true.  No answer at all tells nothing: the next question
 * tests again. */
static void
finish_test(HemoDns *dns, HemoDnsStatus status)
{
    GQueue waiting = dns->waiting;
    Query *query;

    dns->state = STATE_READY;
    if (status == HEMO_DNS_FAILED || status == HEMO_DNS_TIMED_OUT) {
        dns->state = STATE_NEW;
    } else if (status != HEMO_DNS_FOUND) {
        g_clear_pointer(&dns->anchor, g_free);
        open_context(dns, NULL);
    }
    g_queue_init(&dns->waiting);
    while ((query = g_queue_pop_head(&waiting)) != NULL)
        start_query(query);
}

/* Ends @query with its answer; the task keeps the context alive meanwhile. */
static void
finish_query(Query *query)
{
    g_autoptr(GTask) task = g_steal_pointer(&query->task);
    HemoDnsAnswer *answer = g_steal_pointer(&query->answer);
    HemoDns *dns = query->dns;

    detach(query);
    free_query(query);
    if (task == NULL) {
        finish_test(dns, answer->status);
        hemo_dns_answer_free(answer);
        return;
    }
    g_task_return_pointer(task, answer, (GDestroyNotify)hemo_dns_answer_free);
}

static void
on_result(void *data, int failure, struct ub_result *result)
{
    Query *query = data;

    query->id = 0;
    query->answer =
        failure == 0 && result != NULL ? read_result(result) : make_answer(HEMO_DNS_FAILED);
    if (result != NULL)
        ub_resolve_free(result);
    g_queue_push_tail(&query->dns->done, query);
}

static gboolean
on_readable(int fd, GIOCondition condition, gpointer data)
{
    HemoDns *dns = hemo_dns_ref(data);
    Query *query;

    ub_process(dns->context);
    while ((query = g_queue_pop_head(&dns->done)) != NULL)
        finish_query(query);
    hemo_dns_unref(dns);
    return G_SOURCE_CONTINUE;
}

static gboolean
on_timeout(gpointer data)
{
    Query *query = data;

    query->answer = make_answer(HEMO_DNS_TIMED_OUT);
    finish_query(query);
    return G_SOURCE_REMOVE;
}

static gboolean
on_cancelled(GCancellable *cancellable, gpointer data)
{
    Query *query = data;
    g_autoptr(GTask) task = g_steal_pointer(&query->task);

    detach(query);
    free_query(query);
    g_task_return_new_error(task,
                            HEMO_ERROR,
                            HEMO_ERROR_CANCELLED,
                            "%s",
                            _("the look-up was given up"));
    return G_SOURCE_REMOVE;
}

static void
attach_source(Query *query, GSource **slot, GSource *source, GSourceFunc function)
{
    g_source_set_callback(source, function, query, NULL);
    g_source_attach(source, query->dns->main_context);
    *slot = source;
}

static Query *
add_query(HemoDns *dns, const char *name, HemoDnsType type, GTask *task)
{
    Query *query = g_new0(Query, 1);
    GCancellable *cancellable = task != NULL ? g_task_get_cancellable(task) : NULL;

    query->dns = dns;
    query->name = g_strdup(name);
    query->type = type;
    query->task = task;
    g_hash_table_add(dns->queries, query);
    attach_source(query,
                  &query->timer,
                  g_timeout_source_new_seconds(HEMO_LIMIT_DNS_WAIT),
                  on_timeout);
    if (cancellable != NULL)
        attach_source(query,
                      &query->cancel,
                      g_cancellable_source_new(cancellable),
                      G_SOURCE_FUNC(on_cancelled));
    return query;
}

/* Ends a question that could not be asked from the main loop, never from inside the call. */
static gboolean
on_not_asked(gpointer data)
{
    finish_query(data);
    return G_SOURCE_REMOVE;
}

static void
start_query(Query *query)
{
    HemoDns *dns = query->dns;

    if (dns->context != NULL && ub_resolve_async(dns->context,
                                                 query->name,
                                                 (int)query->type,
                                                 CLASS_IN,
                                                 query,
                                                 on_result,
                                                 &query->id) == 0)
        return;
    query->id = 0;
    query->answer = make_answer(HEMO_DNS_FAILED);
    clear_source(&query->timer);
    attach_source(query, &query->timer, g_idle_source_new(), on_not_asked);
}

static gboolean
set_resolver(HemoDns *dns, struct ub_ctx *context)
{
    if (dns->resolver != NULL)
        return ub_ctx_set_fwd(context, dns->resolver) == 0;
    /* without a usable file libunbound asks the root servers itself */
    return g_access(RESOLV_CONF, R_OK) != 0 || ub_ctx_resolvconf(context, RESOLV_CONF) == 0;
}

static gboolean
set_up(HemoDns *dns, struct ub_ctx *context)
{
    for (gsize i = 0; i < G_N_ELEMENTS(options); i++) {
        if (ub_ctx_set_option(context, options[i].option, options[i].value) != 0)
            return FALSE;
    }
    if (!set_resolver(dns, context) || ub_ctx_async(context, TRUE) != 0)
        return FALSE;
    return dns->anchor == NULL || ub_ctx_add_ta_file(context, dns->anchor) == 0;
}

static void
close_context(HemoDns *dns)
{
    clear_source(&dns->source);
    g_clear_pointer(&dns->context, ub_ctx_delete);
}

static gboolean
open_context(HemoDns *dns, GError **error)
{
    struct ub_ctx *context = ub_ctx_create();

    close_context(dns);
    if (context == NULL || !set_up(dns, context)) {
        g_clear_pointer(&context, ub_ctx_delete);
        hemo_error_set(error,
                       HEMO_ERROR_CONFIG,
                       _("the settings of the name service cannot be used"));
        return FALSE;
    }
    dns->context = context;
    dns->source = g_unix_fd_source_new(ub_fd(context), G_IO_IN);
    g_source_set_callback(dns->source, G_SOURCE_FUNC(on_readable), dns, NULL);
    g_source_attach(dns->source, dns->main_context);
    return TRUE;
}

/* The anchor's file, NULL in @ret_anchor if there is none to be had; FALSE if the one that is
 * asked for cannot be read. */
static gboolean
find_anchor(const char *asked, char **ret_anchor, GError **error)
{
    const char *path = asked != NULL ? asked : PACKAGED_ANCHOR;

    if (g_access(path, R_OK) == 0) {
        *ret_anchor = g_strdup(path);
        return TRUE;
    }
    if (asked == NULL)
        return TRUE;
    hemo_error_set(error, HEMO_ERROR_CONFIG, _("the DNSSEC trust anchor cannot be read"));
    return FALSE;
}

HemoDns *
hemo_dns_new(const char *resolver, const char *trust_anchor, GError **error)
{
    g_autoptr(HemoDns) dns = g_new0(HemoDns, 1);

    dns->refs = 1;
    dns->resolver = g_strdup(resolver);
    dns->main_context = g_main_context_ref_thread_default();
    dns->queries = g_hash_table_new(NULL, NULL);
    g_queue_init(&dns->done);
    g_queue_init(&dns->waiting);
    if (!find_anchor(trust_anchor, &dns->anchor, error) || !open_context(dns, error))
        return NULL;
    return g_steal_pointer(&dns);
}

HemoDns *
hemo_dns_ref(HemoDns *dns)
{
    dns->refs++;
    return dns;
}

static void
drop_query(gpointer key, gpointer value, gpointer data)
{
    free_query(key);
}

void
hemo_dns_unref(HemoDns *dns)
{
    if (dns == NULL || --dns->refs > 0)
        return;
    /* each task holds a reference: what is left is our own look at the root */
    close_context(dns);
    g_queue_clear(&dns->done);
    g_queue_clear(&dns->waiting);
    g_hash_table_foreach(dns->queries, drop_query, NULL);
    g_hash_table_unref(dns->queries);
    g_main_context_unref(dns->main_context);
    g_free(dns->resolver);
    g_free(dns->anchor);
    g_free(dns);
}

gboolean
hemo_dns_can_validate(const HemoDns *dns)
{
    return dns->anchor != NULL;
}

static void
start_test(HemoDns *dns)
{
    dns->state = dns->anchor != NULL ? STATE_TESTING : STATE_READY;
    if (dns->anchor != NULL)
        start_query(add_query(dns, ".", HEMO_DNS_DNSKEY, NULL));
}

void
hemo_dns_lookup_async(HemoDns *dns,
                      const char *name,
                      HemoDnsType type,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
    GTask *task = g_task_new(NULL, cancellable, callback, user_data);
    Query *query;

    g_task_set_source_tag(task, hemo_dns_lookup_async);
    g_task_set_check_cancellable(task, FALSE);
    g_task_set_task_data(task, hemo_dns_ref(dns), (GDestroyNotify)hemo_dns_unref);
    if (dns->state == STATE_NEW)
        start_test(dns);
    query = add_query(dns, name, type, task);
    if (dns->state == STATE_TESTING)
        g_queue_push_tail(&dns->waiting, query);
    else
        start_query(query);
}

HemoDnsAnswer *
hemo_dns_lookup_finish(HemoDns *dns, GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}
