/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A stored certificate, judged by the authorities and lists of revocations that policy names.
 */
#pragma once

#include "hemo-key-record.h"
#include "hemo-services.h"

/* HEMO_ERROR_CONFIG: the authorities cannot be read.  What is wrong with the certificate
 * itself is told by the state of the key. */
HemoKey *hemo_key_certificate_judge(HemoServices *services,
                                    const HemoKeyRecord *record,
                                    gboolean fips,
                                    GError **error);

/* Fetches the lists of revocations that the certificate of @record and those between it and an
 * authority that vouches for it name; what a stranger's certificate names, also if it came
 * beside them, is not asked for.  Takes
 * HEMO_LIMIT_FINDER_WAIT seconds at most; what could not be had shows in the judgement. */
void hemo_key_certificate_refresh_async(HemoServices *services,
                                        const HemoKeyRecord *record,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
void hemo_key_certificate_refresh_finish(GAsyncResult *result);

/* Both records hold certificates of one public key: one was renewed. */
gboolean hemo_key_certificate_same_key(const HemoKeyRecord *record, const HemoKeyRecord *other);
