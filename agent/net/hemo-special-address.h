/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Addresses that a stranger's domain must not make us connect to: loopback, private,
 * link-local, documentation and all else that is not an address of the public
 * Internet (IANA special-purpose registries, RFC 6890).
 */
#pragma once

#include <gio/gio.h>

gboolean hemo_special_address_match(GInetAddress *address);
