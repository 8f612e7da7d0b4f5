/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See sample-message.h.
 */
#include "sample-message.h"

#include "hemo-openssl-types.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

typedef struct {
    GMainLoop *loop;
    GAsyncResult *result;
} Wait;

static void
on_done(GObject *source, GAsyncResult *result, gpointer data)
{
    Wait *wait = data;

    wait->result = g_object_ref(result);
    g_main_loop_quit(wait->loop);
}

static GBytes *
read_all(int fd)
{
    gsize size = (gsize)lseek(fd, 0, SEEK_END);
    void *data = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0);
    GBytes *bytes = NULL;

    g_assert_true(data != MAP_FAILED);
    bytes = g_bytes_new(data, size);
    munmap(data, size);
    return bytes;
}

GBytes *
sample_encrypt(const HemoCipherJob *job,
               GCancellable *cancellable,
               const char **ret_type,
               GError **error)
{
    HemoCipher *cipher = hemo_cipher_new(NULL);
    HemoCipherJob own = *job;
    Wait wait = {g_main_loop_new(NULL, FALSE), NULL};
    GBytes *bytes = NULL;
    const char *type = NULL;

    own.output_fd = memfd_create("output", MFD_CLOEXEC);
    hemo_cipher_encrypt_async(cipher, &own, cancellable, on_done, &wait);
    while (wait.result == NULL)
        g_main_loop_run(wait.loop);
    if (hemo_cipher_encrypt_finish(cipher, wait.result, &type, error))
        bytes = read_all(own.output_fd);
    if (ret_type != NULL)
        *ret_type = type;
    close(own.output_fd);
    g_object_unref(wait.result);
    g_main_loop_unref(wait.loop);
    hemo_cipher_unref(cipher);
    return bytes;
}

GPtrArray *
sample_keys(const Sample *first, ...)
{
    GPtrArray *keys = g_ptr_array_new_with_free_func((GDestroyNotify)hemo_key_unref);
    va_list more;

    va_start(more, first);
    for (const Sample *sample = first; sample != NULL; sample = va_arg(more, const Sample *))
        g_ptr_array_add(keys, sample_key(sample, 0));
    va_end(more);
    return keys;
}

GBytes *
sample_decode(GBytes *base64)
{
    g_autofree char *text = hemo_slice_dup(hemo_slice_bytes(base64));
    gsize size = 0;
    guint8 *der = g_base64_decode(text, &size);

    return g_bytes_new_take(der, size);
}

static GBytes *
take_output(BIO *output)
{
    char *data = NULL;
    long size = BIO_get_mem_data(output, &data);

    return g_bytes_new(data, (gsize)size);
}

GBytes *
sample_decrypt(GBytes *base64, const Sample *recipient)
{
    g_autoptr(GBytes) der = sample_decode(base64);
    const guint8 *start = g_bytes_get_data(der, NULL);
    g_autoptr(CMS_ContentInfo) cms =
        d2i_CMS_ContentInfo(NULL, &start, (long)g_bytes_get_size(der));
    g_autoptr(BIO) output = BIO_new(BIO_s_mem());

    g_assert_nonnull(cms);
    if (CMS_decrypt(cms,
                    recipient->key,
                    recipient->x509,
                    NULL,
                    output,
                    CMS_BINARY | CMS_DEBUG_DECRYPT) != 1)
        return NULL;
    return take_output(output);
}

GBytes *
sample_between(GBytes *text, const char *before, const char *after)
{
    HemoSlice all = hemo_slice_bytes(text);
    gsize start = hemo_slice_find_text(all, before);
    HemoSlice rest = hemo_slice_from(all, start + strlen(before));
    gsize end = hemo_slice_find_text(rest, after);

    g_assert_cmpuint(start, <, all.size);
    g_assert_cmpuint(end, <, rest.size);
    return g_bytes_new(rest.data, end);
}

void
sample_split_signed(GBytes *text, GBytes **ret_entity, GBytes **ret_cms)
{
    g_autoptr(GBytes) boundary = sample_between(text, "boundary=\"", "\"");
    g_autofree char *name = hemo_slice_dup(hemo_slice_bytes(boundary));
    g_autofree char *first = g_strconcat("\r\n\r\n--", name, "\r\n", NULL);
    g_autofree char *next =
        g_strconcat("\r\n--", name, "\r\nContent-Type: application/pkcs7-", NULL);
    g_autofree char *last = g_strconcat("\r\n--", name, "--\r\n", NULL);
    g_autoptr(GBytes) part = sample_between(text, next, last);
    g_autoptr(GBytes) base64 = NULL;
    gsize blank = 0;

    *ret_entity = sample_between(text, first, next);
    blank = hemo_slice_find_text(hemo_slice_bytes(part), "\r\n\r\n");
    base64 = g_bytes_new_from_bytes(part, blank, g_bytes_get_size(part) - blank);
    *ret_cms = sample_decode(base64);
}
