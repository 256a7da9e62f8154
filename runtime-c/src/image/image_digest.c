/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: whether an image is the one that was written. */
#include "sha256.h"
#include "thimble/image.h"

/* Where the header has the digest of all that follows it. */
#define WORD_CONTENT 24u

THIMBLE_SHARED
const uint8_t *thimble_image_content(const void *image)
{
    return (const uint8_t *)image + 4u * WORD_CONTENT;
}

THIMBLE_SHARED
int thimble_image_is_whole(const void *image)
{
    const uint32_t header_bytes = 4u * THIMBLE_IMAGE_HEADER_WORDS;
    const uint8_t *const bytes = (const uint8_t *)image;
    const uint8_t *const expected = thimble_image_content(image);
    thimble_sha256_t hash;
    uint8_t digest[THIMBLE_SHA256_BYTES];
    uint32_t i;
    uint32_t difference = 0;
    thimble_sha256_setup(&hash);
    thimble_sha256_update(&hash, bytes + header_bytes, thimble_image_bytes(image) - header_bytes);
    thimble_sha256_finish(&hash, digest);
    for (i = 0; i < sizeof digest; i++) {
        difference |= (uint32_t)(digest[i] ^ expected[i]);
    }
    return difference == 0;
}
