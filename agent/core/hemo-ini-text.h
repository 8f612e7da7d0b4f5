/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A settings file as text: "[group]" lines, "key=value" lines, comments.  What is not
 * changed stays as it is, byte for byte.  For files of ours and of mail programs; values are
 * taken as they stand, without escapes.  Pure.
 */
#pragma once

#include "hemo-slice.h"

typedef struct _HemoIniText HemoIniText;

/* Copies @bytes; nothing is refused, as files of other programs may hold anything. */
HemoIniText *hemo_ini_text_new(HemoSlice bytes);
void hemo_ini_text_free(HemoIniText *ini); /* NULL is fine */

/* The whole text as it is now; valid until it changes. */
HemoSlice hemo_ini_text_slice(const HemoIniText *ini);

/* The groups in their order, each once; NULL-terminated, free it with g_strfreev(). */
GStrv hemo_ini_text_groups(const HemoIniText *ini);
gboolean hemo_ini_text_has_group(const HemoIniText *ini, const char *group);

/* The lines of @group that are neither empty nor comments, without blanks at their ends, as
 * valid UTF-8; NULL-terminated, free it with g_strfreev(). */
GStrv hemo_ini_text_lines(const HemoIniText *ini, const char *group);

/* The value of @key, the last one if there are several; NULL if there is none.  Valid UTF-8.
 */
char *hemo_ini_text_get(const HemoIniText *ini, const char *group, const char *key);

/* Sets @key: in the place where it stands, else behind the last line of @group, which is made
 * at the end if need be.  @value has no line end. */
void hemo_ini_text_set(HemoIniText *ini, const char *group, const char *key, const char *value);

/* @line behind the last line of @group, which is made at the end if need be. */
void hemo_ini_text_add_line(HemoIniText *ini, const char *group, const char *line);

/* @line as the first one of @group, which is made at the end if need be. */
void hemo_ini_text_insert_line(HemoIniText *ini, const char *group, const char *line);

/* Takes out each line of @group that is @line but for blanks at its ends. */
void hemo_ini_text_remove_line(HemoIniText *ini, const char *group, const char *line);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoIniText, hemo_ini_text_free)
