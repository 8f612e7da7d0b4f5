/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-key-certificate.h.
 */
#include "hemo-key-certificate.h"

#include "hemo-certificate-check.h"
#include "hemo-key-settings.h"

#include <string.h>

static HemoCertificate *
read_certificate(GBytes *der)
{
    return der != NULL ? hemo_certificate_new(hemo_slice_bytes(der), NULL) : NULL;
}

/* NULL if it is not what the record says. */
static HemoCertificate *
certificate_of(const HemoKeyRecord *record)
{
    g_autoptr(HemoCertificate) certificate = read_certificate(record->material);

    if (certificate == NULL ||
        g_ascii_strcasecmp(hemo_certificate_fingerprint(certificate), record->fingerprint) != 0)
        return NULL;
    return g_steal_pointer(&certificate);
}

/* What cannot be read above it is left out: then nobody vouches for it. */
static GPtrArray *
chain_of(const HemoKeyRecord *record)
{
    GPtrArray *chain = g_ptr_array_new_with_free_func((GDestroyNotify)hemo_certificate_unref);

    for (guint i = 0; record->chain != NULL && i < record->chain->len; i++) {
        HemoCertificate *certificate = read_certificate(record->chain->pdata[i]);

        if (certificate != NULL)
            g_ptr_array_add(chain, certificate);
    }
    return chain;
}

static void
add_places(GPtrArray *places, const HemoCertificate *certificate)
{
    const char *const *own = hemo_certificate_crl_places(certificate);

    for (gsize i = 0; own[i] != NULL; i++) {
        if (!g_ptr_array_find_with_equal_func(places, own[i], g_str_equal, NULL))
            g_ptr_array_add(places, g_strdup(own[i]));
    }
}

/* NULL-terminated. */
static GStrv
places_of(const HemoCertificate *certificate, GPtrArray *chain)
{
    GPtrArray *places = g_ptr_array_new_with_free_func(g_free);

    add_places(places, certificate);
    for (guint i = 0; i < chain->len; i++)
        add_places(places, chain->pdata[i]);
    g_ptr_array_add(places, NULL);
    return (GStrv)g_ptr_array_free(places, FALSE);
}

gboolean
hemo_key_certificate_same_key(const HemoKeyRecord *record, const HemoKeyRecord *other)
{
    g_autoptr(HemoCertificate) one = certificate_of(record);
    g_autoptr(HemoCertificate) two = certificate_of(other);

    return one != NULL && two != NULL &&
           EVP_PKEY_eq(X509_get0_pubkey(hemo_certificate_x509(one)),
                       X509_get0_pubkey(hemo_certificate_x509(two))) == 1;
}

/* The authorities for addresses, then those for domains (Direct).  Whose word counts stays in
 * @check. */
static HemoKey *
check_all(HemoServices *services,
          const HemoCertificate *certificate,
          const HemoKeyRecord *record,
          HemoCertificateCheck *check,
          GError **error)
{
    const HemoKeySettings settings =
        hemo_key_settings_read(hemo_config_policy(services->config));
    const char *at = strchr(record->address, '@');
    g_autoptr(HemoKey) key = NULL;
    HemoKey *direct;

    check->anchors = hemo_anchors_get(services->anchors, settings.smime_anchors, error);
    if (check->anchors == NULL)
        return NULL;
    key = hemo_certificate_check(certificate, record->address, check);
    if (settings.direct_anchors == NULL || at == NULL ||
        hemo_key_trust(key) == HEMO_KEY_TRUST_AUTHORITY)
        return g_steal_pointer(&key);
    check->anchors = hemo_anchors_get(services->anchors, settings.direct_anchors, error);
    if (check->anchors == NULL)
        return NULL;
    check->domain = at + 1;
    direct = hemo_certificate_check(certificate, record->address, check);
    if (hemo_key_trust(direct) == HEMO_KEY_TRUST_AUTHORITY || hemo_key_is_better(direct, key))
        return direct;
    hemo_key_unref(direct);
    return g_steal_pointer(&key);
}

