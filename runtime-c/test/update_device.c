/* SPDX-License-Identifier: Apache-2.0 */
/*
 * update_device FOLDER STATE COMMAND...
 *
 * A device from power on to the next reset: it starts from the flash that the file STATE holds, an erased one where
 * there is none, carries out the commands, and leaves the flash in the file. FOLDER has device.bin, which is the two
 * keys, vendor, class, device and whether the vocabulary is fixed, and factory.bin, the image that came with the
 * firmware. It prints a line for the start, "boot <slot> <trial> <sequence> <first bytes of the image's digest>", and
 * one for each of these commands:
 *
 *   take FILE          a whole package, in chunks of 97 bytes: "take <reason>"
 *   begin              a package: "begin"
 *   feed FILE FROM TO  bytes of it: "feed <reason> <received>"
 *   at FILE FROM TO    the same, saying where they belong
 *   end                "end <reason>"
 *   own FILE GIVEN     an image of its own: a file's size and digest are announced, and the bytes of another given, as
 *                      a rule of the same: "own <reason>"
 *   stop FILE TO       the same, but it stops there: "stop <reason>"
 *   confirm, reject    "<command> <reason>"
 *   spoil SLOT AT      changes a byte of a slot
 *   fault AFTER KIND   the operation after so many more goes wrong, as flash_model.h numbers the kinds
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "flash_model.h"
#include "sha256.h"
#include "thimble/store.h"

enum { MOST_BYTES = 1 << 22, BLOCK = 1024, UNIT = 8, CHUNK = 97 };

typedef struct {
    uint8_t bytes[MOST_BYTES];
    size_t count;
} file_t;

static file_t factory;
static file_t package;
static uint8_t memory[MOST_BYTES];
static flash_model_t flash;
static const char *state;
static thimble_update_keys_data keys;
static thimble_update_device_data device;
static thimble_update_data update;

static void fail(const char *what)
{
    fprintf(stderr, "%s\n", what);
    exit(2);
}

static int read_file(const char *name, file_t *file)
{
    FILE *const stream = fopen(name, "rb");
    if (stream == NULL) {
        return 0;
    }
    file->count = fread(file->bytes, 1, sizeof file->bytes, stream);
    fclose(stream);
    return 1;
}

static void read_of(const char *folder, const char *name, file_t *file)
{
    char path[4096];
    if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path || !read_file(path, file)) {
        fail(name);
    }
}

static void save(void)
{
    FILE *const stream = fopen(state, "wb");
    if (stream == NULL || fwrite(memory, 1, 3 * flash.size, stream) != 3 * flash.size || fclose(stream) != 0) {
        fail(state);
    }
}

static void cut(void)
{
    save();
    printf("cut\n");
    exit(0);
}

static void open_device(const char *folder)
{
    static file_t described;
    thimble_flash_shape_data shape;
    read_of(folder, "device.bin", &described);
    read_of(folder, "factory.bin", &factory);
    if (described.count != sizeof keys + 49) {
        fail("device.bin");
    }
    memcpy(&keys, described.bytes, sizeof keys);
    memcpy(device.vendor, described.bytes + sizeof keys, 16);
    memcpy(device.device_class, described.bytes + sizeof keys + 16, 16);
    memcpy(device.device, described.bytes + sizeof keys + 32, 16);
    device.fixed_vocabulary = described.bytes[sizeof keys + 48];
    device.keys = &keys;
    device.flash = &flash;
    device.factory = factory.bytes;
    device.factory_bytes = (uint32_t)factory.count;
    memset(&shape, 0, sizeof shape);
    shape.block_bytes = BLOCK;
    shape.unit_bytes = UNIT;
    shape.erased = 0xFF;
    shape.slot_bytes = 8 * BLOCK;
    shape.log_bytes = 2 * BLOCK;
    shape.slots[0] = shape.log_bytes;
    shape.slots[1] = shape.slots[0] + shape.slot_bytes;
    flash_model_open(&flash, &shape, memory);
    flash.cut = cut;
}

static void open_state(void)
{
    static file_t saved;
    static const flash_plan_t none;
    if (read_file(state, &saved)) {
        if (saved.count != 3 * flash.size) {
            fail(state);
        }
        memcpy(memory, saved.bytes, saved.count);
    }
    flash_model_start(&flash, none, 1);
}

static void digest_of(const void *bytes, size_t count, uint8_t *digest)
{
    thimble_sha256_t hash;
    thimble_sha256_setup(&hash);
    thimble_sha256_update(&hash, (const uint8_t *)bytes, count);
    thimble_sha256_finish(&hash, digest);
}

static void boot(void)
{
    thimble_update_boot_data found;
    uint8_t digest[THIMBLE_SHA256_BYTES];
    thimble_update_boot(&device, &found);
    digest_of(found.image, found.image_bytes, digest);
    printf("boot %d %d %llu %02x%02x%02x%02x\n", found.slot, found.trial, (unsigned long long)found.sequence, digest[0],
           digest[1], digest[2], digest[3]);
}

static int take(void)
{
    size_t at = 0;
    int reason = THIMBLE_UPDATE_OK;
    thimble_update_begin(&update, &device);
    while (at < package.count && reason == THIMBLE_UPDATE_OK) {
        const size_t left = package.count - at;
        const size_t count = left < CHUNK ? left : CHUNK;
        reason = thimble_update_feed(&update, package.bytes + at, count);
        at += count;
    }
    return reason == THIMBLE_UPDATE_OK ? thimble_update_end(&update) : reason;
}

static size_t number(const char *text)
{
    return (size_t)strtoul(text, NULL, 10);
}

static void require_file(const char *name)
{
    if (!read_file(name, &package)) {
        fail(name);
    }
}

/* Announces the file that was read. */
static int announce(void)
{
    uint8_t digest[THIMBLE_SHA256_BYTES];
    digest_of(package.bytes, package.count, digest);
    return thimble_update_own_begin(&update, &device, (uint32_t)package.count, digest);
}

