/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What must hold of a reader of packages:
 *
 *   - what was signed by a trusted key, byte for byte, is authentic, and nothing else is
 *   - a manifest has one form, and what follows it is what it says
 *   - neither bytes beyond a chunk are read, nor those of an earlier one
 *   - a package that is refused has a reason, and keeps it; other chunks bring the same
 */
#include "fuzz_reader.h"

#include <string.h>

#include "package.h"

static int is_authentic(const thimble_package_t *reader)
{
    return thimble_package_authenticated(reader) == THIMBLE_PACKAGE_AUTHENTIC;
}

/* Where the payload begins, if what was signed came as it was signed; a manifest has one form. */
static size_t payload_at(const fuzz_recipe_t *recipe, const thimble_manifest_t *manifest)
{
    uint8_t written[FUZZ_MANIFEST_BYTES];
    fuzz_writer_t out = {written, 0, sizeof written};
    fuzz_put_manifest(&out, manifest);
    fuzz_check(recipe->manifest_at + out.count == recipe->original_count
                   && memcmp(recipe->original + recipe->manifest_at, written, out.count) == 0,
               "a manifest has one form");
    fuzz_put_payload_head(&out, manifest->payload_bytes);
    return recipe->manifest_at + out.count <= recipe->count
                   && memcmp(recipe->package + recipe->manifest_at, written, out.count) == 0
               ? recipe->manifest_at + out.count
               : 0;
}

void fuzz_expect(const fuzz_recipe_t *recipe, fuzz_reading_t *reading)
{
    const size_t count = recipe->original_count - recipe->manifest_at;
    memset(reading, 0, sizeof *reading);
    reading->reason = FUZZ_NOT_ASKED;
    if (recipe->is_signed && recipe->count > recipe->original_count && count >= 24 && count <= THIMBLE_MANIFEST_BYTES
        && memcmp(recipe->package, recipe->original, recipe->original_count) == 0
        && thimble_manifest_parse(&reading->manifest, recipe->original + recipe->manifest_at, count) == 0) {
        reading->told_at = payload_at(recipe, &reading->manifest);
    }
    if (reading->manifest.payload_bytes == 0 && !fuzz_has_digest("", 0, reading->manifest.payload_digest)) {
        reading->told_at = 0; /* an empty payload has been checked before there is anything to tell */
    }
    if (reading->told_at == 0) {
        memset(&reading->manifest, 0, sizeof reading->manifest);
    }
}

static void take_manifest(fuzz_reading_t *reading, const thimble_package_t *reader, size_t at)
{
    fuzz_check(reading->told_at == 0, "a manifest is told once");
    fuzz_check(is_authentic(reader), "a manifest that is told is authentic");
    reading->told_at = at;
    reading->manifest = *thimble_package_manifest(reader);
}

static void take_event(fuzz_reading_t *reading, const thimble_package_t *reader, int event, size_t used, size_t at)
{
    switch (event) {
    case THIMBLE_PACKAGE_MANIFEST:
        take_manifest(reading, reader, at);
        break;
    case THIMBLE_PACKAGE_PAYLOAD:
        fuzz_check(used > 0 && reading->told_at + reading->payload + used == at, "payload comes in order");
        reading->payload += (uint32_t)used;
        fuzz_check(reading->payload <= reading->manifest.payload_bytes, "no more payload than was said");
        break;
    case THIMBLE_PACKAGE_COMPLETE:
        fuzz_check(reading->payload == reading->manifest.payload_bytes, "what is complete is whole");
        fuzz_check(is_authentic(reader), "what is complete is authentic");
        break;
    case THIMBLE_PACKAGE_REFUSED:
        fuzz_check(fuzz_is_reason(thimble_package_reason(reader)), "what is refused has a reason");
        break;
    default:
        fuzz_check(event == THIMBLE_PACKAGE_MORE && thimble_package_reason(reader) == THIMBLE_UPDATE_OK, "an event");
        break;
    }
}

