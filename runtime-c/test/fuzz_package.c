/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What must hold of a store, whatever it is sent and in whatever chunks; fuzz_reader.c says it of the reader:
 *
 *   - a package that is refused has a reason, and keeps it; other chunks bring the same
 *   - nothing is written before the manifest is authentic
 *   - the slot that runs is not written, nor is anything that belongs to neither the log nor the other slot
 *   - what is installed is for the device, and what the payload makes of the base; what is good is installed
 *   - a stream that stopped and comes again brings the same
 *   - every start, also when the flash failed, has the base or what is installed
 */
#include "fuzz_package.h"

#include <setjmp.h>
#include <string.h>

#include "fuzz_reader.h"

/* Most bytes of a flash: a log of three blocks, a block, a slot, a block, a slot. */
enum { FLASH_BYTES = 5 * 512 + 2 * FUZZ_SLOT_BYTES };

unsigned long fuzz_reasons[THIMBLE_UPDATE_ORDER + 1];

static fuzz_recipe_t recipe;
static flash_model_t flash;
static union {
    uint64_t aligned;
    uint8_t bytes[3 * FLASH_BYTES];
} memory;
static uint8_t before[FLASH_BYTES];
static jmp_buf reset;
static const flash_plan_t none = {0, FLASH_FAULTS};

/* Bytes that were written before the device is sent anything, as flash that has been used. */
static void lay_down(uint32_t offset, const uint8_t *bytes, uint32_t count)
{
    const uint32_t unit = recipe.shape.unit_bytes;
    memcpy(flash.bytes + offset, bytes, count);
    memset(flash.used + offset, 1, (count + unit - 1) / unit * unit);
}

static void cut(void)
{
    longjmp(reset, 1);
}

static void restart(flash_plan_t plan)
{
    flash_model_start(&flash, plan, 1);
}

static void install(void)
{
    thimble_log_t log = recipe.log;
    flash_model_open(&flash, &recipe.shape, memory.bytes);
    flash.cut = cut;
    recipe.device.flash = &flash;
    restart(none);
    if (log.running < THIMBLE_FLASH_SLOTS) {
        lay_down(recipe.shape.slots[log.running], recipe.base, recipe.base_bytes);
    }
    lay_down(recipe.shape.slots[log.candidate], recipe.image, recipe.written);
    fuzz_check(thimble_log_append(&log, &flash, &recipe.shape), "a log");
    memcpy(before, flash.bytes, flash.size);
    restart(none);
}

/* Feeds the next chunk, and passes over what the store need not have; returns the reason. */
static int feed(thimble_update_data *update, size_t *at, size_t size, int skips)
{
    int reason = thimble_update_feed_at(update, (uint32_t)*at, fuzz_hand_over(recipe.package + *at, size), size);
    *at += size;
    fuzz_check(thimble_update_received(update) <= *at, "no more was received than was sent");
    if (reason == THIMBLE_UPDATE_OK && skips) {
        reason = thimble_update_skip(update);
        fuzz_check(thimble_update_received(update) >= *at, "nothing is asked for twice");
        *at = thimble_update_received(update);
    }
    return reason;
}

/* Feeds the package up to a byte of it, and ends it if that is the last; returns the reason. */
static int take(const fuzz_reading_t *reading, fuzz_chunks_t chunks, size_t stop, int skips)
{
    static thimble_update_data update;
    int reason = THIMBLE_UPDATE_OK;
    size_t at = 0;
    memset(&update, 0xEE, sizeof update);
    thimble_update_begin(&update, &recipe.device);
    while (at < stop && reason == THIMBLE_UPDATE_OK) {
        reason = feed(&update, &at, fuzz_next_size(&chunks, stop - at), skips);
        fuzz_check(flash.operations == 0 || (reading->told_at != 0 && at >= reading->told_at),
                   "nothing is written before the manifest is authentic");
    }
    if (reason == THIMBLE_UPDATE_OK && stop == recipe.count) {
        reason = thimble_update_end(&update);
    }
    fuzz_check(reason == THIMBLE_UPDATE_OK || fuzz_is_reason(reason), "what the store refuses has a reason");
    if (reason != THIMBLE_UPDATE_OK) {
        const uint32_t operations = flash.operations;
        fuzz_check(thimble_update_feed(&update, before, 1) == reason && thimble_update_end(&update) == reason
                       && flash.operations == operations,
                   "what is refused is refused for good");
    }
    return reason;
}

static int is_untouched(uint32_t from, uint32_t count)
{
    return memcmp(flash.bytes + from, before + from, count) == 0;
}

