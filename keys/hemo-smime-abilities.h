/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What a mail program tells in its signatures about what it can decrypt (SMIMECapabilities,
 * RFC 8551 section 2.5.2): ours, and what others told.
 */
#pragma once

#include "hemo-key.h"

#include <openssl/cms.h>

/* Announces AES-256-CBC and @abilities. */
gboolean hemo_smime_abilities_announce(CMS_SignerInfo *signer, guint abilities);

/* Bits of HemoKeyAbility; 0 if it told nothing that can be read.  OAEP only with SHA-256, as
 * that is what we would use (RFC 3560 section 5; also as its examples write it, without tags).
 */
guint hemo_smime_abilities_read(CMS_SignerInfo *signer);