/* Gives the bytes of the file that was read, up to one of them. */
static int give(size_t to)
{
    int reason = THIMBLE_UPDATE_OK;
    size_t at;
    for (at = 0; at < to && reason == THIMBLE_UPDATE_OK; at += CHUNK) {
        const size_t left = to - at;
        reason = thimble_update_own_feed(&update, package.bytes + at, (uint32_t)(left < CHUNK ? left : CHUNK));
    }
    return reason;
}

static int make(char **words)
{
    int reason;
    require_file(words[1]);
    reason = announce();
    require_file(words[2]);
    if (reason == THIMBLE_UPDATE_OK) {
        (void)give(package.count);
        reason = thimble_update_own_end(&update);
    }
    printf("own %d\n", reason);
    return 3;
}

static int stop(char **words)
{
    int reason;
    require_file(words[1]);
    reason = announce();
    printf("stop %d\n", reason == THIMBLE_UPDATE_OK ? give(number(words[2])) : reason);
    return 3;
}

/* How many words the command takes. */
static int feed(char **words, int said)
{
    const size_t from = number(words[2]);
    const size_t to = number(words[3]);
    int reason;
    if (!read_file(words[1], &package) || to > package.count || from > to) {
        fail(words[1]);
    }
    reason = said ? thimble_update_feed_at(&update, (uint32_t)from, package.bytes + from, to - from)
                  : thimble_update_feed(&update, package.bytes + from, to - from);
    printf("feed %d %u\n", reason, (unsigned)thimble_update_received(&update));
    return 4;
}

static int set_fault(char **words)
{
    flash.plan.operation = flash.operations + 1 + (uint32_t)number(words[1]);
    flash.plan.fault = (enum flash_fault)number(words[2]);
    return 3;
}

static int spoil(char **words)
{
    flash.bytes[flash.shape.slots[number(words[1])] + number(words[2])] ^= 1;
    return 3;
}

static int command(char **words)
{
    if (strcmp(words[0], "take") == 0) {
        require_file(words[1]);
        printf("take %d\n", take());
        return 2;
    }
    if (strcmp(words[0], "begin") == 0) {
        thimble_update_begin(&update, &device);
        printf("begin\n");
    } else if (strcmp(words[0], "feed") == 0) {
        return feed(words, 0);
    } else if (strcmp(words[0], "at") == 0) {
        return feed(words, 1);
    } else if (strcmp(words[0], "end") == 0) {
        printf("end %d\n", thimble_update_end(&update));
    } else if (strcmp(words[0], "confirm") == 0) {
        printf("confirm %d\n", thimble_update_confirm(&device));
    } else if (strcmp(words[0], "reject") == 0) {
        printf("reject %d\n", thimble_update_reject(&device));
    } else if (strcmp(words[0], "own") == 0) {
        return make(words);
    } else if (strcmp(words[0], "stop") == 0) {
        return stop(words);
    } else if (strcmp(words[0], "spoil") == 0) {
        return spoil(words);
    } else if (strcmp(words[0], "fault") == 0) {
        return set_fault(words);
    } else {
        fail(words[0]);
    }
    return 1;
}

int main(int count, char **arguments)
{
    int at = 3;
    if (count < 3) {
        fail("usage");
    }
    state = arguments[2];
    open_device(arguments[1]);
    open_state();
    boot();
    while (at < count) {
        at += command(arguments + at);
    }
    save();
    return 0;
}
