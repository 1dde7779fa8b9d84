package dev.gantry.engine.core;

import dev.gantry.engine.runtime.UserSpec;
import dev.gantry.engine.snapshots.Change;
import dev.gantry.engine.snapshots.ContainerUsers;
import dev.gantry.engine.snapshots.InitLayers;
import dev.gantry.engine.snapshots.LayerDiff;
import dev.gantry.engine.snapshots.MountPlaces;
import dev.gantry.engine.snapshots.RootfsMounter;
import dev.gantry.engine.snapshots.Snapshot;
import dev.gantry.engine.snapshots.Snapshotter;
import dev.gantry.oci.spec.ChainId;
import dev.gantry.platform.errors.InternalException;
import dev.gantry.platform.lifecycle.KeyedLock;
import dev.gantry.platform.linux.Directory;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.Lookup;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The root file systems of containers: an active snapshot each, named by the container's id, and
/// mounted while somebody needs it. A snapshot is mounted once however many need it, since two
/// overlays on the same directory of changes would spoil it.
final class ContainerRootfs {
  private static final Logger log = LoggerFactory.getLogger(ContainerRootfs.class);

  private final Snapshotter snapshotter;
  private final InitLayers initLayers;
  private final LayerDiff diff;
  private final RootfsMounter mounter;
  private final ContainerPaths paths;
  private final KeyedLock<ContainerId> locks = new KeyedLock<>();
  private final Map<ContainerId, Users> users = new ConcurrentHashMap<>();

  ContainerRootfs(
      Snapshotter snapshotter,
      InitLayers initLayers,
      LayerDiff diff,
      RootfsMounter mounter,
      ContainerPaths paths) {
    this.snapshotter = snapshotter;
    this.initLayers = initLayers;
    this.diff = diff;
    this.mounter = mounter;
    this.paths = paths;
  }

  /// Who needs a root file system mounted.
  ///
  /// @param runs whether the container does
  /// @param views how many look into it from outside
  private record Users(boolean runs, int views) {
    static final Users NOBODY = new Users(false, 0);

    boolean none() {
      return !runs && views == 0;
    }
  }

  /// Makes the container's own layer.
  void create(ContainerRecord record) throws InterruptedException {
    snapshotter.prepare(record.id().value(), Optional.of(parent(record)));
  }

  private ChainId parent(ContainerRecord record) throws InterruptedException {
    return initLayers.ensure(record.chainId().map(ChainId::parse));
  }

  /// Mounts the root file system for a run.
  Path mount(ContainerRecord record) throws InterruptedException {
    try (var _ = locks.lock(record.id())) {
      var now = users.getOrDefault(record.id(), Users.NOBODY);
      if (now.none()) {
        mountNow(record);
      }
      users.put(record.id(), new Users(true, now.views()));
    }
    return paths.rootfs(record.id());
  }

  /// Notes that a container runs whose root file system an earlier daemon has mounted.
  void adopt(ContainerId id) {
    users.put(id, new Users(true, 0));
  }

  private void mountNow(ContainerRecord record) throws InterruptedException {
    Path target = paths.rootfs(record.id());
    String key = record.id().value();
    // A power cut may take a layer that was made moments before; nothing was in it then.
    var mount =
        snapshotter.find(key).isPresent()
            ? snapshotter.mounts(key)
            : snapshotter.prepare(key, Optional.of(parent(record)));
    try {
      Files.createDirectories(target);
    } catch (IOException e) {
      throw new InternalException("create " + target + ": " + e, e);
    }
    mounter.mount(mount, target);
  }

