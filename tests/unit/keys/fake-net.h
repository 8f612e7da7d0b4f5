/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A network that answers the finders of keys from a table.
 */
#pragma once

#include "hemo-finder.h"

typedef enum {
    FAKE_NET_ANSWERS = 0,
    FAKE_NET_INSECURE, /* a DNS answer that nobody has signed */
    FAKE_NET_FORGED,   /* HEMO_ERROR_UNTRUSTED */
    FAKE_NET_FAILS,    /* HEMO_ERROR_UNREACHABLE */
    FAKE_NET_STALLS,   /* says nothing until it is given up */
    FAKE_NET_DEAF,     /* says nothing, not even then, until the network goes */
} FakeNetMood;

/* Rows with the same place and type are records of one answer. */
typedef struct {
    const char *place; /* a name or a URL; NULL ends the table */
    guint type;        /* 0: a GET */
    FakeNetMood mood;
    const char *data;
    gsize size;
} FakeNetRow;

#define FAKE_NET_DATA(text) (text), sizeof(text) - 1

typedef struct _FakeNet FakeNet;

/* What is not in @rows has no record, and is not on the web. */
FakeNet *fake_net_new(const FakeNetRow *rows);
void fake_net_free(FakeNet *net);

/* What was asked: "28 name\n0 url\n", in order. */
const char *fake_net_asked(FakeNet *net);

extern const HemoFinderNet fake_net_functions;

G_DEFINE_AUTOPTR_CLEANUP_FUNC(FakeNet, fake_net_free)
