/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-pdf-seal.h.
 */
#include "hemo-pdf-seal.h"

#include <errno.h>
#include <openssl/rand.h>
#include <qpdf/qpdf-c.h>
#include <string.h>
#include <unistd.h>

#include "hemo-limits.h"
#include "hemo-reader-wire.h"

#define OWNER_SIZE 32

static void
free_document(qpdf_data document)
{
    qpdf_cleanup(&document);
}

typedef struct _qpdf_data Document;

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Document, free_document)

/* ISO 32000-2 section 7.11.4. */
static qpdf_oh
new_file(qpdf_data document, const HemoPdfFile *file)
{
    HemoSlice bytes = hemo_secret_slice(file->bytes);
    qpdf_oh stream = qpdf_oh_new_stream(document);
    qpdf_oh streams = qpdf_oh_new_dictionary(document);
    qpdf_oh entry = qpdf_oh_new_dictionary(document);
    qpdf_oh name = qpdf_oh_new_unicode_string(document, file->name);

    qpdf_oh_replace_stream_data(document,
                                stream,
                                bytes.size > 0 ? bytes.data : (const guint8 *)"",
                                bytes.size,
                                qpdf_oh_new_null(document),
                                qpdf_oh_new_null(document));
    qpdf_oh_replace_key(document,
                        qpdf_oh_get_dict(document, stream),
                        "/Type",
                        qpdf_oh_new_name(document, "/EmbeddedFile"));
    qpdf_oh_replace_key(document, streams, "/F", stream);
    qpdf_oh_replace_key(document, streams, "/UF", stream);
    qpdf_oh_replace_key(document, entry, "/Type", qpdf_oh_new_name(document, "/Filespec"));
    qpdf_oh_replace_key(document, entry, "/F", name);
    qpdf_oh_replace_key(document, entry, "/UF", name);
    qpdf_oh_replace_key(document, entry, "/EF", streams);
    return qpdf_make_indirect_object(document, entry);
}

/* The keys of the tree are in order, whatever the names are. */
static void
attach(qpdf_data document, const GPtrArray *files)
{
    qpdf_oh root = qpdf_get_root(document);
    qpdf_oh list = qpdf_oh_new_array(document);
    qpdf_oh tree = qpdf_oh_new_dictionary(document);
    qpdf_oh names = qpdf_oh_new_dictionary(document);

    if (files->len == 0)
        return;
    for (guint i = 0; i < files->len; i++) {
        g_autofree char *key = g_strdup_printf("%06u", i + 1);

        qpdf_oh_append_item(document, list, qpdf_oh_new_string(document, key));
        qpdf_oh_append_item(document, list, new_file(document, files->pdata[i]));
    }
    qpdf_oh_replace_key(document, tree, "/Names", list);
    qpdf_oh_replace_key(document, names, "/EmbeddedFiles", tree);
    qpdf_oh_replace_key(document, root, "/Names", names);
    qpdf_oh_replace_key(document,
                        root,
                        "/PageMode",
                        qpdf_oh_new_name(document, "/UseAttachments"));
}

/* Attachments stay as they are: most are compressed already. */
static gboolean
encrypt(qpdf_data document, const HemoSecret *passphrase)
{
    guint8 random[OWNER_SIZE];
    char *owner;

    if (RAND_priv_bytes(random, sizeof random) != 1)
        return FALSE;
    owner = hemo_slice_hex(hemo_slice(random, sizeof random));
    qpdf_set_compress_streams(document, QPDF_FALSE);
    qpdf_set_object_stream_mode(document, qpdf_o_generate);
    qpdf_set_r6_encryption_parameters2(document,
                                       hemo_secret_text(passphrase),
                                       owner,
                                       QPDF_TRUE,
                                       QPDF_TRUE,
                                       QPDF_TRUE,
                                       QPDF_TRUE,
                                       QPDF_TRUE,
                                       QPDF_TRUE,
                                       qpdf_r3p_full,
                                       QPDF_TRUE);
    hemo_erase(random, sizeof random);
    hemo_erase_text(owner);
    return TRUE;
}

static gboolean
write_all(int output, HemoSlice bytes)
{
    while (bytes.size > 0) {
        gssize written = write(output, bytes.data, bytes.size);

        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return FALSE;
        bytes = hemo_slice_from(bytes, (gsize)written);
    }
    return TRUE;
}

const char *
hemo_pdf_seal_write(const HemoSecret *pages,
                    const GPtrArray *files,
                    const HemoSecret *passphrase,
                    int output,
                    guint64 *ret_size)
{
    g_autoptr(Document) document = qpdf_init();
    HemoSlice bytes = hemo_secret_slice(pages);

    qpdf_silence_errors(document);
    qpdf_set_suppress_warnings(document, QPDF_TRUE);
    if ((qpdf_read_memory(document, "pages", (const char *)bytes.data, bytes.size, NULL) &
         QPDF_ERRORS) != 0)
        return HEMO_READER_WIRE_PAGES;
    attach(document, files);
    if ((qpdf_init_write_memory(document) & QPDF_ERRORS) != 0 ||
        !encrypt(document, passphrase) || (qpdf_write(document) & QPDF_ERRORS) != 0 ||
        qpdf_has_error(document))
        return HEMO_READER_WIRE_ENCRYPTION;
    bytes = hemo_slice(qpdf_get_buffer(document), qpdf_get_buffer_length(document));
    if (bytes.size > HEMO_LIMIT_MAIL)
        return HEMO_READER_WIRE_TOO_BIG;
    if (!write_all(output, bytes))
        return HEMO_READER_WIRE_STORAGE;
    *ret_size = bytes.size;
    return NULL;
}
