/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * How we introduce ourselves to mail servers: by the address of the connection, as a
 * literal (RFC 5321 section 4.1.3).  A desk's name is nobody's business.
 */
#pragma once

#include <glib.h>

/* "[192.0.2.1]" or "[IPv6:2001:db8::1]"; @fd is a connected socket. */
char *hemo_own_name_for_socket(int fd);
