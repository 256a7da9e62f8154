package dev.thimble.update.wire;

import com.upokecenter.cbor.CBORException;
import com.upokecenter.cbor.CBORObject;
import com.upokecenter.cbor.CBORType;
import com.upokecenter.numbers.EInteger;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Deterministic CBOR (RFC 8949, section 4.2.1) as the profile uses it. Maps keep the order in which they are written: who
 * writes one puts its keys in order, and tests hold that against the library's own order.
 */
public final class Cbor {
    private Cbor() {}

    /** An array of these items. */
    public static CBORObject array(Object... items) {
        CBORObject array = CBORObject.NewArray();
        Stream.of(items).forEach(array::Add);
        return array;
    }

    /** An empty map that keeps the order of what is added. */
    public static CBORObject map() {
        return CBORObject.NewOrderedMap();
    }

    /** The CBOR of a value as a byte string. */
    public static CBORObject wrapped(CBORObject value) {
        return CBORObject.FromObject(value.EncodeToBytes());
    }

    /** Bytes as a byte string. */
    public static CBORObject octets(Octets octets) {
        return CBORObject.FromObject(octets.bytes());
    }

    /** A number from 0 to 2^64 - 1. */
    public static CBORObject unsigned(long value) {
        return CBORObject.FromObject(EInteger.FromInt64AsUnsigned(value));
    }

    /**
     * Reads bytes that hold one value.
     *
     * @throws Refusal where they do not
     */
    public static CBORObject decode(byte... bytes) throws Refusal {
        try {
            return CBORObject.DecodeFromBytes(bytes);
        } catch (CBORException e) {
            throw new Refusal(Reason.FORMAT);
        }
    }

    /**
     * Reads what is wrapped in a byte string.
     *
     * @throws Refusal where nothing is
     */
    public static CBORObject unwrapped(CBORObject value) throws Refusal {
        return decode(bytes(value));
    }

    /**
     * What an array or a map has at a place.
     *
     * @throws Refusal where it has nothing there
     */
    public static CBORObject at(CBORObject container, int key) throws Refusal {
        Refusal.unless(has(container, key), Reason.FORMAT);
        return container.get(key);
    }

    /** Whether an array or a map has anything at a place. */
    public static boolean has(CBORObject container, int key) {
        return switch (container.getType()) {
            case Map -> container.ContainsKey(CBORObject.FromObject(key));
            case Array -> key >= 0 && key < container.size();
            default -> false;
        };
    }

    /**
     * A byte string of so many bytes.
     *
     * @throws Refusal where it is none
     */
    public static Octets octets(CBORObject value, int count) throws Refusal {
        Octets octets = Octets.of(bytes(value));
        Refusal.unless(octets.count() == count, Reason.FORMAT);
        return octets;
    }

    private static byte[] bytes(CBORObject value) throws Refusal {
        Refusal.unless(value.getType() == CBORType.ByteString, Reason.FORMAT);
        return value.GetByteString();
    }

    /**
     * A number from 0 to 2^64 - 1, as an unsigned long.
     *
     * @throws Refusal where it is none
     */
    public static long unsigned(CBORObject value) throws Refusal {
        Refusal.unless(value.getType() == CBORType.Integer, Reason.FORMAT);
        EInteger number = value.AsEIntegerValue();
        Refusal.unless(number.signum() >= 0 && number.GetUnsignedBitLengthAsInt64() <= Long.SIZE, Reason.FORMAT);
        return number.ToInt64Unchecked();
    }

    /**
     * Compares what was read with what is written for it: in this profile there is one form.
     *
     * @throws Refusal where they differ
     */
    public static void requireSame(byte[] read, byte[] written) throws Refusal {
        Refusal.unless(Arrays.equals(read, written), Reason.FORMAT);
    }
}
