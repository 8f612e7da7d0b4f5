/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-https.h.
 */
#include "hemo-https.h"

#include "hemo-error.h"
#include "hemo-limits.h"

#include <curl/curl.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define MILLISECONDS 1000L

typedef struct {
    char *url;
    char *pin; /* "HOST:PORT:ADDRESS,ADDRESS"; NULL: the host is an address */
    char *ca_file;
    gboolean plain;
    gsize limit;
} Job;

/* What curl's callbacks see. */
typedef struct {
    GByteArray *body;
    gsize limit;
    GCancellable *cancellable;
    gboolean too_big;
} Transfer;

void
hemo_https_reply_free(HemoHttpsReply *reply)
{
    if (reply == NULL)
        return;
    g_free(reply->content_type);
    g_clear_pointer(&reply->body, g_bytes_unref);
    g_free(reply);
}

static void
free_job(gpointer data)
{
    Job *job = data;

    g_free(job->url);
    g_free(job->pin);
    g_free(job->ca_file);
    g_free(job);
}

static char *
make_pin(const HemoHttpsRequest *request)
{
    GString *pin = g_string_new(NULL);

    g_string_printf(pin, "%s:%u:", request->host, request->port);
    for (guint i = 0; i < request->addresses->len; i++) {
        GInetAddress *address = request->addresses->pdata[i];
        g_autofree char *text = g_inet_address_to_string(address);
        gboolean brackets = g_inet_address_get_family(address) == G_SOCKET_FAMILY_IPV6;

        g_string_append_printf(pin,
                               "%s%s%s%s",
                               i > 0 ? "," : "",
                               brackets ? "[" : "",
                               text,
                               brackets ? "]" : "");
    }
    return g_string_free(pin, FALSE);
}

/* The Host field says the port only where it is not the usual one. */
static char *
make_url(const HemoHttpsRequest *request)
{
    gboolean brackets = strchr(request->host, ':') != NULL;
    g_autofree char *host =
        brackets ? g_strdup_printf("[%s]", request->host) : g_strdup(request->host);
    const char *scheme = request->plain ? "http" : "https";

    if (request->port == (request->plain ? 80 : 443))
        return g_strdup_printf("%s://%s%s", scheme, host, request->path);
    return g_strdup_printf("%s://%s:%u%s", scheme, host, request->port, request->path);
}

static Job *
make_job(const HemoHttpsRequest *request)
{
    Job *job = g_new0(Job, 1);

    job->url = make_url(request);
    job->pin = g_hostname_is_ip_address(request->host) ? NULL : make_pin(request);
    job->ca_file = g_strdup(request->ca_file);
    job->plain = request->plain;
    job->limit = request->limit > 0 ? request->limit : HEMO_LIMIT_HTTPS_BODY;
    return job;
}

static size_t
on_body(char *data, size_t one, size_t size, void *user)
{
    Transfer *transfer = user;

    if (size > transfer->limit - transfer->body->len) {
        transfer->too_big = TRUE;
        return 0;
    }
    g_byte_array_append(transfer->body, (const guint8 *)data, (guint)size);
    return size;
}

static int
on_progress(void *user, curl_off_t total, curl_off_t now, curl_off_t up, curl_off_t up_now)
{
    const Transfer *transfer = user;

    return g_cancellable_is_cancelled(transfer->cancellable);
}

static gboolean
set_up(CURL *curl, const Job *job, struct curl_slist *pins, Transfer *transfer)
{
    CURLcode status = CURLE_OK;

    /* one that fails would leave a door open: all of them must hold */
    status |= curl_easy_setopt(curl, CURLOPT_URL, job->url);
    status |= curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, job->plain ? "http" : "https");
    status |= curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    status |= curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
    status |= curl_easy_setopt(curl, CURLOPT_RESOLVE, pins);
    status |= curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    status |= curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    status |= curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    status |= curl_easy_setopt(curl, CURLOPT_SSL_SESSIONID_CACHE, 0L);
    status |= curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    status |= curl_easy_setopt(curl,
                               CURLOPT_CONNECTTIMEOUT_MS,
                               HEMO_LIMIT_SMTP_CONNECT * MILLISECONDS);
    status |= curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, HEMO_LIMIT_HTTPS_WAIT * MILLISECONDS);
    status |= curl_easy_setopt(curl, CURLOPT_MAXFILESIZE, (long)job->limit);
    status |= curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
    status |= curl_easy_setopt(curl, CURLOPT_WRITEDATA, transfer);
    status |= curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    status |= curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_progress);
    status |= curl_easy_setopt(curl, CURLOPT_XFERINFODATA, transfer);
    if (job->ca_file != NULL) {
        status |= curl_easy_setopt(curl, CURLOPT_CAINFO, job->ca_file);
        status |= curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
    }
    return status == CURLE_OK;
}

