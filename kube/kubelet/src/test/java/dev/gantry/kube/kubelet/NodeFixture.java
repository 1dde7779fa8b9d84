package dev.gantry.kube.kubelet;

import static dev.gantry.platform.testkit.Eventually.eventually;

import dev.gantry.engine.core.ContainerRecord;
import dev.gantry.engine.core.Engine;
import dev.gantry.engine.core.Filters;
import dev.gantry.engine.network.InterfaceAddress;
import dev.gantry.engine.network.LinuxNetworks;
import dev.gantry.engine.network.NetworkConfig;
import dev.gantry.engine.network.PoolTemplate;
import dev.gantry.engine.runtime.ConmonRuntime;
import dev.gantry.engine.runtime.RuntimeConfig;
import dev.gantry.engine.runtime.RuntimeName;
import dev.gantry.engine.snapshots.OverlaySnapshotter;
import dev.gantry.engine.volumes.Volumes;
import dev.gantry.kube.client.FakeCluster;
import dev.gantry.kube.client.Informers;
import dev.gantry.kube.client.NodeAgent;
import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.oci.content.FileContentStore;
import dev.gantry.oci.content.ImageStore;
import dev.gantry.oci.content.Leases;
import dev.gantry.oci.spec.ImageReference;
import dev.gantry.platform.json.Json;
import dev.gantry.platform.linux.Mounts;
import dev.gantry.platform.store.SqliteStore;
import dev.gantry.platform.store.SqliteStoreConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A node with a real engine, in a cluster that exists in memory only.
final class NodeFixture {
  static final String NODE = "node-1";

  final FakeCluster cluster = new FakeCluster();
  private final Path root;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private Engine engine;
  private Kubelet kubelet;

  NodeFixture(Path root) throws Exception {
    this.root = root;
    engine = open();
    importBusybox();
    kubelet = join();
  }

  private <T extends AutoCloseable> T owned(T part) {
    open.push(part);
    return part;
  }

  private Engine open() throws InterruptedException, IOException {
    Path data = Files.createDirectories(root.resolve("data"));
    Path run = Files.createDirectories(root.resolve("run"));
    var clock = Clock.systemUTC();
    var store =
        owned(
            SqliteStore.openOrSalvage(
                SqliteStoreConfig.in(Files.createDirectories(data.resolve("store")))));
    var content = FileContentStore.open(data.resolve("content"));
    var leases = new Leases();
    var snapshotter = owned(OverlaySnapshotter.open(data.resolve("snapshots"), clock));
    var networks =
        owned(
            LinuxNetworks.open(
                new NetworkConfig(
                    "gtkubelet0",
                    Optional.of(InterfaceAddress.parse("10.213.7.1/24")),
                    PoolTemplate.DOCKER_DEFAULTS,
                    run.resolve("netns"),
                    OptionalInt.empty()),
                store));
    var runtime = owned(ConmonRuntime.open(RuntimeConfig.of(run.resolve("runtime")), clock));
    return owned(
        new Engine(
            new Engine.Parts(
                data,
                run,
                store,
                true,
                content,
                ImageStore.open(store, content, leases, clock),
                leases,
                snapshotter,
                runtime,
                networks,
                new Volumes(data.resolve("volumes"), store, clock),
                Mounts.system(),
                RuntimeName.parse("crun"),
                List.of(),
                clock)));
  }

  private Kubelet join() throws IOException, InterruptedException {
    var informers = owned(new Informers(cluster));
    var config =
        KubeletConfig.of(
            NODE, InetAddress.getByName("10.213.7.1"), root.resolve("kubelet"), "v1.34.0");
    Files.createDirectories(config.data());
    var started = owned(Kubelet.start(config, engine, informers, Clock.systemUTC()));
    started.awaitRegistered();
    return started;
  }

  /// Lets everything go, does something, and starts anew on what is left.
  void restart(Runnable meanwhile) throws Exception {
    closeAll();
    meanwhile.run();
    engine = open();
    kubelet = join();
  }

