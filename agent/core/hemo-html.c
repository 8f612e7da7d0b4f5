/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-html.h.  One pass; each search that can fail is given up for good after its
 * first failure, which keeps the whole linear.
 */
#include "hemo-html.h"

#include <stdlib.h>
#include <string.h>

#include "hemo-html-entities.h"

#define MAX_QUOTE     8
#define MAX_TAG_NAME  12
#define MAX_BLANKS    1000 /* line ends in a row that are written out */
#define REPLACEMENT   0xfffd
#define NO_BREAK      0x00a0
#define SOFT_HYPHEN   0x00ad
#define BYTE_MARK     0xfeff
#define ZERO_SPACE    0x200b
#define ZERO_NON_JOIN 0x200c

typedef enum {
    TAG_OTHER,
    TAG_BLOCK,
    TAG_BREAK,
    TAG_CELL,
    TAG_PRE,
    TAG_QUOTE,
    TAG_SCRIPT,
    TAG_STYLE,
    N_TAGS
} TagKind;

typedef struct {
    char name[MAX_TAG_NAME];
    TagKind kind;
} Tag;

typedef struct {
    HemoSlice html;
    gsize at;
    HemoBuffer *text;
    guint line_ends; /* to be written before the next character */
    char blank;      /* likewise, if no line end is: 0, ' ' or '\t' */
    gboolean in_line;
    gboolean in_comment;
    gsize comment_end; /* where its "-->" stands */
    guint quote_depth;
    guint pre_depth;
    gboolean no_tag_end;     /* no '>' follows */
    gboolean quotes_broken;  /* an attribute is never closed: quotes mean nothing */
    gboolean no_end[N_TAGS]; /* no end tag of a script or style follows */
} Html;

/* clang-format off */
static const Tag tags[] = { /* sorted by name */
    {"address", TAG_BLOCK}, {"article", TAG_BLOCK}, {"aside", TAG_BLOCK},
    {"blockquote", TAG_QUOTE}, {"body", TAG_BLOCK}, {"br", TAG_BREAK},
    {"caption", TAG_BLOCK}, {"center", TAG_BLOCK}, {"dd", TAG_BLOCK}, {"details", TAG_BLOCK},
    {"dir", TAG_BLOCK}, {"div", TAG_BLOCK}, {"dl", TAG_BLOCK}, {"dt", TAG_BLOCK},
    {"fieldset", TAG_BLOCK}, {"figcaption", TAG_BLOCK}, {"figure", TAG_BLOCK},
    {"footer", TAG_BLOCK}, {"form", TAG_BLOCK}, {"h1", TAG_BLOCK}, {"h2", TAG_BLOCK},
    {"h3", TAG_BLOCK}, {"h4", TAG_BLOCK}, {"h5", TAG_BLOCK}, {"h6", TAG_BLOCK},
    {"head", TAG_BLOCK}, {"header", TAG_BLOCK}, {"hr", TAG_BLOCK}, {"html", TAG_BLOCK},
    {"legend", TAG_BLOCK}, {"li", TAG_BLOCK}, {"main", TAG_BLOCK}, {"menu", TAG_BLOCK},
    {"nav", TAG_BLOCK}, {"ol", TAG_BLOCK}, {"option", TAG_BLOCK}, {"p", TAG_BLOCK},
    {"pre", TAG_PRE}, {"script", TAG_SCRIPT}, {"section", TAG_BLOCK}, {"select", TAG_BLOCK},
    {"style", TAG_STYLE}, {"summary", TAG_BLOCK}, {"table", TAG_BLOCK}, {"tbody", TAG_BLOCK},
    {"td", TAG_CELL}, {"textarea", TAG_PRE}, {"tfoot", TAG_BLOCK}, {"th", TAG_CELL},
    {"thead", TAG_BLOCK}, {"title", TAG_BLOCK}, {"tr", TAG_BLOCK}, {"ul", TAG_BLOCK},
};
/* clang-format on */

