/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Reading and adding to the objects (a{sv}) that verbs print.
 */
#pragma once

#include <glib.h>

/* The text at @key, "" if there is none or it is a maybe with nothing in it; valid as long as
 * @object. */
const char *hemo_cli_object_text(GVariant *object, const char *key);

/* The texts at @key, NULL if there are none; free the array itself with g_free(). */
const char **hemo_cli_object_texts(GVariant *object, const char *key);

/* The objects at @key, NULL if there are none. */
GVariant *hemo_cli_object_list(GVariant *object, const char *key);

/* A copy of @object with @value (floating taken) at @key, first; floating. */
GVariant *hemo_cli_object_with(GVariant *object, const char *key, GVariant *value);
