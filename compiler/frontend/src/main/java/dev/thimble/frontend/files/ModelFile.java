package dev.thimble.frontend.files;

import java.nio.file.Path;

/** The files of a model folder that are read beside its weights; no other one decides what the model answers. */
public enum ModelFile {
    /** The model's shape and its labels; one with 10,000 labels has under 1 MB. */
    CONFIG("config.json", 16L << 20),
    /** The tokenizer; one of 65,536 tokens and as many merges has about 6 MB. */
    TOKENIZER("tokenizer.json", 32L << 20),
    /** The vocabulary of an older tokenizer, a token a line. */
    VOCABULARY("vocab.txt", 16L << 20),
    /** What the tokenizer's class is told. */
    TOKENIZER_CONFIG("tokenizer_config.json", 32L << 20),
    /** The special tokens of an older tokenizer. */
    SPECIAL_TOKENS_MAP("special_tokens_map.json", 16L << 20),
    /** The added tokens of an older tokenizer. */
    ADDED_TOKENS("added_tokens.json", 16L << 20);

    private final String fileName;
    private final long longest;

    ModelFile(String fileName, long longest) {
        this.fileName = fileName;
        this.longest = longest;
    }

    private FolderFile file() {
        return new FolderFile(fileName, longest);
    }

    /** Its name in the folder. */
    public String fileName() {
        return fileName;
    }

    /** Whether there is something of its name, be it a file or not. */
    public boolean isIn(Path folder) {
        return file().isIn(folder);
    }

    /** Where it is. */
    public Path in(Path folder) {
        return file().in(folder);
    }

    /**
     * The whole file.
     *
     * @throws dev.thimble.core.diag.ThimbleException THM-0105, THM-0137, THM-0138 or THM-0801 when it is not to be read
     */
    public byte[] read(Path folder) {
        return file().read(folder);
    }
}
