/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A judged mail in words and values: for the person who sends it, and for the audit.
 */
#pragma once

#include "hemo-case.h"

/* The details of Agent1.Assess, floating a{sv}. */
GVariant *hemo_case_report_details(const HemoCase *mail);

/* The body of the record "assess": codes, levels and domains, floating a{sv}. */
GVariant *hemo_case_report_audit(const HemoCase *mail);

/* What the record seals: sender, recipients and digest, floating a{sv}. */
GVariant *hemo_case_report_sealed(const HemoCase *mail);
