/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-compose-people.h.
 */
#include "hemo-compose-people.h"

#include <string.h>

#include "hemo-address.h"

#define MAX_MAILBOX 2000 /* bytes */

static gboolean
has_control(const char *text)
{
    for (const char *at = text; *at != '\0'; at++)
        if (g_ascii_iscntrl(*at))
            return TRUE;
    return FALSE;
}

/* Encoded words were decoded: anything may be in it. */
static char *
clean_name(const char *name)
{
    char *clean = g_utf8_make_valid(name, -1);

    for (char *at = clean; *at != '\0'; at++)
        if (g_ascii_iscntrl(*at))
            *at = ' ';
    return g_strstrip(clean);
}

static InternetAddress *
new_person(InternetAddress *parsed)
{
    const char *name = internet_address_get_name(parsed);
    g_autofree char *clean = clean_name(name != NULL ? name : "");
    g_autoptr(HemoAddress) address = NULL;
    InternetAddress *person;

    if (!INTERNET_ADDRESS_IS_MAILBOX(parsed))
        return NULL;
    address =
        hemo_address_parse(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(parsed)),
                           NULL);
    if (address == NULL)
        return NULL;
    person =
        internet_address_mailbox_new(*clean != '\0' ? clean : NULL, hemo_address_full(address));
    internet_address_set_charset(person, "utf-8");
    return person;
}

static InternetAddress *
read_person(const char *mailbox)
{
    g_autoptr(InternetAddressList) list = NULL;

    if (strlen(mailbox) > MAX_MAILBOX || has_control(mailbox))
        return NULL;
    list = internet_address_list_parse(NULL, mailbox);
    if (list == NULL || internet_address_list_length(list) != 1)
        return NULL;
    return new_person(internet_address_list_get_address(list, 0));
}

InternetAddressList *
hemo_compose_people_read(const char *const *mailboxes)
{
    g_autoptr(InternetAddressList) people = internet_address_list_new();

    for (guint i = 0; mailboxes[i] != NULL; i++) {
        g_autoptr(InternetAddress) person = read_person(mailboxes[i]);

        if (person == NULL)
            return NULL;
        internet_address_list_add(people, person);
    }
    return g_steal_pointer(&people);
}

/* How addresses are compared; NULL if it is none. */
static char *
address_key(const char *text)
{
    g_autoptr(HemoAddress) address = hemo_address_parse(text, NULL);

    return address != NULL ? g_strdup(hemo_address_key(address)) : NULL;
}

static char *
person_key(InternetAddressList *people, int index)
{
    InternetAddress *person = internet_address_list_get_address(people, index);

    return address_key(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(person)));
}

/* The keys of @addresses; one that is none counts as it stands. */
static GHashTable *
address_keys(const char *const *addresses)
{
    GHashTable *keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (guint i = 0; addresses != NULL && addresses[i] != NULL; i++) {
        char *key = address_key(addresses[i]);

        g_hash_table_add(keys, key != NULL ? key : g_strdup(addresses[i]));
    }
    return keys;
}

void
hemo_compose_people_keep(InternetAddressList *people, const char *const *addresses)
{
    g_autoptr(GHashTable) keys = address_keys(addresses);

    for (int i = internet_address_list_length(people) - 1; i >= 0; i--) {
        g_autofree char *key = person_key(people, i);

        if (!g_hash_table_contains(keys, key))
            internet_address_list_remove_at(people, i);
    }
}

gboolean
hemo_compose_people_are(InternetAddressList *people, const char *const *addresses)
{
    g_autoptr(GHashTable) keys = address_keys(addresses);
    g_autoptr(GHashTable) found = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (int i = 0; i < internet_address_list_length(people); i++) {
        char *key = person_key(people, i);

        if (!g_hash_table_contains(keys, key)) {
            g_free(key);
            return FALSE;
        }
        g_hash_table_add(found, key);
    }
    return g_hash_table_size(found) == g_hash_table_size(keys);
}
