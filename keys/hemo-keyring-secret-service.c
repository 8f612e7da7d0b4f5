/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The keyring of the desktop by the Secret Service.  The service and collection
 * interface is used because the password functions of libsecret answer NULL without
 * an error for a locked keyring, as for an empty one.  Values travel encrypted and
 * stand in libsecret's non-pageable memory until they become a HemoSecret.
 */
#include "hemo-error.h"
#include "hemo-keyring-backend.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

#define ATTRIBUTE_NAME "name"
#define CONTENT_TYPE   "application/octet-stream"

static const SecretSchema schema = {
    .name = "org.hemostat.Secret",
    .flags = SECRET_SCHEMA_NONE,
    .attributes = {{ATTRIBUTE_NAME, SECRET_SCHEMA_ATTRIBUTE_STRING}},
};

/* A service that refuses to ask: whatever would need a prompt is LOCKED. */
typedef SecretService QuietService;
typedef SecretServiceClass QuietServiceClass;

static GType quiet_service_get_type(void);
G_DEFINE_TYPE(QuietService, quiet_service, SECRET_TYPE_SERVICE)

static void
set_locked(GError **error)
{
    hemo_error_set(error,
                   HEMO_ERROR_LOCKED,
                   _("your keyring is locked: unlock it and try again"));
}

static GVariant *
quiet_service_prompt_sync(SecretService *service,
                          SecretPrompt *prompt,
                          GCancellable *cancellable,
                          const GVariantType *type,
                          GError **error)
{
    set_locked(error);
    return NULL;
}

static void
quiet_service_class_init(QuietServiceClass *class)
{
    class->prompt_sync = quiet_service_prompt_sync;
}

static void
quiet_service_init(QuietService *service)
{
}

