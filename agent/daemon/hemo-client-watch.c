/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-client-watch.h.
 */
#include "hemo-client-watch.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define INTERVAL    15   /* s */
#define PATIENCE    20   /* s without a connection, and of age */
#define FIRST       40   /* s after the agent's start: add-ons may take 30 to come back */
#define MAX_FILE    4096 /* of what is read of a process; its environment may be longer */
#define MAX_ENVIRON (128 * 1024)

static const struct {
    const char *comm;   /* as the kernel has it */
    const char *client; /* as it says Hello */
    gboolean relayed;   /* a child of it speaks with the agent */
} programs[] = {
    {"claws-mail", "claws-mail", FALSE},
    {"thunderbird", "thunderbird", TRUE},
};

/* What is remembered of one process. */
typedef struct {
    guint64 start; /* clock ticks since boot; 0: not looked at yet */
    guint connections;
    gint64 alone_since; /* by the hooks' clock */
    gboolean ours;      /* its environment leads to this agent */
    gboolean warned;
    gboolean seen; /* in this look */
} Process;

struct _HemoClientWatch {
    HemoClientWatchHooks hooks;
    char *proc;
    char *runtime;
    GHashTable *processes; /* pid -> Process */
    GHashTable *relays;    /* pid of a child that is connected -> of its program */
    guint timer;
    gint64 begun;
};

/* What the kernel tells of a process. */
typedef struct {
    gint pid;
    gint parent;
    guint64 start;
    int program; /* index in programs */
} Sight;

static gint64
monotonic_seconds(gpointer unused)
{
    return g_get_monotonic_time() / G_USEC_PER_SEC;
}

static gint64
now(HemoClientWatch *watch)
{
    return watch->hooks.clock(watch->hooks.user_data);
}

/* Where agent and client look if they are not told. */
static char *
default_runtime(void)
{
    return g_strdup_printf("/run/user/%u", (guint)geteuid());
}

HemoClientWatch *
hemo_client_watch_new(const HemoClientWatchHooks *hooks)
{
    HemoClientWatch *watch = g_new0(HemoClientWatch, 1);
    const char *runtime = hooks->runtime != NULL ? hooks->runtime : g_getenv("XDG_RUNTIME_DIR");

    watch->hooks = *hooks;
    if (watch->hooks.clock == NULL)
        watch->hooks.clock = monotonic_seconds;
    watch->proc = g_strdup(hooks->proc != NULL ? hooks->proc : "/proc");
    watch->runtime = runtime != NULL ? g_strdup(runtime) : default_runtime();
    watch->processes = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    watch->relays = g_hash_table_new(NULL, NULL);
    watch->begun = now(watch);
    return watch;
}

void
hemo_client_watch_free(HemoClientWatch *watch)
{
    if (watch == NULL)
        return;
    g_clear_handle_id(&watch->timer, g_source_remove);
    g_hash_table_unref(watch->processes);
    g_hash_table_unref(watch->relays);
    g_free(watch->proc);
    g_free(watch->runtime);
    g_free(watch);
}

static gboolean
on_timer(gpointer watch)
{
    hemo_client_watch_look(watch);
    return G_SOURCE_CONTINUE;
}

void
hemo_client_watch_start(HemoClientWatch *watch)
{
    watch->timer = g_timeout_add_seconds(INTERVAL, on_timer, watch);
}

static Process *
get_process(HemoClientWatch *watch, gint pid)
{
    Process *process = g_hash_table_lookup(watch->processes, GINT_TO_POINTER(pid));

    if (process == NULL) {
        process = g_new0(Process, 1);
        process->alone_since = watch->begun + FIRST - PATIENCE;
        g_hash_table_insert(watch->processes, GINT_TO_POINTER(pid), process);
    }
    return process;
}

/* Files of /proc have no size: read until the end, or @size - 1 bytes.  "" if there is none. */
static gsize
read_file(int folder, const char *name, char *buffer, gsize size)
{
    int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    gsize used = 0;
    gssize got = 1;

    while (fd >= 0 && got > 0 && used < size - 1) {
        got = read(fd, buffer + used, size - 1 - used);
        used += got > 0 ? (gsize)got : 0;
    }
    if (fd >= 0)
        close(fd);
    buffer[used] = '\0';
    return used;
}

