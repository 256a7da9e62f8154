/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A device that takes one package, as the program of a board: what an update costs there, and what becomes of it when
 * an instruction is skipped. Its flash is RAM. The device, the image of its factory and the package lie at
 * UPDATE_INPUT, where whoever starts it has put them.
 *
 * Prints "check <instructions> <reason>" where it counts, from the package's first byte until its manifest is known to
 * be authentic; then "apply <instructions> <reason>" for the package as a whole, the check included; and at last
 * "boot <slot> <trial>" for the start that follows. Where it does not count, a watchdog ends what would never end.
 */
#include <stdint.h>
#include <string.h>

#include "board.h"
#include "console.h"
#include "log.h"
#include "package.h"
#include "protocol.h"
#include "thimble/store.h"

#define BLOCK 4096u
#define UNIT 8u
#define SLOT_BLOCKS 16u
#define LOG_BLOCKS 2u
#define FLASH_BYTES ((2u * SLOT_BLOCKS + LOG_BLOCKS) * BLOCK)

/* The watchdog of Arm's MPS2 boards (CMSDK, Arm DDI 0479, section 4.5); at its end comes a non-maskable interrupt. */
#define WATCHDOG 0x40008000u
#define WATCHDOG_LOAD (*(volatile uint32_t *)WATCHDOG)
#define WATCHDOG_CONTROL (*(volatile uint32_t *)(WATCHDOG + 8u))
#define WATCHDOG_TICKS 80000000u

/*
 * The protection unit makes the board's memories those of a product: what holds the code is flash that no store
 * changes, and behind the RAM lies nothing, so that who writes on and on comes to a fault. Both have 4 MiB.
 * Reference: Armv7-M Architecture Reference Manual (Arm DDI 0403), B3.5.
 */
#define MPU_BASE (*(volatile uint32_t *)0xE000ED9Cu)
#define MPU_SIZE (*(volatile uint32_t *)0xE000EDA0u)
#define CODE_REGION (0x00000000u | 0x11u)
#define CODE_READ_ONLY (6u << 24 | 21u << 1 | 1u)
#define BEHIND_REGION (0x20400000u | 0x12u)
#define BEHIND_NO_ACCESS (1u << 28 | 21u << 1 | 1u)

/* What the device is given. What follows it begins at multiples of 16 bytes, in this order. */
typedef struct {
    uint32_t counts;      /* 1: the instructions are counted */
    uint32_t chunk_bytes; /* of the package, at a time */
    uint32_t device_bytes;
    uint32_t factory_bytes;
    uint32_t package_bytes;
    uint32_t revoked; /* bit i: key i was revoked before */
} input_t;

static const input_t *const input = (const input_t *)UPDATE_INPUT;
static uint8_t flash[FLASH_BYTES] __attribute__((aligned(16)));
static thimble_update_keys_data keys;
static thimble_update_device_data device;
static thimble_update_data update;
static thimble_package_t reader;

void update_chunk(uint32_t number);
void update_started(uint32_t slot);
void update_restart(void);

void thimble_flash_shape(void *context, thimble_flash_shape_data *shape)
{
    (void)context;
    memset(shape, 0, sizeof *shape);
    shape->block_bytes = BLOCK;
    shape->unit_bytes = UNIT;
    shape->slot_bytes = SLOT_BLOCKS * BLOCK;
    shape->slots[1] = shape->slot_bytes;
    shape->log = 2u * shape->slot_bytes;
    shape->log_bytes = LOG_BLOCKS * BLOCK;
    shape->erased = 0xFF;
}

static int is_inside(uint32_t offset, uint32_t count)
{
    return offset <= FLASH_BYTES && count <= FLASH_BYTES - offset;
}

int thimble_flash_erase(void *context, uint32_t offset)
{
    (void)context;
    if (!is_inside(offset, BLOCK)) {
        return -1;
    }
    memset(flash + offset, 0xFF, BLOCK);
    return 0;
}

int thimble_flash_write(void *context, uint32_t offset, const uint8_t *bytes, uint32_t count)
{
    (void)context;
    if (!is_inside(offset, count)) {
        return -1;
    }
    memcpy(flash + offset, bytes, count);
    return 0;
}

int thimble_flash_read(void *context, uint32_t offset, uint8_t *bytes, uint32_t count)
{
    (void)context;
    if (!is_inside(offset, count)) {
        return -1;
    }
    memcpy(bytes, flash + offset, count);
    return 0;
}

