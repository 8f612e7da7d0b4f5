/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The agent's Keys1, for the verbs that ask for keys.  Errors are ours, in words for people.
 */
#pragma once

#include "hemo-agent1.h"

/* Connects, starting the agent if need be. */
HemoKeys1 *hemo_cli_keys_link_open(GError **error);

/* What is known of @address, or of all (""): aa{sv}. */
GVariant *hemo_cli_keys_link_list(HemoKeys1 *keys, const char *address, GError **error);

/* The key of @address with @fingerprint, or without one (NULL) the one that would be used, else
 * the first; HEMO_ERROR_NOT_FOUND. */
GVariant *hemo_cli_keys_link_pick(HemoKeys1 *keys,
                                  const char *address,
                                  const char *fingerprint,
                                  GError **error);

/* The same of @keys (aa{sv} of one address), of one kind ("smime") or of any (NULL). */
GVariant *hemo_cli_keys_link_choose(GVariant *keys,
                                    const char *kind,
                                    const char *fingerprint,
                                    GError **error);

/* The public part of a key as a memfd, the caller's to close; -1. */
int hemo_cli_keys_link_export(HemoKeys1 *keys,
                              const char *address,
                              const char *fingerprint,
                              GError **error);

/* The descriptor that a call answered with, the caller's to close; takes @fds.  -1. */
int hemo_cli_keys_link_take(GUnixFDList *fds, GVariant *handle, GError **error);

/* A list for a call: @fd is duplicated; -1: an empty one stands for it. */
GUnixFDList *hemo_cli_keys_link_fds(const int *fds, gsize n_fds, GError **error);
