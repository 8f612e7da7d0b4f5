/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Doctor: the accounts of a mail program against accounts.conf, and what weakens them.
 */
#pragma once

#include "hemo-cli-check.h"
#include "hemo-cli-settings.h"
#include "hemo-mail-account.h"

typedef struct {
    const char *name;          /* for people: "Claws Mail" */
    const char *verb;          /* of "hemostat setup" */
    const GPtrArray *accounts; /* HemoMailAccount */
} HemoCliDoctorProgram;

/* @settings may be NULL. */
void hemo_cli_doctor_accounts_run(HemoCliCheck *checks,
                                  const HemoCliDoctorProgram *program,
                                  const HemoCliSettings *settings);
