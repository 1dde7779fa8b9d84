package dev.gantry.engine.volumes;

import dev.gantry.platform.errors.ConflictException;
import dev.gantry.platform.errors.DataLossException;
import dev.gantry.platform.errors.InternalException;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.errors.NotFoundException;
import dev.gantry.platform.errors.NotImplementedException;
import dev.gantry.platform.json.Json;
import dev.gantry.platform.lifecycle.KeyedLock;
import dev.gantry.platform.linux.Directory;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.Lookup;
import dev.gantry.platform.store.Durability;
import dev.gantry.platform.store.Entry;
import dev.gantry.platform.store.Store;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The volumes of this host. A volume is a directory `NAME/_data` under the root and a record in
/// the store; the record is written last and deleted first, so a volume that is listed exists, and
/// a directory without a record is litter: it is moved aside before its name is used again, and
/// [#sweep] removes it.
///
/// Who uses a volume is not known here: callers that remove one say who does. Between choosing a
/// volume and being known as its user a caller keeps it by a [Hold].
///
/// Work on one name is done by one thread at a time; an interrupt does not abandon it half-way.
public final class Volumes {
  private static final Logger log = LoggerFactory.getLogger(Volumes.class);
  private static final String PREFIX = "/volumes/";
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]*");
  private static final int MAX_NAME = 255;

  private final Path root;
  private final Store store;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final ConcurrentHashMap<String, Integer> holds = new ConcurrentHashMap<>();
  private final KeyedLock<String> names = new KeyedLock<>();

  /// Uses `root`, a directory that is made when missing.
  public Volumes(Path root, Store store, InstantSource clock) {
    this.root = root;
    this.store = store;
    this.clock = clock;
    try {
      // Others may pass through to a volume's data (remapped users will), but not list.
      Files.createDirectories(
          root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
    } catch (IOException e) {
      throw new InternalException("create the volumes directory " + root + ": " + e, e);
    }
  }

  /// Makes a volume of a name, or returns the one that has it; labels and options of an existing
  /// one stay as they are.
  public Volume create(String name, Map<String, String> labels, Map<String, String> options) {
    if (!NAME.matcher(name).matches() || name.length() > MAX_NAME) {
      throw new InvalidArgumentException(
          "create "
              + name
              + ": \""
              + name
              + "\" includes invalid characters for a local volume name, only "
              + "\"[a-zA-Z0-9][a-zA-Z0-9_.-]\" are allowed. If you intended to pass a host"
              + " directory, use absolute path");
    }
    return make(name, labels, options, false);
  }

  /// Makes a volume nobody named.
  public Volume createAnonymous(Map<String, String> labels, Map<String, String> options) {
    return make(randomName(), labels, options, true);
  }

  private Volume make(
      String name, Map<String, String> labels, Map<String, String> options, boolean anonymous) {
    if (!options.isEmpty()) {
      throw new NotImplementedException(
          "create " + name + ": options of the local volume driver are not supported: " + options);
    }
    try (var _ = names.lockUninterruptibly(name)) {
      var existing = find(name);
      return existing.isPresent()
          ? existing.get()
          : makeAbsent(new Stored(name, clock.instant(), labels, options, anonymous));
    }
  }

  private Volume makeAbsent(Stored stored) {
    String name = stored.name();
    try {
      // What a removal could not delete must not show up in the new volume.
      moveAside(name);
      Files.createDirectories(data(name));
      // The directory entries must be on the disk before the record that promises them.
      sync(directory(name));
      sync(root);
      store.create(PREFIX + name, Json.bytes(stored), Durability.SYNCED);
    } catch (IOException e) {
      throw new InternalException("create volume " + name + ": " + e.getMessage(), e);
    }
    log.info("volume created name={}", name);
    return volume(stored);
  }

  public Optional<Volume> find(String name) {
    return NAME.matcher(name).matches()
        ? store.find(PREFIX + name).map(Volumes::decode).map(this::volume)
        : Optional.empty();
  }

  public Volume get(String name) {
    return find(name).orElseThrow(() -> new NotFoundException("get " + name + ": no such volume"));
  }

  /// All volumes, by name. One whose record is damaged is left out; [#check] names it.
  public List<Volume> list() {
    List<Volume> volumes = new ArrayList<>();
    for (Entry entry : store.list(PREFIX).entries()) {
      try {
        volumes.add(volume(decode(entry)));
      } catch (DataLossException e) {
        log.warn("volume left out of the list: {}", e.getMessage());
      }
    }
    return volumes;
  }

  /// Removes a volume and its data.
  ///
  /// @param users names of the containers that mount it; asked when nobody can become one any more
  /// @throws ConflictException when it has users or is held
  /// @throws NotFoundException when there is no such volume
  public void remove(String name, Supplier<List<String>> users) {
    try (var _ = names.lockUninterruptibly(name)) {
      if (store.find(PREFIX + name).isEmpty()) {
        get(name);
      }
      List<String> using = users.get();
      if (!using.isEmpty() || holds.containsKey(name)) {
        throw new ConflictException(
            "remove " + name + ": volume is in use - [" + String.join(", ", using) + "]");
      }
      store.delete(PREFIX + name, Durability.SYNCED);
      // From here on the volume is gone; what stays on the disk is found by the next sweep.
      try {
        moveAside(name).ifPresent(this::discard);
      } catch (IOException e) {
        log.warn("volume removed, its files remain name={}", name, e);
      }
      log.info("volume removed name={}", name);
    }
  }

  /// Begins to keep volumes from being removed.
  public Hold hold() {
    return new Hold();
  }

  /// Volumes that nobody may remove until this is closed.
  public final class Hold implements AutoCloseable {
    private final List<String> held = new ArrayList<>();

    private Hold() {}

    /// Keeps the volume of a name, which need not exist yet.
    public void add(String name) {
      try (var _ = names.lockUninterruptibly(name)) {
        holds.merge(name, 1, Integer::sum);
      }
      held.add(name);
    }

    /// Makes a volume nobody named, and keeps it from the start.
    public Volume createAnonymous(Map<String, String> labels, Map<String, String> options) {
      String name = randomName();
      add(name);
      return make(name, labels, options, true);
    }

    @Override
    public void close() {
      held.forEach(name -> holds.computeIfPresent(name, (_, n) -> n == 1 ? null : n - 1));
      held.clear();
    }
  }

  /// Deletes directories that no record speaks of: what a crash left half made or half removed.
  public void sweep() {
    List<Path> directories;
    try (var listing = Files.list(root)) {
      directories = listing.toList();
    } catch (IOException e) {
      log.warn("sweep of volumes root={}", root, e);
      return;
    }
    for (Path directory : directories) {
      String name = String.valueOf(directory.getFileName());
      if (!NAME.matcher(name).matches() || store.find(PREFIX + name).isEmpty()) {
        log.info("sweeping what is left of a volume name={}", name);
        discard(directory);
      }
    }
  }

  /// What is wrong with volumes on this disk, one sentence each; empty when all is well.
  public List<String> check() {
    List<String> problems = new ArrayList<>();
    for (Entry entry : store.list(PREFIX).entries()) {
      try {
        var volume = volume(decode(entry));
        if (!Files.isDirectory(volume.data())) {
          problems.add("volume " + volume.name() + " has no directory " + volume.data());
        }
      } catch (DataLossException e) {
        problems.add(e.getMessage());
      }
    }
    return problems;
  }

  /// Gives a directory without a record a name no volume can have.
  private Optional<Path> moveAside(String name) throws IOException {
    if (!Files.exists(directory(name), LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    Path aside = root.resolve(".removed-" + randomName());
    Files.move(directory(name), aside, StandardCopyOption.ATOMIC_MOVE);
    return Optional.of(aside);
  }

  private void discard(Path directory) {
    try (var parent = Directory.open(root, Lookup.BENEATH)) {
      parent.removeTree(String.valueOf(directory.getFileName()));
    } catch (ErrnoException e) {
      log.warn("files of a removed volume remain directory={}", directory, e);
    }
  }

  private String randomName() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private Volume volume(Stored stored) {
    return new Volume(
        stored.name(),
        data(stored.name()),
        stored.created(),
        stored.labels(),
        stored.options(),
        stored.anonymous());
  }

  private Path directory(String name) {
    return root.resolve(name);
  }

  private Path data(String name) {
    return directory(name).resolve("_data");
  }

  private static Stored decode(Entry entry) {
    try {
      return Json.read(entry.value(), Stored.class);
    } catch (InvalidArgumentException e) {
      throw new DataLossException("record of " + entry.key() + " is damaged", e);
    }
  }

  private static void sync(Path directory) throws IOException {
    try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private record Stored(
      String name,
      Instant created,
      Map<String, String> labels,
      Map<String, String> options,
      boolean anonymous) {}
}
