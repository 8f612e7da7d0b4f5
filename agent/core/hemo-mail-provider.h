/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What is known of large mail providers and of mail software: which domains are
 * one organisation, where their servers stand, and whose silence about TLS
 * means that there was none.  Tables of fact; nothing is guessed from a name.
 */
#pragma once

#include "hemo-received.h"

typedef enum {
    HEMO_MAIL_PROVIDER_NONE = 0,
    HEMO_MAIL_PROVIDER_GOOGLE,
    HEMO_MAIL_PROVIDER_MICROSOFT,
    HEMO_MAIL_PROVIDER_YAHOO,
    HEMO_MAIL_PROVIDER_APPLE,
    HEMO_MAIL_PROVIDER_FASTMAIL,
    HEMO_MAIL_PROVIDER_UNITED_INTERNET,
    HEMO_MAIL_PROVIDER_YANDEX,
    HEMO_MAIL_PROVIDER_ZOHO,
    HEMO_MAIL_PROVIDER_PROOFPOINT,
    HEMO_MAIL_PROVIDER_MIMECAST,
    HEMO_MAIL_PROVIDER_CISCO,
    HEMO_MAIL_PROVIDER_BROADCOM,
} HemoMailProvider;

/* The provider that @org (lower-case organisational domain) belongs to. */
HemoMailProvider hemo_mail_provider_find(const char *org);

/* TRUE if the address in @ip is in a range of @provider's own servers. */
gboolean hemo_mail_provider_has_address(HemoMailProvider provider, HemoSlice ip);

/* TRUE if the server that wrote @received is known to record TLS whenever there is some.
 * @by_org is its organisational domain, or NULL. */
gboolean hemo_mail_provider_records_tls(const HemoReceived *received, const char *by_org);
