/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The addresses in the user ids of an OpenPGP key (RFC 4880 sections 4.2 and 5.11), and the
 * armor around one (section 6).  Proves nothing: what is found is a question for gpg.
 */
#pragma once

#include "hemo-slice.h"

#include <glib.h>

#define HEMO_OPENPGP_PACKETS_ADDRESSES 16

/* The addresses of @binary's user ids, in lower case, each once; NULL-terminated, may be
 * empty.  Reads as far as the packets are whole. */
GStrv hemo_openpgp_packets_addresses(HemoSlice binary);

/* A public key block of @binary. */
GBytes *hemo_openpgp_packets_armor(HemoSlice binary);
