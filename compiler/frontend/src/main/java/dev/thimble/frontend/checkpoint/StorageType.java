package dev.thimble.frontend.checkpoint;

import java.util.Arrays;
import java.util.Optional;

/** PyTorch's classes of storages, by what their elements are called in safetensors. */
enum StorageType {
    DOUBLE("DoubleStorage", "F64", 8),
    FLOAT("FloatStorage", "F32", 4),
    HALF("HalfStorage", "F16", 2),
    BFLOAT16("BFloat16Storage", "BF16", 2),
    COMPLEX_FLOAT("ComplexFloatStorage", "C64", 8),
    LONG("LongStorage", "I64", 8),
    INT("IntStorage", "I32", 4),
    SHORT("ShortStorage", "I16", 2),
    CHAR("CharStorage", "I8", 1),
    BYTE("ByteStorage", "U8", 1),
    BOOL("BoolStorage", "BOOL", 1),
    /** PyTorch reads it as bytes. */
    UNTYPED("UntypedStorage", "U8", 1);

    private final String python;
    private final String dtype;
    private final int bytes;

    StorageType(String python, String dtype, int bytes) {
        this.python = python;
        this.dtype = dtype;
        this.bytes = bytes;
    }

    static Optional<StorageType> named(String module, String name) {
        return Arrays.stream(values())
                .filter(type -> type.python.equals(name))
                .filter(type -> module.equals("torch") || (module.equals("torch.storage") && type == UNTYPED))
                .findFirst();
    }

    String dtype() {
        return dtype;
    }

    int bytes() {
        return bytes;
    }
}
