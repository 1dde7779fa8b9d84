package dev.gantry.engine.core;

import dev.gantry.engine.network.ContainerPort;
import dev.gantry.engine.network.Endpoint;
import dev.gantry.engine.network.EndpointRequest;
import dev.gantry.engine.network.Networks;
import dev.gantry.engine.network.PortMapping;
import dev.gantry.engine.network.SandboxId;
import dev.gantry.engine.runtime.MountSpec;
import dev.gantry.engine.runtime.NamespaceMode;
import dev.gantry.platform.errors.AlreadyExistsException;
import dev.gantry.platform.errors.InternalException;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.errors.NotFoundException;
import dev.gantry.platform.errors.Subject;
import dev.gantry.platform.json.Json;
import dev.gantry.platform.lifecycle.TaskScope;
import dev.gantry.platform.linux.NamespaceKind;
import dev.gantry.platform.store.Durability;
import dev.gantry.platform.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sandboxes of this host. A sandbox is network, IPC and UTS namespaces that are pinned to
/// files, so it needs no process to exist: it is made before its containers and outlives all of
/// them, and the daemon, but no reboot.
///
/// A container joins one by [ContainerSpec#sandbox]. It then has no network of its own: address,
/// published ports, host name and name servers are the sandbox's. `/etc/hosts` is not: who wants
/// one mounts it.
///
/// The record of a sandbox is not fsynced by itself: that of the first container in it is, and it
/// was written later.
public final class Sandboxes {
  private static final Logger log = LoggerFactory.getLogger(Sandboxes.class);
  private static final String PREFIX = "/sandboxes/";

  /// In a network of its own a container may bind low ports and send pings without privileges.
  private static final Map<String, String> NETWORK_DEFAULTS =
      Map.of(
          "net.ipv4.ip_unprivileged_port_start", "0",
          "net.ipv4.ping_group_range", "0 2147483647");

  private final Path root;
  private final Store store;
  private final Networks networks;
  private final SandboxKernel kernel;
  private final InstantSource clock;
  private final Map<String, Sandbox> byId = new ConcurrentHashMap<>();

  Sandboxes(Path root, Store store, Networks networks, SandboxKernel kernel, InstantSource clock) {
    this.root = root;
    this.store = store;
    this.networks = networks;
    this.kernel = kernel;
    this.clock = clock;
  }

  /// Takes over the sandboxes of earlier daemons; what a reboot destroyed is forgotten.
  void recover() {
    for (var entry : store.list(PREFIX).entries()) {
      try {
        var sandbox = Json.read(entry.value(), Sandbox.class);
        if (isWhole(sandbox)) {
          byId.put(sandbox.id(), sandbox);
        } else {
          log.info("sandbox is gone id={}", sandbox.id());
          takeApart(sandbox.id());
          store.delete(PREFIX + sandbox.id(), Durability.LAZY);
        }
      } catch (InvalidArgumentException e) {
        log.error("sandbox record is damaged and left aside key={}", entry.key(), e);
      }
    }
  }

  private boolean isWhole(Sandbox sandbox) {
    var spec = sandbox.spec();
    boolean network =
        spec.hostNetwork()
            || (networks.findSandbox(networkId(sandbox.id())).isPresent()
                && kernel.isPinned(uts(sandbox.id())));
    return network && (spec.hostIpc() || kernel.isPinned(ipc(sandbox.id())));
  }

  /// The network namespaces that belong to sandboxes.
  Set<SandboxId> networkIds() {
    return byId.values().stream()
        .filter(sandbox -> !sandbox.spec().hostNetwork())
        .map(sandbox -> networkId(sandbox.id()))
        .collect(Collectors.toSet());
  }

  private static SandboxId networkId(String id) {
    return new SandboxId(id);
  }

