/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Where rules send mail on to: Sieve scripts, ~/.forward, aliases, the filter
 * rules of Claws Mail and of Thunderbird.  Reads only; a rule that cannot be read is told,
 * never passed over.  Pure; the file may be hostile.
 */
#pragma once

#include "hemo-names.h"
#include "hemo-slice.h"

typedef enum {
    HEMO_FORWARD_FORMAT_INVALID = 0,
    HEMO_FORWARD_FORMAT_SIEVE,       /* RFC 5228, with 3894, 5435, 6009, 6134 */
    HEMO_FORWARD_FORMAT_FORWARD,     /* ~/.forward */
    HEMO_FORWARD_FORMAT_ALIASES,     /* aliases(5) */
    HEMO_FORWARD_FORMAT_CLAWS,       /* matcherrc */
    HEMO_FORWARD_FORMAT_THUNDERBIRD, /* msgFilterRules.dat */
} HemoForwardFormat;

extern const HemoName hemo_forward_format_names[];

typedef enum {
    HEMO_FORWARD_UNREADABLE = 0, /* nobody can tell where it goes */
    HEMO_FORWARD_ADDRESS,
    HEMO_FORWARD_LOCAL,    /* a mailbox or a file on the same server, or the bin */
    HEMO_FORWARD_PROGRAM,  /* what it does with the mail is its own affair */
    HEMO_FORWARD_INCLUDE,  /* another file has more of them */
    HEMO_FORWARD_VARIABLE, /* made up when a mail comes */
} HemoForwardKind;

typedef struct {
    HemoForwardKind kind;
    guint line;    /* from 1 */
    char *address; /* as hemo_address_full() for ADDRESS, else what stands there, valid UTF-8
                      of at most 200 bytes */
    char *domain;  /* "" unless ADDRESS */
} HemoForwardTarget;

/* What the file is, by its name and else by what is in it; never INVALID. */
HemoForwardFormat hemo_forward_list_guess(const char *name, HemoSlice text);

/* The targets in their order, HemoForwardTarget, freed with the array; NULL and
 * HEMO_ERROR_TOO_BIG past HEMO_LIMIT_CONFIG bytes or HEMO_LIMIT_FORWARDS targets,
 * HEMO_ERROR_INVALID for a format that is none. */
GPtrArray *hemo_forward_list_parse(HemoForwardFormat format, HemoSlice text, GError **error);
