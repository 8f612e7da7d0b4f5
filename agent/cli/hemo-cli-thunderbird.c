/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-thunderbird.h.
 */
#include "hemo-cli-thunderbird.h"

#include "hemo-cli-file.h"
#include "hemo-cli-mozilla-policy.h"
#include "hemo-error.h"
#include "hemo-mozilla-account.h"
#include "hemo-mozilla-block.h"
#include "hemo-mozilla-profile.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#define ADMINISTRATOR "/etc/thunderbird/pref"
#define APPLICATION   "/usr/lib/thunderbird/application.ini"
#define RULES         "msgFilterRules.dat"

/* Where a Thunderbird in a box of its own has its profile: no program outside of the box can
 * be reached from there. */
static const char *const boxes[] = {
    ".var/app/org.mozilla.Thunderbird/.thunderbird",
    ".var/app/org.mozilla.thunderbird/.thunderbird",
    "snap/thunderbird/common/.thunderbird",
};

static const char *const rule_folders[] = {"Mail", "ImapMail", "News"};

/* A file that is not there is empty. */
static GBytes *
read_file(const char *path, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autoptr(GBytes) bytes = hemo_cli_file_read(path, &cause);

    if (bytes != NULL)
        return g_steal_pointer(&bytes);
    if (hemo_error_is(cause, HEMO_ERROR_NOT_FOUND))
        return g_bytes_new(NULL, 0);
    hemo_error_set(error, HEMO_ERROR_INVALID, "%s: %s", path, cause->message);
    return NULL;
}

static HemoIniText *
read_ini(const char *folder, const char *name)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autoptr(GBytes) bytes = hemo_cli_file_read(path, NULL);

    return hemo_ini_text_new(bytes != NULL ? hemo_slice_bytes(bytes) : HEMO_SLICE_EMPTY);
}

static gboolean
has_settings(const char *profile)
{
    g_autofree char *path = g_build_filename(profile, "prefs.js", NULL);

    return g_file_test(path, G_FILE_TEST_IS_REGULAR);
}

/* The profiles that are there, with their whole paths. */
static GPtrArray *
find_profiles(const char *folder)
{
    GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(HemoIniText) profiles = read_ini(folder, "profiles.ini");
    g_autoptr(HemoIniText) installs = read_ini(folder, "installs.ini");
    g_auto(GStrv) paths = hemo_mozilla_profile_find(profiles, installs);

    for (guint i = 0; paths[i] != NULL; i++) {
        g_autofree char *path = g_canonicalize_filename(paths[i], folder);

        if (has_settings(path))
            g_ptr_array_add(found, g_steal_pointer(&path));
    }
    return found;
}

static void
tell_nothing_there(const char *home, const char *folder, GError **error)
{
    for (gsize i = 0; i < G_N_ELEMENTS(boxes); i++) {
        g_autofree char *box = g_build_filename(home, boxes[i], NULL);

        if (!g_file_test(box, G_FILE_TEST_IS_DIR))
            continue;
        hemo_error_set(
            error,
            HEMO_ERROR_UNSUPPORTED,
            _("Thunderbird is a Flatpak or a Snap here (%s): it cannot reach Hemostat "
              "from inside; install Thunderbird as a package of the system"),
            box);
        return;
    }
    hemo_error_set(error,
                   HEMO_ERROR_NOT_FOUND,
                   _("Thunderbird has no profile in %s: start it once, and make an account"),
                   folder);
}

static char *
find_profile(const char *home, GError **error)
{
    g_autofree char *folder = g_build_filename(home, ".thunderbird", NULL);
    g_autoptr(GPtrArray) found = find_profiles(folder);
    g_autofree char *list = NULL;

    if (found->len == 1)
        return g_strdup(found->pdata[0]);
    if (found->len == 0) {
        tell_nothing_there(home, folder, error);
        return NULL;
    }
    g_ptr_array_add(found, NULL);
    list = g_strjoinv(", ", (char **)found->pdata);
    hemo_error_set(error,
                   HEMO_ERROR_INVALID,
                   _("Thunderbird has several profiles: say with --profile which one: %s"),
                   list);
    return NULL;
}

