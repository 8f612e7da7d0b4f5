/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What look-ups found, as long as the files of the GnuPG home are the same and no
 * key has run out since.  A stamp is taken before a look-up and says which state of
 * the files its answer belongs to.  Addresses stand in wiped memory.
 */
#pragma once

#include "hemo-openpgp.h"

#define HEMO_OPENPGP_CACHE_FILES 6
#define HEMO_OPENPGP_CACHE_SIZE  1000 /* answers; then all are dropped */

/* The files' times, sizes and numbers; compared as a whole. */
typedef struct {
    gint64 newest; /* Unix nanoseconds */
    guint64 files[HEMO_OPENPGP_CACHE_FILES][4];
} HemoOpenpgpStamp;

/* Looks at the files of @home; those that are not there count as such. */
void hemo_openpgp_cache_stamp(const char *home, HemoOpenpgpStamp *ret_stamp);

typedef struct _HemoOpenpgpCache HemoOpenpgpCache;

HemoOpenpgpCache *hemo_openpgp_cache_new(void);
void hemo_openpgp_cache_free(HemoOpenpgpCache *cache);

/* The answer, a new array of HemoKey, or NULL if it is not known.  @now: Unix nanoseconds. */
GPtrArray *hemo_openpgp_cache_find(HemoOpenpgpCache *cache,
                                   const HemoOpenpgpStamp *stamp,
                                   const char *name,
                                   gint64 now);

/* @stamp: from before the look-up, taken at @now.  Files written a moment before @now are
 * not believed, as they may be written again without another time. */
void hemo_openpgp_cache_add(HemoOpenpgpCache *cache,
                            const HemoOpenpgpStamp *stamp,
                            const char *name,
                            gint64 now,
                            GPtrArray *keys);
