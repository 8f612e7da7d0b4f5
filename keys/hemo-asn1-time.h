/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The points in time of certificates, revocation lists and signatures as Unix seconds.
 */
#pragma once

#include <glib.h>
#include <openssl/asn1.h>

/* FALSE if @time is NULL or no proper UTCTime or GeneralizedTime. */
gboolean hemo_asn1_time_read(const ASN1_TIME *time, gint64 *ret_seconds);
