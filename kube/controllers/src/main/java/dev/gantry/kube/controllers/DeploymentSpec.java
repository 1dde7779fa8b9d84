package dev.gantry.kube.controllers;

import dev.gantry.kube.objects.IntOrPercent;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.LabelSelector;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What a Deployment asks for, with its shares turned into numbers of pods.
final class DeploymentSpec {
  private static final JsonNode QUARTER = JsonNodeFactory.instance.stringNode("25%");

  private final JsonNode spec;

  private DeploymentSpec(JsonNode spec) {
    this.spec = spec;
  }

  static DeploymentSpec of(KubeObject deployment) {
    return new DeploymentSpec(deployment.spec());
  }

  int replicas() {
    return spec.path("replicas").asInt(1);
  }

  LabelSelector selector() {
    return LabelSelector.ofStructure(spec.path("selector"));
  }

  JsonNode template() {
    return spec.path("template");
  }

  int minReadySeconds() {
    return spec.path("minReadySeconds").asInt(0);
  }

  boolean isPaused() {
    return spec.path("paused").asBoolean(false);
  }

  boolean isRecreate() {
    return spec.at("/strategy/type").asString("").equals("Recreate");
  }

  boolean isRolling() {
    return !isRecreate();
  }

  OptionalInt revisionHistoryLimit() {
    JsonNode limit = spec.path("revisionHistoryLimit");
    return limit.isNumber() ? OptionalInt.of(limit.asInt()) : OptionalInt.empty();
  }

  /// How long a roll-out may go without progress; absent for ever.
  Optional<Duration> progressDeadline() {
    int seconds = spec.path("progressDeadlineSeconds").asInt(Integer.MAX_VALUE);
    return seconds == Integer.MAX_VALUE
        ? Optional.empty()
        : Optional.of(Duration.ofSeconds(seconds));
  }

  /// How many pods there may be beyond the wanted number.
  int maxSurge() {
    if (isRecreate()) {
      return 0;
    }
    JsonNode wanted = spec.at("/strategy/rollingUpdate/maxSurge");
    return IntOrPercent.roundedUp(wanted.isMissingNode() ? QUARTER : wanted, replicas());
  }

  /// How many of the wanted pods may be missing. Shares that round to nothing on both sides would
  /// never move, so then it is one.
  int maxUnavailable() {
    if (isRecreate() || replicas() == 0) {
      return 0;
    }
    JsonNode wanted = spec.at("/strategy/rollingUpdate/maxUnavailable");
    int number = IntOrPercent.roundedDown(wanted.isMissingNode() ? QUARTER : wanted, replicas());
    if (number == 0 && maxSurge() == 0) {
      number = 1;
    }
    return Math.min(number, replicas());
  }

  int minAvailable() {
    return replicas() - maxUnavailable();
  }
}
