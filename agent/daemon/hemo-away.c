/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-away.h.
 */
#include "hemo-away.h"

typedef struct {
    guint number;
    void (*forget)(gpointer user_data);
    gpointer user_data;
} Hook;

struct _HemoAway {
    GPtrArray *hooks; /* Hook */
    guint last;       /* number that was given last */
};

HemoAway *
hemo_away_new(void)
{
    HemoAway *away = g_new0(HemoAway, 1);

    away->hooks = g_ptr_array_new_with_free_func(g_free);
    return away;
}

void
hemo_away_free(HemoAway *away)
{
    if (away == NULL)
        return;
    g_ptr_array_unref(away->hooks);
    g_free(away);
}

guint
hemo_away_add(HemoAway *away, void (*forget)(gpointer user_data), gpointer user_data)
{
    Hook *hook = g_new0(Hook, 1);

    hook->number = ++away->last;
    hook->forget = forget;
    hook->user_data = user_data;
    g_ptr_array_add(away->hooks, hook);
    return hook->number;
}

void
hemo_away_remove(HemoAway *away, guint number)
{
    for (guint i = 0; i < away->hooks->len; i++) {
        const Hook *hook = g_ptr_array_index(away->hooks, i);

        if (hook->number == number) {
            g_ptr_array_remove_index(away->hooks, i);
            return;
        }
    }
}

/* The first that came after @number, or NULL. */
static const Hook *
next_hook(const HemoAway *away, guint number)
{
    for (guint i = 0; i < away->hooks->len; i++) {
        const Hook *hook = g_ptr_array_index(away->hooks, i);

        if (hook->number > number)
            return hook;
    }
    return NULL;
}

/* A hook may take away any of them. */
void
hemo_away_tell(HemoAway *away)
{
    guint last = away->last;
    guint number = 0;
    const Hook *hook = NULL;

    while ((hook = next_hook(away, number)) != NULL && hook->number <= last) {
        number = hook->number;
        hook->forget(hook->user_data);
    }
}
