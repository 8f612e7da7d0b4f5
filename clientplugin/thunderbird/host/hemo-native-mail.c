/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-native-mail.h.
 */
#include "hemo-native-mail.h"

#include "hemo-native-agent.h"
#include "hemo-native-value.h"
#include "hemo-sealed-fd.h"

#include <glib/gi18n-lib.h>

/* All that the envelope of Assess can say. */
static const HemoNativeValue envelope_values[] = {
    {"account", "s"},
    {"from", "s"},
    {"to", "as"},
    {"cc", "as"},
    {"bcc", "as"},
    {"mode", "s"},
    {"format", "s"},
    {"rung", "s"},
    {"answered", "s"},
    {NULL, NULL},
};

/* The place of the blob @name in @fds, -1 and @error. */
static int
append_blob(const HemoNativeRequest *request,
            GUnixFDList *fds,
            const char *name,
            GError **error)
{
    int fd = hemo_native_blobs_find(request->native->blobs, name, error);

    return fd >= 0 ? g_unix_fd_list_append(fds, fd, error) : -1;
}

static int
append_named(const HemoNativeRequest *request,
             GUnixFDList *fds,
             const char *member,
             GError **error)
{
    g_autoptr(HemoSecret) name = hemo_native_request_text(request, member, error);

    return name != NULL ? append_blob(request, fds, hemo_secret_text(name), error) : -1;
}

/* The blobs of the member "parts" (no such member: none) as handles "ah", floating. */
static GVariant *
append_parts(const HemoNativeRequest *request, GUnixFDList *fds, GError **error)
{
    HemoSlice member = hemo_native_request_member(request, "parts");
    g_autoptr(GVariant) names = NULL;
    GVariantBuilder handles;
    int index = 0;

    g_variant_builder_init(&handles, G_VARIANT_TYPE("ah"));
    if (member.size == 0)
        return g_variant_builder_end(&handles);
    names = hemo_native_request_value(request, "parts", "as", error);
    for (gsize i = 0; names != NULL && index >= 0 && i < g_variant_n_children(names); i++) {
        const char *name = NULL;

        g_variant_get_child(names, i, "&s", &name);
        index = append_blob(request, fds, name, error);
        g_variant_builder_add(&handles, "h", index);
    }
    if (names != NULL && index >= 0)
        return g_variant_builder_end(&handles);
    g_variant_builder_clear(&handles);
    return NULL;
}

/* The compose JSON goes into a blob as it stands in the frame: nobody reads it here. */
static gboolean
keep_mail(HemoNativeRequest *request, HemoSlice json, GError **error)
{
    int fd = hemo_sealed_fd_new(&json, 1, error);

    if (fd >= 0)
        request->made =
            g_strdup(hemo_native_blobs_add(request->native->blobs, "mail", fd, error));
    return request->made != NULL;
}

static int
append_mail(HemoNativeRequest *request, GUnixFDList *fds, GError **error)
{
    HemoSlice mail = hemo_native_request_member(request, "mail");

    if (hemo_native_json_kind(mail) != HEMO_NATIVE_JSON_OBJECT)
        return append_named(request, fds, "mail", error);
    return keep_mail(request, mail, error) ? append_blob(request, fds, request->made, error)
                                           : -1;
}

static GVariant *
make_verdict(HemoNativeRequest *request, GVariant *values, GUnixFDList *fds, GError **error)
{
    g_autoptr(GVariant) details = NULL;
    const char *verdict = NULL;
    const char *ticket = NULL;
    GVariantBuilder answer;

    g_variant_get(values, "(&s&s@a{sv})", &verdict, &ticket, &details);
    g_variant_builder_init(&answer, G_VARIANT_TYPE_VARDICT);
    g_variant_builder_add(&answer, "{sv}", "verdict", g_variant_new_string(verdict));
    g_variant_builder_add(&answer, "{sv}", "ticket", g_variant_new_string(ticket));
    g_variant_builder_add(&answer, "{sv}", "details", details);
    if (request->made != NULL)
        g_variant_builder_add(&answer, "{sv}", "blob", g_variant_new_string(request->made));
    return g_variant_builder_end(&answer);
}

