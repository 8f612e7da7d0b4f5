/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-account-import.h.  A copy of the file is brought to where it should be, account
 * by account; the differences to the file as it is are the items.
 */
#include "hemo-account-import.h"

#include "hemo-address.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PREFIX       "account "
#define DEFAULT_PORT "587"

static const char *const security_words[] = {
    [HEMO_SECURITY_INVALID] = "",
    [HEMO_SECURITY_NONE] = "none",
    [HEMO_SECURITY_STARTTLS] = "starttls",
    [HEMO_SECURITY_TLS] = "tls",
};

static const char *const keys[] =
    {"addresses", "names", "host", "port", "security", "user", "incoming-host"};

static void
item_free(gpointer data)
{
    HemoAccountImportItem *item = data;

    g_free(item->group);
    g_free(item->key);
    g_free(item->now);
    g_free(item->want);
    g_free(item);
}

static gboolean
is_address(const char *text)
{
    g_autoptr(HemoAddress) address = hemo_address_parse(text, NULL);

    return address != NULL;
}

const char *
hemo_account_import_obstacle(const HemoMailAccount *account)
{
    if (account->protocol == HEMO_MAIL_PROTOCOL_NEWS)
        return _("it is for news, not for mail");
    if (account->uses_command)
        return _("a program or a way other than SMTP sends its mail, and Hemostat cannot know "
                 "where to");
    if (!is_address(account->address))
        return _("it has no mail address that can be used");
    if (*account->out.host == '\0' || account->out.port == 0)
        return _("it names no mail server for sending");
    if (account->out.security == HEMO_SECURITY_INVALID)
        return _("how its connection begins is not known");
    return NULL;
}

/* As GKeyFile reads it back: a backslash is doubled, and nothing ends the line. */
static char *
escape(const char *text)
{
    GString *line = g_string_new(NULL);

    for (; *text != '\0'; text++) {
        if (*text == '\\')
            g_string_append(line, "\\\\");
        else
            g_string_append_c(line, g_ascii_iscntrl(*text) ? ' ' : *text);
    }
    return g_string_free(line, FALSE);
}

static GStrv
split(const char *list)
{
    GStrv words = g_strsplit(list, ";", -1);

    for (guint i = 0; words[i] != NULL; i++)
        g_strstrip(words[i]);
    return words;
}

static gboolean
has_word(const char *list, const char *word)
{
    g_auto(GStrv) words = split(list);

    for (guint i = 0; words[i] != NULL; i++) {
        if (g_ascii_strcasecmp(words[i], word) == 0)
            return TRUE;
    }
    return FALSE;
}

static gboolean
is_value(const HemoIniText *conf,
         const char *group,
         const char *key,
         const char *value,
         const char *otherwise)
{
    g_autofree char *now = hemo_ini_text_get(conf, group, key);

    return g_ascii_strcasecmp(now != NULL ? now : otherwise, value) == 0;
}

static gboolean
has_server(const HemoIniText *conf, const char *group, const HemoMailAccount *account)
{
    g_autofree char *port = g_strdup_printf("%u", account->out.port);
    g_autofree char *user = escape(account->user);

    return is_value(conf, group, "host", account->out.host, "") &&
           is_value(conf, group, "port", port, DEFAULT_PORT) &&
           is_value(conf, group, "user", user, "");
}

static gboolean
has_address(const HemoIniText *conf, const char *group, const HemoMailAccount *account)
{
    g_autofree char *addresses = hemo_ini_text_get(conf, group, "addresses");

    return addresses != NULL && has_word(addresses, account->address);
}

/* TRUE if somebody said of the server in @group what does not hold for another one. */
static gboolean
is_bound(const HemoIniText *conf, const char *group)
{
    return !is_value(conf, group, "route", "R0", "R0") ||
           !is_value(conf, group, "enforcement", "", "") ||
           !is_value(conf, group, "internal", "", "");
}

static gboolean (*const likenesses[])(const HemoIniText *conf,
                                      const char *group,
                                      const HemoMailAccount *account) = {has_server,
                                                                         has_address};

char *
hemo_account_import_find(const HemoIniText *conf, const HemoMailAccount *account)
{
    g_auto(GStrv) groups = hemo_ini_text_groups(conf);

    for (gsize like = 0; like < G_N_ELEMENTS(likenesses); like++) {
        for (guint i = 0; groups[i] != NULL; i++) {
            if (g_str_has_prefix(groups[i], PREFIX) &&
                likenesses[like](conf, groups[i], account))
                return g_strdup(groups[i]);
        }
    }
    return NULL;
}

