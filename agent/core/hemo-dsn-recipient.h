/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One recipient of a delivery report: whom, what happened, why.
 */
#pragma once

#include "hemo-bounce-group.h"
#include "hemo-secret.h"

typedef enum {
    HEMO_DSN_ACTION_NONE = 0,
    HEMO_DSN_ACTION_FAILED,
    HEMO_DSN_ACTION_DELAYED,
    HEMO_DSN_ACTION_DELIVERED,
    HEMO_DSN_ACTION_RELAYED, /* handed on to a server that gives no reports: not delivered */
    HEMO_DSN_ACTION_EXPANDED,
} HemoDsnAction;

extern const HemoName hemo_dsn_action_names[];

#define HEMO_DSN_STATUS_SIZE 12 /* "5.999.999" and a NUL */

typedef struct {
    HemoSecret *address;
    HemoDsnAction action;
    char status[HEMO_DSN_STATUS_SIZE]; /* "" if not told */
    HemoBounceGroup group;
} HemoDsnRecipient;

/* @address is a bare address.  Never NULL. */
HemoDsnRecipient *hemo_dsn_recipient_new(HemoSlice address, HemoDsnAction action);
void hemo_dsn_recipient_free(HemoDsnRecipient *recipient);

/* Takes the first enhanced status code ("5.1.1", "#5.1.1") of @text that fits @classes
 * ("45"); FALSE if there is none.  @status has HEMO_DSN_STATUS_SIZE bytes. */
gboolean hemo_dsn_recipient_find_status(HemoSlice text, const char *classes, char *status);

/* Adds @recipient to an array with hemo_dsn_recipient_free(), unless its address is
 * already there or the array is full.  Takes ownership. */
void hemo_dsn_recipient_add(GPtrArray *array, HemoDsnRecipient *recipient);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoDsnRecipient, hemo_dsn_recipient_free)
