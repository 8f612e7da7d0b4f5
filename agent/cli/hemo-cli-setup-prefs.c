/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-setup-prefs.h.
 */
#include "hemo-cli-setup-prefs.h"

#include "hemo-cli-mozilla-addon.h"
#include "hemo-cli-mozilla-policy.h"
#include "hemo-cli-output.h"
#include "hemo-cli-setup-thunderbird.h"
#include "hemo-mozilla-block.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define NAME   "prefs"
#define SAVES  "mail.compose.autosave"
#define BRANCH "mail.identity."
#define FOLDER ".draft_folder"
#define DRAFTS "\"mailbox://nobody@Local%20Folders/Drafts\""

typedef enum { ALWAYS, FOR_ADDON, FOR_DRAFTS } When;

static const struct {
    const char *name;
    const char *literal;
    When when;
    const char *reason;
} wanted[] = {
    {"mailnews.sendInBackground",
     "true",
     ALWAYS,
     N_("Thunderbird then sends what Hemostat has encrypted at once, by itself; without it "
        "such "
        "a mail waits in the Outbox until you choose Send Unsent Messages")},
    {"mail.dsn.ret_full_on",
     "false",
     ALWAYS,
     N_("delivery reports then come back without the text of your mail")},
    {"mail.dsn.request_on_success_on",
     "false",
     ALWAYS,
     N_("the reports that Hemostat asks for come only if a mail could not be delivered, or "
        "late")},
    {"mail.openpgp.allow_external_gnupg",
     "true",
     ALWAYS,
     N_("Thunderbird then asks GnuPG, where your key is: you can read again what was "
        "encrypted, "
        "and encrypted replies")},
    {SAVES,
     "false",
     FOR_DRAFTS,
     N_("your drafts lie on the mail server: Thunderbird would put what you type there every "
        "few "
        "minutes, in the clear")},
    {"extensions.autoDisableScopes",
     "2",
     FOR_ADDON,
     N_("Thunderbird then switches on the add-on that lies in this profile; once it has, run "
        "this again and the line goes")},
};

static gboolean
has_drafts_on_server(const HemoCliThunderbird *thunderbird)
{
    for (guint i = 0; i < thunderbird->accounts->len; i++) {
        const HemoMailAccount *account = thunderbird->accounts->pdata[i];

        if (account->drafts_on_server)
            return TRUE;
    }
    return FALSE;
}

/* It has no say over an add-on that Thunderbird knows already. */
static gboolean
has_new_addon(const HemoCliThunderbird *thunderbird)
{
    g_autofree char *system = hemo_cli_mozilla_addon_find_system(thunderbird);

    return system == NULL &&
           !hemo_cli_mozilla_policy_installs(thunderbird->root, HEMO_CLI_MOZILLA_ADDON_ID) &&
           hemo_cli_mozilla_addon_find(thunderbird) == HEMO_CLI_MOZILLA_ADDON_NEW;
}

static gboolean
is_wanted(When when, const HemoCliThunderbird *thunderbird, gboolean local_drafts)
{
    if (when == FOR_DRAFTS)
        return !local_drafts && has_drafts_on_server(thunderbird);
    return when == ALWAYS || has_new_addon(thunderbird);
}

static void
add(GPtrArray *items,
    const HemoCliThunderbird *thunderbird,
    const char *name,
    const char *literal,
    const char *reason)
{
    g_autofree char *now = hemo_mozilla_prefs_literal(thunderbird->prefs, name);

    if (g_strcmp0(now, literal) != 0)
        g_ptr_array_add(items, hemo_mozilla_block_item_new(name, literal, now, reason));
}

