package dev.thimble.backendc;

import dev.thimble.backendc.image.ImageFile;
import dev.thimble.backendc.image.SelfTest;
import dev.thimble.backendc.model.CArray;
import dev.thimble.backendc.model.CImage;
import dev.thimble.backendc.model.CModel;
import dev.thimble.backendc.model.CStruct;
import dev.thimble.backendc.model.CTrainer;
import dev.thimble.backendc.tokenizer.TokenizerTables;
import dev.thimble.backendc.train.TrainedPlaces;
import dev.thimble.backendc.train.TrainerSpec;
import dev.thimble.core.model.Task;
import dev.thimble.core.plan.MemoryPlan;
import dev.thimble.core.schedule.Schedule;
import dev.thimble.core.target.KernelSet;
import dev.thimble.core.target.Section;
import dev.thimble.folder.Installation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The C of one model: every file that a C compiler reads. A {@link CBundle} makes a package of it. */
public final class CPackage {
    static final String SOURCES = "src/";
    private static final String TYPES = "thimble/types.h";

    private final Installation installation;
    private final CModel model;
    private final TokenizerTables tokenizer;
    private final Set<String> sources;
    private final KernelSet kernels;

    private CPackage(
            Installation installation,
            CModel model,
            TokenizerTables tokenizer,
            Set<String> sources,
            KernelSet kernels) {
        this.installation = installation;
        this.model = model;
        this.tokenizer = tokenizer;
        this.sources = sources;
        this.kernels = kernels;
    }

    /**
     * The package of a scheduled and planned model whose constants are linked with it.
     *
     * @param installation for templates and runtime
     * @param task what the model is for
     * @param tables the tokenizer, under the name of the model
     */
    public static CPackage of(
            Installation installation, Schedule schedule, MemoryPlan plan, Task task, TokenizerTables tables) {
        return of(installation, schedule, plan, task, tables, Optional.empty(), Optional.empty());
    }

    /**
     * The same with all data of the model, tokenizer and labels among them, in an image: the package has a file {@code
     * NAME_image.bin}, and its code takes any other of the same program.
     *
     * @param test what the image tests itself with
     */
    public static CPackage loaded(
            Installation installation,
            Schedule schedule,
            MemoryPlan plan,
            Task task,
            TokenizerTables tables,
            SelfTest test) {
        return of(installation, schedule, plan, task, tables, Optional.of(test), Optional.empty());
    }

    /**
     * The same with a trainer of a part of the model.
     *
     * @param training what it trains
     */
    public static CPackage trainable(
            Installation installation,
            Schedule schedule,
            MemoryPlan plan,
            Task task,
            TokenizerTables tables,
            SelfTest test,
            TrainerSpec training) {
        return of(installation, schedule, plan, task, tables, Optional.of(test), Optional.of(training));
    }

    private static CPackage of(
            Installation installation,
            Schedule schedule,
            MemoryPlan plan,
            Task task,
            TokenizerTables tables,
            Optional<SelfTest> loaded,
            Optional<TrainerSpec> training) {
        CModel model = ModelBuilder.build(schedule, plan, task, tables, loaded, training);
        Set<String> sources = new TreeSet<>(model.kernelSources());
        sources.addAll(tables.sources());
        if (loaded.isPresent()) {
            sources.addAll(tables.imageSources());
            sources.addAll(RuntimeSources.IMAGE_SOURCES);
        }
        model.trainer().ifPresent(trainer -> {
            sources.addAll(RuntimeSources.TRAIN_SOURCES);
            sources.addAll(trainer.hasAdapters() ? RuntimeSources.ADAPTER_SOURCES : List.of());
        });
        return new CPackage(installation, model, tables, sources, schedule.kernels());
    }

    /** The name of the model. */
    public String name() {
        return model.name();
    }

    /** How its code finds its constants. */
    public Constants form() {
        return model.isLoaded() ? Constants.LOADED : Constants.LINKED;
    }

    /** The files of a package with this model alone. */
    public Map<String, byte[]> files() {
        return CBundle.of(this).files();
    }

    /** The same with all C in one source and one header, of which nothing but the interface is visible from outside. */
    public Map<String, byte[]> singleFile() {
        return CBundle.of(this).singleFile();
    }

    /** What the model brings into a package; all but files of its name is the same for every model with its kernels. */
    Map<String, byte[]> own() {
        GeneratedFiles generated = generated();
        PackageFiles files = new PackageFiles();
        files.put(headerPath(), bytes(generated.header()));
        generated.trainerHeader().ifPresent(text -> files.put("include/" + name() + "_trainer.h", bytes(text)));
        generated.sources().forEach((name, text) -> files.put(SOURCES + name, bytes(text)));
        files.putAll(runtimeFiles());
        files.put(SOURCES + "thimble/symbols.h", bytes(generated.symbols(new SharedSymbols(runtime(), kernels))));
        addImage(files);
        return files.all();
    }

