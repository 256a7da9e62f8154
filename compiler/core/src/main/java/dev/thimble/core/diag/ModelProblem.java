package dev.thimble.core.diag;

/** 01xx: the model folder: config.json and the weights. */
public enum ModelProblem implements Problem {
    /** A file that a model folder must have. */
    FILE_MISSING(
            101,
            "the model folder has no %s",
            "a Hugging Face folder holds config.json, model.safetensors or pytorch_model.bin, and tokenizer.json"),
    /** Weights split over several files, with an index of another name. */
    SHARDED(
            102,
            "the weights are split over several files in a way that is not read",
            "model.safetensors.index.json and pytorch_model.bin.index.json are read"),
    /** Only pickled weights, and of another name. */
    PICKLED(
            103,
            "the folder has pickled weights (%s) but neither model.safetensors nor pytorch_model.bin",
            "if it is the state dict of the whole model, name it pytorch_model.bin; if not: save_pretrained(folder)"),
    /** The folder itself is not there. */
    NOT_A_FOLDER(104, "the model %s is not a folder", "name the folder that holds config.json"),
    /** A file beyond any model that this compiler could be for. */
    FILE_TOO_LARGE(105, "the file has %d bytes, more than the %d that are accepted", ""),

    /** config.json is not a JSON object. */
    CONFIG_NOT_JSON(110, "the configuration is not a JSON object: %s", ""),
    /** A key without which the model cannot be understood. */
    CONFIG_KEY_MISSING(111, "the configuration has no %s", ""),
    /** A value of the wrong type or out of range. */
    CONFIG_VALUE(112, "%s is %s, but must be %s", ""),
    /** A value that would change the result and is not handled. */
    CONFIG_UNSUPPORTED(113, "%s %s is not supported", ""),
    /** A key this compiler has never heard of; a warning. */
    CONFIG_KEY_UNKNOWN(
            114,
            "the key %s is not known and has no effect here",
            "check the logits against the model's own code if it matters there"),
    /** No frontend for this architecture. */
    ARCHITECTURE_UNSUPPORTED(115, "the architecture %s is not supported", "supported are …"),
    /** The heads do not share the width evenly. */
    HEADS_DO_NOT_DIVIDE(116, "%d attention heads do not divide a hidden size of %d", ""),
    /** Labels that are not exactly 0 to k-1, or too few. */
    LABELS(117, "the labels are not usable: %s", "id2label must name every class from 0 up, without gaps"),
    /** label2id tells another story than id2label, or a label occurs twice; a warning. */
    LABELS_DOUBTFUL(118, "the labels are doubtful: %s", "id2label is used"),
    /** A longest sequence the position table has no rows for. */
    MAX_TOKENS(119, "a longest sequence of %d tokens was asked for, but the model allows 1 to %d", ""),

    /** Shorter than its own header says. */
    SAFETENSORS_CUT(120, "the weights file is cut short: %s", "fetch or copy it again"),
    /** A header length beyond the file or the format's limit. */
    SAFETENSORS_HEADER_LENGTH(121, "the header claims %s bytes, but %s", "the file is damaged or not safetensors"),
    /** A header that is not the JSON object of the format. */
    SAFETENSORS_HEADER_JSON(122, "the header is not a JSON object: %s", "the file is damaged or not safetensors"),
    /** An entry without dtype, shape or data_offsets, or with nonsense in them. */
    SAFETENSORS_ENTRY(123, "the header's entry for tensor %s is malformed: %s", ""),
    /** Offsets beyond the data. */
    SAFETENSORS_RANGE(
            124,
            "tensor %s claims bytes %s to %s of the data, which has %d",
            "the file may be cut short: fetch or copy it again"),
    /** Two tensors in the same bytes. */
    SAFETENSORS_OVERLAP(125, "tensors %s and %s claim the same bytes", ""),
    /** Bytes that belong to no tensor. */
    SAFETENSORS_GAP(126, "bytes %d to %d of the data belong to no tensor", ""),
    /** dtype, shape and offsets do not agree. */
    SAFETENSORS_SIZE(127, "tensor %s of dtype %s and shape %s needs %s bytes, but its offsets give it %d", ""),
    /** The same name twice. */
    SAFETENSORS_DUPLICATE(128, "the header names tensor %s twice", ""),