static int
find_program(int folder)
{
    char comm[64];

    read_file(folder, "comm", comm, sizeof comm);
    g_strchomp(comm);
    for (gsize i = 0; i < G_N_ELEMENTS(programs); i++) {
        if (strcmp(programs[i].comm, comm) == 0)
            return (int)i;
    }
    return -1;
}

/* proc(5): the name is in brackets and may have anything in it; parent is field 4, start 22. */
static gboolean
read_stat(int folder, Sight *sight)
{
    char text[MAX_FILE];
    g_auto(GStrv) fields = NULL;
    const char *end;
    guint64 parent = 0;

    read_file(folder, "stat", text, sizeof text);
    end = strrchr(text, ')');
    if (end == NULL)
        return FALSE;
    fields = g_strsplit(end + 1, " ", 22);
    if (g_strv_length(fields) < 21 ||
        !g_ascii_string_to_unsigned(fields[2], 10, 0, G_MAXINT, &parent, NULL) ||
        !g_ascii_string_to_unsigned(fields[20], 10, 0, G_MAXUINT64, &sight->start, NULL))
        return FALSE;
    sight->parent = (gint)parent;
    return TRUE;
}

static int
open_process(HemoClientWatch *watch, const char *name)
{
    g_autofree char *path = g_build_filename(watch->proc, name, NULL);
    struct stat status;
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd >= 0 && (fstat(fd, &status) != 0 || status.st_uid != geteuid())) {
        close(fd);
        return -1;
    }
    return fd;
}

static int
find_client(const char *client)
{
    for (gsize i = 0; i < G_N_ELEMENTS(programs); i++) {
        if (strcmp(programs[i].client, client) == 0)
            return (int)i;
    }
    return -1;
}

/* The process that sends the mail: of a child that has just connected its parent. */
static gint
find_owner(HemoClientWatch *watch, gint pid, int program)
{
    g_autofree char *name = g_strdup_printf("%d", pid);
    Sight sight = {0};
    int folder;

    if (!programs[program].relayed)
        return pid;
    folder = open_process(watch, name);
    if (folder < 0)
        return pid;
    if (!read_stat(folder, &sight))
        sight.parent = pid;
    close(folder);
    g_hash_table_insert(watch->relays, GINT_TO_POINTER(pid), GINT_TO_POINTER(sight.parent));
    return sight.parent;
}

void
hemo_client_watch_connected(HemoClientWatch *watch, gint pid, const char *client)
{
    int program = find_client(client);
    Process *process;

    if (program < 0)
        return;
    process = get_process(watch, find_owner(watch, pid, program));
    process->connections++;
    process->warned = FALSE;
}

/* The child may be gone by now. */
static gint
forget_relay(HemoClientWatch *watch, gint pid)
{
    gpointer owner = NULL;

    if (!g_hash_table_steal_extended(watch->relays, GINT_TO_POINTER(pid), NULL, &owner))
        return pid;
    return GPOINTER_TO_INT(owner);
}

void
hemo_client_watch_closed(HemoClientWatch *watch, gint pid, const char *client)
{
    gint owner = forget_relay(watch, pid);
    Process *process = g_hash_table_lookup(watch->processes, GINT_TO_POINTER(owner));

    if (process == NULL || process->connections == 0 || find_client(client) < 0)
        return;
    process->connections--;
    process->alone_since = now(watch);
}

static gboolean
see_process(HemoClientWatch *watch, const char *name, Sight *sight)
{
    guint64 pid = 0;
    gboolean good = FALSE;
    int folder;

    if (!g_ascii_string_to_unsigned(name, 10, 1, G_MAXINT, &pid, NULL))
        return FALSE;
    folder = open_process(watch, name);
    if (folder < 0)
        return FALSE;
    sight->pid = (gint)pid;
    sight->program = find_program(folder);
    good = sight->program >= 0 && read_stat(folder, sight);
    close(folder);
    return good;
}