static const char *const spoken_attributes[] = {
    "alt",
    "aria-label",
    "label",
    "placeholder",
    "summary",
    "title",
    "value",
};

static HemoSlice
rest_of(const Html *html)
{
    return hemo_slice_from(html->html, html->at);
}

/* "-- " alone on a line begins a signature: its blank must stay. */
static gboolean
is_signature_mark(const Html *html)
{
    HemoSlice text = hemo_buffer_slice(html->text);
    HemoSlice end = hemo_slice_from(text, text.size - MIN(text.size, 3));

    return hemo_slice_equal(end, hemo_slice_text("\n--")) ||
           hemo_slice_equal(text, hemo_slice_text("--"));
}

static void
write_line_ends(Html *html)
{
    if (html->blank != 0 && is_signature_mark(html))
        hemo_buffer_append_byte(html->text, ' ');
    if (hemo_buffer_slice(html->text).size > 0)
        for (guint i = 0; i < html->line_ends; i++)
            hemo_buffer_append_byte(html->text, '\n');
    html->line_ends = 0;
    html->blank = 0;
    html->in_line = FALSE;
}

/* Writes what was put off, as a character follows now. */
static void
write_pending(Html *html)
{
    if (html->line_ends > 0)
        write_line_ends(html);
    if (!html->in_line)
        for (guint i = 0; i < MIN(html->quote_depth, MAX_QUOTE); i++)
            hemo_buffer_append_text(html->text, "> ");
    else if (html->blank != 0)
        hemo_buffer_append_byte(html->text, (guint8)html->blank);
    html->blank = 0;
    html->in_line = TRUE;
}

static void
put_bytes(Html *html, HemoSlice bytes)
{
    write_pending(html);
    hemo_buffer_append(html->text, bytes);
}

static void
put_line_end(Html *html)
{
    if (html->line_ends < MAX_BLANKS)
        html->line_ends++;
}

static void
put_block(Html *html)
{
    html->line_ends = MAX(html->line_ends, 1);
}

static void
put_blank(Html *html, guint8 byte)
{
    if (html->pre_depth == 0)
        html->blank = html->blank != 0 ? html->blank : ' ';
    else if (byte == '\n')
        put_line_end(html);
    else if (byte != '\r')
        put_bytes(html, hemo_slice(&byte, 1));
}

static gboolean
is_invisible(gunichar character)
{
    return character == SOFT_HYPHEN || character == ZERO_SPACE || character == ZERO_NON_JOIN ||
           character == BYTE_MARK;
}

static void
put_character(Html *html, gunichar character)
{
    char utf8[6];

    if (character < 0x80 && g_ascii_isspace((char)character))
        put_blank(html, (guint8)character);
    else if (character == NO_BREAK)
        put_bytes(html, hemo_slice_text(" "));
    else if (!is_invisible(character))
        put_bytes(html, hemo_slice(utf8, (gsize)g_unichar_to_utf8(character, utf8)));
}

/* The number of a reference that starts at @digits; @ret_size: how many digits. */
static guint32
read_number(HemoSlice digits, guint base, gsize *ret_size)
{
    guint32 code = 0;
    gsize i;

    for (i = 0; i < digits.size; i++) {
        int value = base == 16 ? g_ascii_xdigit_value((char)digits.data[i])
                               : g_ascii_digit_value((char)digits.data[i]);

        if (value < 0)
            break;
        code = MIN(code * base + (guint32)value, 0x110000);
    }
    *ret_size = i;
    return code;
}

static gsize
read_numeric(HemoSlice text, gunichar *ret_character)
{
    gboolean is_hex = hemo_slice_has_prefix_nocase(text, "&#x");
    gsize start = is_hex ? 3 : 2;
    gsize size;
    guint32 code = read_number(hemo_slice_from(text, start), is_hex ? 16 : 10, &size);

    if (size == 0)
        return 0;
    *ret_character = hemo_html_entities_number(code);
    return start + size + (hemo_slice_at(text, start + size) == ';' ? 1 : 0);
}

