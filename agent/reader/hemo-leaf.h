/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Reads one leaf of a mail into the decoded mail and its digest, or says why it cannot
 * be read.  What has to be known of all leaves together is kept in HemoLeaves, which
 * lives as long as one mail is walked.
 */
#pragma once

#include "hemo-decoded.h"
#include "hemo-digest.h"
#include "hemo-part.h"

typedef struct {
    HemoDecoded *decoded; /* filled; borrowed */
    HemoDigest *digest;   /* fed; borrowed; may be NULL */
    gsize text_left;      /* of HEMO_LIMIT_TEXT */
    guint attached;       /* depth of attached mails */
    guint n_open;         /* leaves that are not encrypted */
    const char *seal;     /* what encrypts the others: "openpgp", "smime" or NULL */
    GHashTable *cids;     /* pictures of signatures */
    GPtrArray *pictures;  /* small pictures that may be one of them */
} HemoLeaves;

void hemo_leaf_begin(HemoLeaves *leaves, HemoDecoded *decoded, HemoDigest *digest);

/* After the last leaf: settles what only the whole mail can tell.  Frees what
 * hemo_leaf_begin() made. */
void hemo_leaf_end(HemoLeaves *leaves);

/* @media_type in lower case; @path is the part path.  Not for attached mails. */
void
hemo_leaf_read(HemoLeaves *leaves, GMimePart *part, const char *media_type, const char *path);

/* Adds a text that is already decoded, as far as HEMO_LIMIT_TEXT goes; takes @text. */
void hemo_leaf_add_text(HemoLeaves *leaves,
                        const char *path,
                        HemoTextRole role,
                        const char *media_type,
                        HemoSecret *text);
