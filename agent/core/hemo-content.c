/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-content.h.
 */
#include "hemo-content.h"

const HemoName hemo_content_names[] = {
    {HEMO_CONTENT_NONE, "none"},
    {HEMO_CONTENT_HEALTH, "health"},
    {HEMO_CONTENT_UNREAD, "unread"},
    {HEMO_CONTENT_PHI, "phi"},
    {0, NULL},
};

const HemoName hemo_class_names[] = {
    {HEMO_CLASS_PSYCHOTHERAPY, "psychotherapy"},
    {HEMO_CLASS_SUBSTANCE_USE, "substance-use"},
    {HEMO_CLASS_HIV, "hiv"},
    {HEMO_CLASS_GENETICS, "genetics"},
    {HEMO_CLASS_REPRODUCTIVE, "reproductive"},
    {0, NULL},
};
