/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-native-account.h.
 */
#include "hemo-native-account.h"

#include "hemo-error.h"
#include "hemo-fetch-words.h"
#include "hemo-mozilla-account.h"
#include "hemo-native-agent.h"

#include <glib/gi18n-lib.h>

/* All that the add-on may know of the preferences. */
static const char *const shown_prefs[] = {
    "mail.SpellCheckBeforeSend",
    "mail.compose.attach_http_images",
    "mail.compose.autosave",
    "mail.compose.autosaveinterval",
    "mail.dsn.always_request_on",
    "mail.dsn.request_never_on",
    "mail.dsn.request_on_delay_on",
    "mail.dsn.request_on_failure_on",
    "mail.dsn.request_on_success_on",
    "mail.dsn.ret_full_on",
    "mail.openpgp.allow_external_gnupg",
    "mailnews.sendInBackground",
    NULL,
};

const char *
hemo_native_account_security(const HemoMailServer *server, gboolean unchecked)
{
    if (server->security != HEMO_SECURITY_STARTTLS && server->security != HEMO_SECURITY_TLS)
        return "none";
    if (unchecked)
        return "unverified";
    return server->security == HEMO_SECURITY_TLS ? "tls" : "starttls";
}

static void
add_text(GVariantBuilder *values, const char *name, const char *text)
{
    g_variant_builder_add(values, "{sv}", name, g_variant_new_string(text));
}

static const char *
find_security(const HemoNativeSettings *settings, const HemoMailAccount *account)
{
    if (account->uses_command)
        return "other";
    return hemo_native_account_security(
        &account->out,
        hemo_native_settings_is_unchecked(settings, &account->out));
}

/* The a{sv} of Agent1.Account. */
static GVariant *
make_claim(const HemoNativeSettings *settings, const HemoMailAccount *account, const char *from)
{
    GVariantBuilder values;

    g_variant_builder_init(&values, G_VARIANT_TYPE_VARDICT);
    add_text(&values, "from", from);
    add_text(&values, "host", account->out.host);
    g_variant_builder_add(&values, "{sv}", "port", g_variant_new_uint16(account->out.port));
    add_text(&values, "user", account->user);
    add_text(&values, "security", find_security(settings, account));
    return g_variant_ref_sink(g_variant_builder_end(&values));
}

/* The identity of the request as the settings have it, and its claim; NULL and @error. */
static GVariant *
read_claim(HemoSlice identity, const char *from, GError **error)
{
    g_autoptr(HemoSecret) id = hemo_native_json_text(hemo_native_json_member(identity, "id"));
    g_autoptr(HemoNativeSettings) settings = NULL;
    g_autoptr(HemoMailAccount) account = NULL;

    settings = hemo_native_settings_load(error);
    if (settings == NULL)
        return NULL;
    if (id != NULL)
        account = hemo_mozilla_account_identity(settings->own, hemo_secret_text(id));
    if (account != NULL)
        return make_claim(settings, account, from);
    hemo_error_set(
        error,
        HEMO_ERROR_NOT_FOUND,
        _("Hemostat does not find this address among the accounts of Thunderbird: if "
          "you have just set it up, close Thunderbird and open it again"));
    return NULL;
}

static GVariant *
make_account(HemoNativeRequest *request, GVariant *values, GUnixFDList *fds, GError **error)
{
    HemoSlice identity = hemo_native_request_member(request, "identity");
    g_autoptr(HemoSecret) from =
        hemo_native_json_text(hemo_native_json_member(identity, "from"));
    GVariant *claim = g_hash_table_lookup(request->native->claims, hemo_secret_text(from));
    GVariantBuilder answer;
    const char *account = "";
    const char *security = "";
    const char *host = "";

    g_variant_get(values, "(&s)", &account);
    g_variant_lookup(claim, "security", "&s", &security);
    g_variant_lookup(claim, "host", "&s", &host);
    g_variant_builder_init(&answer, G_VARIANT_TYPE_VARDICT);
    add_text(&answer, "account", account);
    add_text(&answer, "security", security);
    add_text(&answer, "host", host);
    return g_variant_builder_end(&answer);
}

static void
refuse_invalid(HemoNativeRequest *request)
{
    GError *error = NULL;

    hemo_error_set(&error,
                   HEMO_ERROR_INVALID,
                   _("the mail program sent something that Hemostat does not know"));
    hemo_native_request_refuse(request, error);
}

