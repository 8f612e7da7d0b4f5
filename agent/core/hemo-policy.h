/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The settings of an organisation and of a user as one immutable value.  The
 * administrator's file is layered (default, domain, address); the user's file may
 * only tighten what results; class sections tighten further.  An unknown group,
 * key or value refuses the whole file: the caller holds all mail and says why.
 * See docs/policy.md for every key.
 */
#pragma once

#include "hemo-rule.h"
#include "hemo-slice.h"

typedef struct _HemoPolicy HemoPolicy;

/* @administrator and @user are the texts of the two policy.conf files, empty if there is
 * none.  HEMO_ERROR_CONFIG names file, group and key. */
HemoPolicy *hemo_policy_parse(HemoSlice administrator, HemoSlice user, GError **error);
HemoPolicy *hemo_policy_ref(HemoPolicy *policy);
void hemo_policy_unref(HemoPolicy *policy);

/* The rule for a recipient: @address in lower case, @domain its domain, @classes bits of
 * HemoClass found in the mail. */
HemoRule hemo_policy_rule(const HemoPolicy *policy,
                          const char *address,
                          const char *domain,
                          guint classes);

/* The subject keywords, NULL-terminated, owned by @policy. */
const char *const *hemo_policy_triggers(const HemoPolicy *policy);

/* What @trigger demands; HEMO_RUNG_PORTAL if it is not one of hemo_policy_triggers(). */
HemoRung hemo_policy_trigger_rung(const HemoPolicy *policy, const char *trigger);

/* Addresses that every encrypted copy is encrypted to as well; NULL-terminated, owned by
 * @policy. */
const char *const *hemo_policy_also_encrypt_to(const HemoPolicy *policy);

/* Days that audit records are kept. */
guint hemo_policy_retention(const HemoPolicy *policy);

/* A value of the administrator's groups [network], [agent] and [keys], or NULL if not set. */
const char *hemo_policy_setting(const HemoPolicy *policy, const char *group, const char *key);

/* Hex SHA-256 of both texts: which settings a decision was made under. */
const char *hemo_policy_id(const HemoPolicy *policy);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoPolicy, hemo_policy_unref)
