/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * All services of an agent in folders of their own: file keyring, no name service, no
 * program to read mail with.
 */
#pragma once

#include "hemo-services.h"

/* Around everything else in main(): folders and environment. */
void services_place_begin(void);
void services_place_end(void);

/* The administrator's files; each test starts with those of services_place_new(). */
void services_place_write(const char *name, const char *text);

/* New services whose settings are read, and whose audit is open. */
HemoServices *services_place_new(void);
void services_place_close(HemoServices *services);
const char *services_place_system(void);

/* How many records of @event there are. */
guint services_place_count(HemoServices *services, const char *event);

/* A sealed memfd, and one that anybody could still change. */
int services_place_sealed(const char *text);
int services_place_open(const char *text);
