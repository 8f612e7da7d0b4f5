/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A name server on 127.0.0.1 (UDP) that answers from a table, unsigned.
 */
#pragma once

#include <glib.h>

#define FAKE_DNS_SILENT 255 /* an rcode: never answers */

typedef struct {
    const char *name; /* lower case, no final dot; NULL ends the table */
    guint16 type;
    guint8 rcode;
    const char *data; /* RDATA, NULL for none */
    guint16 size;
} FakeDnsRecord;

typedef struct _FakeDns FakeDns;

/* Names that are not in @records do not exist. */
FakeDns *fake_dns_new(const FakeDnsRecord *records);
const char *fake_dns_resolver(FakeDns *fake); /* "127.0.0.1@PORT" */
void fake_dns_free(FakeDns *fake);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(FakeDns, fake_dns_free)
