/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-compose-json.h.  Tables say which members there are; each reads its own node.
 * json-glib goes down by recursion, cuts strings at U+0000 and takes several objects for one,
 * so all that is ruled out before it sees a byte.
 */
#include "hemo-compose-json.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "hemo-limits.h"
#include "hemo-secret.h"

#define MAX_DEPTH 8 /* the form needs 3 */
#define MAX_LIST  1000
#define N_HEX     4 /* digits of an escaped character */
#define ESCAPE    6 /* bytes of "\\uXXXX" */

/* UTF-16 writes a character above U+FFFF as two halves. */
#define HIGH_HALF 0xd800
#define LOW_HALF  0xdc00
#define N_HALVES  0x400

typedef struct {
    const char *name;
    gboolean (*read)(HemoComposeJson *mail, JsonNode *node, gpointer target);
    gsize offset;
} Member;

/* How far a look at the bytes has come. */
typedef struct {
    HemoSlice json;
    guint8 *bytes; /* the same, to be mended */
    gsize at;
    guint depth;
    gboolean is_in_string;
} Look;

/* The UTF-16 unit that "\uXXXX" at @at stands for, or -1. */
static int
escaped_unit(HemoSlice json, gsize at)
{
    HemoSlice digits = hemo_slice_sub(json, at + 2, N_HEX);
    int unit = 0;

    if (hemo_slice_at(json, at) != '\\' || hemo_slice_at(json, at + 1) != 'u' ||
        digits.size < N_HEX)
        return -1;
    for (gsize i = 0; i < N_HEX; i++) {
        if (!g_ascii_isxdigit((char)digits.data[i]))
            return -1;
        unit = unit * 16 + g_ascii_xdigit_value((char)digits.data[i]);
    }
    return unit;
}

static gboolean
is_half(int unit, int first)
{
    return unit >= first && unit < first + N_HALVES;
}

/* A backslash in a string: steps over what it escapes.  Half a surrogate pair becomes U+FFFD,
 * which stands for what cannot be shown.  FALSE for U+0000, and for what RFC 8259 section 7
 * does not have. */
static gboolean
skip_escape(Look *look)
{
    int unit = escaped_unit(look->json, look->at);
    int letter = hemo_slice_at(look->json, look->at + 1);

    if (unit < 0) {
        look->at++;
        return letter > 0 && strchr("\"\\/bfnrt", letter) != NULL;
    }
    if (is_half(unit, HIGH_HALF) &&
        is_half(escaped_unit(look->json, look->at + ESCAPE), LOW_HALF)) {
        look->at += 2 * ESCAPE - 1;
        return TRUE;
    }
    if (is_half(unit, HIGH_HALF) || is_half(unit, LOW_HALF))
        memcpy(look->bytes + look->at + 2, "fffd", N_HEX);
    look->at += ESCAPE - 1;
    return unit != 0;
}

static gboolean
look_at(Look *look, char byte)
{
    if (byte == '"')
        look->is_in_string = !look->is_in_string;
    else if (look->is_in_string)
        return byte != '\\' || skip_escape(look);
    else if (byte == '{' || byte == '[')
        look->depth++;
    else if (byte == '}' || byte == ']')
        look->depth--;
    return look->depth <= MAX_DEPTH;
}

/* One object from the first byte to the last. */
static gboolean
tame(HemoSecret *bytes)
{
    HemoSlice json = hemo_secret_slice(bytes);
    Look look = {.json = json, .bytes = hemo_secret_data(bytes)};

    if (hemo_slice_at(json, 0) != '{')
        return FALSE;
    for (; look.at < json.size; look.at++)
        if (!look_at(&look, (char)json.data[look.at]) ||
            (look.depth == 0 && look.at < json.size - 1))
            return FALSE;
    return look.depth == 0 && g_utf8_validate((const char *)json.data, (gssize)json.size, NULL);
}

static gboolean
is_text(JsonNode *node)
{
    return JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) == G_TYPE_STRING;
}

