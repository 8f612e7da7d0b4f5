/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What accounts.conf would have to say so that it agrees with a mail program's accounts.
 * Only proposes: nothing is overwritten unless the caller applies an item that says so.
 * Pure; knows no passwords, routes or internal domains: those are an administrator's.
 */
#pragma once

#include "hemo-ini-text.h"
#include "hemo-mail-account.h"

typedef struct {
    char *group; /* "account clinic" */
    char *key;
    char *now;  /* NULL: it is not set yet */
    char *want; /* as it would stand in the file */
} HemoAccountImportItem;

/* Why @account cannot be imported, a translated phrase; NULL if it can. */
const char *hemo_account_import_obstacle(const HemoMailAccount *account);

/* The group of @conf that is @account: with its server, port and user, else with its address;
 * NULL if there is none. */
char *hemo_account_import_find(const HemoIniText *conf, const HemoMailAccount *account);

/* The items, HemoAccountImportItem, freed with the array: none if all agrees.  Accounts that
 * @administrator (may be NULL) has already are left to it.  A group that says of its server
 * what it does (route, enforcement, internal) is not moved to another one: that gets a new
 * group. */
GPtrArray *hemo_account_import_plan(const HemoIniText *conf,
                                    const HemoIniText *administrator,
                                    const GPtrArray *accounts);
