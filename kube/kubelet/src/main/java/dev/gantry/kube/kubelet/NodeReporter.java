package dev.gantry.kube.kubelet;

import dev.gantry.kube.client.ApiClient;
import dev.gantry.kube.client.Backoff;
import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.KubeTimes;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.platform.lifecycle.OwnedThread;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Registers the node, renews its lease, and keeps its status true: written when something
/// changed, and every five minutes.
final class NodeReporter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(NodeReporter.class);
  private static final Duration RENEWAL = Duration.ofSeconds(10);
  private static final int LEASE_SECONDS = 40;
  private static final Duration HEARTBEAT = Duration.ofMinutes(5);
  private static final int WRITE_ATTEMPTS = 5;

  private final KubeletConfig config;
  private final NodeStatus status;
  private final ApiClient client;
  private final InstantSource clock;
  private final Backoff failures = new Backoff(Duration.ofMillis(50), RENEWAL);
  private final Semaphore changes = new Semaphore(0);
  private final CountDownLatch registered = new CountDownLatch(1);
  private final OwnedThread thread;
  private Instant reported = Instant.EPOCH;

  NodeReporter(KubeletConfig config, NodeStatus status, ApiClient client, InstantSource clock) {
    this.config = config;
    this.status = status;
    this.client = client;
    this.clock = clock;
    thread = OwnedThread.virtual("node " + config.nodeName(), this::run);
  }

  /// Waits until the API knows the node as ready.
  void awaitRegistered() throws InterruptedException {
    registered.await();
  }

  /// Something of the node has changed: its status is written soon.
  void changed() {
    changes.release();
  }

  private void run() throws InterruptedException {
    boolean known = false;
    boolean leased = false;
    while (true) {
      Duration wait = RENEWAL;
      try {
        if (!known) {
          register();
          known = true;
          registered.countDown();
        } else {
          report();
        }
        leased = renewLease(leased);
        failures.reset();
      } catch (StatusException e) {
        wait = failures.next();
        log.debug("node not reported: {}", e.getMessage());
      } catch (RuntimeException e) {
        wait = failures.next();
        log.warn("node not reported", e);
      }
      if (changes.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        changes.drainPermits();
        reported = Instant.EPOCH;
      }
    }
  }

  private ObjectKey key() {
    return ObjectKey.clusterScoped(config.nodeName());
  }

  private void register() {
    KubeObject node =
        client
            .find(BuiltInKinds.NODE, key())
            .orElseGet(() -> client.create(status.apply(status.fresh(), clock.instant())));
    if (!node.labels().entrySet().containsAll(status.labels().entrySet())) {
      client.update(
          node.edit(
              json -> {
                ObjectNode labels = json.withObject("metadata").withObject("labels");
                status.labels().forEach(labels::put);
              }));
    }
    write(true);
    log.info("node registered name={}", config.nodeName());
  }

  private void report() {
    write(!clock.instant().isBefore(reported.plus(HEARTBEAT)));
  }

  /// @param always also when nothing but the time has changed
  private void write(boolean always) {
    for (int attempt = 0; attempt < WRITE_ATTEMPTS; attempt++) {
      var present = client.find(BuiltInKinds.NODE, key());
      if (present.isEmpty()) {
        // Somebody has deleted it; this node is still here.
        client.create(status.apply(status.fresh(), clock.instant()));
        return;
      }
      KubeObject now = status.apply(present.get(), clock.instant());
      if (!always && timeless(now).equals(timeless(present.get()))) {
        return;
      }
      try {
        client.updateStatus(now);
        reported = clock.instant();
        return;
      } catch (StatusException e) {
        if (!e.isConflict()) {
          throw e;
        }
      }
    }
  }

  private static ObjectNode timeless(KubeObject node) {
    ObjectNode copy = node.json().withObject("status").deepCopy();
    copy.remove("images");
    if (copy.path("conditions") instanceof ArrayNode conditions) {
      conditions.forEach(
          condition -> {
            if (condition instanceof ObjectNode object) {
              object.remove("lastHeartbeatTime");
            }
          });
    }
    return copy;
  }

  private boolean renewLease(boolean leased) {
    var leaseKey = new ObjectKey("kube-node-lease", config.nodeName());
    String now = KubeTimes.micros(clock.instant());
    if (leased) {
      var lease = client.find(BuiltInKinds.LEASE, leaseKey);
      if (lease.isPresent()) {
        client.update(lease.get().edit(json -> json.withObject("spec").put("renewTime", now)));
        return true;
      }
    }
    KubeObject node = client.get(BuiltInKinds.NODE, key());
    KubeObject wanted =
        KubeObject.named(BuiltInKinds.LEASE, leaseKey)
            .edit(
                json -> {
                  json.withObject("metadata")
                      .putArray("ownerReferences")
                      .addObject()
                      .put("apiVersion", "v1")
                      .put("kind", "Node")
                      .put("name", node.name())
                      .put("uid", node.uid());
                  json.putObject("spec")
                      .put("holderIdentity", config.nodeName())
                      .put("leaseDurationSeconds", LEASE_SECONDS)
                      .put("renewTime", now);
                });
    var present = client.find(BuiltInKinds.LEASE, leaseKey);
    if (present.isEmpty()) {
      client.create(wanted);
    } else {
      client.update(present.get().edit(json -> json.set("spec", wanted.spec())));
    }
    return true;
  }

  @Override
  public void close() {
    thread.close();
  }
}
