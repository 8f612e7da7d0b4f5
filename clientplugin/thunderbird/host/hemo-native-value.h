/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What a call of the add-on says, as the agent wants it: JSON members become GVariants by a
 * table of names and types.  Pure.
 */
#pragma once

#include "hemo-native-json.h"

typedef struct {
    const char *name; /* of the member, and of the key in the a{sv} */
    const char *type; /* one that hemo_native_value_read() knows */
} HemoNativeValue;

/* @value as @type: "s", "as", "b", "q", "u", "t" or "a(sas)"; floating.  NULL if it is of
 * another kind. */
GVariant *hemo_native_value_read(HemoSlice value, const char *type);

/* The members of @object as an a{sv} (floating).  @known ends with a NULL name.  NULL and
 * HEMO_ERROR_INVALID if @object is none, a member is of another kind, or is not in @known: what
 * would be passed over may matter. */
GVariant *
hemo_native_value_dict(HemoSlice object, const HemoNativeValue *known, GError **error);
