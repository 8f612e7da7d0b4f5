/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-key-harvest.h.
 */
#include "hemo-key-harvest.h"

#include "hemo-autocrypt.h"
#include "hemo-error.h"
#include "hemo-key-certificate.h"
#include "hemo-key-settings.h"
#include "hemo-limits.h"
#include "hemo-log.h"
#include "hemo-sealed-fd.h"

#include <fcntl.h>
#include <unistd.h>

#define MAX_MAIL    (16 * 1024 * 1024)
#define MAX_WAITING 16
#define MAX_RECORDS 20000 /* then only what is known already is seen again */

typedef struct {
    HemoServices *services;
    int fd;
    char *from; /* in lower case */
    gint64 seen;
    guint abilities;
    GPtrArray *blocks; /* GBytes: OpenPGP keys that gpg is still to be asked about */
    guint next;
} Harvest;

static void run_next(HemoServices *services);
static void ask_next(Harvest *harvest);

static void
harvest_free(Harvest *harvest)
{
    if (harvest->fd >= 0)
        close(harvest->fd);
    hemo_erase_text(harvest->from);
    g_ptr_array_unref(harvest->blocks);
    g_free(harvest);
}

/* Ends @harvest, and begins with the one that has waited longest. */
static void
finish(Harvest *harvest)
{
    HemoServices *services = harvest->services;

    harvest_free(harvest);
    services->harvesting = FALSE;
    run_next(services);
}

static void
give_up(Harvest *harvest, const GError *error)
{
    hemo_log_event(HEMO_LOG_FAILED, hemo_log_error_code(error), 0);
    finish(harvest);
}

/* As they are written by everybody; who writes them otherwise is not understood anyway. */
static const char *const marks[] = {"utocrypt:", "UTOCRYPT:", "pkcs7", "PKCS7", "pgp-keys"};

gboolean
hemo_key_harvest_is_likely(HemoSlice mail)
{
    for (gsize i = 0; i < G_N_ELEMENTS(marks); i++) {
        if (hemo_slice_find_text(mail, marks[i]) < mail.size)
            return TRUE;
    }
    return FALSE;
}

static gboolean
has_room(HemoServices *services, const HemoKeyRecord *record)
{
    g_autoptr(GPtrArray) known = NULL;
    guint count = 0;

    if (!hemo_key_store_count(services->key_store, &count, NULL))
        return FALSE;
    if (count < MAX_RECORDS)
        return TRUE;
    known = hemo_key_store_find(services->key_store, record->address, NULL);
    for (guint i = 0; known != NULL && i < known->len; i++) {
        if (hemo_key_record_is(known->pdata[i], record))
            return TRUE;
    }
    return FALSE;
}

static HemoKeyRecord *
make_record(const Harvest *harvest,
            HemoKeyKind kind,
            const char *fingerprint,
            GBytes *material,
            GPtrArray *chain)
{
    HemoKeyRecord *record = hemo_key_record_new(kind, harvest->from, fingerprint);

    record->finders = HEMO_FINDER_HARVEST;
    record->since = harvest->seen;
    record->seen = harvest->seen;
    record->abilities = kind == HEMO_KEY_KIND_SMIME ? harvest->abilities : 0;
    hemo_key_record_set_material(record, material);
    hemo_key_record_set_chain(record, chain);
    return record;
}

static gboolean
is_vouched_for(const Harvest *harvest, const HemoKeyRecord *record)
{
    g_autoptr(HemoKey) key = hemo_key_certificate_judge(harvest->services, record, FALSE, NULL);

    return key != NULL && hemo_key_trust(key) == HEMO_KEY_TRUST_AUTHORITY &&
           hemo_key_state(key) > HEMO_KEY_NOT_YET_VALID;
}

/* Whoever sends it on chooses what stands above a certificate: what leads nowhere must not be
 * in the place of what does. */
static void
see(const Harvest *harvest,
    HemoKeyKind kind,
    const char *fingerprint,
    GBytes *material,
    GPtrArray *chain)
{
    g_autoptr(HemoKeyRecord) record = make_record(harvest, kind, fingerprint, material, chain);
    g_autoptr(GError) error = NULL;

    if (chain != NULL && !is_vouched_for(harvest, record))
        hemo_key_record_set_chain(record, NULL);
    if (has_room(harvest->services, record) &&
        !hemo_key_store_see(harvest->services->key_store, record, &error))
        hemo_log_event(HEMO_LOG_FAILED, hemo_log_error_code(error), 0);
}

