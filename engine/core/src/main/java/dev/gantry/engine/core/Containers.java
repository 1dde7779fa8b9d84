package dev.gantry.engine.core;

import dev.gantry.platform.errors.ConflictException;
import dev.gantry.platform.errors.GantryException;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.errors.NotFoundException;
import dev.gantry.platform.errors.Subject;
import dev.gantry.platform.json.Json;
import dev.gantry.platform.store.Durability;
import dev.gantry.platform.store.Entry;
import dev.gantry.platform.store.Store;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All containers of the engine, in memory and in the store. A name is taken the moment a creation
/// begins, so two clients never get the same one.
final class Containers {
  private static final Logger log = LoggerFactory.getLogger(Containers.class);
  private static final String PREFIX = "/containers/";
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");

  private final Store store;
  private final Map<ContainerId, Container> byId = new ConcurrentHashMap<>();
  private final Map<String, ContainerId> names = new ConcurrentHashMap<>();
  private final Set<ContainerId> setAside = ConcurrentHashMap.newKeySet();

  /// Reads all records. One that cannot be read is set aside and reported, and stops nothing; what
  /// it speaks of stays on the disk, since a newer or a repaired daemon may read it.
  Containers(Store store) {
    this.store = store;
    for (Entry entry : store.list(PREFIX).entries()) {
      try {
        var record = Json.read(entry.value(), ContainerRecord.class);
        byId.put(record.id(), new Container(record));
        names.put(record.name(), record.id());
      } catch (InvalidArgumentException e) {
        log.error("container record is damaged and left aside key={}", entry.key(), e);
        setAside(entry.key().substring(PREFIX.length()));
      }
    }
  }

  private void setAside(String id) {
    try {
      setAside.add(new ContainerId(id));
    } catch (InvalidArgumentException e) {
      log.error("container record has no id for a key key={}", PREFIX + id);
    }
  }

  Collection<Container> all() {
    return byId.values();
  }

  /// All, the newest first.
  List<Container> newestFirst() {
    return byId.values().stream()
        .sorted(
            Comparator.comparing((Container container) -> container.record().created()).reversed())
        .toList();
  }

  Optional<Container> find(ContainerId id) {
    return Optional.ofNullable(byId.get(id));
  }

  /// Finds by full id, name (with or without a leading slash) or unique prefix of an id.
  Container get(String reference) {
    if (reference.isEmpty()) {
      throw new InvalidArgumentException("name or ID must not be empty");
    }
    return lookUp(reference)
        .orElseThrow(
            () ->
                new NotFoundException(
                    "No such container: " + reference, new Subject("container", reference)));
  }

  private Optional<Container> lookUp(String reference) {
    if (reference.length() == 64) {
      var exact = byId.values().stream().filter(c -> c.id().value().equals(reference)).findAny();
      if (exact.isPresent()) {
        return exact;
      }
    }
    String name = reference.startsWith("/") ? reference.substring(1) : reference;
    var named = names.get(name);
    if (named != null) {
      // A name may be reserved by a creation that is not finished.
      return find(named);
    }
    var matches =
        byId.values().stream().filter(c -> c.id().value().startsWith(reference)).limit(2).toList();
    if (matches.size() > 1) {
      throw new InvalidArgumentException("multiple IDs found with provided prefix: " + reference);
    }
    return matches.stream().findFirst();
  }

  /// Takes `wanted`, or a free random name, for `id`.
  String reserveName(Optional<String> wanted, ContainerId id) {
    if (wanted.isPresent()) {
      String name = wanted.get().startsWith("/") ? wanted.get().substring(1) : wanted.get();
      reserve(name, id);
      return name;
    }
    for (int attempt = 0; ; attempt++) {
      String name = RandomNames.next(attempt);
      if (names.putIfAbsent(name, id) == null) {
        return name;
      }
    }
  }

  private void reserve(String name, ContainerId id) {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidArgumentException(
          "Invalid container name (" + name + "), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed");
    }
    var owner = names.putIfAbsent(name, id);
    if (owner != null) {
      throw new ConflictException(
          "Conflict. The container name \"/"
              + name
              + "\" is already in use by container \""
              + owner
              + "\". You have to remove (or rename) that container to be able to reuse that name.");
    }
  }

  /// Whether things on disk under this id are somebody's: a container's, one's that is being
  /// created, or one's whose record cannot be read.
  boolean owns(ContainerId id) {
    return byId.containsKey(id) || names.containsValue(id) || setAside.contains(id);
  }

  /// The ids of the containers whose records could not be read.
  Set<ContainerId> setAside() {
    return Set.copyOf(setAside);
  }

  /// The ids of all containers there are records of, readable or not.
  Set<ContainerId> recorded() {
    Set<ContainerId> ids = new HashSet<>(byId.keySet());
    ids.addAll(setAside);
    return ids;
  }

  void releaseName(String name, ContainerId id) {
    names.remove(name, id);
  }

  /// Makes the container known, durably; its name must be reserved.
  Container add(ContainerRecord record) {
    store.create(key(record.id()), Json.bytes(record), Durability.SYNCED);
    var container = new Container(record);
    byId.put(record.id(), container);
    return container;
  }

  /// Replaces the record. What a client is told of must be [Durability#SYNCED]; what can be found
  /// out again from the runtime's files need not, and so does not fail when it cannot be written:
  /// a container that ended has ended, also on a full disk.
  void save(Container container, ContainerRecord record, Durability durability) {
    try {
      store.put(key(record.id()), Json.bytes(record), durability);
    } catch (GantryException e) {
      if (durability == Durability.SYNCED) {
        throw e;
      }
      log.error("container state not written id={} state={}", record.id(), record.state(), e);
    }
    container.setRecord(record);
  }

  /// Gives the container another name, durably.
  void rename(Container container, String wanted) {
    String old = container.name();
    String name = wanted.startsWith("/") ? wanted.substring(1) : wanted;
    if (name.isEmpty() || name.equals(old)) {
      throw new InvalidArgumentException(
          name.isEmpty()
              ? "Neither old nor new names may be empty"
              : "Renaming a container with the same name as its current name");
    }
    reserve(name, container.id());
    try {
      save(container, container.record().withName(name), Durability.SYNCED);
    } catch (RuntimeException e) {
      releaseName(name, container.id());
      throw e;
    }
    releaseName(old, container.id());
  }

  /// Forgets the container, durably, and frees its name.
  void remove(Container container) {
    store.delete(key(container.id()), Durability.SYNCED);
    byId.remove(container.id());
    releaseName(container.name(), container.id());
    container.setGone();
  }

  /// Names of the containers that mount a volume.
  List<String> usersOfVolume(String volume) {
    List<String> users = new ArrayList<>();
    for (Container container : byId.values()) {
      if (container.record().mounts().stream()
          .anyMatch(mount -> mount.isVolume() && mount.name().equals(volume))) {
        users.add(container.id().value());
      }
    }
    return users;
  }

  private static String key(ContainerId id) {
    return PREFIX + id;
  }
}
