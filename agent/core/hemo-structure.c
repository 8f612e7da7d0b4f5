/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-structure.h.
 */
#include "hemo-structure.h"

#include "hemo-token.h"

#include <string.h>

#define TABLE_LINES  40   /* lines before a table that are looked at */
#define TABLE_BYTES  4096 /* of rows that a finding covers */
#define FIELD_BYTES  32   /* of the name of a column */
#define HEADER_BYTES 1000 /* of the line that names the columns */

#define PROOFS 3

/* The form must be there and one of the proofs: a patient, or a dated act of care. */
static const struct {
    HemoPhiKind kind;
    const char *form;
    const char *proofs[PROOFS];
} marks[] = {
    {HEMO_PHI_HL7, "MSH|^~\\&", {"PID|"}},
    {HEMO_PHI_CCDA, "urn:hl7-org:v3", {"patientRole", "<effectiveTime"}},
    {HEMO_PHI_CCDA, "2.16.840.1.113883.10.20.22", {"<effectiveTime"}},
    {HEMO_PHI_FHIR, "\"resourceType\"", {"\"birthDate\"", "\"family\"", "Patient/"}},
    {HEMO_PHI_X12, "ISA*", {"NM1*QC*", "NM1*IL*"}},
};

static guint
count_byte(HemoSlice line, char byte)
{
    guint count = 0;

    for (gsize i = 0; i < line.size; i++)
        count += line.data[i] == (guint8)byte ? 1 : 0;
    return count;
}

static char
find_joint(HemoSlice line)
{
    static const char joints[] = "\t,;|";

    for (const char *joint = joints; *joint != '\0'; joint++) {
        if (count_byte(line, *joint) >= 2)
            return *joint;
    }
    return '\0';
}

static const char *const name_columns[] = {
    "last",
    "first",
    "fname",
    "lname",
    "surname",
    "lastname",
    "firstname",
    "given",
    "family",
};

static gboolean
is_name_column(HemoSlice word)
{
    for (guint i = 0; i < G_N_ELEMENTS(name_columns); i++) {
        if (hemo_slice_equal_nocase(word, name_columns[i]))
            return TRUE;
    }
    return FALSE;
}

/* Column names are short; sentences are not. */
static gboolean
has_short_fields(HemoSlice line, char joint)
{
    while (line.size > 0) {
        gsize size = hemo_slice_find(line, joint);

        if (size > FIELD_BYTES)
            return FALSE;
        line = hemo_slice_from(line, size + 1);
    }
    return TRUE;
}

/* A column for the person, one that only care or its payment has, and little else. */
static gboolean
names_patients(HemoSlice line, guint columns)
{
    const guint32 person = HEMO_KEY_NAME | HEMO_KEY_PATIENT | HEMO_KEY_DOB | HEMO_KEY_SSN;
    const guint32 care = HEMO_KEY_MRN | HEMO_KEY_MEDICARE | HEMO_KEY_ICD | HEMO_KEY_PROCEDURE |
                         HEMO_KEY_PATIENT | HEMO_KEY_MEMBER;
    const guint32 classes = HEMO_WORD_DRUG | HEMO_WORD_DIAGNOSIS | HEMO_WORD_LAB |
                            HEMO_WORD_CLINICAL | HEMO_WORD_PAYMENT;
    g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(HemoToken));
    gboolean has_person = FALSE;
    gboolean has_care = FALSE;

    hemo_token_scan(line, 0, line.size, tokens);
    for (guint i = 0; i < tokens->len; i++) {
        const HemoToken *token = &g_array_index(tokens, HemoToken, i);

        has_person |= (token->keys & person) || is_name_column(hemo_token_text(line, token));
        has_care |= (token->keys & care) || (token->classes & classes);
    }
    return has_person && has_care && tokens->len <= 4 * (columns + 1);
}

/* The bytes of the rows that follow, with the line end before them. */
static gsize
rows_size(HemoSlice rest, char joint, guint columns)
{
    HemoSlice whole = hemo_slice_sub(rest, 0, TABLE_BYTES);
    HemoSlice tail = whole;
    HemoSlice row;
    gsize size = 0;

    while (hemo_slice_next_line(&tail, &row) && count_byte(row, joint) >= columns)
        size = (gsize)(row.data - whole.data) + row.size + 1;
    return size;
}

/* A header line and at least one row of as many fields. */
static gboolean
find_table(HemoSlice text, gsize *ret_offset, gsize *ret_length)
{
    HemoSlice rest = text;
    HemoSlice line;

    for (guint i = 0; i < TABLE_LINES && hemo_slice_next_line(&rest, &line); i++) {
        HemoSlice tail = rest;
        HemoSlice row;
        char joint = line.size <= HEADER_BYTES ? find_joint(line) : '\0';
        guint columns;

        if (joint == '\0' || !has_short_fields(line, joint) ||
            !hemo_slice_next_line(&tail, &row))
            continue;
        columns = count_byte(line, joint);
        if (count_byte(row, joint) < columns || !names_patients(line, columns))
            continue;
        *ret_offset = (gsize)(line.data - text.data);
        *ret_length = line.size + rows_size(rest, joint, columns);
        return TRUE;
    }
    return FALSE;
}

static gboolean
find_proof(HemoSlice text, guint mark, gsize *ret_offset, gsize *ret_length)
{
    for (guint i = 0; i < PROOFS && marks[mark].proofs[i] != NULL; i++) {
        gsize at = hemo_slice_find_text(text, marks[mark].proofs[i]);

        if (at == text.size)
            continue;
        *ret_offset = at;
        *ret_length = strlen(marks[mark].proofs[i]);
        return TRUE;
    }
    return FALSE;
}

HemoPhiKind
hemo_structure_find(HemoSlice text, gsize *ret_offset, gsize *ret_length)
{
    for (guint i = 0; i < G_N_ELEMENTS(marks); i++) {
        if (hemo_slice_find_text(text, marks[i].form) < text.size &&
            find_proof(text, i, ret_offset, ret_length))
            return marks[i].kind;
    }
    return find_table(text, ret_offset, ret_length) ? HEMO_PHI_TABLE : HEMO_PHI_NONE;
}
