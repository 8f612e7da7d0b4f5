/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A view of bytes that somebody else owns.  It is not NUL-terminated, so that
 * "%s" cannot print it by accident, and every read is checked against its end.
 */
#pragma once

#include <glib.h>

typedef struct {
    const guint8 *data; /* may be NULL if size is 0 */
    gsize size;         /* bytes */
} HemoSlice;

#define HEMO_SLICE_EMPTY ((HemoSlice){NULL, 0})

HemoSlice hemo_slice(const void *data, gsize size);

/* A view of @text without its NUL; @text must outlive the view.  NULL is empty. */
HemoSlice hemo_slice_text(const char *text);

/* A view of @bytes, which must outlive it. */
HemoSlice hemo_slice_bytes(GBytes *bytes);

/* The bytes from @offset on, @size of them; both are cut to what is there. */
HemoSlice hemo_slice_sub(HemoSlice slice, gsize offset, gsize size);
HemoSlice hemo_slice_from(HemoSlice slice, gsize offset);

/* The byte at @offset, or -1 past the end. */
int hemo_slice_at(HemoSlice slice, gsize offset);

gboolean hemo_slice_equal(HemoSlice slice, HemoSlice other);

/* ASCII letters compare without case; other bytes exactly. */
gboolean hemo_slice_equal_nocase(HemoSlice slice, const char *text);
gboolean hemo_slice_has_prefix_nocase(HemoSlice slice, const char *prefix);

/* Offset of the first @byte, or @slice.size if there is none. */
gsize hemo_slice_find(HemoSlice slice, char byte);

/* Offset of the first occurrence of @needle, or @slice.size; an empty needle is not found. */
gsize hemo_slice_find_text(HemoSlice slice, const char *needle);

/* Without ASCII blanks, tabs, CR and LF at both ends. */
HemoSlice hemo_slice_strip(HemoSlice slice);

/* Takes the next line off @rest: without its LF or CRLF.  FALSE at the end. */
gboolean hemo_slice_next_line(HemoSlice *rest, HemoSlice *ret_line);

/* A NUL-terminated copy; bytes after an inner NUL are kept but hidden from C strings. */
char *hemo_slice_dup(HemoSlice slice);

/* Two lower-case digits a byte. */
char *hemo_slice_hex(HemoSlice slice);
