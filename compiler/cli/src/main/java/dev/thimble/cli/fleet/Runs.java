package dev.thimble.cli.fleet;

import dev.thimble.core.train.PersonalPart;
import dev.thimble.fleet.strategy.Accumulator;
import dev.thimble.fleet.strategy.Strategy;
import dev.thimble.pipeline.Progress;
import dev.thimble.simulate.Hardware;
import dev.thimble.simulate.PersonalScenario;
import dev.thimble.simulate.PersonalSimulation;
import dev.thimble.simulate.Scenario;
import dev.thimble.simulate.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Simulations, one after the other.
 *
 * @param ram bytes that a device's trainer has
 * @param hardware starts the devices that run the C, for each of them anew
 */
record Runs(Simulation simulation, long ram, Supplier<Hardware> hardware, Progress progress) {
    /** Each strategy without attackers, and with those of the scenario where it has some. */
    SimulationRuns of(Scenario scenario, List<Strategy<?>> strategies) {
        progress.stage("training in one place, to compare");
        double central = simulation.central(scenario.peaceful());
        List<SimulationRuns.Run> runs = new ArrayList<>();
        List<Scenario> scenarios =
                scenario.attack().isPresent() ? List.of(scenario.peaceful(), scenario) : List.of(scenario);
        for (Scenario each : scenarios) {
            for (Strategy<?> strategy : strategies) {
                try (Hardware started = hardware.get()) {
                    runs.add(run(each, strategy, started));
                }
            }
        }
        return new SimulationRuns(central, ram, runs, PersonalRuns.NONE);
    }

    /** Each strategy with each of these staying on devices, which are asked what they hear. */
    SimulationRuns of(PersonalScenario scenario, List<PersonalPart> parts, List<Strategy<?>> strategies) {
        progress.stage("training in one place, to compare");
        double central = simulation.central(scenario.fleet().peaceful());
        PersonalSimulation personal = new PersonalSimulation(simulation, scenario);
        return new SimulationRuns(
                central, ram, List.of(), PersonalRuns.of(personal, parts, strategies, hardware, progress));
    }

    /** One strategy in one scenario, with devices that have started. */
    <A extends Accumulator<A>> SimulationRuns.Run run(Scenario scenario, Strategy<A> strategy, Hardware started) {
        progress.stage(String.format(
                Locale.ROOT,
                "%d rounds of %d devices, %s, %s",
                scenario.rounds(),
                scenario.devices(),
                strategy.word(),
                SimulationRuns.what(scenario)));
        return new SimulationRuns.Run(strategy.word(), scenario, simulation.run(scenario, strategy, started, progress));
    }
}