static int
compare(gconstpointer left, gconstpointer right)
{
    return g_strcmp0(*(char *const *)left, *(char *const *)right);
}

/* The files of @folder for which @pattern holds, in their order by name. */
static GPtrArray *
list(const char *folder, const char *pattern)
{
    GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;

    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
        if (g_pattern_match_simple(pattern, name))
            g_ptr_array_add(paths, g_build_filename(folder, name, NULL));
    }
    g_ptr_array_sort(paths, compare);
    return paths;
}

/* What holds for all users of this computer stands before what the profile says. */
static GBytes *
read_defaults(const HemoCliThunderbird *thunderbird)
{
    g_autofree char *folder = g_strconcat(thunderbird->root, ADMINISTRATOR, NULL);
    g_autoptr(GPtrArray) paths = list(folder, "*.js");
    GByteArray *all = g_byte_array_new();

    for (guint i = 0; i < paths->len; i++) {
        g_autoptr(GBytes) bytes = hemo_cli_file_read(paths->pdata[i], NULL);

        if (bytes == NULL)
            continue;
        g_byte_array_append(all, g_bytes_get_data(bytes, NULL), (guint)g_bytes_get_size(bytes));
        g_byte_array_append(all, (const guint8 *)"\n;\n", 3);
    }
    g_byte_array_append(all,
                        g_bytes_get_data(thunderbird->prefs_text, NULL),
                        (guint)g_bytes_get_size(thunderbird->prefs_text));
    return g_byte_array_free_to_bytes(all);
}

/* What the profile's user.js says, and after it what an administrator's policy says. */
static GBytes *
read_last(const HemoCliThunderbird *thunderbird)
{
    g_autofree char *policy = hemo_cli_mozilla_policy_prefs(thunderbird->root);
    GByteArray *all = g_byte_array_new();

    g_byte_array_append(all,
                        g_bytes_get_data(thunderbird->user_text, NULL),
                        (guint)g_bytes_get_size(thunderbird->user_text));
    g_byte_array_append(all, (const guint8 *)"\n;\n", 3);
    g_byte_array_append(all, (const guint8 *)policy, (guint)strlen(policy));
    return g_byte_array_free_to_bytes(all);
}

static void
parse(HemoCliThunderbird *thunderbird)
{
    g_autoptr(GBytes) defaults = read_defaults(thunderbird);
    g_autoptr(GBytes) last = read_last(thunderbird);

    thunderbird->prefs =
        hemo_mozilla_prefs_parse(hemo_slice_bytes(defaults), hemo_slice_bytes(last));
    thunderbird->accounts = hemo_mozilla_account_read(thunderbird->prefs);
}

static char *
choose_profile(const HemoCliThunderbirdPlace *place, const char *home, GError **error)
{
    g_autofree char *profile = NULL;

    if (place->profile == NULL)
        return find_profile(home, error);
    profile = g_canonicalize_filename(place->profile, NULL);
    if (has_settings(profile))
        return g_steal_pointer(&profile);
    hemo_error_set(error,
                   HEMO_ERROR_NOT_FOUND,
                   _("%s is no profile of Thunderbird: it has no prefs.js"),
                   profile);
    return NULL;
}

HemoCliThunderbird *
hemo_cli_thunderbird_load(const HemoCliThunderbirdPlace *place, GError **error)
{
    g_autoptr(HemoCliThunderbird) thunderbird = g_new0(HemoCliThunderbird, 1);

    thunderbird->agreed = g_ptr_array_new_with_free_func(hemo_mozilla_block_item_free);
    thunderbird->root = g_strdup(place->root != NULL ? place->root : "");
    thunderbird->home = g_strdup(place->home != NULL ? place->home : g_get_home_dir());
    thunderbird->profile = choose_profile(place, thunderbird->home, error);
    if (thunderbird->profile == NULL)
        return NULL;
    thunderbird->prefs_js = g_build_filename(thunderbird->profile, "prefs.js", NULL);
    thunderbird->user_js = g_build_filename(thunderbird->profile, "user.js", NULL);
    thunderbird->prefs_text = read_file(thunderbird->prefs_js, error);
    if (thunderbird->prefs_text != NULL)
        thunderbird->user_text = read_file(thunderbird->user_js, error);
    if (thunderbird->user_text == NULL)
        return NULL;
    thunderbird->prefs_wanted = g_bytes_ref(thunderbird->prefs_text);
    parse(thunderbird);
    return g_steal_pointer(&thunderbird);
}

