/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What "doctor" and "setup" found, one line each: how it is, what it is about, and what a
 * person can do.
 */
#pragma once

#include <glib.h>

typedef enum {
    HEMO_CLI_CHECK_FAIL = 0,
    HEMO_CLI_CHECK_WARN,
    HEMO_CLI_CHECK_OK,
} HemoCliCheckStatus;

typedef struct _HemoCliCheck HemoCliCheck;

HemoCliCheck *hemo_cli_check_new(gboolean json);
void hemo_cli_check_free(HemoCliCheck *checks);

/* Prints one: @name is for programs ("smtp"); @about the account or the file, "" if there is
 * but one; @words and @remedy are translated, @remedy "" if there is nothing to do. */
void hemo_cli_check_add(HemoCliCheck *checks,
                        HemoCliCheckStatus status,
                        const char *name,
                        const char *about,
                        const char *words,
                        const char *remedy);

/* TRUE if any of them was FAIL. */
gboolean hemo_cli_check_has_failed(const HemoCliCheck *checks);

/* TRUE if any of them was WARN or FAIL. */
gboolean hemo_cli_check_has_doubt(const HemoCliCheck *checks);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoCliCheck, hemo_cli_check_free)
