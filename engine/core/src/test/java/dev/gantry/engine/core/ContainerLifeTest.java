package dev.gantry.engine.core;

import static dev.gantry.platform.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.engine.core.WaitContainer.Condition;
import dev.gantry.oci.spec.ContainerDefaults;
import dev.gantry.platform.errors.ConflictException;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.errors.NotFoundException;
import dev.gantry.platform.testkit.TemporaryRoot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(20)
class ContainerLifeTest {
  @RegisterExtension final TemporaryRoot root = new TemporaryRoot();

  private EngineFixture fixture;

  @BeforeEach
  void open() throws InterruptedException {
    fixture = new EngineFixture(root.path());
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  /// The actions published so far that are about containers and networks.
  private List<String> actions() throws InterruptedException {
    List<String> actions = new ArrayList<>();
    try (var events = fixture.engine().events().subscribe(_ -> true, Optional.of(Instant.EPOCH))) {
      while (true) {
        var event = events.next(Optional.of(fixture.clock.instant().plusMillis(1)));
        if (event.isEmpty()) {
          return actions;
        }
        actions.add(
            event.get().type().equals("container")
                ? event.get().action()
                : event.get().type() + " " + event.get().action());
      }
    }
  }

  private void awaitState(String id, Class<? extends ContainerState> state) {
    eventually(() -> assertThat(fixture.state(id)).isInstanceOf(state));
  }

  /// Waits until the program runs for the `count`th time.
  private void awaitRun(int count) {
    eventually(
        () -> {
          assertThat(fixture.runtime.made()).hasSize(count);
          assertThat(fixture.state(fixture.runtime.last().id()))
              .isInstanceOfSatisfying(
                  ContainerState.Running.class, running -> assertThat(running.pid()).isPositive());
        });
  }

  @Nested
  class ARun {
    @Test
    void endsWithTheCodeOfItsProgram() throws InterruptedException {
      String id = fixture.create(Specs.spec("true"));
      fixture.engine().startContainer().run(id);
      var waiting = fixture.engine().waitContainer().begin(id, Condition.NOT_RUNNING);

      fixture.clock.advance(Duration.ofSeconds(3));
      fixture.runtime.last().exit(7);

      assertThat(waiting.await().exitCode()).isEqualTo(7);
      assertThat(fixture.state(id).exitCode()).isEqualTo(7);
      assertThat(fixture.state(id).ended().orElseThrow().finishedAt())
          .isEqualTo(fixture.clock.instant());
      eventually(() -> assertThat(fixture.runtime.present()).isEmpty());
    }

    @Test
    void isToldOfInDockersOrder() throws InterruptedException {
      var spec = Specs.autoRemove(Specs.spec("true").withNetwork(Specs.network("bridge")));
      String id = fixture.create(spec);
      var waiting = fixture.engine().waitContainer().begin(id, Condition.REMOVED);
      fixture.engine().startContainer().run(id);
      fixture.runtime.last().exit(0);
      waiting.await();

      assertThat(actions())
          .containsExactly(
              "create", "network connect", "start", "die", "network disconnect", "destroy");
    }

    @Test
    void givesItsAddressBackBeforeAnybodyIsTold() throws InterruptedException {
      String id = fixture.create(Specs.spec("true").withNetwork(Specs.network("bridge")));
      fixture.engine().startContainer().run(id);
      var waiting = fixture.engine().waitContainer().begin(id, Condition.NEXT_EXIT);
      fixture.runtime.last().exit(0);
      waiting.await();

      assertThat(fixture.networks.endpoints(fixture.networks.get("bridge").id())).isEmpty();
    }

    @Test
    void isStartedOnce() throws InterruptedException {
      String id = fixture.create(Specs.spec("true"));

      assertThat(fixture.engine().startContainer().run(id))
          .isEqualTo(StartContainer.Outcome.STARTED);
      assertThat(fixture.engine().startContainer().run(id))
          .isEqualTo(StartContainer.Outcome.ALREADY_RUNNING);
      assertThat(fixture.runtime.made()).hasSize(1);
    }

    @Test
    void servesThoseWhoAttachedBeforeTheStart() throws InterruptedException {
      String id = fixture.create(Specs.spec("true"));
      var attachment = fixture.engine().attachContainer().run(id, false);
      fixture.engine().startContainer().run(id);

      assertThat(attachment.streams()).isPresent();
    }

    @Test
    void isReportedAsKilledForMemoryBeforeItsDeath() throws InterruptedException {
      var task = fixture.run(Specs.spec("true"));
      task.exit(137, true);
      awaitState(task.id(), ContainerState.Exited.class);

      assertThat(actions()).containsSubsequence("start", "oom", "die");
      assertThat(fixture.state(task.id()).ended().orElseThrow().oomKilled()).isTrue();
    }
  }

  @Nested
  class AFailedStart {
    @Test
    void leavesTheContainerCreatedWithTheReason() throws InterruptedException {
      String id = fixture.create(Specs.spec("nonsense").withNetwork(Specs.network("bridge")));
      var failure =
          new InvalidArgumentException("exec: \"nonsense\": executable file not found in $PATH");
      fixture.runtime.failCreation(failure);

      assertThatThrownBy(() -> fixture.engine().startContainer().run(id)).isSameAs(failure);
      assertThat(fixture.state(id))
          .isEqualTo(
              new ContainerState.Created(
                  Optional.of(new ContainerState.StartFailure(failure.getMessage(), 127))));
      assertThat(fixture.networks.endpoints(fixture.networks.get("bridge").id())).isEmpty();
    }

    @Test
    void deletesTheTaskWhoseProgramWouldNotRun() throws InterruptedException {
      String id = fixture.create(Specs.spec("x"));
      fixture.runtime.failStart(new InvalidArgumentException("permission denied"));

      assertThatThrownBy(() -> fixture.engine().startContainer().run(id))
          .isInstanceOf(InvalidArgumentException.class);
      assertThat(fixture.runtime.present()).isEmpty();
      assertThat(fixture.state(id).exitCode()).isEqualTo(126);
    }

    @Test
    void tellsThoseWhoWaitAndThoseWhoAttached() throws InterruptedException {
      String id = fixture.create(Specs.spec("x"));
      var waiting = fixture.engine().waitContainer().begin(id, Condition.NEXT_EXIT);
      var attachment = fixture.engine().attachContainer().run(id, false);
      fixture.runtime.failCreation(new InvalidArgumentException("executable file not found"));

      assertThatThrownBy(() -> fixture.engine().startContainer().run(id))
          .isInstanceOf(InvalidArgumentException.class);
      assertThat(waiting.await().exitCode()).isEqualTo(127);
      assertThat(attachment.streams()).isEmpty();
    }

    @Test
    void removesAContainerThatWasToRemoveItself() throws InterruptedException {
      String id = fixture.create(Specs.autoRemove(Specs.spec("x")));
      var waiting = fixture.engine().waitContainer().begin(id, Condition.REMOVED);
      fixture.runtime.failCreation(new InvalidArgumentException("executable file not found"));

      assertThatThrownBy(() -> fixture.engine().startContainer().run(id))
          .isInstanceOf(InvalidArgumentException.class);
      assertThat(waiting.await().exitCode()).isEqualTo(127);
      assertThatThrownBy(() -> fixture.state(id)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void keepsTheEndOfTheRunBefore() throws InterruptedException {
      var task = fixture.run(Specs.spec("x"));
      task.exit(3);
      awaitState(task.id(), ContainerState.Exited.class);
      fixture.runtime.failCreation(new InvalidArgumentException("is a directory"));

      assertThatThrownBy(() -> fixture.engine().startContainer().run(task.id()))
          .isInstanceOf(InvalidArgumentException.class);
      var last = fixture.state(task.id()).ended().orElseThrow();
      assertThat(last.exitCode()).isEqualTo(126);
      assertThat(last.error()).isEqualTo("is a directory");
      assertThat(last.startedAt()).isEqualTo(fixture.clock.instant());
    }
  }

  @Nested
  class ARestartPolicy {
    private ContainerSpec with(RestartPolicy.Kind kind, int retries) {
      return Specs.spec("x").withRestartPolicy(new RestartPolicy(kind, retries));
    }

    @Test
    void startsAgainAndCounts() throws InterruptedException {
      var first = fixture.run(with(RestartPolicy.Kind.ALWAYS, 0));
      first.exit(0);

      awaitRun(2);
      assertThat(fixture.engine().inspectContainer().run(first.id(), false).record().restartCount())
          .isEqualTo(1);
    }

    @Test
    void givesUpAfterItsRetries() throws InterruptedException {
      var first = fixture.run(with(RestartPolicy.Kind.ON_FAILURE, 1));
      first.exit(1);
      awaitRun(2);
      fixture.runtime.last().exit(1);

      awaitState(first.id(), ContainerState.Exited.class);
    }

    @Test
    void letsAContainerRestThatWasStopped() throws InterruptedException {
      var task = fixture.run(with(RestartPolicy.Kind.ALWAYS, 0));

      fixture.engine().stopContainer().run(task.id(), Optional.of(0), Optional.of("KILL"));

      assertThat(fixture.state(task.id())).isInstanceOf(ContainerState.Exited.class);
      assertThat(fixture.runtime.made()).hasSize(1);
    }

    @Test
    void isCancelledByAStopWhileItWaitsAndTellsThoseWhoWait() throws InterruptedException {
      var task = fixture.run(with(RestartPolicy.Kind.ALWAYS, 0));
      String id = task.id();
      for (int runs = 1; runs <= 3; runs++) {
        awaitRun(runs);
        var ended = fixture.engine().waitContainer().begin(id, Condition.NEXT_EXIT);
        fixture.runtime.last().exit(5);
        ended.await();
      }
      // The third wait is long enough to come in between.
      assertThat(fixture.state(id)).isInstanceOf(ContainerState.Restarting.class);
      var waiting = fixture.engine().waitContainer().begin(id, Condition.NOT_RUNNING);

      fixture.engine().stopContainer().run(id, Optional.of(0), Optional.empty());

      assertThat(waiting.await().exitCode()).isEqualTo(5);
      assertThat(fixture.state(id)).isInstanceOf(ContainerState.Exited.class);
    }
  }

  @Nested
  class Stopping {
    @Test
    void sendsTheStopSignalAndThenKills() throws InterruptedException {
      var task = fixture.run(Specs.spec("x"));

      fixture.engine().stopContainer().run(task.id(), Optional.of(0), Optional.empty());

      assertThat(task.signals()).containsExactly(15, 9);
      assertThat(fixture.state(task.id()).exitCode()).isEqualTo(137);
      assertThat(actions()).containsSubsequence("kill", "kill", "die", "stop");
    }

    @Test
    void saysSoWhenThereIsNothingToStop() throws InterruptedException {
      String id = fixture.create(Specs.spec("x"));

      assertThat(fixture.engine().stopContainer().run(id, Optional.empty(), Optional.empty()))
          .isEqualTo(StopContainer.Outcome.WAS_NOT_RUNNING);
    }

    @Test
    void refusesToKillWhatDoesNotRun() throws InterruptedException {
      String id = fixture.create(Specs.spec("x"));

      assertThatThrownBy(() -> fixture.engine().killContainer().run(id, "KILL"))
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("is not running");
    }

    @Test
    void aSignalThatIsNotMeantToEndItLeavesItsPolicyAlone() throws InterruptedException {
      var task =
          fixture.run(
              Specs.spec("x").withRestartPolicy(new RestartPolicy(RestartPolicy.Kind.ALWAYS, 0)));
      fixture.engine().killContainer().run(task.id(), "HUP");
      task.exit(1);

      eventually(() -> assertThat(fixture.runtime.made()).hasSize(2));
    }

    @Test
    void aFrozenContainerCannotBeStarted() throws InterruptedException {
      var task = fixture.run(Specs.spec("x"));
      fixture.engine().pauseContainer().pause(task.id());

      assertThatThrownBy(() -> fixture.engine().startContainer().run(task.id()))
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("unpause");
      fixture.engine().pauseContainer().unpause(task.id());
      assertThat(fixture.state(task.id())).isInstanceOf(ContainerState.Running.class);
    }
  }

  @Nested
  class Removing {
    @Test
    void isRefusedWhileItRuns() throws InterruptedException {
      var task = fixture.run(Specs.spec("x"));

      assertThatThrownBy(() -> fixture.engine().removeContainer().run(task.id(), false, false))
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("stop the container before removing or force remove");
      assertThat(fixture.state(task.id())).isInstanceOf(ContainerState.Running.class);
    }

    @Test
    void killsWhenForced() throws InterruptedException {
      var task = fixture.run(Specs.spec("x"));

      fixture.engine().removeContainer().run(task.id(), true, false);

      assertThat(task.signals()).containsExactly(9);
      assertThatThrownBy(() -> fixture.state(task.id())).isInstanceOf(NotFoundException.class);
      eventually(() -> assertThat(fixture.runtime.present()).isEmpty());
    }

    @Test
    void takesAnonymousVolumesWithItAndLeavesNamedOnes() throws InterruptedException {
      var storage =
          new StorageSettings(
              List.of("kept:/kept"),
              List.of(),
              java.util.Map.of(),
              java.util.Set.of("/lost"),
              List.of(),
              0,
              java.util.Map.of(),
              "");
      String id = fixture.create(Specs.spec("x").withStorage(storage));
      assertThat(fixture.volumes.list()).hasSize(2);

      fixture.engine().removeContainer().run(id, false, true);

      assertThat(fixture.volumes.list()).singleElement().matches(v -> v.name().equals("kept"));
    }

    @Test
    void freesTheName() throws InterruptedException {
      String id = fixture.create(Optional.of("web"), Specs.spec("x"));
      assertThatThrownBy(() -> fixture.create(Optional.of("web"), Specs.spec("x")))
          .isInstanceOf(ConflictException.class)
          .hasMessage(
              "Conflict. The container name \"/web\" is already in use by container \""
                  + id
                  + "\". You have to remove (or rename) that container to be able to reuse that"
                  + " name.");

      fixture.engine().removeContainer().run("web", false, false);

      assertThat(fixture.create(Optional.of("web"), Specs.spec("x"))).isNotEqualTo(id);
    }
  }

  @Nested
  class TheNextDaemon {
    @Test
    void adoptsWhatRuns() throws InterruptedException {
      var task = fixture.run(Specs.spec("x"));

      fixture.restartEngine();

      assertThat(fixture.state(task.id())).isInstanceOf(ContainerState.Running.class);
      task.exit(4);
      awaitState(task.id(), ContainerState.Exited.class);
      assertThat(fixture.state(task.id()).exitCode()).isEqualTo(4);
    }

    @Test
    void learnsTheTrueCodeOfWhatEndedMeanwhile() throws InterruptedException {
      var task = fixture.run(Specs.spec("x"));

      fixture.restartEngine(() -> task.exit(9));

      assertThat(fixture.state(task.id()).exitCode()).isEqualTo(9);
      assertThat(fixture.runtime.present()).isEmpty();
    }

    @Test
    void startsAfterAPowerCutWhatItsPolicyWants() throws InterruptedException {
      var task =
          fixture.run(
              Specs.spec("x").withRestartPolicy(new RestartPolicy(RestartPolicy.Kind.ALWAYS, 0)));

      fixture.restartEngine(fixture.runtime::forgetAll);

      awaitState(task.id(), ContainerState.Running.class);
      assertThat(fixture.runtime.made()).hasSize(2);
    }

    @Test
    void startsWhatWasPromisedToRunThoughOnlyTheIntentionIsOnRecord() throws InterruptedException {
      var task =
          fixture.run(
              Specs.spec("x").withRestartPolicy(new RestartPolicy(RestartPolicy.Kind.ALWAYS, 0)));
      var record = fixture.engine().inspectContainer().run(task.id(), false).record();
      var intention =
          record.withState(
              new ContainerState.Running(0, fixture.clock.instant(), Optional.empty()));

      fixture.restartEngine(
          () -> {
            fixture.runtime.forgetAll();
            fixture.store.put(
                "/containers/" + task.id(),
                dev.gantry.platform.json.Json.bytes(intention),
                dev.gantry.platform.store.Durability.SYNCED);
          });

      awaitState(task.id(), ContainerState.Running.class);
    }

    @Test
    void removesWhatWasToRemoveItself() throws InterruptedException {
      var task = fixture.run(Specs.autoRemove(Specs.spec("x")));

      fixture.restartEngine(() -> task.exit(0));

      eventually(
          () ->
              assertThatThrownBy(() -> fixture.state(task.id()))
                  .isInstanceOf(NotFoundException.class));
    }

    @Test
    void keepsTheLayerOfAContainerWhoseRecordItCannotRead() throws InterruptedException {
      String id = fixture.create(Specs.spec("x"));
      var layer = fixture.layerOf(id);
      assertThat(layer).isPresent();

      fixture.restartEngine(
          () ->
              fixture.store.put(
                  "/containers/" + id,
                  "{\"version\":99}".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                  dev.gantry.platform.store.Durability.SYNCED));
      fixture.restartEngine();

      assertThat(fixture.layerOf(id)).isEqualTo(layer);
      assertThatThrownBy(() -> fixture.state(id)).isInstanceOf(NotFoundException.class);
    }
  }

  @Test
  void anEndIsKnownAlsoWhenTheDiskIsFull() throws InterruptedException {
    fixture.close();
    var store = new RefusingStore();
    fixture = new EngineFixture(root.directory("full"), store);
    var task = fixture.run(Specs.spec("x"));
    var waiting = fixture.engine().waitContainer().begin(task.id(), Condition.NOT_RUNNING);

    store.refuse();
    task.exit(6);

    assertThat(waiting.await().exitCode()).isEqualTo(6);
    assertThat(fixture.state(task.id()).exitCode()).isEqualTo(6);
  }

  @Test
  void aContainerOfAnImageWithoutACommandIsRefused() {
    fixture.image("empty", ContainerDefaults.NONE);
    var spec = Specs.spec();
    var empty =
        new ContainerSpec(
            "empty",
            spec.process(),
            spec.isolation(),
            spec.limits(),
            spec.storage(),
            spec.network(),
            spec.log(),
            spec.restartPolicy(),
            false,
            spec.labels(),
            spec.annotations(),
            spec.healthcheck(),
            spec.runtime(),
            spec.sandbox());

    assertThatThrownBy(() -> fixture.create(Optional.of("x"), empty))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage("no command specified");
  }
}
