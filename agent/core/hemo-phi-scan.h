/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Walks the texts of one mail: segments, tokens, recognisers.  What it finds goes
 * to a HemoPhiJoin and to a list of findings; it judges nothing.
 */
#pragma once

#include "hemo-phi-join.h"
#include "hemo-phi.h"

typedef struct _HemoPhiScan HemoPhiScan;

/* @own is borrowed for the life of the scan. */
HemoPhiScan *hemo_phi_scan_new(const HemoPhiOwn *own);
void hemo_phi_scan_free(HemoPhiScan *scan);

/* Reads the first HEMO_LIMIT_TEXT bytes of @text, which is number @index of its mail. */
void hemo_phi_scan_read(HemoPhiScan *scan, const HemoPhiText *text, guint index);

/* Settled after the last text. */
HemoPhiJoin *hemo_phi_scan_join(HemoPhiScan *scan);

/* HemoPhiItem, in the order of the mail, at most HEMO_LIMIT_FINDINGS. */
const GArray *hemo_phi_scan_findings(const HemoPhiScan *scan);

guint hemo_phi_scan_classes(const HemoPhiScan *scan); /* bits of HemoClass */
gboolean hemo_phi_scan_is_bulk(const HemoPhiScan *scan);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoPhiScan, hemo_phi_scan_free)
