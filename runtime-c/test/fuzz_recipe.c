/* SPDX-License-Identifier: Apache-2.0 */
/* Devices and packages that a fuzzer thinks of. */
#include "fuzz_recipe.h"

#include <string.h>

enum { UNSIGNED = 0, BYTES = 2, ARRAY = 4 };
enum { UUID = 16, HEADER = 160, EDIT = 4, BASE = 700, FACTORY = 560 };

/* What an edit does. */
enum { SETS = 0, FLIPS = 1, INSERTS = 2, REMOVES = 3 };

/* Bytes that are read; what is not there is 0. */
typedef struct {
    const uint8_t *bytes;
    size_t left;
} rest_t;

static size_t take(rest_t *rest, void *bytes, size_t count)
{
    const size_t taken = count < rest->left ? count : rest->left;
    memcpy(bytes, rest->bytes, taken);
    rest->bytes += taken;
    rest->left -= taken;
    return taken;
}

int fuzz_makes(const fuzz_recipe_t *recipe, unsigned flag)
{
    return (recipe->head[FUZZ_MAKE] & flag) != 0;
}

int fuzz_has(const fuzz_recipe_t *recipe, unsigned flag)
{
    return (recipe->head[FUZZ_DEVICE] & flag) != 0;
}

int fuzz_tries(const fuzz_recipe_t *recipe, unsigned kind)
{
    return recipe->head[FUZZ_MORE] % 16u == kind;
}

unsigned fuzz_signing_slot(const fuzz_recipe_t *recipe)
{
    return fuzz_has(recipe, FUZZ_SECOND_SLOT) ? 1 : 0;
}

static int is_mistaken(const fuzz_recipe_t *r, unsigned mistake)
{
    return r->head[FUZZ_MORE] / 16u == mistake;
}

/* The two bytes of a size. */
static unsigned size_of(const fuzz_recipe_t *r)
{
    return (unsigned)r->head[FUZZ_SIZE] << 8 | r->head[FUZZ_SIZE + 1];
}

static void edit(fuzz_writer_t *out, const uint8_t *how)
{
    const size_t at = ((how[0] & 63u) << 8 | how[1]) % (out->count + 1);
    const size_t behind = out->count - at;
    const size_t removed = 1u + how[3] % 64u;
    switch (how[0] >> 6) {
    case INSERTS:
        if (out->count < out->room) {
            memmove(out->bytes + at + 1, out->bytes + at, behind);
            out->bytes[at] = how[2];
            out->count++;
        }
        break;
    case REMOVES:
        if (removed <= behind) {
            memmove(out->bytes + at, out->bytes + at + removed, behind - removed);
            out->count -= removed;
        }
        break;
    default:
        if (behind > 0) {
            out->bytes[at] = (uint8_t)(how[0] >> 6 == SETS ? how[2] : out->bytes[at] ^ 1u << how[2] % 8u);
        }
        break;
    }
}

static void edit_all(fuzz_writer_t *out, rest_t *edits, unsigned count)
{
    for (; count > 0 && edits->left >= EDIT; count--) {
        uint8_t one[EDIT];
        (void)take(edits, one, EDIT);
        edit(out, one);
    }
}

/* The first bytes of every image of the program. */
static void write_image_header(uint8_t *image)
{
    static const uint8_t start[] = {'T', 'H', 'I', 'M', 2, 0, HEADER, 0};
    for (unsigned i = 0; i < HEADER; i++) {
        image[i] = (uint8_t)(i * 7u + 1u);
    }
    memcpy(image, start, sizeof start);
}

static fuzz_trees_t trees_of(const fuzz_recipe_t *r)
{
    const fuzz_trees_t trees = {
        fuzz_makes(r, FUZZ_TWO_TREES) ? 2 : 1,
        r->head[FUZZ_TREES] % 16u % FUZZ_UPPER_TYPES,
        r->head[FUZZ_TREES] / 16u % FUZZ_TREE_TYPES,
    };
    return trees;
}

