/*
 * MPS2 with the AN383 image (Cortex-M0+).
 * Reference: Arm DAI 0383, "Application Note AN383": memories and devices lie where AN385 has them.
 */
#define MPS_UART 0x40004000u
#define MPS_UART_HZ 25000000u
#define MPS_FPGAIO 0x40028000u
#define MPS_TICK_NS 40u

#include "mps_board.h"