    /** A needed tensor in a format that is not read. */
    TENSOR_DTYPE(130, "tensor %s has dtype %s, which is not supported", "F64, F32, F16 and BF16 are read"),
    /** A needed tensor is not there. */
    TENSOR_MISSING(131, "the model has no tensor %s", "config.json and the weights may not belong together"),
    /** A tensor of another shape than the configuration asks for. */
    TENSOR_SHAPE(132, "tensor %s has shape %s, but %s was expected from config.json", ""),
    /** NaN or infinity among the weights. */
    TENSOR_NOT_FINITE(133, "tensor %s holds %s at index %s", "the training may have diverged"),
    /** More token ids than embeddings. */
    VOCABULARY_TOO_LARGE(
            134,
            "the tokenizer has ids up to %d, but tensor %s has %d rows",
            "the tokenizer and the weights do not belong together"),
    /** Tensors that are in the file but not in the architecture; a warning. */
    TENSORS_UNUSED(135, "%d tensors in the file are not part of the architecture and are not used: %s", ""),
    /** A value derived from weights left the range of numbers. */
    DERIVED_NOT_FINITE(136, "%s of layer %d is %s", "the training may have diverged"),
    /** Something of a file's name that is no file. */
    NOT_A_FILE(137, "this is no regular file", "a folder, a pipe or a device is not read"),
    /** The stand-in that a clone without Git LFS leaves. */
    LFS_POINTER(138, "this is a pointer of Git LFS, not the file itself", "fetch the files: git lfs pull"),
    /** Fine-tuned differences without the model that they belong to. */
    ADAPTER(
            139,
            "the folder holds a PEFT adapter (%s), not a whole model",
            "merge it into its model: PeftModel.from_pretrained(base, folder).merge_and_unload().save_pretrained(new"
                    + " folder)"),
    /** Weights of another program. */
    OTHER_WEIGHTS(
            140,
            "the folder has %s but neither model.safetensors nor pytorch_model.bin",
            "take the folder that it was made from: an exported model is not read"),
    /** A longest sequence that the special tokens fill. */
    NO_ROOM(
            141,
            "the tokenizer puts %d special tokens around every text, which leaves no room in a longest sequence of %d",
            "choose a larger --max-tokens, or correct the tokenizer's post_processor"),
    /** One number instead of labels. */
    REGRESSION(
            142,
            "the model is a regression, which is not supported: %s",
            "what is compiled is a choice between two or more labels"),
    /** Labels that do not exclude each other. */
    MULTI_LABEL(
            143,
            "the model gives several labels to one text, which is not supported",
            "problem_type must be single_label_classification: one label a text, by the largest logit"),
    /** Labels that the generated C cannot hold. */
    LABEL_LIMIT(144, "%s, more than the %d that the C package can hold", ""),
    /** A model saved without one of its parts. */
    PART_MISSING(
            145,
            "the model has no %s: there is no tensor %s",
            "save the whole fine-tuned model, a BertForSequenceClassification: save_pretrained(folder)"),

    /** A file that torch.save did not write, or not of a state dict. */
    CHECKPOINT_FORM(
            150,
            "the file is neither of the two forms that torch.save gives a state dict: %s",
            "save the model again: save_pretrained(folder)"),
    /** An archive that torch.save does not write. */
    CHECKPOINT_ARCHIVE(151, "the archive of the weights cannot be used: %s", "fetch it or save the model again"),
    /** Bytes that are no pickle of this kind. */
    PICKLE_DAMAGED(152, "the pickle of the weights is damaged at byte %d: %s", "fetch it or save the model again"),
    /** An instruction of pickles that plain values do not need. */
    PICKLE_OPCODE(
            153,
            "the pickle has the instruction %s at byte %d, which no state dict of tensors needs",
            "nothing in it was executed; do not load this file elsewhere unless you trust who made it"),
    /** A name that no state dict needs. */
    PICKLE_GLOBAL(
            154,
            "the pickle names %s, which no state dict of tensors needs",
            "nothing in it was executed; do not load this file elsewhere unless you trust who made it"),
    /** A model with its code. */
    CHECKPOINT_MODULE(
            155,
            "the file holds an object of the class %s, not a state dict of tensors",
            "save the weights alone: model.save_pretrained(folder), or torch.save(model.state_dict(), file)"),
    /** A call of something known, with something else. */
    PICKLE_CALL(156, "the pickle uses %s as no state dict of tensors does: %s", "save the model again"),
    /** A reference out of the pickle that is no storage's. */
    PICKLE_REFERENCE(157, "the pickle refers to something that is no storage of a tensor: %s", "save the model again"),
    /** An entry that is no tensor. */
    CHECKPOINT_ENTRY(
            158,
            "the entry %s of the state dict is %s, not a tensor",
            "save the weights alone: model.save_pretrained(folder), or torch.save(model.state_dict(), file)"),
    /** A tensor that reaches out of its storage. */
    CHECKPOINT_VIEW(159, "tensor %s is no view of its storage: %s", ""),
    /** A storage that is not what the pickle says. */
    CHECKPOINT_STORAGE(
            160, "the storage %s is not what the pickle says: %s", "the file may be damaged: fetch it again"),
    /** Bytes the other way round. */
    CHECKPOINT_BIG_ENDIAN(
            161,
            "the weights were saved on a machine with big-endian numbers, which is not read",
            "save the model again on another machine, or as safetensors"),
    /** Views beyond any memory. */
    CHECKPOINT_TOO_LARGE(162, "its tensors have more than the %d bytes that are accepted", ""),
    /** A pickle beyond any state dict. */
    PICKLE_LIMIT(163, "the pickle has more than the %d %s that are accepted", ""),
    /** An index that does not say where tensors are. */
    INDEX_INVALID(164, "the index of the weights cannot be used: %s", ""),
    /** A shard elsewhere. */
    SHARD_NAME(165, "the index names %s, which is no plain name of a file that ends with %s", ""),
    /** A tensor that is not where the index says. */
    SHARD_DIFFERS(
            166,
            "tensor %s %s, but by the index it is %s",
            "index and files do not belong together, or a file was left out"),
    /** A checkpoint to go on training from. */
    CHECKPOINT_WRAPPED(
            167,
            "the file is a state of training, with the weights below the key %s",
            "save the weights alone: torch.save(torch.load(file)[key], \"pytorch_model.bin\")");

    private final CatalogueEntry entry;

    ModelProblem(int code, String sentence, String hint) {
        this.entry = CatalogueEntry.of(code, sentence, hint);
    }

    @Override
    public CatalogueEntry entry() {
        return entry;
    }
}
