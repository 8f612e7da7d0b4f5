/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-words-store.h.
 */
#include "hemo-words-store.h"

#include "hemo-error.h"
#include "hemo-seal.h"
#include "hemo-words.h"

#include <glib/gi18n-lib.h>

#define CONTEXT "words.address"
#define SEALED  "words.sealed"

struct _HemoWordsStore {
    HemoDatabase *database;
    HemoVault *vault;
};

HemoWordsStore *
hemo_words_store_new(HemoDatabase *database, HemoVault *vault)
{
    HemoWordsStore *store = g_new0(HemoWordsStore, 1);

    store->database = database;
    store->vault = vault;
    return store;
}

void
hemo_words_store_free(HemoWordsStore *store)
{
    g_free(store);
}

static char *
lookup(const HemoSecret *key, const char *address, GError **error)
{
    g_autoptr(GBytes) code = hemo_seal_lookup(key, CONTEXT, hemo_slice_text(address), error);
    gsize size = 0;
    const guint8 *data;

    if (code == NULL)
        return NULL;
    data = g_bytes_get_data(code, &size);
    return g_base64_encode(data, size);
}

/* NULL without @error if there is none. */
static HemoSecret *
load(HemoWordsStore *store, const HemoSecret *key, const char *code, GError **error)
{
    g_autoptr(sqlite3_stmt) statement =
        hemo_database_prepare(store->database,
                              "SELECT sealed FROM words WHERE address = ?1",
                              error);
    gboolean row = FALSE;

    if (statement == NULL)
        return NULL;
    hemo_database_bind_text(statement, 1, code);
    if (!hemo_database_step(store->database, statement, &row, error) || !row)
        return NULL;
    return hemo_seal_open(key, SEALED, hemo_database_column_bytes(statement, 0), error);
}

static gboolean
save(HemoWordsStore *store, const char *code, GBytes *sealed, GError **error)
{
    sqlite3_stmt *statement =
        hemo_database_prepare(store->database,
                              "INSERT OR REPLACE INTO words (address, sealed) VALUES (?1, ?2)",
                              error);

    if (statement == NULL)
        return FALSE;
    hemo_database_bind_text(statement, 1, code);
    hemo_database_bind_bytes(statement, 2, hemo_slice_bytes(sealed));
    return hemo_database_run(store->database, statement, error);
}

static HemoSecret *
make(HemoWordsStore *store, const HemoSecret *key, const char *code, GError **error)
{
    char *words = hemo_words_new(error);
    g_autoptr(HemoSecret) secret = NULL;
    g_autoptr(GBytes) sealed = NULL;

    if (words == NULL)
        return NULL;
    secret = hemo_secret_new_copy(hemo_slice_text(words));
    hemo_erase_text(words);
    sealed = hemo_seal_close(key, SEALED, hemo_secret_slice(secret), error);
    if (sealed == NULL || !save(store, code, sealed, error))
        return NULL;
    return g_steal_pointer(&secret);
}

HemoSecret *
hemo_words_store_get(HemoWordsStore *store,
                     const char *address,
                     gboolean fresh,
                     gboolean *ret_made,
                     GError **error)
{
    const HemoSecret *key = hemo_vault_state_key(store->vault);
    g_autofree char *code = NULL;
    HemoSecret *words = NULL;
    GError *problem = NULL;
    gboolean made = FALSE;

    if (key == NULL) {
        hemo_error_set(error, HEMO_ERROR_LOCKED, _("the keyring is locked"));
        return NULL;
    }
    code = lookup(key, address, error);
    if (code == NULL)
        return NULL;
    if (!fresh)
        words = load(store, key, code, &problem);
    if (words == NULL && problem == NULL) {
        words = make(store, key, code, &problem);
        made = words != NULL;
    }
    if (ret_made != NULL)
        *ret_made = made;
    if (problem != NULL)
        g_propagate_error(error, problem);
    return words;
}
