/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Claws Mail as it stands on this computer: its settings in a home folder, its add-ons, its
 * version, and whether it runs.  Only looks.
 */
#pragma once

#include "hemo-cli-claws-process.h"
#include "hemo-rc-account.h"

typedef struct {
    char *folder;    /* ~/.claws-mail */
    char *accountrc; /* paths */
    char *clawsrc;
    char *matcherrc;
    HemoIniText *account_settings; /* empty if there is no such file */
    HemoIniText *settings;
    GPtrArray *accounts;   /* HemoMailAccount */
    char *local_drafts;    /* "#mh/Mailbox/draft", as this home names it */
    gboolean has_settings; /* there is a clawsrc */
} HemoCliClaws;

/* @home NULL: the user's.  HEMO_ERROR_NOT_FOUND Claws Mail was never started there;
 * HEMO_ERROR_INVALID its files cannot be read. */
HemoCliClaws *hemo_cli_claws_load(const char *home, GError **error);
void hemo_cli_claws_free(HemoCliClaws *claws);

/* TRUE if Claws Mail runs for this folder: it writes its settings when it ends. */
gboolean hemo_cli_claws_is_running(const HemoCliClaws *claws);

/* Whether a running Claws Mail of this home loaded an add-on with the file name of @plugin. */
HemoCliClawsProcess hemo_cli_claws_find_process(const HemoCliClaws *claws, const char *plugin);

/* The add-on in clawsrc whose file name is that of @path, as it is written there; NULL if
 * there is none. */
char *hemo_cli_claws_find_plugin(const HemoCliClaws *claws, const char *path);

/* The group of clawsrc that lists add-ons. */
extern const char *const hemo_cli_claws_plugin_group;

/* Where the add-on was installed, where Claws Mail's own are, and the version of Claws Mail
 * that the add-on was built for. */
extern const char *const hemo_cli_claws_plugin;
extern const char *const hemo_cli_claws_plugin_folder;
extern const char *const hemo_cli_claws_built_for;

/* The installed version as the package system tells it ("4.1.1-2+b1"); NULL if there is none,
 * or @status_file (NULL: dpkg's) cannot be read. */
char *hemo_cli_claws_version(const char *status_file);

/* Less than 0, 0, more than 0: what stands before the first "-" compared number by number. */
int hemo_cli_claws_compare(const char *version, const char *other);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoCliClaws, hemo_cli_claws_free)
