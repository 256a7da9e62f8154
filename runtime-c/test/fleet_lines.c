/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads lines "<command> <argument> ..." and answers each with a line, for src/fleet. Bytes are hexadecimal, no bytes
 * are "-", and so are values, one a byte, and changes, four bytes a number, the lowest first; they are handed on in
 * memory of exactly their length, so that a sanitizer sees every step beyond.
 *
 *   hmac <key> <message> <size>                      the code, of a message that comes in chunks of this size
 *   clip <after> <before> <clip>                     the change; no bytes of <before> are none
 *   quantize <change> <shift> <clip>                 the values, which must come out alike in the change's own memory
 *   noise <values> <numerator> <denominator> <random>  how many random bytes were taken, the values
 *   keep <values> <kept>                             how many are not 0, the values
 *   read <id> <key> <message>                        the task and its five numbers of training, or the reason
 *   check <task> <parameters> <base> <part> <round>  the reason
 *   receipt <id> <key> <message> <record>            digest, reason, and 1 where it is the record's, 0; or the reason
 *   sound <task>                                     1 or 0
 *   record <task> <id> <key> <examples> <values> <peers>  the record
 *   answer <task> <id> <key> <examples> <after> <before> <peers> <random>  the record
 *   x25519 <scalar> <point> <count>                  the product, or "-" where it is 0; of so many steps, in which the
 *                                                    point is the scalar before, and the scalar the product
 *   advertise <id> <key> <memory>                    the letter
 *   share <id> <key> <memory> <roster>               the memory then, the letter
 *   mask <id> <key> <memory> <roster> <parcel>       the memory then, the peers
 *   disclose <id> <key> <memory> <roster> <parcel> <question>  the memory then, the letter
 *
 * A memory is <round> <seed> <heard>.
 *
 * A task is <parameters> <round> <clip> <kept> <examples> <numerator> <denominator> <shift> <kind> <base> <part>, peers
 * are the bytes of an id and a seed, one after the other.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hex.h"
#include "hmac.h"
#include "roster.h"
#include "thimble/cohort.h"
#include "thimble/fleet.h"

/* Bytes of a line, or a part of them. */
typedef struct {
    uint8_t *bytes;
    size_t count;
} bytes_t;

static bytes_t allocate(size_t count)
{
    bytes_t result;
    result.bytes = (uint8_t *)malloc(count == 0 ? 1 : count);
    result.count = count;
    if (result.bytes == NULL) {
        exit(1);
    }
    return result;
}

/* The next word of the line as bytes. */
static bytes_t next_bytes(void)
{
    const char *hex = strtok(NULL, " ");
    bytes_t result;
    result.bytes = read_hex(hex == NULL ? "-" : hex, &result.count);
    return result;
}

/* The next word of the line as bytes of a struct. */
static void next_into(uint8_t *bytes, size_t count)
{
    bytes_t read = next_bytes();
    if (read.count != count) {
        exit(1);
    }
    memcpy(bytes, read.bytes, count);
    free(read.bytes);
}

/* The next word of the line as a number. */
static uint32_t next_number(void)
{
    return (uint32_t)strtoul(strtok(NULL, " "), NULL, 10);
}

/* The bytes as numbers; null where there are none. */
static int32_t *numbers(bytes_t bytes)
{
    return bytes.count == 0 ? NULL : (int32_t *)(void *)bytes.bytes;
}

static void print_bytes(const void *bytes, size_t count)
{
    size_t i;
    for (i = 0; i < count; i++) {
        printf("%02x", ((const uint8_t *)bytes)[i]);
    }
}

static void answer_hmac(void)
{
    bytes_t key = next_bytes();
    bytes_t message = next_bytes();
    const size_t size = next_number();
    bytes_t code = allocate(THIMBLE_SHA256_BYTES);
    thimble_hmac_t hmac;
    size_t at;
    thimble_hmac_setup(&hmac, key.bytes, key.count);
    for (at = 0; at < message.count; at += size) {
        thimble_hmac_update(&hmac, message.bytes + at, message.count - at < size ? message.count - at : size);
    }
    thimble_hmac_finish(&hmac, code.bytes);
    print_bytes(code.bytes, code.count);
    free(code.bytes);
    free(message.bytes);
    free(key.bytes);
}

static void answer_clip(void)
{
    bytes_t after = next_bytes();
    bytes_t before = next_bytes();
    const uint32_t clip = next_number();
    thimble_fleet_clip(numbers(after), numbers(before), (uint32_t)(after.count / 4), clip);
    print_bytes(after.bytes, after.count);
    free(before.bytes);
    free(after.bytes);
}

