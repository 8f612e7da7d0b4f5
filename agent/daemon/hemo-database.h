/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The state database: SQLite with write-ahead log and full synchronisation, a
 * schema version, and migrations that only go forward.  A newer schema is refused,
 * so that an older agent never spoils it.  Only the daemon opens it.
 */
#pragma once

#include "hemo-slice.h"

#include <sqlite3.h>

typedef struct _HemoDatabase HemoDatabase;

/* Opens or creates @path with mode 0600.  HEMO_ERROR_STORAGE, HEMO_ERROR_VERSION. */
HemoDatabase *hemo_database_open(const char *path, GError **error);
void hemo_database_close(HemoDatabase *database); /* NULL is fine */

/* A statement to bind and step; HEMO_ERROR_FAILED.  Free it with hemo_database_finish(). */
sqlite3_stmt *hemo_database_prepare(HemoDatabase *database, const char *sql, GError **error);

/* Steps @statement.  TRUE with a row in @ret_row TRUE, or FALSE at the end; FALSE on error:
 * HEMO_ERROR_STORAGE when it could not be written or read. */
gboolean hemo_database_step(HemoDatabase *database,
                            sqlite3_stmt *statement,
                            gboolean *ret_row,
                            GError **error);

/* Steps a statement that gives no rows, and finishes it in any case. */
gboolean hemo_database_run(HemoDatabase *database, sqlite3_stmt *statement, GError **error);
void hemo_database_finish(sqlite3_stmt *statement); /* NULL is fine */

/* Binding by position from 1; the bytes are copied. */
void hemo_database_bind_text(sqlite3_stmt *statement, int position, const char *text);
void hemo_database_bind_bytes(sqlite3_stmt *statement, int position, HemoSlice bytes);
void hemo_database_bind_number(sqlite3_stmt *statement, int position, gint64 number);

/* Columns of the current row from 0; valid until the next step. */
HemoSlice hemo_database_column_bytes(sqlite3_stmt *statement, int column);
const char *hemo_database_column_text(sqlite3_stmt *statement, int column); /* never NULL */

/* Values of the table "meta"; NULL with no error if @key is not there. */
GBytes *hemo_database_get_meta(HemoDatabase *database, const char *key, GError **error);
gboolean hemo_database_set_meta(HemoDatabase *database,
                                const char *key,
                                HemoSlice value,
                                GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoDatabase, hemo_database_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(sqlite3_stmt, hemo_database_finish)
