/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Which pictures an HTML text shows inside its signature block, as Thunderbird,
 * Outlook and web mail mark it up, and whether it carries pictures in itself.
 */
#pragma once

#include "hemo-slice.h"

#define HEMO_PART_PICTURES_MAX (64 * 1024) /* bytes of a picture in a signature */

/* Adds to the set @cids (of char *, which it frees) the Content-IDs, without brackets,
 * that are shown in a complete signature block of @html.  TRUE if @html carries "data:"
 * pictures outside of one, or bigger ones than HEMO_PART_PICTURES_MAX.  Linear time. */
gboolean hemo_part_pictures_find(HemoSlice html, GHashTable *cids);
