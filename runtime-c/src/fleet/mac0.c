/* Thimble runtime: the message of a device and its server, COSE_Mac0. */
#include "mac0.h"

#include <string.h>

#include "hmac.h"

/* 17([ << {1: 5} >>, {4: h' */
static const uint8_t start[] = {0xD1, 0x84, 0x43, 0xA1, 0x01, 0x05, 0xA1, 0x04, 0x50};

/* ["MAC0", << {1: 5} >>, */
static const uint8_t structure[] = {0x84, 0x64, 'M', 'A', 'C', '0', 0x43, 0xA1, 0x01, 0x05};

/* h'' and h'task', the external data */
static const uint8_t of_update[] = {0x40};
static const uint8_t of_task[] = {0x44, 't', 'a', 's', 'k'};

THIMBLE_SHARED
void thimble_mac0_write_head(uint8_t *head, const uint8_t *id)
{
    memcpy(head, start, sizeof start);
    memcpy(head + sizeof start, id, THIMBLE_MAC0_HEAD_BYTES - sizeof start);
}

THIMBLE_SHARED
void thimble_mac0_write_code(uint8_t *code, const uint8_t *key, unsigned purpose, const uint8_t *payload,
                             size_t count)
{
    thimble_hmac_t hmac;
    thimble_hmac_setup(&hmac, key, THIMBLE_MAC0_CODE_BYTES);
    thimble_hmac_update(&hmac, structure, sizeof structure);
    if (purpose == THIMBLE_MAC0_TASK) {
        thimble_hmac_update(&hmac, of_task, sizeof of_task);
    } else {
        thimble_hmac_update(&hmac, of_update, sizeof of_update);
    }
    thimble_hmac_update(&hmac, payload, count);
    thimble_hmac_finish(&hmac, code);
}