/* Some people have one certificate to sign with and another one to be written to. */
static gboolean
is_wanted(const Harvest *harvest, const HemoCertificate *certificate)
{
    return hemo_certificate_names(certificate, harvest->from) &&
           hemo_certificate_judge(certificate, g_get_real_time() / G_USEC_PER_SEC, FALSE) !=
               HEMO_KEY_NOT_FOR_ENCRYPTION;
}

/* The signer's first, or none. */
static GPtrArray *
read_certificates(GVariant *list)
{
    GPtrArray *certificates =
        g_ptr_array_new_with_free_func((GDestroyNotify)hemo_certificate_unref);

    for (gsize i = 0; i < MIN(g_variant_n_children(list), HEMO_KEY_RECORD_CHAIN); i++) {
        g_autoptr(GVariant) der = g_variant_get_child_value(list, i);
        HemoCertificate *certificate =
            hemo_certificate_new(hemo_slice(g_variant_get_data(der), g_variant_get_size(der)),
                                 NULL);

        if (certificate != NULL)
            g_ptr_array_add(certificates, certificate);
        else if (i == 0)
            break;
    }
    return certificates;
}

/* Those that name nobody: what stands above the others. */
static GPtrArray *
authorities(GPtrArray *certificates)
{
    GPtrArray *chain = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);

    for (guint i = 0; i < certificates->len; i++) {
        if (hemo_certificate_addresses(certificates->pdata[i])[0] == NULL)
            g_ptr_array_add(chain, g_bytes_ref(hemo_certificate_der(certificates->pdata[i])));
    }
    return chain;
}

/* Who signed is somebody of whom an authority says that he is the sender: only he may bring
 * other certificates of that name than his own, which anybody can, and tell what they can read.
 */
static gboolean
is_known_signer(const Harvest *harvest, const HemoCertificate *signer, GPtrArray *chain)
{
    g_autoptr(HemoKeyRecord) record = make_record(harvest,
                                                  HEMO_KEY_KIND_SMIME,
                                                  hemo_certificate_fingerprint(signer),
                                                  hemo_certificate_der(signer),
                                                  chain);

    return is_vouched_for(harvest, record);
}

static void
take_certificates(const Harvest *harvest, GVariant *found)
{
    g_autoptr(GVariant) list =
        g_variant_lookup_value(found, "certificates", G_VARIANT_TYPE("aay"));
    g_autoptr(GPtrArray) certificates = NULL;
    g_autoptr(GPtrArray) chain = NULL;

    if (list == NULL)
        return;
    certificates = read_certificates(list);
    chain = authorities(certificates);
    for (guint i = 0; i < certificates->len; i++) {
        const HemoCertificate *certificate = certificates->pdata[i];

        if (is_wanted(harvest, certificate) &&
            (i == 0 || is_known_signer(harvest, certificates->pdata[0], chain)))
            see(harvest,
                HEMO_KEY_KIND_SMIME,
                hemo_certificate_fingerprint(certificate),
                hemo_certificate_der(certificate),
                chain);
    }
}

static void
take_autocrypt(Harvest *harvest, GVariant *found)
{
    const char *body = NULL;
    g_autoptr(HemoAutocrypt) autocrypt = NULL;

    if (g_variant_lookup(found, "autocrypt", "&s", &body))
        autocrypt = hemo_autocrypt_parse(hemo_slice_text(body), NULL);
    if (autocrypt != NULL && g_ascii_strcasecmp(autocrypt->address, harvest->from) == 0)
        g_ptr_array_add(harvest->blocks, g_bytes_ref(autocrypt->key));
}

static void
take_attached(Harvest *harvest, GVariant *found)
{
    g_autoptr(GVariant) list = g_variant_lookup_value(found, "keys", G_VARIANT_TYPE("aay"));

    for (gsize i = 0; list != NULL && i < MIN(g_variant_n_children(list), 4); i++) {
        g_autoptr(GVariant) one = g_variant_get_child_value(list, i);

        if (g_variant_get_size(one) > 0 && g_variant_get_size(one) <= HEMO_LIMIT_KEY)
            g_ptr_array_add(harvest->blocks, g_variant_get_data_as_bytes(one));
    }
}

static void
on_inspected(GObject *source, GAsyncResult *result, gpointer data)
{
    Harvest *harvest = data;
    g_autoptr(GPtrArray) keys = hemo_key_inspection_look_finish(result, NULL);

    for (guint i = 0; keys != NULL && i < keys->len; i++) {
        const HemoKey *key = keys->pdata[i];

        if (hemo_key_state(key) >= HEMO_KEY_DISTRUSTED && hemo_key_material(key) != NULL)
            see(harvest,
                HEMO_KEY_KIND_OPENPGP,
                hemo_key_fingerprint(key),
                hemo_key_material(key),
                NULL);
    }
    ask_next(harvest);
}

