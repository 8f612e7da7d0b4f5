/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A value as JSON on one line (RFC 8259): a{sv} becomes an object, other arrays and tuples
 * an array, a maybe its value or null.  Written straight from the value, without a tree in
 * between: "received" prints a hundred thousand of them.
 */
#pragma once

#include <glib.h>

/* Appends @value to @text.  Names keep the order of the value; UTF-8 stays as it is. */
void hemo_json_text_append(GString *text, GVariant *value);
