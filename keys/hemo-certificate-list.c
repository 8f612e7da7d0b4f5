/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Files of certificates, as people get them from an authority.  Private keys that stand
 * beside them are stepped over.
 */
#include "hemo-certificate.h"

#include "hemo-error.h"
#include "hemo-openssl-types.h"

#include <glib/gi18n-lib.h>
#include <limits.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#define DER_SEQUENCE 0x30

static gboolean
is_certificate(const char *name)
{
    return g_str_equal(name, PEM_STRING_X509) || g_str_equal(name, PEM_STRING_X509_OLD);
}

/* FALSE at the end of the text, or at a block that cannot be read. */
static gboolean
take_block(BIO *text, GPtrArray *list, GError **error)
{
    char *name = NULL;
    char *header = NULL;
    unsigned char *data = NULL;
    long size = 0;
    HemoCertificate *certificate = NULL;
    gboolean is_ours = FALSE;

    if (PEM_read_bio(text, &name, &header, &data, &size) != 1) {
        if (ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE)
            hemo_error_set(error, HEMO_ERROR_INVALID, _("a certificate in this is damaged"));
        return FALSE;
    }
    is_ours = is_certificate(name);
    if (is_ours)
        certificate = hemo_certificate_new(hemo_slice(data, (gsize)size), error);
    OPENSSL_free(name);
    OPENSSL_free(header);
    OPENSSL_clear_free(data, (gsize)size);
    if (certificate != NULL)
        g_ptr_array_add(list, certificate);
    return certificate != NULL || !is_ours;
}

static gboolean
read_all(HemoSlice text, GPtrArray *list, GError **error)
{
    g_autoptr(BIO) source = NULL;
    GError *problem = NULL;

    if (hemo_slice_at(text, 0) == DER_SEQUENCE) {
        HemoCertificate *certificate = hemo_certificate_new(text, error);

        if (certificate != NULL)
            g_ptr_array_add(list, certificate);
        return certificate != NULL;
    }
    source = BIO_new_mem_buf(text.data, (int)text.size);
    while (source != NULL && take_block(source, list, &problem))
        continue;
    ERR_clear_error();
    if (problem == NULL)
        return TRUE;
    g_propagate_error(error, problem);
    return FALSE;
}

GPtrArray *
hemo_certificate_list_new(HemoSlice text, GError **error)
{
    g_autoptr(GPtrArray) list =
        g_ptr_array_new_with_free_func((GDestroyNotify)hemo_certificate_unref);

    if (text.size > 0 && text.size <= INT_MAX && !read_all(text, list, error))
        return NULL;
    if (list->len == 0) {
        hemo_error_set(error, HEMO_ERROR_INVALID, _("there is no certificate in this"));
        return NULL;
    }
    return g_steal_pointer(&list);
}
