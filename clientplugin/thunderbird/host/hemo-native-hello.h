/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * How the add-on and this program get to know each other.
 */
#pragma once

#include "hemo-native-request.h"

/* hello: version, extension -> version, host, agent, words.  Another version than
 * HEMO_NATIVE_VERSION is refused.  Without an agent, agent is "" and words say why; it is
 * looked for again meanwhile.  Takes @request. */
void hemo_native_hello(HemoNativeRequest *request);
