/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What a client says it has handed to its server: remembered for replies and reports,
 * and recorded.
 */
#pragma once

#include "hemo-services.h"

/* @messages is the a(sas) of Agent1.Sent.  HEMO_ERROR_INVALID if it names somebody who was not
 * to get @mail. */
gboolean hemo_sent_mail_record(HemoServices *services,
                               HemoCase *mail,
                               GVariant *messages,
                               GError **error);
