package dev.gantry.kube.kubelet;

import dev.gantry.engine.core.Engine;
import dev.gantry.engine.core.EngineEvent;
import dev.gantry.engine.core.EngineEvents;
import dev.gantry.kube.client.ApiClient;
import dev.gantry.kube.client.EventRecorder;
import dev.gantry.kube.client.Informer;
import dev.gantry.kube.client.Informers;
import dev.gantry.kube.client.NodeAgent;
import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.platform.errors.OutOfRangeException;
import dev.gantry.platform.lifecycle.OwnedThread;
import dev.gantry.platform.lifecycle.Timers;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The node agent: runs the pods that are bound to this node on the engine, and reports on
/// them and on the node.
///
/// It talks to the cluster through an [ApiClient] only, and to the host through the engine
/// only. A pod is a [dev.gantry.engine.core.Sandbox] named by the pod's uid, and ordinary
/// containers of the engine in it, which `docker ps` shows as `k8s_…`. Restarting them is
/// this agent's business, not the engine's: each attempt is a container of its own, and the
/// last dead one is kept for its log.
///
/// Starting it adopts what an earlier daemon left: containers of pods that still exist run on
/// untouched, what belongs to no pod is removed. Closing it leaves everything running.
public final class Kubelet implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Kubelet.class);

  private final PodServices services;
  private final PodWorkers workers;
  private final NodeReporter node;
  private final PodStreams streams;
  private final OwnedThread beginning;
  private final OwnedThread images;

  private Kubelet(KubeletConfig config, Engine engine, Informers informers, InstantSource clock) {
    ApiClient client = informers.client();
    var machine = new HostMachine(config.data());
    var files = new PodFiles(config.data());
    var background = new Background();
    var tokens = new ServiceAccountTokens(client, clock);
    var resources = new ResourceValues(machine.allocatable());
    services =
        new PodServices(
            config,
            engine,
            new EngineContainers(engine, background),
            client,
            new EventRecorder(client, "kubelet", config.nodeName(), clock),
            files,
            new PodImages(engine.images()),
            new Environment(client, resources, config.kubernetesService()),
            new ProjectedFiles(client, resources, tokens),
            tokens,
            new ContainerSpecs(files, machine.memory()),
            new Handlers(engine),
            new Timers("kubelet"),
            background,
            clock);
    var status = new NodeStatus(config, machine, engine.images());
    workers = new PodWorkers(services, new PodAdmission(machine.allocatable(), status.labels()));
    node = new NodeReporter(config, status, client, clock);
    streams = new PodStreams(engine, workers);
    beginning = OwnedThread.virtual("kubelet", () -> begin(informers));
    images = OwnedThread.virtual("kubelet images", this::followImages);
  }

  /// Starts without waiting: the node registers and pods are taken up in the background.
  ///
  /// @param informers of the whole cluster; their client acts as this node
  public static Kubelet start(
      KubeletConfig config, Engine engine, Informers informers, InstantSource clock) {
    return new Kubelet(config, engine, informers, clock);
  }

  /// The streams of this node's pods.
  public NodeAgent agent() {
    return streams;
  }

  /// Waits until the API shows the node as ready.
  public void awaitRegistered() throws InterruptedException {
    node.awaitRegistered();
  }

  private void begin(Informers informers) throws InterruptedException {
    var present = services.containers().byPod();
    workers.adoptFrom(present);
    Informer pods = informers.of(BuiltInKinds.POD);
    pods.waitForSync();
    pods.listen(workers::changed);
    workers.adoptNoMore();
    new Orphans(services).remove(present, workers.uids());
    follow(informers, BuiltInKinds.CONFIG_MAP);
    follow(informers, BuiltInKinds.SECRET);
    log.info(
        "kubelet started node={} pods={}", services.config().nodeName(), workers.uids().size());
  }

  private void follow(Informers informers, GroupVersionKind kind) {
    informers.of(kind).listen(change -> workers.sourceChanged(kind.kind(), change.object()));
  }

  /// Pods that wait for an image start as soon as the engine has it.
  private void followImages() throws InterruptedException {
    while (true) {
      try (EngineEvents.Subscription events =
          services.engine().events().subscribe(Kubelet::isOfImage, Optional.empty())) {
        while (true) {
          events.next(Optional.empty());
          workers.imagesChanged();
          node.changed();
        }
      } catch (OutOfRangeException fellBehind) {
        workers.imagesChanged();
      }
    }
  }

  private static boolean isOfImage(EngineEvent event) {
    return event.type().equals("image");
  }

  @Override
  public void close() {
    beginning.close();
    images.close();
    node.close();
    workers.close();
    services.timers().close();
    services.background().close();
    services.events().close();
  }
}
