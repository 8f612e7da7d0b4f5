/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-protect.h.
 */
#include "hemo-protect.h"

#include "hemo-body.h"
#include "hemo-copy.h"
#include "hemo-error.h"
#include "hemo-header.h"
#include "hemo-limits.h"
#include "hemo-protect-cipher.h"
#include "hemo-protect-pdf.h"
#include "hemo-reading.h"
#include "hemo-sealed-fd.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

/* The state of one protection; the task owns it. */
typedef struct {
    HemoServices *services;
    HemoCase *mail;
    HemoHanded *handed;
    int fd;            /* the whole message: handed over, or built from that */
    HemoSealedFd *map; /* of it */
    int own_fd;        /* the message of the copy at hand, if it has one of its own, or -1 */
    HemoSealedFd *own_map;
    HemoFacts *facts;  /* as read just now */
    GPtrArray *copies; /* HemoCopy */
    guint next;        /* the copy that is being made */
    char *message_id;
    char *date;
    char *added_name; /* enforcement field, or NULL */
    char *added_body;
    GUnixFDList *fds;
    GVariantBuilder *messages;
} Protect;

typedef struct {
    GVariant *messages;
    GUnixFDList *fds;
} Result;

static void make_next(GTask *task);
static void make_copy(GTask *task);

static void
close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static void
drop_own(Protect *protect)
{
    g_clear_pointer(&protect->own_map, hemo_sealed_fd_unmap);
    close_fd(&protect->own_fd);
}

static gboolean
is_compose(const Protect *protect)
{
    return hemo_envelope_is_compose(hemo_case_envelope(protect->mail));
}

static void
protect_free(gpointer data)
{
    Protect *protect = data;

    drop_own(protect);
    hemo_sealed_fd_unmap(protect->map);
    hemo_facts_free(protect->facts);
    close_fd(&protect->fd);
    hemo_handed_free(protect->handed);
    g_clear_pointer(&protect->copies, g_ptr_array_unref);
    g_clear_pointer(&protect->messages, g_variant_builder_unref);
    g_clear_object(&protect->fds);
    hemo_erase_text(protect->message_id);
    g_free(protect->date);
    g_free(protect->added_name);
    g_free(protect->added_body);
    hemo_case_unref(protect->mail);
    g_free(protect);
}

static void
result_free(gpointer data)
{
    Result *result = data;

    g_clear_pointer(&result->messages, g_variant_unref);
    g_clear_object(&result->fds);
    g_free(result);
}

/* So that what is filed later can be compared with what was handed out. */
static gboolean
keep_digest(Protect *protect, const HemoCopy *copy, int fd, GError **error)
{
    g_autoptr(HemoSealedFd) map = hemo_sealed_fd_map(fd, error);
    g_autofree char *digest = map != NULL ? hemo_body_digest(hemo_sealed_fd_slice(map)) : NULL;

    if (digest != NULL)
        hemo_case_add_made(protect->mail, digest, copy->indices, copy->n);
    return map != NULL;
}

static GVariant *
message_values(const Protect *protect, const HemoCopy *copy)
{
    g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(NULL);
    g_autofree const char **addresses = hemo_copy_addresses(copy, protect->mail);
    g_autofree char *envelope_id = g_uuid_string_random();
    const char *method = hemo_names_find(hemo_method_names, copy->method);
    const HemoAddress *sender = hemo_envelope_sender(hemo_case_envelope(protect->mail));

    g_variant_dict_insert(&dict, "recipients", "^as", addresses);
    g_variant_dict_insert(&dict, "sender", "s", hemo_address_full(sender));
    g_variant_dict_insert(&dict, "method", "s", method);
    g_variant_dict_insert(&dict, "message_id", "s", protect->message_id);
    g_variant_dict_insert(&dict, "envelope_id", "s", envelope_id);
    g_variant_dict_insert(&dict, "blind", "b", is_compose(protect) && copy->blind);
    return g_variant_dict_end(&dict);
}

/* Takes @fd, the message of @copy, into the answer. */
static gboolean
add_message(Protect *protect, const HemoCopy *copy, int fd, GError **error)
{
    int handle = -1;

    if (keep_digest(protect, copy, fd, error))
        handle = g_unix_fd_list_append(protect->fds, fd, error);
    close_fd(&fd);
    if (handle < 0)
        return FALSE;
    g_variant_builder_add(protect->messages,
                          "(h@a{sv})",
                          handle,
                          message_values(protect, copy));
    return TRUE;
}