static void answer_quantize(void)
{
    bytes_t change = next_bytes();
    const unsigned shift = next_number();
    const uint32_t clip = next_number();
    bytes_t values = allocate(change.count / 4);
    thimble_fleet_quantize((int8_t *)values.bytes, numbers(change), (uint32_t)values.count, shift, clip);
    thimble_fleet_quantize((int8_t *)change.bytes, numbers(change), (uint32_t)values.count, shift, clip);
    if (memcmp(values.bytes, change.bytes, values.count) != 0) {
        exit(1);
    }
    print_bytes(values.bytes, values.count);
    free(values.bytes);
    free(change.bytes);
}

/* Takes from a line's bytes; the program ends where there are no more. */
void thimble_fleet_random(void *context, uint8_t *bytes, size_t count)
{
    bytes_t *const left = (bytes_t *)context;
    if (count > left->count) {
        exit(1);
    }
    memcpy(bytes, left->bytes, count);
    left->bytes += count;
    left->count -= count;
}

static void answer_noise(void)
{
    bytes_t values = next_bytes();
    const unsigned numerator = next_number();
    const unsigned denominator = next_number();
    bytes_t source = next_bytes();
    bytes_t left = source;
    thimble_fleet_add_noise((int8_t *)values.bytes, (uint32_t)values.count, numerator, denominator, &left);
    printf("%lu ", (unsigned long)(source.count - left.count));
    print_bytes(values.bytes, values.count);
    free(source.bytes);
    free(values.bytes);
}

static void answer_keep(void)
{
    bytes_t values = next_bytes();
    const uint32_t kept = next_number();
    printf("%lu ", (unsigned long)thimble_fleet_keep((int8_t *)values.bytes, (uint32_t)values.count, kept));
    print_bytes(values.bytes, values.count);
    free(values.bytes);
}

static void next_task(thimble_fleet_task_data *task)
{
    task->parameters = next_number();
    task->round = next_number();
    task->clip = next_number();
    task->kept = next_number();
    task->examples = (uint16_t)next_number();
    task->noise_numerator = (uint16_t)next_number();
    task->noise_denominator = (uint16_t)next_number();
    task->shift = (uint8_t)next_number();
    task->kind = (uint8_t)next_number();
    next_into(task->base, sizeof task->base);
    next_into(task->part, sizeof task->part);
}

static void next_device(thimble_fleet_device_data *device)
{
    next_into(device->id, sizeof device->id);
    next_into(device->key, sizeof device->key);
}

static void print_task(const thimble_fleet_task_data *task, const thimble_fleet_training_data *training)
{
    printf("%lu %lu %lu %lu ", (unsigned long)task->parameters, (unsigned long)task->round, (unsigned long)task->clip,
           (unsigned long)task->kept);
    printf("%u %u %u %u %u ", task->examples, task->noise_numerator, task->noise_denominator, task->shift, task->kind);
    print_bytes(task->base, sizeof task->base);
    printf(" ");
    print_bytes(task->part, sizeof task->part);
    printf(" %ld %ld %ld %u %u", (long)training->rate, (long)training->momentum, (long)training->decay,
           training->replayed, training->epochs);
}

static void answer_read(void)
{
    thimble_fleet_task_data task;
    thimble_fleet_training_data training;
    thimble_fleet_device_data device;
    bytes_t message;
    int reason;
    next_device(&device);
    message = next_bytes();
    reason = thimble_fleet_read(&task, &training, &device, message.bytes, message.count);
    if (reason == THIMBLE_FLEET_OK) {
        print_task(&task, &training);
    } else {
        printf("%d", reason);
    }
    free(message.bytes);
}

static void answer_check(void)
{
    thimble_fleet_task_data task;
    thimble_fleet_part_data own;
    next_task(&task);
    own.parameters = next_number();
    next_into(own.base, sizeof own.base);
    next_into(own.part, sizeof own.part);
    printf("%d", thimble_fleet_check(&task, &own, next_number()));
}

static void answer_receipt(void)
{
    thimble_fleet_receipt_data receipt;
    thimble_fleet_device_data device;
    bytes_t message;
    bytes_t record;
    int reason;
    next_device(&device);
    message = next_bytes();
    record = next_bytes();
    reason = thimble_fleet_read_receipt(&receipt, &device, message.bytes, message.count);
    if (reason == THIMBLE_FLEET_OK) {
        print_bytes(receipt.record, sizeof receipt.record);
        printf(" %u %d", receipt.reason, thimble_fleet_is_receipt_of(&receipt, record.bytes, record.count));
    } else {
        printf("%d", reason);
    }
    free(record.bytes);
    free(message.bytes);
}