void
hemo_native_mail_assess(HemoNativeRequest *request)
{
    g_autoptr(GUnixFDList) fds = g_unix_fd_list_new();
    GError *error = NULL;
    int mail = append_mail(request, fds, &error);
    GVariant *parts = mail >= 0 ? append_parts(request, fds, &error) : NULL;
    GVariant *envelope = NULL;

    if (parts != NULL)
        envelope = hemo_native_value_dict(hemo_native_request_member(request, "envelope"),
                                          envelope_values,
                                          &error);
    if (envelope == NULL) {
        g_clear_pointer(&parts, g_variant_unref);
        hemo_native_request_refuse(request, error);
        return;
    }
    hemo_native_agent_call(request,
                           "Assess",
                           g_variant_new("(h@ah@a{sv})", mail, parts, envelope),
                           g_steal_pointer(&fds),
                           make_verdict);
}

void
hemo_native_mail_answer(HemoNativeRequest *request)
{
    GError *error = NULL;
    g_autoptr(HemoSecret) ticket = hemo_native_request_text(request, "ticket", &error);
    g_autoptr(HemoSecret) choice = NULL;
    g_autoptr(HemoSecret) reason =
        hemo_native_json_text(hemo_native_request_member(request, "reason"));

    if (ticket != NULL)
        choice = hemo_native_request_text(request, "choice", &error);
    if (choice == NULL) {
        hemo_native_request_refuse(request, error);
        return;
    }
    hemo_native_agent_call(request,
                           "Answer",
                           g_variant_new("(sss)",
                                         hemo_secret_text(ticket),
                                         hemo_secret_text(choice),
                                         reason != NULL ? hemo_secret_text(reason) : ""),
                           NULL,
                           make_verdict);
}

/* One message of Protect with the name and size of its blob in front; NULL and @error. */
static GVariant *
make_message(HemoNativeBlobs *blobs, GVariant *message, GUnixFDList *fds, GError **error)
{
    g_autoptr(GVariant) values = NULL;
    GVariantBuilder made;
    GVariantIter iter;
    const char *name;
    GVariant *value;
    int index = -1;
    int fd;

    g_variant_get(message, "(h@a{sv})", &index, &values);
    fd = fds != NULL ? g_unix_fd_list_get(fds, index, error) : -1;
    name = fd >= 0 ? hemo_native_blobs_add(blobs, "message", fd, error) : NULL;
    if (name == NULL)
        return NULL;
    g_variant_builder_init(&made, G_VARIANT_TYPE_VARDICT);
    g_variant_builder_add(&made, "{sv}", "blob", g_variant_new_string(name));
    g_variant_builder_add(&made,
                          "{sv}",
                          "size",
                          g_variant_new_uint64(hemo_native_blobs_size(blobs, name)));
    g_variant_iter_init(&iter, values);
    while (g_variant_iter_next(&iter, "{&s@v}", &name, &value)) {
        g_variant_builder_add(&made, "{s@v}", name, value);
        g_variant_unref(value);
    }
    return g_variant_builder_end(&made);
}

/* What was kept of messages that the add-on will not hear of. */
static void
drop_messages(HemoNativeBlobs *blobs, GPtrArray *made)
{
    for (guint i = 0; i < made->len; i++) {
        const char *name = NULL;

        g_variant_lookup(made->pdata[i], "blob", "&s", &name);
        hemo_native_blobs_drop(blobs, name);
    }
}

static GVariant *
make_messages(HemoNativeRequest *request, GVariant *values, GUnixFDList *fds, GError **error)
{
    g_autoptr(GVariant) messages = g_variant_get_child_value(values, 0);
    g_autoptr(GPtrArray) made = g_ptr_array_new_with_free_func((GDestroyNotify)g_variant_unref);
    HemoNativeBlobs *blobs = request->native->blobs;
    GVariantBuilder answer;

    for (gsize i = 0; i < g_variant_n_children(messages); i++) {
        g_autoptr(GVariant) message = g_variant_get_child_value(messages, i);
        GVariant *one = make_message(blobs, message, fds, error);

        if (one == NULL) {
            drop_messages(blobs, made);
            return NULL;
        }
        g_ptr_array_add(made, g_variant_ref_sink(one));
    }
    g_variant_builder_init(&answer, G_VARIANT_TYPE_VARDICT);
    g_variant_builder_add(
        &answer,
        "{sv}",
        "messages",
        g_variant_new_array(G_VARIANT_TYPE_VARDICT, (GVariant *const *)made->pdata, made->len));
    return g_variant_builder_end(&answer);
}

