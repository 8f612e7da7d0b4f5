/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-record.h.
 */
#include "hemo-cli-record.h"

#include "hemo-cli-fingerprint.h"
#include "hemo-cli-key-words.h"
#include "hemo-cli-words.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <json-glib/json-glib.h>

/* A record that somebody tampered with is shown too: nothing in it need be of its type. */
static const char *
node_text(JsonNode *node)
{
    return node != NULL && JSON_NODE_HOLDS_VALUE(node) &&
                   json_node_get_value_type(node) == G_TYPE_STRING
               ? json_node_get_string(node)
               : "";
}

static const char *
find_text(JsonObject *object, const char *member)
{
    return node_text(json_object_get_member(object, member));
}

static gint64
find_number(JsonObject *object, const char *member)
{
    JsonNode *node = json_object_get_member(object, member);

    return node != NULL && JSON_NODE_HOLDS_VALUE(node) ? json_node_get_int(node) : 0;
}

static JsonArray *
find_array(JsonObject *object, const char *member)
{
    JsonNode *node = json_object_get_member(object, member);

    return node != NULL && JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
}

/* NULL if element @index is no object. */
static JsonObject *
find_object(JsonArray *array, guint index)
{
    JsonNode *node = json_array_get_element(array, index);

    return JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
}

static guint
count(JsonArray *array)
{
    return array != NULL ? json_array_get_length(array) : 0;
}

/* The words for each of @codes, with @between in between. */
static void
add_codes(GString *words,
          JsonArray *codes,
          const char *(*find_words)(const char *code),
          const char *between)
{
    for (guint i = 0; i < count(codes); i++)
        g_string_append_printf(words,
                               "%s%s",
                               i > 0 ? between : "",
                               find_words(node_text(json_array_get_element(codes, i))));
}

static void
add_recipient(GString *words, JsonObject *one)
{
    g_string_append_printf(
        words,
        _("\n        %s: %s (their mail servers: %s)"),
        find_text(one, "domain"),
        hemo_cli_words_way(find_text(one, "method"), find_text(one, "verdict")),
        hemo_cli_words_level(find_text(one, "level")));
    if (count(find_array(one, "reasons")) > 0)
        g_string_append(words, "\n          ");
    add_codes(words, find_array(one, "reasons"), hemo_cli_words_reason, "\n          ");
}

static void
add_assess(GString *words, JsonObject *body)
{
    JsonArray *recipients = find_array(body, "recipients");

    g_string_append_printf(words,
                           _("judged: %s (found: %s; route %s)"),
                           hemo_cli_words_verdict(find_text(body, "verdict")),
                           hemo_cli_words_content(find_text(body, "content")),
                           find_text(body, "route"));
    for (guint i = 0; i < count(recipients); i++) {
        JsonObject *one = find_object(recipients, i);

        if (one != NULL)
            add_recipient(words, one);
    }
}

static void
add_protect(GString *words, JsonObject *body)
{
    JsonArray *messages = find_array(body, "messages");

    g_string_append(words, _("made ready:"));
    for (guint i = 0; i < count(messages); i++) {
        JsonObject *one = find_object(messages, i);
        gint64 n = one != NULL ? find_number(one, "recipients") : 0;

        if (one == NULL)
            continue;
        g_string_append_printf(words,
                               g_dngettext(GETTEXT_PACKAGE,
                                           "%s %s for %" PRId64 " recipient",
                                           "%s %s for %" PRId64 " recipients",
                                           (gulong)n),
                               i > 0 ? "," : "",
                               hemo_cli_words_way(find_text(one, "method"), "send"),
                               n);
    }
}

static void
add_sent(GString *words, JsonObject *body)
{
    gint64 n = find_number(body, "messages");

    g_string_append_printf(words,
                           g_dngettext(GETTEXT_PACKAGE,
                                       "handed to the mail server: %" PRId64 " message",
                                       "handed to the mail server: %" PRId64 " messages",
                                       (gulong)n),
                           n);
}

static void
add_answer(GString *words, JsonObject *body)
{
    g_string_append_printf(words,
                           _("the person chose: %s"),
                           hemo_cli_words_choice(find_text(body, "choice")));
}

static void
add_report(GString *words, JsonObject *body)
{
    g_string_append(words, _("a delivery report came back: "));
    add_codes(words, find_array(body, "groups"), hemo_cli_words_group, "; ");
}

static void
add_failed(GString *words, JsonObject *body)
{
    g_string_append_printf(words,
                           _("not sent: %s"),
                           hemo_cli_words_fault(find_text(body, "code")));
}

static void
add_abandoned(GString *words, JsonObject *body)
{
    g_string_append(words, _("not sent: it was given up, or the mail server did not take it"));
}

