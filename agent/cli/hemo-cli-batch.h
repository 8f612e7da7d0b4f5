/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Many inputs of one verb: several are worked on side by side, and what came of them is
 * printed in input order, each as soon as it may be.
 */
#pragma once

#include <glib.h>

typedef struct _HemoCliBatch HemoCliBatch;

typedef struct {
    guint side_by_side;

    /* Begins input @index; hemo_cli_batch_end() follows, at once or later. */
    void (*start)(HemoCliBatch *batch, guint index, const char *input, gpointer data);

    /* Prints one: @object, or @error, or both. */
    void (*print)(const char *input, GVariant *object, const GError *error, gpointer data);
} HemoCliBatchWork;

/* Runs until all @inputs are printed, or standard output cannot be written to.  Returns
 * HEMO_CLI_GOOD, or HEMO_CLI_UNREADABLE if one had an error. */
int hemo_cli_batch_run(char **inputs, const HemoCliBatchWork *work, gpointer data);

/* Input @index is done; takes @object (floating or not, or NULL) and @error (or NULL). */
void hemo_cli_batch_end(HemoCliBatch *batch, guint index, GVariant *object, GError *error);
