"""Reads a package with libraries that know nothing of Thimble, and says what it found.

usage: read_package.py FILE.suit KEY.pub

The envelope is parsed by cbor2, the COSE_Sign1 message by pycose, and the signature is verified by hsslms and by
pyhsslms. Prints one JSON document.
"""

import hashlib
import json
import sys

import cbor2
import hsslms
import pyhsslms
from pycose.algorithms import CoseAlgorithm
from pycose.headers import KID
from pycose.messages import Sign1Message

SUIT_ENVELOPE = 107
AUTHENTICATION, MANIFEST, COMMON, SHARED_SEQUENCE = 2, 3, 3, 4
SHA_256 = -16


@CoseAlgorithm.register_attribute()
class HssLms(CoseAlgorithm):
    """RFC 8778, which pycose does not know."""

    identifier = -46
    fullname = "HSS-LMS"


def signature_of(wrapper):
    """The digest that is signed, which is the detached payload of the COSE_Sign1 message, and that, as pycose reads it."""
    digest, block = cbor2.loads(wrapper)
    protected, unprotected, payload, signature = cbor2.loads(block).value
    message = Sign1Message.from_cose_obj([protected, dict(unprotected), payload, signature], True)
    return digest, message


def verify(key, signed, signature):
    """Ends with an exception unless both libraries take this for a signature by the key."""
    hsslms.HSS_Pub(key).verify(signed, signature)
    if not pyhsslms.HssPublicKey.deserialize(key).verify(signed, signature):
        raise ValueError("pyhsslms does not take the signature")


def main(package, public_key):
    envelope = cbor2.loads(package)
    assert envelope.tag == SUIT_ENVELOPE
    manifest = envelope.value[MANIFEST]
    digest, message = signature_of(envelope.value[AUTHENTICATION])
    algorithm, hashed = cbor2.loads(digest)
    assert algorithm == SHA_256
    assert hashed == hashlib.sha256(cbor2.dumps(manifest)).digest()
    verify(public_key, message._create_sig_structure(digest), message.signature)
    fields = cbor2.loads(manifest)
    shared = cbor2.loads(cbor2.loads(fields[COMMON])[SHARED_SEQUENCE])
    again = cbor2.dumps(envelope, canonical=True)
    print(json.dumps({
        "sequence": fields[2],
        "key": message.uhdr[KID].hex(),
        "image_bytes": shared[1][14],
        "payload_bytes": len(envelope.value["#model"]),
        "canonical": again == package,
    }))


if __name__ == "__main__":
    with open(sys.argv[1], "rb") as package_file, open(sys.argv[2], "rb") as key_file:
        main(package_file.read(), key_file.read())
