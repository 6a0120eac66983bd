/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef LOG_H
#define LOG_H

/*
 * Write "L: text\n" to stderr in one write(2), L being E (someone must act),
 * W, or I (state changes). The text names the object and ends with the
 * reason. A line longer than 511 bytes is cut; a full pipe drops the line and
 * the next one that fits says how many were lost. errno is preserved.
 */
void log_e(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_w(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_i(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
