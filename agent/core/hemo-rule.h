/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The rules that apply to one recipient: a plain value with every key decided.
 * Each enumeration runs from least to most protective, so that "tighten" is a
 * maximum and zero is no value at all.
 */
#pragma once

#include "hemo-level.h"

typedef enum {
    HEMO_METHOD_INVALID = 0,
    HEMO_METHOD_NONE, /* as ordinary mail */
    HEMO_METHOD_TLS,
    HEMO_METHOD_SMIME,
    HEMO_METHOD_OPENPGP,
    HEMO_METHOD_PORTAL,
    HEMO_METHOD_PDF, /* a file that five words open; weaker than what stands before it */
    HEMO_N_METHODS
} HemoMethod;

/* The least that a trigger, the compose toggle or the mail replied to demands. */
typedef enum {
    HEMO_RUNG_NONE = 0,
    HEMO_RUNG_TLS,        /* at least TLS that can be trusted */
    HEMO_RUNG_END_TO_END, /* S/MIME, OpenPGP or portal */
    HEMO_RUNG_PORTAL,     /* portal only */
    HEMO_N_RUNGS
} HemoRung;

typedef enum {
    HEMO_TLS_POLICY_INVALID = 0,
    HEMO_TLS_POLICY_OPPORTUNISTIC, /* never applies to PHI: read as try */
    HEMO_TLS_POLICY_TRY,           /* TLS if good enough, else the ladder */
    HEMO_TLS_POLICY_FORCED,        /* the same, even for mail without PHI */
    HEMO_TLS_POLICY_EXCLUSIVE,     /* TLS, or this recipient is refused */
    HEMO_TLS_POLICY_NEVER,         /* ladder without TLS */
} HemoTlsPolicy;

typedef enum {
    HEMO_PREDICTED_INVALID = 0,
    HEMO_PREDICTED_V_A,
    HEMO_PREDICTED_V,
    HEMO_PREDICTED_NONE,
} HemoPredicted;

typedef enum {
    HEMO_PHI_INVALID = 0,
    HEMO_PHI_PROTECT,
    HEMO_PHI_HOLD,
} HemoPhiPolicy;

typedef enum {
    HEMO_DOUBTFUL_INVALID = 0,
    HEMO_DOUBTFUL_SEND,
    HEMO_DOUBTFUL_TRY, /* TLS if good enough, else as ordinary mail */
    HEMO_DOUBTFUL_AS_PHI,
} HemoDoubtfulPolicy;

typedef enum {
    HEMO_UNREADABLE_INVALID = 0,
    HEMO_UNREADABLE_SEND,
    HEMO_UNREADABLE_ASK,
    HEMO_UNREADABLE_AS_PHI,
} HemoUnreadablePolicy;

typedef enum {
    HEMO_ASK_INVALID = 0,
    HEMO_ASK_NEVER,
    HEMO_ASK_DOUBTFUL,
    HEMO_ASK_ALWAYS,
} HemoAskPolicy;

typedef enum {
    HEMO_REPLY_INVALID = 0,
    HEMO_REPLY_AGGRESSIVE,
    HEMO_REPLY_CONSERVATIVE,
} HemoReplyPolicy;

typedef enum {
    HEMO_CRYPTO_INVALID = 0,
    HEMO_CRYPTO_STANDARD,
    HEMO_CRYPTO_FIPS_APPROVED,
} HemoCryptoPolicy;

typedef enum {
    HEMO_CONSENT_INVALID = 0,
    HEMO_CONSENT_HONOUR, /* a recorded wish of the patient may lower the rung */
    HEMO_CONSENT_NONE,
} HemoConsentPolicy;

/* What proof of whose key it is suffices, as HemoKeyTrust has it. */
typedef enum {
    HEMO_PROOF_INVALID = 0,
    HEMO_PROOF_PUBLISHED, /* the domain itself publishes it */
    HEMO_PROOF_AUTHORITY, /* an authority vouches for it */
    HEMO_PROOF_CONFIRMED, /* a person said so */
} HemoProofPolicy;

typedef enum {
    HEMO_SIGN_INVALID = 0,
    HEMO_SIGN_SMIME,  /* S/MIME mails are signed inside, OpenPGP ones are not */
    HEMO_SIGN_ALWAYS, /* both */
} HemoSignPolicy;

/* The keys that hold one value of an enumeration. */
typedef enum {
    HEMO_RULE_TLS,
    HEMO_RULE_MIN_TLS, /* HEMO_LEVEL_ENCRYPTED, _AUTHENTICATED or _VERIFIED */
    HEMO_RULE_PREDICTED,
    HEMO_RULE_PHI,
    HEMO_RULE_DOUBTFUL,
    HEMO_RULE_UNREADABLE,
    HEMO_RULE_ASK,
    HEMO_RULE_REPLY,
    HEMO_RULE_CRYPTO,
    HEMO_RULE_CONSENT,
    HEMO_RULE_KEY_TRUST, /* HemoProofPolicy */
    HEMO_RULE_SIGN,
    HEMO_N_RULE_KEYS
} HemoRuleKey;

#define HEMO_RULE_METHODS (HEMO_N_METHODS - HEMO_METHOD_TLS) /* most rungs of a ladder */

typedef struct {
    int values[HEMO_N_RULE_KEYS];          /* 0: not set */
    HemoMethod methods[HEMO_RULE_METHODS]; /* the ladder, INVALID ends it */
    gboolean has_methods;                  /* FALSE: the ladder is not set */
} HemoRule;

extern const HemoName hemo_method_names[];
extern const HemoName hemo_rung_names[]; /* "tls", "end-to-end", "portal" */

/* What is shipped: every key set; a ladder without HEMO_METHOD_PDF. */
HemoRule hemo_rule_shipped(void);

/* TRUE if every key has a value out of its table and the ladder is set: zeroed memory and
 * unknown numbers are no rule. */
gboolean hemo_rule_is_complete(const HemoRule *rule);

/* The name of @key in settings, and its table of values. */
const char *hemo_rule_key_name(HemoRuleKey key);
const HemoName *hemo_rule_key_values(HemoRuleKey key);

/* Sets @key of @rule from @text.  FALSE if there is no such key or value. */
gboolean hemo_rule_set(HemoRule *rule, const char *key, const char *text);

/* What @over sets replaces what @base has. */
HemoRule hemo_rule_override(HemoRule base, const HemoRule *over);

/* What @over sets counts only where it protects at least as much.  A ladder counts as it
 * stands if it only leaves out methods, and neither adds TLS or PDF nor moves one of them up;
 * of any other ladder only what it leaves out counts, and where TLS or PDF would inherit from
 * what is left out, it goes too.  "never" over "forced" or "exclusive" keeps covering every
 * mail: there it takes TLS out of the ladder instead; "exclusive" over a ladder where TLS is
 * not the first counts as "forced".  An empty ladder holds what needs protection. */
HemoRule hemo_rule_tighten(HemoRule base, const HemoRule *over);
