/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The user's mail accounts out of accounts.conf: who she is, and what her own
 * submission server guarantees.  Immutable.  What raises trust (a route above R0,
 * internal domains) counts only in a file that an administrator wrote.
 */
#pragma once

#include "hemo-level.h"
#include "hemo-slice.h"

typedef enum {
    HEMO_SECURITY_INVALID = 0,
    HEMO_SECURITY_NONE,     /* no TLS: patient data gets no TLS route */
    HEMO_SECURITY_STARTTLS, /* port 587 */
    HEMO_SECURITY_TLS,      /* port 465 */
} HemoSecurity;

typedef struct _HemoAccount HemoAccount;
typedef struct _HemoAccounts HemoAccounts;

/* @administrator and @user are the texts of the two accounts.conf files, empty if there is
 * none; of two accounts with one ID the administrator's counts.  With @trust_user what the
 * user wrote about routes is believed too.  HEMO_ERROR_CONFIG names file, account and key. */
HemoAccounts *hemo_accounts_parse(HemoSlice administrator,
                                  HemoSlice user,
                                  gboolean trust_user,
                                  GError **error);
HemoAccounts *hemo_accounts_ref(HemoAccounts *accounts);
void hemo_accounts_unref(HemoAccounts *accounts);

/* SHA-256 of what was parsed, hex: the same settings have the same id. */
const char *hemo_accounts_id(const HemoAccounts *accounts);

/* The account @id, owned by @accounts; NULL if there is none: it is R0 and learns nothing. */
const HemoAccount *hemo_accounts_find(const HemoAccounts *accounts, const char *id);

/* The one at @index, from 0 in the order of the files; NULL past the end. */
const HemoAccount *hemo_accounts_at(const HemoAccounts *accounts, gsize index);

/* The account that hands its mail to @host (any case, a dot at the end or none) at @port as
 * @user; for an account without a user, @from must be one of its addresses.  Of several, one
 * that has @from as an address, else the first.  NULL if there is none. */
const HemoAccount *hemo_accounts_find_server(const HemoAccounts *accounts,
                                             const char *host,
                                             guint16 port,
                                             const char *user,
                                             const char *from);

/* TRUE if @address, in any case, is one of some account; none is for NULL. */
gboolean hemo_accounts_has_address(const HemoAccounts *accounts, const char *address);

const char *hemo_account_id(const HemoAccount *account);

/* NULL-terminated, owned by @account. */
const char *const *hemo_account_addresses(const HemoAccount *account);
const char *const *hemo_account_names(const HemoAccount *account);
const char *const *hemo_account_words(const HemoAccount *account);
const char *const *hemo_account_internal(const HemoAccount *account);

/* The submission server; host and user may be NULL. */
const char *hemo_account_host(const HemoAccount *account);
guint16 hemo_account_port(const HemoAccount *account);
HemoSecurity hemo_account_security(const HemoAccount *account);
const char *hemo_account_user(const HemoAccount *account);

HemoRoute hemo_account_route(const HemoAccount *account);

/* "X-Name: value" that makes the submission server deliver over verified TLS or not at all;
 * NULL if it knows none. */
const char *hemo_account_enforcement(const HemoAccount *account);

/* The server that this account's mail comes in through; NULL if not set. */
const char *hemo_account_incoming_host(const HemoAccount *account);

/* TRUE if @domain is internal: hosted by the submission server's own organisation. */
gboolean hemo_account_is_internal(const HemoAccount *account, const char *domain);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoAccounts, hemo_accounts_unref)