static gboolean
read_text(HemoComposeJson *mail, JsonNode *node, gpointer target)
{
    const char **text = target;

    if (!is_text(node))
        return FALSE;
    *text = json_node_get_string(node);
    return TRUE;
}

static gboolean
read_flag(HemoComposeJson *mail, JsonNode *node, gpointer target)
{
    gboolean *flag = target;

    if (!JSON_NODE_HOLDS_VALUE(node) || json_node_get_value_type(node) != G_TYPE_BOOLEAN)
        return FALSE;
    *flag = json_node_get_boolean(node);
    return TRUE;
}

/* NULL if @node is no list, or one of more than @max elements. */
static JsonArray *
take_list(JsonNode *node, guint max)
{
    JsonArray *list = JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;

    return list != NULL && json_array_get_length(list) <= max ? list : NULL;
}

static gboolean
read_texts(HemoComposeJson *mail, JsonNode *node, gpointer target)
{
    const char ***texts = target;
    JsonArray *list = take_list(node, MAX_LIST);
    guint count = list != NULL ? json_array_get_length(list) : 0;

    g_free(*texts);
    *texts = g_new0(const char *, count + 1);
    for (guint i = 0; i < count; i++)
        if (!read_text(mail, json_array_get_element(list, i), &(*texts)[i]))
            return FALSE;
    return list != NULL;
}

static gboolean
read_disposition(HemoComposeJson *mail, JsonNode *node, gpointer target)
{
    const char *word = "";
    gboolean *is_inline = target;

    if (!read_text(mail, node, &word))
        return FALSE;
    *is_inline = strcmp(word, "inline") == 0;
    return *is_inline || strcmp(word, "attachment") == 0;
}

static const Member part_members[] = {
    {"name", read_text, G_STRUCT_OFFSET(HemoComposeJsonPart, name)},
    {"type", read_text, G_STRUCT_OFFSET(HemoComposeJsonPart, type)},
    {"disposition", read_disposition, G_STRUCT_OFFSET(HemoComposeJsonPart, is_inline)},
    {"cid", read_text, G_STRUCT_OFFSET(HemoComposeJsonPart, cid)},
};

static const Member *
find_member(const Member *members, gsize n_members, const char *name)
{
    for (gsize i = 0; i < n_members; i++)
        if (strcmp(members[i].name, name) == 0)
            return &members[i];
    return NULL;
}

/* What is null counts as not there. */
static gboolean
read_object(HemoComposeJson *mail,
            JsonNode *node,
            const Member *members,
            gsize n_members,
            gpointer target)
{
    JsonObjectIter iter;
    const char *name;
    JsonNode *value;

    if (!JSON_NODE_HOLDS_OBJECT(node))
        return FALSE;
    json_object_iter_init(&iter, json_node_get_object(node));
    while (json_object_iter_next(&iter, &name, &value)) {
        const Member *member = find_member(members, n_members, name);

        if (member == NULL)
            return FALSE;
        if (!JSON_NODE_HOLDS_NULL(value) &&
            !member->read(mail, value, G_STRUCT_MEMBER_P(target, member->offset)))
            return FALSE;
    }
    return TRUE;
}

static gboolean
read_parts(HemoComposeJson *mail, JsonNode *node, gpointer target)
{
    JsonArray *list = take_list(node, HEMO_LIMIT_ATTACHED_FDS);
    guint count = list != NULL ? json_array_get_length(list) : 0;

    mail->parts = g_new0(HemoComposeJsonPart, count + 1);
    mail->n_parts = count;
    for (guint i = 0; i < count; i++) {
        mail->parts[i].type = "";
        if (!read_object(mail,
                         json_array_get_element(list, i),
                         part_members,
                         G_N_ELEMENTS(part_members),
                         &mail->parts[i]))
            return FALSE;
    }
    return list != NULL;
}