void
hemo_native_account(HemoNativeRequest *request)
{
    HemoSlice identity = hemo_native_request_member(request, "identity");
    g_autoptr(HemoSecret) from =
        hemo_native_json_text(hemo_native_json_member(identity, "from"));
    GError *error = NULL;
    GVariant *claim = NULL;

    if (from == NULL) {
        refuse_invalid(request);
        return;
    }
    claim = read_claim(identity, hemo_secret_text(from), &error);
    if (claim == NULL) {
        hemo_native_request_refuse(request, error);
        return;
    }
    g_hash_table_replace(request->native->claims, g_strdup(hemo_secret_text(from)), claim);
    hemo_native_agent_call(request,
                           "Account",
                           g_variant_new("(@a{sv})", claim),
                           NULL,
                           make_account);
}

static HemoFetchWords
find_leg(const HemoMailAccount *account, gboolean unchecked)
{
    switch (account->protocol) {
    case HEMO_MAIL_PROTOCOL_POP:
    case HEMO_MAIL_PROTOCOL_IMAP:
        break;
    case HEMO_MAIL_PROTOCOL_LOCAL:
        return HEMO_FETCH_WORDS_HERE;
    case HEMO_MAIL_PROTOCOL_INVALID:
    case HEMO_MAIL_PROTOCOL_NEWS:
    case HEMO_MAIL_PROTOCOL_NONE:
        return HEMO_FETCH_WORDS_UNTOLD;
    }
    if (account->in.security == HEMO_SECURITY_INVALID)
        return HEMO_FETCH_WORDS_UNTOLD;
    if (account->in.security == HEMO_SECURITY_NONE)
        return HEMO_FETCH_WORDS_PLAIN;
    return unchecked ? HEMO_FETCH_WORDS_UNCHECKED : HEMO_FETCH_WORDS_TLS;
}

static const char *
find_protocol(const HemoMailAccount *account)
{
    if (account->protocol == HEMO_MAIL_PROTOCOL_POP)
        return "pop3";
    return account->protocol == HEMO_MAIL_PROTOCOL_IMAP ? "imap" : "other";
}

static GVariant *
make_fetch(const HemoNativeSettings *settings, const HemoMailAccount *account)
{
    gboolean unchecked = hemo_native_settings_is_unchecked(settings, &account->in);
    g_autofree char *words = hemo_fetch_words(find_leg(account, unchecked), account->in.host);
    GVariantBuilder values;

    g_variant_builder_init(&values, G_VARIANT_TYPE_VARDICT);
    add_text(&values, "protocol", find_protocol(account));
    add_text(&values, "host", account->in.host);
    g_variant_builder_add(&values, "{sv}", "port", g_variant_new_uint16(account->in.port));
    add_text(&values, "security", hemo_native_account_security(&account->in, unchecked));
    add_text(&values, "words", words != NULL ? words : "");
    return g_variant_builder_end(&values);
}

void
hemo_native_account_fetch(HemoNativeRequest *request)
{
    GError *error = NULL;
    g_autoptr(HemoSecret) id = hemo_native_request_text(request, "account", &error);
    g_autoptr(HemoNativeSettings) settings = NULL;
    g_autoptr(HemoMailAccount) account = NULL;

    if (id != NULL)
        settings = hemo_native_settings_load(&error);
    if (settings != NULL)
        account = hemo_mozilla_account_incoming(settings->own, hemo_secret_text(id));
    if (settings != NULL && account == NULL)
        hemo_error_set(&error,
                       HEMO_ERROR_NOT_FOUND,
                       _("Hemostat does not find this account in the settings of Thunderbird"));
    if (account == NULL)
        hemo_native_request_refuse(request, error);
    else
        hemo_native_request_answer(request, make_fetch(settings, account));
}

static GVariant *
find_pref(const HemoNativeSettings *settings, const char *name)
{
    GVariant *value = NULL;

    if (g_strv_contains(shown_prefs, name))
        value = hemo_native_settings_find(settings, name);
    return value != NULL ? value : g_variant_new_maybe(G_VARIANT_TYPE_STRING, NULL);
}

void
hemo_native_account_prefs(HemoNativeRequest *request)
{
    GError *error = NULL;
    g_autoptr(GVariant) names = hemo_native_request_value(request, "names", "as", &error);
    g_autoptr(HemoNativeSettings) settings = NULL;
    GVariantBuilder values;

    if (names != NULL)
        settings = hemo_native_settings_load(&error);
    if (settings == NULL) {
        hemo_native_request_refuse(request, error);
        return;
    }
    g_variant_builder_init(&values, G_VARIANT_TYPE_VARDICT);
    for (gsize i = 0; i < g_variant_n_children(names); i++) {
        const char *name = NULL;

        g_variant_get_child(names, i, "&s", &name);
        g_variant_builder_add(&values, "{sv}", name, find_pref(settings, name));
    }
    hemo_native_request_answer(
        request,
        g_variant_new_parsed("{'values': <%@a{sv}>}", g_variant_builder_end(&values)));
}