/* @key with what the record and our own keys add. */
static HemoKey *
complete(HemoServices *services, const HemoKeyRecord *record, const HemoKey *key)
{
    return hemo_key_new(&(HemoKeyFields){
        .kind = HEMO_KEY_KIND_SMIME,
        .fingerprint = record->fingerprint,
        .state = key != NULL ? hemo_key_state(key) : HEMO_KEY_BROKEN,
        .trust = key != NULL ? hemo_key_trust(key) : HEMO_KEY_TRUST_NONE,
        .has_secret = hemo_identity_store_has(services->identities, record->fingerprint),
        .created = key != NULL ? hemo_key_created(key) : 0,
        .expires = key != NULL ? hemo_key_expires(key) : 0,
        .material = record->material,
        .abilities = record->abilities,
    });
}

/* A certificate with all that it is checked by. */
typedef struct {
    HemoCertificate *certificate;
    GPtrArray *chain;
    GPtrArray *lists;
    GStrv places;
    HemoCertificateCheck check;
} Case;

static void
case_clear(Case *each)
{
    g_clear_pointer(&each->certificate, hemo_certificate_unref);
    g_clear_pointer(&each->chain, g_ptr_array_unref);
    g_clear_pointer(&each->lists, g_ptr_array_unref);
    g_clear_pointer(&each->places, g_strfreev);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Case, case_clear)

/* FALSE if there is no such certificate. */
static gboolean
case_init(Case *each, const HemoKeyRecord *record)
{
    each->certificate = certificate_of(record);
    if (each->certificate == NULL)
        return FALSE;
    each->chain = chain_of(record);
    each->places = places_of(each->certificate, each->chain);
    each->check.intermediates = each->chain;
    each->check.now = g_get_real_time() / G_USEC_PER_SEC;
    return TRUE;
}

HemoKey *
hemo_key_certificate_judge(HemoServices *services,
                           const HemoKeyRecord *record,
                           gboolean fips,
                           GError **error)
{
    const HemoKeySettings settings =
        hemo_key_settings_read(hemo_config_policy(services->config));
    g_auto(Case) each = {0};
    g_autoptr(HemoKey) key = NULL;

    if (!case_init(&each, record))
        return complete(services, record, NULL);
    each.check.fips = fips;
    each.check.crl_age = settings.crl_age;
    if (settings.revocation != HEMO_REVOCATION_OFF) {
        each.lists = hemo_crl_store_known(services->crls, (const char *const *)each.places);
        each.check.crls = each.lists;
        each.check.need_status = settings.revocation == HEMO_REVOCATION_HARD;
        each.check.need_fresh = TRUE;
    }
    key = check_all(services, each.certificate, record, &each.check, error);
    return key != NULL ? complete(services, record, key) : NULL;
}

static void
on_fetched(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    g_autoptr(GPtrArray) lists = hemo_crl_store_fetch_finish(result, NULL);

    g_task_return_boolean(task, TRUE);
}

/* The anchors that vouch for it stay in each->check. */
static gboolean
is_vouched_for(HemoServices *services, const HemoKeyRecord *record, Case *each)
{
    g_autoptr(HemoKey) key = check_all(services, each->certificate, record, &each->check, NULL);

    return key != NULL && hemo_key_trust(key) == HEMO_KEY_TRUST_AUTHORITY &&
           hemo_key_state(key) >= HEMO_KEY_STATUS_UNKNOWN;
}

void
hemo_key_certificate_refresh_async(HemoServices *services,
                                   const HemoKeyRecord *record,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, cancellable, callback, user_data);
    const HemoKeySettings settings =
        hemo_key_settings_read(hemo_config_policy(services->config));
    g_autoptr(GPtrArray) chain = NULL;
    g_auto(Case) each = {0};

    if (settings.revocation == HEMO_REVOCATION_OFF || services->finder_net == NULL ||
        !case_init(&each, record) || each.places[0] == NULL ||
        !is_vouched_for(services, record, &each)) {
        g_task_return_boolean(task, TRUE);
        return;
    }
    chain = hemo_certificate_check_chain(each.certificate, &each.check);
    hemo_crl_store_fetch_async(services->crls,
                               chain,
                               settings.crl_age,
                               cancellable,
                               on_fetched,
                               g_object_ref(task));
}

void
hemo_key_certificate_refresh_finish(GAsyncResult *result)
{
    g_task_propagate_boolean(G_TASK(result), NULL);
}
