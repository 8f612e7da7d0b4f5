/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claws-received-account.h.
 */
#include "hemo-claws-received-account.h"

#include "account.h"
#include "folder.h"

/* Kept in a mailbox on this computer by what fetches for @account. */
static gboolean
delivers_to(const PrefsAccount *account, const Folder *mailbox)
{
    const char *inbox = account->protocol == A_LOCAL ? account->local_inbox : account->inbox;
    FolderItem *item = NULL;

    if (account->protocol == A_IMAP4 || account->protocol == A_NNTP || inbox == NULL)
        return FALSE;
    item = folder_find_item_from_identifier(inbox);
    return item != NULL && item->folder == mailbox;
}

static gboolean
names(const char *addresses, const char *address)
{
    g_autofree char *all = addresses != NULL ? g_utf8_casefold(addresses, -1) : NULL;
    g_autofree char *one = g_utf8_casefold(address, -1);

    return all != NULL && strstr(all, one) != NULL;
}

static gboolean
is_addressed(const MsgInfo *mail, const PrefsAccount *account)
{
    return account->address != NULL && *account->address != '\0' &&
           (names(mail->to, account->address) || names(mail->cc, account->address));
}

/* The only one in @accounts, NULL if there are none or more. */
static PrefsAccount *
only_one(const GPtrArray *accounts)
{
    return accounts->len == 1 ? accounts->pdata[0] : NULL;
}

static PrefsAccount *
conclude(const MsgInfo *mail, const GPtrArray *candidates)
{
    g_autoptr(GPtrArray) addressed = g_ptr_array_new();

    if (candidates->len < 2)
        return only_one(candidates);
    for (guint i = 0; i < candidates->len; i++)
        if (is_addressed(mail, candidates->pdata[i]))
            g_ptr_array_add(addressed, candidates->pdata[i]);
    return only_one(addressed);
}

PrefsAccount *
hemo_claws_received_account_find(const MsgInfo *mail)
{
    g_autoptr(GPtrArray) candidates = g_ptr_array_new();
    const Folder *mailbox = mail->folder != NULL ? mail->folder->folder : NULL;

    if (mailbox == NULL)
        return NULL;
    if (mailbox->account != NULL)
        return mailbox->account;
    for (const GList *l = account_get_list(); l != NULL; l = l->next)
        if (delivers_to(l->data, mailbox))
            g_ptr_array_add(candidates, l->data);
    return conclude(mail, candidates);
}

static const SpecialFolderItemType own_folders[] = {F_OUTBOX, F_DRAFT, F_QUEUE};

/* Feeds are a folder class of an add-on, for which Claws Mail has no type of its own. */
static gboolean
is_mail_class(FolderType type)
{
    return type == F_MH || type == F_MBOX || type == F_MAILDIR || type == F_IMAP;
}

/* An account can name any folder as its Sent folder. */
static gboolean
is_special(const FolderItem *item, SpecialFolderItemType type)
{
    for (const GList *l = account_get_list(); l != NULL; l = l->next)
        if (account_get_special_folder(l->data, type) == item)
            return TRUE;
    return FALSE;
}

gboolean
hemo_claws_received_account_is_received(const MsgInfo *mail)
{
    FolderItem *item = mail != NULL ? mail->folder : NULL;

    if (item == NULL || item->folder == NULL || !is_mail_class(FOLDER_TYPE(item->folder)))
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(own_folders); i++)
        if (folder_has_parent_of_type(item, own_folders[i]) || is_special(item, own_folders[i]))
            return FALSE;
    return TRUE;
}