/* What runs, and what belongs to nobody, is as it was; all of it where nothing may be written. */
static void check_flash(const fuzz_reading_t *reading)
{
    const thimble_flash_shape_data *const shape = &recipe.shape;
    fuzz_check(is_untouched(shape->log_bytes, shape->block_bytes)
                   && is_untouched(shape->slots[1] - shape->block_bytes, shape->block_bytes),
               "nothing is written beside a slot");
    if (recipe.log.running < THIMBLE_FLASH_SLOTS) {
        fuzz_check(is_untouched(shape->slots[recipe.log.running], shape->slot_bytes), "what runs stays");
    }
    if (reading->told_at == 0) {
        fuzz_check(is_untouched(0, (uint32_t)flash.size), "what is not authentic writes nothing");
    }
}

static int is_base(const thimble_update_boot_data *boot)
{
    return boot->trial == 0 && boot->image_bytes == recipe.base_bytes
           && memcmp(boot->image, recipe.base, recipe.base_bytes) == 0;
}

/* Whether it is the image that the payload makes. */
static int is_new(const thimble_update_boot_data *boot, const fuzz_reading_t *reading)
{
    static uint8_t image[FUZZ_SLOT_BYTES];
    const thimble_manifest_t *const m = &reading->manifest;
    return reading->told_at + m->payload_bytes == recipe.count && boot->image_bytes == m->image_bytes
           && fuzz_apply(&recipe, m->kind, recipe.package + reading->told_at, m->payload_bytes, image, m->image_bytes)
           && memcmp(boot->image, image, m->image_bytes) == 0
           && fuzz_has_digest(image, m->image_bytes, m->image_digest);
}

/* Whether the key that signed is one that the package revokes. */
static int revokes_itself(const thimble_manifest_t *m)
{
    uint8_t id[FUZZ_DIGEST_BYTES];
    fuzz_digest(recipe.keys.slots[fuzz_signing_slot(&recipe)], THIMBLE_UPDATE_KEY_BYTES, id);
    return m->revokes != 0 && memcmp(m->revoked, id, sizeof m->revoked) == 0;
}

/* Whether a device that is as the recipe says may take a package with this manifest. */
static int is_for_device(const thimble_manifest_t *m)
{
    const thimble_update_device_data *const device = &recipe.device;
    const int is_mine = memcmp(m->vendor, device->vendor, 16) == 0
                        && memcmp(m->device_class, device->device_class, 16) == 0
                        && (m->for_one_device == 0
                            || (!fuzz_has(&recipe, FUZZ_NAMELESS)
                                && memcmp(m->device, device->device, 16) == 0));
    const int fits = memcmp(m->program, recipe.factory + 16, 32) == 0
                     && memcmp(m->architecture, recipe.factory + 48, 16) == 0
                     && memcmp(m->quantization, recipe.factory + 64, 16) == 0
                     && (device->fixed_vocabulary == 0 || memcmp(m->vocabulary, recipe.factory + 80, 16) == 0);
    return is_mine && fits && m->sequence > FUZZ_INSTALLED && recipe.log.phase < THIMBLE_LOG_READY
           && (m->kind == THIMBLE_PAYLOAD_IMAGE || fuzz_has_digest(recipe.base, recipe.base_bytes, m->base))
           && !fuzz_has(&recipe, FUZZ_OWN_REVOKED) && !revokes_itself(m);
}

/* A key is revoked where, and only where, what was made says so. */
static void check_revoked(void)
{
    const unsigned other = fuzz_signing_slot(&recipe) == 0 ? 2u : 1u;
    const int revokes = fuzz_makes(&recipe, FUZZ_REVOKES_OTHER) && !fuzz_has(&recipe, FUZZ_ONLY_KEY);
    thimble_log_t log;
    thimble_log_read(&log, &flash, &recipe.shape);
    fuzz_check(!recipe.is_good || log.revoked == (recipe.log.revoked | (revokes ? other : 0u)), "a key is revoked");
}

/* What was installed is tried, kept, and not taken again. */
static void check_installed(const fuzz_reading_t *reading, fuzz_chunks_t chunks)
{
    thimble_update_boot_data boot;
    fuzz_check(reading->reason == THIMBLE_UPDATE_OK || reading->reason == FUZZ_NOT_ASKED,
               "what is installed was whole");
    fuzz_check(is_for_device(&reading->manifest), "what is installed is for this device");
    fuzz_check(fuzz_has_digest(recipe.package + reading->told_at, reading->manifest.payload_bytes,
                               reading->manifest.payload_digest),
               "what is installed came as it was signed");
    restart(none);
    thimble_update_boot(&recipe.device, &boot);
    fuzz_check(boot.trial == 1 && boot.slot == recipe.log.candidate && is_new(&boot, reading),
               "what is installed is tried");
    fuzz_check(memcmp(boot.image, recipe.factory, 8) == 0
                   && memcmp((const uint8_t *)boot.image + 16, recipe.factory + 16, 32) == 0,
               "what is tried is for this code");
    fuzz_check(thimble_update_confirm(&recipe.device) == THIMBLE_UPDATE_OK, "what is tried is confirmed");
    restart(none);
    thimble_update_boot(&recipe.device, &boot);
    fuzz_check(boot.trial == 0 && is_new(&boot, reading) && boot.sequence == reading->manifest.sequence,
               "what is confirmed runs");
    check_revoked();
    if (fuzz_tries(&recipe, FUZZ_TWICE)) {
        fuzz_check(take(reading, chunks, recipe.count, 0) == THIMBLE_UPDATE_INSTALLED,
                   "what is installed is not taken again");
    }
}

