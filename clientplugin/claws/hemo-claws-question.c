/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claws-question.h.  Text of a mail or of the agent is never markup.
 */
#include "hemo-claws-question.h"

#include "hemo-claws-concerned.h"

#include <glib/gi18n-lib.h>

#define SPACE       6   /* px */
#define TEXT_WIDTH  62  /* characters */
#define MOST_HEIGHT 560 /* px, then it scrolls */
#define MOST_ROWS                                                                              \
    40                /* of one kind; more would keep the program busy, and nobody reads them  \
                       */
#define MOST_TEXT 400 /* characters of one row */

typedef struct {
    HemoClawsQuestionAnswered answered;
    gpointer user_data;
    GHashTable *choices; /* GtkWidget* (a radio button) -> id */
    GtkWidget *go_on;
} Question;

static void
question_free(gpointer data, GClosure *closure)
{
    Question *question = data;

    g_hash_table_unref(question->choices);
    g_free(question);
}

static const char *
chosen(const Question *question)
{
    GHashTableIter iter;
    gpointer button;
    gpointer id;

    g_hash_table_iter_init(&iter, question->choices);
    while (g_hash_table_iter_next(&iter, &button, &id)) {
        if (gtk_toggle_button_get_active(button))
            return id;
    }
    return NULL;
}

static void
on_response(GtkDialog *dialog, int response, gpointer data)
{
    Question *question = data;
    HemoClawsQuestionAnswered answered = question->answered;
    gpointer user_data = question->user_data;
    g_autofree char *choice = NULL;

    if (response == GTK_RESPONSE_ACCEPT)
        choice = g_strdup(chosen(question));
    else if (response == GTK_RESPONSE_APPLY)
        choice = g_strdup(HEMO_CLAWS_QUESTION_RETRY);
    gtk_widget_destroy(GTK_WIDGET(dialog)); /* frees question */
    answered(choice, user_data);
}

static void
on_chosen(GtkToggleButton *button, gpointer data)
{
    const Question *question = data;

    gtk_widget_set_sensitive(question->go_on, chosen(question) != NULL);
}

/* @text, cut to what can be read; the caller owns it. */
static char *
shorten(const char *text)
{
    const char *end = text;

    for (guint i = 0; i < MOST_TEXT && *end != '\0'; i++)
        end = g_utf8_next_char(end);
    return *end == '\0' ? g_strdup(text) : g_strdup_printf("%.*s…", (int)(end - text), text);
}

static GtkWidget *
add_label(GtkBox *box, const char *text)
{
    g_autofree char *shown = shorten(text);
    GtkWidget *label = gtk_label_new(shown);

    gtk_label_set_line_wrap(GTK_LABEL(label), TRUE);
    gtk_label_set_line_wrap_mode(GTK_LABEL(label), PANGO_WRAP_WORD_CHAR);
    gtk_label_set_width_chars(GTK_LABEL(label), TEXT_WIDTH);
    gtk_label_set_max_width_chars(GTK_LABEL(label), TEXT_WIDTH);
    gtk_label_set_xalign(GTK_LABEL(label), 0);
    gtk_label_set_selectable(GTK_LABEL(label), FALSE);
    gtk_box_pack_start(box, label, FALSE, FALSE, 0);
    return label;
}

static void
make_bold(GtkWidget *label, double scale)
{
    g_autoptr(PangoAttrList) attributes = pango_attr_list_new();

    pango_attr_list_insert(attributes, pango_attr_weight_new(PANGO_WEIGHT_BOLD));
    pango_attr_list_insert(attributes, pango_attr_scale_new(scale));
    gtk_label_set_attributes(GTK_LABEL(label), attributes);
}

/* Says how many of @n rows are not shown, if any. */
static void
add_rest(GtkBox *box, gsize n)
{
    g_autofree char *words = NULL;

    if (n <= MOST_ROWS)
        return;
    words = g_strdup_printf(ngettext("and %u more", "and %u more", (gulong)(n - MOST_ROWS)),
                            (guint)(n - MOST_ROWS));
    gtk_widget_set_margin_start(add_label(box, words), SPACE);
}

static void
add_heading(GtkBox *box, const char *text)
{
    GtkWidget *label = add_label(box, text);

    make_bold(label, 1.0);
    gtk_widget_set_margin_top(label, SPACE * 2);
}

