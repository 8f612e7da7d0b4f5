/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A library without plugin_init, though its text has the name; never run.
 */
const char *sample_library_name(void);

const char *
sample_library_name(void)
{
    return "plugin_init";
}
