/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-openpgp-cache.h.
 */
#include "hemo-openpgp-cache.h"

#include "hemo-secret.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NANOSECONDS G_GINT64_CONSTANT(1000000000)

/* File times are no finer than a timer tick, on some file systems a second. */
#define TOO_FRESH (2 * NANOSECONDS)

/* Trust can also change by time alone, when the key of somebody who confirmed runs out. */
#define TOO_OLD (3600 * NANOSECONDS)

struct _HemoOpenpgpCache {
    HemoOpenpgpStamp stamp;
    GHashTable *answers; /* name, wiped -> Answer */
};

typedef struct {
    HemoKey *key; /* or NULL */
    gint64 time;  /* of the look-up */
} Answer;

/* What a key listing depends on, from the home folder on. */
static const char *const files[HEMO_OPENPGP_CACHE_FILES] = {
    "pubring.kbx",
    "pubring.gpg",
    "public-keys.d/pubring.db",
    "trustdb.gpg",
    "private-keys-v1.d",
    "gpg.conf",
};

static gint64
nanoseconds(const struct timespec *time)
{
    return (gint64)time->tv_sec * NANOSECONDS + (gint64)time->tv_nsec;
}

void
hemo_openpgp_cache_stamp(const char *home, HemoOpenpgpStamp *ret_stamp)
{
    int folder = open(home, O_PATH | O_DIRECTORY | O_CLOEXEC);

    memset(ret_stamp, 0, sizeof *ret_stamp);
    for (gsize i = 0; i < HEMO_OPENPGP_CACHE_FILES; i++) {
        guint64 *file = ret_stamp->files[i];
        struct stat status;

        if (fstatat(folder, files[i], &status, 0) != 0)
            continue;
        file[0] = (guint64)nanoseconds(&status.st_mtim);
        file[1] = (guint64)nanoseconds(&status.st_ctim);
        file[2] = (guint64)status.st_size;
        file[3] = (guint64)status.st_ino;
        ret_stamp->newest = MAX(ret_stamp->newest, nanoseconds(&status.st_ctim));
    }
    if (folder >= 0)
        close(folder);
}

static void
answer_free(gpointer data)
{
    Answer *answer = data;

    hemo_key_unref(answer->key);
    g_free(answer);
}

HemoOpenpgpCache *
hemo_openpgp_cache_new(void)
{
    HemoOpenpgpCache *cache = g_new0(HemoOpenpgpCache, 1);

    cache->answers = g_hash_table_new_full(g_str_hash,
                                           g_str_equal,
                                           (GDestroyNotify)hemo_erase_text,
                                           answer_free);
    return cache;
}

void
hemo_openpgp_cache_free(HemoOpenpgpCache *cache)
{
    if (cache == NULL)
        return;
    g_hash_table_unref(cache->answers);
    g_free(cache);
}

static gboolean
is_stale(const Answer *answer, gint64 now)
{
    const HemoKey *key = answer->key;

    return now < answer->time || now - answer->time > TOO_OLD ||
           (key != NULL && hemo_key_usable(key) && hemo_key_expires(key) > 0 &&
            hemo_key_expires(key) <= now / NANOSECONDS);
}

gboolean
hemo_openpgp_cache_find(HemoOpenpgpCache *cache,
                        const HemoOpenpgpStamp *stamp,
                        const char *name,
                        gint64 now,
                        HemoKey **ret_key)
{
    Answer *answer = NULL;

    if (memcmp(&cache->stamp, stamp, sizeof *stamp) != 0)
        return FALSE;
    answer = g_hash_table_lookup(cache->answers, name);
    if (answer == NULL || is_stale(answer, now))
        return FALSE;
    *ret_key = answer->key != NULL ? hemo_key_ref(answer->key) : NULL;
    return TRUE;
}

void
hemo_openpgp_cache_add(HemoOpenpgpCache *cache,
                       const HemoOpenpgpStamp *stamp,
                       const char *name,
                       gint64 now,
                       HemoKey *key)
{
    Answer *answer = NULL;

    if (stamp->newest > now - TOO_FRESH)
        return;
    if (memcmp(&cache->stamp, stamp, sizeof *stamp) != 0 ||
        g_hash_table_size(cache->answers) >= HEMO_OPENPGP_CACHE_SIZE)
        g_hash_table_remove_all(cache->answers);
    cache->stamp = *stamp;
    answer = g_new0(Answer, 1);
    answer->time = now;
    answer->key = key != NULL ? hemo_key_ref(key) : NULL;
    g_hash_table_replace(cache->answers, g_strdup(name), answer);
}