static void
add_lines(GtkBox *box, const char *heading, const char *const *lines)
{
    if (lines == NULL || lines[0] == NULL)
        return;
    add_heading(box, heading);
    for (gsize i = 0; lines[i] != NULL && i < MOST_ROWS; i++) {
        g_autofree char *line = g_strconcat("•\302\240", lines[i], NULL);

        gtk_widget_set_margin_start(add_label(box, line), SPACE);
    }
    add_rest(box, g_strv_length((char **)lines));
}

/* How each verdict about a recipient looks; words say the same. */
static const struct {
    const char *verdict;
    const char *icon;
    const char *words;
} looks[] = {
    {"send", "emblem-ok-symbolic", N_("can be sent")},
    {"protect", "channel-secure-symbolic", N_("can be sent, protected")},
    {"ask", "avatar-default-symbolic", N_("needs your answer")},
    {"hold", "dialog-warning-symbolic", N_("cannot be sent")},
};

static gsize
find_look(const char *verdict)
{
    gsize i = 0;

    while (i + 1 < G_N_ELEMENTS(looks) && !g_str_equal(looks[i].verdict, verdict))
        i++;
    return i;
}

static void
add_concerned(GtkBox *box, const HemoClawsConcerned *concerned)
{
    gsize look = find_look(concerned->verdict);
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, SPACE);
    GtkWidget *lines = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
    GtkWidget *icon = gtk_image_new_from_icon_name(looks[look].icon, GTK_ICON_SIZE_BUTTON);
    g_autofree char *names = hemo_claws_concerned_names(concerned);
    g_autofree char *first = g_strdup_printf("%s: %s", names, _(looks[look].words));

    gtk_widget_set_valign(icon, GTK_ALIGN_START);
    atk_object_set_name(gtk_widget_get_accessible(icon), _(looks[look].words));
    gtk_box_pack_start(GTK_BOX(row), icon, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(row), lines, TRUE, TRUE, 0);
    add_label(GTK_BOX(lines), first);
    if (*concerned->words != '\0')
        gtk_style_context_add_class(
            gtk_widget_get_style_context(add_label(GTK_BOX(lines), concerned->words)),
            "dim-label");
    gtk_widget_set_margin_start(row, SPACE);
    gtk_box_pack_start(box, row, FALSE, FALSE, 0);
}

static void
add_recipients(GtkBox *box, GVariant *details)
{
    g_autoptr(GVariant) list =
        g_variant_lookup_value(details, "recipients", G_VARIANT_TYPE("aa{sv}"));
    g_autoptr(GPtrArray) groups = NULL;

    if (list == NULL || g_variant_n_children(list) == 0)
        return;
    add_heading(box, _("Whom it concerns"));
    groups = hemo_claws_concerned_group(list);
    for (guint i = 0; i < MIN(groups->len, MOST_ROWS); i++)
        add_concerned(box, groups->pdata[i]);
    add_rest(box, groups->len);
}

/* Nothing is chosen unless the agent recommends it: a hidden button of the group holds the
 * place. */
static GtkWidget *
add_choice(GtkBox *box, Question *question, GtkWidget *group, GVariant *choice)
{
    const char *id = "";
    const char *words = "";
    gboolean recommended = FALSE;
    GtkWidget *button;

    g_variant_lookup(choice, "id", "&s", &id);
    g_variant_lookup(choice, "words", "&s", &words);
    g_variant_lookup(choice, "recommended", "b", &recommended);
    button = gtk_radio_button_new_with_label_from_widget(GTK_RADIO_BUTTON(group), words);
    gtk_label_set_line_wrap(GTK_LABEL(gtk_bin_get_child(GTK_BIN(button))), TRUE);
    gtk_box_pack_start(box, button, FALSE, FALSE, 0);
    g_hash_table_insert(question->choices, button, g_strdup(id));
    if (recommended)
        gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(button), TRUE);
    g_signal_connect(button, "toggled", G_CALLBACK(on_chosen), question);
    return button;
}

static void
add_choices(GtkBox *box, Question *question, GVariant *details)
{
    g_autoptr(GVariant) list =
        g_variant_lookup_value(details, "choices", G_VARIANT_TYPE("aa{sv}"));
    GtkWidget *group;

    if (list == NULL || g_variant_n_children(list) == 0)
        return;
    add_heading(box, _("What shall be done?"));
    group = gtk_radio_button_new(NULL);
    gtk_widget_set_no_show_all(group, TRUE);
    gtk_box_pack_start(box, group, FALSE, FALSE, 0);
    for (gsize i = 0; i < MIN(g_variant_n_children(list), MOST_ROWS); i++) {
        g_autoptr(GVariant) choice = g_variant_get_child_value(list, i);

        add_choice(box, question, group, choice);
    }
}

