/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One copy of a mail in the making: what hemo-protect hands to the part that knows how.  A
 * plain value; everything in it is borrowed until that part has answered.
 */
#pragma once

#include "hemo-copy.h"
#include "hemo-services.h"
#include "hemo-wrap.h"

typedef struct {
    HemoServices *services;
    HemoCase *mail;
    const HemoCopy *copy;
    int fd;            /* the message that it is made from, a sealed memfd */
    HemoSlice message; /* the same, mapped */
    HemoWrapOptions options;
} HemoProtectCopy;
