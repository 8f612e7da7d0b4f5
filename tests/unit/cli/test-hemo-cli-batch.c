/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-batch.h"

#include "hemo-cli-output.h"

#include <gio/gio.h>

typedef struct {
    GString *printed;
    guint running;
    guint most; /* that ran side by side */
} Record;

typedef struct {
    HemoCliBatch *batch;
    guint index;
    Record *record;
    gboolean is_bad;
} Job;

static gboolean
on_end(gpointer data)
{
    g_autofree Job *job = data;

    job->record->running--;
    hemo_cli_batch_end(job->batch,
                       job->index,
                       job->is_bad ? NULL : g_variant_new("a{sv}", NULL),
                       job->is_bad ? g_error_new_literal(G_IO_ERROR, 0, "bad") : NULL);
    return G_SOURCE_REMOVE;
}

/* "now" ends at once; the others end later, the later inputs first. */
static void
start(HemoCliBatch *batch, guint index, const char *input, gpointer data)
{
    Job *job = g_new0(Job, 1);

    *job = (Job){batch, index, data, g_str_has_suffix(input, "bad")};
    job->record->running++;
    job->record->most = MAX(job->record->most, job->record->running);
    if (g_str_has_prefix(input, "now"))
        on_end(job);
    else
        g_idle_add_full(G_PRIORITY_DEFAULT_IDLE - (int)index, on_end, job, NULL);
}

static void
print(const char *input, GVariant *object, const GError *error, gpointer data)
{
    Record *record = data;

    g_string_append_printf(record->printed, "%s%s ", input, error != NULL ? "!" : "");
    g_assert_true((object == NULL) == (error != NULL));
}

static const struct {
    const char *inputs;
    guint side_by_side;
    const char *printed;
    guint most;
    int status;
} rows[] = {
    {"a b c d e", 1, "a b c d e ", 1, HEMO_CLI_GOOD},
    {"a b c d e", 3, "a b c d e ", 3, HEMO_CLI_GOOD},
    {"a now1 now2 b", 9, "a now1 now2 b ", 2, HEMO_CLI_GOOD},
    {"now1 now2 now3", 2, "now1 now2 now3 ", 1, HEMO_CLI_GOOD},
    {"a b-bad c", 2, "a b-bad! c ", 2, HEMO_CLI_UNREADABLE},
    {"now-bad", 2, "now-bad! ", 1, HEMO_CLI_UNREADABLE},
};

static void
test_order(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_auto(GStrv) inputs = g_strsplit(rows[i].inputs, " ", -1);
        g_autoptr(GString) printed = g_string_new(NULL);
        Record record = {.printed = printed};
        HemoCliBatchWork work = {rows[i].side_by_side, start, print};

        g_assert_cmpint(hemo_cli_batch_run(inputs, &work, &record), ==, rows[i].status);
        g_assert_cmpstr(printed->str, ==, rows[i].printed);
        g_assert_cmpuint(record.most, ==, rows[i].most);
        g_assert_cmpuint(record.running, ==, 0);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-batch/order", test_order);
    return g_test_run();
}
