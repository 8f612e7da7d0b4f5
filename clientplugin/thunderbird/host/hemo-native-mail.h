/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The calls about a mail that goes out: what Agent1 says of Assess, Answer, Protect, Sent,
 * Check, Abandon and Watch holds for them too.  Mails and parts are named blobs.  Each takes
 * its request.
 */
#pragma once

#include "hemo-native-request.h"

/* assess: mail (an object: the compose JSON, handed on as it stands; or a blob), parts,
 * envelope
 * -> verdict, ticket, details; and blob, where the object lies now, for protect. */
void hemo_native_mail_assess(HemoNativeRequest *request);

/* answer: ticket, choice, reason -> as assess, without blob. */
void hemo_native_mail_answer(HemoNativeRequest *request);

/* protect: ticket, mail (a blob), parts -> messages: those of the agent with blob and size. */
void hemo_native_mail_protect(HemoNativeRequest *request);

/* sent: ticket, messages -> nothing. */
void hemo_native_mail_sent(HemoNativeRequest *request);

/* abandon: ticket -> nothing. */
void hemo_native_mail_abandon(HemoNativeRequest *request);

/* check: ticket, blob -> same, words. */
void hemo_native_mail_check(HemoNativeRequest *request);

/* watch: account, addresses -> nothing; events "state" follow. */
void hemo_native_mail_watch(HemoNativeRequest *request);
