/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What the steps of "setup" share: what was asked for, and the person's consent.
 */
#pragma once

#include "hemo-cli-check.h"
#include "hemo-cli-claws.h"
#include "hemo-cli-own-smime.h"
#include "hemo-cli-settings.h"
#include "hemo-cli-thunderbird.h"

typedef struct {
    gboolean json;
    gboolean yes;                /* to everything but replacing */
    gboolean replace;            /* what is set otherwise, too */
    gboolean local_drafts;       /* drafts shall stay on this computer */
    gboolean leaving;            /* what opens old mail stays; what is left is told elsewhere */
    const char *plugin;          /* path of the add-on */
    const char *passphrase_file; /* for the S/MIME key in GnuPG; NULL: ask */
    const char *program;         /* its name, for people: "Claws Mail" */
    const GPtrArray *accounts;   /* HemoMailAccount of that program */
    const HemoCliOwnSmime *own;  /* certificates to hand over, or NULL */
    HemoCliCheck *checks;
    HemoCliClaws *claws; /* one of the two, the other is NULL */
    HemoCliThunderbird *thunderbird;
    HemoCliSettings *settings;
} HemoCliSetupStep;

/* Shows one change that could be made: @now is what stands there, or NULL; @key "" for a line
 * without one, @want "" for one that goes. */
void hemo_cli_setup_step_show(const HemoCliSetupStep *step,
                              const char *group,
                              const char *key,
                              const char *now,
                              const char *want);

/* TRUE if the person agrees: by --yes, or by an answer in a terminal. */
gboolean hemo_cli_setup_step_ask(const HemoCliSetupStep *step, const char *question);

/* The same for replacing, to which --yes alone does not agree. */
gboolean hemo_cli_setup_step_ask_replace(const HemoCliSetupStep *step, const char *question);

/* Writes the file and tells how that went. */
void hemo_cli_setup_step_write_bytes(const HemoCliSetupStep *step,
                                     const char *name,
                                     const char *path,
                                     HemoSlice bytes);
void hemo_cli_setup_step_write(const HemoCliSetupStep *step,
                               const char *name,
                               const char *path,
                               const HemoIniText *text);
