/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The dialog that tells why a mail was not sent, or asks what only a person knows: in
 * the agent's words, modal to the compose window.  Going back to the mail is what
 * Return, Escape and closing it do, as the keys of somebody who is still typing end
 * up here.
 */
#pragma once

#include <gtk/gtk.h>

typedef struct {
    const char *title;    /* one sentence */
    const char *text;     /* what else there is to say, or NULL */
    GVariant *details;    /* of Agent1.Assess, or NULL */
    gboolean retry;       /* offers to try again */
    gboolean only_notice; /* nothing to go back to */
} HemoClawsQuestion;

#define HEMO_CLAWS_QUESTION_RETRY "retry"

/* @choice: the id of a choice, HEMO_CLAWS_QUESTION_RETRY, or NULL to go back. */
typedef void (*HemoClawsQuestionAnswered)(const char *choice, gpointer user_data);

/* Shows the dialog; what @question points to is copied.  @answered is called once, after the
 * dialog is gone, unless the caller destroys the dialog (or its @parent) first. */
GtkWidget *hemo_claws_question_show(GtkWindow *parent,
                                    const HemoClawsQuestion *question,
                                    HemoClawsQuestionAnswered answered,
                                    gpointer user_data);
