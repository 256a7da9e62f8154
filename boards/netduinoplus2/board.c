/*
 * Netduino Plus 2: an STM32F405RG. Reference: ST RM0090, table 1, "register boundary addresses"; QEMU's
 * `netduinoplus2` has USART 1 as its first console.
 */
#define STM32_USART 0x40011000u
#define STM32_USART_HZ 16000000u
#define STM32_FAST 0x40000000u /* TIM2 */
#define STM32_SLOW 0x40000C00u /* TIM5 */

#include "stm32_board.h"
