package dev.gantry.app.daemon;

import dev.gantry.engine.core.Engine;
import dev.gantry.engine.dockerapi.DockerApi;
import dev.gantry.engine.dockerapi.ProductInfo;
import dev.gantry.engine.network.LinuxNetworks;
import dev.gantry.engine.runtime.ConmonRuntime;
import dev.gantry.engine.runtime.RuntimeConfig;
import dev.gantry.engine.runtime.RuntimeName;
import dev.gantry.engine.snapshots.OverlaySnapshotter;
import dev.gantry.engine.volumes.Volumes;
import dev.gantry.oci.content.FileContentStore;
import dev.gantry.oci.content.ImageStore;
import dev.gantry.oci.content.Leases;
import dev.gantry.platform.http.HttpServer;
import dev.gantry.platform.http.HttpServerConfig;
import dev.gantry.platform.linux.Mounts;
import dev.gantry.platform.store.SqliteStore;
import dev.gantry.platform.store.SqliteStoreConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All parts of a running daemon. They are built in the order of their dependencies and closed in
/// the reverse order; containers run on.
final class Daemon implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Daemon.class);

  /// Superseded values: a quarter of an hour of fifty writes a second.
  private static final int CLUSTER_HISTORY = 50_000;

  private final Parts open = new Parts();
  private final SqliteStore store;
  private final Engine engine;

  private Daemon(DaemonConfig config) throws InterruptedException {
    Instant started = Instant.now();
    boolean complete = false;
    try {
      Directories.prepare(config);
      open.add(PidFile.write(config));
      store = open.add(SqliteStore.openOrSalvage(storeConfig(config)));
      engine = open.add(engine(config, store));
      var product = product(config, store, started);
      var api = new DockerApi(engine, product);
      var server = open.add(HttpServer.open(HttpServerConfig.defaults()));
      var handler = new CheckEndpoint(api, this::check);
      Endpoints.of(config).forEach(endpoint -> server.listen(endpoint, handler, api.errors()));
      if (config.cluster().isPresent()) {
        open.add(
            Cluster.open(
                config.cluster().get(),
                config.dataRoot().resolve("kube"),
                store,
                engine,
                server,
                BuildInfo.read(),
                Clock.systemUTC()));
      }
      complete = true;
      log.info(
          "daemon ready hosts={} dataRoot={} took={}ms",
          config.hosts(),
          config.dataRoot(),
          java.time.Duration.between(started, Instant.now()).toMillis());
    } finally {
      if (!complete) {
        close();
      }
    }
  }

  /// Opens everything; when this returns, every endpoint answers.
  static Daemon open(DaemonConfig config) throws InterruptedException {
    return new Daemon(config);
  }

  /// Watchers of a cluster come back after minutes and expect to go on where they were. How long
  /// the past is kept is then decided by its age; this bound is only for floods of writes.
  private static SqliteStoreConfig storeConfig(DaemonConfig config) {
    var store = SqliteStoreConfig.in(config.dataRoot().resolve("store"));
    return config.cluster().isPresent() ? store.withHistoryLimit(CLUSTER_HISTORY) : store;
  }

  private Engine engine(DaemonConfig config, SqliteStore store) throws InterruptedException {
    Path data = config.dataRoot();
    var clock = Clock.systemUTC();
    var content = FileContentStore.open(data.resolve("content"));
    var leases = new Leases();
    var snapshotter = open.add(OverlaySnapshotter.open(data.resolve("snapshots"), clock));
    var networks = open.add(LinuxNetworks.open(Networking.config(config), store));
    var runtime =
        open.add(ConmonRuntime.open(RuntimeConfig.of(config.execRoot().resolve("runtime")), clock));
    return new Engine(
        new Engine.Parts(
            data,
            config.execRoot(),
            store,
            store.isComplete(),
            content,
            ImageStore.open(store, content, leases, clock),
            leases,
            snapshotter,
            runtime,
            networks,
            new Volumes(data.resolve("volumes"), store, clock),
            Mounts.system(),
            RuntimeName.parse(config.defaultRuntime()),
            config.dns(),
            clock));
  }

  private static ProductInfo product(DaemonConfig config, SqliteStore store, Instant started) {
    var build = BuildInfo.read();
    return new ProductInfo(
        build.version(),
        build.commit(),
        build.time(),
        started,
        config.dataRoot().toString(),
        EngineId.of(store),
        config.insecureRegistries(),
        config.registryMirrors());
  }

  /// What is wrong with the engine's state, one sentence each.
  List<String> check() {
    var problems = new ArrayList<>(engine.check());
    problems.addAll(store.check());
    store
        .quarantined()
        .forEach(
            value ->
                problems.add(
                    "value of %s was damaged and set aside at %s: %s"
                        .formatted(value.key(), value.noticedAt(), value.reason())));
    return problems;
  }

  /// Tells those who listen to events that the daemon ends.
  void announceEnd() {
    log.info("daemon ends, containers run on");
    engine.events().publish("daemon", "shutdown", "", Map.of("name", "gantry"));
  }

  @Override
  public void close() {
    open.close();
  }
}
