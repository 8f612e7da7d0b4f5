/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-sent-store.h.
 */
#include "hemo-sent-store.h"

#include "hemo-seal.h"

#define CONTEXT "sent.message"
#define SEALED  "sent.sealed"

struct _HemoSentStore {
    HemoDatabase *database;
    HemoVault *vault;
};

HemoSentStore *
hemo_sent_store_new(HemoDatabase *database, HemoVault *vault)
{
    HemoSentStore *store = g_new0(HemoSentStore, 1);

    store->database = database;
    store->vault = vault;
    return store;
}

void
hemo_sent_store_free(HemoSentStore *store)
{
    g_free(store);
}

/* Without the angle brackets, which programs write or leave out. */
static HemoSlice
bare(const char *message_id)
{
    HemoSlice slice = hemo_slice_strip(hemo_slice_text(message_id));

    if (slice.size >= 2 && hemo_slice_at(slice, 0) == '<' &&
        hemo_slice_at(slice, slice.size - 1) == '>')
        return hemo_slice_sub(slice, 1, slice.size - 2);
    return slice;
}

static char *
lookup(HemoSentStore *store, const char *message_id, GError **error)
{
    return hemo_vault_lookup(store->vault, CONTEXT, bare(message_id), error);
}

static GBytes *
seal_recipients(HemoSentStore *store, const char *const *recipients, GError **error)
{
    g_autofree char *text = g_strjoinv("\n", (char **)recipients);

    return hemo_seal_close(hemo_vault_state_key(store->vault),
                           SEALED,
                           hemo_slice_text(text),
                           error);
}

gboolean
hemo_sent_store_add(HemoSentStore *store,
                    const char *message_id,
                    const char *mail,
                    HemoRung rung,
                    const char *const *recipients,
                    GError **error)
{
    g_autofree char *message = lookup(store, message_id, error);
    g_autoptr(GBytes) sealed = NULL;
    sqlite3_stmt *statement;

    if (message == NULL)
        return FALSE;
    sealed = seal_recipients(store, recipients, error);
    if (sealed == NULL)
        return FALSE;
    statement = hemo_database_prepare(
        store->database,
        "INSERT INTO sent (message, mail, rung, time, sealed) VALUES (?1, ?2, ?3, ?4, ?5)",
        error);
    if (statement == NULL)
        return FALSE;
    hemo_database_bind_text(statement, 1, message);
    hemo_database_bind_text(statement, 2, mail);
    hemo_database_bind_number(statement, 3, rung);
    hemo_database_bind_number(statement, 4, g_get_real_time() / G_USEC_PER_SEC);
    hemo_database_bind_bytes(statement, 5, hemo_slice_bytes(sealed));
    return hemo_database_run(store->database, statement, error);
}

static gboolean
is_known(HemoSentStore *store, const char *reference, gboolean *ret_known, GError **error)
{
    g_autofree char *message = lookup(store, reference, error);
    g_autoptr(sqlite3_stmt) statement = NULL;

    if (message == NULL)
        return FALSE;
    statement = hemo_database_prepare(store->database,
                                      "SELECT 1 FROM sent WHERE message = ?1 LIMIT 1",
                                      error);
    if (statement == NULL)
        return FALSE;
    hemo_database_bind_text(statement, 1, message);
    return hemo_database_step(store->database, statement, ret_known, error);
}

GStrv
hemo_sent_store_known(HemoSentStore *store, const char *const *references, GError **error)
{
    g_autoptr(GStrvBuilder) known = g_strv_builder_new();

    for (gsize i = 0; references[i] != NULL; i++) {
        gboolean ours = FALSE;

        if (!is_known(store, references[i], &ours, error))
            return NULL;
        if (ours)
            g_strv_builder_add(known, references[i]);
    }
    return g_strv_builder_end(known);
}

/* TRUE if the copy in the current row went to @address. */
static gboolean
was_for(HemoSentStore *store, sqlite3_stmt *statement, const char *address)
{
    g_autoptr(HemoSecret) text = hemo_seal_open(hemo_vault_state_key(store->vault),
                                                SEALED,
                                                hemo_database_column_bytes(statement, 1),
                                                NULL);
    HemoSlice rest = text != NULL ? hemo_secret_slice(text) : HEMO_SLICE_EMPTY;
    HemoSlice line;

    while (hemo_slice_next_line(&rest, &line)) {
        if (hemo_slice_equal_nocase(line, address))
            return TRUE;
    }
    return FALSE;
}

