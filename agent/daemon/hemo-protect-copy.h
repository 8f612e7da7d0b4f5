/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One copy of a mail in the making: what hemo-protect hands to the part that knows how.  A
 * plain value; everything in it is borrowed until that part has answered.
 */
#pragma once

#include "hemo-copy.h"
#include "hemo-sealed-fd.h"
#include "hemo-services.h"
#include "hemo-wrap.h"

typedef struct {
    HemoServices *services;
    HemoCase *mail;
    const HemoCopy *copy;
    int fd;                  /* the message that it is made from, a sealed memfd */
    const HemoSealedFd *map; /* the same */
    HemoSlice message;       /* of that */
    HemoWrapOptions options;
} HemoProtectCopy;
