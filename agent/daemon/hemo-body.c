/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-body.h.  Not by GChecksum: that keeps the last bytes in memory when it is freed.
 */
#include "hemo-body.h"

#include "hemo-header.h"

#include <openssl/evp.h>
#include <string.h>

/* RFC 4155 appendix A: the mark goes before any number of marks. */
static HemoSlice
without_mbox_marks(HemoSlice line)
{
    HemoSlice rest = line;

    while (hemo_slice_at(rest, 0) == '>')
        rest = hemo_slice_from(rest, 1);
    return rest.size >= 5 && memcmp(rest.data, "From ", 5) == 0 ? rest : line;
}

/* TRUE if all of it was hashed. */
static gboolean
add_lines(EVP_MD_CTX *sum, HemoSlice body)
{
    HemoSlice line;
    gsize line_ends = 0; /* not counted yet: they may be the last ones */
    gboolean done = TRUE;

    while (done && hemo_slice_next_line(&body, &line)) {
        line = without_mbox_marks(line);
        for (; line.size > 0 && line_ends > 0; line_ends--)
            done = done && EVP_DigestUpdate(sum, "\n", 1) == 1;
        done = done && (line.size == 0 || EVP_DigestUpdate(sum, line.data, line.size) == 1);
        line_ends++;
    }
    return done;
}

char *
hemo_body_digest(HemoSlice mail)
{
    EVP_MD_CTX *sum = EVP_MD_CTX_new();
    guint8 hash[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    HemoHeader header;
    gboolean done = sum != NULL && hemo_header_split(mail, &header, NULL) &&
                    EVP_DigestInit_ex(sum, EVP_sha256(), NULL) == 1 &&
                    add_lines(sum, header.body) && EVP_DigestFinal_ex(sum, hash, &size) == 1;

    EVP_MD_CTX_free(sum);
    return done ? hemo_slice_hex(hemo_slice(hash, size)) : NULL;
}
