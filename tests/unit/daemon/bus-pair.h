/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Two ends of one private connection within a test: the agent's and a client's.
 */
#pragma once

#include <gio/gio.h>

typedef struct {
    GDBusConnection *agent; /* processes messages when told to */
    GDBusConnection *client;
} BusPair;

void bus_pair_open(BusPair *pair);
void bus_pair_close(BusPair *pair);

/* Calls @method of Agent1 as the client; @fd (borrowed) goes along if it is not -1. */
GVariant *
bus_pair_call(BusPair *pair, const char *method, GVariant *arguments, int fd, GError **error);
