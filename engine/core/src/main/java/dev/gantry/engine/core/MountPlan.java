package dev.gantry.engine.core;

import dev.gantry.engine.core.StorageSettings.MountRequest;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.errors.NotImplementedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Decides what a container to be created will have mounted where, without making anything yet.
///
/// Explicit mounts must not meet at one destination; volumes that the image or `-v /path` asks for
/// give way to them.
final class MountPlan {
  private static final Set<String> PROPAGATIONS =
      Set.of("private", "rprivate", "slave", "rslave", "shared", "rshared");
  private static final Set<String> IGNORED_MODES =
      Set.of("rw", "z", "Z", "consistent", "cached", "delegated");

  private final Map<String, MountPoint> byDestination = new LinkedHashMap<>();
  private final Map<String, MountRequest> volumeRequests = new LinkedHashMap<>();

  private MountPlan() {}

  /// @param inherited the mounts of containers named by `--volumes-from`
  static MountPlan of(StorageSettings storage, List<MountPoint> inherited) {
    var plan = new MountPlan();
    inherited.forEach(mount -> plan.byDestination.put(mount.destination(), mount));
    Set<String> explicit = new java.util.HashSet<>();
    for (String bind : storage.binds()) {
      plan.add(bind(bind), explicit);
    }
    for (MountRequest request : storage.mounts()) {
      plan.add(requested(request), explicit);
      if (request.type().equals("volume")) {
        plan.volumeRequests.put(normalize(request.target()), request);
      }
    }
    for (String destination : storage.tmpfs().keySet()) {
      plan.add(tmpfs(destination, storage.tmpfs().get(destination)), explicit);
    }
    for (String path : storage.volumePaths()) {
      String destination = normalize(path);
      checkDestination(path, destination);
      plan.byDestination.putIfAbsent(
          destination,
          new MountPoint("volume", "", "", destination, "", true, "", true, true, "", false));
    }
    return plan;
  }

  List<MountPoint> mounts() {
    return List.copyOf(byDestination.values());
  }

  /// What the client said about the volume for a destination, if it used the explicit form.
  java.util.Optional<MountRequest> volumeRequest(String destination) {
    return java.util.Optional.ofNullable(volumeRequests.get(destination));
  }

  private void add(MountPoint mount, Set<String> explicit) {
    if (!explicit.add(mount.destination())) {
      throw new InvalidArgumentException("Duplicate mount point: " + mount.destination());
    }
    byDestination.put(mount.destination(), mount);
  }

  /// Reads `source:destination[:options]`.
  private static MountPoint bind(String text) {
    List<String> parts = Arrays.asList(text.split(":", -1));
    if (parts.size() < 2 || parts.size() > 3 || parts.stream().anyMatch(String::isEmpty)) {
      throw new InvalidArgumentException("invalid volume specification: '" + text + "'");
    }
    String source = parts.get(0);
    String destination = normalize(parts.get(1));
    checkDestination(text, destination);
    List<String> modes = parts.size() == 3 ? List.of(parts.get(2).split(",")) : List.of();
    boolean writable = !modes.contains("ro");
    boolean copyUp = !modes.contains("nocopy");
    String propagation = modes.stream().filter(PROPAGATIONS::contains).findFirst().orElse("");
    boolean path = source.startsWith("/");
    for (String mode : modes) {
      boolean known =
          mode.equals("ro")
              || IGNORED_MODES.contains(mode)
              || (path ? PROPAGATIONS.contains(mode) : mode.equals("nocopy"));
      if (!known) {
        throw new InvalidArgumentException("invalid mode: " + parts.get(2));
      }
    }
    if (path) {
      return new MountPoint(
          "bind",
          "",
          normalize(source),
          destination,
          String.join(",", modes),
          writable,
          propagation.isEmpty() ? "rprivate" : propagation,
          false,
          false,
          "",
          false);
    }
    return new MountPoint(
        "volume",
        source,
        "",
        destination,
        modes.isEmpty() ? "z" : String.join(",", modes),
        writable,
        "",
        false,
        copyUp,
        "",
        false);
  }

