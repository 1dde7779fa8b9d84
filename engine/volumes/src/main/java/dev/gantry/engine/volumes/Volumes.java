package dev.gantry.engine.volumes;

import dev.gantry.platform.errors.AlreadyExistsException;
import dev.gantry.platform.errors.ConflictException;
import dev.gantry.platform.errors.DataLossException;
import dev.gantry.platform.errors.InternalException;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.errors.NotFoundException;
import dev.gantry.platform.errors.NotImplementedException;
import dev.gantry.platform.json.Json;
import dev.gantry.platform.store.Durability;
import dev.gantry.platform.store.Entry;
import dev.gantry.platform.store.Store;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The volumes of this host. A volume is a directory `NAME/_data` under the root and a record in
/// the store; the record is written last and deleted first, so a volume that is listed exists, and
/// a directory without a record is litter that [#sweep] removes.
///
/// Who uses a volume is not known here: callers that remove one say whether it is in use.
public final class Volumes {
  private static final Logger log = LoggerFactory.getLogger(Volumes.class);
  private static final String PREFIX = "/volumes/";
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]*");
  private static final int MAX_NAME = 255;

  private final Path root;
  private final Store store;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

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
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return make(HexFormat.of().formatHex(bytes), labels, options, true);
  }

  private Volume make(
      String name, Map<String, String> labels, Map<String, String> options, boolean anonymous) {
    if (!options.isEmpty()) {
      throw new NotImplementedException(
          "create " + name + ": options of the local volume driver are not supported: " + options);
    }
    var existing = find(name);
    if (existing.isPresent()) {
      return existing.get();
    }
    var stored = new Stored(name, clock.instant(), labels, options, anonymous);
    try {
      Files.createDirectories(data(name));
      // The directory entries must be on the disk before the record that promises them.
      sync(directory(name));
      sync(root);
      store.create(PREFIX + name, Json.bytes(stored), Durability.SYNCED);
    } catch (AlreadyExistsException raced) {
      return get(name);
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

  /// All volumes, by name.
  public List<Volume> list() {
    return store.list(PREFIX).entries().stream().map(Volumes::decode).map(this::volume).toList();
  }

  /// Removes a volume and its data. With `users`, names of containers that mount it, it refuses.
  public void remove(String name, List<String> users) {
    get(name);
    if (!users.isEmpty()) {
      throw new ConflictException(
          "remove " + name + ": volume is in use - [" + String.join(", ", users) + "]");
    }
    store.delete(PREFIX + name, Durability.SYNCED);
    // From here on the volume is gone; what stays on the disk is found by the next sweep.
    try {
      deleteTree(directory(name));
    } catch (IOException e) {
      log.warn("volume removed, its files remain name={}", name, e);
    }
    log.info("volume removed name={}", name);
  }

  /// Deletes directories that no record speaks of: what a crash left half made or half removed.
  public void sweep() {
    try (var directories = Files.list(root)) {
      for (Path directory : directories.toList()) {
        String name = String.valueOf(directory.getFileName());
        if (store.find(PREFIX + name).isEmpty()) {
          log.info("sweeping what is left of a volume name={}", name);
          deleteTree(directory);
        }
      }
    } catch (IOException e) {
      log.warn("sweep of volumes root={}", root, e);
    }
  }

  /// What is wrong with volumes on this disk, one sentence each; empty when all is well.
  public List<String> check() {
    return list().stream()
        .filter(volume -> !Files.isDirectory(volume.data()))
        .map(volume -> "volume " + volume.name() + " has no directory " + volume.data())
        .toList();
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

  /// Files.walk does not follow links, and nobody mounts a volume that is being removed.
  private static void deleteTree(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (NoSuchFileException gone) {
      // That was the aim.
    }
  }

  private record Stored(
      String name,
      Instant created,
      Map<String, String> labels,
      Map<String, String> options,
      boolean anonymous) {}
}
