package dev.gantry.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.tests.harness.ApiClient;
import dev.gantry.tests.harness.Reply;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A client that creates, starts, stops and removes containers at random until its engine is gone,
/// and remembers what it was told.
///
/// What was answered is certain. The one request that was not may have been carried out or not, but
/// never by half.
final class Churn {
  private static final String ABSENT = "absent";
  private static final String CREATED = "created";
  private static final String RUNNING = "running";
  private static final String EXITED = "exited";

  private final ApiClient api;
  private final String prefix;
  private final String definition;
  private final int most;
  private final Chance chance;
  private final Map<String, Set<String>> states = new HashMap<>();
  private int made;
  private int answers;

  /// @param prefix of its containers' names
  /// @param definition of each container, the body of its creation
  /// @param most how many containers it has at a time
  Churn(ApiClient api, String prefix, String definition, int most, Chance chance) {
    this.api = api;
    this.prefix = prefix;
    this.definition = definition;
    this.most = most;
    this.chance = chance;
  }

  void untilTheEngineIsGone() {
    try {
      while (true) {
        step();
        answers++;
      }
    } catch (UncheckedIOException gone) {
      // What it was asked last is in the ledger as uncertain.
    }
  }

  /// How many requests were answered.
  int answers() {
    return answers;
  }

  private void step() {
    if (states.isEmpty() || (states.size() < most && chance.below(3) == 0)) {
      create(prefix + made++);
      return;
    }
    var name = chance.oneOf(states.keySet().stream().sorted().toList());
    var state = states.getOrDefault(name, Set.of(ABSENT)).iterator().next();
    if (chance.below(4) == 0) {
      remove(name, state);
    } else if (state.equals(RUNNING)) {
      stop(name);
    } else {
      start(name, state);
    }
  }

  private void create(String name) {
    states.put(name, Set.of(ABSENT, CREATED));
    expect(201, api.post("/containers/create?name=" + name, definition));
    states.put(name, Set.of(CREATED));
  }

  private void start(String name, String before) {
    // A start that a kill interrupts counts as one that ended.
    states.put(name, Set.copyOf(List.of(before, RUNNING, EXITED)));
    expect(204, api.post("/containers/" + name + "/start"));
    states.put(name, Set.of(RUNNING));
  }

  private void stop(String name) {
    states.put(name, Set.of(RUNNING, EXITED));
    expect(204, api.post("/containers/" + name + "/stop?t=0"));
    states.put(name, Set.of(EXITED));
  }

  private void remove(String name, String before) {
    var running = before.equals(RUNNING);
    states.put(name, running ? Set.of(RUNNING, EXITED, ABSENT) : Set.of(before, ABSENT));
    expect(204, api.delete("/containers/" + name + "?force=1"));
    states.remove(name);
  }

  private static void expect(int status, Reply reply) {
    assertThat(reply.status()).as(reply::toString).isEqualTo(status);
  }

  /// Compares what it was told with what there is, and goes on from there.
  ///
  /// @param found the states of all containers by name
  void reconcile(Map<String, String> found) {
    states.forEach(
        (name, possible) ->
            assertThat(possible)
                .as("states of " + name)
                .contains(found.getOrDefault(name, ABSENT)));
    assertThat(states.keySet())
        .containsAll(found.keySet().stream().filter(name -> name.startsWith(prefix)).toList());
    for (var name : List.copyOf(states.keySet())) {
      if (found.containsKey(name)) {
        states.put(name, Set.of(found.get(name)));
      } else {
        states.remove(name);
      }
    }
  }
}
