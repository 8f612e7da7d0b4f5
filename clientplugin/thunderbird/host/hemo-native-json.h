/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * JSON (RFC 8259) as it came, read in place: a value is a slice of the text, so that a mail
 * inside a frame goes on without a copy or a tree in memory.  Strict: what is not JSON to the
 * letter is refused as a whole by hemo_native_json_check(), and the other functions only take
 * what has passed it.  Pure.
 */
#pragma once

#include "hemo-secret.h"

#define HEMO_NATIVE_JSON_DEPTH 16 /* arrays and objects in each other */

typedef enum {
    HEMO_NATIVE_JSON_NONE = 0, /* an empty slice: there is no such value */
    HEMO_NATIVE_JSON_STRING,
    HEMO_NATIVE_JSON_NUMBER,
    HEMO_NATIVE_JSON_BOOLEAN,
    HEMO_NATIVE_JSON_NULL,
    HEMO_NATIVE_JSON_ARRAY,
    HEMO_NATIVE_JSON_OBJECT,
} HemoNativeJson;

/* TRUE if @text is one JSON value in valid UTF-8, not too deep, and no string in it has a NUL
 * ("\u0000"). */
gboolean hemo_native_json_check(HemoSlice text);

HemoNativeJson hemo_native_json_kind(HemoSlice value);

/* What is between the brackets of an array or object: the first @rest of the next two. */
HemoSlice hemo_native_json_inside(HemoSlice container);

/* Takes the next value of an array off @rest; FALSE at its end. */
gboolean hemo_native_json_next(HemoSlice *rest, HemoSlice *ret_value);

/* The same of an object; @ret_name is a string with its quotes. */
gboolean
hemo_native_json_next_member(HemoSlice *rest, HemoSlice *ret_name, HemoSlice *ret_value);

/* The value of the first member @name (written without escapes) of @object; empty if there is
 * none or @object is no object. */
HemoSlice hemo_native_json_member(HemoSlice object, const char *name);

/* The text of a string, UTF-8; half of a surrogate pair becomes U+FFFD.  NULL if @value is no
 * string. */
HemoSecret *hemo_native_json_text(HemoSlice value);

/* FALSE unless @value is a whole number from 0 to @max, written without fraction or exponent.
 */
gboolean hemo_native_json_number(HemoSlice value, guint64 max, guint64 *ret_number);

/* TRUE only if @value is true. */
gboolean hemo_native_json_is_true(HemoSlice value);
