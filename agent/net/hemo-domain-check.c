/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-domain-check.h.  One Look per domain: the DNS and the domain's policy, every
 * address side by side, then the grade.
 */
#include "hemo-domain-check.h"

#include "hemo-error.h"
#include "hemo-mx-walk.h"
#include "hemo-own-namespace.h"
#include "hemo-probe-pool.h"
#include "hemo-special-address.h"
#include "hemo-sts-fetch.h"
#include "hemo-tls-context.h"

#include <glib/gi18n-lib.h>

#define SMTP_PORT 25

struct _HemoDomainCheck {
    guint refs; /* the owner, and each look that is under way */
    char *resolver;
    char *trust_anchor;
    char *ca_file;
    gboolean no_port25;
    gboolean own_namespace;
    HemoDns *dns;
    HemoStsFetch *sts;
    HemoProbePool *probes;
};

/* One address of one host. */
typedef struct {
    struct _Look *look;
    HemoMxHost *host; /* of the walk */
    GSocketAddress *address;
    char *text;
    HemoProbeResult *result;
} Visit;

typedef struct _Look {
    GTask *task;
    HemoDomainCheck *check;
    char *domain;
    HemoMxWalk *walk;
    HemoStsFetchResult *sts;
    GPtrArray *visits; /* Visit, in the order of hosts and their addresses */
    guint pending;
    GError *error;
} Look;

/* How long a finding may be used, in seconds (RFC 7672 and 8461 leave it to the sender). */
static const gint64 lifetimes[HEMO_N_LEVELS] = {
    [HEMO_LEVEL_INVALID] = 0,
    [HEMO_LEVEL_UNDELIVERABLE] = 60 * 60,
    [HEMO_LEVEL_CONFLICT] = 5 * 60,
    [HEMO_LEVEL_NONE] = 60 * 60,
    [HEMO_LEVEL_UNKNOWN] = 5 * 60,
    [HEMO_LEVEL_KNOWN] = 5 * 60,
    [HEMO_LEVEL_ENCRYPTED] = 24 * 60 * 60,
    [HEMO_LEVEL_AUTHENTICATED] = 24 * 60 * 60,
    [HEMO_LEVEL_VERIFIED] = 60 * 60,
};

static const struct {
    HemoLevel level;
    const char *reason;
} host_states[] = {
    [HEMO_GRADE_HOST_INVALID] = {HEMO_LEVEL_UNKNOWN, N_("the mail server was not checked")},
    [HEMO_GRADE_HOST_FOUND] = {HEMO_LEVEL_UNKNOWN, N_("the mail server was not checked")},
    [HEMO_GRADE_HOST_NO_ADDRESS] = {HEMO_LEVEL_UNDELIVERABLE,
                                    N_("the mail server has no address")},
    [HEMO_GRADE_HOST_UNANSWERED] = {HEMO_LEVEL_UNKNOWN, N_("the name service gave no answer")},
    [HEMO_GRADE_HOST_BOGUS] = {HEMO_LEVEL_CONFLICT, N_("its signed entries have been forged")},
    [HEMO_GRADE_HOST_MALFORMED] = {HEMO_LEVEL_NONE, N_("this is not the name of a server")},
};

HemoDomainCheck *
hemo_domain_check_new(const HemoNetSettings *settings)
{
    HemoDomainCheck *check = g_new0(HemoDomainCheck, 1);

    check->refs = 1;
    check->resolver = g_strdup(settings->resolver);
    check->trust_anchor = g_strdup(settings->trust_anchor);
    check->ca_file = g_strdup(settings->ca_file);
    check->no_port25 = settings->no_port25;
    check->own_namespace = hemo_own_namespace_detect();
    return check;
}

void
hemo_domain_check_free(HemoDomainCheck *check)
{
    if (check == NULL || --check->refs > 0)
        return;
    hemo_sts_fetch_free(check->sts);
    hemo_dns_unref(check->dns);
    hemo_probe_pool_unref(check->probes);
    g_free(check->resolver);
    g_free(check->trust_anchor);
    g_free(check->ca_file);
    g_free(check);
}

