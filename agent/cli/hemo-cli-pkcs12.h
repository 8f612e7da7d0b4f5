/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Tells a PKCS#12 file, for which a passphrase has to be asked, from other files.
 */
#pragma once

#include <glib.h>

/* Looks at the first bytes of the sealed memfd only (RFC 7292: a SEQUENCE that begins with the
 * version 3); nothing is parsed. */
gboolean hemo_cli_pkcs12_is(int fd);