  private void importBusybox() throws Exception {
    Path rootfs = Files.createDirectories(root.resolve("busybox"));
    String script =
        """
        mkdir bin etc proc sys tmp dev root && cp /bin/busybox bin/ && cd bin
        for a in $(./busybox --list); do [ -e $a ] || ln -s busybox $a; done; cd ..
        echo 'root:x:0:0:root:/root:/bin/sh' > etc/passwd && echo 'root:x:0:' > etc/group
        tar -cf ../busybox.tar .
        """;
    int code = new ProcessBuilder("sh", "-ec", script).directory(rootfs.toFile()).start().waitFor();
    if (code != 0) {
      throw new IOException("making the image ended with " + code);
    }
    try (var tar = Files.newInputStream(root.resolve("busybox.tar"))) {
      engine
          .importImage()
          .run(
              tar,
              Optional.of(ImageReference.parse("busybox:1").tagged()),
              "test",
              "",
              List.of("CMD [\"sh\"]"),
              Optional.empty());
    }
  }

  Engine engine() {
    return engine;
  }

  NodeAgent agent() {
    return kubelet.agent();
  }

  /// Creates a pod bound to the node.
  KubeObject pod(String name, String spec) {
    ObjectNode json = (ObjectNode) Json.tree(spec.getBytes(StandardCharsets.UTF_8));
    json.put("nodeName", NODE);
    for (JsonNode container : json.path("containers")) {
      ((ObjectNode) container).put("image", container.path("image").asString("busybox:1"));
    }
    for (JsonNode container : json.path("initContainers")) {
      ((ObjectNode) container).put("image", container.path("image").asString("busybox:1"));
    }
    return cluster.create(
        KubeObject.named(BuiltInKinds.POD, new ObjectKey("default", name))
            .edit(object -> object.set("spec", json)));
  }

  KubeObject current(KubeObject pod) {
    return cluster.get(BuiltInKinds.POD, pod.key());
  }

  Optional<KubeObject> find(KubeObject pod) {
    return cluster.find(BuiltInKinds.POD, pod.key());
  }

  void awaitPhase(KubeObject pod, String phase) {
    eventually(
        () ->
            org.assertj.core.api.Assertions.assertThat(
                    current(pod).status().path("phase").asString(""))
                .as("%s", current(pod).status())
                .isEqualTo(phase));
  }

  void awaitReady(KubeObject pod) {
    eventually(
        () ->
            org.assertj.core.api.Assertions.assertThat(
                    dev.gantry.kube.objects.PodReady.isReady(current(pod)))
                .as("%s", current(pod).status())
                .isTrue());
  }

  JsonNode status(KubeObject pod, String container) {
    for (String list : List.of("containerStatuses", "initContainerStatuses")) {
      for (JsonNode status : current(pod).status().path(list)) {
        if (status.path("name").asString("").equals(container)) {
          return status;
        }
      }
    }
    throw new AssertionError("no status of " + container + " in " + current(pod).status());
  }

  NodeAgent.ContainerKey key(KubeObject pod, String container) {
    return new NodeAgent.ContainerKey("default", pod.name(), pod.uid(), container);
  }

  String logs(KubeObject pod, String container) throws IOException, InterruptedException {
    return logs(pod, container, false);
  }

  String logs(KubeObject pod, String container, boolean previous)
      throws IOException, InterruptedException {
    var out = new ByteArrayOutputStream();
    agent()
        .logs(
            key(pod, container),
            new NodeAgent.LogQuery(
                false,
                previous,
                false,
                Optional.empty(),
                OptionalInt.empty(),
                OptionalLong.empty(),
                "All"),
            out);
    return out.toString(StandardCharsets.UTF_8);
  }

  /// Runs a shell command in a container and returns what it printed.
  String sh(KubeObject pod, String container, String command)
      throws IOException, InterruptedException {
    var out = new ByteArrayOutputStream();
    agent()
        .exec(
            key(pod, container),
            List.of("sh", "-c", command),
            new NodeAgent.ProcessStreams(
                Optional.empty(), Optional.of(out), Optional.of(out), Optional.empty(), false));
    return out.toString(StandardCharsets.UTF_8).strip();
  }

  List<ContainerRecord> containers() {
    return engine.listContainers().run(true, 0, false, Filters.NONE).stream()
        .map(details -> details.record())
        .toList();
  }

  private void closeAll() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  /// Ends and removes everything.
  void close() throws Exception {
    kubelet.close();
    for (ContainerRecord container : containers()) {
      engine.removeContainer().run(container.id().value(), true, true);
    }
    engine.sandboxes().list().forEach(sandbox -> engine.sandboxes().remove(sandbox.id()));
    closeAll();
  }
}
