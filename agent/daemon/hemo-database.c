/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-database.h.
 */
#include "hemo-database.h"

#include "hemo-error.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

struct _HemoDatabase {
    sqlite3 *handle;
};

/* Each entry takes the schema one version further; never edit one that was released. */
static const char *const migrations[] = {
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE audit (number INTEGER PRIMARY KEY, time INTEGER NOT NULL,"
    " mail TEXT NOT NULL, event TEXT NOT NULL, body TEXT NOT NULL, sealed BLOB NOT NULL,"
    " mac BLOB NOT NULL);"
    "CREATE TABLE evidence (domain TEXT PRIMARY KEY, object BLOB NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE sent (number INTEGER PRIMARY KEY, message TEXT NOT NULL, mail TEXT NOT NULL,"
    " rung INTEGER NOT NULL, time INTEGER NOT NULL, sealed BLOB NOT NULL);"
    "CREATE INDEX sent_message ON sent (message);",
    "CREATE TABLE keys (number INTEGER PRIMARY KEY, address TEXT NOT NULL,"
    " sealed BLOB NOT NULL);"
    "CREATE INDEX keys_address ON keys (address);"
    "CREATE TABLE identities (fingerprint TEXT PRIMARY KEY, sealed BLOB NOT NULL)"
    " WITHOUT ROWID;"
    "CREATE TABLE words (address TEXT PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE crls (place TEXT PRIMARY KEY, fetched INTEGER NOT NULL, der BLOB NOT NULL)"
    " WITHOUT ROWID;",
};

static gboolean
fail(HemoDatabase *database, GError **error)
{
    hemo_error_set(error,
                   HEMO_ERROR_STORAGE,
                   _("Hemostat's records cannot be written (%s): is the disk full?"),
                   sqlite3_errstr(sqlite3_extended_errcode(database->handle)));
    return FALSE;
}

static gboolean
execute(HemoDatabase *database, const char *sql, GError **error)
{
    return sqlite3_exec(database->handle, sql, NULL, NULL, NULL) == SQLITE_OK ||
           fail(database, error);
}

static int
read_version(HemoDatabase *database)
{
    g_autoptr(sqlite3_stmt) statement = NULL;
    int version = -1;

    if (sqlite3_prepare_v2(database->handle, "PRAGMA user_version", -1, &statement, NULL) ==
            SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        version = sqlite3_column_int(statement, 0);
    return version;
}

static gboolean
migrate_one(HemoDatabase *database, int version, GError **error)
{
    g_autofree char *sql =
        g_strdup_printf("BEGIN IMMEDIATE; %s PRAGMA user_version = %d; COMMIT;",
                        migrations[version],
                        version + 1);

    if (execute(database, sql, error))
        return TRUE;
    sqlite3_exec(database->handle, "ROLLBACK", NULL, NULL, NULL);
    return FALSE;
}

static gboolean
migrate(HemoDatabase *database, GError **error)
{
    int version = read_version(database);

    if (version < 0)
        return fail(database, error);
    if (version > (int)G_N_ELEMENTS(migrations)) {
        hemo_error_set(error,
                       HEMO_ERROR_VERSION,
                       _("a newer Hemostat has written the records here; this one is too old"));
        return FALSE;
    }
    for (; version < (int)G_N_ELEMENTS(migrations); version++) {
        if (!migrate_one(database, version, error))
            return FALSE;
    }
    return TRUE;
}

/* SQLite would make the file with the umask's mode. */
static void
create_private(const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

    if (fd >= 0)
        close(fd);
}

HemoDatabase *
hemo_database_open(const char *path, GError **error)
{
    g_autoptr(HemoDatabase) database = g_new0(HemoDatabase, 1);

    create_private(path);
    if (sqlite3_open_v2(path,
                        &database->handle,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW,
                        NULL) != SQLITE_OK) {
        fail(database, error);
        return NULL;
    }
    /* SQLite falls back to reading; what could only be read would stay so after it was mended
     */
    if (sqlite3_db_readonly(database->handle, NULL) != 0) {
        hemo_error_set(error, HEMO_ERROR_STORAGE, _("%s cannot be written"), path);
        return NULL;
    }
    sqlite3_busy_timeout(database->handle, 2000);
    if (!execute(database,
                 "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                 "PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;",
                 error) ||
        !migrate(database, error))
        return NULL;
    return g_steal_pointer(&database);
}

void
hemo_database_close(HemoDatabase *database)
{
    if (database == NULL)
        return;
    sqlite3_close_v2(database->handle);
    g_free(database);
}

sqlite3_stmt *
hemo_database_prepare(HemoDatabase *database, const char *sql, GError **error)
{
    sqlite3_stmt *statement = NULL;

    if (sqlite3_prepare_v2(database->handle, sql, -1, &statement, NULL) != SQLITE_OK)
        fail(database, error);
    return statement;
}

gboolean
hemo_database_step(HemoDatabase *database,
                   sqlite3_stmt *statement,
                   gboolean *ret_row,
                   GError **error)
{
    int status = sqlite3_step(statement);

    *ret_row = status == SQLITE_ROW;
    return status == SQLITE_ROW || status == SQLITE_DONE || fail(database, error);
}

gboolean
hemo_database_run(HemoDatabase *database, sqlite3_stmt *statement, GError **error)
{
    gboolean row = FALSE;
    gboolean done = hemo_database_step(database, statement, &row, error);

    hemo_database_finish(statement);
    return done;
}

void
hemo_database_finish(sqlite3_stmt *statement)
{
    sqlite3_finalize(statement);
}

void
hemo_database_bind_text(sqlite3_stmt *statement, int position, const char *text)
{
    sqlite3_bind_text(statement, position, text, -1, SQLITE_TRANSIENT);
}

void
hemo_database_bind_bytes(sqlite3_stmt *statement, int position, HemoSlice bytes)
{
    if (bytes.size == 0)
        sqlite3_bind_zeroblob(statement, position, 0);
    else
        sqlite3_bind_blob64(statement, position, bytes.data, bytes.size, SQLITE_TRANSIENT);
}

void
hemo_database_bind_number(sqlite3_stmt *statement, int position, gint64 number)
{
    sqlite3_bind_int64(statement, position, number);
}

HemoSlice
hemo_database_column_bytes(sqlite3_stmt *statement, int column)
{
    const void *data = sqlite3_column_blob(statement, column);

    return hemo_slice(data, (gsize)sqlite3_column_bytes(statement, column));
}

const char *
hemo_database_column_text(sqlite3_stmt *statement, int column)
{
    const unsigned char *text = sqlite3_column_text(statement, column);

    return text != NULL ? (const char *)text : "";
}

GBytes *
hemo_database_get_meta(HemoDatabase *database, const char *key, GError **error)
{
    g_autoptr(sqlite3_stmt) statement =
        hemo_database_prepare(database, "SELECT value FROM meta WHERE key = ?1", error);
    gboolean row = FALSE;
    HemoSlice value;

    if (statement == NULL)
        return NULL;
    hemo_database_bind_text(statement, 1, key);
    if (!hemo_database_step(database, statement, &row, error) || !row)
        return NULL;
    value = hemo_database_column_bytes(statement, 0);
    return g_bytes_new(value.data, value.size);
}

gboolean
hemo_database_set_meta(HemoDatabase *database, const char *key, HemoSlice value, GError **error)
{
    sqlite3_stmt *statement =
        hemo_database_prepare(database,
                              "INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)",
                              error);

    if (statement == NULL)
        return FALSE;
    hemo_database_bind_text(statement, 1, key);
    hemo_database_bind_bytes(statement, 2, value);
    return hemo_database_run(database, statement, error);
}