static void answer_sound(void)
{
    thimble_fleet_task_data task;
    next_task(&task);
    printf("%d", thimble_fleet_is_sound(&task));
}

/* The room that a record is promised to need at most. */
static size_t most_bytes(const thimble_fleet_task_data *task)
{
    if (task->kind == THIMBLE_FLEET_DENSE) {
        return THIMBLE_FLEET_DENSE_BYTES(task->parameters);
    }
    if (task->kind == THIMBLE_FLEET_SPARSE) {
        return THIMBLE_FLEET_SPARSE_BYTES(task->parameters, task->kept);
    }
    return THIMBLE_FLEET_MASKED_BYTES(task->parameters);
}

/* The bytes as devices. */
static const thimble_fleet_peer_data *devices(bytes_t peers)
{
    return (const thimble_fleet_peer_data *)(const void *)peers.bytes;
}

static uint32_t count_devices(bytes_t peers)
{
    return (uint32_t)(peers.count / sizeof(thimble_fleet_peer_data));
}

static bytes_t copy_of(bytes_t original)
{
    bytes_t result = allocate(original.count);
    memcpy(result.bytes, original.bytes, original.count);
    return result;
}

/* Fails unless the record is the same in the place of what training began with, if there is room for it. */
static void check_in_place(const thimble_fleet_task_data *task, const thimble_fleet_device_data *device,
                           uint32_t examples, bytes_t after, bytes_t before, bytes_t source, bytes_t record)
{
    const size_t room = most_bytes(task);
    if (task->kind != THIMBLE_FLEET_MASKED && room <= before.count) {
        const size_t count = thimble_fleet_answer(before.bytes, task, device, numbers(after), numbers(before),
                                                  examples, NULL, 0, &source);
        if (count != record.count || memcmp(before.bytes, record.bytes, count) != 0) {
            exit(1);
        }
    }
}

static void answer_answer(void)
{
    thimble_fleet_task_data task;
    thimble_fleet_device_data device;
    bytes_t after;
    bytes_t again;
    bytes_t before;
    bytes_t peers;
    bytes_t source;
    bytes_t left;
    bytes_t record;
    uint32_t examples;
    next_task(&task);
    next_device(&device);
    examples = next_number();
    after = next_bytes();
    again = copy_of(after);
    before = next_bytes();
    peers = next_bytes();
    source = next_bytes();
    left = source;
    record = allocate(most_bytes(&task));
    record.count = thimble_fleet_answer(record.bytes, &task, &device, numbers(after), numbers(before), examples,
                                        devices(peers), count_devices(peers), &left);
    check_in_place(&task, &device, examples, again, before, source, record);
    print_bytes(record.bytes, record.count);
    free(record.bytes);
    free(source.bytes);
    free(peers.bytes);
    free(before.bytes);
    free(again.bytes);
    free(after.bytes);
}

static void answer_record(void)
{
    thimble_fleet_task_data task;
    thimble_fleet_device_data device;
    bytes_t values;
    bytes_t peers;
    bytes_t record;
    uint32_t examples;
    next_task(&task);
    next_device(&device);
    examples = next_number();
    values = next_bytes();
    peers = next_bytes();
    record = allocate(most_bytes(&task));
    record.count = thimble_fleet_write(record.bytes, &task, &device, examples, (const int8_t *)values.bytes,
                                       devices(peers), count_devices(peers));
    print_bytes(record.bytes, record.count);
    free(record.bytes);
    free(peers.bytes);
    free(values.bytes);
}

static void answer_x25519(void)
{
    bytes_t scalar = next_bytes();
    bytes_t point = next_bytes();
    uint32_t count = next_number();
    int is_any = 1;
    while (count-- > 0) {
        bytes_t product = allocate(THIMBLE_X25519_BYTES);
        is_any = thimble_x25519(product.bytes, scalar.bytes, point.bytes);
        free(point.bytes);
        point = scalar;
        scalar = product;
    }
    if (is_any) {
        print_bytes(scalar.bytes, scalar.count);
    } else {
        printf("-");
    }
    free(point.bytes);
    free(scalar.bytes);
}

