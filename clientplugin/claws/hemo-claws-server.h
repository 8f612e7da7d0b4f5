/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The mail server that a Claws Mail account sends through, in the words of
 * Agent1.Account.  Reads Claws Mail's settings and calls nothing of Claws Mail.
 */
#pragma once

#include "claws-features.h" /* the layout of Claws Mail's structures depends on it */

#include "prefs_account.h"

/* The port that Claws Mail 4.1.1 connects to: a port of the account's own, else 465 for TLS
 * from the start, else 25, with STARTTLS too. */
guint16 hemo_claws_server_port(const PrefsAccount *account);

/* The settings (a{sv}, floating) of Agent1.Account: from, host, port, user, security.
 * @unchecked: Claws Mail would take any certificate there.  An account that sends by a command
 * has neither host nor user, and anything unknown is said to be "none". */
GVariant *hemo_claws_server_settings(const PrefsAccount *account, gboolean unchecked);
