/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * How each state of the badge looks in Claws Mail: icon, kind of bar, mark in the message
 * list.  The words are the agent's.  A state that is not known looks like "unknown".
 */
#pragma once

#include <gtk/gtk.h>

typedef enum {
    HEMO_CLAWS_MARK_NONE = 0, /* nothing to say: no mark */
    HEMO_CLAWS_MARK_TLS,
    HEMO_CLAWS_MARK_NOT_TLS, /* not at all, not all the way, or outdated */
} HemoClawsMark;

typedef struct {
    const char *state;        /* of Agent1.Badge */
    const char *const *icons; /* names in the icon theme, best first; NULL-terminated */
    const char *icon_words;   /* for those who cannot see the icon; to be translated */
    GtkMessageType type;      /* GTK_MESSAGE_OTHER: nothing to worry about */
    gboolean tells_why;       /* the bar shows the first reason below the title */
    HemoClawsMark mark;
    const char *tag; /* to be translated; NULL: none */
} HemoClawsBadgeLook;

/* @state may be NULL. */
const HemoClawsBadgeLook *hemo_claws_badge_look_find(const char *state);