  /// Makes a sandbox; traffic can flow when this returns. On failure nothing of it is left.
  ///
  /// @param id to be made up by the owner: letters, digits, `_.-`
  /// @throws AlreadyExistsException when there is one of that id
  /// @throws dev.gantry.platform.errors.ConflictException when a host port is taken
  public Sandbox create(String id, SandboxSpec spec) throws InterruptedException {
    networkId(id); // refuses what cannot be an id
    if (byId.containsKey(id)) {
      throw new AlreadyExistsException("sandbox " + id + " exists");
    }
    var sandbox = new Sandbox(id, clock.instant(), spec);
    store.put(PREFIX + id, Json.bytes(sandbox), Durability.LAZY);
    boolean complete = false;
    try {
      writeFiles(sandbox);
      try (var scope = TaskScope.open("sandbox " + id)) {
        if (!spec.hostNetwork()) {
          scope.fork(() -> connect(sandbox));
          scope.fork(
              () -> {
                kernel.createUts(uts(id), spec.hostname());
                return true;
              });
        }
        if (!spec.hostIpc()) {
          scope.fork(
              () -> {
                var sysctls = SandboxKernel.of(NamespaceKind.IPC, spec.sysctls());
                kernel.createIpc(ipc(id), sharedMemory(id), sysctls);
                return true;
              });
        }
        scope.join();
      }
      byId.put(id, sandbox);
      complete = true;
    } finally {
      if (!complete) {
        boolean interrupted = Thread.interrupted();
        takeApart(id);
        store.delete(PREFIX + id, Durability.LAZY);
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
    log.info(
        "sandbox created id={} took={}ms",
        id,
        java.time.Duration.between(sandbox.created(), clock.instant()).toMillis());
    return sandbox;
  }

  private Endpoint connect(Sandbox sandbox) throws InterruptedException {
    var id = networkId(sandbox.id());
    var spec = sandbox.spec();
    Path namespace = networks.createSandbox(id);
    Map<String, String> sysctls = new HashMap<>(NETWORK_DEFAULTS);
    sysctls.putAll(SandboxKernel.of(NamespaceKind.NETWORK, spec.sysctls()));
    kernel.set(NamespaceKind.NETWORK, namespace, sysctls);
    List<PortMapping> ports = new ArrayList<>();
    for (var port : spec.ports()) {
      ports.add(
          PortMapping.parse(
              ContainerPort.parse(port.port()), port.hostIp(), String.valueOf(port.hostPort())));
    }
    var network = networks.get(spec.network());
    return networks.connect(EndpointRequest.of(id, network.id(), spec.hostname()).withPorts(ports));
  }

  private void writeFiles(Sandbox sandbox) {
    try {
      Files.createDirectories(directory(sandbox.id()));
      Files.writeString(hostname(sandbox.id()), sandbox.spec().hostname() + "\n");
      Files.writeString(resolvConf(sandbox.id()), sandbox.spec().resolvConf());
    } catch (IOException e) {
      throw new InternalException("write the files of sandbox " + sandbox.id() + ": " + e, e);
    }
  }

  public Optional<Sandbox> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  public List<Sandbox> list() {
    return List.copyOf(byId.values());
  }

  /// How a sandbox is connected; absent in the host's network.
  public Optional<Endpoint> endpoint(String id) {
    return networks.endpoints(networkId(id)).stream().findFirst();
  }

  /// The file its network namespace is pinned to; absent in the host's network.
  public Optional<Path> networkNamespace(String id) {
    return networks.findSandbox(networkId(id));
  }

  /// Removes a sandbox, whose containers must have ended. Does nothing when there is none.
  public void remove(String id) {
    if (byId.remove(id) != null) {
      takeApart(id);
      store.delete(PREFIX + id, Durability.LAZY);
      log.info("sandbox removed id={}", id);
    }
  }

  private void takeApart(String id) {
    networks.releaseSandbox(networkId(id));
    kernel.unmount(sharedMemory(id));
    kernel.unpin(ipc(id));
    kernel.unpin(uts(id));
    try (var files = Files.walk(directory(id))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      log.warn("files of a sandbox remain id={}: {}", id, e.toString());
    }
  }

  private Sandbox get(String id) {
    return find(id)
        .orElseThrow(
            () -> new NotFoundException("no such sandbox: " + id, new Subject("sandbox", id)));
  }

  /// The host name that a sandbox's containers have.
  String hostnameIn(String id) {
    return get(id).spec().hostname();
  }

  /// What a container of the sandbox joins.
  SandboxPlace place(String id) {
    var spec = get(id).spec();
    List<MountSpec> mounts = new ArrayList<>();
    mounts.add(MountSpec.Bind.readWrite(resolvConf(id), "/etc/resolv.conf"));
    mounts.add(MountSpec.Bind.readWrite(hostname(id), "/etc/hostname"));
    if (!spec.hostIpc()) {
      mounts.add(MountSpec.Bind.readWrite(sharedMemory(id), "/dev/shm"));
    }
    NamespaceMode network =
        spec.hostNetwork()
            ? NamespaceMode.HOST
            : new NamespaceMode.Joined(networks.createSandbox(networkId(id)));
    return new SandboxPlace(
        spec.hostname(),
        network,
        spec.hostIpc() ? NamespaceMode.HOST : new NamespaceMode.Joined(ipc(id)),
        spec.hostNetwork() ? NamespaceMode.HOST : new NamespaceMode.Joined(uts(id)),
        mounts);
  }

  private Path directory(String id) {
    return root.resolve(id);
  }

  private Path ipc(String id) {
    return directory(id).resolve("ipc");
  }

  private Path uts(String id) {
    return directory(id).resolve("uts");
  }

  private Path sharedMemory(String id) {
    return directory(id).resolve("shm");
  }

  private Path hostname(String id) {
    return directory(id).resolve("hostname");
  }

  private Path resolvConf(String id) {
    return directory(id).resolve("resolv.conf");
  }
}