static const struct {
    CURLcode status;
    HemoError code;
    const char *words;
} failures[] = {
    {CURLE_PEER_FAILED_VERIFICATION,
     HEMO_ERROR_UNTRUSTED,
     N_("the certificate of the web server cannot be trusted")},
    {CURLE_SSL_CONNECT_ERROR,
     HEMO_ERROR_UNTRUSTED,
     N_("the web server offers no encryption that can be used")},
    {CURLE_SSL_CACERT_BADFILE,
     HEMO_ERROR_UNTRUSTED,
     N_("the list of certificate authorities cannot be read")},
    {CURLE_FILESIZE_EXCEEDED, HEMO_ERROR_TOO_BIG, N_("the web server sends too much")},
    {CURLE_OPERATION_TIMEDOUT,
     HEMO_ERROR_TIMED_OUT,
     N_("the web server did not answer in time")},
    {CURLE_ABORTED_BY_CALLBACK, HEMO_ERROR_CANCELLED, N_("the look-up was given up")},
};

static void
convert_error(CURLcode status, const Transfer *transfer, GError **error)
{
    if (transfer->too_big)
        status = CURLE_FILESIZE_EXCEEDED;
    for (gsize i = 0; i < G_N_ELEMENTS(failures); i++) {
        if (failures[i].status == status) {
            hemo_error_set(error, failures[i].code, "%s", _(failures[i].words));
            return;
        }
    }
    hemo_error_set(error, HEMO_ERROR_UNREACHABLE, _("the web server cannot be reached"));
}

static HemoHttpsReply *
make_reply(CURL *curl, GByteArray *body)
{
    HemoHttpsReply *reply = g_new0(HemoHttpsReply, 1);
    const char *content_type = NULL;
    long status = 0;

    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &content_type);
    reply->status = (guint)MAX(status, 0);
    reply->content_type = g_strdup(content_type != NULL ? content_type : "");
    reply->body = g_bytes_new(body->data, body->len);
    return reply;
}

static HemoHttpsReply *
get(const Job *job, GCancellable *cancellable, GError **error)
{
    g_autoptr(GByteArray) body = g_byte_array_new();
    CURL *curl = curl_easy_init();
    struct curl_slist *pins = job->pin != NULL ? curl_slist_append(NULL, job->pin) : NULL;
    Transfer transfer = {body, job->limit, cancellable, FALSE};
    CURLcode status = CURLE_FAILED_INIT;
    HemoHttpsReply *reply = NULL;

    if (curl != NULL && (pins != NULL || job->pin == NULL) &&
        set_up(curl, job, pins, &transfer))
        status = curl_easy_perform(curl);
    if (status == CURLE_OK)
        reply = make_reply(curl, body);
    else
        convert_error(status, &transfer, error);
    curl_slist_free_all(pins);
    curl_easy_cleanup(curl);
    return reply;
}

static void
work(GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    GError *error = NULL;
    HemoHttpsReply *reply = get(data, cancellable, &error);

    if (reply != NULL)
        g_task_return_pointer(task, reply, (GDestroyNotify)hemo_https_reply_free);
    else
        g_task_return_error(task, error);
}

void
hemo_https_get_async(const HemoHttpsRequest *request,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, cancellable, callback, user_data);

    g_task_set_source_tag(task, hemo_https_get_async);
    g_task_set_check_cancellable(task, FALSE);
    if (request->addresses->len == 0) {
        g_task_return_new_error(task,
                                HEMO_ERROR,
                                HEMO_ERROR_UNREACHABLE,
                                "%s",
                                _("the web server cannot be reached"));
        return;
    }
    g_task_set_task_data(task, make_job(request), free_job);
    g_task_run_in_thread(task, work);
}

HemoHttpsReply *
hemo_https_get_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}
