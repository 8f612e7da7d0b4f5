/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Settings of everything that goes out to the network.  Administrators only:
 * the [network] group of /etc/hemostat/policy.conf, and the options of
 * "hemostat domain".
 */
#pragma once

#include <glib.h>

typedef struct {
    const char *resolver;     /* "IP@PORT", or NULL for the system's */
    const char *trust_anchor; /* file of DS/DNSKEY records, or NULL for the packaged root */
    const char *ca_file;      /* PEM bundle, or NULL for the system's */
    gboolean no_port25;       /* do not probe */
} HemoNetSettings;