/* "account1/id2" is the identity "id2".  What follows a folder goes with it. */
static void
add_drafts(GPtrArray *items, const HemoCliThunderbird *thunderbird)
{
    for (guint i = 0; i < thunderbird->accounts->len; i++) {
        const HemoMailAccount *account = thunderbird->accounts->pdata[i];
        const char *identity = strrchr(account->group, '/');
        g_autofree char *folder = NULL;
        g_autofree char *mode = NULL;

        if (!account->drafts_on_server || identity == NULL)
            continue;
        folder = g_strconcat(BRANCH, identity + 1, FOLDER, NULL);
        mode = g_strconcat(BRANCH, identity + 1, ".drafts_folder_picker_mode", NULL);
        add(items, thunderbird, folder, DRAFTS, _("drafts stay on this computer"));
        add(items, thunderbird, mode, "\"1\"", _("drafts stay on this computer"));
    }
}

GPtrArray *
hemo_cli_setup_prefs_find(const HemoCliThunderbird *thunderbird, gboolean local_drafts)
{
    GPtrArray *items = g_ptr_array_new_with_free_func(hemo_mozilla_block_item_free);

    for (gsize i = 0; i < G_N_ELEMENTS(wanted); i++) {
        if (is_wanted(wanted[i].when, thunderbird, local_drafts))
            add(items, thunderbird, wanted[i].name, wanted[i].literal, _(wanted[i].reason));
    }
    return items;
}

static gboolean
is_drafts(const HemoMozillaBlockItem *item)
{
    return g_str_has_prefix(item->name, BRANCH);
}

/* Who says --local-drafts has chosen that the drafts go elsewhere; anything else that is set
 * otherwise is the person's own choice. */
static gboolean
replaces_choice(const HemoMozillaBlockItem *item)
{
    return item->before != NULL && !is_drafts(item);
}

static void
refuse(const HemoCliSetupStep *step, const HemoMozillaBlockItem *item)
{
    hemo_cli_check_add(step->checks,
                       HEMO_CLI_CHECK_WARN,
                       NAME,
                       item->name,
                       step->json ? item->reason : _("it is not set so"),
                       replaces_choice(item)
                           ? _("It is set otherwise now; --yes --replace sets it")
                           : _("Run this with --yes to set it"));
}

static void
show(const HemoCliSetupStep *step, const HemoMozillaBlockItem *item)
{
    hemo_cli_setup_step_show(step, "user.js", item->name, item->before, item->literal);
    if (!step->json)
        hemo_cli_output_line("        %s", item->reason);
}

/* Shows it with its reason and asks. */
static gboolean
agrees(const HemoCliSetupStep *step, const HemoMozillaBlockItem *item)
{
    show(step, item);
    if (replaces_choice(item) ? hemo_cli_setup_step_ask_replace(step, _("Set this?"))
                              : hemo_cli_setup_step_ask(step, _("Set this?")))
        return TRUE;
    refuse(step, item);
    return FALSE;
}

/* What prefs.js alone has, as user.js may have set it before: then that one's note counts. */
static char *
find_before(const HemoCliSetupStep *step, const GPtrArray *block, const char *name)
{
    g_autoptr(HemoMozillaPrefs) prefs = NULL;

    for (guint i = 0; i < block->len; i++) {
        const HemoMozillaBlockItem *item = block->pdata[i];

        if (g_str_equal(item->name, name))
            return g_strdup(item->before);
    }
    prefs = hemo_mozilla_prefs_parse(hemo_slice_bytes(step->thunderbird->prefs_text),
                                     HEMO_SLICE_EMPTY);
    return hemo_mozilla_prefs_literal(prefs, name);
}

static void
put(const HemoCliSetupStep *step, GPtrArray *block, const HemoMozillaBlockItem *item)
{
    g_autofree char *before = find_before(step, block, item->name);

    for (guint i = 0; i < block->len; i++) {
        const HemoMozillaBlockItem *old = block->pdata[i];

        if (g_str_equal(old->name, item->name))
            g_ptr_array_remove_index(block, i--);
    }
    g_ptr_array_add(
        block,
        hemo_mozilla_block_item_new(item->name, item->literal, before, item->reason));
}

