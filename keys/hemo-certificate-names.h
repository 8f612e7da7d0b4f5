/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The names in a certificate, each in the one form that may be compared.  A name with a NUL
 * in it, or one that is no proper address, is left out, so that it never matches.
 */
#pragma once

#include <glib.h>
#include <openssl/x509.h>

/* Each NULL-terminated, without doubles; g_strfreev().  What they are: hemo-certificate.h. */
char **hemo_certificate_names_read_addresses(X509 *x509);
char **hemo_certificate_names_read_domains(X509 *x509);
char **hemo_certificate_names_read_crl_places(X509 *x509);

/* @text as addresses are compared: domain as lower-case A-labels, local part lower case
 * (of other alphabets: NFC, case folded; RFC 9598).  NULL if it is no address. */
char *hemo_certificate_names_normalise(const char *text);
