/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The way of a received mail, hop by hop: a window beside the mail, not in its way.  What
 * it shows is the agent's badge; text from the mail is never markup.
 */
#pragma once

#include <gtk/gtk.h>

/* Shows a new window of @parent.  @badge: a{sv} of Agent1.Badge.  @fetch: how the account
 * fetched the mail, NULL if that is not known.  GTK owns the window: destroy it, or watch its
 * "destroy". */
GtkWidget *hemo_claws_hop_window_show(GtkWindow *parent, GVariant *badge, const char *fetch);
