/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-key-store.h.
 */
#include "hemo-key-store.h"

#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-seal.h"

#include <glib/gi18n-lib.h>

#define CONTEXT "keys.address"
#define SEALED  "keys.sealed"

struct _HemoKeyStore {
    HemoDatabase *database;
    HemoVault *vault;
};

/* One row, opened. */
typedef struct {
    gint64 number;
    HemoKeyRecord *record;
} Row;

static void
row_free(gpointer data)
{
    Row *row = data;

    hemo_key_record_free(row->record);
    g_free(row);
}

HemoKeyStore *
hemo_key_store_new(HemoDatabase *database, HemoVault *vault)
{
    HemoKeyStore *store = g_new0(HemoKeyStore, 1);

    store->database = database;
    store->vault = vault;
    return store;
}

void
hemo_key_store_free(HemoKeyStore *store)
{
    g_free(store);
}

static char *
look_up(HemoKeyStore *store, const char *address, GError **error)
{
    g_autofree char *lower = g_ascii_strdown(address, -1);

    return hemo_vault_lookup(store->vault, CONTEXT, hemo_slice_text(lower), error);
}

static GBytes *
seal(HemoKeyStore *store, const HemoKeyRecord *record, GError **error)
{
    g_autoptr(GVariant) values = g_variant_ref_sink(hemo_key_record_values(record));

    return hemo_seal_close(hemo_vault_state_key(store->vault),
                           SEALED,
                           hemo_slice(g_variant_get_data(values), g_variant_get_size(values)),
                           error);
}

/* A row that was moved to another address is as good as a forged one. */
static gboolean
check_place(HemoKeyStore *store, const HemoKeyRecord *record, const char *place, GError **error)
{
    g_autofree char *wanted = look_up(store, record->address, error);

    if (wanted == NULL)
        return FALSE;
    if (g_str_equal(wanted, place))
        return TRUE;
    hemo_error_set(error, HEMO_ERROR_UNTRUSTED, _("what is kept of a key is damaged"));
    return FALSE;
}

static HemoKeyRecord *
unseal(HemoKeyStore *store, HemoSlice sealed, GError **error)
{
    g_autoptr(HemoSecret) plain =
        hemo_seal_open(hemo_vault_state_key(store->vault), SEALED, sealed, error);
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(GVariant) values = NULL;

    if (plain == NULL)
        return NULL;
    bytes = g_bytes_new(hemo_secret_data(plain), hemo_secret_size(plain));
    values = g_variant_ref_sink(g_variant_new_from_bytes(G_VARIANT_TYPE_VARDICT, bytes, FALSE));
    return hemo_key_record_parse(values, error);
}

/* Columns: number, address, sealed. */
static Row *
read_row(HemoKeyStore *store, sqlite3_stmt *statement, GError **error)
{
    g_autoptr(HemoKeyRecord) record =
        unseal(store, hemo_database_column_bytes(statement, 2), error);
    Row *row;

    if (record == NULL ||
        !check_place(store, record, hemo_database_column_text(statement, 1), error))
        return NULL;
    row = g_new0(Row, 1);
    row->number = sqlite3_column_int64(statement, 0);
    row->record = g_steal_pointer(&record);
    return row;
}

static GPtrArray *
read_rows(HemoKeyStore *store, sqlite3_stmt *statement, GError **error)
{
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(row_free);
    gboolean more = TRUE;

    while (more) {
        Row *row;

        if (!hemo_database_step(store->database, statement, &more, error))
            return NULL;
        if (!more)
            break;
        row = read_row(store, statement, error);
        if (row == NULL)
            return NULL;
        g_ptr_array_add(rows, row);
    }
    return g_steal_pointer(&rows);
}

static GPtrArray *
rows_of(HemoKeyStore *store, const char *address, GError **error)
{
    g_autofree char *place = look_up(store, address, error);
    g_autoptr(sqlite3_stmt) statement = NULL;

    if (place == NULL)
        return NULL;
    statement = hemo_database_prepare(
        store->database,
        "SELECT number, address, sealed FROM keys WHERE address = ?1 ORDER BY number DESC",
        error);
    if (statement == NULL)
        return NULL;
    hemo_database_bind_text(statement, 1, place);
    return read_rows(store, statement, error);
}

static int
compare_seen(gconstpointer left, gconstpointer right)
{
    const HemoKeyRecord *a = *(const HemoKeyRecord *const *)left;
    const HemoKeyRecord *b = *(const HemoKeyRecord *const *)right;

    return a->seen == b->seen ? 0 : (a->seen < b->seen ? 1 : -1);
}

static GPtrArray *
records_of(GPtrArray *rows)
{
    GPtrArray *records = g_ptr_array_new_with_free_func((GDestroyNotify)hemo_key_record_free);

    for (guint i = 0; i < rows->len; i++)
        g_ptr_array_add(records, g_steal_pointer(&((Row *)rows->pdata[i])->record));
    g_ptr_array_sort(records, compare_seen);
    return records;
}

GPtrArray *
hemo_key_store_find(HemoKeyStore *store, const char *address, GError **error)
{
    g_autoptr(GPtrArray) rows = rows_of(store, address, error);

    return rows != NULL ? records_of(rows) : NULL;
}

