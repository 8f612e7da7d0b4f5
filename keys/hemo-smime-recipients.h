/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Whom an S/MIME message is encrypted to.  Each certificate is judged once more, as CMS of
 * OpenSSL takes any; one that is not fine refuses them all.
 */
#pragma once

#include "hemo-key.h"

#include <openssl/cms.h>

typedef struct _HemoSmimeRecipients HemoSmimeRecipients;

/* @keys: HemoKey of S/MIME; the same one twice counts once.  @now: Unix seconds.
 * HEMO_ERROR_INVALID none, or not of S/MIME; HEMO_ERROR_UNUSABLE one cannot be used;
 * HEMO_ERROR_DENIED one is not approved (@fips). */
HemoSmimeRecipients *
hemo_smime_recipients_new(GPtrArray *keys, gint64 now, gboolean fips, GError **error);
void hemo_smime_recipients_free(HemoSmimeRecipients *recipients); /* NULL is fine */

/* TRUE if every one of them announced @ability. */
gboolean hemo_smime_recipients_all_can(const HemoSmimeRecipients *recipients,
                                       HemoKeyAbility ability);

/* Adds all to @cms.  RSA: PKCS#1 v1.5, which every mail program reads; OAEP with SHA-256 to
 * those that announced it, and to all under fips, because SP 800-131A revision 2 disallows
 * v1.5 since 2024.  Whether somebody who announced nothing reads OAEP is not known; under
 * fips it is still the mail that may be sent.  EC: ECDH with SHA-256. */
gboolean hemo_smime_recipients_add(const HemoSmimeRecipients *recipients,
                                   CMS_ContentInfo *cms,
                                   GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoSmimeRecipients, hemo_smime_recipients_free)
