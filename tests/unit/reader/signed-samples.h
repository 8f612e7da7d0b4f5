/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * S/MIME mails as other programs write them, made by the openssl command in a folder of
 * their own: an authority, Ana with an RSA key and Bo with an elliptic one.
 */
#pragma once

#include "hemo-secret.h"

typedef struct {
    char *folder;
} SignedSamples;

/* GTest fixture functions. */
void signed_samples_set_up(SignedSamples *samples, gconstpointer data);
void signed_samples_tear_down(SignedSamples *samples, gconstpointer data);

/* Runs @line, words parted by blanks, in the folder; it must succeed. */
void signed_samples_run(SignedSamples *samples, const char *line);

void signed_samples_write(SignedSamples *samples, const char *name, const char *text);
HemoSecret *signed_samples_read(SignedSamples *samples, const char *name);

/* Ana's mail with @body, signed with @more options of "openssl cms -sign". */
HemoSecret *signed_samples_mail(SignedSamples *samples, const char *body, const char *more);
