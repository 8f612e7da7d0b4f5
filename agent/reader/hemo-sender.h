/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Who a mail says it is from: a clinician's own name and address in her own mail are no
 * patient's.  Only what cannot be mistaken is taken: one From field with one mailbox, a name
 * no longer than people's names are (so that a display name cannot hide all names of a mail),
 * and no mail that is passed on as it is (Resent-From): there From is somebody else.
 */
#pragma once

#include <gmime/gmime.h>

#include "hemo-secret.h"

typedef struct {
    HemoSecret *name; /* UTF-8; NULL if there is none */
    HemoSecret *address;
} HemoSender;

/* FALSE if the mail names no single sender.  Clear @ret_sender with hemo_sender_clear(). */
gboolean hemo_sender_read(GMimeMessage *message, HemoSender *ret_sender);
void hemo_sender_clear(HemoSender *sender);
