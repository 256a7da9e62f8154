/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads lines "<command> <argument> ..." and answers each with a line. Bytes are hexadecimal, no bytes are "-"; they
 * are handed on in memory of exactly their length, so that a sanitizer sees every step beyond.
 *
 *   sha256 <bytes> <sizes>                      the digest
 *   lms <key> <message> <signature> <sizes>     bytes of the key's signatures, 1 where this one begins well, the root
 *   package <keys> <package> <revoked> <sizes>  reason, bytes read up to it, manifest, payload; the last two may be "-"
 *   resume <keys> <package> <sizes> <count>     the same of a package that lacks so many first bytes of its payload
 *   flips <keys> <package> <from> <step>        the reasons with the bit flipped: for every step-th from there on
 *
 * Sizes are <number>,<number>,...: the bytes come in chunks of these sizes, over and over.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hex.h"
#include "package.h"

/* Bytes of a line, or a part of them. */
typedef struct {
    uint8_t *bytes;
    size_t count;
} bytes_t;

/* Sizes of chunks, as they stand in a line, and where to read on. */
typedef struct {
    const char *text;
    const char *at;
} sizes_t;

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

/* The next word of the line as a number. */
static size_t next_number(void)
{
    return (size_t)strtoul(strtok(NULL, " "), NULL, 10);
}

/* The next word of the line as sizes of chunks. */
static sizes_t next_sizes(void)
{
    sizes_t sizes;
    sizes.text = strtok(NULL, " ");
    sizes.at = sizes.text;
    return sizes;
}

/* A copy of the next chunk, and the rest begins behind it; it is empty only where the rest is or the size is 0. */
static bytes_t next_chunk(sizes_t *sizes, bytes_t *rest)
{
    char *end;
    size_t size = (size_t)strtoul(sizes->at, &end, 10);
    bytes_t chunk;
    sizes->at = *end == ',' ? end + 1 : sizes->text;
    size = size < rest->count ? size : rest->count;
    chunk = allocate(size);
    memcpy(chunk.bytes, rest->bytes, size);
    rest->bytes += size;
    rest->count -= size;
    return chunk;
}

static void print_bytes(const uint8_t *bytes, size_t count)
{
    size_t i;
    for (i = 0; i < count; i++) {
        printf("%02x", bytes[i]);
    }
}

static void answer_sha256(void)
{
    bytes_t message = next_bytes();
    sizes_t sizes = next_sizes();
    bytes_t rest = message;
    thimble_sha256_t hash;
    bytes_t digest = allocate(THIMBLE_SHA256_BYTES);
    thimble_sha256_setup(&hash);
    while (rest.count != 0) {
        bytes_t chunk = next_chunk(&sizes, &rest);
        thimble_sha256_update(&hash, chunk.bytes, chunk.count);
        free(chunk.bytes);
    }
    thimble_sha256_finish(&hash, digest.bytes);
    print_bytes(digest.bytes, digest.count);
    free(digest.bytes);
    free(message.bytes);
}

static void answer_lms(void)
{
    bytes_t key = next_bytes();
    bytes_t message = next_bytes();
    bytes_t signature = next_bytes();
    sizes_t sizes = next_sizes();
    bytes_t root = allocate(THIMBLE_SHA256_BYTES);
    bytes_t rest = signature;
    thimble_lms_t lms;
    rest.bytes += THIMBLE_LMS_HEAD_BYTES;
    rest.count -= THIMBLE_LMS_HEAD_BYTES;
    printf("%lu ", (unsigned long)thimble_lms_bytes(key.bytes));
    printf("%d ", thimble_lms_begin(&lms, key.bytes, signature.bytes, message.bytes, message.count));
    while (rest.count != 0) {
        bytes_t chunk = next_chunk(&sizes, &rest);
        thimble_lms_feed(&lms, chunk.bytes, chunk.count);
        free(chunk.bytes);
    }
    thimble_lms_root(&lms, root.bytes);
    print_bytes(root.bytes, root.count);
    free(root.bytes);
    free(signature.bytes);
    free(message.bytes);
    free(key.bytes);
}

static void print_field(const char *name, const uint8_t *bytes, size_t count)
{
    printf(",%s=", name);
    print_bytes(bytes, count);
}

static void print_manifest(const thimble_manifest_t *m)
{
    printf("sequence=%llu,", (unsigned long long)m->sequence);
    printf("kind=%u,image_bytes=%lu,", (unsigned)m->kind, (unsigned long)m->image_bytes);
    printf("payload_bytes=%lu", (unsigned long)m->payload_bytes);
    print_field("vendor", m->vendor, sizeof m->vendor);
    print_field("class", m->device_class, sizeof m->device_class);
    print_field("image", m->image_digest, sizeof m->image_digest);
    print_field("device", m->device, m->for_one_device ? sizeof m->device : 0);
    print_field("program", m->program, sizeof m->program);
    print_field("architecture", m->architecture, sizeof m->architecture);
    print_field("quantization", m->quantization, sizeof m->quantization);
    print_field("vocabulary", m->vocabulary, sizeof m->vocabulary);
    print_field("base", m->base, m->kind == THIMBLE_PAYLOAD_PARTS ? sizeof m->base : 0);
    print_field("payload", m->payload_digest, sizeof m->payload_digest);
    print_field("revoked", m->revoked, m->revokes ? sizeof m->revoked : 0);
}

