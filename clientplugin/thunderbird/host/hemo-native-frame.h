/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Native messaging, as Thunderbird speaks it over two pipes: frames of a 32-bit length in the
 * machine's order and that many bytes of JSON.  Runs on the default main context and never
 * waits.  While Thunderbird does not read, no more is taken from it.
 */
#pragma once

#include "hemo-secret.h"

#define HEMO_NATIVE_FRAME_IN  (512 * 1024)      /* the most that the add-on sends */
#define HEMO_NATIVE_FRAME_OUT (1024 * 1024 - 1) /* the most that Thunderbird takes */

typedef enum {
    HEMO_NATIVE_FRAME_BROKEN = 0, /* a pipe failed */
    HEMO_NATIVE_FRAME_CLOSED,     /* Thunderbird closed it */
    HEMO_NATIVE_FRAME_TOO_BIG,    /* a length over the limit: nothing more can be read */
    HEMO_NATIVE_FRAME_FINISHED,   /* what hemo_native_frame_finish() said is out */
} HemoNativeFrameEnd;

/* Neither may free the HemoNativeFrame. */
typedef struct {
    /* A frame's text; whoever keeps it takes a reference. */
    void (*take)(HemoSecret *text, gpointer user_data);
    /* Nothing is taken any more; after TOO_BIG one more can be sent.  May come again. */
    void (*end)(HemoNativeFrameEnd end, gpointer user_data);
    gpointer user_data;
} HemoNativeFrameHooks;

typedef struct _HemoNativeFrame HemoNativeFrame;

/* @in and @out are borrowed; @out no longer blocks afterwards. */
HemoNativeFrame *hemo_native_frame_new(int in, int out, const HemoNativeFrameHooks *hooks);
void hemo_native_frame_free(HemoNativeFrame *frame); /* NULL is fine; what waits is lost */

/* Queues @json.  FALSE if it is too big; it is not sent then. */
gboolean hemo_native_frame_send(HemoNativeFrame *frame, HemoSlice json);

/* The last frame: no more is taken, and the end comes when all is written. */
void hemo_native_frame_finish(HemoNativeFrame *frame, HemoSlice json);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoNativeFrame, hemo_native_frame_free)
