package dev.thimble.frontend.safetensors;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Puts tensors one behind the other into the bytes of a safetensors file. */
public final class SafetensorsWriter {
    private final ObjectNode header = new ObjectMapper().createObjectNode();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    /**
     * Adds a tensor.
     *
     * @param name none that was added
     * @param dtype the element format as safetensors calls it
     * @param shape extents, outermost first
     * @param elements row-major and little-endian, as many bytes as type and shape say
     */
    public void add(String name, String dtype, List<Long> shape, byte[] elements) {
        ObjectNode entry = header.putObject(name).put("dtype", dtype);
        ArrayNode extents = entry.putArray("shape");
        shape.forEach(extents::add);
        entry.putArray("data_offsets").add(data.size()).add(data.size() + elements.length);
        data.writeBytes(elements);
    }

    /** The whole file. */
    public byte[] end() {
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer all =
                ByteBuffer.allocate(Long.BYTES + json.length + data.size()).order(ByteOrder.LITTLE_ENDIAN);
        return all.putLong(json.length).put(json).put(data.toByteArray()).array();
    }
}
