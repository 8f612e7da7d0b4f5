/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The whole relay: frames come in, calls go out, and the agent's link is kept.
 */
#pragma once

#include "hemo-native-relay.h"

typedef struct _HemoNativeHost HemoNativeHost;

/* Tells that it is over: @status for exit(), and what went wrong for standard error, NULL if
 * nothing.  May come more than once. */
typedef void (*HemoNativeHostEnded)(int status, const char *words, gpointer user_data);

/* @in and @out are borrowed.  Looks for the agent, or starts it, at once. */
HemoNativeHost *
hemo_native_host_new(int in, int out, HemoNativeHostEnded ended, gpointer user_data);

/* Only when the main loop runs no more: answers that are under way are not waited for. */
void hemo_native_host_free(HemoNativeHost *host);
