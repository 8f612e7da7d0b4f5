/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Keys as the agent tells them (a{sv} of Keys1), shown to a person or a program.
 */
#pragma once

#include <glib.h>

/* All of @keys (aa{sv}), those of one address together; with @json one object a line. */
void hemo_cli_key_show_all(GVariant *keys, gboolean json);

/* What is to be done with @keys (aa{sv}), each sort of it once: compare, ask for another one,
 * nothing. */
void hemo_cli_key_show_steps(GVariant *keys);

/* One, without its address. */
void hemo_cli_key_show_one(GVariant *key, gboolean json);