/* Who the device is: another key is pinned besides, unless the one that signs is the only one. */
static void write_device(fuzz_recipe_t *r)
{
    static const fuzz_trees_t others = {2, 1, 0};
    const unsigned own = fuzz_signing_slot(r);
    thimble_update_device_data *const device = &r->device;
    memset(r->keys.slots, 0, sizeof r->keys.slots);
    fuzz_key(trees_of(r), r->keys.slots[own]);
    if (!fuzz_has(r, FUZZ_ONLY_KEY)) {
        fuzz_key(others, r->keys.slots[1 - own]);
        r->keys.slots[1 - own][THIMBLE_UPDATE_KEY_BYTES - 1] ^= 1;
    }
    device->keys = &r->keys;
    device->factory = r->factory;
    device->factory_bytes = FACTORY;
    memset(device->vendor, 0x71, UUID);
    memset(device->device_class, 0xC1, UUID);
    memset(device->device, fuzz_has(r, FUZZ_NAMELESS) ? 0 : 0xDE, UUID);
    device->fixed_vocabulary = fuzz_has(r, FUZZ_FIXED_VOCABULARY) ? 1 : 0;
}

/* The log lies in front of the slots, and between all of them is a block that nobody writes. */
static void write_shape(fuzz_recipe_t *r)
{
    const unsigned flash = r->head[FUZZ_FLASH];
    const uint32_t block = 256u << flash / 16u % 2u;
    memset(&r->shape, 0, sizeof r->shape);
    r->shape.block_bytes = block;
    r->shape.unit_bytes = 1u << flash % 8u % 6u;
    r->shape.erased = (flash & 8u) != 0 ? 0x00 : 0xFF;
    r->shape.log_bytes = block * ((flash & 32u) != 0 ? 3u : 2u);
    r->shape.slot_bytes = FUZZ_SLOT_BYTES;
    r->shape.slots[0] = r->shape.log_bytes + block;
    r->shape.slots[1] = r->shape.slots[0] + FUZZ_SLOT_BYTES + block;
}

static uint8_t revoked_of(const fuzz_recipe_t *r)
{
    const unsigned own = 1u << fuzz_signing_slot(r);
    return (uint8_t)((fuzz_has(r, FUZZ_OWN_REVOKED) ? own : 0u) | (fuzz_has(r, FUZZ_OTHER_REVOKED) ? 3u - own : 0u));
}

/* What runs. */
static void write_base(fuzz_recipe_t *r)
{
    const uint8_t running = r->head[FUZZ_LOG] / 8u % 4u % 3u;
    write_image_header(r->factory);
    memset(r->factory + HEADER, 0xFA, FACTORY - HEADER);
    memcpy(r->base, r->factory, FACTORY);
    r->base_bytes = FACTORY;
    memset(&r->log, 0, sizeof r->log);
    r->log.running = running;
    r->log.sequence = FUZZ_INSTALLED;
    r->log.phase = r->head[FUZZ_LOG] % 8u % 5u;
    r->log.candidate = running == 0 ? 1 : 0;
    r->log.revoked = revoked_of(r);
    if (running < THIMBLE_FLASH_SLOTS) {
        for (unsigned i = HEADER; i < BASE; i++) {
            r->base[i] = (uint8_t)(i * i >> 3);
        }
        r->base_bytes = BASE;
        r->log.bytes[running] = BASE;
        fuzz_digest(r->base, BASE, r->log.digest[running]);
    }
}

/* Reads the head of an item of at most 32 bits, in its shortest form; 0 where it is none. */
static int read_head(rest_t *rest, unsigned major, uint64_t *argument)
{
    uint8_t bytes[4];
    uint8_t first = 0;
    unsigned count;
    if (take(rest, &first, 1) != 1 || (unsigned)first >> 5 != major || first % 32u > 26u) {
        return 0;
    }
    *argument = first % 32u;
    if (*argument < 24) {
        return 1;
    }
    count = 1u << (*argument - 24u);
    if (take(rest, bytes, count) != count) {
        return 0;
    }
    *argument = 0;
    for (unsigned i = 0; i < count; i++) {
        *argument = *argument << 8 | bytes[i];
    }
    return *argument >= (count == 1 ? 24u : 1u << 4u * count);
}

