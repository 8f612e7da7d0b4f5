/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Claws Mail's accountrc, and what accounts.conf becomes of it: always one that can be read.
 */
#include "hemo-account-import.h"
#include "hemo-rc-account.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(HemoIniText) rc = hemo_ini_text_new(hemo_slice(data, size));
    g_autoptr(HemoIniText) conf = hemo_ini_text_new(HEMO_SLICE_EMPTY);
    g_autoptr(GPtrArray) theirs = hemo_rc_accounts_read(rc);
    g_autoptr(GPtrArray) items = hemo_account_import_plan(conf, NULL, theirs);
    g_autoptr(GPtrArray) other = hemo_account_import_plan(rc, rc, theirs);
    g_autoptr(HemoAccounts) accounts = NULL;

    for (guint i = 0; i < items->len; i++) {
        const HemoAccountImportItem *item = items->pdata[i];

        hemo_ini_text_set(conf, item->group, item->key, item->want);
    }
    accounts = hemo_accounts_parse(HEMO_SLICE_EMPTY, hemo_ini_text_slice(conf), FALSE, NULL);
    g_assert_nonnull(accounts);
    hemo_ini_text_set(rc, "a", "b", "c");
    hemo_ini_text_remove_line(rc, "a", "b=c");
    return 0;
}