/* A stream that goes on within the payload, as far in as the recipe says; bytes that are passed over. */
static size_t resume(const fuzz_recipe_t *recipe, fuzz_reading_t *reading, thimble_package_t *reader)
{
    const uint32_t all = reading->manifest.payload_bytes;
    const uint32_t wanted = (uint32_t)fuzz_place(recipe, FUZZ_PAYLOAD_BYTES + 8u);
    const int reason = thimble_package_resume(reader, wanted);
    fuzz_check((reason == THIMBLE_UPDATE_OK) == (wanted <= all && all != 0), "no more is passed over than there is");
    if (reason != THIMBLE_UPDATE_OK) {
        return 0;
    }
    reading->payload = wanted;
    return wanted;
}

/* The end of the stream, and whatever comes behind it. */
static void end_reading(fuzz_reading_t *reading, thimble_package_t *reader, int event)
{
    static const uint8_t more[4] = {0xFF, 0xFF, 0xFF, 0xFF};
    size_t used = 0;
    reading->reason = thimble_package_end(reader);
    fuzz_check((reading->reason == THIMBLE_UPDATE_OK) == (event == THIMBLE_PACKAGE_COMPLETE),
               "what is good is complete");
    fuzz_check(reading->reason == THIMBLE_UPDATE_OK || fuzz_is_reason(reading->reason), "what ended has a reason");
    fuzz_check(thimble_package_read(reader, more, sizeof more, &used) == THIMBLE_PACKAGE_REFUSED && used == 0,
               "nothing comes behind the end");
    fuzz_check(thimble_package_end(reader)
                   == (reading->reason == THIMBLE_UPDATE_OK ? THIMBLE_UPDATE_EXTRA : reading->reason),
               "a reason stays");
}

static void read_package(const fuzz_recipe_t *recipe, fuzz_reading_t *reading, fuzz_chunks_t chunks, int resumes)
{
    static thimble_package_t reader;
    int event = THIMBLE_PACKAGE_MORE;
    size_t at = 0;
    memset(reading, 0, sizeof *reading);
    memset(&reader, 0xEE, sizeof reader);
    thimble_package_begin(&reader, &recipe->keys, recipe->log.revoked);
    while (at < recipe->count && event != THIMBLE_PACKAGE_REFUSED) {
        size_t size = fuzz_next_size(&chunks, recipe->count - at);
        do {
            size_t used = 0;
            event = thimble_package_read(&reader, fuzz_hand_over(recipe->package + at, size), size, &used);
            fuzz_check(used <= size && (event != THIMBLE_PACKAGE_MORE || used == size), "what is read was given");
            at += used;
            size -= used;
            take_event(reading, &reader, event, used, at);
            if (event == THIMBLE_PACKAGE_MANIFEST && resumes) {
                const size_t passed = resume(recipe, reading, &reader);
                at += passed < recipe->count - at ? passed : recipe->count - at;
                size = size < recipe->count - at ? size : recipe->count - at;
            }
        } while (event == THIMBLE_PACKAGE_MANIFEST || event == THIMBLE_PACKAGE_PAYLOAD);
    }
    end_reading(reading, &reader, event);
}

/* What was signed, byte for byte, is authentic, and nothing else is. */
static void check_told(const fuzz_reading_t *expected, const fuzz_reading_t *found)
{
    fuzz_check(found->told_at == expected->told_at
                   && memcmp(&found->manifest, &expected->manifest, sizeof found->manifest) == 0,
               "what was signed, and only that, is authentic");
}

/* In these chunks and in others, or from within the payload. */
void fuzz_try_reader(const fuzz_recipe_t *recipe, fuzz_reading_t *expected)
{
    fuzz_reading_t one;
    fuzz_reading_t other;
    read_package(recipe, &one, fuzz_chunks(recipe, 0), 0);
    read_package(recipe, &other, fuzz_chunks(recipe, 1), fuzz_tries(recipe, FUZZ_RESUMES));
    check_told(expected, &one);
    check_told(expected, &other);
    fuzz_check(one.reason == other.reason || fuzz_tries(recipe, FUZZ_RESUMES), "other chunks bring the same reason");
    fuzz_check(one.reason != THIMBLE_UPDATE_OK || other.reason == THIMBLE_UPDATE_OK, "what is whole is whole resumed");
    expected->reason = one.reason;
}
