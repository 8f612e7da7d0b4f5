/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What is to be said of a target of a forwarding rule.
 */
#pragma once

#include "hemo-cli-net.h"
#include "hemo-forward-list.h"

/* TRUE if mail may be sent on there: TLS that can be trusted, or it stays on the server.
 * @finding is NULL for what is no address. */
gboolean hemo_cli_forward_words_is_ready(const HemoForwardTarget *target,
                                         const HemoCliNetFinding *finding);

/* A translated phrase. */
const char *hemo_cli_forward_words_find(const HemoForwardTarget *target,
                                        const HemoCliNetFinding *finding);
