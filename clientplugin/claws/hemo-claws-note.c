/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claws-note.h.
 */
#include "hemo-claws-note.h"

#include "hemo-bus.h"

#include <glib/gi18n-lib.h>

#define MARGIN 12

static const struct {
    const char *kind; /* of Agent1.Note */
    const char *words;
} kinds[] = {
    {"wrong-badge", N_("What Hemostat says about this mail's _way is wrong")},
    {"not-readable", N_("I cannot _read this mail")},
    {"wrong-verdict", N_("Hemostat _held or protected a mail of mine wrongly, or failed to")},
    {"needless-question", N_("Hemostat _asked me without need")},
    {"other", N_("_Something else")},
};

struct _HemoClawsNote {
    HemoClaws *claws;
    GCancellable *cancellable;
    GHashTable *dialogs; /* GtkWidget * that are open */
};

typedef struct {
    HemoClawsNote *note; /* looked at only while its cancellable is not cancelled */
    GCancellable *cancellable;
    GtkWidget *choices[G_N_ELEMENTS(kinds)]; /* while the dialog is open */
    const char *kind;
    GVariant *context;
    HemoClawsNoteDone done;
    gpointer data;
    GDestroyNotify free_data;
} Report;

static void
report_free(Report *report)
{
    g_clear_pointer(&report->context, g_variant_unref);
    g_clear_object(&report->cancellable);
    if (report->free_data != NULL)
        report->free_data(report->data);
    g_free(report);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Report, report_free)

static void
end(Report *report, GError *error)
{
    if (g_cancellable_is_cancelled(report->cancellable))
        return;
    if (error != NULL)
        hemo_bus_convert_error(&error);
    report->done(error, report->data);
    g_clear_error(&error);
}

static void
on_recorded(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(Report) report = data;
    GError *error = NULL;

    hemo_agent1_call_note_finish(HEMO_AGENT1(source), result, &error);
    end(report, error);
}

static void
on_agent(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(Report) report = data;
    GError *error = NULL;
    g_autoptr(HemoAgent1) agent = hemo_agent_link_get_finish(result, &error);
    const Report *known = report;

    if (agent == NULL)
        end(report, error);
    else
        hemo_agent1_call_note(agent,
                              known->kind,
                              known->context,
                              G_DBUS_CALL_FLAGS_NONE,
                              -1,
                              known->cancellable,
                              on_recorded,
                              g_steal_pointer(&report));
}

static const char *
picked_kind(const Report *report)
{
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(report->choices[i])))
            return kinds[i].kind;
    return "other";
}

static void
on_response(GtkDialog *dialog, int response, Report *data)
{
    g_autoptr(Report) report = data;
    GCancellable *cancellable = report->cancellable;
    HemoAgentLink *link = report->note->claws->link;

    report->kind = picked_kind(report);
    g_hash_table_remove(report->note->dialogs, dialog);
    gtk_widget_destroy(GTK_WIDGET(dialog));
    if (response == GTK_RESPONSE_ACCEPT)
        hemo_agent_link_get_async(link, cancellable, on_agent, g_steal_pointer(&report));
}

static void
add_choices(Report *report, GtkWidget *box)
{
    GtkWidget *first = NULL;

    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        report->choices[i] = gtk_radio_button_new_with_mnemonic_from_widget(
            first != NULL ? GTK_RADIO_BUTTON(first) : NULL,
            _(kinds[i].words));
        first = report->choices[0];
        gtk_box_pack_start(GTK_BOX(box), report->choices[i], FALSE, FALSE, 0);
    }
}

static void
fill(GtkWidget *dialog, Report *report)
{
    GtkWidget *box = gtk_dialog_get_content_area(GTK_DIALOG(dialog));
    GtkWidget *label = gtk_label_new(
        _("What is wrong? Your choice goes into Hemostat's record on this computer, with the "
          "mail's identification and without its text. It is not sent to anybody."));

    gtk_label_set_line_wrap(GTK_LABEL(label), TRUE);
    gtk_label_set_max_width_chars(GTK_LABEL(label), 55);
    gtk_label_set_xalign(GTK_LABEL(label), 0);
    gtk_container_set_border_width(GTK_CONTAINER(box), MARGIN);
    gtk_box_set_spacing(GTK_BOX(box), MARGIN / 2);
    gtk_box_pack_start(GTK_BOX(box), label, FALSE, FALSE, 0);
    add_choices(report, box);
    gtk_widget_show_all(box);
}

static GtkWidget *
make_dialog(GtkWindow *parent)
{
    GtkWidget *dialog = gtk_dialog_new_with_buttons(_("Report a problem"),
                                                    parent,
                                                    GTK_DIALOG_DESTROY_WITH_PARENT,
                                                    _("_Cancel"),
                                                    GTK_RESPONSE_CANCEL,
                                                    _("_Record"),
                                                    GTK_RESPONSE_ACCEPT,
                                                    NULL);

    gtk_dialog_set_default_response(GTK_DIALOG(dialog), GTK_RESPONSE_ACCEPT);
    gtk_window_set_resizable(GTK_WINDOW(dialog), FALSE);
    return dialog;
}

/* GTK destroys it with its parent window: that is giving up. */
static void
on_destroy(GtkWidget *dialog, Report *report)
{
    if (g_hash_table_remove(report->note->dialogs, dialog))
        report_free(report);
}

void
hemo_claws_note_open(HemoClawsNote *note,
                     GtkWindow *parent,
                     GVariant *context,
                     HemoClawsNoteDone done,
                     gpointer user_data,
                     GDestroyNotify free_data)
{
    GtkWidget *dialog = make_dialog(parent);
    Report *report = g_new0(Report, 1);

    report->note = note;
    report->cancellable = g_object_ref(note->cancellable);
    report->context = g_variant_ref_sink(context);
    report->done = done;
    report->data = user_data;
    report->free_data = free_data;
    fill(dialog, report);
    g_hash_table_add(note->dialogs, dialog);
    g_signal_connect(dialog, "response", G_CALLBACK(on_response), report);
    g_signal_connect(dialog, "destroy", G_CALLBACK(on_destroy), report);
    gtk_window_present(GTK_WINDOW(dialog));
}

HemoClawsNote *
hemo_claws_note_new(HemoClaws *claws)
{
    HemoClawsNote *note = g_new0(HemoClawsNote, 1);

    note->claws = claws;
    note->cancellable = g_cancellable_new();
    note->dialogs = g_hash_table_new(NULL, NULL);
    return note;
}

void
hemo_claws_note_free(HemoClawsNote *note)
{
    g_autoptr(GList) dialogs = NULL;

    if (note == NULL)
        return;
    g_cancellable_cancel(note->cancellable);
    dialogs = g_hash_table_get_keys(note->dialogs);
    for (GList *l = dialogs; l != NULL; l = l->next)
        gtk_widget_destroy(l->data);
    g_hash_table_unref(note->dialogs);
    g_object_unref(note->cancellable);
    g_free(note);
}
