/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-secret.h.  One byte more than asked for is kept zero, so that
 * hemo_secret_text() needs no copy.
 */
#include "hemo-secret.h"

#include <openssl/crypto.h>
#include <string.h>

struct _HemoSecret {
    gatomicrefcount refs;
    gsize size;
    guint8 *data; /* size + 1 bytes, the last one 0 */
};

struct _HemoBuffer {
    gsize size;
    gsize room;
    guint8 *data; /* room + 1 bytes */
};

#define FIRST_ROOM 256

void
hemo_erase(void *data, gsize size)
{
    if (data != NULL && size > 0)
        explicit_bzero(data, size);
}

void
hemo_erase_text(char *text)
{
    if (text != NULL)
        hemo_erase(text, strlen(text));
    g_free(text);
}

static HemoSecret *
secret_take(guint8 *data, gsize size)
{
    HemoSecret *secret = g_new0(HemoSecret, 1);

    g_atomic_ref_count_init(&secret->refs);
    secret->data = data;
    secret->size = size;
    return secret;
}

HemoSecret *
hemo_secret_new(gsize size)
{
    return secret_take(g_malloc0(size + 1), size);
}

HemoSecret *
hemo_secret_new_copy(HemoSlice bytes)
{
    HemoSecret *secret = hemo_secret_new(bytes.size);

    if (bytes.size > 0)
        memcpy(secret->data, bytes.data, bytes.size);
    return secret;
}

HemoSecret *
hemo_secret_ref(HemoSecret *secret)
{
    g_atomic_ref_count_inc(&secret->refs);
    return secret;
}

void
hemo_secret_unref(HemoSecret *secret)
{
    if (secret == NULL || !g_atomic_ref_count_dec(&secret->refs))
        return;
    hemo_erase(secret->data, secret->size);
    g_free(secret->data);
    g_free(secret);
}

guint8 *
hemo_secret_data(HemoSecret *secret)
{
    return secret->data;
}

gsize
hemo_secret_size(const HemoSecret *secret)
{
    return secret->size;
}

HemoSlice
hemo_secret_slice(const HemoSecret *secret)
{
    return hemo_slice(secret->data, secret->size);
}

const char *
hemo_secret_text(const HemoSecret *secret)
{
    return (const char *)secret->data;
}

gboolean
hemo_secret_equal(HemoSlice slice, HemoSlice other)
{
    return slice.size == other.size &&
           (slice.size == 0 || CRYPTO_memcmp(slice.data, other.data, slice.size) == 0);
}

HemoBuffer *
hemo_buffer_new(void)
{
    HemoBuffer *buffer = g_new0(HemoBuffer, 1);

    buffer->room = FIRST_ROOM;
    buffer->data = g_malloc0(buffer->room + 1);
    return buffer;
}

void
hemo_buffer_free(HemoBuffer *buffer)
{
    if (buffer == NULL)
        return;
    hemo_erase(buffer->data, buffer->size);
    g_free(buffer->data);
    g_free(buffer);
}

/* realloc() would leave the old copy behind, so grow by hand. */
static void
buffer_grow(HemoBuffer *buffer, gsize wanted)
{
    gsize room = buffer->room;
    guint8 *data;

    if (wanted <= room)
        return;
    while (room < wanted)
        room *= 2;
    data = g_malloc0(room + 1);
    memcpy(data, buffer->data, buffer->size);
    hemo_erase(buffer->data, buffer->size);
    g_free(buffer->data);
    buffer->data = data;
    buffer->room = room;
}

void
hemo_buffer_append(HemoBuffer *buffer, HemoSlice bytes)
{
    if (bytes.size == 0)
        return;
    buffer_grow(buffer, buffer->size + bytes.size);
    memcpy(buffer->data + buffer->size, bytes.data, bytes.size);
    buffer->size += bytes.size;
}

void
hemo_buffer_append_text(HemoBuffer *buffer, const char *text)
{
    hemo_buffer_append(buffer, hemo_slice_text(text));
}

void
hemo_buffer_append_byte(HemoBuffer *buffer, guint8 byte)
{
    hemo_buffer_append(buffer, hemo_slice(&byte, 1));
}

void
hemo_buffer_truncate(HemoBuffer *buffer, gsize size)
{
    if (size >= buffer->size)
        return;
    hemo_erase(buffer->data + size, buffer->size - size);
    buffer->size = size;
}

HemoSlice
hemo_buffer_slice(const HemoBuffer *buffer)
{
    return hemo_slice(buffer->data, buffer->size);
}

HemoSecret *
hemo_buffer_finish(HemoBuffer *buffer)
{
    HemoSecret *secret = secret_take(g_steal_pointer(&buffer->data), buffer->size);

    secret->data[secret->size] = '\0';
    g_free(buffer);
    return secret;
}
