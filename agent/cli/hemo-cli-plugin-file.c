/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-plugin-file.h.  Structures are copied out, as nothing says that they are
 * aligned; each offset is checked against the size before.
 */
#include "hemo-cli-plugin-file.h"

#include <elf.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <link.h>
#include <string.h>

#define MAX_SIZE (64 * 1024 * 1024)
#define OWN_FILE "/proc/self/exe"
#define ENTRY    "plugin_init"

#if G_BYTE_ORDER == G_LITTLE_ENDIAN
#define OWN_ORDER ELFDATA2LSB
#else
#define OWN_ORDER ELFDATA2MSB
#endif
#if GLIB_SIZEOF_VOID_P == 8
#define OWN_CLASS ELFCLASS64
#else
#define OWN_CLASS ELFCLASS32
#endif

/* The @size bytes at @offset, if all of them are there. */
static gboolean
take(HemoSlice bytes, guint64 offset, gpointer ret_value, gsize size)
{
    if (offset > bytes.size || size > bytes.size - offset)
        return FALSE;
    memcpy(ret_value, bytes.data + offset, size);
    return TRUE;
}

static gboolean
is_inside(HemoSlice bytes, guint64 offset, guint64 size)
{
    return offset <= bytes.size && size <= bytes.size - offset;
}

/* What this program itself was built for; EM_NONE if that cannot be read. */
static guint
own_machine(void)
{
    g_autoptr(GFile) file = g_file_new_for_path(OWN_FILE);
    g_autoptr(GFileInputStream) stream = g_file_read(file, NULL, NULL);
    ElfW(Ehdr) header = {0};

    if (stream == NULL ||
        g_input_stream_read(G_INPUT_STREAM(stream), &header, sizeof header, NULL, NULL) !=
            (gssize)sizeof header)
        return EM_NONE;
    return header.e_machine;
}

static gboolean
is_ours(const ElfW(Ehdr) * header)
{
    return memcmp(header->e_ident, ELFMAG, SELFMAG) == 0 &&
           header->e_ident[EI_CLASS] == OWN_CLASS && header->e_ident[EI_DATA] == OWN_ORDER &&
           header->e_ident[EI_VERSION] == EV_CURRENT && header->e_type == ET_DYN &&
           header->e_machine != EM_NONE && header->e_machine == own_machine() &&
           header->e_phentsize == sizeof(ElfW(Phdr)) &&
           header->e_shentsize == sizeof(ElfW(Shdr)) && header->e_shnum > 0;
}

/* What is loaded must be there: a file that was cut off has the header still. */
static gboolean
has_segments(HemoSlice bytes, const ElfW(Ehdr) * header)
{
    gboolean loads = FALSE;
    ElfW(Phdr) segment;

    for (guint i = 0; i < header->e_phnum; i++) {
        if (!take(bytes,
                  header->e_phoff + (guint64)i * sizeof segment,
                  &segment,
                  sizeof segment) ||
            !is_inside(bytes, segment.p_offset, segment.p_filesz))
            return FALSE;
        loads |= segment.p_type == PT_LOAD;
    }
    return loads;
}

static gboolean
take_section(HemoSlice bytes, const ElfW(Ehdr) * header, guint index, ElfW(Shdr) * ret_section)
{
    return index < header->e_shnum &&
           take(bytes,
                header->e_shoff + (guint64)index * sizeof *ret_section,
                ret_section,
                sizeof *ret_section) &&
           (ret_section->sh_type == SHT_NOBITS ||
            is_inside(bytes, ret_section->sh_offset, ret_section->sh_size));
}

/* The dynamic symbols and their names; FALSE if a table is not inside of the file. */
static gboolean
find_symbols(HemoSlice bytes,
             const ElfW(Ehdr) * header,
             HemoSlice *ret_symbols,
             HemoSlice *ret_names)
{
    ElfW(Shdr) section;
    ElfW(Shdr) names;

    *ret_symbols = HEMO_SLICE_EMPTY;
    *ret_names = HEMO_SLICE_EMPTY;
    for (guint i = 0; i < header->e_shnum; i++) {
        if (!take_section(bytes, header, i, &section))
            return FALSE;
        if (section.sh_type != SHT_DYNSYM)
            continue;
        if (!take_section(bytes, header, section.sh_link, &names) ||
            names.sh_type != SHT_STRTAB)
            return FALSE;
        *ret_symbols = hemo_slice_sub(bytes, section.sh_offset, section.sh_size);
        *ret_names = hemo_slice_sub(bytes, names.sh_offset, names.sh_size);
    }
    return TRUE;
}

static gboolean
has_entry(HemoSlice symbols, HemoSlice names)
{
    ElfW(Sym) symbol;

    for (gsize at = 0; take(symbols, at, &symbol, sizeof symbol); at += sizeof symbol) {
        if (symbol.st_shndx != SHN_UNDEF && is_inside(names, symbol.st_name, sizeof ENTRY) &&
            memcmp(names.data + symbol.st_name, ENTRY, sizeof ENTRY) == 0)
            return TRUE;
    }
    return FALSE;
}

HemoCliPluginFile
hemo_cli_plugin_file_judge(HemoSlice bytes)
{
    ElfW(Ehdr) header;
    HemoSlice symbols;
    HemoSlice names;

    if (!take(bytes, 0, &header, sizeof header) || !is_ours(&header) ||
        !has_segments(bytes, &header) || !find_symbols(bytes, &header, &symbols, &names))
        return HEMO_CLI_PLUGIN_FILE_BROKEN;
    return has_entry(symbols, names) ? HEMO_CLI_PLUGIN_FILE_GOOD : HEMO_CLI_PLUGIN_FILE_OTHER;
}

HemoCliPluginFile
hemo_cli_plugin_file_check(const char *path)
{
    g_autofree char *content = NULL;
    gsize size = 0;
    GStatBuf status;

    if (g_stat(path, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size > MAX_SIZE ||
        !g_file_get_contents(path, &content, &size, NULL))
        return HEMO_CLI_PLUGIN_FILE_BROKEN;
    return hemo_cli_plugin_file_judge(hemo_slice(content, size));
}
