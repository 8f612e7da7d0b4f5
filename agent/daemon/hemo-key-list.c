/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-key-list.h.
 */
#include "hemo-key-list.h"

#include "hemo-error.h"
#include "hemo-key-values.h"

#define BOTH (1u << HEMO_KEY_KIND_SMIME | 1u << HEMO_KEY_KIND_OPENPGP)

typedef struct {
    HemoServices *services;
    char *wanted;
    gboolean fresh;
    gboolean quiet;
    GPtrArray *addresses; /* in lower case, each once */
    GArray *kinds;        /* beside them: bits of 1 << HemoKeyKind that are worth asking for */
    guint next;           /* two questions an address: one for each kind */
    GVariantBuilder *keys;
    guint count;
} List;

static void ask_next(GTask *task);

static void
erase_address(gpointer address)
{
    hemo_erase_text(address);
}

static void
list_free(gpointer data)
{
    List *list = data;

    hemo_erase_text(list->wanted);
    g_ptr_array_unref(list->addresses);
    g_array_unref(list->kinds);
    g_variant_builder_unref(list->keys);
    g_free(list);
}

gboolean
hemo_key_list_question(HemoServices *services,
                       HemoKeyKind kind,
                       const char *address,
                       HemoKeyQuestion *ret_question,
                       GError **error)
{
    g_autoptr(HemoAddress) parsed = hemo_address_parse(address, error);
    HemoRule rule;

    if (parsed == NULL)
        return FALSE;
    rule = hemo_policy_rule(hemo_config_policy(services->config),
                            hemo_address_key(parsed),
                            hemo_address_domain(parsed),
                            0);
    *ret_question = (HemoKeyQuestion){
        .kind = kind,
        .address = address,
        .least = (HemoKeyTrust)rule.values[HEMO_RULE_KEY_TRUST],
        .fips = rule.values[HEMO_RULE_CRYPTO] != HEMO_CRYPTO_STANDARD,
        .every = TRUE,
    };
    return TRUE;
}

static void
add_address(List *list, const char *address, guint kinds)
{
    char *lower = g_ascii_strdown(address, -1);
    guint at = 0;

    if (g_ptr_array_find_with_equal_func(list->addresses, lower, g_str_equal, &at)) {
        g_array_index(list->kinds, guint, at) |= kinds;
        hemo_erase_text(lower);
    } else if (list->addresses->len >= HEMO_KEY_LIST_SIZE) {
        hemo_erase_text(lower);
    } else {
        g_ptr_array_add(list->addresses, lower);
        g_array_append_val(list->kinds, kinds);
    }
}

static void
add_own(List *list)
{
    const HemoAccounts *accounts = hemo_config_accounts(list->services->config);
    const HemoAccount *account;

    for (gsize i = 0; (account = hemo_accounts_at(accounts, i)) != NULL; i++) {
        const char *const *addresses = hemo_account_addresses(account);

        for (gsize j = 0; addresses[j] != NULL; j++)
            add_address(list, addresses[j], BOTH);
    }
}

static gboolean
add_all(List *list, GError **error)
{
    g_autoptr(GPtrArray) records = hemo_key_store_list(list->services->key_store, error);

    if (records == NULL)
        return FALSE;
    add_own(list);
    /* gpg takes its time: it is asked for those only whose key it may have */
    for (guint i = 0; i < records->len; i++) {
        const HemoKeyRecord *record = records->pdata[i];

        add_address(list, record->address, 1u << record->kind);
    }
    return TRUE;
}

static void
on_gathered(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    List *list = g_task_get_task_data(task);
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) found = hemo_key_gather_finish(result, &error);
    const char *address = list->addresses->pdata[(list->next - 1) / 2];

    /* a machine without gpg has certificates all the same */
    if (found == NULL && !hemo_error_is(error, HEMO_ERROR_MISSING)) {
        g_task_return_error(task, g_steal_pointer(&error));
        return;
    }
    for (guint i = 0; found != NULL && i < found->len && list->count < HEMO_KEY_LIST_SIZE;
         i++, list->count++)
        g_variant_builder_add_value(list->keys,
                                    hemo_key_values_make(found->pdata[i], address, i == 0));
    ask_next(g_steal_pointer(&task));
}

static HemoKeyKind
kind_at(guint at)
{
    return at % 2 == 0 ? HEMO_KEY_KIND_SMIME : HEMO_KEY_KIND_OPENPGP;
}

/* FALSE at the end. */
static gboolean
next_question(List *list, guint *ret_at)
{
    while (list->next / 2 < list->addresses->len && list->count < HEMO_KEY_LIST_SIZE) {
        guint at = list->next++;

        if ((g_array_index(list->kinds, guint, at / 2) & 1u << kind_at(at)) == 0)
            continue;
        *ret_at = at;
        return TRUE;
    }
    return FALSE;
}

/* Takes @task. */
static void
ask_next(GTask *task)
{
    List *list = g_task_get_task_data(task);
    HemoKeyQuestion question;
    GError *error = NULL;
    guint at = 0;

    if (!next_question(list, &at)) {
        g_task_return_pointer(task,
                              g_variant_ref_sink(g_variant_builder_end(list->keys)),
                              (GDestroyNotify)g_variant_unref);
        g_object_unref(task);
        return;
    }
    if (!hemo_key_list_question(list->services,
                                kind_at(at),
                                list->addresses->pdata[at / 2],
                                &question,
                                &error)) {
        g_task_return_error(task, error);
        g_object_unref(task);
        return;
    }
    question.look_around = list->fresh;
    question.quiet = list->quiet;
    hemo_key_gather_async(list->services, &question, NULL, on_gathered, task);
}

static void
on_open(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    List *list = g_task_get_task_data(task);
    GError *error = NULL;
    gboolean good = hemo_vault_open_finish(list->services->vault, result, &error);

    if (good && *list->wanted != '\0')
        add_address(list, list->wanted, BOTH);
    else if (good)
        good = add_all(list, &error);
    if (good)
        ask_next(g_steal_pointer(&task));
    else
        g_task_return_error(task, error);
}

static GTask *
begin(HemoServices *services,
      const char *address,
      GAsyncReadyCallback callback,
      gpointer user_data)
{
    GTask *task = g_task_new(NULL, NULL, callback, user_data);
    List *list = g_new0(List, 1);

    list->services = services;
    list->wanted = g_strdup(address);
    list->kinds = g_array_new(FALSE, FALSE, sizeof(guint));
    list->addresses = g_ptr_array_new_with_free_func(erase_address);
    list->keys = g_variant_builder_new(G_VARIANT_TYPE("aa{sv}"));
    g_task_set_task_data(task, list, list_free);
    return task;
}

void
hemo_key_list_make_async(HemoServices *services,
                         const char *address,
                         gboolean fresh,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
    GTask *task = begin(services, address, callback, user_data);
    List *list = g_task_get_task_data(task);

    list->fresh = fresh;
    hemo_vault_open_async(services->vault, NULL, on_open, task);
}

void
hemo_key_list_make_quietly_async(HemoServices *services,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
    GTask *task = begin(services, "", callback, user_data);
    List *list = g_task_get_task_data(task);

    list->quiet = TRUE;
    hemo_vault_open_quietly_async(services->vault, NULL, on_open, task);
}

GVariant *
hemo_key_list_make_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}
