/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-report-words.h.
 */
#include "hemo-report-words.h"

#include "hemo-address.h"
#include "hemo-dsn-recipient.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_LINES 5

/* Recipients of one domain to whom the same happened. */
typedef struct {
    char *domain; /* "" if there is no such thing in the report */
    HemoDsnAction action;
    HemoBounceGroup group;
    guint count;
} Outcome;

static void
clear_outcome(gpointer data)
{
    g_free(((Outcome *)data)->domain);
}

static Outcome
read_outcome(GVariant *recipient)
{
    const char *address = "";
    const char *action = "";
    const char *group = "";
    g_autoptr(HemoAddress) parsed = NULL;
    Outcome outcome = {.count = 1};

    g_variant_lookup(recipient, "address", "&s", &address);
    g_variant_lookup(recipient, "action", "&s", &action);
    g_variant_lookup(recipient, "group", "&s", &group);
    parsed = hemo_address_parse(address, NULL);
    outcome.domain = g_strdup(parsed != NULL ? hemo_address_domain(parsed) : "");
    outcome.action = (HemoDsnAction)hemo_names_value(hemo_dsn_action_names, action, 0);
    outcome.group = (HemoBounceGroup)hemo_names_value(hemo_bounce_group_names, group, 0);
    return outcome;
}

/* Takes @outcome. */
static void
add_outcome(GArray *outcomes, Outcome outcome)
{
    for (guint i = 0; i < outcomes->len; i++) {
        Outcome *other = &g_array_index(outcomes, Outcome, i);

        if (strcmp(other->domain, outcome.domain) == 0 && other->action == outcome.action &&
            other->group == outcome.group) {
            other->count++;
            clear_outcome(&outcome);
            return;
        }
    }
    g_array_append_val(outcomes, outcome);
}

static char *
failed_words(const Outcome *outcome, const char *domain)
{
    return g_strdup_printf(ngettext("%u message to %s was not delivered: %s",
                                    "%u messages to %s were not delivered: %s",
                                    outcome->count),
                           outcome->count,
                           domain,
                           hemo_bounce_group_words(outcome->group));
}

static char *
delayed_words(const Outcome *outcome, const char *domain)
{
    return g_strdup_printf(ngettext("%u message to %s has not been delivered yet: %s",
                                    "%u messages to %s have not been delivered yet: %s",
                                    outcome->count),
                           outcome->count,
                           domain,
                           hemo_bounce_group_words(outcome->group));
}

static char *
delivered_words(const Outcome *outcome, const char *domain)
{
    return g_strdup_printf(ngettext("%u message to %s was delivered",
                                    "%u messages to %s were delivered",
                                    outcome->count),
                           outcome->count,
                           domain);
}

static char *
relayed_words(const Outcome *outcome, const char *domain)
{
    return g_strdup_printf(
        ngettext("%u message to %s was handed on to a server that gives no reports",
                 "%u messages to %s were handed on to a server that gives no reports",
                 outcome->count),
        outcome->count,
        domain);
}

static char *
unknown_words(const Outcome *outcome, const char *domain)
{
    return g_strdup_printf(ngettext("what became of %u message to %s is not said",
                                    "what became of %u messages to %s is not said",
                                    outcome->count),
                           outcome->count,
                           domain);
}

static char *
outcome_words(const Outcome *outcome)
{
    const char *domain = *outcome->domain != '\0' ? outcome->domain : _("an unknown domain");

    switch (outcome->action) {
    case HEMO_DSN_ACTION_FAILED:
        return failed_words(outcome, domain);
    case HEMO_DSN_ACTION_DELAYED:
        return delayed_words(outcome, domain);
    case HEMO_DSN_ACTION_DELIVERED:
    case HEMO_DSN_ACTION_EXPANDED:
        return delivered_words(outcome, domain);
    case HEMO_DSN_ACTION_RELAYED:
        return relayed_words(outcome, domain);
    case HEMO_DSN_ACTION_NONE:
        break;
    }
    return unknown_words(outcome, domain);
}

static GArray *
read_outcomes(GVariant *recipients)
{
    GArray *outcomes = g_array_new(FALSE, TRUE, sizeof(Outcome));

    g_array_set_clear_func(outcomes, clear_outcome);
    for (gsize i = 0; i < g_variant_n_children(recipients); i++) {
        g_autoptr(GVariant) one = g_variant_get_child_value(recipients, i);

        add_outcome(outcomes, read_outcome(one));
    }
    return outcomes;
}

static void
add_rest(GString *words, const GArray *outcomes)
{
    guint rest = 0;

    for (guint i = MAX_LINES; i < outcomes->len; i++)
        rest += g_array_index(outcomes, Outcome, i).count;
    if (rest > 0)
        g_string_append_printf(words, ngettext("\nand %u more", "\nand %u more", rest), rest);
}

char *
hemo_report_words_make(GVariant *recipients)
{
    g_autoptr(GArray) outcomes = read_outcomes(recipients);
    GString *words = g_string_new(NULL);

    for (guint i = 0; i < MIN(outcomes->len, MAX_LINES); i++) {
        g_autofree char *line = outcome_words(&g_array_index(outcomes, Outcome, i));

        g_string_append_printf(words, "%s%s", i > 0 ? "\n" : "", line);
    }
    add_rest(words, outcomes);
    return g_string_free(words, FALSE);
}
