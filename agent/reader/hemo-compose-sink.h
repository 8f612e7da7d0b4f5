/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Where a composed message is written to: a stream that gathers bytes for a descriptor and
 * stops at HEMO_LIMIT_MAIL.
 */
#pragma once

#include "hemo-part.h"

#define HEMO_COMPOSE_SINK_TYPE (hemo_compose_sink_get_type())
G_DECLARE_FINAL_TYPE(HemoComposeSink, hemo_compose_sink, HEMO, COMPOSE_SINK, GMimeStream)

/* @fd is borrowed. */
HemoComposeSink *hemo_compose_sink_new(int fd);

/* Writes what is left; all the bytes that went through.  NULL, or the result of
 * hemo-reader-wire.h that says why it did not get through. */
const char *hemo_compose_sink_finish(HemoComposeSink *sink, guint64 *ret_size);
