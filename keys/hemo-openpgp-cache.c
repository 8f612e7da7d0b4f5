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
    GPtrArray *keys; /* HemoKey */
    gint64 time;     /* of the look-up */
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

    g_ptr_array_unref(answer->keys);
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

static GPtrArray *
copy_keys(GPtrArray *keys)
{
    GPtrArray *copy = g_ptr_array_new_with_free_func((GDestroyNotify)hemo_key_unref);

    for (guint i = 0; i < keys->len; i++)
        g_ptr_array_add(copy, hemo_key_ref(g_ptr_array_index(keys, i)));
    return copy;
}

/* Has it run out since it was judged? */
static gboolean
has_run_out(const HemoKey *key, gint64 then, gint64 now)
{
    gint64 expires = hemo_key_expires(key);

    return expires > then / NANOSECONDS && expires <= now / NANOSECONDS;
}

static gboolean
is_stale(const Answer *answer, gint64 now)
{
    if (now < answer->time || now - answer->time > TOO_OLD)
        return TRUE;
    for (guint i = 0; i < answer->keys->len; i++) {
        if (has_run_out(g_ptr_array_index(answer->keys, i), answer->time, now))
            return TRUE;
    }
    return FALSE;
}

GPtrArray *
hemo_openpgp_cache_find(HemoOpenpgpCache *cache,
                        const HemoOpenpgpStamp *stamp,
                        const char *name,
                        gint64 now)
{
    Answer *answer = NULL;

    if (memcmp(&cache->stamp, stamp, sizeof *stamp) != 0)
        return NULL;
    answer = g_hash_table_lookup(cache->answers, name);
    return answer != NULL && !is_stale(answer, now) ? copy_keys(answer->keys) : NULL;
}

void
hemo_openpgp_cache_add(HemoOpenpgpCache *cache,
                       const HemoOpenpgpStamp *stamp,
                       const char *name,
                       gint64 now,
                       GPtrArray *keys)
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
    answer->keys = copy_keys(keys);
    g_hash_table_replace(cache->answers, g_strdup(name), answer);
}
