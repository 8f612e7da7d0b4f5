/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Mails as the daemon sees them, put together from a few words.
 */
#pragma once

#include "hemo-case.h"

typedef struct {
    const char *content;  /* NULL: "phi" */
    const char *class;    /* NULL: none */
    const char *trigger;  /* NULL: none */
    const char *policy;   /* the administrator's policy.conf; NULL: none */
    const char *accounts; /* the administrator's accounts.conf; NULL: one that enforces TLS */
    const char *rung;     /* the compose toggle; NULL: not set */
    const char *mode;     /* NULL: "send" */
    gboolean compose;     /* format "compose" */
    const char *outline;  /* of the reader, as text; NULL: none */
    const char *to[4];
    const char *bcc[4];
} SampleCase;

HemoCase *sample_case_new(const SampleCase *sample);

/* The same under settings that are there already. */
HemoCase *
sample_case_new_with(const SampleCase *sample, HemoPolicy *policy, HemoAccounts *accounts);

/* Evidence of @level ("A") for example.org. */
HemoEvidence *sample_case_evidence(const char *level, gint64 checked, gint64 expires);
void sample_case_set_level(HemoCase *mail, gsize index, const char *level);

/* The reader's answer, floating; @extra (a{sv}, floating or NULL) replaces what it names. */
GVariant *sample_case_reply(const char *content, GVariant *extra);

/* A key for recipient @index, and one of the sender's own, in any state. */
void sample_case_set_key(HemoCase *mail, gsize index, HemoKeyKind kind, HemoKeyState state);
void sample_case_set_own_key(HemoCase *mail, HemoKeyKind kind, HemoKeyState state);

/* OpenPGP keys that can be used. */
void sample_case_give_key(HemoCase *mail, gsize index);
void sample_case_give_own_key(HemoCase *mail);