static void
add_mismatch(GString *words, JsonObject *body)
{
    g_string_append(words, _("WARNING: what was sent is not what had been checked: "));
    add_codes(words, find_array(body, "differs"), hemo_cli_words_difference, ", ");
}

static void
add_note(GString *words, JsonObject *body)
{
    g_string_append_printf(words,
                           _("somebody reported a problem: %s"),
                           hemo_cli_words_note(find_text(body, "kind")));
}

static void
add_unguarded(GString *words, JsonObject *body)
{
    g_string_append_printf(words,
                           _("WARNING: %s was running without Hemostat, so its mail was not "
                             "checked"),
                           find_text(body, "client"));
}

static void
add_reveal(GString *words, JsonObject *body)
{
    g_string_append(words, _("addresses in the audit were shown to somebody"));
}

static const struct {
    const char *act;
    const char *words;
} acts[] = {
    {"confirm", N_("a key was confirmed as its owner's")},
    {"revoke", N_("a key is never to be used again")},
    {"import", N_("a key was brought in")},
    {"import-own", N_("an own key was brought in")},
    {"export-own", N_("an own private key was handed out, to a mail program as a rule")},
    {"backup", N_("a copy of all about keys was written")},
    {"restore", N_("a copy of all about keys was brought back")},
    {"words", N_("the words that open somebody's PDFs were shown")},
    {"words-anew", N_("new words to open somebody's PDFs were made")},
};

static void
add_key(GString *words, JsonObject *body)
{
    const char *act = find_text(body, "act");
    const char *how = find_text(body, "how");
    g_autofree char *groups = hemo_cli_fingerprint_group(find_text(body, "fingerprint"));

    for (gsize i = 0; i < G_N_ELEMENTS(acts); i++) {
        if (g_str_equal(acts[i].act, act))
            act = _(acts[i].words);
    }
    g_string_append_printf(words, _("%s, by %s"), act, find_text(body, "by"));
    if (*how != '\0')
        g_string_append_printf(words, ", %s", hemo_cli_key_words_how(how));
    if (*groups != '\0')
        g_string_append_printf(words,
                               "\n        %s %s",
                               hemo_cli_key_words_kind(find_text(body, "kind")),
                               groups);
}

static void
add_gap(GString *words, JsonObject *body)
{
    g_string_append_printf(
        words,
        _("WARNING: records are missing (%" PRId64 " expected, %" PRId64 " found)"),
        find_number(body, "expected"),
        find_number(body, "found"));
}

static const struct {
    const char *event;
    void (*add)(GString *words, JsonObject *body);
} events[] = {
    {"assess", add_assess},
    {"protect", add_protect},
    {"sent", add_sent},
    {"answer", add_answer},
    {"report", add_report},
    {"failed", add_failed},
    {"abandoned", add_abandoned},
    {"mismatch", add_mismatch},
    {"note", add_note},
    {"unguarded", add_unguarded},
    {"reveal", add_reveal},
    {"gap", add_gap},
    {"key", add_key},
};

static void
add_event(GString *words, const char *event, const char *body)
{
    g_autoptr(JsonNode) node = json_from_string(body, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(events); i++) {
        if (g_str_equal(events[i].event, event) && node != NULL &&
            JSON_NODE_HOLDS_OBJECT(node)) {
            events[i].add(words, json_node_get_object(node));
            return;
        }
    }
    g_string_append_printf(words, "%s %s", event, body);
}

static char *
format_time(gint64 microseconds)
{
    g_autoptr(GDateTime) when = g_date_time_new_from_unix_local(microseconds / G_USEC_PER_SEC);

    return when != NULL ? g_date_time_format(when, "%Y-%m-%d %H:%M:%S") : g_strdup("-");
}

char *
hemo_cli_record_words(GVariant *record)
{
    GString *words = g_string_new(NULL);
    guint64 number = 0;
    gint64 time = 0;
    const char *mail = "";
    const char *event = "";
    const char *body = "";
    const char *sealed = "";
    g_autofree char *stamp = NULL;

    g_variant_lookup(record, "number", "t", &number);
    g_variant_lookup(record, "time", "x", &time);
    g_variant_lookup(record, "mail", "&s", &mail);
    g_variant_lookup(record, "event", "&s", &event);
    g_variant_lookup(record, "body", "&s", &body);
    g_variant_lookup(record, "sealed", "&s", &sealed);
    stamp = format_time(time);
    g_string_append_printf(words,
                           "%5" G_GUINT64_FORMAT "  %s  %-8.8s  ",
                           number,
                           stamp,
                           *mail != '\0' ? mail : "-");
    add_event(words, event, body);
    if (*sealed != '\0')
        g_string_append_printf(words, "\n        %s", sealed);
    return g_string_free(words, FALSE);
}
