/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: what a server tells a device of a record, deterministic CBOR in a COSE_Mac0. */
#include <string.h>

#include "mac0.h"
#include "sha256.h"
#include "thimble/fleet.h"

#define VERSION 1u

/* Keys of the payload, each of which it has. */
enum { KEY_VERSION = 1, KEY_RECORD, KEY_REASON };

static void read_payload(thimble_cbor_t *cbor, thimble_fleet_receipt_data *receipt)
{
    uint64_t reason;
    thimble_cbor_expect_head(cbor, THIMBLE_CBOR_MAP, KEY_REASON);
    thimble_cbor_expect_head(cbor, THIMBLE_CBOR_UNSIGNED, KEY_VERSION);
    thimble_cbor_expect_head(cbor, THIMBLE_CBOR_UNSIGNED, VERSION);
    thimble_cbor_expect_head(cbor, THIMBLE_CBOR_UNSIGNED, KEY_RECORD);
    thimble_cbor_bytes(cbor, receipt->record, sizeof receipt->record);
    thimble_cbor_expect_head(cbor, THIMBLE_CBOR_UNSIGNED, KEY_REASON);
    reason = thimble_cbor_head(cbor, THIMBLE_CBOR_UNSIGNED);
    if (reason > THIMBLE_FLEET_LAST_REASON) {
        thimble_cbor_fail(cbor);
    }
    receipt->reason = (uint8_t)reason;
}

THIMBLE_SHARED
int thimble_fleet_read_receipt(thimble_fleet_receipt_data *receipt, const thimble_fleet_device_data *device,
                               const uint8_t *message, size_t count)
{
    thimble_cbor_t payload;
    int reason = thimble_mac0_enter(&payload, device, THIMBLE_MAC0_RECEIPT, message, count);
    memset(receipt, 0, sizeof *receipt);
    if (reason == THIMBLE_FLEET_OK) {
        read_payload(&payload, receipt);
        reason = thimble_mac0_leave(&payload);
    }
    return reason;
}

THIMBLE_SHARED
int thimble_fleet_is_receipt_of(const thimble_fleet_receipt_data *receipt, const uint8_t *record, size_t count)
{
    thimble_sha256_t hash;
    uint8_t digest[THIMBLE_SHA256_BYTES];
    thimble_sha256_setup(&hash);
    thimble_sha256_update(&hash, record, count);
    thimble_sha256_finish(&hash, digest);
    return memcmp(digest, receipt->record, sizeof digest) == 0;
}
