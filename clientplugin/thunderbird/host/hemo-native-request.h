/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One call of the add-on, {"id": N, "call": "name", ...}, from the frame to its answer. Whoever
 * has a request answers or refuses it once; that frees it.
 */
#pragma once

#include "hemo-native-json.h"
#include "hemo-native-relay.h"

typedef struct {
    HemoNativeRelay *native; /* outlives it */
    HemoSecret *frame;
    HemoSlice object; /* a view of it */
    guint64 id;
    char *made; /* a blob that was made for this call: dropped if it is refused; may be NULL */
} HemoNativeRequest;

/* NULL if @frame is no JSON object with a number "id"; @frame is referenced. */
HemoNativeRequest *hemo_native_request_new(HemoNativeRelay *native, HemoSecret *frame);
void hemo_native_request_free(HemoNativeRequest *request); /* unanswered; NULL is fine */

HemoSlice hemo_native_request_member(const HemoNativeRequest *request, const char *name);

/* The text of the member @name; NULL and HEMO_ERROR_INVALID if there is none. */
HemoSecret *
hemo_native_request_text(const HemoNativeRequest *request, const char *name, GError **error);

/* The member @name as @type (see hemo-native-value.h), floating; NULL and HEMO_ERROR_INVALID if
 * it is missing or of another kind. */
GVariant *hemo_native_request_value(const HemoNativeRequest *request,
                                    const char *name,
                                    const char *type,
                                    GError **error);

/* {"id": N, "ok": @values}; takes @request and the a{sv} @values (also floating), NULL for
 * none.  What is too long for a frame is shortened where nobody misses it, else refused. */
void hemo_native_request_answer(HemoNativeRequest *request, GVariant *values);

/* The same with "ok" as JSON that is written already. */
void hemo_native_request_answer_json(HemoNativeRequest *request, HemoSlice json);

/* {"id": N, "error": {"code", "words"}}; takes @request, and @error, which may be foreign. */
void hemo_native_request_refuse(HemoNativeRequest *request, GError *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoNativeRequest, hemo_native_request_free)