  private static MountPoint requested(MountRequest request) {
    String destination = normalize(request.target());
    String prefix = "invalid mount config for type \"" + request.type() + "\": ";
    if (request.target().isEmpty()) {
      throw new InvalidArgumentException(prefix + "field Target must not be empty");
    }
    if (!request.target().startsWith("/")) {
      throw new InvalidArgumentException(
          prefix + "invalid mount path: '" + request.target() + "' mount path must be absolute");
    }
    checkDestination(request.target(), destination);
    return switch (request.type()) {
      case "bind" -> explicitBind(request, destination, prefix);
      case "volume" ->
          new MountPoint(
              "volume",
              request.source(),
              "",
              destination,
              "z",
              !request.readOnly(),
              "",
              request.source().isEmpty(),
              !request.noCopy(),
              request.subpath(),
              false);
      case "tmpfs" -> {
        if (!request.source().isEmpty()) {
          throw new InvalidArgumentException(prefix + "field Source must not be specified");
        }
        yield tmpfs(destination, tmpfsOptions(request));
      }
      case "image", "npipe", "cluster" ->
          throw new NotImplementedException(
              "mounts of type \"" + request.type() + "\" are not supported");
      default -> throw new InvalidArgumentException("mount type unknown: " + request.type());
    };
  }

  private static MountPoint explicitBind(MountRequest request, String destination, String prefix) {
    if (request.source().isEmpty()) {
      throw new InvalidArgumentException(prefix + "field Source must not be empty");
    }
    if (!request.source().startsWith("/")) {
      throw new InvalidArgumentException(
          prefix + "invalid mount path: '" + request.source() + "' mount path must be absolute");
    }
    if (!request.propagation().isEmpty() && !PROPAGATIONS.contains(request.propagation())) {
      throw new InvalidArgumentException(
          prefix + "invalid propagation mode: " + request.propagation());
    }
    if (!request.createMountpoint() && !Files.exists(Path.of(request.source()))) {
      throw new InvalidArgumentException(
          prefix + "bind source path does not exist: " + request.source());
    }
    return new MountPoint(
        "bind",
        "",
        normalize(request.source()),
        destination,
        "",
        !request.readOnly(),
        request.propagation().isEmpty() ? "rprivate" : request.propagation(),
        false,
        false,
        "",
        request.nonRecursive());
  }

  private static MountPoint tmpfs(String destination, String options) {
    String normal = normalize(destination);
    checkDestination(destination, normal);
    boolean writable = Stream.of(options.split(",")).noneMatch("ro"::equals);
    return new MountPoint("tmpfs", "", "", normal, options, writable, "", false, false, "", false);
  }

  private static String tmpfsOptions(MountRequest request) {
    List<String> options = new ArrayList<>();
    if (request.readOnly()) {
      options.add("ro");
    }
    if (request.tmpfsSize() > 0) {
      options.add("size=" + request.tmpfsSize());
    }
    request.tmpfsMode().ifPresent(mode -> options.add("mode=" + Integer.toOctalString(mode)));
    return String.join(",", options);
  }

  private static void checkDestination(String given, String destination) {
    if (!destination.startsWith("/")) {
      throw new InvalidArgumentException(
          "invalid volume specification: '"
              + given
              + "': invalid mount config for type \"volume\": invalid mount path: '"
              + destination
              + "' mount path must be absolute");
    }
    if (destination.equals("/")) {
      throw new InvalidArgumentException(
          "invalid volume specification: '"
              + given
              + "': invalid mount config for type \"bind\": invalid specification:"
              + " destination can't be '/'");
    }
    if (destination.equals("/proc") || destination.startsWith("/proc/")) {
      throw new InvalidArgumentException("cannot mount over /proc: '" + given + "'");
    }
  }

  private static String normalize(String path) {
    if (path.indexOf('\0') >= 0) {
      throw new InvalidArgumentException("a path cannot contain a null byte");
    }
    return path.startsWith("/") ? Path.of(path).normalize().toString() : path;
  }
}
