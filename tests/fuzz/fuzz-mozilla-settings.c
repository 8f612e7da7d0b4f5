/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A Thunderbird profile's prefs.js, and what accounts.conf becomes of it: always one that can
 * be read.  What is written back as a literal says the same again.
 */
#include "hemo-account-import.h"
#include "hemo-mozilla-account.h"
#include "hemo-mozilla-block.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_literals(const HemoMozillaPrefs *prefs)
{
    g_auto(GStrv) names = hemo_mozilla_prefs_names(prefs, "");

    for (guint i = 0; names[i] != NULL; i++) {
        g_autofree char *literal = hemo_mozilla_prefs_literal(prefs, names[i]);
        g_autofree char *text = g_strdup_printf("user_pref(\"a\", %s);", literal);
        g_autoptr(HemoMozillaPrefs) again =
            hemo_mozilla_prefs_parse(hemo_slice_text(text), HEMO_SLICE_EMPTY);
        g_autofree char *same = hemo_mozilla_prefs_literal(again, "a");

        g_assert_cmpstr(same, ==, literal);
    }
}

/* The block can be taken out of any file, and put back. */
static void
check_block(HemoSlice file)
{
    g_autoptr(GPtrArray) items = hemo_mozilla_block_read(file);
    g_autoptr(GBytes) written = hemo_mozilla_block_write(file, items);
    g_autoptr(GPtrArray) again = hemo_mozilla_block_read(hemo_slice_bytes(written));
    g_autoptr(GBytes) restored = hemo_mozilla_block_restore(file, items);

    g_assert_cmpuint(again->len, ==, items->len);
    g_assert_nonnull(restored);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(HemoMozillaPrefs) prefs =
        hemo_mozilla_prefs_parse(hemo_slice(data, size), HEMO_SLICE_EMPTY);
    g_autoptr(GPtrArray) theirs = hemo_mozilla_account_read(prefs);
    g_autoptr(HemoIniText) conf = hemo_ini_text_new(HEMO_SLICE_EMPTY);
    g_autoptr(GPtrArray) items = hemo_account_import_plan(conf, NULL, theirs);
    g_autoptr(HemoAccounts) accounts = NULL;
    g_autoptr(HemoMailAccount) incoming = hemo_mozilla_account_incoming(prefs, "account1");

    for (guint i = 0; i < items->len; i++) {
        const HemoAccountImportItem *item = items->pdata[i];

        hemo_ini_text_set(conf, item->group, item->key, item->want);
    }
    accounts = hemo_accounts_parse(HEMO_SLICE_EMPTY, hemo_ini_text_slice(conf), FALSE, NULL);
    g_assert_nonnull(accounts);
    check_literals(prefs);
    check_block(hemo_slice(data, size));
    return 0;
}