/* Sets @error from what libsecret or the bus reported. */
static void
convert_error(GError **error, GError *foreign)
{
    if (foreign != NULL && foreign->domain == HEMO_ERROR) {
        g_propagate_error(error, foreign);
        return;
    }
    if (g_error_matches(foreign, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        hemo_error_set(error, HEMO_ERROR_CANCELLED, _("it was given up"));
    else if (g_error_matches(foreign, G_IO_ERROR, G_IO_ERROR_TIMED_OUT) ||
             g_error_matches(foreign, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY))
        hemo_error_set(error, HEMO_ERROR_TIMED_OUT, _("the keyring does not answer"));
    else if (g_error_matches(foreign, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
        set_locked(error);
    else
        hemo_error_set(error, HEMO_ERROR_FAILED, _("the keyring reported an error"));
    g_clear_error(&foreign);
}

/* A failure before the first answer means that there is no service, unless somebody
 * gave up or it is only slow. */
static SecretService *
open_service_of(GType type, GCancellable *cancellable, GError **error)
{
    GError *foreign = NULL;
    g_autoptr(SecretService) service = secret_service_open_sync(type,
                                                                NULL,
                                                                SECRET_SERVICE_OPEN_SESSION,
                                                                cancellable,
                                                                &foreign);

    if (service == NULL) {
        if (g_error_matches(foreign, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
            g_error_matches(foreign, G_IO_ERROR, G_IO_ERROR_TIMED_OUT)) {
            convert_error(error, foreign);
            return NULL;
        }
        g_clear_error(&foreign);
        hemo_error_set(error,
                       HEMO_ERROR_MISSING,
                       _("there is no keyring service for your passwords and keys: on a "
                         "machine without a desktop an administrator can write "
                         "keyring = file under [agent] in /etc/hemostat/policy.conf"));
        return NULL;
    }
    /* The agent outlives the desktop's bus. */
    g_dbus_connection_set_exit_on_close(g_dbus_proxy_get_connection(G_DBUS_PROXY(service)),
                                        FALSE);
    return g_steal_pointer(&service);
}

static SecretService *
open_service(GCancellable *cancellable, GError **error)
{
    return open_service_of(quiet_service_get_type(), cancellable, error);
}

/* @name NULL: all that is ours. */
static GHashTable *
make_attributes(const char *name)
{
    return name != NULL ? secret_attributes_build(&schema, ATTRIBUTE_NAME, name, NULL)
                        : secret_attributes_build(&schema, NULL);
}

/* FALSE and HEMO_ERROR_LOCKED unless new items could be written.  Without a default
 * collection nothing can be said about what it would hold. */
static gboolean
check_open(SecretService *service, GCancellable *cancellable, GError **error)
{
    GError *foreign = NULL;
    g_autoptr(SecretCollection) collection =
        secret_collection_for_alias_sync(service,
                                         SECRET_COLLECTION_DEFAULT,
                                         SECRET_COLLECTION_NONE,
                                         cancellable,
                                         &foreign);

    if (foreign != NULL) {
        convert_error(error, foreign);
        return FALSE;
    }
    if (collection == NULL || secret_collection_get_locked(collection)) {
        set_locked(error);
        return FALSE;
    }
    return TRUE;
}

static void
free_items(GList *items)
{
    g_list_free_full(items, g_object_unref);
}

typedef GList ItemList;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ItemList, free_items)

/* Locked items are found too; FALSE only with @error. */
static gboolean
search(SecretService *service,
       const char *name,
       GCancellable *cancellable,
       GList **ret_items,
       GError **error)
{
    g_autoptr(GHashTable) attributes = make_attributes(name);
    GError *foreign = NULL;
    g_autoptr(ItemList) items = secret_service_search_sync(service,
                                                           &schema,
                                                           attributes,
                                                           SECRET_SEARCH_ALL,
                                                           cancellable,
                                                           &foreign);

    if (foreign != NULL) {
        convert_error(error, foreign);
        return FALSE;
    }
    for (GList *each = items; each != NULL; each = each->next) {
        if (!secret_item_get_locked(each->data))
            continue;
        set_locked(error);
        return FALSE;
    }
    *ret_items = g_steal_pointer(&items);
    return TRUE;
}

static HemoSecret *
load_item(SecretItem *item, GCancellable *cancellable, GError **error)
{
    GError *foreign = NULL;
    SecretValue *value = NULL;
    HemoSecret *secret = NULL;
    const char *bytes = NULL;
    gsize size = 0;

    if (!secret_item_load_secret_sync(item, cancellable, &foreign)) {
        convert_error(error, foreign);
        return NULL;
    }
    value = secret_item_get_secret(item);
    if (value == NULL) {
        set_locked(error);
        return NULL;
    }
    bytes = secret_value_get(value, &size);
    secret = hemo_secret_new_copy(hemo_slice(bytes, size));
    secret_value_unref(value);
    return secret;
}

static HemoSecret *
load(const char *place, const char *name, GCancellable *cancellable, GError **error)
{
    g_autoptr(SecretService) service = open_service(cancellable, error);
    g_autoptr(ItemList) items = NULL;

    if (service == NULL || !search(service, name, cancellable, &items, error))
        return NULL;
    if (items != NULL)
        return load_item(items->data, cancellable, error);
    if (check_open(service, cancellable, error))
        hemo_error_set(error, HEMO_ERROR_NOT_FOUND, _("this secret is not stored"));
    return NULL;
}

/* Also looks for a locked item of another collection, so that no second one is made. */
static gboolean
store(const char *place,
      const char *name,
      HemoSecret *secret,
      GCancellable *cancellable,
      GError **error)
{
    g_autoptr(SecretService) service = open_service(cancellable, error);
    g_autoptr(GHashTable) attributes = make_attributes(name);
    g_autoptr(ItemList) items = NULL;
    GError *foreign = NULL;
    SecretValue *value = NULL;

    if (service == NULL || !search(service, name, cancellable, &items, error) ||
        !check_open(service, cancellable, error))
        return FALSE;
    value = secret_value_new(hemo_secret_text(secret),
                             (gssize)hemo_secret_size(secret),
                             CONTENT_TYPE);
    secret_service_store_sync(service,
                              &schema,
                              attributes,
                              SECRET_COLLECTION_DEFAULT,
                              "Hemostat",
                              value,
                              cancellable,
                              &foreign);
    secret_value_unref(value);
    if (foreign != NULL)
        convert_error(error, foreign);
    return foreign == NULL;
}

static gboolean
remove_items(const char *place, const char *name, GCancellable *cancellable, GError **error)
{
    g_autoptr(SecretService) service = open_service(cancellable, error);
    g_autoptr(ItemList) items = NULL;
    GError *foreign = NULL;

    if (service == NULL || !search(service, name, cancellable, &items, error))
        return FALSE;
    for (GList *each = items; each != NULL; each = each->next) {
        if (secret_item_delete_sync(each->data, cancellable, &foreign))
            continue;
        convert_error(error, foreign);
        return FALSE;
    }
    return items != NULL || check_open(service, cancellable, error);
}

static gboolean
clear(const char *place, GCancellable *cancellable, GError **error)
{
    return remove_items(place, NULL, cancellable, error);
}

/* The default collection, and the items of ours that lie in others; what is open is open. */
static GList *
find_locked(SecretService *service, GCancellable *cancellable)
{
    g_autoptr(GHashTable) all = make_attributes(NULL);
    GList *found =
        secret_service_search_sync(service, &schema, all, SECRET_SEARCH_ALL, cancellable, NULL);
    SecretCollection *collection = secret_collection_for_alias_sync(service,
                                                                    SECRET_COLLECTION_DEFAULT,
                                                                    SECRET_COLLECTION_NONE,
                                                                    cancellable,
                                                                    NULL);

    return collection != NULL ? g_list_prepend(found, collection) : found;
}

/* With libsecret's own service, which lets the desktop ask. */
static gboolean
unlock(GCancellable *cancellable, GError **error)
{
    g_autoptr(SecretService) service = open_service_of(SECRET_TYPE_SERVICE, cancellable, error);
    g_autoptr(ItemList) locked = NULL;
    GError *foreign = NULL;

    if (service == NULL)
        return FALSE;
    locked = find_locked(service, cancellable);
    if (locked != NULL)
        secret_service_unlock_sync(service, locked, cancellable, NULL, &foreign);
    if (foreign != NULL) {
        convert_error(error, foreign);
        return FALSE;
    }
    return check_open(service, cancellable, error);
}

const HemoKeyringBackend hemo_keyring_secret_service = {
    load,
    store,
    remove_items,
    clear,
    unlock,
};
