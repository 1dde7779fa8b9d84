package dev.gantry.engine.core;

import dev.gantry.oci.spec.ContainerDefaults;
import dev.gantry.oci.spec.Healthcheck;
import dev.gantry.platform.errors.InvalidArgumentException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Completes what a client asked for with what the image says, by docker's rules: the client's word
/// counts, lists of ports, volumes and labels are united, and an entrypoint of the client's own
/// drops the image's command.
final class ImageDefaults {
  private ImageDefaults() {}

  static ContainerSpec complete(ContainerSpec spec, ContainerDefaults image) {
    var labels = new HashMap<>(image.labels());
    labels.putAll(spec.labels());
    return spec.withProcess(process(spec.process(), image))
        .withLabels(labels)
        .withHealthcheck(healthcheck(spec.healthcheck(), image.healthcheck()))
        .withStorage(
            spec.storage().withVolumePaths(union(spec.storage().volumePaths(), image.volumes())))
        .withNetwork(
            spec.network()
                .withExposedPorts(union(spec.network().exposedPorts(), image.exposedPorts())));
  }

  private static ProcessSettings process(ProcessSettings wanted, ContainerDefaults image) {
    var entrypoint = wanted.entrypoint();
    var command = wanted.command();
    if (entrypoint.map(List::isEmpty).orElse(true)) {
      if (command.isEmpty()) {
        command = image.cmd();
      }
      if (entrypoint.isEmpty() && !image.entrypoint().isEmpty()) {
        entrypoint = Optional.of(image.entrypoint());
      }
    }
    if (entrypoint.map(e -> e.equals(List.of(""))).orElse(false)) {
      entrypoint = Optional.empty();
    }
    if (entrypoint.map(List::isEmpty).orElse(true) && command.isEmpty()) {
      throw new InvalidArgumentException("no command specified");
    }
    return new ProcessSettings(
        entrypoint,
        command,
        environment(wanted.environment(), image.env()),
        wanted.workingDirectory().isEmpty() ? image.workingDir() : wanted.workingDirectory(),
        wanted.user().isEmpty() ? image.user() : wanted.user(),
        wanted.terminal(),
        wanted.openStdin(),
        wanted.stdinOnce(),
        wanted.attachStdin(),
        wanted.attachStdout(),
        wanted.attachStderr(),
        wanted.stopSignal().or(() -> Optional.of(image.stopSignal()).filter(s -> !s.isEmpty())),
        wanted.stopTimeout(),
        wanted.consoleRows(),
        wanted.consoleColumns());
  }

  /// The client's variables first, then those of the image that it did not mention.
  private static List<String> environment(List<String> wanted, List<String> image) {
    Set<String> mentioned =
        wanted.stream().map(ImageDefaults::variable).collect(Collectors.toSet());
    List<String> result = new ArrayList<>(wanted);
    image.stream().filter(entry -> !mentioned.contains(variable(entry))).forEach(result::add);
    return result;
  }

  private static String variable(String entry) {
    int equals = entry.indexOf('=');
    return equals < 0 ? entry : entry.substring(0, equals);
  }

  private static Optional<Healthcheck> healthcheck(
      Optional<Healthcheck> wanted, Optional<Healthcheck> image) {
    if (wanted.isEmpty() || image.isEmpty()) {
      return wanted.or(() -> image);
    }
    var own = wanted.get();
    var base = image.get();
    return Optional.of(
        new Healthcheck(
            own.test().isEmpty() ? base.test() : own.test(),
            orElse(own.interval(), base.interval()),
            orElse(own.timeout(), base.timeout()),
            orElse(own.startPeriod(), base.startPeriod()),
            orElse(own.startInterval(), base.startInterval()),
            own.retries() == 0 ? base.retries() : own.retries()));
  }

  private static Duration orElse(Duration own, Duration base) {
    return own.isZero() ? base : own;
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    Set<String> all = new TreeSet<>(one);
    all.addAll(other);
    return all;
  }
}
