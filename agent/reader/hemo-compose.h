/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The operation "compose" of hemo-reader.h: a message (RFC 5322, MIME) out of a mail
 * program's description of it.  All of its input is hostile.
 */
#pragma once

#include "hemo-slice.h"

typedef struct {
    HemoSlice json;
    const HemoSlice *parts; /* in the order of the JSON's parts */
    gsize n_parts;
    int output; /* descriptor that the message is written to, from where it stands */
} HemoComposeInput;

/* Writes the message.  The reply of hemo-reader-wire.h, a floating a{sv}; after a failure the
 * output is of no use.  @copy is a{sv} as in hemo-reader.h, or NULL. */
GVariant *hemo_compose_answer(const HemoComposeInput *input, GVariant *copy);