/* A pair of strings. */
static gboolean
read_field(HemoComposeJson *mail, JsonNode *node, HemoComposeJsonField *field)
{
    JsonArray *pair = take_list(node, 2);

    return pair != NULL && json_array_get_length(pair) == 2 &&
           read_text(mail, json_array_get_element(pair, 0), &field->name) &&
           read_text(mail, json_array_get_element(pair, 1), &field->body);
}

static gboolean
read_fields(HemoComposeJson *mail, JsonNode *node, gpointer target)
{
    JsonArray *list = take_list(node, MAX_LIST);
    guint count = list != NULL ? json_array_get_length(list) : 0;

    mail->fields = g_new0(HemoComposeJsonField, count + 1);
    mail->n_fields = count;
    for (guint i = 0; i < count; i++)
        if (!read_field(mail, json_array_get_element(list, i), &mail->fields[i]))
            return FALSE;
    return list != NULL;
}

static const Member members[] = {
    {"from", read_text, G_STRUCT_OFFSET(HemoComposeJson, from)},
    {"to", read_texts, G_STRUCT_OFFSET(HemoComposeJson, to)},
    {"cc", read_texts, G_STRUCT_OFFSET(HemoComposeJson, cc)},
    {"bcc", read_texts, G_STRUCT_OFFSET(HemoComposeJson, bcc)},
    {"replyTo", read_texts, G_STRUCT_OFFSET(HemoComposeJson, reply_to)},
    {"subject", read_text, G_STRUCT_OFFSET(HemoComposeJson, subject)},
    {"text", read_text, G_STRUCT_OFFSET(HemoComposeJson, text)},
    {"html", read_text, G_STRUCT_OFFSET(HemoComposeJson, html)},
    {"parts", read_parts, 0},
    {"inReplyTo", read_text, G_STRUCT_OFFSET(HemoComposeJson, in_reply_to)},
    {"references", read_texts, G_STRUCT_OFFSET(HemoComposeJson, references)},
    {"fields", read_fields, 0},
    {"priority", read_text, G_STRUCT_OFFSET(HemoComposeJson, priority)},
    {"receipt", read_flag, G_STRUCT_OFFSET(HemoComposeJson, wants_receipt)},
    {"organization", read_text, G_STRUCT_OFFSET(HemoComposeJson, organization)},
};

static HemoComposeJson *
new_mail(JsonNode *root)
{
    HemoComposeJson *mail = g_new0(HemoComposeJson, 1);

    mail->root = root;
    mail->to = g_new0(const char *, 1);
    mail->cc = g_new0(const char *, 1);
    mail->bcc = g_new0(const char *, 1);
    mail->reply_to = g_new0(const char *, 1);
    mail->references = g_new0(const char *, 1);
    return mail;
}

void
hemo_compose_json_free(HemoComposeJson *mail)
{
    if (mail == NULL)
        return;
    g_free(mail->to);
    g_free(mail->cc);
    g_free(mail->bcc);
    g_free(mail->reply_to);
    g_free(mail->references);
    g_free(mail->parts);
    g_free(mail->fields);
    json_node_unref(mail->root);
    g_free(mail);
}

HemoComposeJson *
hemo_compose_json_read(HemoSlice json)
{
    g_autoptr(JsonParser) parser = json_parser_new_immutable();
    g_autoptr(HemoComposeJson) mail = NULL;
    g_autoptr(HemoSecret) object = hemo_secret_new_copy(hemo_slice_strip(json));
    JsonNode *root;

    if (!tame(object) || !json_parser_load_from_data(parser,
                                                     hemo_secret_text(object),
                                                     (gssize)hemo_secret_size(object),
                                                     NULL))
        return NULL;
    root = json_parser_steal_root(parser);
    if (root == NULL)
        return NULL;
    mail = new_mail(root);
    if (!read_object(mail, root, members, G_N_ELEMENTS(members), mail) || mail->text == NULL)
        return NULL;
    return g_steal_pointer(&mail);
}