/* What the person calls the account, as one word that can be typed. */
static char *
make_word(const char *title)
{
    GString *word = g_string_new(NULL);

    for (; *title != '\0'; title++) {
        if (g_ascii_isalnum(*title))
            g_string_append_c(word, g_ascii_tolower(*title));
        else if (word->len > 0 && word->str[word->len - 1] != '-')
            g_string_append_c(word, '-');
    }
    while (word->len > 0 && word->str[word->len - 1] == '-')
        g_string_truncate(word, word->len - 1);
    if (word->len == 0)
        g_string_append(word, "mail");
    return g_string_free(word, FALSE);
}

static char *
make_group(const HemoIniText *conf, const HemoMailAccount *account)
{
    g_autofree char *word = make_word(account->title);
    char *group = g_strconcat(PREFIX, word, NULL);

    for (guint number = 2; hemo_ini_text_has_group(conf, group); number++) {
        g_free(group);
        group = g_strdup_printf(PREFIX "%s-%u", word, number);
    }
    return group;
}

/* @otherwise is what counts as said while the key is not there. */
static void
set_value(HemoIniText *conf,
          const char *group,
          const char *key,
          const char *value,
          const char *otherwise)
{
    g_autofree char *line = escape(value);

    if (*line != '\0' && !is_value(conf, group, key, line, otherwise))
        hemo_ini_text_set(conf, group, key, line);
}

/* Adds to a list, of which the separator cannot be a part. */
static void
add_value(HemoIniText *conf, const char *group, const char *key, const char *value)
{
    g_autofree char *word = escape(value);
    g_autofree char *now = hemo_ini_text_get(conf, group, key);
    g_autofree char *list = NULL;

    g_strstrip(g_strdelimit(word, ";", ' '));
    if (*word == '\0' || (now != NULL && has_word(now, word)))
        return;
    list = now != NULL && *now != '\0' ? g_strdup_printf("%s; %s", now, word) : g_strdup(word);
    hemo_ini_text_set(conf, group, key, list);
}

static void
bring_in(HemoIniText *conf, const char *group, const HemoMailAccount *account)
{
    g_autofree char *port = g_strdup_printf("%u", account->out.port);
    gboolean is_new = !hemo_ini_text_has_group(conf, group);

    add_value(conf, group, "addresses", account->address);
    add_value(conf, group, "names", account->name);
    set_value(conf, group, "host", account->out.host, "");
    set_value(conf, group, "port", port, is_new ? "" : DEFAULT_PORT);
    set_value(conf, group, "security", security_words[account->out.security], "");
    set_value(conf, group, "user", account->user, "");
    set_value(conf, group, "incoming-host", account->in.host, "");
}

static void
add_items(GPtrArray *items,
          const HemoIniText *before,
          const HemoIniText *after,
          const char *group)
{
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
        g_autofree char *now = hemo_ini_text_get(before, group, keys[i]);
        g_autofree char *want = hemo_ini_text_get(after, group, keys[i]);
        HemoAccountImportItem *item;

        if (g_strcmp0(now, want) == 0)
            continue;
        item = g_new0(HemoAccountImportItem, 1);
        item->group = g_strdup(group);
        item->key = g_strdup(keys[i]);
        item->now = g_steal_pointer(&now);
        item->want = g_steal_pointer(&want);
        g_ptr_array_add(items, item);
    }
}

static gboolean
is_known(const HemoIniText *administrator, const HemoMailAccount *account)
{
    g_autofree char *group =
        administrator != NULL ? hemo_account_import_find(administrator, account) : NULL;

    return group != NULL;
}

GPtrArray *
hemo_account_import_plan(const HemoIniText *conf,
                         const HemoIniText *administrator,
                         const GPtrArray *accounts)
{
    GPtrArray *items = g_ptr_array_new_with_free_func(item_free);
    g_autoptr(HemoIniText) after = hemo_ini_text_new(hemo_ini_text_slice(conf));
    g_auto(GStrv) groups = NULL;

    for (guint i = 0; i < accounts->len; i++) {
        const HemoMailAccount *account = accounts->pdata[i];
        g_autofree char *group = NULL;

        if (hemo_account_import_obstacle(account) != NULL || is_known(administrator, account))
            continue;
        group = hemo_account_import_find(after, account);
        if (group != NULL && is_bound(after, group) && !has_server(after, group, account))
            g_clear_pointer(&group, g_free);
        if (group == NULL)
            group = make_group(after, account);
        bring_in(after, group, account);
    }
    groups = hemo_ini_text_groups(after);
    for (guint i = 0; groups[i] != NULL; i++)
        add_items(items, conf, after, groups[i]);
    return items;
}