/* The line that only had to switch the add-on on. */
static GPtrArray *
take_done(const HemoCliSetupStep *step, GPtrArray *block)
{
    GPtrArray *done = g_ptr_array_new_with_free_func(hemo_mozilla_block_item_free);

    if (has_new_addon(step->thunderbird))
        return done;
    for (guint i = 0; i < block->len; i++) {
        const HemoMozillaBlockItem *item = block->pdata[i];
        g_autofree char *line = NULL;

        if (!g_str_equal(item->name, "extensions.autoDisableScopes"))
            continue;
        line = g_strdup_printf("%s = %s", item->name, item->literal);
        hemo_cli_setup_step_show(step, "user.js", "", line, "");
        g_ptr_array_add(done, g_ptr_array_steal_index(block, i--));
    }
    return done;
}

static void
write_block(const HemoCliSetupStep *step, const GPtrArray *block)
{
    const HemoCliThunderbird *thunderbird = step->thunderbird;
    g_autoptr(GBytes) user =
        hemo_mozilla_block_write(hemo_slice_bytes(thunderbird->user_text), block);

    hemo_cli_setup_step_write_bytes(step, NAME, thunderbird->user_js, hemo_slice_bytes(user));
}

/* The folder is asked about, and what goes with it is not set without it: Thunderbird would
 * show another folder than it uses.  FALSE if the drafts stay where they are. */
static gboolean
put_drafts(const HemoCliSetupStep *step, GPtrArray *block, const GPtrArray *items, guint *n)
{
    gboolean agreed = FALSE;
    gboolean all = TRUE;

    for (guint i = 0; i < items->len; i++) {
        const HemoMozillaBlockItem *item = items->pdata[i];

        if (g_str_has_suffix(item->name, FOLDER)) {
            agreed = agrees(step, item);
            all = all && agreed;
        } else if (agreed)
            show(step, item);
        if (!agreed)
            continue;
        put(step, block, item);
        ++*n;
    }
    return all;
}

static void
put_agreed(const HemoCliSetupStep *step, GPtrArray *block, const GPtrArray *items, guint *n)
{
    for (guint i = 0; i < items->len; i++) {
        if (!agrees(step, items->pdata[i]))
            continue;
        put(step, block, items->pdata[i]);
        ++*n;
    }
}

/* What the person agreed to in another step already. */
static void
put_more(const HemoCliSetupStep *step, GPtrArray *block, guint *n)
{
    const GPtrArray *agreed = step->thunderbird->agreed;

    for (guint i = 0; i < agreed->len; i++) {
        show(step, agreed->pdata[i]);
        put(step, block, agreed->pdata[i]);
        ++*n;
    }
}

void
hemo_cli_setup_prefs_run(const HemoCliSetupStep *step)
{
    const HemoCliThunderbird *thunderbird = step->thunderbird;
    g_autoptr(GPtrArray) items = NULL;
    g_autoptr(GPtrArray) drafts = g_ptr_array_new_with_free_func(hemo_mozilla_block_item_free);
    g_autoptr(GPtrArray) block =
        hemo_mozilla_block_read(hemo_slice_bytes(thunderbird->user_text));
    g_autoptr(GPtrArray) done = take_done(step, block);
    gboolean local;
    guint n = 0;

    if (step->local_drafts)
        add_drafts(drafts, thunderbird);
    local = put_drafts(step, block, drafts, &n);
    items = hemo_cli_setup_prefs_find(thunderbird, step->local_drafts && local);
    put_agreed(step, block, items, &n);
    put_more(step, block, &n);
    if (items->len == 0 && drafts->len == 0 && n == 0)
        hemo_cli_check_add(step->checks,
                           HEMO_CLI_CHECK_OK,
                           NAME,
                           thunderbird->user_js,
                           _("the settings of Thunderbird are as Hemostat needs them"),
                           "");
    if ((n == 0 && done->len == 0) || !hemo_cli_setup_thunderbird_may_write(step, NAME))
        return;
    write_block(step, block);
    hemo_cli_setup_thunderbird_restore(step, done);
}
