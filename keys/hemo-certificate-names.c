/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-certificate-names.h.  Once a subjectAltName has a mail name, be it a broken
 * one, the subject's is not asked (RFC 8550 section 3).
 */
#include "hemo-certificate-names.h"

#include "hemo-address.h"
#include "hemo-certificate.h"
#include "hemo-openssl-types.h"

#include <idn2.h>
#include <string.h>

#define MAX_CRL_PLACES 4
#define MAX_URI        1024

/* ASCII that may stand in a local part beside other alphabets (RFC 5321, RFC 6531). */
static gboolean
is_local_part(const char *text, gsize size)
{
    for (gsize i = 0; i < size; i++) {
        if ((text[i] & 0x80) == 0 && !g_ascii_isalnum(text[i]) &&
            strchr("!#$%&'*+-/=?^_`{|}~.", text[i]) == NULL)
            return FALSE;
    }
    return size > 0;
}

/* A mailbox whose local part is not ASCII. */
static char *
normalise_wide(const char *text)
{
    const char *at = strrchr(text, '@');
    g_autofree char *local = NULL;
    g_autofree char *composed = NULL;
    g_autofree char *folded = NULL;
    g_autofree char *domain = NULL;

    if (at == NULL || !is_local_part(text, (gsize)(at - text)))
        return NULL;
    local = g_strndup(text, (gsize)(at - text));
    if (g_str_is_ascii(local))
        return NULL;
    composed = g_utf8_normalize(local, -1, G_NORMALIZE_NFC);
    domain = hemo_address_normalise_domain(at + 1, NULL);
    if (composed == NULL || domain == NULL)
        return NULL;
    folded = g_utf8_casefold(composed, -1);
    /* a long s folds to "s", a ligature to its letters: those are other people's mailboxes */
    if (g_str_is_ascii(folded))
        return NULL;
    return g_strconcat(folded, "@", domain, NULL);
}

char *
hemo_certificate_names_normalise(const char *text)
{
    g_autoptr(HemoAddress) address = NULL;

    if (!g_utf8_validate(text, -1, NULL))
        return NULL;
    address = hemo_address_parse(text, NULL);
    return address != NULL ? g_strdup(hemo_address_key(address)) : normalise_wide(text);
}

/* NULL if there is a NUL in it, or nothing. */
static char *
dup_text(const ASN1_STRING *string)
{
    const unsigned char *data = ASN1_STRING_get0_data(string);
    int size = ASN1_STRING_length(string);

    if (data == NULL || size <= 0 || memchr(data, '\0', (gsize)size) != NULL)
        return NULL;
    return g_strndup((const char *)data, (gsize)size);
}

static void
add_once(GPtrArray *list, char *text)
{
    if (text == NULL || g_ptr_array_find_with_equal_func(list, text, g_str_equal, NULL))
        g_free(text);
    else
        g_ptr_array_add(list, text);
}

static char **
finish(GPtrArray *list)
{
    g_ptr_array_add(list, NULL);
    return (char **)g_ptr_array_free(list, FALSE);
}

/* Spelt as constraints on names are compared (RFC 9598 section 5): what only becomes this
 * domain here, by a dot behind it or by letters that are mapped, went past them. */
static gboolean
is_spelt_plainly(const char *domain, const char *normal)
{
    g_autofree char *wide = NULL;
    char *unicode = NULL;

    if (g_ascii_strcasecmp(domain, normal) == 0)
        return TRUE;
    if (idn2_to_unicode_8z8z(normal, &unicode, 0) != IDN2_OK)
        return FALSE;
    wide = g_strdup(unicode);
    idn2_free(unicode);
    return g_ascii_strcasecmp(domain, wide) == 0;
}

static void
add_mailbox(GPtrArray *list, const ASN1_STRING *string, gboolean is_ascii)
{
    g_autofree char *text = dup_text(string);
    g_autofree char *normal = NULL;

    if (text != NULL && (!is_ascii || g_str_is_ascii(text)))
        normal = hemo_certificate_names_normalise(text);
    if (normal != NULL && is_spelt_plainly(strrchr(text, '@') + 1, strrchr(normal, '@') + 1))
        add_once(list, g_steal_pointer(&normal));
}

