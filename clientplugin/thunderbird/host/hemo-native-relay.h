/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The parts of hemostat-native, as its calls see them.  One process serves one Thunderbird and
 * keeps nothing when it ends.  It judges nothing: what matters is the agent's to say.
 */
#pragma once

#include "hemo-agent-link.h"
#include "hemo-native-blobs.h"
#include "hemo-native-frame.h"

#define HEMO_NATIVE_VERSION 1 /* of what the add-on and this program say to each other */

typedef struct {
    HemoNativeFrame *frames;
    HemoNativeBlobs *blobs;
    HemoAgentLink *link;
    GHashTable *claims;        /* From address to a{sv}: what Agent1.Account was told */
    GCancellable *cancellable; /* ends what is under way */
    gboolean greeted;          /* the add-on said hello */
} HemoNativeRelay;
