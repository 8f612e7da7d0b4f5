/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Why a mail was judged as it was, in words a clinician knows.  No text of the
 * mail is in them.
 */
#pragma once

#include "hemo-phi-join.h"
#include "hemo-phi.h"

/* "Names a patient (line 4), with a diagnosis and a medicine".  @line counts from 1;
 * 0 leaves the place out.  Free with g_free(). */
char *hemo_phi_words_person(const HemoPhiBest *best, HemoTextRole role, guint line);

/* "Speaks of a diagnosis and a medicine, but of no person"; if @near, "... and perhaps of
 * one person".  NULL if @kinds holds no health. */
char *hemo_phi_words_health(guint64 kinds, gboolean near);
