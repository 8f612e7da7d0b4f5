/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-audit-walk.h.
 */
#include "hemo-audit-walk.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

static HemoRecord
read_record(sqlite3_stmt *statement)
{
    return (HemoRecord){
        .number = (guint64)sqlite3_column_int64(statement, 0),
        .time = sqlite3_column_int64(statement, 1),
        .mail = hemo_database_column_text(statement, 2),
        .event = hemo_database_column_text(statement, 3),
        .body = hemo_database_column_text(statement, 4),
        .sealed = hemo_database_column_bytes(statement, 5),
    };
}

/* Compares one record with the code that it must have, and goes on from the code that it has.
 */
static void
check_record(sqlite3_stmt *statement, HemoSlice key, HemoAuditMark *last, HemoAuditWalk *walk)
{
    HemoRecord record = read_record(statement);
    HemoSlice mac = hemo_database_column_bytes(statement, 6);
    guint8 expected[HEMO_RECORD_MAC];
    gboolean fits;

    hemo_record_seal(key, last->mac, &record, expected);
    fits = record.number == last->number + 1 &&
           hemo_secret_equal(mac, hemo_slice(expected, sizeof expected));
    if (!fits && walk->first_bad == 0)
        walk->first_bad = record.number;
    if (walk->gap == 0 && strcmp(record.event, HEMO_AUDIT_WALK_GAP) == 0)
        walk->gap = record.number;
    if (record.number == walk->kept.number &&
        hemo_secret_equal(mac, hemo_slice(walk->kept.mac, HEMO_RECORD_MAC)))
        walk->end_met = TRUE;
    walk->records++;
    last->number = record.number;
    memcpy(last->mac, expected, sizeof expected);
    if (mac.size == HEMO_RECORD_MAC)
        memcpy(last->mac, mac.data, HEMO_RECORD_MAC);
}

gboolean
hemo_audit_walk_run(HemoDatabase *database,
                    HemoSlice key,
                    const HemoAuditMark *kept,
                    HemoAuditWalk *ret_walk,
                    GError **error)
{
    g_autoptr(sqlite3_stmt) statement = hemo_database_prepare(
        database,
        "SELECT number, time, mail, event, body, sealed, mac FROM audit ORDER BY number",
        error);
    HemoAuditWalk walk = {.kept = *kept};
    HemoAuditMark last = {0};
    gboolean row = TRUE;

    if (statement == NULL)
        return FALSE;
    while (row) {
        if (!hemo_database_step(database, statement, &row, error))
            return FALSE;
        if (row)
            check_record(statement, key, &last, &walk);
    }
    walk.end_met = walk.end_met || (walk.records == 0 && kept->number == 0);
    *ret_walk = walk;
    return TRUE;
}

static char *
make_words(const HemoAuditWalk *walk)
{
    if (walk->first_bad != 0)
        return g_strdup_printf(
            _("record %" PRIu64 " was changed, removed or put in another place"),
            walk->first_bad);
    if (!walk->end_met && walk->kept.number == 0)
        return g_strdup(
            _("the keyring does not know the newest record, so the end cannot be checked"));
    if (!walk->end_met)
        return g_strdup_printf(_("the end is missing: there were at least %" PRIu64 " records"),
                               walk->kept.number);
    if (walk->gap != 0)
        return g_strdup_printf(_("records were missing when record %" PRIu64 " was written"),
                               walk->gap);
    return g_strdup_printf(g_dngettext(GETTEXT_PACKAGE,
                                       "%" PRIu64 " record, complete and unchanged",
                                       "%" PRIu64 " records, complete and unchanged",
                                       (gulong)walk->records),
                           walk->records);
}

GVariant *
hemo_audit_walk_result(const HemoAuditWalk *walk)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_VARDICT);
    g_autofree char *words = make_words(walk);
    gboolean ok = walk->first_bad == 0 && walk->end_met && walk->gap == 0;

    g_variant_builder_add(&builder, "{sv}", "ok", g_variant_new_boolean(ok));
    g_variant_builder_add(&builder, "{sv}", "records", g_variant_new_uint64(walk->records));
    g_variant_builder_add(&builder, "{sv}", "first_bad", g_variant_new_uint64(walk->first_bad));
    g_variant_builder_add(&builder, "{sv}", "head", g_variant_new_uint64(walk->kept.number));
    g_variant_builder_add(&builder, "{sv}", "words", g_variant_new_string(words));
    return g_variant_builder_end(&builder);
}
