/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The content of a keyring file: a line "[hemostat-keyring 1]", then one line
 * "NAME=BASE64" a secret; blank lines and lines with '#' are kept.  Pure; everything
 * read or written stands in wiped memory.  '=' and '%' in a name are escaped.
 */
#pragma once

#include "hemo-secret.h"

/* The secret @name of @text.  HEMO_ERROR_NOT_FOUND; HEMO_ERROR_CONFIG the text is damaged,
 * wherever that is; HEMO_ERROR_VERSION it is newer than this program.  Empty text is an
 * empty keyring. */
HemoSecret *hemo_keyring_text_find(HemoSlice text, const char *name, GError **error);

/* @text with @name set to @secret, or without it if @secret is NULL. */
HemoSecret *hemo_keyring_text_replace(HemoSlice text,
                                      const char *name,
                                      const HemoSecret *secret,
                                      GError **error);