void
hemo_native_mail_protect(HemoNativeRequest *request)
{
    g_autoptr(GUnixFDList) fds = g_unix_fd_list_new();
    GError *error = NULL;
    g_autoptr(HemoSecret) ticket = hemo_native_request_text(request, "ticket", &error);
    int mail = ticket != NULL ? append_named(request, fds, "mail", &error) : -1;
    GVariant *parts = mail >= 0 ? append_parts(request, fds, &error) : NULL;

    if (parts == NULL) {
        hemo_native_request_refuse(request, error);
        return;
    }
    hemo_native_agent_call(request,
                           "Protect",
                           g_variant_new("(sh@ah)", hemo_secret_text(ticket), mail, parts),
                           g_steal_pointer(&fds),
                           make_messages);
}

void
hemo_native_mail_sent(HemoNativeRequest *request)
{
    GError *error = NULL;
    g_autoptr(HemoSecret) ticket = hemo_native_request_text(request, "ticket", &error);
    GVariant *messages = NULL;

    if (ticket != NULL)
        messages = hemo_native_request_value(request, "messages", "a(sas)", &error);
    if (messages == NULL) {
        hemo_native_request_refuse(request, error);
        return;
    }
    hemo_native_agent_call(request,
                           "Sent",
                           g_variant_new("(s@a(sas))", hemo_secret_text(ticket), messages),
                           NULL,
                           NULL);
}

void
hemo_native_mail_abandon(HemoNativeRequest *request)
{
    GError *error = NULL;
    g_autoptr(HemoSecret) ticket = hemo_native_request_text(request, "ticket", &error);

    if (ticket == NULL)
        hemo_native_request_refuse(request, error);
    else
        hemo_native_agent_call(request,
                               "Abandon",
                               g_variant_new("(s)", hemo_secret_text(ticket)),
                               NULL,
                               NULL);
}

static GVariant *
make_comparison(HemoNativeRequest *request, GVariant *values, GUnixFDList *fds, GError **error)
{
    gboolean same = FALSE;
    const char *words = NULL;
    GVariantBuilder answer;

    g_variant_get(values, "(b&s)", &same, &words);
    g_variant_builder_init(&answer, G_VARIANT_TYPE_VARDICT);
    g_variant_builder_add(&answer, "{sv}", "same", g_variant_new_boolean(same));
    g_variant_builder_add(&answer, "{sv}", "words", g_variant_new_string(words));
    return g_variant_builder_end(&answer);
}

void
hemo_native_mail_check(HemoNativeRequest *request)
{
    g_autoptr(GUnixFDList) fds = g_unix_fd_list_new();
    GError *error = NULL;
    g_autoptr(HemoSecret) ticket = hemo_native_request_text(request, "ticket", &error);
    int mail = ticket != NULL ? append_named(request, fds, "blob", &error) : -1;

    if (mail < 0)
        hemo_native_request_refuse(request, error);
    else
        hemo_native_agent_call(request,
                               "Check",
                               g_variant_new("(sh)", hemo_secret_text(ticket), mail),
                               g_steal_pointer(&fds),
                               make_comparison);
}

void
hemo_native_mail_watch(HemoNativeRequest *request)
{
    GError *error = NULL;
    g_autoptr(HemoSecret) account = hemo_native_request_text(request, "account", &error);
    GVariant *addresses = NULL;

    if (account != NULL)
        addresses = hemo_native_request_value(request, "addresses", "as", &error);
    if (addresses == NULL) {
        hemo_native_request_refuse(request, error);
        return;
    }
    hemo_native_agent_call(request,
                           "Watch",
                           g_variant_new("(s@as)", hemo_secret_text(account), addresses),
                           NULL,
                           NULL);
}
