"""Reads an update record and checks its code of authentication with cbor2 and pycose; prints what it says as JSON.

    python3 read_record.py RECORD KEY_IN_HEXADECIMAL
"""

import json
import sys

import cbor2
from pycose.algorithms import HMAC256
from pycose.headers import KID, Algorithm
from pycose.keys import SymmetricKey
from pycose.messages import Mac0Message

with open(sys.argv[1], "rb") as file:
    record = file.read()

tagged = cbor2.loads(record)
assert tagged.tag == Mac0Message.cbor_tag
protected, unprotected, content, code = tagged.value
message = Mac0Message.from_cose_obj([protected, dict(unprotected), content, code], True)
assert message.phdr[Algorithm] is HMAC256
message.key = SymmetricKey(k=bytes.fromhex(sys.argv[2]), optional_params={"ALG": "HMAC_256"})
payload = cbor2.loads(message.payload)
canonical = cbor2.dumps(payload, canonical=True) == message.payload
canonical = canonical and cbor2.dumps(tagged, canonical=True) == record
print(
    json.dumps(
        {
            "device": message.uhdr[KID].hex(),
            "round": payload[4],
            "examples": payload[5],
            "values": payload[8].hex(),
            "canonical": canonical,
            "authentic": message.verify_tag(),
        }
    )
)
