package dev.thimble.device.board;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.ToolProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * A YAML file of a board or of a layer. Unknown keys, missing ones and keys said twice are refused by the file's name.
 *
 * @param path the file
 */
record DescriptionFile(Path path) {
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .defaultSetterInfo(JsonSetter.Value.forValueNulls(Nulls.FAIL, Nulls.FAIL))
            .build();

    /**
     * What the file describes.
     *
     * @param type the file as it is written
     * @param meaning what it means; an IllegalArgumentException says that it cannot
     */
    <F, T> T read(Class<F> type, Function<F, T> meaning) {
        try {
            return meaning.apply(Optional.ofNullable(YAML.readValue(path.toFile(), type))
                    .orElseThrow(() -> unusable("it says nothing")));
        } catch (JsonProcessingException e) {
            throw unusable(e.getOriginalMessage());
        } catch (NumberFormatException e) {
            throw unusable("a memory is not a number: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw unusable(e.getMessage());
        } catch (IOException e) {
            throw new ThimbleException(InputProblem.FILE_UNREADABLE.at("", path, e.getMessage()), e);
        }
    }

    private ThimbleException unusable(String why) {
        return new ThimbleException(ToolProblem.BOARD_UNUSABLE.at(path.toString(), why));
    }
}
