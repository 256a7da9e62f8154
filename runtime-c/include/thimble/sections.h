/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: where constants go. Sections of their own let a linker script place weights and tables in another
 * memory than code, as the scripts of Thimble's boards do.
 */
#ifndef THIMBLE_SECTIONS_H
#define THIMBLE_SECTIONS_H

/*
 * The scripts of these systems name no such sections, and the linker would place them where it guesses, or refuse to:
 * constants go where all constants go. On a Teensy 4 that is RAM unless they are marked. THIMBLE_NO_SECTIONS says the
 * same of any other system.
 */
#if defined(THIMBLE_IN_SECTION)
/* The project has said where. */
#elif defined(__GNUC__) && defined(__IMXRT1062__) && defined(ARDUINO)
#define THIMBLE_IN_SECTION(name) __attribute__((section(".progmem" name)))
#elif defined(THIMBLE_NO_SECTIONS) || defined(ARDUINO) || defined(ESP_PLATFORM) || defined(__ZEPHYR__)
#define THIMBLE_IN_SECTION(name)
#elif defined(__GNUC__) && defined(__ELF__)
#define THIMBLE_IN_SECTION(name) __attribute__((section(name)))
#else
#define THIMBLE_IN_SECTION(name)
#endif

#endif