static gsize
read_named(HemoSlice text, gunichar *ret_character)
{
    gsize size = 1;

    while (size <= HEMO_HTML_ENTITIES_NAME && size < text.size &&
           g_ascii_isalnum(text.data[size]))
        size++;
    if (hemo_slice_at(text, size) != ';')
        return 0;
    *ret_character = hemo_html_entities_find(hemo_slice_sub(text, 1, size - 1));
    return *ret_character != 0 ? size + 1 : 0;
}

/* Bytes that the reference at the start of @text takes; 0: it is no reference. */
static gsize
read_reference(HemoSlice text, gunichar *ret_character)
{
    return hemo_slice_at(text, 1) == '#' ? read_numeric(text, ret_character)
                                         : read_named(text, ret_character);
}

/* Neither a blank nor the start of anything. */
static gboolean
is_plain(int byte)
{
    return byte > ' ' && byte != '<' && byte != '&' && byte != '-';
}

/* The bytes at the start of @text that are written as they stand: words, and single blanks
 * between them. */
static gsize
plain_run(HemoSlice text)
{
    gsize size = 0;

    while (size < text.size &&
           (is_plain(text.data[size]) ||
            (size > 0 && text.data[size] == ' ' && is_plain(hemo_slice_at(text, size + 1)))))
        size++;
    return size;
}

/* Writes the run of ordinary bytes or the one special character at the start of @text;
 * gives the bytes taken. */
static gsize
put_text_step(Html *html, HemoSlice text)
{
    gunichar character = REPLACEMENT;
    gsize size = plain_run(text);

    if (size > 0) {
        put_bytes(html, hemo_slice_sub(text, 0, size));
        return size;
    }
    if (text.data[0] == '&')
        size = read_reference(text, &character);
    if (size > 0)
        put_character(html, character);
    else if (text.data[0] == '\0' || g_ascii_isspace((char)text.data[0]))
        put_blank(html, text.data[0] == '\0' ? ' ' : text.data[0]);
    else
        put_bytes(html, hemo_slice_sub(text, 0, 1));
    return MAX(size, 1);
}

static void
put_text(Html *html, HemoSlice text)
{
    while (text.size > 0)
        text = hemo_slice_from(text, put_text_step(html, text));
}

static int
compare_tag(const void *key, const void *tag)
{
    return strcmp(key, ((const Tag *)tag)->name);
}

static TagKind
find_tag(HemoSlice name)
{
    char key[MAX_TAG_NAME] = {0};
    const Tag *found;

    if (name.size == 0 || name.size >= sizeof key)
        return TAG_OTHER;
    for (gsize i = 0; i < name.size; i++)
        key[i] = g_ascii_tolower((char)name.data[i]);
    found = bsearch(key, tags, G_N_ELEMENTS(tags), sizeof(Tag), compare_tag);
    return found != NULL ? found->kind : TAG_OTHER;
}

/* The '>' that ends the tag at the start of @rest, outside quotes; @rest.size if none. */
static gsize
find_quoted_end(HemoSlice rest)
{
    guint8 quote = 0;
    guint8 before = 0;

    for (gsize i = 0; i < rest.size; i++) {
        guint8 byte = rest.data[i];

        if (quote != 0)
            quote = byte == quote ? 0 : quote;
        else if (byte == '>')
            return i;
        else if ((byte == '"' || byte == '\'') && before == '=')
            quote = byte;
        if (!g_ascii_isspace((char)byte))
            before = byte;
    }
    return rest.size;
}

/* The size of the tag at the start of @rest with its '>', 0 if it never ends. */
static gsize
find_tag_end(Html *html, HemoSlice rest)
{
    gsize end;

    if (html->no_tag_end)
        return 0;
    end = html->quotes_broken ? rest.size : find_quoted_end(rest);
    if (end == rest.size) {
        html->quotes_broken = TRUE;
        end = hemo_slice_find(rest, '>');
    }
    html->no_tag_end = end == rest.size;
    return html->no_tag_end ? 0 : end + 1;
}

