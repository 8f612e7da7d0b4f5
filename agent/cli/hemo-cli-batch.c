/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-batch.h.
 */
#include "hemo-cli-batch.h"

#include "hemo-cli-output.h"

typedef struct {
    GVariant *object;
    GError *error;
    gboolean is_done;
} Row;

struct _HemoCliBatch {
    char **inputs;
    const HemoCliBatchWork *work;
    gpointer data;
    GMainLoop *loop;
    Row *rows;
    guint n_rows;
    guint next;    /* the next to start */
    guint printed; /* all before it are out */
    gboolean is_turning;
    gboolean has_failed;
    gboolean is_mute; /* standard output is gone: only ends what was begun */
};

static void
print_row(HemoCliBatch *batch, guint index)
{
    Row *row = &batch->rows[index];

    if (!batch->is_mute)
        batch->work->print(batch->inputs[index], row->object, row->error, batch->data);
    batch->has_failed |= row->error != NULL;
    g_clear_pointer(&row->object, g_variant_unref);
    g_clear_error(&row->error);
    if (!hemo_cli_output_flush()) {
        batch->is_mute = TRUE;
        batch->n_rows = batch->next;
    }
}

static void
start_row(HemoCliBatch *batch, guint index)
{
    batch->work->start(batch, index, batch->inputs[index], batch->data);
}

/* Prints what may be printed, starts what may be started, until neither can go on.  A start
 * that ends at once comes back here through hemo_cli_batch_end() and is left to the loop. */
static void
turn(HemoCliBatch *batch)
{
    if (batch->is_turning)
        return;
    batch->is_turning = TRUE;
    while (batch->printed < batch->n_rows) {
        if (batch->rows[batch->printed].is_done)
            print_row(batch, batch->printed++);
        else if (batch->next < batch->n_rows &&
                 batch->next < batch->printed + batch->work->side_by_side)
            start_row(batch, batch->next++);
        else
            break;
    }
    batch->is_turning = FALSE;
    if (batch->printed == batch->n_rows)
        g_main_loop_quit(batch->loop);
}

static gboolean
on_start(gpointer data)
{
    turn(data);
    return G_SOURCE_REMOVE;
}

void
hemo_cli_batch_end(HemoCliBatch *batch, guint index, GVariant *object, GError *error)
{
    Row *row = &batch->rows[index];

    row->object = object != NULL ? g_variant_take_ref(object) : NULL;
    row->error = error;
    row->is_done = TRUE;
    turn(batch);
}

int
hemo_cli_batch_run(char **inputs, const HemoCliBatchWork *work, gpointer data)
{
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    HemoCliBatch batch = {.inputs = inputs,
                          .work = work,
                          .data = data,
                          .loop = loop,
                          .n_rows = g_strv_length(inputs)};

    batch.rows = g_new0(Row, batch.n_rows);
    g_idle_add(on_start, &batch);
    g_main_loop_run(loop);
    g_free(batch.rows);
    return batch.has_failed ? HEMO_CLI_UNREADABLE : HEMO_CLI_GOOD;
}
