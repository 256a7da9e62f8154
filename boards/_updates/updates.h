/*
 * Updates over the line protocol (protocol.h): a device that keeps its model's image in a store (thimble/store.h).
 *
 * At its start the device runs the image that the store chooses. One on trial must pass its self-test, or else the
 * device goes back to the one before by itself; whether it is kept is then for whoever sends "c" to say.
 *
 *   b               "ok boot <slot> <trial> <sequence> <digest>": what the device started with; slot 2 is the image of
 *                   the factory, and the digest the first eight bytes of that of the image's content
 *   n               a new package: "ok update 0 0"
 *   f <at> <hex>    the package's bytes from this one on: "ok update <reason> <received>", by the reason codes of
 *                   thimble/update.h; what comes next is to begin at byte <received>, which may be behind these: what
 *                   is kept of a package that was cut short need not come again
 *   e               the package has ended: the same answer; "f" and "e" before any "n" are out of order (22)
 *   v               the self-test: "ok selftest <status> <failed>", THIMBLE_OK or THIMBLE_ERROR_...
 *   c               the image on trial is kept: "ok update <reason> <received>"
 *   d               it is dropped: the same answer, and the next start has the image before
 *   r               "ok bye", and the device starts anew and says hello
 */
#ifndef THIMBLE_UPDATES_H
#define THIMBLE_UPDATES_H

#include "request.h"
#include "thimble/store.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What the device is; `thimble build` writes this function. */
void thimble_updates_describe(thimble_update_device_data *device);

/* Chooses an image and gives it to the model. Called once, after the board has started. */
void thimble_updates_start(void);

/* Answers the request that was read, if it is one of those above. */
enum thimble_served thimble_updates_serve(void);

/* The device, for whoever brings it an image that is no package. */
const thimble_update_device_data *thimble_updates_device(void);

/* Where one is held that is under way; a package that is there is forgotten. */
thimble_update_data *thimble_updates_memory(void);

#ifdef __cplusplus
}
#endif

#endif