/* Copies from the base up to an offset; 0 where the base does not reach so far. */
static int fill(const fuzz_recipe_t *r, uint8_t *image, uint64_t *at, uint64_t to)
{
    if (to > *at) {
        if (to > r->base_bytes) {
            return 0;
        }
        memcpy(image + *at, r->base + *at, (size_t)(to - *at));
        *at = to;
    }
    return 1;
}

/* Reads parts up to the first that is none. */
static int read_parts(const fuzz_recipe_t *r, rest_t *payload, uint8_t *image, uint64_t *at, uint32_t image_bytes)
{
    uint64_t items;
    if (!read_head(payload, ARRAY, &items) || items % 2 != 0) {
        return 0;
    }
    for (; items > 0; items -= 2) {
        uint64_t offset;
        uint64_t count;
        if (!read_head(payload, UNSIGNED, &offset) || !read_head(payload, BYTES, &count) || offset < *at || count == 0
            || offset + count > image_bytes || count > payload->left || !fill(r, image, at, offset)) {
            return 0;
        }
        *at += take(payload, image + *at, (size_t)count);
    }
    return payload->left == 0;
}

int fuzz_apply(const fuzz_recipe_t *recipe, int kind, const uint8_t *payload, size_t count, uint8_t *image,
               uint32_t image_bytes)
{
    rest_t rest = {payload, count};
    uint64_t at = 0;
    int is_applied;
    memset(image, 0, FUZZ_SLOT_BYTES);
    if (image_bytes > FUZZ_SLOT_BYTES) {
        return 0;
    }
    if (kind == THIMBLE_PAYLOAD_PARTS) {
        is_applied = read_parts(recipe, &rest, image, &at, image_bytes);
        return fill(recipe, image, &at, image_bytes) && is_applied;
    }
    return take(&rest, image, image_bytes) == image_bytes && rest.left == 0;
}

static uint64_t sequence_of(const fuzz_recipe_t *r)
{
    const uint8_t number = r->head[FUZZ_SEQUENCE];
    return number >= 254 ? UINT64_MAX - (255u - number) : number;
}

/* The image that the payload makes: of parts, of as many bytes as the recipe says. */
static int make_image(fuzz_recipe_t *r, const uint8_t *payload, size_t count)
{
    const int kind = fuzz_makes(r, FUZZ_PARTS) ? THIMBLE_PAYLOAD_PARTS : THIMBLE_PAYLOAD_IMAGE;
    r->image_bytes = kind == THIMBLE_PAYLOAD_PARTS ? size_of(r) % (FUZZ_SLOT_BYTES + 1u) : (uint32_t)count;
    if (!fuzz_apply(r, kind, payload, count, r->image, r->image_bytes)) {
        r->image_bytes = r->image_bytes < FUZZ_SLOT_BYTES ? r->image_bytes : FUZZ_SLOT_BYTES;
        return 0;
    }
    return 1;
}

/* What the vendor says of a payload, who makes no mistake. */
static thimble_manifest_t manifest_of(const fuzz_recipe_t *r, const uint8_t *payload, size_t count)
{
    const unsigned other = fuzz_makes(r, FUZZ_REVOKES_ITSELF) ? 0 : 1;
    thimble_manifest_t m;
    uint8_t id[FUZZ_DIGEST_BYTES];
    memset(&m, 0, sizeof m);
    m.sequence = sequence_of(r);
    m.image_bytes = r->image_bytes;
    m.payload_bytes = (uint32_t)count;
    m.kind = fuzz_makes(r, FUZZ_PARTS) ? THIMBLE_PAYLOAD_PARTS : THIMBLE_PAYLOAD_IMAGE;
    m.for_one_device = fuzz_makes(r, FUZZ_ONE_DEVICE) ? 1 : 0;
    m.revokes = fuzz_makes(r, FUZZ_REVOKES_OTHER | FUZZ_REVOKES_ITSELF) ? 1 : 0;
    memcpy(m.vendor, r->device.vendor, UUID);
    memcpy(m.device_class, r->device.device_class, UUID);
    memcpy(m.device, r->device.device, UUID);
    memcpy(m.program, r->factory + 16, sizeof m.program);
    memcpy(m.architecture, r->factory + 48, sizeof m.architecture);
    memcpy(m.quantization, r->factory + 64, sizeof m.quantization);
    memcpy(m.vocabulary, r->factory + 80, sizeof m.vocabulary);
    fuzz_digest(r->image, r->image_bytes, m.image_digest);
    fuzz_digest(r->base, r->base_bytes, m.base);
    fuzz_digest(payload, count, m.payload_digest);
    fuzz_digest(r->keys.slots[fuzz_signing_slot(r) ^ other], THIMBLE_UPDATE_KEY_BYTES, id);
    memcpy(m.revoked, id, sizeof m.revoked);
    return m;
}

