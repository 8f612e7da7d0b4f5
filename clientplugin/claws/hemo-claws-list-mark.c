/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claws-list-mark.h.
 */
#include "hemo-claws-list-mark.h"

#include "mainwindow.h"
#include "tags.h"

#include <glib/gi18n-lib.h>

static int
find_tag(const char *words)
{
    int id = tags_get_id_for_str(words);

    if (id > 0)
        return id;
    id = tags_add_tag(words);
    tags_write_tags();
    main_window_reflect_tags_changes(mainwindow_get_mainwindow());
    return id;
}

static void
set_tag(MsgInfo *mail, const char *words)
{
    int id = find_tag(words);

    if (id > 0)
        procmsg_msginfo_update_tags(mail, TRUE, id);
}

static void
set_colour(MsgInfo *mail, guint colour)
{
    if (colour > 0 && MSG_GET_COLORLABEL(mail->flags) == 0)
        procmsg_msginfo_set_flags(mail, MSG_COLORLABEL_TO_FLAGS(colour), 0);
}

void
hemo_claws_list_mark_set(const HemoClawsSettingsValues *values,
                         MsgInfo *mail,
                         const HemoClawsBadgeLook *look)
{
    if (look->mark == HEMO_CLAWS_MARK_NONE)
        return;
    if (values->list == HEMO_CLAWS_LIST_TAG)
        set_tag(mail, _(look->tag));
    else if (values->list == HEMO_CLAWS_LIST_COLOUR)
        set_colour(mail,
                   look->mark == HEMO_CLAWS_MARK_TLS ? values->tls_colour
                                                     : values->not_tls_colour);
}
