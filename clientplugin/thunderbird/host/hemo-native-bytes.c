/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-native-bytes.h.
 */
#include "hemo-native-bytes.h"

#include "hemo-error.h"
#include "hemo-sealed-fd.h"

#include <glib/gi18n-lib.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <unistd.h>

static gboolean
is_letter(guint8 byte)
{
    return g_ascii_isalnum(byte) || byte == '+' || byte == '/';
}

/* How many bytes stand for @base64 (RFC 4648 section 4); FALSE if it is none. */
static gboolean
measure_base64(HemoSlice base64, gsize *ret_size)
{
    gsize n = base64.size;

    while (n > 0 && base64.size - n < 2 && base64.data[n - 1] == '=')
        n--;
    *ret_size = base64.size / 4 * 3 - (base64.size - n);
    while (n > 0 && is_letter(base64.data[n - 1]))
        n--;
    return n == 0 && base64.size % 4 == 0;
}

/* NULL if @base64 is none. */
static HemoSecret *
decode(HemoSlice base64)
{
    gsize size = 0;
    int state = 0;
    guint save = 0;
    g_autoptr(HemoSecret) room = NULL;

    if (!measure_base64(base64, &size))
        return NULL;
    room = hemo_secret_new(base64.size / 4 * 3 + 3); /* as much as GLib may write */
    if (g_base64_decode_step((const char *)base64.data,
                             base64.size,
                             hemo_secret_data(room),
                             &state,
                             &save) != size)
        return NULL;
    return hemo_secret_new_copy(hemo_slice_sub(hemo_secret_slice(room), 0, size));
}

/* The bytes that the member "data" stands for. */
static HemoSecret *
read_data(const HemoNativeRequest *request, GError **error)
{
    g_autoptr(HemoSecret) text = hemo_native_request_text(request, "data", error);
    g_autoptr(HemoSecret) bytes = NULL;

    if (text == NULL)
        return NULL;
    bytes = decode(hemo_secret_slice(text));
    if (bytes == NULL || hemo_secret_size(bytes) > HEMO_NATIVE_BYTES_PUT) {
        hemo_error_set(error, HEMO_ERROR_INVALID, _("a part of the mail came broken"));
        return NULL;
    }
    return g_steal_pointer(&bytes);
}

static gboolean
put(const HemoNativeRequest *request, gsize *ret_size, GError **error)
{
    g_autoptr(HemoSecret) name = hemo_native_request_text(request, "blob", error);
    g_autoptr(HemoSecret) bytes = name != NULL ? read_data(request, error) : NULL;

    if (bytes == NULL)
        return FALSE;
    return hemo_native_blobs_write(
        request->native->blobs,
        hemo_secret_text(name),
        hemo_secret_slice(bytes),
        hemo_native_json_is_true(hemo_native_request_member(request, "last")),
        ret_size,
        error);
}

void
hemo_native_bytes_put(HemoNativeRequest *request)
{
    GError *error = NULL;
    gsize size = 0;
    GVariantBuilder values;

    if (!put(request, &size, &error)) {
        hemo_native_request_refuse(request, error);
        return;
    }
    g_variant_builder_init(&values, G_VARIANT_TYPE_VARDICT);
    g_variant_builder_add(&values, "{sv}", "size", g_variant_new_uint64(size));
    hemo_native_request_answer(request, g_variant_builder_end(&values));
}

/* @ret_size: of the whole blob. */
static int
find_blob(const HemoNativeRequest *request, gsize *ret_size, GError **error)
{
    g_autoptr(HemoSecret) name = hemo_native_request_text(request, "blob", error);

    if (name == NULL)
        return -1;
    *ret_size = hemo_native_blobs_size(request->native->blobs, hemo_secret_text(name));
    return hemo_native_blobs_find(request->native->blobs, hemo_secret_text(name), error);
}

