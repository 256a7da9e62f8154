/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: updates of models in the field. docs/updates.md says what packages hold. */
#ifndef THIMBLE_UPDATE_H
#define THIMBLE_UPDATE_H

#include <stdint.h>

/* Why a package was refused. None of these changes the model that runs. */
enum {
    /* It was not. */
    THIMBLE_UPDATE_OK = 0,
    /* The bytes are no package of Thimble's profile. */
    THIMBLE_UPDATE_FORMAT = 1,
    /* It is signed by a key that this device does not trust, or trusts no more. */
    THIMBLE_UPDATE_KEY = 2,
    /* The signature is not one of the manifest's digest by that key. */
    THIMBLE_UPDATE_SIGNATURE = 3,
    /* The manifest is not the one that was signed. */
    THIMBLE_UPDATE_MANIFEST = 4,
    /* It was made for another vendor's devices. */
    THIMBLE_UPDATE_VENDOR = 5,
    /* It was made for another class of devices. */
    THIMBLE_UPDATE_CLASS = 6,
    /* It was made for another device. */
    THIMBLE_UPDATE_DEVICE = 7,
    /* It was made for other code than this firmware's. */
    THIMBLE_UPDATE_PROGRAM = 8,
    /* It was made for another architecture: other operators or shapes. */
    THIMBLE_UPDATE_ARCHITECTURE = 9,
    /* It was made for another quantisation: other precisions or layouts. */
    THIMBLE_UPDATE_QUANTIZATION = 10,
    /* It changes the vocabulary, and this device does not let it. */
    THIMBLE_UPDATE_VOCABULARY = 11,
    /* It is the one that is installed. */
    THIMBLE_UPDATE_INSTALLED = 12,
    /* Its sequence number is not above the installed one's. */
    THIMBLE_UPDATE_OLD = 13,
    /* It changes parts of another image than the one that runs. */
    THIMBLE_UPDATE_BASE = 14,
    /* Its image or its payload is larger than a slot, or its sizes contradict each other. */
    THIMBLE_UPDATE_SIZE = 15,
    /* The payload is not the one that the manifest names. */
    THIMBLE_UPDATE_PAYLOAD = 16,
    /* The image that results is not the one that the manifest names. */
    THIMBLE_UPDATE_RESULT = 17,
    /* The flash did not hold what was written to it. */
    THIMBLE_UPDATE_FLASH = 18,
    /* Bytes follow the end of the package. */
    THIMBLE_UPDATE_EXTRA = 19,
    /* The package ended early. */
    THIMBLE_UPDATE_TRUNCATED = 20,
    /* The running image is on trial: it must be confirmed first. */
    THIMBLE_UPDATE_BUSY = 21,
    /* A chunk is not the next one: the protocol says which is asked for. */
    THIMBLE_UPDATE_ORDER = 22
};

/* How many keys a device trusts: the second one can revoke the first. */
#define THIMBLE_UPDATE_KEYS 2

/* Bytes of an HSS public key as RFC 8554 writes it: levels, types of tree and one-time signature, identifier, root. */
#define THIMBLE_UPDATE_KEY_BYTES 60

/* The keys that a device trusts; constant, in read-only flash. A slot of zeros holds none. */
typedef struct {
    uint8_t slots[THIMBLE_UPDATE_KEYS][THIMBLE_UPDATE_KEY_BYTES];
} thimble_update_keys_data;

#endif
