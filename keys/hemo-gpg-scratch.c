/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-gpg-scratch.h.  A gpg that was given up may write a last file while the home goes:
 * removing is tried again for a while.
 */
#include "hemo-gpg-scratch.h"

#include "hemo-error.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define RETRY_MS  250
#define RETRIES   40
#define WALK_OPEN 8 /* folders open at a time; gpg nests two deep */

struct _HemoGpgScratch {
    char *home;
    guint retries;
};

/* Only self-signatures count, so a key that thousands have signed costs no more than another;
 * pictures go.  A key from the future is read, to say that it is one. */
static const char settings[] =
    "no-autostart\n"
    "disable-dirmngr\n"
    "no-auto-key-locate\n"
    "no-auto-check-trustdb\n"
    "lock-never\n"
    "no-random-seed-file\n"
    "ignore-time-conflict\n"
    "ignore-valid-from\n"
    "import-options self-sigs-only,import-clean,import-minimal,no-import-local-sigs,"
    "no-repair-keys\n"
    "export-options no-export-attributes,no-export-local-sigs,export-minimal\n";

static gboolean
write_settings(const char *home, const char *name, const char *text)
{
    g_autofree char *path = g_build_filename(home, name, NULL);
    gsize size = strlen(text);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    gboolean done = fd >= 0 && write(fd, text, size) == (gssize)size;

    return fd >= 0 && close(fd) == 0 && done;
}

/* An empty common.conf: else later versions keep keys in a process of their own. */
static gboolean
fill(const char *home)
{
    return write_settings(home, "gpg.conf", settings) &&
           write_settings(home, "common.conf", "");
}

HemoGpgScratch *
hemo_gpg_scratch_new(GError **error)
{
    HemoGpgScratch *scratch = g_new0(HemoGpgScratch, 1);
    const char *runtime = g_getenv("XDG_RUNTIME_DIR");
    const char *parent =
        runtime != NULL && access(runtime, W_OK | X_OK) == 0 ? runtime : g_get_tmp_dir();

    scratch->home = g_build_filename(parent, "hemostat-keys-XXXXXX", NULL);
    if (g_mkdtemp_full(scratch->home, 0700) == NULL)
        g_clear_pointer(&scratch->home, g_free);
    if (scratch->home != NULL && fill(scratch->home))
        return scratch;
    hemo_error_set(error, HEMO_ERROR_STORAGE, _("there is no room to look at a key"));
    hemo_gpg_scratch_free(scratch);
    return NULL;
}

static int
remove_one(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
    g_remove(path);
    return 0;
}

/* One of the arguments of process @id is the name of the home, which nobody else knows. */
static gboolean
works_here(const HemoGpgScratch *scratch, const char *id)
{
    g_autofree char *path = g_build_filename("/proc", id, "cmdline", NULL);
    g_autofree char *arguments = NULL;
    gsize size = 0;

    if (!g_file_get_contents(path, &arguments, &size, NULL))
        return FALSE;
    for (const char *each = arguments; each < arguments + size; each += strlen(each) + 1) {
        if (strcmp(each, scratch->home) == 0)
            return TRUE;
    }
    return FALSE;
}

void
hemo_gpg_scratch_stop(const HemoGpgScratch *scratch)
{
    g_autoptr(GDir) processes = g_dir_open("/proc", 0, NULL);
    const char *id = NULL;

    while (processes != NULL && (id = g_dir_read_name(processes)) != NULL) {
        guint64 number = 0;

        if (g_ascii_string_to_unsigned(id, 10, 1, G_MAXINT, &number, NULL) &&
            (pid_t)number != getpid() && works_here(scratch, id))
            kill((pid_t)number, SIGKILL);
    }
}

static gboolean
remove_home(const HemoGpgScratch *scratch)
{
    nftw(scratch->home, remove_one, WALK_OPEN, FTW_DEPTH | FTW_PHYS);
    return g_access(scratch->home, F_OK) != 0;
}

static void
end(HemoGpgScratch *scratch)
{
    g_free(scratch->home);
    g_free(scratch);
}

static gboolean
on_retry(gpointer data)
{
    HemoGpgScratch *scratch = data;

    if (!remove_home(scratch) && --scratch->retries > 0)
        return G_SOURCE_CONTINUE;
    end(scratch);
    return G_SOURCE_REMOVE;
}

void
hemo_gpg_scratch_free(HemoGpgScratch *scratch)
{
    g_autoptr(GSource) source = NULL;

    if (scratch == NULL)
        return;
    if (scratch->home == NULL || remove_home(scratch)) {
        end(scratch);
        return;
    }
    scratch->retries = RETRIES;
    source = g_timeout_source_new(RETRY_MS);
    g_source_set_callback(source, on_retry, scratch, NULL);
    g_source_attach(source, g_main_context_get_thread_default());
}

const char *
hemo_gpg_scratch_home(const HemoGpgScratch *scratch)
{
    return scratch->home;
}
