/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-forward-sieve.h.  A command is looked at only as far as its strings and tags; all
 * others, and tests, are passed over up to their end.
 */
#include "hemo-forward-sieve.h"

#include "hemo-forward-target.h"
#include "hemo-sieve-lexer.h"

#include <string.h>

#define MAILTO "mailto:"

typedef struct {
    guint line;
    GPtrArray *first;    /* GBytes: the first argument that is a string or a list */
    GPtrArray *last;     /* the last one */
    GPtrArray *options;  /* that of the tag :options */
    gboolean has_list;   /* :list: addresses stand elsewhere */
    gboolean has_method; /* :method, of the older notify */
} Command;

static HemoSlice
string_at(GPtrArray *strings, guint index)
{
    return hemo_slice_bytes(strings->pdata[index]);
}

static gboolean
is_made_up(HemoSlice text)
{
    return hemo_slice_find_text(text, "${") < text.size;
}

static void
add_addresses(GPtrArray *targets, const Command *command, GPtrArray *strings)
{
    for (guint i = 0; i < strings->len; i++) {
        HemoSlice text = string_at(strings, i);

        if (command->has_list || is_made_up(text))
            hemo_forward_target_add(targets, HEMO_FORWARD_VARIABLE, command->line, text);
        else
            hemo_forward_target_add_mailbox(targets, command->line, text, FALSE);
    }
}

static void
add_redirect(GPtrArray *targets, const Command *command)
{
    add_addresses(targets, command, command->last);
}

/* RFC 6068: percent signs are undone, and what is no address then is told. */
static void
add_escaped(GPtrArray *targets, guint line, const char *text)
{
    g_autofree char *plain = g_uri_unescape_string(text, NULL);

    if (plain != NULL)
        hemo_forward_target_add_list(targets, line, hemo_slice_text(plain));
    else
        hemo_forward_target_add(targets, HEMO_FORWARD_UNREADABLE, line, hemo_slice_text(text));
}

static void
add_fields(GPtrArray *targets, guint line, const char *query)
{
    static const char *const names[] = {"to=", "cc=", "bcc="};
    g_auto(GStrv) fields = g_strsplit(query, "&", -1);

    for (guint i = 0; fields[i] != NULL; i++) {
        for (gsize name = 0; name < G_N_ELEMENTS(names); name++) {
            gsize size = strlen(names[name]);

            if (g_ascii_strncasecmp(fields[i], names[name], size) == 0)
                add_escaped(targets, line, fields[i] + size);
        }
    }
}

static void
add_method(GPtrArray *targets, guint line, HemoSlice text)
{
    g_autofree char *uri = hemo_slice_dup(text);
    char *query;

    if (strlen(uri) != text.size || !hemo_slice_has_prefix_nocase(text, MAILTO)) {
        hemo_forward_target_add(targets, HEMO_FORWARD_UNREADABLE, line, text);
        return;
    }
    query = strchr(uri, '?');
    if (query != NULL)
        *query++ = '\0';
    add_escaped(targets, line, uri + strlen(MAILTO));
    if (query != NULL)
        add_fields(targets, line, query);
}

/* RFC 5435 has the way as its last argument; older scripts say :method and :options. */
static void
add_notify(GPtrArray *targets, const Command *command)
{
    if (command->has_method) {
        add_addresses(targets, command, command->options);
        return;
    }
    for (guint i = 0; i < command->last->len; i++) {
        HemoSlice text = string_at(command->last, i);

        if (is_made_up(text))
            hemo_forward_target_add(targets, HEMO_FORWARD_VARIABLE, command->line, text);
        else
            add_method(targets, command->line, text);
    }
}

static void
add_include(GPtrArray *targets, const Command *command)
{
    for (guint i = 0; i < command->last->len; i++)
        hemo_forward_target_add(targets,
                                HEMO_FORWARD_INCLUDE,
                                command->line,
                                string_at(command->last, i));
}

static void
add_program(GPtrArray *targets, const Command *command)
{
    HemoSlice name = command->first->len > 0 ? string_at(command->first, 0) : HEMO_SLICE_EMPTY;

    hemo_forward_target_add(targets, HEMO_FORWARD_PROGRAM, command->line, name);
}

static const struct {
    const char *name;
    void (*add)(GPtrArray *targets, const Command *command);
} commands[] = {
    {"redirect", add_redirect},
    {"notify", add_notify},
    {"report", add_redirect},
    {"include", add_include},
    {"pipe", add_program},
    {"filter", add_program},
    {"execute", add_program},
};

static gboolean
is_mark(const HemoSieveToken *token, const char *marks)
{
    return token->kind == HEMO_SIEVE_MARK && token->text.data[0] != '\0' &&
           strchr(marks, token->text.data[0]) != NULL;
}

static gboolean
is_end(const HemoSieveToken *token)
{
    return token->kind == HEMO_SIEVE_END || token->kind == HEMO_SIEVE_BROKEN ||
           is_mark(token, ";{}");
}

static void
note_tag(Command *command, HemoSlice tag)
{
    command->has_list |= hemo_slice_equal_nocase(tag, "list");
    command->has_method |= hemo_slice_equal_nocase(tag, "method");
}

static void
begin_argument(Command *command, gboolean is_options)
{
    g_ptr_array_unref(command->last);
    command->last = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    if (is_options) {
        g_ptr_array_unref(command->options);
        command->options = g_ptr_array_ref(command->last);
    }
    if (command->first->len == 0) {
        g_ptr_array_unref(command->first);
        command->first = g_ptr_array_ref(command->last);
    }
}

