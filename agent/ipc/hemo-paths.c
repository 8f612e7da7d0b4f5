/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-paths.h.
 */
#include "hemo-paths.h"

#include "hemo-error.h"
#include "hemo-limits.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER "hemostat"
#define SOCKET "agent"

char *
hemo_paths_config(void)
{
    return g_build_filename(g_get_user_config_dir(), FOLDER, NULL);
}

/* TRUE if @path is a folder of ours that nobody else can enter. */
static gboolean
check_folder(const char *path, GError **error)
{
    struct stat status;

    if (lstat(path, &status) != 0) {
        hemo_error_set(error, HEMO_ERROR_STORAGE, _("the folder %s cannot be made"), path);
        return FALSE;
    }
    if (!S_ISDIR(status.st_mode) || status.st_uid != geteuid() || (status.st_mode & 077) != 0) {
        hemo_error_set(
            error,
            HEMO_ERROR_DENIED,
            _("the folder %s must belong to you, and nobody else may enter it (mode 0700)"),
            path);
        return FALSE;
    }
    return TRUE;
}

static char *
make_folder(const char *parent, GError **error)
{
    g_autofree char *path = g_build_filename(parent, FOLDER, NULL);

    g_mkdir_with_parents(parent, 0700);
    if (mkdir(path, 0700) != 0 && errno != EEXIST) {
        hemo_error_set(error,
                       HEMO_ERROR_STORAGE,
                       _("the folder %s cannot be made: %s"),
                       path,
                       g_strerror(errno));
        return NULL;
    }
    return check_folder(path, error) ? g_steal_pointer(&path) : NULL;
}

char *
hemo_paths_state(GError **error)
{
    return make_folder(g_get_user_state_dir(), error);
}

/* /run/user/UID, or NULL where nobody made it. */
static char *
find_login_folder(void)
{
    g_autofree char *path = g_strdup_printf("/run/user/%u", (guint)geteuid());

    return check_folder(path, NULL) ? g_steal_pointer(&path) : NULL;
}

char *
hemo_paths_runtime(GError **error)
{
    g_autofree char *login = NULL;
    g_autofree char *state = NULL;
    const char *runtime = g_getenv("XDG_RUNTIME_DIR");

    if (runtime != NULL && g_path_is_absolute(runtime))
        return make_folder(runtime, error);
    login = find_login_folder();
    if (login != NULL)
        return make_folder(login, error);
    state = hemo_paths_state(error);
    if (state == NULL)
        return NULL;
    login = g_build_filename(state, "run", NULL);
    return make_folder(login, error);
}

char *
hemo_paths_socket(GError **error)
{
    g_autofree char *folder = hemo_paths_runtime(error);
    g_autofree char *path = NULL;

    if (folder == NULL)
        return NULL;
    path = g_build_filename(folder, SOCKET, NULL);
    if (strlen(path) > HEMO_LIMIT_SOCKET_PATH) {
        hemo_error_set(error,
                       HEMO_ERROR_CONFIG,
                       _("%s is too long for a socket (%d characters at most): set "
                         "XDG_RUNTIME_DIR to a shorter folder"),
                       path,
                       HEMO_LIMIT_SOCKET_PATH);
        return NULL;
    }
    return g_steal_pointer(&path);
}

char *
hemo_paths_program(const char *name)
{
    const char *folder = g_getenv("HEMOSTAT_LIBEXEC");

    return g_build_filename(folder != NULL ? folder : HEMOSTAT_LIBEXECDIR, name, NULL);
}