static GVariant *
audit_body(const Protect *protect)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_VARDICT);
    g_auto(GVariantBuilder) methods = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE("aa{sv}"));

    for (guint i = 0; i < protect->copies->len; i++) {
        const HemoCopy *copy = protect->copies->pdata[i];

        g_variant_builder_open(&methods, G_VARIANT_TYPE_VARDICT);
        g_variant_builder_add(
            &methods,
            "{sv}",
            "method",
            g_variant_new_string(hemo_names_find(hemo_method_names, copy->method)));
        g_variant_builder_add(&methods,
                              "{sv}",
                              "recipients",
                              g_variant_new_uint32((guint32)copy->n));
        g_variant_builder_close(&methods);
    }
    g_variant_builder_add(&builder, "{sv}", "messages", g_variant_builder_end(&methods));
    return g_variant_builder_end(&builder);
}

static gboolean
pin_keys(const Protect *protect, GError **error)
{
    for (guint i = 0; i < protect->copies->len; i++) {
        if (!hemo_protect_cipher_pin(protect->services,
                                     protect->mail,
                                     protect->copies->pdata[i],
                                     error))
            return FALSE;
    }
    return TRUE;
}

static void
finish(GTask *task)
{
    Protect *protect = g_task_get_task_data(task);
    GError *error = NULL;
    Result *result;

    if (!hemo_audit_log_append(protect->services->audit,
                               hemo_case_id(protect->mail),
                               "protect",
                               audit_body(protect),
                               NULL,
                               &error) ||
        !pin_keys(protect, &error)) {
        g_task_return_error(task, error);
        return;
    }
    result = g_new0(Result, 1);
    result->messages = g_variant_ref_sink(g_variant_builder_end(protect->messages));
    result->fds = g_steal_pointer(&protect->fds);
    g_task_return_pointer(task, result, result_free);
}

/* Borrows all of it. */
static HemoProtectCopy
begin_copy(const Protect *protect)
{
    const HemoCopy *copy = protect->copies->pdata[protect->next];
    const char *subject = hemo_facts_subject(protect->facts);
    gboolean own = protect->own_map != NULL;
    const HemoSealedFd *map = own ? protect->own_map : protect->map;

    return (HemoProtectCopy){
        .services = protect->services,
        .mail = protect->mail,
        .copy = copy,
        .fd = own ? protect->own_fd : protect->fd,
        .map = map,
        .message = hemo_sealed_fd_slice(map),
        .options =
            {
                .drop_tls_required = copy->method != HEMO_METHOD_NONE,
                .subject = hemo_slice_text(subject),
                .added_name = copy->enforced ? protect->added_name : NULL,
                .added_body = copy->enforced ? protect->added_body : NULL,
                .message_id = protect->message_id,
                .date = protect->date,
            },
    };
}

/* Takes @fd, or @error if that is -1. */
static void
copy_made(GTask *task, int fd, GError *error)
{
    Protect *protect = g_task_get_task_data(task);

    if (fd < 0 || !add_message(protect, protect->copies->pdata[protect->next], fd, &error)) {
        g_task_return_error(task, error);
        return;
    }
    protect->next++;
    make_next(task);
}

static void
make_plain(GTask *task, const HemoProtectCopy *copy)
{
    GError *error = NULL;
    g_autoptr(HemoChunks) wrap = hemo_wrap_plain(copy->message, &copy->options, &error);
    const HemoSlice *chunks;
    gsize n = 0;
    int fd = -1;

    if (wrap != NULL) {
        chunks = hemo_chunks_slices(wrap, &n);
        fd = hemo_sealed_fd_new(chunks, n, &error);
    }
    copy_made(task, fd, error);
}

static void
on_encrypted(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    GError *error = NULL;
    int fd = hemo_protect_cipher_finish(result, &error);

    copy_made(task, fd, error);
}

static void
on_pdf(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    GError *error = NULL;
    int fd = hemo_protect_pdf_finish(result, &error);

    copy_made(task, fd, error);
}

/* From the same description and parts as the whole mail, for its own recipients. */
static GVariant *
copy_options(const Protect *protect, const HemoCopy *copy)
{
    g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(NULL);
    g_autofree const char **addresses = hemo_copy_addresses(copy, protect->mail);
    g_autofree char *note = hemo_copy_note(copy, protect->mail);

    g_variant_dict_insert(&dict, "recipients", "^as", addresses);
    g_variant_dict_insert(&dict, "blind", "b", copy->blind);
    if (note != NULL)
        g_variant_dict_insert(&dict, "note", "s", note);
    return g_variant_dict_end(&dict);
}

