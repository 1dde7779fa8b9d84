package dev.gantry.kube.controllers;

import dev.gantry.kube.client.Informers;
import dev.gantry.platform.lifecycle.Timers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;

/// All controllers of the cluster, started together and closed in reverse order.
public final class Controllers implements AutoCloseable {
  private final Deque<Running> running = new ArrayDeque<>();

  @FunctionalInterface
  private interface Running {
    void close();
  }

  /// How the controllers behave.
  ///
  /// @param nodePatience how long a node may be silent before it is called Unknown
  /// @param endedPods how many pods are kept that have ended
  /// @param podQuarantine how long a node must be missing before its pods are removed
  /// @param eventLife how long events are kept
  /// @param rootCertificates of the authority that signed the API server's, as PEM
  public record Config(
      Duration nodePatience,
      int endedPods,
      Duration podQuarantine,
      Duration eventLife,
      String rootCertificates) {

    /// Upstream's numbers.
    public static Config of(String rootCertificates) {
      return new Config(
          Duration.ofSeconds(50),
          12_500,
          Duration.ofSeconds(40),
          Duration.ofHours(1),
          rootCertificates);
    }
  }

  private Controllers() {}

  /// Starts them all. The informers and the timers stay the caller's, and must be closed later.
  ///
  /// @param served every kind that is stored, once
  public static Controllers start(
      Config config,
      Informers informers,
      Collection<ServedKind> served,
      Timers timers,
      InstantSource clock) {
    var all = new Controllers();
    try {
      all.startAll(config, informers, served, timers, clock);
      return all;
    } catch (RuntimeException e) {
      all.close();
      throw e;
    }
  }

  private void startAll(
      Config config,
      Informers informers,
      Collection<ServedKind> served,
      Timers timers,
      InstantSource clock) {
    // What others wait for comes first.
    add(NamespaceDefaults.serviceAccounts(informers, timers)::close);
    add(NamespaceDefaults.rootCertificates(informers, timers, config.rootCertificates())::close);
    add(new NodeLifecycle(informers, config.nodePatience(), timers, clock)::close);
    add(ReplicaSetController.forReplicaSets(informers, timers, clock)::close);
    add(ReplicaSetController.forReplicationControllers(informers, timers, clock)::close);
    add(new DeploymentController(informers, timers, clock)::close);
    add(new TaintEviction(informers, timers, clock)::close);
    add(
        new PodCollector(informers, config.endedPods(), config.podQuarantine(), timers, clock)
            ::close);
    add(new NamespaceController(informers, served, timers, clock)::close);
    add(new GarbageCollector(informers, served, timers, clock)::close);
    add(new EventExpiry(informers, config.eventLife(), timers, clock)::close);
  }

  private void add(Running controller) {
    running.push(controller);
  }

  @Override
  public void close() {
    while (!running.isEmpty()) {
      running.pop().close();
    }
  }
}
