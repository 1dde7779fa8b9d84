package dev.gantry.kube.kubelet;

import dev.gantry.engine.core.ContainerRecord;
import dev.gantry.engine.core.ContainerSpec;
import dev.gantry.engine.core.ContainerState;
import dev.gantry.engine.core.Engine;
import dev.gantry.engine.core.Filters;
import dev.gantry.engine.core.WaitContainer;
import dev.gantry.platform.errors.ConflictException;
import dev.gantry.platform.errors.GantryException;
import dev.gantry.platform.errors.NotFoundException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The engine's containers as far as they are pods'.
final class EngineContainers {
  private static final Logger log = LoggerFactory.getLogger(EngineContainers.class);

  private final Engine engine;
  private final Background background;

  EngineContainers(Engine engine, Background background) {
    this.engine = engine;
    this.background = background;
  }

  /// All containers of pods, by the pods' uids.
  Map<String, List<ContainerRecord>> byPod() {
    Map<String, List<ContainerRecord>> byPod = new HashMap<>();
    for (var details : engine.listContainers().run(true, 0, false, Filters.NONE)) {
      String uid = details.record().spec().labels().get(ContainerLabels.POD_UID);
      if (uid != null) {
        byPod.computeIfAbsent(uid, _ -> new ArrayList<>()).add(details.record());
      }
    }
    return byPod;
  }

  /// The record; absent when somebody has removed the container.
  Optional<ContainerRecord> find(String id) {
    try {
      return Optional.of(engine.inspectContainer().run(id, false).record());
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  /// Creates a container, in place of one of the same name that an interrupted start left.
  String create(String name, ContainerSpec spec) throws InterruptedException {
    try {
      return createNew(name, spec);
    } catch (ConflictException taken) {
      remove(name);
      return createNew(name, spec);
    }
  }

  private String createNew(String name, ContainerSpec spec) throws InterruptedException {
    return engine.createContainer().run(Optional.of(name), Optional.empty(), spec).id().value();
  }

  void start(String id) throws InterruptedException {
    engine.startContainer().run(id);
  }

  /// Calls `ended` once the container does not run any more.
  void whenEnded(String id, Runnable ended) {
    WaitContainer.Waiting waiting;
    try {
      waiting = engine.waitContainer().begin(id, WaitContainer.Condition.NOT_RUNNING);
    } catch (NotFoundException gone) {
      ended.run();
      return;
    }
    background.run(
        "wait for " + id.substring(0, 12),
        () -> {
          waiting.await();
          ended.run();
        });
  }

  /// Sends the stop signal, and SIGKILL after the grace; returns when it has ended.
  void stop(String id, Duration grace) throws InterruptedException {
    try {
      engine.stopContainer().run(id, Optional.of((int) grace.toSeconds()), Optional.empty());
    } catch (NotFoundException gone) {
      log.debug("container to be stopped is gone id={}", id);
    }
  }

  void kill(String id) throws InterruptedException {
    try {
      engine.killContainer().run(id, "KILL");
    } catch (NotFoundException | ConflictException notRunning) {
      log.debug("container to be killed does not run id={}", id);
    }
  }

  boolean isRunning(String id) {
    return find(id).map(record -> record.state().isAlive()).orElse(false);
  }

  /// Removes a container, killing it if need be. Does nothing when it is gone.
  void remove(String reference) throws InterruptedException {
    try {
      engine.removeContainer().run(reference, true, true);
    } catch (NotFoundException gone) {
      log.debug("container to be removed is gone reference={}", reference);
    } catch (GantryException e) {
      log.warn("container not removed reference={}", reference, e);
    }
  }

  static Attempt attempt(ContainerRecord record) {
    Map<String, String> labels = record.spec().labels();
    int number;
    try {
      number = Integer.parseInt(labels.getOrDefault(ContainerLabels.ATTEMPT, "0"));
    } catch (NumberFormatException e) {
      number = 0;
    }
    return new Attempt(record.id().value(), number, labels.getOrDefault(ContainerLabels.HASH, ""));
  }

  /// What an attempt is doing; empty when it has not been started yet.
  static Optional<ContainerState.Ended> ended(ContainerRecord record) {
    return record.state().ended();
  }
}