    /** The same as one source and one header. */
    Map<String, byte[]> ownSingleFile() {
        GeneratedFiles generated = generated();
        Map<String, String> own = generated.sources();
        Map<String, String> texts = new HashMap<>(own);
        runtimeFiles().forEach((path, content) -> texts.put(path.substring(path.indexOf('/') + 1), text(content)));
        String types = texts.remove(TYPES);
        String source = new SingleFile(texts).text(generated.head(), sources, List.copyOf(own.keySet()));
        PackageFiles files = new PackageFiles();
        files.put(
                headerPath(),
                bytes(generated.header().replace("#include \"" + TYPES + "\"\n", SingleFile.unlicensed(types))));
        files.put(SOURCES + model.name() + ".c", bytes(source));
        addImage(files);
        return files.all();
    }

    GeneratedFiles generated() {
        return new GeneratedFiles(new Templates(installation), model, tokenizer);
    }

    private String headerPath() {
        return "include/" + model.name() + ".h";
    }

    private Map<String, byte[]> runtimeFiles() {
        return new RuntimeSources(runtime(), kernels).files(sources);
    }

    /** What takes updates, by path in a package. */
    Map<String, byte[]> updater() {
        return new RuntimeSources(runtime(), kernels).updater();
    }

    /** What answers a fleet, by path in a package; nothing where devices train nothing. */
    Map<String, byte[]> fleet() {
        return model.isTrainable() ? new RuntimeSources(runtime(), kernels).fleet() : Map.of();
    }

    private Path runtime() {
        return installation.runtime();
    }

    CModel templateValues() {
        return model;
    }

    private void addImage(PackageFiles files) {
        model.image()
                .ifPresent(image -> files.put(
                        model.name() + "_image.bin",
                        ImageFile.bytes(image, model.structs().get(0))));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Bytes of constants in one section; an image lies whole in that of weights. */
    public long bytes(Section section) {
        if (model.isLoaded()) {
            return section == Section.WEIGHTS ? model.image().orElseThrow().bytes() : 0;
        }
        long own = model.structs().stream()
                .filter(struct -> struct.section() == section)
                .mapToLong(CStruct::bytes)
                .sum();
        return own + (section == Section.TOKENIZER ? tokenizer.bytes() : 0);
    }

    /** What an image has besides the constants, where they lie in one. */
    public Optional<CImage> image() {
        return model.image();
    }

    /** How many labels its code has room for. */
    public int labelRoom() {
        return model.labelRoom();
    }

    /** All constants, largest first. */
    public List<CArray> constants() {
        List<CArray> others = model.image().map(CImage::parts).orElse(tokenizer.arrays());
        return Stream.concat(model.structs().stream().flatMap(struct -> struct.arrays().stream()), others.stream())
                .sorted(Comparator.comparingLong(CArray::bytes).reversed())
                .toList();
    }

    /** Bytes of the arena. */
    public long arena() {
        return model.arenaBytes();
    }

    /** Bytes of the arena that the tokenizer works in before the model does. */
    public long leastArena() {
        return leastArena(tokenizer);
    }

    /** Bytes of the arena that a tokenizer works in before its model does. */
    public static long leastArena(TokenizerTables tables) {
        long step = MemoryPlan.ALIGNMENT;
        return (tables.scratchBytes() + step - 1) / step * step;
    }

    /** Bytes of RAM that a trainer has for as long as it trains, on a 32-bit core; 0 where devices train nothing. */
    public long trainerBytes() {
        return model.trainer().map(CTrainer::stateBytes).orElse(0L);
    }

    /** What devices train of it, where they do. */
    public Optional<CTrainer> training() {
        return model.trainer();
    }

    /** Where its image has what devices train, where they do. */
    public Optional<TrainedPlaces> trainedPlaces() {
        return model.trainer()
                .map(trainer -> new TrainedPlaces(trainer.matrices().stream()
                        .filter(CTrainer.Matrix::isRounded)
                        .map(matrix -> place(matrix, model.structs().get(0)))
                        .toList()));
    }

    private static TrainedPlaces.Place place(CTrainer.Matrix matrix, CStruct constants) {
        return new TrainedPlaces.Place(
                matrix.value(),
                matrix.layout(),
                at(matrix.image().weightsMember(), constants),
                at(matrix.image().biasMember(), constants),
                at(matrix.image().multipliersMember(), constants));
    }

    /** Bytes from an image's start to an array. */
    private static int at(String member, CStruct constants) {
        return Math.toIntExact(CImage.HEADER_BYTES + constants.offset(member));
    }

    /** Bytes of the context: pointers, logits and ids, on a 32-bit core. */
    public long contextBytes() {
        long pointers = model.isLoaded() ? 2 : 1;
        long bytes = 4 * pointers + 4L * model.labelRoom() + 2L * model.maxTokens();
        return (bytes + 3) / 4 * 4;
    }
}
