/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claws-sent-copy.h.
 */
#include "hemo-claws-sent-copy.h"

#include "hemo-claws-field.h"
#include "hemo-claws-mail-file.h"

#include "account.h"
#include "folder.h"
#include "procmsg.h"

#define ACCOUNT_FIELD "MAID" /* of the queue headers: the number of the account that sent */

static char *
strip_brackets(const char *message_id)
{
    gsize size = strlen(message_id);

    if (size >= 2 && message_id[0] == '<' && message_id[size - 1] == '>')
        return g_strndup(message_id + 1, size - 2);
    return g_strdup(message_id);
}

static void
add_folder(GPtrArray *folders, FolderItem *item)
{
    if (item != NULL && !g_ptr_array_find(folders, item, NULL))
        g_ptr_array_add(folders, item);
}

static GPtrArray *
list_sent_folders(PrefsAccount *account)
{
    GPtrArray *folders = g_ptr_array_new();

    if (account != NULL)
        add_folder(folders, account_get_special_folder(account, F_OUTBOX));
    for (const GList *l = account_get_list(); l != NULL; l = l->next)
        add_folder(folders, account_get_special_folder(l->data, F_OUTBOX));
    add_folder(folders, folder_get_default_outbox());
    return folders;
}

static char *
find_file(FolderItem *folder, const char *id)
{
    MsgInfo *mail = folder_item_get_msginfo_by_msgid(folder, id);
    char *path = mail != NULL ? procmsg_get_message_file_path(mail) : NULL;

    if (mail != NULL)
        procmsg_msginfo_free(&mail);
    return path;
}

static PrefsAccount *
read_account(HemoSlice file)
{
    g_autoptr(HemoSecret) number = hemo_claws_field_find(file, ACCOUNT_FIELD);
    guint64 id = 0;

    if (number == NULL ||
        !g_ascii_string_to_unsigned(hemo_secret_text(number), 10, 1, G_MAXINT, &id, NULL))
        return NULL;
    return account_find_from_id((gint)id);
}

static GBytes *
wiped_bytes(HemoSlice mail)
{
    HemoSecret *copy = hemo_secret_new_copy(mail);

    return g_bytes_new_with_free_func(hemo_secret_data(copy),
                                      hemo_secret_size(copy),
                                      (GDestroyNotify)hemo_secret_unref,
                                      copy);
}

GBytes *
hemo_claws_sent_copy_find(PrefsAccount *account,
                          const char *message_id,
                          PrefsAccount **ret_account)
{
    g_autoptr(GPtrArray) folders = list_sent_folders(account);
    g_autofree char *id = strip_brackets(message_id);
    g_autofree char *path = NULL;
    g_autoptr(HemoSecret) file = NULL;
    PrefsAccount *sender;

    for (guint i = 0; i < folders->len && path == NULL; i++)
        path = find_file(folders->pdata[i], id);
    file = path != NULL ? hemo_claws_mail_file_read(path, NULL) : NULL;
    if (file == NULL)
        return NULL;
    sender = read_account(hemo_secret_slice(file));
    if (ret_account != NULL)
        *ret_account = sender != NULL ? sender : account;
    return wiped_bytes(hemo_claws_mail_file_without_queue(hemo_secret_slice(file)));
}
