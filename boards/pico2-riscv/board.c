/*
 * Raspberry Pi Pico 2: what the RP2350's boot ROM looks for in the first 4 KiB of the flash, a block that says that
 * this is an image for its RISC-V cores. They start where the image begins.
 * Reference: Raspberry Pi, "RP2350 Datasheet", 5.9 "Metadata block details".
 */
#include <stdint.h>

#define BLOCK_BEGIN 0xFFFFDED3u
#define BLOCK_END 0xAB123579u

/* An item IMAGE_TYPE of one word: executable, RISC-V, RP2350. */
#define IMAGE_TYPE_RISCV 0x11010142u

/* The last item, behind one word of items; the next block is this one. */
#define LAST_ITEM 0x000001FFu
#define NEXT_BLOCK 0u

__attribute__((section(".image_block"), used)) static const uint32_t image_block[] = {
    BLOCK_BEGIN, IMAGE_TYPE_RISCV, LAST_ITEM, NEXT_BLOCK, BLOCK_END,
};
