package dev.gantry.kube.kubelet;

import dev.gantry.kube.client.EventRecorder;
import dev.gantry.kube.client.EventSubject;
import dev.gantry.kube.objects.KubeObject;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Ends a running container as gently as its grace allows: preStop hook, stop signal, SIGKILL.
final class ContainerStopper {
  private static final Logger log = LoggerFactory.getLogger(ContainerStopper.class);

  /// What is left for the stop signal when the hook has taken all the time.
  private static final Duration LEAST = Duration.ofSeconds(2);

  private final PodServices services;

  ContainerStopper(PodServices services) {
    this.services = services;
  }

  /// Returns when it has ended.
  ///
  /// @param until when SIGKILL is due
  void stop(
      KubeObject pod, ContainerDef def, Attempt attempt, String podIp, Instant until, String why)
      throws InterruptedException {
    var subject = EventSubject.container(pod, def.kind().list(), def.name());
    services.events().record(subject, EventRecorder.Type.NORMAL, "Killing", why);
    Duration grace = left(until);
    JsonNode hook = def.at("lifecycle", "preStop");
    if (!hook.isMissingNode() && !grace.isZero()) {
      runHook(pod, def, attempt, podIp, grace);
      grace = left(until);
      grace = grace.compareTo(LEAST) < 0 ? LEAST : grace;
    }
    services.containers().stop(attempt.id(), roundedUp(grace));
  }

  /// The engine counts in seconds.
  private static Duration roundedUp(Duration grace) {
    return Duration.ofSeconds((grace.toMillis() + 999) / 1000);
  }

  private Duration left(Instant until) {
    Duration left = Duration.between(services.clock().instant(), until);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private void runHook(
      KubeObject pod, ContainerDef def, Attempt attempt, String podIp, Duration grace)
      throws InterruptedException {
    var target = new Handlers.Target(pod, def, attempt.id(), podIp);
    JsonNode hook = def.at("lifecycle", "preStop");
    var outcome = new Handlers.Outcome[] {Handlers.Outcome.failure("it took too long")};
    try (var running =
        dev.gantry.platform.lifecycle.OwnedThread.virtual(
            "preStop " + def.name(),
            () -> outcome[0] = services.handlers().run(target, hook, grace))) {
      running.join(grace);
    }
    if (!outcome[0].success()) {
      log.info("preStop hook failed container={} output={}", attempt.id(), outcome[0].output());
      services
          .events()
          .record(
              EventSubject.container(pod, def.kind().list(), def.name()),
              EventRecorder.Type.WARNING,
              "FailedPreStopHook",
              "PreStopHook failed");
    }
  }
}