static void
on_copy_built(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Protect *protect = g_task_get_task_data(task);
    GError *error = NULL;

    protect->own_fd = hemo_reader_compose_finish(protect->services->reader, result, &error);
    if (protect->own_fd >= 0)
        protect->own_map = hemo_sealed_fd_map(protect->own_fd, &error);
    if (protect->own_map == NULL)
        g_task_return_error(task, error);
    else
        make_copy(task);
}

static void
build(GTask *task, GVariant *options, GAsyncReadyCallback callback)
{
    Protect *protect = g_task_get_task_data(task);
    gsize n = 0;
    const int *parts = hemo_handed_parts(protect->handed, &n);

    hemo_reader_compose_async(protect->services->reader,
                              hemo_handed_mail(protect->handed),
                              parts,
                              n,
                              options,
                              HEMO_LIMIT_READER_TIME,
                              NULL,
                              callback,
                              g_object_ref(task));
}

static void
make_next(GTask *task)
{
    Protect *protect = g_task_get_task_data(task);
    const HemoCopy *copy;

    drop_own(protect);
    if (protect->next == protect->copies->len) {
        finish(task);
        return;
    }
    copy = protect->copies->pdata[protect->next];
    if (is_compose(protect) && !hemo_copy_is_whole(copy, protect->mail))
        build(task, copy_options(protect, copy), on_copy_built);
    else
        make_copy(task);
}

static void
make_copy(GTask *task)
{
    Protect *protect = g_task_get_task_data(task);
    HemoProtectCopy copy = begin_copy(protect);

    switch (copy.copy->method) {
    case HEMO_METHOD_NONE:
    case HEMO_METHOD_TLS:
        make_plain(task, &copy);
        return;
    case HEMO_METHOD_SMIME:
    case HEMO_METHOD_OPENPGP:
        hemo_protect_cipher_async(&copy, on_encrypted, g_object_ref(task));
        return;
    case HEMO_METHOD_PDF:
        hemo_protect_pdf_async(&copy, on_pdf, g_object_ref(task));
        return;
    case HEMO_METHOD_INVALID:
    case HEMO_METHOD_PORTAL:
    case HEMO_N_METHODS:
        break;
    }
    g_task_return_new_error(task, HEMO_ERROR, HEMO_ERROR_HELD, "%s", _("the mail is held"));
}

/* The mail's own Message-ID, or a new one: all copies share it. */
static char *
find_message_id(Protect *protect)
{
    HemoHeader header;
    HemoHeaderField field;
    g_autofree char *uuid = g_uuid_string_random();
    const char *sender_domain =
        hemo_address_domain(hemo_envelope_sender(hemo_case_envelope(protect->mail)));

    if (hemo_header_split(hemo_sealed_fd_slice(protect->map), &header, NULL) &&
        hemo_header_find(&header, "Message-ID", &field)) {
        g_autoptr(HemoSecret) body = hemo_header_unfold(field.body);

        if (hemo_secret_size(body) > 0 &&
            g_utf8_validate(hemo_secret_text(body), (gssize)hemo_secret_size(body), NULL))
            return g_strdup(hemo_secret_text(body));
    }
    return g_strdup_printf("<%s@%s>", uuid, sender_domain);
}