static void
append_base64(HemoBuffer *json, HemoSlice bytes)
{
    g_autoptr(HemoSecret) room = hemo_secret_new(bytes.size / 3 * 4 + 8);
    char *text = (char *)hemo_secret_data(room);
    int state = 0;
    int save = 0;
    gsize size = g_base64_encode_step(bytes.data, bytes.size, FALSE, text, &state, &save);

    size += g_base64_encode_close(FALSE, text + size, &state, &save);
    hemo_buffer_append(json, hemo_slice(text, size));
}

/* The blob from @offset on, as much as fits. */
static HemoSecret *
read_piece(const HemoNativeRequest *request, gboolean *ret_last, GError **error)
{
    g_autoptr(GVariant) offset = hemo_native_request_value(request, "offset", "t", error);
    g_autoptr(HemoSecret) piece = NULL;
    gsize size = 0;
    guint64 from;
    int fd = offset != NULL ? find_blob(request, &size, error) : -1;

    if (fd < 0)
        return NULL;
    from = MIN(g_variant_get_uint64(offset), size);
    piece = hemo_secret_new(MIN(size - from, HEMO_NATIVE_BYTES_GET));
    if (pread(fd, hemo_secret_data(piece), hemo_secret_size(piece), (off_t)from) !=
        (gssize)hemo_secret_size(piece)) {
        hemo_error_set(error, HEMO_ERROR_STORAGE, _("the mail cannot be read"));
        return NULL;
    }
    *ret_last = from + hemo_secret_size(piece) == size;
    return g_steal_pointer(&piece);
}

void
hemo_native_bytes_get(HemoNativeRequest *request)
{
    GError *error = NULL;
    gboolean last = FALSE;
    g_autoptr(HemoSecret) piece = read_piece(request, &last, &error);
    g_autoptr(HemoBuffer) json = NULL;

    if (piece == NULL) {
        hemo_native_request_refuse(request, error);
        return;
    }
    json = hemo_buffer_new();
    hemo_buffer_append_text(json, "{\"data\":\"");
    append_base64(json, hemo_secret_slice(piece));
    hemo_buffer_append_text(json, last ? "\",\"last\":true}" : "\",\"last\":false}");
    hemo_native_request_answer_json(request, hemo_buffer_slice(json));
}

void
hemo_native_bytes_drop(HemoNativeRequest *request)
{
    GError *error = NULL;
    g_autoptr(GVariant) names = hemo_native_request_value(request, "blobs", "as", &error);

    if (names == NULL) {
        hemo_native_request_refuse(request, error);
        return;
    }
    for (gsize i = 0; i < g_variant_n_children(names); i++) {
        const char *name = NULL;

        g_variant_get_child(names, i, "&s", &name);
        hemo_native_blobs_drop(request->native->blobs, name);
    }
    hemo_native_request_answer(request, NULL);
}

static char *
make_digest(const HemoNativeRequest *request, GError **error)
{
    gsize size = 0;
    guint8 digest[SHA256_DIGEST_LENGTH];
    int fd = find_blob(request, &size, error);
    g_autoptr(HemoSealedFd) map = fd >= 0 ? hemo_sealed_fd_map(fd, error) : NULL;
    HemoSlice bytes;

    if (map == NULL)
        return NULL;
    bytes = hemo_sealed_fd_slice(map);
    if (!EVP_Q_digest(NULL, "SHA256", NULL, bytes.data, bytes.size, digest, NULL)) {
        hemo_error_set(error, HEMO_ERROR_FAILED, _("the mail cannot be read"));
        return NULL;
    }
    return hemo_slice_hex(hemo_slice(digest, sizeof digest));
}

void
hemo_native_bytes_digest(HemoNativeRequest *request)
{
    GError *error = NULL;
    g_autofree char *digest = make_digest(request, &error);
    GVariantBuilder values;

    if (digest == NULL) {
        hemo_native_request_refuse(request, error);
        return;
    }
    g_variant_builder_init(&values, G_VARIANT_TYPE_VARDICT);
    g_variant_builder_add(&values, "{sv}", "sha256", g_variant_new_string(digest));
    hemo_native_request_answer(request, g_variant_builder_end(&values));
}
