/* A memcpy that moves bytes: the C library's for Armv7-M moves words from and to any address. */
#include <stddef.h>

void *memcpy(void *to, const void *from, size_t count);

void *memcpy(void *to, const void *from, size_t count)
{
    volatile unsigned char *target = (volatile unsigned char *)to;
    const unsigned char *source = (const unsigned char *)from;
    while (count-- != 0u) {
        *target++ = *source++;
    }
    return to;
}
