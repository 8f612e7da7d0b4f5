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
lookup(const HemoWordsStore *store, const char *address, GError **error)
{
    return hemo_vault_lookup(store->vault, CONTEXT, hemo_slice_text(address), error);
}

/* What is sealed is "ADDRESS LF WORDS": a backup has to know whose they are. */
static HemoSecret *
unseal(const HemoSecret *key, HemoSlice sealed, char **ret_address, GError **error)
{
    g_autoptr(HemoSecret) plain = hemo_seal_open(key, SEALED, sealed, error);
    HemoSlice slice;
    gsize end;

    if (plain == NULL)
        return NULL;
    slice = hemo_secret_slice(plain);
    end = hemo_slice_find(slice, '\n');
    if (ret_address != NULL)
        *ret_address = hemo_slice_dup(hemo_slice_sub(slice, 0, end));
    return hemo_secret_new_copy(hemo_slice_from(slice, MIN(end + 1, slice.size)));
}

static GBytes *
seal(const HemoSecret *key, const char *address, const char *words, GError **error)
{
    g_autoptr(HemoBuffer) buffer = hemo_buffer_new();

    hemo_buffer_append_text(buffer, address);
    hemo_buffer_append_byte(buffer, '\n');
    hemo_buffer_append_text(buffer, words);
    return hemo_seal_close(key, SEALED, hemo_buffer_slice(buffer), error);
}

/* A row that was moved to another address would give those words to the wrong person. */
static HemoSecret *
unseal_for(const HemoWordsStore *store,
           const HemoSecret *key,
           HemoSlice sealed,
           const char *code,
           GError **error)
{
    char *address = NULL;
    g_autoptr(HemoSecret) words = unseal(key, sealed, &address, error);
    g_autofree char *own = words != NULL ? lookup(store, address, error) : NULL;

    hemo_erase_text(address);
    if (own == NULL || g_str_equal(own, code))
        return own != NULL ? g_steal_pointer(&words) : NULL;
    hemo_error_set(error, HEMO_ERROR_UNTRUSTED, _("what is kept of the five words is damaged"));
    return NULL;
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
    return unseal_for(store, key, hemo_database_column_bytes(statement, 0), code, error);
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
make(HemoWordsStore *store, const HemoSecret *key, const char *address, GError **error)
{
    char *words = hemo_words_new(error);
    g_autofree char *code = NULL;
    g_autoptr(HemoSecret) secret = NULL;
    g_autoptr(GBytes) sealed = NULL;

    if (words == NULL)
        return NULL;
    secret = hemo_secret_new_copy(hemo_slice_text(words));
    hemo_erase_text(words);
    code = lookup(store, address, error);
    sealed = code != NULL ? seal(key, address, hemo_secret_text(secret), error) : NULL;
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
    code = lookup(store, address, error);
    if (code == NULL)
        return NULL;
    if (!fresh)
        words = load(store, key, code, &problem);
    if (words == NULL && problem == NULL) {
        words = make(store, key, address, &problem);
        made = words != NULL;
    }
    if (ret_made != NULL)
        *ret_made = made;
    if (problem != NULL)
        g_propagate_error(error, problem);
    return words;
}

static void
add_row(GVariantBuilder *builder, const char *address, const HemoSecret *words)
{
    g_variant_builder_add(builder, "(ss)", address, hemo_secret_text(words));
}

/* FALSE on error; *@ret_more FALSE at the end. */
static gboolean
list_row(HemoWordsStore *store,
         sqlite3_stmt *statement,
         GVariantBuilder *builder,
         gboolean *ret_more,
         GError **error)
{
    g_autoptr(HemoSecret) words = NULL;
    char *address = NULL;

    if (!hemo_database_step(store->database, statement, ret_more, error))
        return FALSE;
    if (!*ret_more)
        return TRUE;
    words = unseal(hemo_vault_state_key(store->vault),
                   hemo_database_column_bytes(statement, 0),
                   &address,
                   error);
    if (words != NULL)
        add_row(builder, address, words);
    hemo_erase_text(address);
    return words != NULL;
}

static gboolean
check_open(HemoWordsStore *store, GError **error)
{
    if (hemo_vault_state_key(store->vault) == NULL)
        hemo_error_set(error, HEMO_ERROR_LOCKED, _("the keyring is locked"));
    return hemo_vault_state_key(store->vault) != NULL;
}

GVariant *
hemo_words_store_list(HemoWordsStore *store, GError **error)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE("a(ss)"));
    g_autoptr(sqlite3_stmt) statement = NULL;
    gboolean more = TRUE;

    if (!check_open(store, error))
        return NULL;
    statement = hemo_database_prepare(store->database, "SELECT sealed FROM words", error);
    if (statement == NULL)
        return NULL;
    while (more) {
        if (!list_row(store, statement, &builder, &more, error))
            return NULL;
    }
    return g_variant_ref_sink(g_variant_builder_end(&builder));
}

gboolean
hemo_words_store_restore(HemoWordsStore *store,
                         const char *address,
                         const char *words,
                         GError **error)
{
    const HemoSecret *key = hemo_vault_state_key(store->vault);
    g_autofree char *code = NULL;
    g_autoptr(HemoSecret) known = NULL;
    g_autoptr(GBytes) sealed = NULL;
    GError *problem = NULL;

    if (!check_open(store, error))
        return FALSE;
    code = lookup(store, address, error);
    if (code == NULL)
        return FALSE;
    known = load(store, key, code, &problem);
    if (problem != NULL) {
        g_propagate_error(error, problem);
        return FALSE;
    }
    if (known != NULL)
        return TRUE;
    sealed = seal(key, address, words, error);
    return sealed != NULL && save(store, code, sealed, error);
}
