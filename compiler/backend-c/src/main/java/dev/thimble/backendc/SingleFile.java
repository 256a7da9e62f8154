package dev.thimble.backendc;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A package's sources as one translation unit in which everything but the model's interface is {@code static}.
 *
 * <p>What sources share (the headers of kernels and tokenizer) comes first and once. Each kernel's source follows with
 * the headers that are its own; what these define at file scope gets the source's name behind its own, and macros end
 * with the source, for several sources use the same short names.
 */
final class SingleFile {
    /** Headers that sources share, in the order in which they include each other. */
    private static final List<String> SHARED = List.of(
            "thimble/sections.h",
            "thimble/instrument.h",
            "thimble/fixed.h",
            "thimble/kernels.h",
            "thimble/image.h",
            "sha256.h",
            "thimble/tokenizer.h",
            "tokenizer_text.h",
            "tokenizer_tables.h");

    private static final Pattern INCLUDE = Pattern.compile("(?m)^#include \"([^\"]+)\"\\n");
    private static final String COMMENT = "/\\*[^*]*+(?:\\*(?!/)[^*]*+)*+\\*/";
    private static final Pattern LICENCE = Pattern.compile("(?m)\\A/\\* SPDX-[^*]*\\*/\\n");
    private static final Pattern PROTOTYPE =
            Pattern.compile("(?m)(?:^" + COMMENT + "\\n)?^(\\w[\\w ]*[ *](thimble_\\w+)\\([^;{}]*\\);\\n)");
    private static final Pattern EXTERN_DATA = Pattern.compile("(?m)^(?:THIMBLE_SHARED\\n)?extern [^;{\"]*;\\n");
    private static final Pattern DATA = Pattern.compile("(?m)^(?=const [^;{}()]*= \\{)");
    private static final Pattern FUNCTION = Pattern.compile("(?m)^\\w[\\w ]*[ *](thimble_\\w+)\\([^;{}]*\\)\\n\\{");
    private static final Pattern OWN_FUNCTION =
            Pattern.compile("(?m)(?<!THIMBLE_SHARED\\n)^\\w[\\w ]*[ *](\\w+)\\([^;{}]*\\)\\n\\{");
    private static final Pattern OWN_DATA = Pattern.compile("(?m)^static const \\w+ (\\w+)\\[");
    private static final Pattern MADE_BY_MACRO = Pattern.compile("(?m)^(?:THIMBLE_)?DEFINE_\\w+\\((\\w+),");
    private static final Pattern TYPE = Pattern.compile("(?m)^(?:typedef [^{};]*[ *]|\\} )(\\w+);$");
    private static final Pattern ENUM = Pattern.compile("enum \\{([^}]*)\\}");
    private static final Pattern MACRO = Pattern.compile("(?m)^# *define (\\w+)");
    private static final Pattern TOKEN = Pattern.compile(
            "\"(?:\\\\.|[^\"\\\\\\n])*+\"|'(?:\\\\.|[^'\\\\\\n])'|" + COMMENT + "|(?<![.]|->)\\b[A-Za-z_]\\w*+");

    private final Map<String, String> files;
    private final Set<String> defined;

    /**
     * A package.
     *
     * @param files the texts of its C files, by path below {@code src}
     */
    SingleFile(Map<String, String> files) {
        this.files = files.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, file -> unlicensed(file.getValue())));
        this.defined = files.values().stream()
                .flatMap(text -> FUNCTION.matcher(text).results())
                .map(function -> function.group(1))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** A file without the line that names its licence, which the whole says once. */
    static String unlicensed(String text) {
        return LICENCE.matcher(text).replaceFirst("");
    }

    /**
     * The unit.
     *
     * @param head what stands before everything else
     * @param kernels the sources of kernels and tokenizer
     * @param generated the model's own headers and sources, in an order in which nothing is used before it is there
     */
    String text(String head, Collection<String> kernels, List<String> generated) {
        StringBuilder text = new StringBuilder(head);
        SHARED.stream().filter(files::containsKey).forEach(header -> part(header, local(header), text));
        inOrder(kernels).forEach(source -> part(source, section(source), text));
        generated.forEach(file -> part(file, local(file), text));
        return text.toString();
    }

    private static void part(String file, String content, StringBuilder text) {
        text.append("\n/* ---- ").append(file).append(" ---- */\n\n").append(content);
    }

    /** Tables before the functions that read them, for a static table cannot be announced. */
    private List<String> inOrder(Collection<String> kernels) {
        return Stream.concat(
                        kernels.stream().filter(this::isTable), kernels.stream().filter(source -> !isTable(source)))
                .toList();
    }

    private boolean isTable(String source) {
        return !FUNCTION.matcher(files.get(source)).find();
    }

    /** A file's text without what others have brought, and with everything static. */
    private String local(String file) {
        String text = INCLUDE.matcher(files.get(file)).replaceAll(this::includeOrNothing);
        text = EXTERN_DATA.matcher(text).replaceAll("");
        text = DATA.matcher(text).replaceAll("static ");
        return PROTOTYPE.matcher(text).replaceAll(this::prototype);
    }

    private String includeOrNothing(MatchResult include) {
        String name = include.group(1);
        boolean known = name.startsWith("../include/") || name.endsWith("symbols.h") || files.containsKey(name);
        return known ? "" : Matcher.quoteReplacement(include.group());
    }

    private String prototype(MatchResult found) {
        if (!defined.contains(found.group(2))) {
            return "";
        }
        int start = found.start(1) - found.start();
        String comment = found.group().substring(0, start);
        return Matcher.quoteReplacement(comment + "static " + found.group(1));
    }

    /** A kernel's source with its own headers in their places, and with names that no other source has. */
    private String section(String source) {
        String text = expanded(source, new HashSet<>(SHARED));
        String suffix = "_" + source.substring(0, source.lastIndexOf('.'));
        Set<String> own = ownNames(text);
        String renamed = TOKEN.matcher(text)
                .replaceAll(token ->
                        Matcher.quoteReplacement(own.contains(token.group()) ? token.group() + suffix : token.group()));
        StringBuilder section = new StringBuilder(DATA.matcher(renamed).replaceAll("static "));
        names(MACRO, text)
                .forEach(macro -> section.append("#undef ").append(macro).append('\n'));
        return section.toString();
    }

    private String expanded(String file, Set<String> seen) {
        StringBuilder text = new StringBuilder();
        String content = EXTERN_DATA.matcher(files.get(file)).replaceAll("");
        Matcher include = INCLUDE.matcher(content);
        while (include.find()) {
            String name = include.group(1);
            include.appendReplacement(text, "");
            if (seen.add(name)) {
                text.append(expanded(name, seen));
            }
        }
        return include.appendTail(text).toString();
    }

    private static Set<String> ownNames(String text) {
        Set<String> names = new TreeSet<>(names(OWN_FUNCTION, text));
        names.addAll(names(OWN_DATA, text));
        names.addAll(names(MADE_BY_MACRO, text));
        names.addAll(names(TYPE, text));
        ENUM.matcher(text)
                .results()
                .flatMap(constants -> Stream.of(constants.group(1).split(",", -1)))
                .map(constant -> constant.replaceAll("=.*", "").strip())
                .forEach(names::add);
        return names;
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