static HemoStsFetch *
open_sts(HemoDomainCheck *check)
{
    HemoStsFetchOptions options = {
        .ca_file = check->ca_file,
        .own_namespace = check->own_namespace,
    };

    return hemo_sts_fetch_new(check->dns, &options);
}

static HemoProbePool *
open_probes(HemoDomainCheck *check, GError **error)
{
    g_autoptr(SSL_CTX) context = hemo_tls_context_new(check->ca_file, error);

    return context != NULL ? hemo_probe_pool_new(context) : NULL;
}

static gboolean
open_contexts(HemoDomainCheck *check, GError **error)
{
    if (check->dns == NULL)
        check->dns = hemo_dns_new(check->resolver, check->trust_anchor, error);
    if (check->dns != NULL && check->sts == NULL)
        check->sts = open_sts(check);
    if (check->dns != NULL && check->probes == NULL)
        check->probes = open_probes(check, error);
    return check->dns != NULL && check->probes != NULL;
}

static void
free_visit(gpointer data)
{
    Visit *visit = data;

    g_object_unref(visit->address);
    hemo_probe_result_free(visit->result);
    g_free(visit->text);
    g_free(visit);
}

static void
free_look(Look *look)
{
    g_ptr_array_unref(look->visits);
    hemo_mx_walk_free(look->walk);
    hemo_sts_fetch_result_free(look->sts);
    g_clear_object(&look->task);
    g_clear_error(&look->error);
    g_free(look->domain);
    hemo_domain_check_free(look->check);
    g_free(look);
}

static GVariant *
make_mx(const char *host, const char *address, HemoLevel level, const HemoProbeResult *result)
{
    GVariantDict dict;

    g_variant_dict_init(&dict, NULL);
    g_variant_dict_insert(&dict, "host", "s", host);
    g_variant_dict_insert(&dict, "address", "s", address);
    g_variant_dict_insert(&dict, "level", "s", hemo_names_find(hemo_level_names, level));
    g_variant_dict_insert(&dict, "version", "s", result != NULL ? result->version : "");
    g_variant_dict_insert(&dict, "cipher", "s", result != NULL ? result->cipher : "");
    g_variant_dict_insert(&dict,
                          "reason",
                          "s",
                          result != NULL ? hemo_grade_address_reason(&result->grade) : "");
    return g_variant_dict_end(&dict);
}

static GVariant *
make_mx_without_address(const HemoMxHost *host)
{
    GVariantDict dict;

    g_variant_dict_init(&dict, make_mx(host->host, "", host_states[host->state].level, NULL));
    g_variant_dict_insert(&dict, "reason", "s", _(host_states[host->state].reason));
    return g_variant_dict_end(&dict);
}

static GVariant *
make_mx_list(const Look *look)
{
    GVariantBuilder builder;

    g_variant_builder_init(&builder, G_VARIANT_TYPE("aa{sv}"));
    for (guint i = 0; i < look->walk->hosts->len; i++) {
        const HemoMxHost *host = look->walk->hosts->pdata[i];

        if (host->state != HEMO_GRADE_HOST_FOUND)
            g_variant_builder_add_value(&builder, make_mx_without_address(host));
    }
    for (guint i = 0; i < look->visits->len; i++) {
        const Visit *visit = look->visits->pdata[i];
        HemoLevel level = hemo_grade_address(&visit->result->grade);

        g_variant_builder_add_value(
            &builder,
            make_mx(visit->host->host, visit->text, level, visit->result));
    }
    return g_variant_builder_end(&builder);
}

static const char *
name_probe(HemoLevel level)
{
    return level == HEMO_LEVEL_INVALID ? "unchecked" : hemo_names_find(hemo_level_names, level);
}