GPtrArray *
hemo_key_store_list(HemoKeyStore *store, GError **error)
{
    g_autoptr(sqlite3_stmt) statement = NULL;
    g_autoptr(GPtrArray) rows = NULL;

    if (hemo_vault_state_key(store->vault) == NULL) {
        hemo_error_set(error, HEMO_ERROR_LOCKED, _("the keyring is locked"));
        return NULL;
    }
    statement =
        hemo_database_prepare(store->database,
                              "SELECT number, address, sealed FROM keys ORDER BY number DESC",
                              error);
    rows = statement != NULL ? read_rows(store, statement, error) : NULL;
    return rows != NULL ? records_of(rows) : NULL;
}

gboolean
hemo_key_store_count(HemoKeyStore *store, guint *ret_count, GError **error)
{
    g_autoptr(sqlite3_stmt) statement =
        hemo_database_prepare(store->database, "SELECT count(*) FROM keys", error);
    gboolean row = FALSE;

    *ret_count = G_MAXUINT;
    if (statement == NULL || !hemo_database_step(store->database, statement, &row, error))
        return FALSE;
    *ret_count = row ? (guint)sqlite3_column_int(statement, 0) : 0;
    return TRUE;
}

static Row *
find_row(GPtrArray *rows, const HemoKeyRecord *record)
{
    for (guint i = 0; i < rows->len; i++) {
        Row *row = rows->pdata[i];

        if (hemo_key_record_is(row->record, record))
            return row;
    }
    return NULL;
}

/* @number 0: a new row. */
static gboolean
write_row(HemoKeyStore *store, gint64 number, const HemoKeyRecord *record, GError **error)
{
    g_autofree char *place = look_up(store, record->address, error);
    g_autoptr(GBytes) sealed = place != NULL ? seal(store, record, error) : NULL;
    sqlite3_stmt *statement;

    if (sealed == NULL)
        return FALSE;
    statement = hemo_database_prepare(
        store->database,
        number == 0 ? "INSERT INTO keys (address, sealed) VALUES (?1, ?2)"
                    : "UPDATE keys SET address = ?1, sealed = ?2 WHERE number = ?3",
        error);
    if (statement == NULL)
        return FALSE;
    hemo_database_bind_text(statement, 1, place);
    hemo_database_bind_bytes(statement, 2, hemo_slice_bytes(sealed));
    if (number != 0)
        hemo_database_bind_number(statement, 3, number);
    return hemo_database_run(store->database, statement, error);
}

static gboolean
delete_row(HemoKeyStore *store, gint64 number, GError **error)
{
    sqlite3_stmt *statement =
        hemo_database_prepare(store->database, "DELETE FROM keys WHERE number = ?1", error);

    if (statement == NULL)
        return FALSE;
    hemo_database_bind_number(statement, 1, number);
    return hemo_database_run(store->database, statement, error);
}

gboolean
hemo_key_store_put(HemoKeyStore *store, const HemoKeyRecord *record, GError **error)
{
    g_autoptr(GPtrArray) rows = rows_of(store, record->address, error);
    Row *row;

    if (rows == NULL)
        return FALSE;
    row = find_row(rows, record);
    return write_row(store, row != NULL ? row->number : 0, record, error);
}

/* What only came with mail goes before what somebody published or brought. */
static guint
worth(const HemoKeyRecord *record)
{
    return (record->finders & ~(guint)HEMO_FINDER_HARVEST) == 0 ? 0 : 1;
}

static gboolean
goes_before(const HemoKeyRecord *record, const HemoKeyRecord *other)
{
    if (worth(record) != worth(other))
        return worth(record) < worth(other);
    return record->seen < other->seen;
}

/* A person's word, and the key that was used, are never crowded out by strangers' mail. */
static gboolean
may_go(const HemoKeyRecord *record)
{
    return record->word == HEMO_KEY_WORD_NONE && record->used == 0;
}

static Row *
find_least(GPtrArray *rows, guint *ret_unconfirmed)
{
    Row *least = NULL;

    *ret_unconfirmed = 0;
    for (guint i = 0; i < rows->len; i++) {
        Row *row = rows->pdata[i];

        *ret_unconfirmed += row->record->word == HEMO_KEY_WORD_NONE ? 1 : 0;
        if (may_go(row->record) && (least == NULL || goes_before(row->record, least->record)))
            least = row;
    }
    return least;
}

static gboolean
add_row(HemoKeyStore *store, GPtrArray *rows, const HemoKeyRecord *record, GError **error)
{
    guint unconfirmed = 0;
    const Row *least = find_least(rows, &unconfirmed);

    if (!may_go(record) || unconfirmed < HEMO_LIMIT_KEYS_OF_ADDRESS)
        return write_row(store, 0, record, error);
    if (least == NULL || goes_before(record, least->record))
        return TRUE;
    return delete_row(store, least->number, error) && write_row(store, 0, record, error);
}

gboolean
hemo_key_store_see(HemoKeyStore *store, const HemoKeyRecord *record, GError **error)
{
    g_autoptr(GPtrArray) rows = rows_of(store, record->address, error);
    Row *row;

    if (rows == NULL)
        return FALSE;
    row = find_row(rows, record);
    if (row == NULL)
        return add_row(store, rows, record, error);
    hemo_key_record_merge(row->record, record);
    return write_row(store, row->number, row->record, error);
}

gboolean
hemo_key_store_remove(HemoKeyStore *store, const HemoKeyRecord *record, GError **error)
{
    g_autoptr(GPtrArray) rows = rows_of(store, record->address, error);
    Row *row = rows != NULL ? find_row(rows, record) : NULL;

    if (rows == NULL)
        return FALSE;
    return row == NULL || delete_row(store, row->number, error);
}
