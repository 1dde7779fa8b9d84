package dev.gantry.kube.controllers;

import dev.gantry.kube.objects.KubeObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/// One look at a Deployment: the object, the ReplicaSets that are its own, and the conditions it is
/// about to have. Belongs to the thread that reconciles it.
final class Rollout {
  /// Oldest first.
  static final Comparator<KubeObject> BY_AGE =
      Comparator.comparing(KubeObject::creationTimestamp).thenComparing(KubeObject::name);

  private KubeObject deployment;
  private final DeploymentSpec spec;
  private final ConditionList conditions;
  private final Instant now;
  private final List<KubeObject> old = new ArrayList<>();
  private Optional<KubeObject> current;

  Rollout(KubeObject deployment, List<KubeObject> replicaSets, Instant now) {
    this.deployment = deployment;
    this.now = now;
    spec = DeploymentSpec.of(deployment);
    conditions = new ConditionList(deployment.status().path("conditions"), now);
    List<KubeObject> byAge = replicaSets.stream().sorted(BY_AGE).toList();
    // Should two have the present template, the older one keeps the role.
    current =
        byAge.stream()
            .filter(set -> TemplateHash.sameTemplate(set.spec().path("template"), spec.template()))
            .findFirst();
    byAge.stream().filter(set -> current.filter(set::equals).isEmpty()).forEach(old::add);
  }

  KubeObject deployment() {
    return deployment;
  }

  /// Takes over what a write of the Deployment returned.
  void wrote(KubeObject written) {
    deployment = written;
  }

  DeploymentSpec spec() {
    return spec;
  }

  ConditionList conditions() {
    return conditions;
  }

  Instant now() {
    return now;
  }

  /// The ReplicaSet of the present template.
  Optional<KubeObject> current() {
    return current;
  }

  void current(KubeObject set) {
    current = Optional.of(set);
  }

  /// The others, oldest first.
  List<KubeObject> old() {
    return List.copyOf(old);
  }

  List<KubeObject> all() {
    List<KubeObject> all = new ArrayList<>(old);
    current.ifPresent(all::add);
    return all;
  }

  /// Replaces a ReplicaSet by what a write of it returned.
  void wroteSet(KubeObject written) {
    if (current.filter(set -> set.uid().equals(written.uid())).isPresent()) {
      current = Optional.of(written);
    }
    old.replaceAll(set -> set.uid().equals(written.uid()) ? written : set);
  }

  static List<KubeObject> active(List<KubeObject> sets) {
    return sets.stream().filter(set -> replicas(set) > 0).toList();
  }

  /// How many pods a ReplicaSet is asked to have.
  static int replicas(KubeObject set) {
    return set.spec().path("replicas").asInt(1);
  }

  static int status(KubeObject set, String field) {
    return set.status().path(field).asInt(0);
  }

  static int available(KubeObject set) {
    return status(set, "availableReplicas");
  }

  static int sum(List<KubeObject> sets, ToIntFunction<KubeObject> of) {
    return sets.stream().mapToInt(of).sum();
  }
}
