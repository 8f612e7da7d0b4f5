/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Signs that a mail is a delivery report although no part of it says so: who
 * sent it, its subject, its first sentences.  Each alone proves nothing.
 */
#pragma once

#include "hemo-slice.h"

/* From a mailer daemon, or with an empty envelope sender. */
gboolean hemo_bounce_signs_in_sender(HemoSlice headers);

/* "Undelivered Mail Returned to Sender" and the like; never an answer or a forward. */
gboolean hemo_bounce_signs_in_subject(HemoSlice headers);

/* The subject begins with "Re:", "Fwd:" or the like: a person answers or hands on. */
gboolean hemo_bounce_signs_of_reply(HemoSlice headers);

/* "could not be delivered" and the like. */
gboolean hemo_bounce_signs_in_text(HemoSlice text);

/* The text speaks of a delay, not of an end. */
gboolean hemo_bounce_signs_of_delay(HemoSlice text);

/* A vacation notice or another answer by a program (RFC 3834). */
gboolean hemo_bounce_signs_of_answer(HemoSlice headers);