static void
add_details(GtkBox *box, Question *question, GVariant *details)
{
    g_autofree const char **reasons = NULL;
    g_autofree const char **remedies = NULL;

    g_variant_lookup(details, "reasons", "^a&s", &reasons);
    g_variant_lookup(details, "remedies", "^a&s", &remedies);
    add_lines(box, _("What was found"), reasons);
    add_recipients(box, details);
    add_lines(box, _("What you can do"), remedies);
    add_choices(box, question, details);
}

/* What became of a mail that the agent did not let go; text tells who had it before. */
static const char *
where_it_is(const HemoClawsQuestion *asked)
{
    if (asked->only_notice)
        return asked->text == NULL ? _("The mail was not sent.")
                                   : _("It was not sent to anybody else.");
    if (asked->text == NULL && !asked->retry)
        return _("The mail was not sent yet. It is still here.");
    return asked->text == NULL ? _("The mail was not sent. It is still here.")
                               : _("It was not sent to anybody else. It is still here.");
}

static GtkWidget *
make_content(Question *question, const HemoClawsQuestion *asked)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, SPACE);
    GtkWidget *scroll = gtk_scrolled_window_new(NULL, NULL);

    make_bold(add_label(GTK_BOX(box), asked->title), PANGO_SCALE_LARGE);
    if (asked->text != NULL)
        add_label(GTK_BOX(box), asked->text);
    if (asked->details != NULL)
        add_label(GTK_BOX(box), where_it_is(asked));
    if (asked->details != NULL)
        add_details(GTK_BOX(box), question, asked->details);
    gtk_container_set_border_width(GTK_CONTAINER(box), SPACE * 3);
    gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scroll),
                                   GTK_POLICY_NEVER,
                                   GTK_POLICY_AUTOMATIC);
    gtk_scrolled_window_set_propagate_natural_height(GTK_SCROLLED_WINDOW(scroll), TRUE);
    gtk_scrolled_window_set_max_content_height(GTK_SCROLLED_WINDOW(scroll), MOST_HEIGHT);
    gtk_container_add(GTK_CONTAINER(scroll), box);
    return scroll;
}

static void
add_buttons(GtkDialog *dialog, Question *question, const HemoClawsQuestion *asked)
{
    GtkWidget *back =
        gtk_dialog_add_button(dialog,
                              asked->only_notice ? _("_Close") : _("_Back to the mail"),
                              GTK_RESPONSE_CANCEL);

    if (asked->retry)
        gtk_dialog_add_button(dialog, _("_Try again"), GTK_RESPONSE_APPLY);
    if (g_hash_table_size(question->choices) > 0) {
        question->go_on = gtk_dialog_add_button(dialog, _("_Go on"), GTK_RESPONSE_ACCEPT);
        gtk_widget_set_sensitive(question->go_on, chosen(question) != NULL);
    }
    gtk_dialog_set_default_response(dialog, GTK_RESPONSE_CANCEL);
    gtk_widget_grab_focus(back);
}

GtkWidget *
hemo_claws_question_show(GtkWindow *parent,
                         const HemoClawsQuestion *asked,
                         HemoClawsQuestionAnswered answered,
                         gpointer user_data)
{
    Question *question = g_new0(Question, 1);
    GtkWidget *dialog =
        gtk_dialog_new_with_buttons(_("Hemostat"),
                                    parent,
                                    GTK_DIALOG_MODAL | GTK_DIALOG_DESTROY_WITH_PARENT,
                                    NULL,
                                    NULL);
    GtkWidget *area = gtk_dialog_get_content_area(GTK_DIALOG(dialog));

    question->answered = answered;
    question->user_data = user_data;
    question->choices = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    gtk_box_pack_start(GTK_BOX(area), make_content(question, asked), TRUE, TRUE, 0);
    add_buttons(GTK_DIALOG(dialog), question, asked);
    atk_object_set_role(gtk_widget_get_accessible(dialog), ATK_ROLE_ALERT);
    atk_object_set_description(gtk_widget_get_accessible(dialog), asked->title);
    g_signal_connect_data(dialog,
                          "response",
                          G_CALLBACK(on_response),
                          question,
                          question_free,
                          0);
    gtk_widget_show_all(dialog);
    return dialog;
}
