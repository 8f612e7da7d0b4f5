/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Makes the outline of a mail (hemo-outline.h) from its GMime tree.
 */
#pragma once

#include <gmime/gmime.h>

/* The object of hemo-outline.h, floating; the tree stays the caller's. */
GVariant *hemo_outline_mail_object(GMimeMessage *message);
