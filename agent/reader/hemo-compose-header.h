/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The header of a composed mail: its people, subject, threading and the person's own fields.
 * Never Bcc, Date or Message-ID.
 */
#pragma once

#include <gmime/gmime.h>

#include "hemo-compose-copy.h"
#include "hemo-compose-json.h"

/* Adds the fields to @message, which has none yet.  NULL, or the result of
 * hemo-reader-wire.h that says what is wrong. */
const char *hemo_compose_header_add(GMimeMessage *message,
                                    const HemoComposeJson *mail,
                                    const HemoComposeCopy *copy);
