/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The options of verbs that look domains up, and the looking up itself.
 */
#pragma once

#include "hemo-level.h"
#include "hemo-net-settings.h"
#include "hemo-policy.h"

typedef struct {
    char *resolver;
    char *trust_anchor;
    char *ca_file;
    gboolean no_port25;
    char *system_config; /* the administrator's folder, if not the installed one: for tests */
} HemoCliNet;

#define HEMO_CLI_NET_ENTRIES 5

/* Fills @entries, HEMO_CLI_NET_ENTRIES of them; @net must stay until they are parsed. */
void hemo_cli_net_fill(HemoCliNet *net, GOptionEntry *entries);
void hemo_cli_net_clear(HemoCliNet *net);

/* What the command line did not say is taken from [network] of @policy, as the agent takes
 * it. */
void hemo_cli_net_add_policy(HemoCliNet *net, const HemoPolicy *policy);

/* The same from the administrator's policy.conf.  Where it cannot be read, or the agent would
 * refuse it, nothing is added. */
void hemo_cli_net_add_system(HemoCliNet *net);

typedef struct {
    HemoLevel level; /* INVALID: it could not be looked up */
    char *words;     /* the best reason, or what went wrong */
} HemoCliNetFinding;

/* Looks @domains up side by side (a set of normalised names); a table from each to its
 * HemoCliNetFinding. */
GHashTable *hemo_cli_net_look_up(const HemoCliNet *net, GHashTable *domains);

/* TRUE if mail to the domain goes over TLS that can be trusted: level V or A. */
gboolean hemo_cli_net_is_ready(const HemoCliNetFinding *finding);