static void check_refused(const fuzz_reading_t *reading, int reason)
{
    thimble_update_boot_data boot;
    fuzz_check(reading->told_at != 0 || reason == reading->reason || reading->reason == FUZZ_NOT_ASKED,
               "the store's reason is the reader's");
    fuzz_check(!recipe.is_good, "what is good is taken");
    restart(none);
    thimble_update_boot(&recipe.device, &boot);
    fuzz_check(is_base(&boot), "what is refused does not run");
}

/*
 * The stream stops somewhere and comes again, all of it or what is not kept: then the digest of the payload cannot be
 * checked, and that of the image must be.
 */
static void stop_and_go_on(const fuzz_reading_t *reading, int expected, int skips)
{
    const size_t stop = recipe.count == 0 ? 0 : fuzz_place(&recipe, recipe.count);
    int reason;
    install();
    reason = take(reading, fuzz_chunks(&recipe, 0), stop, 0);
    fuzz_check(reason == THIMBLE_UPDATE_OK || reason == expected, "a part is not refused for another reason");
    if (reason == THIMBLE_UPDATE_OK) {
        restart(none);
        reason = take(reading, fuzz_chunks(&recipe, 1), recipe.count, skips);
        fuzz_check(reason == expected
                       || (skips && expected == THIMBLE_UPDATE_PAYLOAD && reason == THIMBLE_UPDATE_RESULT),
                   "what comes again brings the same");
    }
    check_flash(reading);
    if (reason == THIMBLE_UPDATE_OK) {
        check_installed(reading, fuzz_chunks(&recipe, 0));
    }
}

/* The flash fails: the next start has the base, or what would have been installed. */
static void fail(const fuzz_reading_t *reading, int expected)
{
    const flash_plan_t plan = {recipe.head[FUZZ_FAULT + 1], (enum flash_fault)(recipe.head[FUZZ_FAULT] % FLASH_FAULTS)};
    thimble_update_boot_data boot;
    install();
    restart(plan);
    if (setjmp(reset) == 0) {
        const int reason = take(reading, fuzz_chunks(&recipe, 0), recipe.count, 0);
        fuzz_check(reason == THIMBLE_UPDATE_FLASH || reason == expected, "flash that fails is the only other reason");
    }
    check_flash(reading);
    restart(none);
    thimble_update_boot(&recipe.device, &boot);
    fuzz_check(is_base(&boot) || (expected == THIMBLE_UPDATE_OK && boot.trial == 1 && is_new(&boot, reading)),
               "no fault leaves the device without a model");
}

static void try_store(const fuzz_reading_t *reading)
{
    const fuzz_chunks_t chunks = fuzz_chunks(&recipe, 1);
    int reason;
    install();
    reason = take(reading, chunks, recipe.count, 0);
    fuzz_reasons[reason]++;
    check_flash(reading);
    if (reason == THIMBLE_UPDATE_OK) {
        check_installed(reading, chunks);
    } else {
        check_refused(reading, reason);
    }
    if (fuzz_tries(&recipe, FUZZ_OTHER_CHUNKS)) {
        install();
        fuzz_check(take(reading, fuzz_chunks(&recipe, 0), recipe.count, 0) == reason,
                   "the store's reason is the same in other chunks");
    }
    if (fuzz_tries(&recipe, FUZZ_STOPS) || fuzz_tries(&recipe, FUZZ_SKIPS)) {
        stop_and_go_on(reading, reason, fuzz_tries(&recipe, FUZZ_SKIPS));
    }
    if (fuzz_tries(&recipe, FUZZ_FAILS)) {
        fail(reading, reason);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    fuzz_reading_t expected;
    fuzz_recipe_read(&recipe, bytes, count);
    fuzz_expect(&recipe, &expected);
    if (fuzz_tries(&recipe, FUZZ_OTHER_CHUNKS) || fuzz_tries(&recipe, FUZZ_RESUMES)) {
        fuzz_try_reader(&recipe, &expected);
    }
    try_store(&expected);
    return 0;
}