/* Reads up to the end of the command, which it returns. */
static HemoSieveToken
read_arguments(HemoSieveLexer *lexer, Command *command)
{
    gboolean in_list = FALSE;
    gboolean is_options = FALSE;
    HemoSieveToken token = hemo_sieve_lexer_next(lexer);

    for (; !is_end(&token); token = hemo_sieve_lexer_next(lexer)) {
        if (is_mark(&token, "[") || (token.kind == HEMO_SIEVE_STRING && !in_list))
            begin_argument(command, is_options);
        if (is_mark(&token, "[]"))
            in_list = is_mark(&token, "[");
        if (token.kind == HEMO_SIEVE_TAG)
            note_tag(command, token.text);
        if (token.kind == HEMO_SIEVE_STRING)
            g_ptr_array_add(command->last, g_bytes_new(token.text.data, token.text.size));
        is_options =
            token.kind == HEMO_SIEVE_TAG && hemo_slice_equal_nocase(token.text, "options");
    }
    return token;
}

static gboolean
says_nothing(const Command *command)
{
    return command->last->len == 0 || (command->has_method && command->options->len == 0);
}

/* Returns the token that ended it. */
static HemoSieveToken
read_command(HemoSieveLexer *lexer, const HemoSieveToken *word, gsize index, GPtrArray *targets)
{
    Command command = {.line = word->line,
                       .first = g_ptr_array_new(),
                       .last = g_ptr_array_new(),
                       .options = g_ptr_array_new()};
    HemoSieveToken end = read_arguments(lexer, &command);

    if (is_mark(&end, ";") && !says_nothing(&command))
        commands[index].add(targets, &command);
    else
        hemo_forward_target_add(targets, HEMO_FORWARD_UNREADABLE, word->line, word->text);
    g_ptr_array_unref(command.first);
    g_ptr_array_unref(command.last);
    g_ptr_array_unref(command.options);
    return end;
}

static gsize
find_command(const HemoSieveToken *token)
{
    gsize index = 0;

    while (index < G_N_ELEMENTS(commands) &&
           !(token->kind == HEMO_SIEVE_WORD &&
             hemo_slice_equal_nocase(token->text, commands[index].name)))
        index++;
    return index;
}

/* Brackets that are open, and whether a command is. */
typedef struct {
    int braces;
    int others;
    gboolean in_command;
} Nesting;

/* TRUE if the grammar of RFC 5228 section 8.2 has the mark there. */
static gboolean
take_mark(Nesting *nesting, char mark)
{
    gboolean ends = strchr(";{}", mark) != NULL;
    gboolean needs_command = mark != '}';

    nesting->braces += (mark == '{') - (mark == '}');
    nesting->others += (mark == '(' || mark == '[') - (mark == ')' || mark == ']');
    if (mark == '\0' || strchr(";{}()[],", mark) == NULL || nesting->braces < 0 ||
        nesting->others < 0 || nesting->in_command != needs_command ||
        (ends && nesting->others != 0))
        return FALSE;
    nesting->in_command = !ends;
    return TRUE;
}

/* FALSE where no script goes on like this. */
static gboolean
take_token(Nesting *nesting, const HemoSieveToken *token)
{
    gboolean is_word = token->kind == HEMO_SIEVE_WORD;

    if (token->kind == HEMO_SIEVE_MARK)
        return take_mark(nesting, (char)hemo_slice_at(token->text, 0));
    if (!is_word && !nesting->in_command)
        return FALSE;
    nesting->in_command = TRUE;
    return TRUE;
}

static gboolean
is_told(const GPtrArray *targets, guint line)
{
    for (guint i = 0; i < targets->len; i++) {
        const HemoForwardTarget *target = targets->pdata[i];

        if (target->kind == HEMO_FORWARD_UNREADABLE && target->line == line)
            return TRUE;
    }
    return FALSE;
}

/* What is no script at all, another format for instance, must not pass for one that sends
 * nothing on. */
static void
tell_fault(GPtrArray *targets, HemoSlice text)
{
    g_autoptr(HemoSieveLexer) lexer = hemo_sieve_lexer_new(text);
    Nesting nesting = {0};
    guint begin = 1; /* the line of the command */
    HemoSieveToken token = hemo_sieve_lexer_next(lexer);

    while (token.kind != HEMO_SIEVE_END && token.kind != HEMO_SIEVE_BROKEN) {
        begin = nesting.in_command ? begin : token.line;
        if (!take_token(&nesting, &token))
            break;
        token = hemo_sieve_lexer_next(lexer);
    }
    if (token.kind == HEMO_SIEVE_END && !nesting.in_command && nesting.braces == 0)
        return;
    if (!nesting.in_command)
        begin = token.line;
    if (!is_told(targets, begin))
        hemo_forward_target_add(targets, HEMO_FORWARD_UNREADABLE, begin, HEMO_SLICE_EMPTY);
}

void
hemo_forward_sieve_parse(GPtrArray *targets, HemoSlice text)
{
    g_autoptr(HemoSieveLexer) lexer = hemo_sieve_lexer_new(text);
    gboolean at_start = TRUE;
    HemoSieveToken token = hemo_sieve_lexer_next(lexer);

    while (token.kind != HEMO_SIEVE_END && token.kind != HEMO_SIEVE_BROKEN) {
        gsize index = at_start ? find_command(&token) : G_N_ELEMENTS(commands);

        if (index < G_N_ELEMENTS(commands))
            token = read_command(lexer, &token, index, targets);
        at_start = is_end(&token);
        if (token.kind != HEMO_SIEVE_END && token.kind != HEMO_SIEVE_BROKEN)
            token = hemo_sieve_lexer_next(lexer);
    }
    tell_fault(targets, text);
}
