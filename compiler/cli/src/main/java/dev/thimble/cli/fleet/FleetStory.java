package dev.thimble.cli.fleet;

import dev.thimble.artifact.OutModel;
import dev.thimble.cli.run.ReferenceTarget;
import dev.thimble.device.drive.FleetDevice;
import dev.thimble.fleet.strategy.Strategies;
import dev.thimble.fleet.strategy.Strategy;
import dev.thimble.pipeline.Progress;
import dev.thimble.pipeline.trained.TrainedModel;
import dev.thimble.simulate.Attack;
import dev.thimble.simulate.Hardware;
import dev.thimble.simulate.Scenario;
import dev.thimble.simulate.Sentence;
import dev.thimble.simulate.Simulation;
import dev.thimble.simulate.real.RealDevices;
import dev.thimble.verify.data.Example;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * What happens to the fleet of a demonstration, in order.
 *
 * @param model that devices are made with
 * @param simulation of the fleet
 * @param ware that devices run
 * @param rounds of learning
 */
record FleetStory(OutModel model, Simulation simulation, Fleetware ware, int rounds, Progress progress) {
    private static final int DEVICES = 30;
    private static final int EMULATED = 2;
    private static final double ATTACKERS = 0.2;
    private static final Attack ATTACK = Attack.RANDOM;

    /** Sentences that a device is asked at last. */
    private static final int ASKED = 64;

    /** How far below training in one place learning together may stay, and how far attackers may move it. */
    private static final double BELOW_CENTRAL = 0.02;

    private static final double MOVED = 0.03;

    private static final String MEAN = "fedavg+adam:0.05";
    private static final List<String> ROBUST = List.of("median+adam:0.05", "trimmed-mean:0.2+adam:0.05");

    /** Tells it; whether all went as it should. */
    boolean tell() {
        Scenario peaceful = Scenario.standard(DEVICES, rounds);
        progress.stage("training in one place, to compare");
        double central = simulation.central(peaceful);
        try (RealDevices devices = ware.started(DEVICES, DEVICES - EMULATED, EMULATED)) {
            SimulationRuns.Run together = run(peaceful, MEAN, devices);
            double ended = together.last().accuracy();
            tellLearning(central, together);
            boolean close = holds(
                    ended >= central - BELOW_CENTRAL,
                    "learning together is more than 2 points below learning in one place");
            boolean exact = tellApplied(together.course().model(), devices);
            boolean robust = tellAttacked(ended, peaceful.attacked(ATTACKERS, ATTACK));
            return close && exact && robust;
        }
    }

    private SimulationRuns.Run run(Scenario scenario, String strategy, Hardware hardware) {
        Strategy<?> parsed = Strategies.parse(strategy);
        return new Runs(simulation, model.manifest().training().ram(), () -> hardware, progress)
                .run(scenario, parsed, hardware);
    }

    private void tellLearning(double central, SimulationRuns.Run run) {
        System.out.println();
        System.out.printf(
                Locale.ROOT,
                "%d devices, %d of them programs of this machine and %d a Cortex-M4 in QEMU, have %,d sentences among them%n",
                DEVICES,
                DEVICES - EMULATED,
                EMULATED,
                simulation.train().size());
        System.out.printf(
                Locale.ROOT,
                "before                      %6.2f %%%n",
                100 * run.rounds().get(0).accuracy());
        System.out.printf(
                Locale.ROOT,
                "after %3d rounds            %6.2f %%%n",
                rounds,
                100 * run.last().accuracy());
        System.out.printf(Locale.ROOT, "all sentences in one place  %6.2f %%%n", 100 * central);
        System.out.printf(
                Locale.ROOT,
                "%,d records of the C, each the reference's byte for byte; %,d bytes a device and round%n",
                run.compared(),
                run.bytesUp() / Math.max(1, run.compared()));
    }

    private boolean tellApplied(TrainedModel learned, RealDevices devices) {
        progress.stage("asking the boards in QEMU");
        ReferenceTarget reference = new ReferenceTarget(learned.computed(), model.real(), model.tokenizer());
        List<Sentence> asked =
                simulation.test().subList(0, Math.min(ASKED, simulation.test().size()));
        long exact = 0;
        for (int board = DEVICES - EMULATED; board < DEVICES; board++) {
            FleetDevice device = devices.runners().get(board).device();
            exact += asked.stream()
                    .filter(sentence -> isExact(device, reference, sentence))
                    .count();
        }
        System.out.printf(
                Locale.ROOT,
                "each round's image went to the boards as a signed update, was tried, tested and confirmed%n"
                        + "with the last one %d of %d answers are the reference's, bit for bit%n",
                exact,
                (long) EMULATED * asked.size());
        return holds(exact == (long) EMULATED * asked.size(), "the boards answer otherwise than the reference");
    }

    private static boolean isExact(FleetDevice device, ReferenceTarget reference, Sentence sentence) {
        List<Integer> logits =
                device.text(sentence.text().getBytes(StandardCharsets.UTF_8)).logits();
        return logits.equals(reference.answer(Example.ofText(sentence.text())).integers());
    }

    private boolean tellAttacked(double peaceful, Scenario attacked) {
        SimulationRuns.Run mean = run(attacked, MEAN, Hardware.NONE);
        List<SimulationRuns.Run> robust =
                ROBUST.stream().map(word -> run(attacked, word, Hardware.NONE)).toList();
        System.out.println();
        System.out.printf(
                Locale.ROOT,
                "%.0f %% of them send noise, as large as it may be, for as many examples as they may tell:%n",
                100 * ATTACKERS);
        System.out.printf(
                Locale.ROOT, "%-28s%6.2f %%%n", MEAN, 100 * mean.last().accuracy());
        robust.forEach(run -> System.out.printf(
                Locale.ROOT, "%-28s%6.2f %%%n", run.strategy(), 100 * run.last().accuracy()));
        double best =
                robust.stream().mapToDouble(run -> run.last().accuracy()).max().orElse(0);
        return holds(best >= peaceful - MOVED, "attackers move the robust strategies by more than 3 points")
                && holds(mean.last().accuracy() < peaceful - MOVED, "attackers do not move the mean");
    }

    private static boolean holds(boolean held, String otherwise) {
        if (!held) {
            System.out.println("FAILED: " + otherwise);
        }
        return held;
    }
}