static void make_mistake(const fuzz_recipe_t *r, thimble_manifest_t *m)
{
    m->vendor[0] ^= (uint8_t)is_mistaken(r, FUZZ_OTHER_VENDOR);
    m->device_class[1] ^= (uint8_t)is_mistaken(r, FUZZ_OTHER_CLASS);
    m->device[2] ^= (uint8_t)is_mistaken(r, FUZZ_OTHER_DEVICE);
    m->program[3] ^= (uint8_t)is_mistaken(r, FUZZ_OTHER_PROGRAM);
    m->architecture[4] ^= (uint8_t)is_mistaken(r, FUZZ_OTHER_ARCHITECTURE);
    m->quantization[5] ^= (uint8_t)is_mistaken(r, FUZZ_OTHER_QUANTIZATION);
    m->vocabulary[6] ^= (uint8_t)is_mistaken(r, FUZZ_OTHER_VOCABULARY);
    m->base[7] ^= (uint8_t)is_mistaken(r, FUZZ_OTHER_BASE);
    m->payload_digest[8] ^= (uint8_t)is_mistaken(r, FUZZ_OTHER_PAYLOAD);
    m->image_digest[9] ^= (uint8_t)is_mistaken(r, FUZZ_OTHER_IMAGE);
    m->image_bytes += is_mistaken(r, FUZZ_LARGER_IMAGE) ? size_of(r) : 0;
    m->payload_bytes += is_mistaken(r, FUZZ_LARGER_PAYLOAD) ? size_of(r) : 0;
    m->kind = (uint8_t)(m->kind + 2 * is_mistaken(r, FUZZ_OTHER_KIND));
}

/* Whether the device, as it is, must take what was made and not changed. */
static int is_wanted(const fuzz_recipe_t *r)
{
    const int is_image = r->image_bytes >= HEADER && memcmp(r->image, r->factory, 8) == 0
                         && memcmp(r->image + 16, r->factory + 16, 32) == 0;
    return is_image && is_mistaken(r, FUZZ_NO_MISTAKE) && sequence_of(r) > FUZZ_INSTALLED
           && sequence_of(r) < UINT64_MAX && r->log.phase < THIMBLE_LOG_READY && !fuzz_makes(r, FUZZ_REVOKES_ITSELF)
           && !fuzz_has(r, FUZZ_OWN_REVOKED) && !(fuzz_makes(r, FUZZ_ONE_DEVICE) && fuzz_has(r, FUZZ_NAMELESS))
           && !fuzz_makes(r, FUZZ_GIVEN) && r->head[FUZZ_EDITS] == 0;
}

/* What an earlier start has left of this package: what the log says, and some of it; of one on trial, nothing. */
static void write_progress(fuzz_recipe_t *r)
{
    const uint8_t slot = r->log.candidate;
    r->written = 0;
    if (r->log.phase != THIMBLE_LOG_IDLE) {
        r->log.pending = sequence_of(r);
        r->log.bytes[slot] = r->image_bytes;
        fuzz_digest(r->image, r->image_bytes, r->log.digest[slot]);
    }
    if (r->log.phase >= THIMBLE_LOG_READY) {
        r->log.digest[slot][0] ^= 1;
    }
    if (r->log.phase == THIMBLE_LOG_WRITING) {
        r->written = r->image_bytes * (r->head[FUZZ_LOG] / 32u) / 8u / r->shape.unit_bytes * r->shape.unit_bytes;
    }
}

