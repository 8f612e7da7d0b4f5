/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The settings of a Thunderbird profile as they stand in prefs.js and user.js:
 *     user_pref("name", "text" | 5 | true | false);
 * also pref() and sticky_pref(), in C, C++ and shell comments.  The files may be anybody's:
 * nothing is refused, a statement that cannot be read is passed over up to its semicolon.
 * Immutable, pure.  What is not set has Thunderbird's own default, which is not known here.
 */
#pragma once

#include "hemo-slice.h"

typedef struct _HemoMozillaPrefs HemoMozillaPrefs;

typedef enum {
    HEMO_MOZILLA_PREF_NONE = 0, /* not set */
    HEMO_MOZILLA_PREF_STRING,
    HEMO_MOZILLA_PREF_INT,
    HEMO_MOZILLA_PREF_BOOL,
} HemoMozillaPref;

/* Of one name the last one counts, and @user_js (may be empty) after @prefs_js, as Thunderbird
 * reads them when it starts. */
HemoMozillaPrefs *hemo_mozilla_prefs_parse(HemoSlice prefs_js, HemoSlice user_js);
void hemo_mozilla_prefs_free(HemoMozillaPrefs *prefs); /* NULL is fine */

HemoMozillaPref hemo_mozilla_prefs_kind(const HemoMozillaPrefs *prefs, const char *name);

/* The value if @name is set and of that kind.  Texts are valid UTF-8, and owned by @prefs; NULL
 * if there is none. */
const char *hemo_mozilla_prefs_string(const HemoMozillaPrefs *prefs, const char *name);
gint64
hemo_mozilla_prefs_int(const HemoMozillaPrefs *prefs, const char *name, gint64 otherwise);
gboolean
hemo_mozilla_prefs_bool(const HemoMozillaPrefs *prefs, const char *name, gboolean otherwise);

/* As it would be written in a file, with quotes and escapes: "true", "5", "\"text\""; NULL if
 * it is not set. */
char *hemo_mozilla_prefs_literal(const HemoMozillaPrefs *prefs, const char *name);

/* @text as a literal. */
char *hemo_mozilla_prefs_quote(const char *text);

/* The names that begin with @prefix, sorted; NULL-terminated, free it with g_strfreev(). */
GStrv hemo_mozilla_prefs_names(const HemoMozillaPrefs *prefs, const char *prefix);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoMozillaPrefs, hemo_mozilla_prefs_free)
