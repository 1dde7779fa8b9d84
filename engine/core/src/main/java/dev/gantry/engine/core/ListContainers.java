package dev.gantry.engine.core;

import dev.gantry.engine.network.ContainerPort;
import dev.gantry.engine.network.PublishedPort;
import dev.gantry.oci.content.ImageStore;
import dev.gantry.oci.spec.ImageId;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.errors.NotFoundException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/// Lists containers, the newest first.
public final class ListContainers {
  private static final Set<String> KEYS =
      Set.of(
          "ancestor",
          "before",
          "exited",
          "expose",
          "health",
          "id",
          "is-task",
          "isolation",
          "label",
          "name",
          "network",
          "publish",
          "since",
          "status",
          "volume");
  private static final Set<String> STATUSES =
      Set.of("created", "restarting", "running", "removing", "paused", "exited", "dead");
  private static final Set<String> HEALTH = Set.of("none", "starting", "healthy", "unhealthy");

  private final Containers containers;
  private final InspectContainer inspect;
  private final ImageStore images;

  ListContainers(Containers containers, InspectContainer inspect, ImageStore images) {
    this.containers = containers;
    this.inspect = inspect;
    this.images = images;
  }

  /// Lists what the filters let through.
  ///
  /// @param all also those that do not run
  /// @param limit at most so many, of all states; 0 for no limit
  /// @param withSize walk the layers to say how big they are
  public List<ContainerDetails> run(boolean all, int limit, boolean withSize, Filters filters) {
    filters.accept(KEYS);
    check(filters);
    boolean everyState = all || limit > 0 || filters.has("status") || filters.has("exited");
    var window = window(filters);
    var ancestors = ancestors(filters);
    List<ContainerDetails> found = new ArrayList<>();
    for (Container container : containers.newestFirst()) {
      if (limit > 0 && found.size() == limit) {
        break;
      }
      var record = container.record();
      boolean shown = everyState || isShownByDefault(record.state());
      String health = container.health().map(h -> h.status().word()).orElse("none");
      if (shown
          && filters.any("health", health::equals)
          && window.contains(record.created())
          && (ancestors.isEmpty() || ancestors.get().contains(record.imageId()))
          && matches(record, filters)) {
        var details = inspect.details(container, withSize);
        if (matchesNetwork(details, filters)) {
          found.add(details);
        }
      }
    }
    return found;
  }

  private static boolean isShownByDefault(ContainerState state) {
    return state.isAlive() || state instanceof ContainerState.Restarting;
  }

  private static void check(Filters filters) {
    for (String status : filters.get("status")) {
      if (!STATUSES.contains(status)) {
        throw new InvalidArgumentException("invalid filter 'status=" + status + "'");
      }
    }
    for (String health : filters.get("health")) {
      if (!HEALTH.contains(health)) {
        throw new InvalidArgumentException("invalid filter 'health=" + health + "'");
      }
    }
    for (String code : filters.get("exited")) {
      exitCode(code);
    }
    filters.truth("is-task");
  }

  private static int exitCode(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new InvalidArgumentException("invalid filter 'exited=" + text + "'", e);
    }
  }

  private static boolean matches(ContainerRecord record, Filters filters) {
    String state = record.state().status();
    return filters.any("id", id -> record.id().value().startsWith(id) || contains(id, record))
        && filters.any("name", name -> matchesName(name, record.name()))
        && filters.any("status", state::equals)
        && filters.any("exited", code -> hasExitedWith(record.state(), exitCode(code)))
        && !filters.truth("is-task").orElse(false)
        && filters.labels("label", record.spec().labels())
        && filters.any("volume", volume -> mounts(record, volume))
        && filters.any("expose", port -> exposes(record, port));
  }

  /// Users may give a regular expression for an id.
  private static boolean contains(String pattern, ContainerRecord record) {
    try {
      return Pattern.compile(pattern).matcher(record.id().value()).find();
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  /// A name matches as a regular expression, with or without the leading slash.
  private static boolean matchesName(String pattern, String name) {
    try {
      var compiled = Pattern.compile(pattern);
      return compiled.matcher(name).find() || compiled.matcher("/" + name).find();
    } catch (PatternSyntaxException e) {
      return name.contains(pattern);
    }
  }

  private static boolean hasExitedWith(ContainerState state, int code) {
    return state.ended().map(ended -> ended.exitCode() == code).orElse(false);
  }

  private static boolean mounts(ContainerRecord record, String volume) {
    return record.mounts().stream()
        .anyMatch(
            mount ->
                mount.name().equals(volume)
                    || mount.source().equals(volume)
                    || mount.destination().equals(volume));
  }

  private static boolean exposes(ContainerRecord record, String wanted) {
    var range = PortRange.parse(wanted);
    return record.spec().network().exposedPorts().stream()
        .map(ContainerPort::parse)
        .anyMatch(range::contains);
  }

  private static boolean matchesNetwork(ContainerDetails details, Filters filters) {
    return filters.any(
            "network",
            wanted ->
                details
                    .network()
                    .filter(n -> n.name().equals(wanted) || n.id().value().startsWith(wanted))
                    .isPresent())
        && filters.any(
            "publish",
            wanted -> {
              var range = PortRange.parse(wanted);
              return published(details).stream().anyMatch(port -> range.containsPublished(port));
            });
  }

  private static List<PublishedPort> published(ContainerDetails details) {
    return details.endpoint().map(endpoint -> endpoint.ports()).orElse(List.of());
  }

  /// The ids of the images asked for and of all that were built on them.
  private Optional<Set<String>> ancestors(Filters filters) {
    if (!filters.has("ancestor")) {
      return Optional.empty();
    }
    Set<String> ids = new TreeSet<>();
    for (String name : filters.get("ancestor")) {
      try {
        collect(images.resolve(name).id(), ids);
      } catch (NotFoundException | InvalidArgumentException unknown) {
        // No container descends from an image that is not here.
      }
    }
    return Optional.of(ids);
  }

  private void collect(ImageId image, Set<String> into) {
    if (into.add(image.toString())) {
      images.children(image).forEach(child -> collect(child, into));
      var chain = images.get(image).chain();
      var descendants =
          images.all().stream()
              .filter(other -> other.chain().size() > chain.size())
              .filter(other -> !chain.isEmpty() && other.chain().contains(chain.getLast()))
              .map(other -> other.id())
              .collect(Collectors.toSet());
      descendants.forEach(descendant -> into.add(descendant.toString()));
    }
  }

  private Window window(Filters filters) {
    return new Window(created(filters, "since"), created(filters, "before"));
  }

  private Optional<Instant> created(Filters filters, String key) {
    return filters.get(key).stream()
        .findFirst()
        .map(reference -> containers.get(reference).record().created());
  }

  /// The open interval between the creations of two containers.
  private record Window(Optional<Instant> after, Optional<Instant> before) {
    boolean contains(Instant created) {
      return after.map(created::isAfter).orElse(true) && before.map(created::isBefore).orElse(true);
    }
  }
}
