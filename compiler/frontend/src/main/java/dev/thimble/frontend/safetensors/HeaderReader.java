package dev.thimble.frontend.safetensors;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thimble.core.diag.ModelProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.frontend.weights.DType;
import dev.thimble.frontend.weights.Names;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parses the JSON header into entries, each well-formed by itself. */
final class HeaderReader {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
    private static final String METADATA = "__metadata__";

    private final String file;
    private final long dataBytes;

    /**
     * A reader for one file.
     *
     * @param file the name for diagnostics
     * @param dataBytes the number of bytes after the header
     */
    HeaderReader(String file, long dataBytes) {
        this.file = file;
        this.dataBytes = dataBytes;
    }

    Map<String, TensorEntry> read(byte[] json) {
        try (JsonParser parser = MAPPER.getFactory().createParser(json)) {
            return entries(parser);
        } catch (JsonProcessingException e) {
            throw notJson(firstLine(e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw notJson(firstLine(String.valueOf(e.getMessage())), e);
        }
    }

    private Map<String, TensorEntry> entries(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw notJson("it does not start with {", null);
        }
        Map<String, TensorEntry> entries = new LinkedHashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            JsonNode value = MAPPER.readTree(parser);
            if (!name.equals(METADATA) && entries.put(name, entry(name, value)) != null) {
                throw new ThimbleException(ModelProblem.SAFETENSORS_DUPLICATE.at(file, Names.quoted(name)));
            }
        }
        if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
            throw notJson("there is more after its end", null);
        }
        return entries;
    }

    private TensorEntry entry(String name, JsonNode value) {
        JsonNode dtype = value.path("dtype");
        if (!dtype.isTextual()) {
            throw malformed(name, "it has no dtype");
        }
        List<Long> shape = extents(name, value.path("shape"));
        List<BigInteger> offsets = naturals(name, "data_offsets", value.path("data_offsets"));
        if (offsets.size() != 2) {
            throw malformed(name, "data_offsets must be two numbers");
        }
        TensorEntry entry = inRange(name, dtype.textValue(), shape, offsets);
        checkSize(entry);
        return entry;
    }

    private TensorEntry inRange(String name, String dtype, List<Long> shape, List<BigInteger> offsets) {
        BigInteger begin = offsets.get(0);
        BigInteger end = offsets.get(1);
        if (begin.compareTo(end) > 0 || end.compareTo(BigInteger.valueOf(dataBytes)) > 0) {
            throw new ThimbleException(
                    ModelProblem.SAFETENSORS_RANGE.at(file, Names.quoted(name), begin, end, dataBytes));
        }
        return new TensorEntry(name, dtype, shape, begin.longValueExact(), end.longValueExact());
    }

    /** The product of the extents is taken without bound: 2^40 x 2^40 must not look like 0. */
    private void checkSize(TensorEntry entry) {
        Optional<Integer> bits = DType.bitsOf(entry.dtype());
        if (bits.isEmpty()) {
            return;
        }
        BigInteger elements =
                entry.shape().stream().map(BigInteger::valueOf).reduce(BigInteger.ONE, BigInteger::multiply);
        BigInteger wanted = elements.multiply(BigInteger.valueOf(bits.get())).shiftRight(3);
        long given = entry.end() - entry.begin();
        if (!wanted.equals(BigInteger.valueOf(given))) {
            throw new ThimbleException(ModelProblem.SAFETENSORS_SIZE.at(
                    file, Names.quoted(entry.name()), entry.dtype(), entry.shape(), wanted, given));
        }
    }

    private List<Long> extents(String name, JsonNode shape) {
        List<Long> extents = new ArrayList<>();
        for (BigInteger extent : naturals(name, "shape", shape)) {
            if (extent.bitLength() > 62) {
                throw malformed(name, "shape holds " + extent);
            }
            extents.add(extent.longValueExact());
        }
        if (extents.size() > 16) {
            throw malformed(name, "shape has " + extents.size() + " dimensions");
        }
        return extents;
    }

    private List<BigInteger> naturals(String name, String field, JsonNode array) {
        if (!array.isArray()) {
            throw malformed(name, "it has no " + field);
        }
        List<BigInteger> numbers = new ArrayList<>();
        for (JsonNode number : array) {
            if (!number.isIntegralNumber() || number.bigIntegerValue().signum() < 0) {
                throw malformed(name, field + " holds " + Names.abbreviated(number.toString()));
            }
            numbers.add(number.bigIntegerValue());
        }
        return numbers;
    }

    private ThimbleException malformed(String name, String why) {
        return new ThimbleException(ModelProblem.SAFETENSORS_ENTRY.at(file, Names.quoted(name), why));
    }

    private ThimbleException notJson(String why, Throwable cause) {
        return new ThimbleException(ModelProblem.SAFETENSORS_HEADER_JSON.at(file, why), cause);
    }

    private static String firstLine(String message) {
        return Names.abbreviated(message.lines().findFirst().orElse("").replaceAll(" for `.*", ""));
    }
}