/* The manifest that the vendor writes, with the mistake. */
static void make_manifest(const fuzz_recipe_t *r, fuzz_writer_t *out, const uint8_t *payload, size_t count)
{
    thimble_manifest_t manifest = manifest_of(r, payload, count);
    make_mistake(r, &manifest);
    fuzz_put_manifest(out, &manifest);
}

/* Everything from the first byte of the package to the last of the payload. */
static void make_package(fuzz_recipe_t *r, const fuzz_writer_t *manifest, const uint8_t *payload, size_t count)
{
    const size_t too_long = is_mistaken(r, FUZZ_LONGER_SIGNATURE) ? 1u + size_of(r) % 255u : 0;
    fuzz_writer_t package = {r->package, 0, sizeof r->package};
    fuzz_put_signed(&package, trees_of(r), manifest->bytes, manifest->count, too_long);
    r->original_count = package.count;
    r->manifest_at = package.count - manifest->count;
    r->is_signed = too_long == 0 && !fuzz_has(r, FUZZ_OWN_REVOKED);
    memcpy(r->original, package.bytes, package.count);
    fuzz_put_payload_head(&package, is_mistaken(r, FUZZ_OTHER_HEAD) ? count / 2 : count);
    fuzz_put(&package, payload, count);
    r->count = package.count;
}

static void make(fuzz_recipe_t *r, rest_t rest)
{
    const unsigned edits = r->head[FUZZ_EDITS] % 16u;
    const unsigned late_edits = r->head[FUZZ_EDITS] / 16u;
    const size_t edit_bytes = EDIT * (edits + late_edits);
    uint8_t payload[FUZZ_PAYLOAD_BYTES];
    uint8_t room[FUZZ_MANIFEST_BYTES];
    fuzz_writer_t manifest = {room, 0, sizeof room};
    fuzz_writer_t package = {r->package, 0, sizeof r->package};
    rest_t changes = {rest.bytes, edit_bytes < rest.left ? edit_bytes : rest.left};
    size_t count;
    rest.bytes += changes.left;
    rest.left -= changes.left;
    if (fuzz_makes(r, FUZZ_GIVEN)) {
        manifest.count = take(&rest, room, size_of(r) % sizeof room);
    }
    count = take(&rest, payload, sizeof payload);
    if (fuzz_makes(r, FUZZ_IMAGE) && count >= HEADER && !fuzz_makes(r, FUZZ_PARTS)) {
        write_image_header(payload);
    }
    r->is_good = make_image(r, payload, count) && is_wanted(r);
    write_progress(r);
    if (!fuzz_makes(r, FUZZ_GIVEN)) {
        make_manifest(r, &manifest, payload, count);
    }
    edit_all(&manifest, &changes, edits);
    make_package(r, &manifest, payload, count);
    package.count = r->count;
    edit_all(&package, &changes, late_edits);
    r->count = package.count;
}

void fuzz_recipe_read(fuzz_recipe_t *recipe, const uint8_t *bytes, size_t count)
{
    rest_t rest = {bytes, count};
    memset(recipe->head, 0, sizeof recipe->head);
    (void)take(&rest, recipe->head, sizeof recipe->head);
    write_shape(recipe);
    write_base(recipe);
    write_device(recipe);
    recipe->original_count = 0;
    recipe->manifest_at = 0;
    recipe->is_signed = 0;
    recipe->image_bytes = 0;
    recipe->is_good = 0;
    if (fuzz_makes(recipe, FUZZ_GIVEN) && fuzz_makes(recipe, FUZZ_RAW)) {
        recipe->count = take(&rest, recipe->package, sizeof recipe->package);
        write_progress(recipe);
    } else {
        make(recipe, rest);
    }
}
