/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-phi-join.h.
 */
#include "hemo-phi-join.h"

#define ROOM 8192 /* items that wait for their window */

struct _HemoPhiJoin {
    GArray *items; /* HemoPhiItem */
    HemoPhiBest best[HEMO_N_PHI_KINDS];
    guint health;
    guint64 kinds;
};

/* Sums over the items of a window. */
typedef struct {
    guint count[HEMO_N_PHI_KINDS];
    guint topic;
    guint note;
    guint from; /* first item inside */
    guint to;   /* first item behind */
} Window;

G_STATIC_ASSERT(HEMO_N_PHI_KINDS <= 64);

HemoPhiJoin *
hemo_phi_join_new(void)
{
    HemoPhiJoin *join = g_new0(HemoPhiJoin, 1);

    join->items = g_array_new(FALSE, FALSE, sizeof(HemoPhiItem));
    return join;
}

void
hemo_phi_join_free(HemoPhiJoin *join)
{
    if (join == NULL)
        return;
    g_array_unref(join->items);
    g_free(join);
}

static const HemoPhiItem *
item_at(const HemoPhiJoin *join, guint at)
{
    return &g_array_index(join->items, HemoPhiItem, at);
}

static void
slide(const HemoPhiJoin *join, guint32 position, Window *window)
{
    while (window->to < join->items->len &&
           item_at(join, window->to)->position <= position + HEMO_PHI_REACH) {
        guint8 kind = item_at(join, window->to++)->kind;

        window->count[kind]++;
        window->topic += hemo_phi_weights[kind].topic;
        window->note += hemo_phi_weights[kind].note;
    }
    while (item_at(join, window->from)->position + HEMO_PHI_REACH < position) {
        guint8 kind = item_at(join, window->from++)->kind;

        window->count[kind]--;
        window->topic -= hemo_phi_weights[kind].topic;
        window->note -= hemo_phi_weights[kind].note;
    }
}

static guint64
kinds_of(const Window *window)
{
    guint64 kinds = 0;

    for (guint kind = 1; kind < HEMO_N_PHI_KINDS; kind++) {
        if (window->count[kind] > 0)
            kinds |= G_GUINT64_CONSTANT(1) << kind;
    }
    return kinds;
}

static guint
more_of(guint64 kinds, guint8 without)
{
    guint more = 0;

    for (guint kind = 1; kind < HEMO_PHI_FIRST_HEALTH; kind++) {
        if (kind != without && (kinds & (G_GUINT64_CONSTANT(1) << kind)))
            more += hemo_phi_weights[kind].more;
    }
    return MIN(more, HEMO_PHI_MORE_MOST);
}

/* Few words about health say much in a short mail. */
static guint
densify(guint health, guint width)
{
    return health * HEMO_PHI_WIDE / CLAMP(width, HEMO_PHI_NARROW, HEMO_PHI_WIDE);
}

static void
judge_person(HemoPhiJoin *join, const HemoPhiItem *item, const Window *window, guint32 end)
{
    HemoPhiBest *best = &join->best[item->kind];
    guint64 kinds = kinds_of(window);
    guint width =
        MIN(item->position, HEMO_PHI_REACH) + MIN(end - item->position, HEMO_PHI_REACH);
    const HemoPhiWeight *weight = &hemo_phi_weights[item->kind];
    guint topic = MIN(densify(window->topic, width), HEMO_PHI_TOPIC_MOST);
    guint note = MIN(densify(window->note, width), HEMO_PHI_NOTE_MOST);
    guint score = weight->person + more_of(kinds, item->kind) + topic + note;

    if (topic < HEMO_PHI_TOPIC_LEAST)
        score = MIN(score, HEMO_PHI_THRESHOLD - 1);
    if (score > best->score)
        *best = (HemoPhiBest){*item, score, kinds};
}

void
hemo_phi_join_settle(HemoPhiJoin *join, guint32 end)
{
    Window window = {.topic = 0};
    guint keep = 0;

    for (guint i = 0; i < join->items->len; i++) {
        const HemoPhiItem *item = item_at(join, i);

        slide(join, item->position, &window);
        join->health = MAX(join->health, window.topic + window.note);
        if (hemo_phi_weights[item->kind].person > 0)
            judge_person(join, item, &window, end);
    }
    if (join->items->len == 0)
        return;
    while (item_at(join, keep)->position + 2 * HEMO_PHI_REACH <
           item_at(join, join->items->len - 1)->position)
        keep++;
    keep = MAX(keep, join->items->len - MIN(join->items->len, ROOM / 2));
    g_array_remove_range(join->items, 0, keep);
}

void
hemo_phi_join_add(HemoPhiJoin *join, const HemoPhiItem *item)
{
    g_array_append_val(join->items, *item);
    join->kinds |= G_GUINT64_CONSTANT(1) << item->kind;
    if (join->items->len >= ROOM)
        hemo_phi_join_settle(join, item->position + HEMO_PHI_REACH);
}

const HemoPhiBest *
hemo_phi_join_best(const HemoPhiJoin *join, HemoPhiKind kind)
{
    return &join->best[kind];
}

guint
hemo_phi_join_health(const HemoPhiJoin *join)
{
    return join->health;
}

guint64
hemo_phi_join_kinds(const HemoPhiJoin *join)
{
    return join->kinds;
}
