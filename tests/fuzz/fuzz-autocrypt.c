/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Any bytes as the body of an Autocrypt field.
 */
#include "hemo-autocrypt.h"
#include "hemo-limits.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(HemoAutocrypt) autocrypt = hemo_autocrypt_parse(hemo_slice(data, size), NULL);

    if (autocrypt != NULL &&
        (autocrypt->address[0] == '\0' || g_bytes_get_size(autocrypt->key) > HEMO_LIMIT_KEY))
        __builtin_trap();
    return 0;
}