/* The copies of one mail: the one that @address had, else the weakest. */
static gboolean
read_rung(HemoSentStore *store,
          sqlite3_stmt *statement,
          const char *address,
          HemoRung *ret_rung,
          GError **error)
{
    HemoRung own = HEMO_RUNG_NONE;
    HemoRung weakest = HEMO_RUNG_NONE;
    gboolean row = TRUE;

    while (row) {
        HemoRung rung;

        if (!hemo_database_step(store->database, statement, &row, error))
            return FALSE;
        if (!row)
            break;
        rung = (HemoRung)sqlite3_column_int(statement, 0);
        weakest = weakest == HEMO_RUNG_NONE ? rung : MIN(weakest, rung);
        if (was_for(store, statement, address))
            own = MAX(own, rung);
    }
    *ret_rung = own != HEMO_RUNG_NONE ? own : weakest;
    return TRUE;
}

static gboolean
rung_of(HemoSentStore *store,
        const char *reference,
        const char *address,
        HemoRung *ret_rung,
        GError **error)
{
    g_autofree char *message = lookup(store, reference, error);
    g_autoptr(sqlite3_stmt) statement = NULL;

    if (message == NULL)
        return FALSE;
    statement =
        hemo_database_prepare(store->database,
                              "SELECT rung, sealed FROM sent WHERE message = ?1 AND rung > 0",
                              error);
    if (statement == NULL)
        return FALSE;
    hemo_database_bind_text(statement, 1, message);
    return read_rung(store, statement, address, ret_rung, error);
}

gboolean
hemo_sent_store_find_rung(HemoSentStore *store,
                          const char *const *references,
                          const char *address,
                          HemoRung *ret_rung,
                          GError **error)
{
    HemoRung highest = HEMO_RUNG_NONE;

    for (gsize i = 0; references[i] != NULL; i++) {
        HemoRung rung = HEMO_RUNG_NONE;

        if (!rung_of(store, references[i], address, &rung, error))
            return FALSE;
        highest = MAX(highest, rung);
    }
    *ret_rung = highest;
    return TRUE;
}

gboolean
hemo_sent_store_find_own_rung(HemoSentStore *store,
                              const char *message_id,
                              const char *address,
                              HemoRung *ret_rung,
                              GError **error)
{
    g_autofree char *message = lookup(store, message_id, error);
    g_autoptr(sqlite3_stmt) statement = NULL;
    gboolean row = TRUE;
    gboolean found = FALSE;

    *ret_rung = HEMO_RUNG_NONE;
    if (message == NULL)
        return FALSE;
    statement = hemo_database_prepare(store->database,
                                      "SELECT rung, sealed FROM sent WHERE message = ?1",
                                      error);
    if (statement == NULL)
        return FALSE;
    hemo_database_bind_text(statement, 1, message);
    while (hemo_database_step(store->database, statement, &row, error) && row) {
        HemoRung rung = (HemoRung)sqlite3_column_int(statement, 0);

        if (!was_for(store, statement, address))
            continue;
        *ret_rung = found ? MIN(*ret_rung, rung) : rung;
        found = TRUE;
    }
    return !row;
}

char *
hemo_sent_store_find_mail(HemoSentStore *store, const char *message_id)
{
    g_autofree char *message = lookup(store, message_id, NULL);
    g_autoptr(sqlite3_stmt) statement = NULL;
    gboolean row = FALSE;

    if (message == NULL)
        return NULL;
    statement = hemo_database_prepare(store->database,
                                      "SELECT mail FROM sent WHERE message = ?1 LIMIT 1",
                                      NULL);
    if (statement == NULL)
        return NULL;
    hemo_database_bind_text(statement, 1, message);
    if (!hemo_database_step(store->database, statement, &row, NULL) || !row)
        return NULL;
    return g_strdup(hemo_database_column_text(statement, 0));
}