  /// Ends the use by a run. Does nothing when there is none.
  void unmount(ContainerId id) {
    try (var _ = locks.lock(id)) {
      var now = users.getOrDefault(id, Users.NOBODY);
      leave(id, new Users(false, now.views()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void leave(ContainerId id, Users left) {
    if (left.none()) {
      users.remove(id);
      if (Files.isDirectory(paths.rootfs(id))) {
        mounter.unmount(paths.rootfs(id));
      }
    } else {
      users.put(id, left);
    }
  }

  /// A mounted tree in use by somebody outside.
  record Mounted(Path path, Runnable release) implements AutoCloseable {
    @Override
    public void close() {
      release.run();
    }
  }

  /// Mounts the root file system, if it is not, for somebody who looks into it.
  Mounted mountForReading(ContainerRecord record) throws InterruptedException {
    var id = record.id();
    try (var _ = locks.lock(id)) {
      var now = users.getOrDefault(id, Users.NOBODY);
      if (now.none()) {
        mountNow(record);
      }
      users.put(id, new Users(now.runs(), now.views() + 1));
    }
    return new Mounted(paths.rootfs(id), () -> releaseView(id));
  }

  private void releaseView(ContainerId id) {
    boolean interrupted = Thread.interrupted(); // a client that left must not leave a mount
    try (var _ = locks.lock(id)) {
      var now = users.getOrDefault(id, Users.NOBODY);
      leave(id, new Users(now.runs(), now.views() - 1));
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Works on the tree of a container, without what is mounted into it.
  void withTree(ContainerRecord record, TreeWork work) throws IOException, InterruptedException {
    try (var mounted = mountForReading(record);
        var root = open(mounted.path())) {
      work.run(root);
    }
  }

  /// Something to do with a tree.
  @FunctionalInterface
  interface TreeWork {
    void run(Directory root) throws IOException, InterruptedException;
  }

  private static Directory open(Path path) {
    try {
      return Directory.open(path, Lookup.IN_ROOT);
    } catch (ErrnoException e) {
      throw new InternalException("open " + path + ": " + e.getMessage(), e);
    }
  }

  /// Puts plain directories and files where the start mounts something and the container has put
  /// anything else. Nothing runs in it yet.
  void repairMountPlaces(ContainerRecord record) {
    var repaired = MountPlaces.repair(paths.rootfs(record.id()));
    if (!repaired.isEmpty()) {
      log.warn("container had replaced mount places id={} places={}", record.id(), repaired);
    }
  }

  /// A user in the kernel's terms.
  record Identity(UserSpec ids, String home) {}

  /// Who `user` is by the container's own passwd and group files. Whoever they know nothing of
  /// lives in `/`.
  Identity identify(ContainerRecord record, String user) {
    var users = ContainerUsers.read(paths.rootfs(record.id()));
    var found = users.resolve(user);
    Set<Integer> groups = new LinkedHashSet<>();
    groups.add(found.gid());
    groups.addAll(found.supplementaryGroups());
    groups.addAll(users.resolveGroups(record.spec().isolation().groupAdd()));
    return new Identity(
        new UserSpec(found.uid(), found.gid(), List.copyOf(groups)),
        found.home().isEmpty() ? "/" : found.home());
  }

  /// Bytes of the container's own layer; 0 when it has none any more.
  long usage(ContainerId id) {
    return snapshotter.find(id.value()).isPresent() ? snapshotter.usage(id.value()).bytes() : 0;
  }

  /// The keys of all layers that may be containers'.
  List<String> keys() {
    return snapshotter.list().stream()
        .flatMap(
            snapshot ->
                snapshot instanceof Snapshot.Active(String key, _, _)
                    ? java.util.stream.Stream.of(key)
                    : java.util.stream.Stream.empty())
        .toList();
  }

  boolean exists(ContainerId id) {
    return snapshotter.find(id.value()).isPresent();
  }

  /// Removes the container's own layer. Idempotent.
  void delete(ContainerId id) {
    snapshotter.remove(id.value());
  }

  List<Change> changes(ContainerId id) {
    return diff.changes(id.value());
  }

  /// Writes the container's changes as a layer.
  void writeDiff(ContainerId id, OutputStream out) throws IOException, InterruptedException {
    diff.write(id.value(), out);
  }
}