static gboolean
is_spoken(HemoSlice name)
{
    for (guint i = 0; i < G_N_ELEMENTS(spoken_attributes); i++)
        if (hemo_slice_equal_nocase(name, spoken_attributes[i]))
            return TRUE;
    return FALSE;
}

static gsize
skip_blanks(HemoSlice slice, gsize at)
{
    while (at < slice.size && g_ascii_isspace((char)slice.data[at]))
        at++;
    return at;
}

/* Reads a value at @at; gives where it ends. */
static gsize
read_value(HemoSlice tag, gsize at, HemoSlice *ret_value)
{
    int quote = hemo_slice_at(tag, at);
    gsize start = at;

    if (quote == '"' || quote == '\'') {
        HemoSlice rest = hemo_slice_from(tag, at + 1);

        *ret_value = hemo_slice_sub(rest, 0, hemo_slice_find(rest, (char)quote));
        return at + 1 + ret_value->size + 1;
    }
    while (at < tag.size && !g_ascii_isspace((char)tag.data[at]))
        at++;
    *ret_value = hemo_slice_sub(tag, start, at - start);
    return at;
}

/* Reads one attribute at *@at; FALSE at the end of @tag. */
static gboolean
next_attribute(HemoSlice tag, gsize *at, HemoSlice *ret_name, HemoSlice *ret_value)
{
    gsize start = skip_blanks(tag, *at);
    gsize end = start;

    *ret_value = HEMO_SLICE_EMPTY;
    if (start >= tag.size)
        return FALSE;
    while (end < tag.size && tag.data[end] != '=' && !g_ascii_isspace((char)tag.data[end]))
        end++;
    *ret_name = hemo_slice_sub(tag, start, end - start);
    end = skip_blanks(tag, end);
    *at = end;
    if (hemo_slice_at(tag, end) == '=')
        *at = read_value(tag, skip_blanks(tag, end + 1), ret_value);
    return TRUE;
}

static void
put_attributes(Html *html, HemoSlice attributes)
{
    HemoSlice name;
    HemoSlice value;
    gsize at = 0;

    while (next_attribute(attributes, &at, &name, &value)) {
        if (!is_spoken(name) || value.size == 0)
            continue;
        put_blank(html, ' ');
        put_text(html, value);
        put_blank(html, ' ');
    }
}

/* Does what ends at @end reach over the end of the comment that we are in?  What stands
 * behind that end is shown and must not be swallowed. */
static gboolean
leaves_comment(const Html *html, gsize end)
{
    return html->in_comment && html->at < html->comment_end && end > html->comment_end;
}

/* Moves behind the end tag of the script or style just opened; if there is none, its
 * text counts. */
static void
skip_raw(Html *html, TagKind kind)
{
    const char *end = kind == TAG_SCRIPT ? "</script" : "</style";
    HemoSlice rest = rest_of(html);

    for (gsize i = 0; i < rest.size && !html->no_end[kind]; i++) {
        if (rest.data[i] == '<' &&
            hemo_slice_has_prefix_nocase(hemo_slice_from(rest, i), end)) {
            if (leaves_comment(html, html->at + i))
                break;
            html->at += i;
            return;
        }
    }
    html->no_end[kind] = TRUE;
}

static void
change_depth(guint *depth, gboolean is_end)
{
    if (!is_end)
        (*depth)++;
    else if (*depth > 0)
        (*depth)--;
}