void
hemo_cli_thunderbird_free(HemoCliThunderbird *thunderbird)
{
    g_free(thunderbird->root);
    g_free(thunderbird->home);
    g_free(thunderbird->profile);
    g_free(thunderbird->prefs_js);
    g_free(thunderbird->user_js);
    g_clear_pointer(&thunderbird->prefs_text, g_bytes_unref);
    g_clear_pointer(&thunderbird->user_text, g_bytes_unref);
    g_clear_pointer(&thunderbird->prefs_wanted, g_bytes_unref);
    hemo_mozilla_prefs_free(thunderbird->prefs);
    g_clear_pointer(&thunderbird->accounts, g_ptr_array_unref);
    g_ptr_array_unref(thunderbird->agreed);
    g_free(thunderbird);
}

/* The lock itself, of which the kernel knows the owner. */
static gint
find_lock_owner(const char *profile)
{
    g_autofree char *path = g_build_filename(profile, ".parentlock", NULL);
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    int fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    gint owner = 0;

    if (fd < 0)
        return 0;
    if (fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK)
        owner = lock.l_pid > 0 ? lock.l_pid : 1;
    close(fd);
    return owner;
}

/* "127.0.1.1:+4711"; it stays if Thunderbird was ended hard. */
static gint
find_link_owner(const char *profile)
{
    g_autofree char *path = g_build_filename(profile, "lock", NULL);
    g_autofree char *target = g_file_read_link(path, NULL);
    const char *number = target != NULL ? strrchr(target, '+') : NULL;
    g_autofree char *process = NULL;
    g_autofree char *name = NULL;
    guint64 pid = 0;

    if (number == NULL ||
        !g_ascii_string_to_unsigned(number + 1, 10, 1, G_MAXINT32, &pid, NULL))
        return 0;
    process = g_strdup_printf("/proc/%u/comm", (guint)pid);
    if (!g_file_get_contents(process, &name, NULL, NULL))
        return 0;
    return g_str_has_prefix(name, "thunderbird") ? (gint)pid : 0;
}

gint
hemo_cli_thunderbird_find_process(const HemoCliThunderbird *thunderbird)
{
    gint owner = find_lock_owner(thunderbird->profile);

    return owner != 0 ? owner : find_link_owner(thunderbird->profile);
}

GStrv
hemo_cli_thunderbird_find_rules(const char *profile)
{
    GPtrArray *rules = g_ptr_array_new();

    for (gsize i = 0; i < G_N_ELEMENTS(rule_folders); i++) {
        g_autofree char *folder = g_build_filename(profile, rule_folders[i], NULL);
        g_autoptr(GPtrArray) accounts = list(folder, "*");

        for (guint k = 0; k < accounts->len; k++) {
            g_autofree char *path = g_build_filename(accounts->pdata[k], RULES, NULL);

            if (g_file_test(path, G_FILE_TEST_EXISTS))
                g_ptr_array_add(rules, g_steal_pointer(&path));
        }
    }
    g_ptr_array_add(rules, NULL);
    return (GStrv)g_ptr_array_free(rules, FALSE);
}

char *
hemo_cli_thunderbird_version(const HemoCliThunderbird *thunderbird)
{
    g_autofree char *path = g_strconcat(thunderbird->root, APPLICATION, NULL);
    g_autoptr(GBytes) bytes = hemo_cli_file_read(path, NULL);
    g_autoptr(HemoIniText) ini = NULL;

    if (bytes == NULL)
        return NULL;
    ini = hemo_ini_text_new(hemo_slice_bytes(bytes));
    return hemo_ini_text_get(ini, "App", "Version");
}
