/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Services of an agent that trusts an authority of the tests' own, and keys to put there.
 */
#pragma once

#include "hemo-key-gather.h"
#include "keys/sample-certificate.h"
#include "services-place.h"

#define NORA "nora.lind@example.com"
#define ANA  "ana.ruiz@example.org"

typedef struct {
    HemoServices *services;
    Sample *authority;
    Sample *stranger; /* an authority that nobody here knows */
} KeyPlace;

/* GTest fixture functions; services_place_begin() stands around. */
void key_place_set_up(KeyPlace *place, gconstpointer data);
void key_place_tear_down(KeyPlace *place, gconstpointer data);

/* The administrator's [keys] gets @more lines. */
void key_place_set_policy(KeyPlace *place, const char *more);

/* A record of @person's certificate, with the authority above it. */
HemoKeyRecord *
key_place_record(const KeyPlace *place, const Sample *person, const char *address);

/* Keeps it, and gives it back. */
HemoKeyRecord *key_place_keep(KeyPlace *place, HemoKeyRecord *record);

/* A file of PEM text. */
char *key_place_pem(const Sample *sample);

/* What is known of @address: HemoKeyCandidate. */
GPtrArray *key_place_gather(KeyPlace *place, HemoKeyKind kind, const char *address);

/* The state of the best key of @address, -1 if there is none. */
int key_place_state(KeyPlace *place, const char *address);

void key_place_add(const char *path, void (*test)(KeyPlace *place, gconstpointer data));
