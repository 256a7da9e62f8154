package dev.thimble.frontend.tokenizer;

import dev.thimble.tokenizer.model.WordPiece;
import dev.thimble.tokenizer.normalize.BertNormalizer;
import dev.thimble.tokenizer.normalize.NoNormalizer;
import dev.thimble.tokenizer.normalize.Normalizer;
import dev.thimble.tokenizer.postprocess.Template;
import dev.thimble.tokenizer.pretokenize.PreTokenizer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What AutoTokenizer of one generation of transformers makes of a folder. */
final class ClassReader {
    private static final int MAX_CHARS = 100;

    private final Sources sources;
    private final Library library;
    private final TokenizerClass tokenizerClass;
    private final SideTokens side;

    ClassReader(Sources sources, Library library, TokenizerClass tokenizerClass) {
        if (!tokenizerClass.isKnownTo(library)) {
            throw new UnreadableByLibrary(library + " has no class " + tokenizerClass);
        }
        this.sources = sources;
        this.library = library;
        this.tokenizerClass = tokenizerClass;
        this.side = SideTokens.of(sources, library, tokenizerClass.tokens());
    }

    /** The tokenizer of a folder whose tokenizer.json was read by itself before. */
    Reading of(Reading file) {
        if (!tokenizerClass.isBert()) {
            return with(file, file.normalizer());
        }
        if (library == Library.FIVE) {
            return built(sources.tokenizer().get("model").get("vocab"));
        }
        if (file.normalizer() instanceof NoNormalizer) {
            throw new UnreadableByLibrary("a Bert class of transformers 4 needs a normalizer");
        }
        BertNormalizer kept = (BertNormalizer) file.normalizer();
        BertNormalizer asked = normalizer();
        return with(
                file,
                new BertNormalizer(
                        kept.cleanText(), asked.handleChineseChars(), asked.stripAccents(), asked.lowercase()));
    }

    private Reading with(Reading file, Normalizer normalizer) {
        AddedVocabulary tokens = file.tokens().copy();
        side.addTo(tokens);
        return new Reading(reader(), file.model(), normalizer, file.preTokenizer(), file.template(), tokens, splits());
    }

    /** The tokenizer that a Bert class builds from the vocabulary of tokenizer.json alone. */
    private Reading built(JsonFields vocabulary) {
        return built(Vocabulary.read(vocabulary).ids());
    }

    /** The tokenizer that a Bert class builds from a vocabulary alone. */
    Reading built(Map<String, Integer> vocabulary) {
        if (!tokenizerClass.isBert()) {
            throw new UnreadableByLibrary(tokenizerClass + " needs a tokenizer.json");
        }
        AddedVocabulary tokens = new AddedVocabulary(vocabulary);
        side.addTo(tokens);
        if (library == Library.FOUR && !flag("do_basic_tokenize").orElse(true)) {
            tokens.dropChanged(new BertNormalizer(true, false, false, false), normalizer());
        }
        Template template = new Template(List.of(special("cls_token", tokens)), List.of(special("sep_token", tokens)));
        return new Reading(
                reader(),
                new WordPiece(vocabulary, unknown(vocabulary), "##", MAX_CHARS),
                normalizer(),
                PreTokenizer.BERT,
                template,
                tokens,
                splits());
    }

    private int special(String name, AddedVocabulary tokens) {
        if (!tokens.knows(side.named(name))) {
            throw new UnreadableByLibrary("there is no " + name);
        }
        return tokens.id(side.named(name));
    }

    /** An added token does not do: the model itself asks its own vocabulary. */
    private int unknown(Map<String, Integer> vocabulary) {
        Integer id = vocabulary.get(side.named("unk_token"));
        if (id == null) {
            throw new UnreadableByLibrary("the token \"" + JsonFields.shown(side.named("unk_token"))
                    + "\" for unknown words is not in the vocabulary");
        }
        return id;
    }

    private BertNormalizer normalizer() {
        boolean lowercase = flag("do_lower_case").orElse(true);
        return new BertNormalizer(
                true,
                flag("tokenize_chinese_chars").orElse(true),
                flag("strip_accents").orElse(lowercase),
                lowercase);
    }

    private boolean splits() {
        return flag("split_special_tokens").orElse(false);
    }

    private Optional<Boolean> flag(String name) {
        JsonFields field = sources.config().get(name);
        return field.isNull() ? Optional.empty() : Optional.of(field.flag());
    }

    private String reader() {
        return tokenizerClass + " of " + library;
    }
}
