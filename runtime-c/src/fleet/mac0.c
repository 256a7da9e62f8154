/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: the message of a device and its server, COSE_Mac0. */
#include "mac0.h"

#include <string.h>

#include "hmac.h"

/* 17([ << {1: 5} >>, {4: h' */
static const uint8_t start[] = {0xD1, 0x84, 0x43, 0xA1, 0x01, 0x05, 0xA1, 0x04, 0x50};

/* ["MAC0", << {1: 5} >>, */
static const uint8_t structure[] = {0x84, 0x64, 'M', 'A', 'C', '0', 0x43, 0xA1, 0x01, 0x05};

/* h'', h'task', h'receipt' and h'masking', the external data */
static const uint8_t of_update[] = {0x40};
static const uint8_t of_task[] = {0x44, 't', 'a', 's', 'k'};
static const uint8_t of_receipt[] = {0x47, 'r', 'e', 'c', 'e', 'i', 'p', 't'};
static const uint8_t of_masking[] = {0x47, 'm', 'a', 's', 'k', 'i', 'n', 'g'};

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
    } else if (purpose == THIMBLE_MAC0_RECEIPT) {
        thimble_hmac_update(&hmac, of_receipt, sizeof of_receipt);
    } else if (purpose == THIMBLE_MAC0_MASKING) {
        thimble_hmac_update(&hmac, of_masking, sizeof of_masking);
    } else {
        thimble_hmac_update(&hmac, of_update, sizeof of_update);
    }
    thimble_hmac_update(&hmac, payload, count);
    thimble_hmac_finish(&hmac, code);
}

/* Whether the code is this one, in a time that does not depend on where they differ. */
static int is_code(const uint8_t *code, const uint8_t *other)
{
    unsigned differing = 0;
    unsigned i;
    for (i = 0; i < THIMBLE_MAC0_CODE_BYTES; i++) {
        differing |= (unsigned)(code[i] ^ other[i]);
    }
    return differing == 0;
}

THIMBLE_SHARED
int thimble_mac0_enter(thimble_cbor_t *payload, const thimble_fleet_device_data *device, unsigned purpose,
                       const uint8_t *message, size_t count)
{
    uint8_t id[sizeof device->id] = {0};
    uint8_t told[THIMBLE_MAC0_CODE_BYTES] = {0};
    uint8_t code[THIMBLE_MAC0_CODE_BYTES];
    thimble_cbor_t cbor;
    const uint8_t *covered;
    const uint8_t *end;
    thimble_cbor_begin(&cbor, message, count);
    thimble_cbor_expect(&cbor, start, sizeof start);
    thimble_cbor_copy(&cbor, id, sizeof id);
    covered = cbor.at;
    end = thimble_cbor_enter(&cbor);
    thimble_cbor_begin(payload, cbor.at, (size_t)(end - cbor.at));
    if (!cbor.wrong) {
        cbor.at = end;
    }
    thimble_cbor_bytes(&cbor, told, sizeof told);
    thimble_cbor_leave(&cbor, message + count);
    if (cbor.wrong) {
        return THIMBLE_FLEET_FORMAT;
    }
    if (memcmp(id, device->id, sizeof id) != 0) {
        return THIMBLE_FLEET_DEVICE;
    }
    thimble_mac0_write_code(code, device->key, purpose, covered, (size_t)(end - covered));
    return is_code(code, told) ? THIMBLE_FLEET_OK : THIMBLE_FLEET_MAC;
}

THIMBLE_SHARED
int thimble_mac0_leave(thimble_cbor_t *payload)
{
    thimble_cbor_leave(payload, payload->end);
    return payload->wrong ? THIMBLE_FLEET_FORMAT : THIMBLE_FLEET_OK;
}
