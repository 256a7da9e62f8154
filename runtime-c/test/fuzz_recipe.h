/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the fuzzer's bytes mean: which device there is, and which package it is sent. The package is made as a vendor
 * makes it, with a mistake or without; then the bytes of its manifest are changed and it is signed; then the bytes of
 * the whole are changed. So what is hostile may be signed, and what is not signed may be anything.
 *
 *   16 bytes         what is made, as the enumerations below have it; those that are missing are 0
 *   4 bytes an edit  first those of the manifest, then those of the package
 *   the rest         the payload; or a manifest and a payload; or the package itself
 */
#ifndef FUZZ_RECIPE_H
#define FUZZ_RECIPE_H

#include "flash_model.h"
#include "fuzz_vendor.h"
#include "log.h"
#include "thimble/store.h"

/* Where the bytes of a recipe are that are no edits and no payload. */
enum {
    FUZZ_MAKE = 0,     /* flags below */
    FUZZ_TREES = 1,    /* types of the upper and the lower tree, 4 bits each */
    FUZZ_CHUNKS = 2,   /* two ways in which the package is cut into chunks */
    FUZZ_DEVICE = 4,   /* flags below */
    FUZZ_LOG = 5,      /* 3 bits: phase; 2: the running slot; 3: how much of the candidate is written */
    FUZZ_FLASH = 6,    /* 3 bits: unit; 1: erased is 0; 1: block; 1: a third block of the log */
    FUZZ_FAULT = 7,    /* what goes wrong in a flash that fails, and with which operation */
    FUZZ_SEQUENCE = 9, /* the number of the package; the device has FUZZ_INSTALLED */
    FUZZ_EDITS = 10,   /* 4 bits: edits of the manifest; 4: of the package */
    FUZZ_SIZE = 11,    /* 2 bytes: of an image that results from parts, or of a manifest that is given */
    FUZZ_MORE = 13,    /* 4 bits: what is tried besides; 4: the vendor's mistake, as below */
    FUZZ_CUT = 14,     /* 2 bytes: where the stream stops */
    FUZZ_RECIPE_BYTES = 16
};

/* Flags of FUZZ_MAKE. */
enum {
    FUZZ_GIVEN = 1, /* the manifest is given, byte for byte; with FUZZ_RAW, the package is */
    FUZZ_RAW = 2,
    FUZZ_TWO_TREES = 4,
    FUZZ_PARTS = 8,
    FUZZ_ONE_DEVICE = 16,
    FUZZ_REVOKES_OTHER = 32,
    FUZZ_REVOKES_ITSELF = 64,
    FUZZ_IMAGE = 128 /* the payload begins as an image of the device's program does */
};

/* Flags of FUZZ_DEVICE. */
enum {
    FUZZ_SECOND_SLOT = 1, /* the key that signs is the second one */
    FUZZ_ONLY_KEY = 2,
    FUZZ_FIXED_VOCABULARY = 4,
    FUZZ_NAMELESS = 8, /* devices have no ids */
    FUZZ_OWN_REVOKED = 16,
    FUZZ_OTHER_REVOKED = 32
};

/* What is tried besides: the low 4 bits of FUZZ_MORE; most of the time nothing, which is fast. */
enum {
    FUZZ_NOTHING = 0,
    FUZZ_OTHER_CHUNKS = 1, /* it comes in other chunks, too */
    FUZZ_STOPS = 2,        /* the stream stops, and the package is given once more */
    FUZZ_TWICE = 3,        /* what was installed is sent again */
    FUZZ_RESUMES = 4,      /* the reader goes on within the payload */
    FUZZ_FAILS = 5,        /* the flash fails */
    FUZZ_SKIPS = 6         /* the stream stops, and goes on behind what is kept */
};

/* The vendor's mistake: the high 4 bits of FUZZ_MORE. */
enum {
    FUZZ_NO_MISTAKE = 0,
    FUZZ_OTHER_VENDOR = 1,
    FUZZ_OTHER_CLASS = 2,
    FUZZ_OTHER_DEVICE = 3,
    FUZZ_OTHER_PROGRAM = 4,
    FUZZ_OTHER_ARCHITECTURE = 5,
    FUZZ_OTHER_QUANTIZATION = 6,
    FUZZ_OTHER_VOCABULARY = 7,
    FUZZ_OTHER_BASE = 8,
    FUZZ_OTHER_PAYLOAD = 9,
    FUZZ_OTHER_IMAGE = 10,
    FUZZ_LARGER_IMAGE = 11,
    FUZZ_LARGER_PAYLOAD = 12,
    FUZZ_LONGER_SIGNATURE = 13,
    FUZZ_OTHER_HEAD = 14, /* in front of the payload, that of a shorter one */
    FUZZ_OTHER_KIND = 15
};

/* The sequence number of the running image. */
#define FUZZ_INSTALLED 100u

/* Most bytes of what is made, and of a slot. */
enum { FUZZ_PAYLOAD_BYTES = 1280, FUZZ_PACKAGE_BYTES = 8192, FUZZ_SLOT_BYTES = 1024 };

typedef struct {
    uint8_t head[FUZZ_RECIPE_BYTES];
    uint8_t package[FUZZ_PACKAGE_BYTES];
    size_t count;
    uint8_t original[FUZZ_PACKAGE_BYTES]; /* the package up to the end of its manifest, as it was signed */
    size_t original_count;
    size_t manifest_at;
    int is_signed; /* 1: by a key that is trusted, in a form that is allowed */
    int is_good; /* 1: a device in such a state must take it, where its flash does not fail */
    uint8_t factory[FUZZ_SLOT_BYTES];
    uint8_t base[FUZZ_SLOT_BYTES]; /* the image that runs */
    uint32_t base_bytes;
    uint8_t image[FUZZ_SLOT_BYTES]; /* the one that results; where the payload is none, as far as it goes */
    uint32_t image_bytes;
    thimble_update_keys_data keys;
    thimble_update_device_data device;
    thimble_flash_shape_data shape;
    thimble_log_t log;
    uint32_t written; /* bytes of the candidate that an earlier start has written */
} fuzz_recipe_t;

/* What the bytes mean; all of them mean something. */
void fuzz_recipe_read(fuzz_recipe_t *recipe, const uint8_t *bytes, size_t count);

/* Whether the recipe has this flag of FUZZ_MAKE, of FUZZ_DEVICE; tries this besides. */
int fuzz_makes(const fuzz_recipe_t *recipe, unsigned flag);
int fuzz_has(const fuzz_recipe_t *recipe, unsigned flag);
int fuzz_tries(const fuzz_recipe_t *recipe, unsigned kind);

/* The slot of the key that signs. */
unsigned fuzz_signing_slot(const fuzz_recipe_t *recipe);

/*
 * Writes the image that a payload makes of the base, read as a whole: 1, or 0 where it makes none, and then the image
 * is what parts make of it as far as they go.
 */
int fuzz_apply(const fuzz_recipe_t *recipe, int kind, const uint8_t *payload, size_t count, uint8_t *image,
               uint32_t image_bytes);

#endif
