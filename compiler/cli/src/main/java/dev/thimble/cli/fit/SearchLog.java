package dev.thimble.cli.fit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.thimble.core.diag.Diagnostic;
import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.pipeline.fit.CostMemory;
import dev.thimble.pipeline.fit.WeightBits;
import dev.thimble.pipeline.precision.BitCosts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What a search has measured, in a file if there is to be one: a search that was interrupted takes it from there. */
final class SearchLog {
    private static final int FORMAT = 1;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
            .enable(
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    private final Optional<Path> file;
    private final String search;
    private final Map<String, BitCosts> costs = new TreeMap<>();
    private final List<Choice> choices = new ArrayList<>();

    /**
     * What the file holds.
     *
     * @param format of the file
     * @param search the digest of all that its figures depend on
     * @param costs by vocabulary
     */
    record Content(int format, String search, Map<String, BitCosts> costs, List<Choice> choices) {
        /** Copies both, which a file may have left out. */
        Content {
            costs = Map.copyOf(costs);
            choices = List.copyOf(choices);
        }
    }

    private SearchLog(Optional<Path> file, String search) {
        this.file = file;
        this.search = search;
    }

    /**
     * With what was measured before, if there is a file and it is there.
     *
     * @param search the digest of all that its figures depend on
     * @throws ThimbleException where the file keeps something else, which is left alone
     */
    static SearchLog open(Optional<Path> file, String search) {
        SearchLog log = new SearchLog(file, search);
        file.filter(Files::exists).map(SearchLog::read).ifPresent(log::take);
        // what cannot be written is said before time is spent
        log.keep();
        return log;
    }

    private static Content read(Path file) {
        try {
            Content content = JSON.readValue(Files.readAllBytes(file), Content.class);
            if (content == null) {
                throw new ThimbleException(noSearch(file));
            }
            return content;
        } catch (JsonProcessingException e) {
            throw new ThimbleException(noSearch(file), e);
        } catch (IOException e) {
            throw new ThimbleException(InputProblem.FILE_UNREADABLE.at("--resume", file, e.toString()), e);
        }
    }

    private static Diagnostic noSearch(Path file) {
        return InputProblem.SEARCH_OTHER.at("--resume", file, "no search for what fits");
    }

    private void take(Content content) {
        if (content.format() != FORMAT || !search.equals(content.search())) {
            throw new ThimbleException(InputProblem.SEARCH_OTHER.at(
                    "--resume",
                    file.orElseThrow(),
                    "the search of another model, file, board or option, or of another Thimble"));
        }
        costs.putAll(content.costs());
        choices.addAll(content.choices());
    }

    /** Where the costs of weights with a vocabulary are kept. */
    CostMemory memory(String vocabulary) {
        return measured -> costs(vocabulary, measured);
    }

    private BitCosts costs(String vocabulary, Supplier<BitCosts> measured) {
        if (!costs.containsKey(vocabulary)) {
            costs.put(vocabulary, measured.get());
            keep();
        }
        return costs.get(vocabulary);
    }

    /** A choice that was tried before; or one that is tried now, and is kept. */
    Choice choice(String vocabulary, WeightBits bits, Supplier<Choice> tried) {
        Optional<Choice> known = choices.stream()
                .filter(choice -> choice.vocabulary().equals(vocabulary))
                .filter(choice -> choice.bits().equals(bits))
                .findFirst();
        return known.orElseGet(() -> {
            Choice choice = tried.get();
            choices.add(choice);
            keep();
            return choice;
        });
    }

    private void keep() {
        file.ifPresent(path -> {
            try {
                Path next = Files.createTempFile(
                        path.toAbsolutePath().getParent(), path.getFileName().toString(), ".next");
                Files.write(next, JSON.writeValueAsBytes(new Content(FORMAT, search, costs, choices)));
                Files.move(next, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new ThimbleException(InputProblem.FILE_UNWRITABLE.at("--resume", path, e.toString()), e);
            }
        });
    }
}
