/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-claws.h.
 */
#include "hemo-cli-claws.h"

#include "hemo-cli-file.h"
#include "hemo-error.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define DPKG_STATUS   "/var/lib/dpkg/status"
#define LOCAL_DRAFTS  "#mh/Mailbox/draft"
#define MAX_DPKG_FILE (256 * 1024 * 1024)

const char *const hemo_cli_claws_plugin_group = "Plugins_GTK3";
const char *const hemo_cli_claws_plugin = HEMOSTAT_CLAWS_PLUGIN_DIR "/hemostat.so";
const char *const hemo_cli_claws_plugin_folder = HEMOSTAT_CLAWS_PLUGIN_DIR;
const char *const hemo_cli_claws_built_for = HEMOSTAT_CLAWS_VERSION;

/* A file that is not there is empty. */
static HemoIniText *
load_settings(const char *path, gboolean *ret_exists, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autoptr(GBytes) bytes = hemo_cli_file_read(path, &cause);

    *ret_exists = bytes != NULL;
    if (bytes != NULL)
        return hemo_ini_text_new(hemo_slice_bytes(bytes));
    if (hemo_error_is(cause, HEMO_ERROR_NOT_FOUND))
        return hemo_ini_text_new(HEMO_SLICE_EMPTY);
    hemo_error_set(error, HEMO_ERROR_INVALID, "%s: %s", path, cause->message);
    return NULL;
}

/* The first folder for drafts of a mailbox on this computer. */
typedef struct {
    char *mailbox; /* name of the local one that we are in, or NULL */
    char *drafts;
} Folders;

static const char *
find_attribute(const char **names, const char **values, const char *name)
{
    for (gsize i = 0; names[i] != NULL; i++) {
        if (g_str_equal(names[i], name))
            return values[i];
    }
    return "";
}

static void
on_element(GMarkupParseContext *context,
           const char *element,
           const char **names,
           const char **values,
           gpointer data,
           GError **error)
{
    Folders *folders = data;
    const char *type = find_attribute(names, values, "type");
    gboolean is_mailbox = g_str_equal(element, "folder");

    if (is_mailbox)
        g_clear_pointer(&folders->mailbox, g_free);
    if (is_mailbox && g_str_equal(type, "mh"))
        folders->mailbox = g_strdup(find_attribute(names, values, "name"));
    if (!is_mailbox && folders->mailbox != NULL && folders->drafts == NULL &&
        g_str_equal(type, "draft"))
        folders->drafts = g_strdup_printf("#mh/%s/%s",
                                          folders->mailbox,
                                          find_attribute(names, values, "path"));
}

/* Goes into a line of accountrc. */
static gboolean
is_one_line(const char *text)
{
    return strpbrk(text, "\r\n") == NULL;
}

static char *
find_local_drafts(const char *folder)
{
    static const GMarkupParser parser = {.start_element = on_element};
    g_autofree char *path = g_build_filename(folder, "folderlist.xml", NULL);
    g_autoptr(GBytes) bytes = hemo_cli_file_read(path, NULL);
    Folders folders = {0};

    if (bytes != NULL) {
        g_autoptr(GMarkupParseContext) context =
            g_markup_parse_context_new(&parser, G_MARKUP_DEFAULT_FLAGS, &folders, NULL);

        g_markup_parse_context_parse(context,
                                     g_bytes_get_data(bytes, NULL),
                                     (gssize)g_bytes_get_size(bytes),
                                     NULL);
    }
    g_free(folders.mailbox);
    if (folders.drafts != NULL && is_one_line(folders.drafts))
        return folders.drafts;
    g_free(folders.drafts);
    return g_strdup(LOCAL_DRAFTS);
}

HemoCliClaws *
hemo_cli_claws_load(const char *home, GError **error)
{
    g_autoptr(HemoCliClaws) claws = g_new0(HemoCliClaws, 1);
    gboolean has_accounts = FALSE;

    claws->folder =
        g_build_filename(home != NULL ? home : g_get_home_dir(), ".claws-mail", NULL);
    claws->accountrc = g_build_filename(claws->folder, "accountrc", NULL);
    claws->clawsrc = g_build_filename(claws->folder, "clawsrc", NULL);
    claws->matcherrc = g_build_filename(claws->folder, "matcherrc", NULL);
    claws->accounts = g_ptr_array_new();
    claws->account_settings = load_settings(claws->accountrc, &has_accounts, error);
    if (claws->account_settings == NULL)
        return NULL;
    claws->settings = load_settings(claws->clawsrc, &claws->has_settings, error);
    if (claws->settings == NULL)
        return NULL;
    if (!has_accounts && !claws->has_settings) {
        hemo_error_set(
            error,
            HEMO_ERROR_NOT_FOUND,
            _("Claws Mail has no settings in %s: start it once, and make an account"),
            claws->folder);
        return NULL;
    }
    g_ptr_array_unref(claws->accounts);
    claws->accounts = hemo_rc_accounts_read(claws->account_settings);
    claws->local_drafts = find_local_drafts(claws->folder);
    return g_steal_pointer(&claws);
}