const uint8_t *thimble_flash_address(void *context, uint32_t offset)
{
    (void)context;
    return flash + offset;
}

void thimble_flash_idle(void *context)
{
    (void)context;
}

/* Where a debugger stops: what comes next is the beginning, a chunk, or the end. */
__attribute__((noinline)) void update_chunk(uint32_t number)
{
    __asm__ volatile("" : : "r"(number) : "memory");
}

/* The same: the device has started, with the image of this slot. */
__attribute__((noinline)) void update_started(uint32_t slot)
{
    __asm__ volatile("" : : "r"(slot) : "memory");
}

static const uint8_t *behind(const uint8_t *bytes, uint32_t count)
{
    return bytes + ((count + 15u) & ~(uint32_t)15);
}

static const uint8_t *open_device(void)
{
    const uint8_t *const described = behind((const uint8_t *)input, sizeof *input);
    const uint8_t *const factory = behind(described, input->device_bytes);
    memcpy(&keys, described, sizeof keys);
    memcpy(device.vendor, described + sizeof keys, sizeof device.vendor);
    memcpy(device.device_class, described + sizeof keys + 16, sizeof device.device_class);
    memcpy(device.device, described + sizeof keys + 32, sizeof device.device);
    device.keys = &keys;
    device.flash = flash;
    device.factory = factory;
    device.factory_bytes = input->factory_bytes;
    return behind(factory, input->factory_bytes);
}

/* What a package before this one left in the log. */
static void revoke(uint32_t bits)
{
    thimble_flash_shape_data shape;
    thimble_log_t log;
    thimble_flash_shape(flash, &shape);
    thimble_log_read(&log, flash, &shape);
    log.revoked = (uint8_t)bits;
    (void)thimble_log_append(&log, flash, &shape);
}

static void print_cost(const char *what, const thimble_board_time_t *from, int reason)
{
    thimble_board_time_t to;
    thimble_board_clock(&to);
    thimble_put_text(what);
    thimble_put_count(thimble_board_instructions(from, &to));
    thimble_put_blank_unsigned((uint32_t)reason);
    thimble_end_line();
}

static void check(const uint8_t *package)
{
    thimble_board_time_t from;
    size_t used;
    thimble_board_clock(&from);
    thimble_package_begin(&reader, &keys, 0);
    (void)thimble_package_read(&reader, package, input->package_bytes, &used);
    print_cost("check ", &from, thimble_package_reason(&reader));
}

/* The sender goes on to the end, whatever it is told: a fault may have an effect later. */
static int take(const uint8_t *package)
{
    uint32_t number = 0;
    uint32_t at;
    update_chunk(number++);
    thimble_update_begin(&update, &device);
    for (at = 0; at < input->package_bytes; at += input->chunk_bytes) {
        const uint32_t left = input->package_bytes - at;
        update_chunk(number++);
        (void)thimble_update_feed(&update, package + at, left < input->chunk_bytes ? left : input->chunk_bytes);
    }
    update_chunk(number);
    return thimble_update_end(&update);
}

/* The next start. A debugger goes on here, too, where what came before has ended in a fault. */
void update_restart(void)
{
    thimble_update_boot_data boot;
    (void)open_device();
    thimble_update_boot(&device, &boot);
    update_started(boot.slot);
    thimble_put_text("boot ");
    thimble_put_unsigned(boot.slot);
    thimble_put_blank_unsigned(boot.trial);
    thimble_end_line();
    thimble_board_exit(0);
}

static void protect_memories(void)
{
    MPU_BASE = CODE_REGION;
    MPU_SIZE = CODE_READ_ONLY;
    MPU_BASE = BEHIND_REGION;
    MPU_SIZE = BEHIND_NO_ACCESS;
}

void thimble_protocol_serve(void)
{
    const uint8_t *const package = open_device();
    thimble_board_time_t from;
    int reason;
    protect_memories();
    memset(flash, 0xFF, sizeof flash);
    if (input->revoked != 0u) {
        revoke(input->revoked);
    }
    if (input->counts != 0u) {
        check(package);
    } else {
        WATCHDOG_LOAD = WATCHDOG_TICKS;
        WATCHDOG_CONTROL = 1u;
    }
    thimble_board_clock(&from);
    reason = take(package);
    print_cost("apply ", &from, reason);
    update_restart();
}