/* A package that is read, and what came of it. */
typedef struct {
    thimble_package_t reader;
    thimble_update_keys_data keys;
    thimble_manifest_t manifest;
    int has_manifest;
    bytes_t payload; /* what came of it */
    size_t resume_at;
    size_t read; /* bytes up to the end, or to what is wrong */
} reading_t;

static void take_manifest(reading_t *reading)
{
    reading->manifest = *thimble_package_manifest(&reading->reader);
    reading->has_manifest = 1;
    if (reading->resume_at != 0) {
        (void)thimble_package_resume(&reading->reader, (uint32_t)reading->resume_at);
    }
}

static int read_chunk(reading_t *reading, bytes_t chunk)
{
    int event;
    do {
        size_t used;
        event = thimble_package_read(&reading->reader, chunk.bytes, chunk.count, &used);
        if (event == THIMBLE_PACKAGE_MANIFEST) {
            take_manifest(reading);
        } else if (event == THIMBLE_PACKAGE_PAYLOAD) {
            memcpy(reading->payload.bytes + reading->payload.count, chunk.bytes, used);
            reading->payload.count += used;
        }
        chunk.bytes += used;
        chunk.count -= used;
        reading->read += used;
    } while (event == THIMBLE_PACKAGE_MANIFEST || event == THIMBLE_PACKAGE_PAYLOAD);
    return event;
}

static void begin_package(reading_t *reading, unsigned revoked)
{
    reading->payload.count = 0;
    reading->has_manifest = 0;
    reading->read = 0;
    thimble_package_begin(&reading->reader, &reading->keys, revoked);
}

/* Reads on, to the end of these bytes or to what is wrong. */
static void read_bytes(reading_t *reading, bytes_t rest, sizes_t sizes)
{
    int event = THIMBLE_PACKAGE_MORE;
    while (rest.count != 0 && event != THIMBLE_PACKAGE_REFUSED) {
        bytes_t chunk = next_chunk(&sizes, &rest);
        event = read_chunk(reading, chunk);
        free(chunk.bytes);
    }
}

/* Returns the reason. */
static int end_package(reading_t *reading)
{
    if (thimble_package_end(&reading->reader) == THIMBLE_UPDATE_OK
        && thimble_package_authenticated(&reading->reader) != THIMBLE_PACKAGE_AUTHENTIC) {
        exit(1);
    }
    return thimble_package_reason(&reading->reader);
}

/* Reads a package to its end or to what is wrong with it; returns the reason. */
static int read_package(reading_t *reading, unsigned revoked, bytes_t package, sizes_t sizes)
{
    begin_package(reading, revoked);
    read_bytes(reading, package, sizes);
    return end_package(reading);
}

static bytes_t begin_reading(reading_t *reading)
{
    bytes_t keys = next_bytes();
    bytes_t package;
    memset(&reading->keys, 0, sizeof reading->keys);
    memcpy(reading->keys.slots, keys.bytes, keys.count);
    free(keys.bytes);
    package = next_bytes();
    reading->payload = allocate(package.count);
    reading->resume_at = 0;
    return package;
}

static void print_reading(const reading_t *reading, int reason)
{
    printf("%d %lu ", reason, (unsigned long)reading->read);
    if (reading->has_manifest) {
        print_manifest(&reading->manifest);
    } else {
        printf("-");
    }
    printf(" %s", reading->payload.count == 0 ? "-" : "");
    print_bytes(reading->payload.bytes, reading->payload.count);
}

static void answer_package(void)
{
    reading_t reading;
    bytes_t package = begin_reading(&reading);
    const unsigned revoked = (unsigned)next_number();
    sizes_t sizes = next_sizes();
    print_reading(&reading, read_package(&reading, revoked, package, sizes));
    free(reading.payload.bytes);
    free(package.bytes);
}

static void answer_resume(void)
{
    reading_t reading;
    bytes_t package = begin_reading(&reading);
    sizes_t sizes = next_sizes();
    reading.resume_at = next_number();
    print_reading(&reading, read_package(&reading, 0, package, sizes));
    free(reading.payload.bytes);
    free(package.bytes);
}

/* What stands before the bit is read once for all that follow: a reader is copied there, and the copy reads on. */
static void answer_flips(void)
{
    reading_t before;
    bytes_t package = begin_reading(&before);
    bytes_t rest = package;
    size_t bit = next_number();
    const size_t step = next_number();
    sizes_t whole;
    whole.text = "1000000";
    whole.at = whole.text;
    begin_package(&before, 0);
    for (; bit < 8 * package.count; bit += step) {
        uint8_t *flipped = package.bytes + bit / 8;
        bytes_t between;
        reading_t reading;
        between.bytes = rest.bytes;
        between.count = (size_t)(flipped - rest.bytes);
        read_bytes(&before, between, whole);
        rest.bytes += between.count;
        rest.count -= between.count;
        reading = before;
        *flipped ^= (uint8_t)(1u << bit % 8);
        read_bytes(&reading, rest, whole);
        printf("%d ", end_package(&reading));
        *flipped ^= (uint8_t)(1u << bit % 8);
    }
    free(before.payload.bytes);
    free(package.bytes);
}

/* Answers a line of the command; returns 0 where there is no such command. */
static int answer(const char *command)
{
    if (strcmp(command, "sha256") == 0) {
        answer_sha256();
    } else if (strcmp(command, "lms") == 0) {
        answer_lms();
    } else if (strcmp(command, "package") == 0) {
        answer_package();
    } else if (strcmp(command, "resume") == 0) {
        answer_resume();
    } else if (strcmp(command, "flips") == 0) {
        answer_flips();
    } else {
        return 0;
    }
    return 1;
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
