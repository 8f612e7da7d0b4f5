/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A delivery report about a mail of ours has come: the person is told, and where the agent
 * would send the mail again protected, its copy in Sent is found and handed on.
 */
#pragma once

#include "hemo-claws.h"

/* @result: a{sv} of Agent1.Incoming; nothing happens if it is no report.  @account: whose mail
 * the report is, NULL if that is not known. */
void hemo_claws_report_handle(HemoClaws *claws, PrefsAccount *account, GVariant *result);
