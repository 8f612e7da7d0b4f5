/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Names that both sides of the private socket use, and how errors cross it.
 * D-Bus strings stand here and nowhere else.
 */
#pragma once

#include "hemo-error.h"

#include <gio/gio.h>

#define HEMO_BUS_PATH      "/org/hemostat/Agent1"
#define HEMO_BUS_INTERFACE "org.hemostat.Agent1"
#define HEMO_BUS_VERSION   1u

/* Makes HEMO_ERROR codes travel as org.hemostat.Error.*; call once before the first call. */
void hemo_bus_register_errors(void);

/* Cuts the "GDBus.Error:..." prefix off @error's words.  NULL is fine. */
void hemo_bus_strip_error(GError *error);

/* Turns an error that is not ours (the agent is gone, a call was refused ...) into one
 * of ours that says that the mail is held; ours are only stripped. */
void hemo_bus_convert_error(GError **error);