/* TRUE if @name is one of a mailbox, whether or not it can be used. */
static gboolean
take_mail_name(GPtrArray *list, const GENERAL_NAME *name)
{
    const OTHERNAME *other = NULL;

    if (name->type == GEN_EMAIL) {
        add_mailbox(list, name->d.rfc822Name, TRUE);
        return TRUE;
    }
    if (name->type != GEN_OTHERNAME)
        return FALSE;
    other = name->d.otherName;
    if (OBJ_obj2nid(other->type_id) != NID_id_on_SmtpUTF8Mailbox)
        return FALSE;
    if (other->value->type == V_ASN1_UTF8STRING)
        add_mailbox(list, other->value->value.utf8string, FALSE);
    return TRUE;
}

static void
take_subject_mail(GPtrArray *list, X509 *x509)
{
    const X509_NAME *subject = X509_get_subject_name(x509);
    int index = -1;

    while ((index = X509_NAME_get_index_by_NID(subject, NID_pkcs9_emailAddress, index)) >= 0) {
        const X509_NAME_ENTRY *entry = X509_NAME_get_entry(subject, index);

        add_mailbox(list, X509_NAME_ENTRY_get_data(entry), TRUE);
    }
}

char **
hemo_certificate_names_read_addresses(X509 *x509)
{
    g_autoptr(GENERAL_NAMES) names = X509_get_ext_d2i(x509, NID_subject_alt_name, NULL, NULL);
    GPtrArray *list = g_ptr_array_new_with_free_func(g_free);
    gboolean has_mail_names = FALSE;

    for (int i = 0; i < sk_GENERAL_NAME_num(names); i++)
        has_mail_names |= take_mail_name(list, sk_GENERAL_NAME_value(names, i));
    if (!has_mail_names)
        take_subject_mail(list, x509);
    return finish(list);
}

char **
hemo_certificate_names_read_domains(X509 *x509)
{
    g_autoptr(GENERAL_NAMES) names = X509_get_ext_d2i(x509, NID_subject_alt_name, NULL, NULL);
    GPtrArray *list = g_ptr_array_new_with_free_func(g_free);

    for (int i = 0; i < sk_GENERAL_NAME_num(names); i++) {
        const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);
        g_autofree char *text = name->type == GEN_DNS ? dup_text(name->d.dNSName) : NULL;

        if (text != NULL && g_str_is_ascii(text) && !g_str_has_suffix(text, "."))
            add_once(list, hemo_address_normalise_domain(text, NULL));
    }
    return finish(list);
}

static gboolean
is_web_place(const char *uri)
{
    if (strlen(uri) > MAX_URI || !g_str_is_ascii(uri))
        return FALSE;
    for (gsize i = 0; uri[i] != '\0'; i++) {
        if (!g_ascii_isgraph(uri[i]))
            return FALSE;
    }
    return g_ascii_strncasecmp(uri, "http://", strlen("http://")) == 0 ||
           g_ascii_strncasecmp(uri, "https://", strlen("https://")) == 0;
}

static void
add_places(GPtrArray *list, const GENERAL_NAMES *names)
{
    for (int i = 0; i < sk_GENERAL_NAME_num(names) && list->len < MAX_CRL_PLACES; i++) {
        const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);
        g_autofree char *uri =
            name->type == GEN_URI ? dup_text(name->d.uniformResourceIdentifier) : NULL;

        if (uri != NULL && is_web_place(uri))
            add_once(list, g_steal_pointer(&uri));
    }
}

/* Points for some reasons only, or with a list of somebody else's, would need more of them. */
char **
hemo_certificate_names_read_crl_places(X509 *x509)
{
    CRL_DIST_POINTS *points = X509_get_ext_d2i(x509, NID_crl_distribution_points, NULL, NULL);
    GPtrArray *list = g_ptr_array_new_with_free_func(g_free);

    for (int i = 0; i < sk_DIST_POINT_num(points); i++) {
        const DIST_POINT *point = sk_DIST_POINT_value(points, i);

        if (point->distpoint != NULL && point->distpoint->type == 0 && point->reasons == NULL &&
            point->CRLissuer == NULL)
            add_places(list, point->distpoint->name.fullname);
    }
    CRL_DIST_POINTS_free(points);
    return finish(list);
}

gboolean
hemo_certificate_names(const HemoCertificate *certificate, const char *address)
{
    g_autofree char *wanted =
        address != NULL ? hemo_certificate_names_normalise(address) : NULL;

    return wanted != NULL && g_strv_contains(hemo_certificate_addresses(certificate), wanted);
}
