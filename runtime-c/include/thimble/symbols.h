/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: what makes a definition one of those that several packages in a program share. In a package the
 * compiler writes another file in this one's place, which also gives each of them a name of its own in object files;
 * here, where the runtime is tested by itself, there is one of each.
 */
#ifndef THIMBLE_SYMBOLS_H
#define THIMBLE_SYMBOLS_H

#define THIMBLE_SHARED

#endif
