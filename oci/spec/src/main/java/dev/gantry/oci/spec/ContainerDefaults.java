package dev.gantry.oci.spec;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// How a container of an image starts unless told otherwise: the object `config` of an image
/// configuration. Empty strings and lists mean that the image does not say.
///
/// @param exposedPorts `80/tcp`
/// @param env `NAME=value`, in order
/// @param volumes paths in the container that get an anonymous volume
/// @param stopSignal a name or number; the caller's default is SIGTERM
/// @param shell what runs the shell form of RUN, CMD and ENTRYPOINT
/// @param onBuild Dockerfile instructions for images built from this one
/// @param argsEscaped Windows only: the first word is a command line
public record ContainerDefaults(
    String user,
    SortedSet<String> exposedPorts,
    List<String> env,
    List<String> entrypoint,
    List<String> cmd,
    SortedSet<String> volumes,
    String workingDir,
    SortedMap<String, String> labels,
    String stopSignal,
    Optional<Healthcheck> healthcheck,
    List<String> shell,
    List<String> onBuild,
    boolean argsEscaped) {

  /// An image that says nothing.
  public static final ContainerDefaults NONE = builder().build();

  public ContainerDefaults {
    exposedPorts = Collections.unmodifiableSortedSet(new TreeSet<>(exposedPorts));
    env = List.copyOf(env);
    entrypoint = List.copyOf(entrypoint);
    cmd = List.copyOf(cmd);
    volumes = Collections.unmodifiableSortedSet(new TreeSet<>(volumes));
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    shell = List.copyOf(shell);
    onBuild = List.copyOf(onBuild);
  }

  public static Builder builder() {
    return new Builder();
  }

  /// A builder that starts with these values.
  public Builder toBuilder() {
    return new Builder()
        .user(user)
        .exposedPorts(exposedPorts)
        .env(env)
        .entrypoint(entrypoint)
        .cmd(cmd)
        .volumes(volumes)
        .workingDir(workingDir)
        .labels(labels)
        .stopSignal(stopSignal)
        .healthcheck(healthcheck)
        .shell(shell)
        .onBuild(onBuild)
        .argsEscaped(argsEscaped);
  }

  /// Collects values; each setter replaces what was there.
  public static final class Builder {
    private String user = "";
    private Collection<String> exposedPorts = List.of();
    private List<String> env = List.of();
    private List<String> entrypoint = List.of();
    private List<String> cmd = List.of();
    private Collection<String> volumes = List.of();
    private String workingDir = "";
    private Map<String, String> labels = Map.of();
    private String stopSignal = "";
    private Optional<Healthcheck> healthcheck = Optional.empty();
    private List<String> shell = List.of();
    private List<String> onBuild = List.of();
    private boolean argsEscaped;

    private Builder() {}

    public Builder user(String value) {
      user = value;
      return this;
    }

    public Builder exposedPorts(Collection<String> value) {
      exposedPorts = value;
      return this;
    }

    public Builder env(List<String> value) {
      env = value;
      return this;
    }

    public Builder entrypoint(List<String> value) {
      entrypoint = value;
      return this;
    }

    public Builder cmd(List<String> value) {
      cmd = value;
      return this;
    }

    public Builder volumes(Collection<String> value) {
      volumes = value;
      return this;
    }

    public Builder workingDir(String value) {
      workingDir = value;
      return this;
    }

    public Builder labels(Map<String, String> value) {
      labels = value;
      return this;
    }

    public Builder stopSignal(String value) {
      stopSignal = value;
      return this;
    }

    public Builder healthcheck(Optional<Healthcheck> value) {
      healthcheck = value;
      return this;
    }

    public Builder shell(List<String> value) {
      shell = value;
      return this;
    }

    public Builder onBuild(List<String> value) {
      onBuild = value;
      return this;
    }

    public Builder argsEscaped(boolean value) {
      argsEscaped = value;
      return this;
    }

    public ContainerDefaults build() {
      return new ContainerDefaults(
          user,
          new TreeSet<>(exposedPorts),
          env,
          entrypoint,
          cmd,
          new TreeSet<>(volumes),
          workingDir,
          new TreeMap<>(labels),
          stopSignal,
          healthcheck,
          shell,
          onBuild,
          argsEscaped);
    }
  }
}
