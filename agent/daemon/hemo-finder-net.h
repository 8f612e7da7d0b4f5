/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The network as the finders of keys and the store of CRLs want it: our resolver and our HTTP
 * client.
 */
#pragma once

#include "hemo-finder-network.h"
#include "hemo-finder.h"

/* The functions to go with a HemoFinderNetwork as "net".  They keep it while they are under
 * way. get_async takes http too: a finder that wants TLS asks for https. */
const HemoFinderNet *hemo_finder_net_functions(void);
