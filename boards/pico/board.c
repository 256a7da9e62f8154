/* Raspberry Pi Pico: an RP2040 with a crystal of 12 MHz. Reference: Raspberry Pi, "Raspberry Pi Pico Datasheet". */
#define RP2040_CRYSTAL_HZ 12000000u

#include "rp2040_board.h"
