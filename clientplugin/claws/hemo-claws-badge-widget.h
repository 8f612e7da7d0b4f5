/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The bar above a received mail: icon, words, two buttons.  It knows nothing of Claws Mail
 * and of the agent, only what to show.  Hidden until it is told to show something.
 */
#pragma once

#include <gtk/gtk.h>

typedef enum {
    HEMO_CLAWS_BADGE_WIDGET_WAY = 1, /* responses of the bar */
    HEMO_CLAWS_BADGE_WIDGET_NOTE,
} HemoClawsBadgeWidgetResponse;

typedef struct {
    GtkWidget *bar; /* a GtkInfoBar; the others lie in it */
    GtkWidget *icon;
    GtkWidget *title;
    GtkWidget *more;
    GtkWidget *way;
    GtkWidget *note;
} HemoClawsBadgeWidget;

/* The bar is floating; who packs it owns it. */
void hemo_claws_badge_widget_init(HemoClawsBadgeWidget *widget);

/* @badge: a{sv} of Agent1.Badge.  @fetch: how the account fetched the mail; NULL: not known. */
void
hemo_claws_badge_widget_show(HemoClawsBadgeWidget *widget, GVariant *badge, const char *fetch);

/* Quietly: there is no badge, and why. */
void hemo_claws_badge_widget_show_silence(HemoClawsBadgeWidget *widget);

/* Below the words that are shown: @words. */
void hemo_claws_badge_widget_add(HemoClawsBadgeWidget *widget, const char *words);
