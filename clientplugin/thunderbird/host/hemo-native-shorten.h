/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * An answer of the agent that is too long for Thunderbird, cut where nobody misses it: after
 * the first reasons and findings.  Never cut are recipients, messages, choices.  Pure.
 */
#pragma once

#include <glib.h>

/* @values (a{sv}) with its long lists cut, at any depth; floating. */
GVariant *hemo_native_shorten(GVariant *values);