/* What a line of a masked round begins with. */
static void next_memory(thimble_fleet_device_data *device, thimble_cohort_memory_data *memory)
{
    next_device(device);
    memory->round = next_number();
    next_into(memory->seed, sizeof memory->seed);
    next_into(memory->heard, sizeof memory->heard);
}

static thimble_cohort_letter_data letter_of(bytes_t bytes)
{
    thimble_cohort_letter_data letter;
    letter.bytes = bytes.bytes;
    letter.count = bytes.count;
    return letter;
}

/* The memory, and what was made of so many bytes. */
static void print_reply(const thimble_cohort_memory_data *memory, const void *bytes, size_t count)
{
    print_bytes(memory->heard, sizeof memory->heard);
    printf(" ");
    if (count == 0) {
        printf("-");
    }
    print_bytes(bytes, count);
}

/* How many devices a roster has: all else in it takes less than one of them. */
static unsigned devices_of(bytes_t roster)
{
    return (unsigned)(roster.count / THIMBLE_ROSTER_MEMBER_BYTES);
}

static void answer_advertise(void)
{
    thimble_fleet_device_data device;
    thimble_cohort_memory_data memory;
    bytes_t letter = allocate(THIMBLE_COHORT_ADVERTISEMENT_BYTES);
    next_memory(&device, &memory);
    print_bytes(letter.bytes, thimble_cohort_advertise(letter.bytes, &device, &memory));
    free(letter.bytes);
}

static void answer_share(void)
{
    thimble_fleet_device_data device;
    thimble_cohort_memory_data memory;
    bytes_t letter;
    bytes_t roster;
    next_memory(&device, &memory);
    roster = next_bytes();
    letter = allocate(THIMBLE_COHORT_SHARES_BYTES(devices_of(roster)));
    letter.count = thimble_cohort_share(letter.bytes, &device, &memory, letter_of(roster));
    print_reply(&memory, letter.bytes, letter.count);
    free(roster.bytes);
    free(letter.bytes);
}

static void answer_mask(void)
{
    thimble_fleet_device_data device;
    thimble_cohort_memory_data memory;
    bytes_t peers;
    bytes_t roster;
    bytes_t parcel;
    next_memory(&device, &memory);
    roster = next_bytes();
    peers = allocate(devices_of(roster) * sizeof(thimble_fleet_peer_data));
    parcel = next_bytes();
    peers.count = thimble_cohort_mask((thimble_fleet_peer_data *)(void *)peers.bytes, &device, &memory,
                                      letter_of(roster), letter_of(parcel)) *
                  sizeof(thimble_fleet_peer_data);
    print_reply(&memory, peers.bytes, peers.count);
    free(parcel.bytes);
    free(roster.bytes);
    free(peers.bytes);
}

static void answer_disclose(void)
{
    thimble_fleet_device_data device;
    thimble_cohort_memory_data memory;
    bytes_t letter;
    bytes_t roster;
    bytes_t parcel;
    bytes_t question;
    next_memory(&device, &memory);
    roster = next_bytes();
    parcel = next_bytes();
    question = next_bytes();
    letter = allocate(THIMBLE_COHORT_DISCLOSURE_BYTES(devices_of(roster)));
    letter.count = thimble_cohort_disclose(letter.bytes, &device, &memory, letter_of(roster), letter_of(parcel),
                                           letter_of(question));
    print_reply(&memory, letter.bytes, letter.count);
    free(question.bytes);
    free(parcel.bytes);
    free(roster.bytes);
    free(letter.bytes);
}

/* Answers a line of the command; returns 0 where there is no such command. */
static int answer(const char *command)
{
    static const char *const names[] = {"hmac",  "clip",   "quantize", "noise",  "keep",      "read",  "check",
                                        "receipt", "sound", "record", "answer", "x25519", "advertise", "share",
                                        "mask", "disclose"};
    static void (*const answers[])(void) = {answer_hmac,      answer_clip,   answer_quantize, answer_noise,
                                            answer_keep,      answer_read,   answer_check,    answer_receipt,
                                            answer_sound,     answer_record, answer_answer,   answer_x25519,
                                            answer_advertise, answer_share,  answer_mask,     answer_disclose};
    size_t i;
    for (i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(command, names[i]) == 0) {
            answers[i]();
            return 1;
        }
    }
    return 0;
}

int main(void)
{
    static char line[1 << 22];
    while (fgets(line, sizeof line, stdin) != NULL) {
        const char *command;
        line[strcspn(line, "\n")] = '\0';
        command = strtok(line, " ");
        if (command == NULL || !answer(command)) {
            return 1;
        }
        printf("\n");
    }
    return 0;
}
