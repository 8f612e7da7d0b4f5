/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Whether a mail came encrypted end to end, told from its header block.  An answer to such a
 * mail begins at that level.
 */
#pragma once

#include "hemo-slice.h"

/* @mail is a header block or a mail from its beginning; what stands below the header block is
 * not read.  TRUE for OpenPGP (multipart/encrypted, RFC 3156 section 4) and for S/MIME
 * (application/pkcs7-mime, RFC 8551 section 3.2) unless it says that it is only signed or only
 * carries certificates. */
gboolean hemo_claws_encrypted_is(HemoSlice mail);
