/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The list of all that the add-on can ask.
 */
#pragma once

#include "hemo-native-request.h"

/* Hands @request, which it takes, to who answers its "call".  An unknown call is refused, and
 * so is any call before a good hello. */
void hemo_native_calls_dispatch(HemoNativeRequest *request);