/* A promise does not outlive its policy, and what anybody on the way can say hardly lasts. */
static gint64
get_lifetime(const Look *look, const HemoGrade *grade)
{
    gint64 lifetime = lifetimes[grade->level];

    if (grade->level == HEMO_LEVEL_UNDELIVERABLE && !look->walk->proved)
        return HEMO_DOMAIN_CHECK_UNPROVED;
    if (look->sts->state == HEMO_GRADE_STS_ENFORCE && grade->level == HEMO_LEVEL_VERIFIED)
        lifetime = MIN(lifetime, (gint64)look->sts->seconds_left);
    return lifetime;
}

static GVariant *
make_object(const Look *look, const HemoGrade *grade)
{
    GVariantDict dict;
    gint64 now = g_get_real_time() / G_USEC_PER_SEC;

    g_variant_dict_init(&dict, NULL);
    g_variant_dict_insert(&dict, "domain", "s", look->domain);
    g_variant_dict_insert(&dict, "level", "s", hemo_names_find(hemo_level_names, grade->level));
    g_variant_dict_insert(&dict, "probe", "s", name_probe(grade->probe));
    g_variant_dict_insert(&dict, "dane", "s", grade->dane);
    g_variant_dict_insert(&dict, "mta_sts", "s", grade->mta_sts);
    g_variant_dict_insert_value(&dict, "mx", make_mx_list(look));
    g_variant_dict_insert_value(&dict,
                                "reasons",
                                g_variant_new_strv(grade->reasons, (gssize)grade->n_reasons));
    g_variant_dict_insert(&dict, "checked", "x", now);
    g_variant_dict_insert(&dict, "expires", "x", now + get_lifetime(look, grade));
    return g_variant_dict_end(&dict);
}

/* The facts of one host; @addresses is filled from its visits. */
static HemoGradeHost
make_grade_host(const Look *look, const HemoMxHost *host, GArray *addresses)
{
    HemoGradeHost fact = {.state = host->state, .dane = host->dane};
    gsize start = addresses->len;

    fact.in_policy = look->sts->mx != NULL && host->state != HEMO_GRADE_HOST_MALFORMED &&
                     hemo_sts_match_mx((const char *const *)look->sts->mx, host->host);

    for (guint i = 0; i < look->visits->len; i++) {
        const Visit *visit = look->visits->pdata[i];

        if (visit->host == host)
            g_array_append_val(addresses, visit->result->grade);
    }
    /* the array was made large enough: it does not move */
    fact.addresses = &g_array_index(addresses, HemoGradeAddress, start);
    fact.n_addresses = addresses->len - start;
    return fact;
}

static HemoEvidence *
grade(const Look *look, GError **error)
{
    g_autoptr(GArray) hosts = g_array_new(FALSE, TRUE, sizeof(HemoGradeHost));
    g_autoptr(GArray) addresses =
        g_array_sized_new(FALSE, TRUE, sizeof(HemoGradeAddress), look->visits->len + 1);
    HemoGradeFacts facts = {
        .mail = look->walk->mail,
        .sts = look->sts->state,
        .capped = look->walk->capped,
    };
    HemoGrade result;

    for (guint i = 0; i < look->walk->hosts->len; i++) {
        HemoGradeHost host = make_grade_host(look, look->walk->hosts->pdata[i], addresses);

        g_array_append_val(hosts, host);
    }
    facts.hosts = (const HemoGradeHost *)hosts->data;
    facts.n_hosts = hosts->len;
    result = hemo_grade_domain(&facts);
    return hemo_evidence_new(make_object(look, &result), error);
}

static void
finish(Look *look)
{
    g_autoptr(GTask) task = g_steal_pointer(&look->task);
    g_autoptr(GError) error = g_steal_pointer(&look->error);
    HemoEvidence *evidence = error == NULL ? grade(look, &error) : NULL;

    free_look(look);
    if (evidence != NULL)
        g_task_return_pointer(task, evidence, (GDestroyNotify)hemo_evidence_unref);
    else
        g_task_return_error(task, g_steal_pointer(&error));
}

