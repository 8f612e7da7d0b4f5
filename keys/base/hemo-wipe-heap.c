/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-wipe-heap.h.  The C library's own functions are reached by the names that it
 * keeps for this purpose; nothing here may allocate by another way.
 */
#include "hemo-wipe-heap.h"

#include <errno.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

extern void __libc_free(void *memory);

void
free(void *memory)
{
    int number = errno;

    if (memory == NULL)
        return;
    explicit_bzero(memory, malloc_usable_size(memory));
    __libc_free(memory);
    errno = number;
}

/* A block never moves by itself, as the old place would keep its bytes. */
void *
realloc(void *memory, size_t size)
{
    size_t room = memory != NULL ? malloc_usable_size(memory) : 0;
    void *moved;

    if (memory != NULL && size == 0) {
        free(memory);
        return NULL;
    }
    if (memory != NULL && size <= room && size >= room / 2)
        return memory;
    moved = malloc(size);
    if (moved == NULL || memory == NULL)
        return moved;
    memcpy(moved, memory, room < size ? room : size);
    free(memory);
    return moved;
}