/* RFC 5322 section 3.3: English names whatever the locale. */
static char *
make_date(void)
{
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char *const months[] =
        {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    g_autoptr(GDateTime) now = g_date_time_new_now_local();
    g_autofree char *rest = g_date_time_format(now, "%Y %H:%M:%S %z");

    return g_strdup_printf("%s, %d %s %s",
                           days[g_date_time_get_day_of_week(now) - 1],
                           g_date_time_get_day_of_month(now),
                           months[g_date_time_get_month(now) - 1],
                           rest);
}

static void
set_enforcement(Protect *protect)
{
    const HemoAccount *account = hemo_case_account(protect->mail);
    const char *line = account != NULL ? hemo_account_enforcement(account) : NULL;
    const char *colon = line != NULL ? strchr(line, ':') : NULL;

    if (colon == NULL)
        return;
    protect->added_name = g_strndup(line, (gsize)(colon - line));
    protect->added_body = g_strstrip(g_strdup(colon + 1));
}

static void
begin(GTask *task)
{
    Protect *protect = g_task_get_task_data(task);
    GError *error = NULL;

    protect->map = hemo_sealed_fd_map(protect->fd, &error);
    if (protect->map == NULL) {
        g_task_return_error(task, error);
        return;
    }
    protect->message_id = find_message_id(protect);
    protect->date = make_date();
    set_enforcement(protect);
    protect->fds = g_unix_fd_list_new();
    protect->messages = g_variant_builder_new(G_VARIANT_TYPE("a(ha{sv})"));
    protect->copies = hemo_copy_list(protect->mail);
    make_next(task);
}

static void
say_changed(GTask *task)
{
    g_task_return_new_error(task,
                            HEMO_ERROR,
                            HEMO_ERROR_CHANGED,
                            "%s",
                            _("the mail or the settings changed after they were checked, so "
                              "nothing was sent: press Send again"));
}

/* Takes @facts. */
static void
compare(GTask *task, HemoFacts *facts)
{
    Protect *protect = g_task_get_task_data(task);

    protect->facts = facts;
    if (hemo_facts_equal(facts, hemo_case_facts(protect->mail)))
        begin(task);
    else
        say_changed(task);
}

/* What nobody could read the first time is compared by its bytes. */
static HemoFacts *
facts_of(const Protect *protect, HemoReading *reading, GError **error)
{
    g_autoptr(HemoSealedFd) map = NULL;

    if (reading->reply != NULL)
        return hemo_facts_new(reading->reply, error);
    if (reading->unread != NULL) {
        g_propagate_error(error, g_steal_pointer(&reading->unread));
        return NULL;
    }
    map = hemo_sealed_fd_map(protect->fd, error);
    return map != NULL ? hemo_facts_new_unread(hemo_sealed_fd_slice(map)) : NULL;
}

static void
on_read(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Protect *protect = g_task_get_task_data(task);
    GError *error = NULL;
    g_autoptr(HemoReading) reading = hemo_reading_take_finish(result, &error);
    HemoFacts *facts = NULL;

    if (reading != NULL) {
        protect->fd = g_steal_fd(&reading->fd);
        facts = facts_of(protect, reading, &error);
    }
    if (facts == NULL)
        g_task_return_error(task, error);
    else
        compare(task, facts);
}

static void
read_mail(GTask *task)
{
    Protect *protect = g_task_get_task_data(task);
    gboolean raw = hemo_facts_is_raw(hemo_case_facts(protect->mail));

    hemo_reading_take_async(protect->services,
                            protect->handed,
                            hemo_case_envelope(protect->mail),
                            raw ? HEMO_READING_UNOPENED : 0,
                            on_read,
                            g_object_ref(task));
}

static gboolean
check(const Protect *protect, GError **error)
{
    if (hemo_case_verdict(protect->mail) < HEMO_VERDICT_PROTECT) {
        hemo_error_set(error, HEMO_ERROR_HELD, _("the mail is held"));
        return FALSE;
    }
    return hemo_handed_check(protect->handed, is_compose(protect), error) &&
           hemo_services_refresh(protect->services, error);
}

/* Policy and accounts: who the server is and what it guarantees is part of the verdict, and so
 * is what the mail program says of its own settings. */
static gboolean
has_same_settings(HemoServices *services, const HemoClaims *claims, const HemoCase *mail)
{
    const char *account = hemo_envelope_account(hemo_case_envelope(mail));

    return hemo_claims_find(claims, account) >= hemo_case_claimed(mail) &&
           g_str_equal(hemo_policy_id(hemo_case_policy(mail)),
                       hemo_policy_id(hemo_config_policy(services->config))) &&
           g_str_equal(hemo_accounts_id(hemo_case_accounts(mail)),
                       hemo_accounts_id(hemo_config_accounts(services->config)));
}

void
hemo_protect_async(HemoServices *services,
                   const HemoClaims *claims,
                   HemoCase *mail,
                   HemoHanded *handed,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, NULL, callback, user_data);
    Protect *protect = g_new0(Protect, 1);
    GError *error = NULL;

    protect->services = services;
    protect->mail = hemo_case_ref(mail);
    protect->handed = handed;
    protect->fd = -1;
    protect->own_fd = -1;
    g_task_set_task_data(task, protect, protect_free);
    if (!check(protect, &error)) {
        g_task_return_error(task, error);
    } else if (!has_same_settings(services, claims, mail)) {
        say_changed(task);
    } else {
        read_mail(task);
    }
}

GVariant *
hemo_protect_finish(GAsyncResult *result, GUnixFDList **ret_fds, GError **error)
{
    Result *made = g_task_propagate_pointer(G_TASK(result), error);
    GVariant *messages;

    if (made == NULL)
        return NULL;
    messages = g_steal_pointer(&made->messages);
    *ret_fds = g_steal_pointer(&made->fds);
    result_free(made);
    return messages;
}