/* gpg has the last word on whose key it is. */
static void
ask_next(Harvest *harvest)
{
    if (harvest->next < harvest->blocks->len)
        hemo_key_inspection_look_async(harvest->services->inspection,
                                       harvest->blocks->pdata[harvest->next++],
                                       harvest->from,
                                       NULL,
                                       on_inspected,
                                       harvest);
    else
        finish(harvest);
}

static gboolean
read_sender(Harvest *harvest, GVariant *found)
{
    const char *from = "";
    gint64 now = g_get_real_time() / G_USEC_PER_SEC;
    gint64 signed_at = 0;
    g_autoptr(HemoAddress) address = NULL;

    g_variant_lookup(found, "from", "&s", &from);
    g_variant_lookup(found, "abilities", "u", &harvest->abilities);
    g_variant_lookup(found, "time", "x", &signed_at);
    address = hemo_address_parse(from, NULL);
    if (address == NULL)
        return FALSE;
    harvest->from = g_strdup(hemo_address_key(address));
    harvest->seen = signed_at > 0 && signed_at < now ? signed_at : now;
    return TRUE;
}

static void
on_read(GObject *source, GAsyncResult *result, gpointer data)
{
    Harvest *harvest = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(GVariant) found =
        hemo_reader_ask_finish(harvest->services->reader, result, &error);

    if (found == NULL) {
        give_up(harvest, error);
        return;
    }
    if (read_sender(harvest, found)) {
        take_certificates(harvest, found);
        take_autocrypt(harvest, found);
        take_attached(harvest, found);
    }
    ask_next(harvest);
}

/* The screen was locked. */
static void
put_back(Harvest *harvest)
{
    HemoServices *services = harvest->services;

    services->harvesting = FALSE;
    g_queue_push_head(&services->harvest_queue, harvest);
}

static void
on_open(GObject *source, GAsyncResult *result, gpointer data)
{
    Harvest *harvest = data;
    g_autoptr(GError) error = NULL;
    gboolean good = hemo_vault_open_finish(harvest->services->vault, result, &error);

    if (hemo_vault_is_shut(harvest->services->vault))
        put_back(harvest);
    else if (good)
        hemo_reader_ask_async(harvest->services->reader,
                              "keys",
                              harvest->fd,
                              g_variant_new("a{sv}", NULL),
                              HEMO_LIMIT_REPORT_TIME,
                              NULL,
                              on_read,
                              harvest);
    else
        give_up(harvest, error);
}

/* What came while the screen is locked waits for the first mail after somebody has come back.
 */
static void
run_next(HemoServices *services)
{
    if (services->harvesting || g_queue_is_empty(&services->harvest_queue) ||
        hemo_vault_is_shut(services->vault))
        return;
    services->harvesting = TRUE;
    hemo_vault_open_quietly_async(services->vault,
                                  NULL,
                                  on_open,
                                  g_queue_pop_head(&services->harvest_queue));
}

static gboolean
is_worth_it(HemoServices *services, int fd)
{
    const HemoKeySettings settings =
        hemo_key_settings_read(hemo_config_policy(services->config));
    g_autoptr(HemoSealedFd) map = NULL;
    HemoSlice mail;

    if ((settings.finders & HEMO_FINDER_HARVEST) == 0)
        return FALSE;
    map = hemo_sealed_fd_map(fd, NULL);
    if (map == NULL)
        return FALSE;
    mail = hemo_sealed_fd_slice(map);
    return mail.size <= MAX_MAIL && hemo_key_harvest_is_likely(mail);
}

void
hemo_key_harvest_start(HemoServices *services, int fd)
{
    Harvest *harvest;

    run_next(services);
    if (g_queue_get_length(&services->harvest_queue) >= MAX_WAITING ||
        !is_worth_it(services, fd))
        return;
    harvest = g_new0(Harvest, 1);
    harvest->services = services;
    harvest->fd = fcntl(fd, F_DUPFD_CLOEXEC, 3);
    harvest->blocks = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    g_queue_push_tail(&services->harvest_queue, harvest);
    run_next(services);
}

void
hemo_key_harvest_stop(HemoServices *services)
{
    while (!g_queue_is_empty(&services->harvest_queue))
        harvest_free(g_queue_pop_head(&services->harvest_queue));
}
