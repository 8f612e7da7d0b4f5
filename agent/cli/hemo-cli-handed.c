/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-handed.h.
 */
#include "hemo-cli-handed.h"

#include "hemo-cli-file.h"
#include "hemo-ini-text.h"
#include "hemo-paths.h"

struct _HemoCliHanded {
    char *path;
    HemoIniText *text;
};

HemoCliHanded *
hemo_cli_handed_load(void)
{
    HemoCliHanded *handed = g_new0(HemoCliHanded, 1);
    g_autofree char *folder = hemo_paths_config();
    g_autoptr(GBytes) bytes = NULL;

    handed->path = g_build_filename(folder, "handed.conf", NULL);
    bytes = hemo_cli_file_read(handed->path, NULL);
    handed->text =
        hemo_ini_text_new(bytes != NULL ? hemo_slice_bytes(bytes) : HEMO_SLICE_EMPTY);
    return handed;
}

void
hemo_cli_handed_free(HemoCliHanded *handed)
{
    hemo_ini_text_free(handed->text);
    g_free(handed->path);
    g_free(handed);
}

GStrv
hemo_cli_handed_list(const HemoCliHanded *handed, const char *place)
{
    return hemo_ini_text_lines(handed->text, place);
}

static gboolean
save(const HemoCliHanded *handed, GError **error)
{
    return hemo_cli_file_replace(handed->path, hemo_ini_text_slice(handed->text), error);
}

gboolean
hemo_cli_handed_add(HemoCliHanded *handed,
                    const char *place,
                    const char *kind,
                    const char *value,
                    GError **error)
{
    g_auto(GStrv) lines = hemo_cli_handed_list(handed, place);
    g_autofree char *line = g_strdup_printf("%s %s", kind, value);

    if (g_strv_contains((const char *const *)lines, line))
        return TRUE;
    hemo_ini_text_add_line(handed->text, place, line);
    return save(handed, error);
}

gboolean
hemo_cli_handed_remove(HemoCliHanded *handed,
                       const char *place,
                       const char *line,
                       GError **error)
{
    hemo_ini_text_remove_line(handed->text, place, line);
    return save(handed, error);
}
