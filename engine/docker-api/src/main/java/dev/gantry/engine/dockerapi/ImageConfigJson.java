package dev.gantry.engine.dockerapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gantry.oci.spec.ContainerDefaults;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// `Config` of an image: what its containers get unless told otherwise. Since 1.50 the fields that
/// only make sense for a container are left out.
@JsonInclude(JsonInclude.Include.NON_NULL)
record ImageConfigJson(
    @Nullable String hostname,
    @Nullable String domainname,
    @Nullable String user,
    @Nullable Boolean attachStdin,
    @Nullable Boolean attachStdout,
    @Nullable Boolean attachStderr,
    @Nullable Map<String, Object> exposedPorts,
    @Nullable Boolean tty,
    @Nullable Boolean openStdin,
    @Nullable Boolean stdinOnce,
    @Nullable List<String> env,
    @Nullable List<String> cmd,
    ContainerConfigJson.@Nullable HealthConfig healthcheck,
    @Nullable String image,
    @Nullable Map<String, Object> volumes,
    @Nullable String workingDir,
    @Nullable List<String> entrypoint,
    @Nullable List<String> onBuild,
    @Nullable Map<String, String> labels,
    @Nullable String stopSignal,
    @Nullable List<String> shell) {

  static ImageConfigJson of(ContainerDefaults defaults) {
    boolean full = !DockerApi.VERSION.get().atLeast(50);
    return new ImageConfigJson(
        full ? "" : null,
        full ? "" : null,
        defaults.user(),
        full ? false : null,
        full ? false : null,
        full ? false : null,
        emptyObjects(defaults.exposedPorts()),
        full ? false : null,
        full ? false : null,
        full ? false : null,
        defaults.env(),
        orNull(defaults.cmd()),
        defaults.healthcheck().map(SpecToWire::health).orElse(null),
        full ? "" : null,
        emptyObjects(defaults.volumes()),
        defaults.workingDir(),
        orNull(defaults.entrypoint()),
        orNull(defaults.onBuild()),
        defaults.labels().isEmpty() ? null : defaults.labels(),
        defaults.stopSignal().isEmpty() ? null : defaults.stopSignal(),
        orNull(defaults.shell()));
  }

  private static @Nullable Map<String, Object> emptyObjects(Collection<String> names) {
    if (names.isEmpty()) {
      return null;
    }
    Map<String, Object> objects = new TreeMap<>();
    names.forEach(name -> objects.put(name, Map.of()));
    return objects;
  }

  private static <T> @Nullable List<T> orNull(List<T> list) {
    return list.isEmpty() ? null : list;
  }
}
