/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Doctor: filter rules of a mail program that send received mail on.
 */
#pragma once

#include "hemo-cli-check.h"
#include "hemo-cli-net.h"
#include "hemo-forward-list.h"

typedef struct {
    HemoForwardFormat format;
    const char *const *paths; /* of the files, NULL at the end; one need not be there */
    gboolean unseen;          /* the add-on is not asked about what such a rule sends */
} HemoCliDoctorRules;

void hemo_cli_doctor_rules_run(HemoCliCheck *checks,
                               const HemoCliDoctorRules *rules,
                               const HemoCliNet *net);