static void
end_one(Look *look, GError *error)
{
    if (error != NULL && look->error == NULL)
        look->error = error;
    else
        g_clear_error(&error);
    if (--look->pending == 0)
        finish(look);
}

static void
on_probe(GObject *source, GAsyncResult *result, gpointer data)
{
    Visit *visit = data;
    GError *error = NULL;

    visit->result = hemo_probe_pool_run_finish(result, &error);
    end_one(visit->look, error);
}

static HemoProbeResult *
make_untried(HemoGradeProbe probe)
{
    HemoProbeResult *result = g_new0(HemoProbeResult, 1);

    result->grade.probe = probe;
    result->version = g_strdup("");
    result->cipher = g_strdup("");
    return result;
}

static void
start_probe(Look *look, Visit *visit)
{
    HemoProbeTarget target = {
        .host = visit->host->host,
        .address = visit->address,
        .base = visit->host->base,
        .domain = look->domain,
        .tlsa = (const HemoTlsa *)visit->host->tlsa->data,
        .n_tlsa = visit->host->tlsa->len,
    };

    look->pending++;
    hemo_probe_pool_run_async(look->check->probes,
                              &target,
                              g_task_get_cancellable(look->task),
                              on_probe,
                              visit);
}

static void
add_visit(Look *look, HemoMxHost *host, GInetAddress *address)
{
    Visit *visit = g_new0(Visit, 1);

    visit->look = look;
    visit->host = host;
    visit->address = g_inet_socket_address_new(address, SMTP_PORT);
    visit->text = g_inet_address_to_string(address);
    g_ptr_array_add(look->visits, visit);
    if (!look->check->own_namespace && hemo_special_address_match(address))
        visit->result = make_untried(HEMO_GRADE_PROBE_FORBIDDEN);
    else if (look->check->no_port25)
        visit->result = make_untried(HEMO_GRADE_PROBE_UNTRIED);
    else
        start_probe(look, visit);
}

static void
visit_hosts(Look *look)
{
    for (guint i = 0; i < look->walk->hosts->len; i++) {
        HemoMxHost *host = look->walk->hosts->pdata[i];

        for (guint j = 0; host->state == HEMO_GRADE_HOST_FOUND && j < host->addresses->len; j++)
            add_visit(look, host, host->addresses->pdata[j]);
    }
}

static void
on_walk(GObject *source, GAsyncResult *result, gpointer data)
{
    Look *look = data;
    GError *error = NULL;

    look->walk = hemo_mx_walk_finish(result, &error);
    if (look->walk != NULL)
        visit_hosts(look);
    end_one(look, error);
}

static void
on_sts(GObject *source, GAsyncResult *result, gpointer data)
{
    Look *look = data;
    GError *error = NULL;

    look->sts = hemo_sts_fetch_finish(result, &error);
    end_one(look, error);
}

void
hemo_domain_check_async(HemoDomainCheck *check,
                        const char *domain,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, cancellable, callback, user_data);
    GError *error = NULL;
    Look *look;

    g_task_set_source_tag(task, hemo_domain_check_async);
    g_task_set_check_cancellable(task, FALSE);
    if (!open_contexts(check, &error)) {
        g_task_return_error(task, error);
        return;
    }
    look = g_new0(Look, 1);
    look->task = g_steal_pointer(&task);
    look->check = check;
    check->refs++;
    look->domain = g_strdup(domain);
    look->visits = g_ptr_array_new_with_free_func(free_visit);
    look->pending = 2;
    hemo_mx_walk_async(check->dns, domain, cancellable, on_walk, look);
    hemo_sts_fetch_async(check->sts, domain, cancellable, on_sts, look);
}

HemoEvidence *
hemo_domain_check_finish(HemoDomainCheck *check, GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}
