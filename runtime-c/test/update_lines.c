/*
 * Reads lines "<command> <argument> ..." and answers each with a line. Bytes are hexadecimal, no bytes are "-"; they
 * are handed on in memory of exactly their length, so that a sanitizer sees every step beyond.
 *
 *   sha256 <bytes> <sizes>                      the digest
 *   lms <key> <message> <signature> <sizes>     bytes of the key's signatures, 1 where this one begins well, the root
 *
 * Sizes are <number>,<number>,...: the bytes come in chunks of these sizes, over and over.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lms.h"

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

static unsigned nibble(int c)
{
    return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

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
    bytes_t result = allocate(hex == NULL || hex[0] == '-' ? 0 : strlen(hex) / 2);
    size_t i;
    for (i = 0; i < result.count; i++) {
        result.bytes[i] = (uint8_t)(nibble(hex[2 * i]) << 4 | nibble(hex[2 * i + 1]));
    }
    return result;
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

int main(void)
{
    static char line[1 << 22];
    while (fgets(line, sizeof line, stdin) != NULL) {
        const char *command;
        line[strcspn(line, "\n")] = '\0';
        command = strtok(line, " ");
        if (command != NULL && strcmp(command, "sha256") == 0) {
            answer_sha256();
        } else if (command != NULL && strcmp(command, "lms") == 0) {
            answer_lms();
        } else {
            return 1;
        }
        printf("\n");
    }
    return 0;
}
