/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * IP addresses in text, and the ranges that they are in (RFC 1918, RFC 3927,
 * RFC 4193, RFC 6598).  Nothing is looked up.
 */
#pragma once

#include "hemo-slice.h"

/* IPv4 addresses are kept in their IPv6-mapped form, ::ffff:a.b.c.d. */
typedef struct {
    guint8 byte[16];
} HemoIpAddress;

/* "192.0.2.1", "2001:db8::1", "fe80::1%3"; FALSE if @text is none. */
gboolean hemo_ip_address_parse(HemoSlice text, HemoIpAddress *ret_address);

/* @range is "192.0.2.0/24" or "2001:db8::/32". */
gboolean hemo_ip_address_is_in(const HemoIpAddress *address, const char *range);

/* TRUE if the address cannot have come over the Internet: loopback, private, link-local,
 * carrier-grade NAT. */
gboolean hemo_ip_address_is_inside(const HemoIpAddress *address);