void
hemo_cli_claws_free(HemoCliClaws *claws)
{
    g_free(claws->folder);
    g_free(claws->accountrc);
    g_free(claws->clawsrc);
    g_free(claws->matcherrc);
    hemo_ini_text_free(claws->account_settings);
    hemo_ini_text_free(claws->settings);
    g_ptr_array_unref(claws->accounts);
    g_free(claws->local_drafts);
    g_free(claws);
}

static gboolean
is_listening(const char *path)
{
    g_autoptr(GSocketAddress) address = g_unix_socket_address_new(path);
    g_autoptr(GSocket) client = g_socket_new(G_SOCKET_FAMILY_UNIX,
                                             G_SOCKET_TYPE_STREAM,
                                             G_SOCKET_PROTOCOL_DEFAULT,
                                             NULL);

    return client != NULL && g_socket_connect(client, address, NULL, NULL);
}

/* Claws Mail names its control socket after its folder. */
static gboolean
has_socket(const HemoCliClaws *claws)
{
    g_autofree char *name = g_compute_checksum_for_string(G_CHECKSUM_MD5, claws->folder, -1);
    g_autofree char *path =
        g_build_filename(g_get_user_runtime_dir(), "claws-mail", name, NULL);

    return is_listening(path);
}

gboolean
hemo_cli_claws_is_running(const HemoCliClaws *claws)
{
    return has_socket(claws) || hemo_cli_claws_find_process(claws, hemo_cli_claws_plugin) !=
                                    HEMO_CLI_CLAWS_PROCESS_NONE;
}

HemoCliClawsProcess
hemo_cli_claws_find_process(const HemoCliClaws *claws, const char *plugin)
{
    g_autofree char *home = g_path_get_dirname(claws->folder);
    g_autofree char *name = g_path_get_basename(plugin);

    return hemo_cli_claws_process_find("/proc", home, name);
}

char *
hemo_cli_claws_find_plugin(const HemoCliClaws *claws, const char *path)
{
    g_auto(GStrv) lines = hemo_ini_text_lines(claws->settings, hemo_cli_claws_plugin_group);
    g_autofree char *name = g_path_get_basename(path);

    for (guint i = 0; lines[i] != NULL; i++) {
        g_autofree char *other = g_path_get_basename(lines[i]);

        if (g_str_equal(name, other))
            return g_strdup(lines[i]);
    }
    return NULL;
}

/* The value of "Version:" in the paragraph of the package, if it is installed. */
static char *
find_version(HemoSlice status)
{
    gboolean is_ours = FALSE;
    gboolean is_installed = FALSE;
    HemoSlice line;

    while (hemo_slice_next_line(&status, &line)) {
        if (hemo_slice_has_prefix_nocase(line, "Package: "))
            is_ours = hemo_slice_equal(line, hemo_slice_text("Package: claws-mail"));
        else if (hemo_slice_has_prefix_nocase(line, "Status: "))
            is_installed = hemo_slice_find_text(line, " installed") < line.size;
        else if (is_ours && is_installed && hemo_slice_has_prefix_nocase(line, "Version: "))
            return hemo_slice_dup(hemo_slice_strip(hemo_slice_from(line, strlen("Version: "))));
        else if (line.size == 0)
            is_installed = FALSE;
    }
    return NULL;
}

char *
hemo_cli_claws_version(const char *status_file)
{
    g_autoptr(GMappedFile) file =
        g_mapped_file_new(status_file != NULL ? status_file : DPKG_STATUS, FALSE, NULL);

    if (file == NULL || g_mapped_file_get_length(file) > MAX_DPKG_FILE)
        return NULL;
    return find_version(
        hemo_slice(g_mapped_file_get_contents(file), g_mapped_file_get_length(file)));
}

static guint64
take_number(const char **text)
{
    char *end = NULL;
    guint64 number = g_ascii_isdigit(**text) ? g_ascii_strtoull(*text, &end, 10) : 0;

    if (end != NULL)
        *text = *end == '.' ? end + 1 : end;
    return number;
}

int
hemo_cli_claws_compare(const char *version, const char *other)
{
    while (g_ascii_isdigit(*version) || g_ascii_isdigit(*other)) {
        guint64 one = take_number(&version);
        guint64 two = take_number(&other);

        if (one != two)
            return one < two ? -1 : 1;
    }
    return 0;
}
