/*
 * What the RP2350's boot ROM looks for in the first 4 KiB of the flash: a block that says what the image is. A board's
 * board.c defines IMAGE_TYPE, an item of one word, and includes this once.
 * Reference: Raspberry Pi, "RP2350 Datasheet", 5.9 "Metadata block details".
 */
#ifndef THIMBLE_IMAGE_BLOCK_H
#define THIMBLE_IMAGE_BLOCK_H

#include <stdint.h>

#define BLOCK_BEGIN 0xFFFFDED3u
#define BLOCK_END 0xAB123579u

/* The last item, behind one word of items; the next block is this one. */
#define LAST_ITEM 0x000001FFu
#define NEXT_BLOCK 0u

__attribute__((section(".image_block"), used)) static const uint32_t image_block[] = {
    BLOCK_BEGIN, IMAGE_TYPE, LAST_ITEM, NEXT_BLOCK, BLOCK_END,
};

#endif
