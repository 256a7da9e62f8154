/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: models that are updated in the field. Two slots of flash hold images; the firmware brings a third,
 * that of the factory, which is never lost. An update is written into the slot that does not run, tried at the next
 * start, and kept only once the application confirms it.
 *
 *   at every start:   thimble_update_boot, then open the image it gives; on trial run the self-test, and call
 *                     thimble_update_confirm when all is well, or thimble_update_reject and start again
 *   to take a package: thimble_update_begin, thimble_update_feed for every chunk, thimble_update_end, restart
 *
 * One call at a time. Nothing is allocated; nothing of the caller's is kept but what is said.
 */
#ifndef THIMBLE_STORE_H
#define THIMBLE_STORE_H

#include <stddef.h>
#include <stdint.h>

#include "flash.h"
#include "update.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What a device is. It stays as it is for as long as updates are used. */
typedef struct {
    void *flash; /* what the functions of thimble/flash.h are given */
    const thimble_update_keys_data *keys;
    const void *factory; /* the image that came with the firmware, in read-only flash */
    uint32_t factory_bytes;
    uint8_t vendor[16];
    uint8_t device_class[16];
    uint8_t device[16]; /* zeros where devices have no ids: then packages for one device are refused */
    uint8_t fixed_vocabulary; /* 1: packages with another vocabulary than the factory's are refused */
} thimble_update_device_data;

/* What to start with. */
typedef struct {
    const void *image;
    uint32_t image_bytes;
    uint64_t sequence; /* of the newest package that was confirmed; 0 for none */
    uint8_t slot;      /* 0, 1, or THIMBLE_FLASH_SLOTS for the factory's */
    uint8_t trial;     /* 1: the next start goes back, unless it is confirmed */
} thimble_update_boot_data;

/* Most bytes of RAM that a package under way takes. */
#define THIMBLE_UPDATE_RAM_BYTES 2048

/* A package under way. Only the functions below look inside; the caller may forget it at any time. */
typedef union {
    uint64_t aligned;
    uint8_t bytes[THIMBLE_UPDATE_RAM_BYTES];
} thimble_update_data;

/*
 * Chooses the image to start with: one on trial; the running one, if it is still the one that was confirmed; else the
 * other slot's, if that is one; else the factory's. Two records at most are written.
 */
void thimble_update_boot(const thimble_update_device_data *device, thimble_update_boot_data *boot);

/* Keeps the image on trial. Returns THIMBLE_UPDATE_OK, also where none is, or THIMBLE_UPDATE_FLASH. */
int thimble_update_confirm(const thimble_update_device_data *device);

/* Gives the image on trial up: the next start has the one before. Returns what thimble_update_confirm does. */
int thimble_update_reject(const thimble_update_device_data *device);

/* Begins a package. */
void thimble_update_begin(thimble_update_data *update, const thimble_update_device_data *device);

/*
 * Takes the next count bytes of the package. Returns THIMBLE_UPDATE_OK, or why the package is refused, which it is for
 * good. Nothing is written before its manifest is authentic and fits the device. A package that was cut short before is
 * taken up where it was: give it from its start again, and what is there already is passed over.
 */
int thimble_update_feed(thimble_update_data *update, const void *bytes, size_t count);

/* The same where chunks may come twice, or in another order: THIMBLE_UPDATE_ORDER where `at` is not the next byte. */
int thimble_update_feed_at(thimble_update_data *update, uint32_t at, const void *bytes, size_t count);

/* How many bytes of the package have come: what the next chunk begins with. */
uint32_t thimble_update_received(const thimble_update_data *update);

/*
 * For senders that can go on at any byte: what is kept of a package that was cut short need not come again. Call it
 * after a chunk, and go on with what thimble_update_received then says. Returns what thimble_update_feed does.
 */
int thimble_update_skip(thimble_update_data *update);

/*
 * The package has ended. Returns THIMBLE_UPDATE_OK: the image is in its slot, and the next start tries it; or why the
 * package is refused. One that ended early can be given once more, from its start.
 */
int thimble_update_end(thimble_update_data *update);

/*
 * Takes an image that the device has made itself, as a trainer does: its size and its digest (SHA-256) are announced,
 * then all of its bytes are given, in order. It is tried and confirmed as one that came is. It keeps the sequence
 * number of the image that runs: newer packages are taken as before, but for those of parts, which are of another
 * image. What power or the caller cuts short is begun anew. Each returns THIMBLE_UPDATE_OK, or why not, for good: _BUSY
 * while an image is on trial or waits for it, _SIZE, _FLASH, _RESULT where the bytes are not those that were announced,
 * _PROGRAM where they are no image for this code.
 */
int thimble_update_own_begin(thimble_update_data *update, const thimble_update_device_data *device,
                             uint32_t image_bytes, const uint8_t *digest);
int thimble_update_own_feed(thimble_update_data *update, const void *bytes, uint32_t count);
int thimble_update_own_end(thimble_update_data *update);

#ifdef __cplusplus
}
#endif

#endif
