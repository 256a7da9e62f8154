package dev.thimble.backendc.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.backendc.CPackage;
import dev.thimble.backendc.Constants;
import dev.thimble.backendc.Programs;
import dev.thimble.backendc.model.CArray;
import dev.thimble.backendc.model.CImage;
import dev.thimble.core.target.KernelSet;
import dev.thimble.core.target.KernelSets;
import dev.thimble.core.target.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Where constants lie in a program: in lines of a flash that makes a core wait for each. */
class LinesTest {
    private static final Path ROOT = Path.of(System.getProperty("thimble.root"));
    private static final List<Long> SEEDS = List.of(3L, 10L, 21L, 32L);
    private static final int LINE = 16;

    /** A member of a structure as the header declares it. */
    private static final Pattern MEMBER = Pattern.compile("(?m)^    u?int\\d+_t (\\w+)(\\[\\d+])?;");

    private static final Pattern STRUCTURE = Pattern.compile("struct (thimble_\\w+) \\{([^}]*)}");

    @TempDir
    Path folder;

    static Stream<Arguments> forms() {
        return KernelSets.all().stream()
                .flatMap(kernels -> Stream.of(Constants.values()).map(form -> Arguments.of(kernels, form)));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void whatIsAsLongAsALineBeginsOneInTheProgram(KernelSet kernels, Constants form)
            throws IOException, InterruptedException {
        int compared = 0;
        for (long seed : SEEDS) {
            RandomModel model = RandomModel.of(seed, kernels);
            CPackage code = model.code(ROOT, form);
            Map<String, Integer> places = places(model.name(), code);
            for (CArray array : constants(code)) {
                if (array.bytes() >= LINE) {
                    assertThat(places).as(model.describe()).containsEntry(array.name(), 0);
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThan(SEEDS.size());
    }

    /** Those that kernels read. */
    private static List<CArray> constants(CPackage code) {
        List<CArray> parts = code.image().map(CImage::parts).orElse(List.of());
        return code.constants().stream()
                .filter(array -> array.section() != Section.TOKENIZER && !parts.contains(array))
                .toList();
    }

    /** How far the address of each member is behind the beginning of a line. */
    private Map<String, Integer> places(String name, CPackage code) throws IOException, InterruptedException {
        for (Map.Entry<String, byte[]> file : code.files().entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        String constants = "src/" + name + "_constants";
        String header = Files.readString(folder.resolve(constants + ".h"));
        Files.writeString(folder.resolve("places.c"), program(constants + ".h", header));
        List<String> command = List.of("gcc", "-std=c99", "-o", "places", "-Iinclude", "places.c", constants + ".c");
        assertThat(Programs.output(folder, command)).isEmpty();
        return Programs.output(folder, List.of("./places"))
                .lines()
                .map(line -> line.split(" ", -1))
                .collect(Collectors.toMap(words -> words[0], words -> Integer.parseInt(words[1])));
    }

    private static String program(String name, String header) {
        Matcher structures = STRUCTURE.matcher(header);
        String prints = structures
                .results()
                .flatMap(struct -> MEMBER.matcher(struct.group(2))
                        .results()
                        .map(member -> print(struct.group(1), member.group(1))))
                .collect(Collectors.joining());
        return "#include <stdio.h>\n#include \"" + name + "\"\nint main(void)\n{\n" + prints + "    return 0;\n}\n";
    }

    private static String print(String struct, String member) {
        String place = struct + "." + member;
        return "    printf(\"" + member + " %u\\n\", (unsigned)((uintptr_t)&" + place + " % " + LINE + "u));\n";
    }
}