static void
apply_tag(Html *html, TagKind kind, gboolean is_end)
{
    switch (kind) {
    case TAG_QUOTE:
        change_depth(&html->quote_depth, is_end);
        put_block(html);
        break;
    case TAG_PRE:
        change_depth(&html->pre_depth, is_end);
        put_block(html);
        break;
    case TAG_BLOCK:
        put_block(html);
        break;
    case TAG_BREAK:
        put_line_end(html);
        break;
    case TAG_CELL:
        html->blank = '\t';
        break;
    case TAG_SCRIPT:
    case TAG_STYLE:
        if (!is_end)
            skip_raw(html, kind);
        break;
    case TAG_OTHER:
    case N_TAGS:
        break;
    }
}

static void
read_tag(Html *html, HemoSlice tag)
{
    gboolean is_end = hemo_slice_at(tag, 1) == '/';
    gsize start = is_end ? 2 : 1;
    gsize end = start;
    HemoSlice name;

    while (end < tag.size && !g_ascii_isspace((char)tag.data[end]) && tag.data[end] != '/' &&
           tag.data[end] != '>')
        end++;
    name = hemo_slice_sub(tag, start, end - start);
    if (!is_end)
        put_attributes(html, hemo_slice_sub(tag, end, tag.size - end - 1));
    apply_tag(html, find_tag(name), is_end);
}

/* The mark "[if ...]>" of a comment that some programs read. */
static void
skip_condition(Html *html)
{
    HemoSlice rest = rest_of(html);

    if (hemo_slice_has_prefix_nocase(rest, "[if") && !html->no_tag_end) {
        gsize end = hemo_slice_find(rest, '>');

        html->no_tag_end = end == rest.size;
        html->at += html->no_tag_end || leaves_comment(html, html->at + end) ? 0 : end;
    }
    if (hemo_slice_at(rest_of(html), 0) == '>')
        html->at++;
}

/* The marks of a comment are dropped, its content is read like the rest. */
static void
open_comment(Html *html)
{
    HemoSlice rest;

    html->at += strlen("<!--");
    rest = rest_of(html);
    if (!html->in_comment && html->comment_end < html->html.size)
        html->comment_end = html->at + hemo_slice_find_text(rest, "-->");
    if (html->comment_end == html->at + skip_blanks(rest, 0)) {
        /* nothing is in it: it may stand in the middle of a word */
        html->at = html->comment_end + strlen("-->");
        return;
    }
    html->in_comment = TRUE;
    put_block(html);
    skip_condition(html);
}

static void
close_comment(Html *html)
{
    html->at += strlen("-->");
    html->in_comment = FALSE;
    put_block(html);
}

static gboolean
starts_tag(HemoSlice rest)
{
    int next = hemo_slice_at(rest, 1);

    return hemo_slice_at(rest, 0) == '<' && (next == '/' || next == '!' || next == '?' ||
                                             (next >= 0 && g_ascii_isalpha((char)next)));
}

static void
read_step(Html *html)
{
    HemoSlice rest = rest_of(html);
    gsize size = 0;

    if (hemo_slice_has_prefix_nocase(rest, "<!--")) {
        open_comment(html);
        return;
    }
    if (html->in_comment && hemo_slice_has_prefix_nocase(rest, "-->")) {
        close_comment(html);
        return;
    }
    if (starts_tag(rest))
        size = find_tag_end(html, rest);
    if (leaves_comment(html, html->at + size)) {
        if (!hemo_slice_has_prefix_nocase(rest, "<![endif]"))
            put_text(html, hemo_slice_sub(rest, 0, html->comment_end - html->at));
        html->at = html->comment_end;
        return;
    }
    if (size == 0) {
        html->at += put_text_step(html, rest);
        return;
    }
    html->at += size;
    read_tag(html, hemo_slice_sub(rest, 0, size));
}

HemoSecret *
hemo_html_to_text(HemoSlice html)
{
    Html state = {.html = html, .text = hemo_buffer_new()};

    while (state.at < html.size)
        read_step(&state);
    if (state.line_ends > 0 && hemo_buffer_slice(state.text).size > 0)
        hemo_buffer_append_byte(state.text, '\n');
    return hemo_buffer_finish(state.text);
}