/* All running mail programs. */
static GArray *
see_all(HemoClientWatch *watch)
{
    GArray *sights = g_array_new(FALSE, FALSE, sizeof(Sight));
    g_autoptr(GDir) dir = g_dir_open(watch->proc, 0, NULL);
    const char *name;
    Sight sight;

    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
        if (see_process(watch, name, &sight))
            g_array_append_val(sights, sight);
    }
    return sights;
}

/* Forked by one that is seen too: it has the same name until it runs something else. */
static gboolean
is_child(const GArray *sights, const Sight *child)
{
    for (guint i = 0; i < sights->len; i++) {
        const Sight *sight = &g_array_index(sights, Sight, i);

        if (sight->pid == child->parent && sight->program == child->program)
            return TRUE;
    }
    return FALSE;
}

/* The value of XDG_RUNTIME_DIR in @environ, entries that end with NUL; NULL if it is not set.
 */
static const char *
find_runtime(const char *environ_text, gsize size)
{
    static const char variable[] = "XDG_RUNTIME_DIR=";

    for (gsize at = 0; at < size; at += strlen(environ_text + at) + 1) {
        if (g_str_has_prefix(environ_text + at, variable))
            return environ_text + at + strlen(variable);
    }
    return NULL;
}

/* TRUE if it would look for the agent where this one is. */
static gboolean
leads_here(HemoClientWatch *watch, gint pid)
{
    g_autofree char *name = g_strdup_printf("%d", pid);
    g_autofree char *text = g_malloc(MAX_ENVIRON);
    g_autofree char *otherwise = default_runtime();
    int folder = open_process(watch, name);
    const char *runtime;
    gsize size;

    if (folder < 0)
        return FALSE;
    size = read_file(folder, "environ", text, MAX_ENVIRON);
    close(folder);
    runtime = find_runtime(text, size);
    return strcmp(runtime != NULL ? runtime : otherwise, watch->runtime) == 0;
}

/* Seconds since boot, in clock ticks as the starts of processes are. */
static guint64
read_uptime(HemoClientWatch *watch)
{
    char text[64];
    int folder = open(watch->proc, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    gint64 ticks = sysconf(_SC_CLK_TCK);

    if (folder < 0)
        return 0;
    read_file(folder, "uptime", text, sizeof text);
    close(folder);
    return (guint64)(g_ascii_strtod(text, NULL) * (double)ticks);
}

static gboolean
is_old_enough(const Sight *sight, guint64 uptime)
{
    guint64 patience = PATIENCE * (guint64)sysconf(_SC_CLK_TCK);

    return uptime >= sight->start && uptime - sight->start >= patience;
}

static void
consider(HemoClientWatch *watch, const Sight *sight, guint64 uptime)
{
    Process *process = get_process(watch, sight->pid);

    process->seen = TRUE;
    if (process->start != sight->start) {
        process->start = sight->start;
        process->warned = FALSE;
        process->ours = leads_here(watch, sight->pid);
    }
    if (process->connections > 0 || process->warned || !process->ours ||
        !is_old_enough(sight, uptime) || now(watch) - process->alone_since < PATIENCE)
        return;
    process->warned = TRUE;
    watch->hooks.warn(programs[sight->program].client, watch->hooks.user_data);
}

/* Who has gone is forgotten; who is connected is kept, whatever its name. */
static gboolean
is_gone(gpointer pid, gpointer data, gpointer unused)
{
    Process *process = data;
    gboolean gone = !process->seen && process->connections == 0;

    process->seen = FALSE;
    return gone;
}

void
hemo_client_watch_look(HemoClientWatch *watch)
{
    g_autoptr(GArray) sights = see_all(watch);
    guint64 uptime = sights->len > 0 ? read_uptime(watch) : 0;

    for (guint i = 0; i < sights->len; i++) {
        const Sight *sight = &g_array_index(sights, Sight, i);

        if (!is_child(sights, sight))
            consider(watch, sight, uptime);
    }
    g_hash_table_foreach_remove(watch->processes, is_gone, NULL);
}
