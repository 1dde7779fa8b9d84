package dev.gantry.engine.dockerapi;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `Config` of a container as it goes over the wire, both ways; on creation its fields lie at the
/// top of the body. A lone string is read as a list of one, as Go's client library sends it.
record ContainerConfigJson(
    @Nullable String hostname,
    @Nullable String domainname,
    @Nullable String user,
    @Nullable Boolean attachStdin,
    @Nullable Boolean attachStdout,
    @Nullable Boolean attachStderr,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, @Nullable Object> exposedPorts,
    @Nullable Boolean tty,
    @Nullable Boolean openStdin,
    @Nullable Boolean stdinOnce,
    @Nullable List<String> env,
    @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable List<String> cmd,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable HealthConfig healthcheck,
    @Nullable String image,
    @Nullable Map<String, @Nullable Object> volumes,
    @Nullable String workingDir,
    @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        @Nullable List<String> entrypoint,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean networkDisabled,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String macAddress,
    @Nullable List<String> onBuild,
    @Nullable Map<String, String> labels,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String stopSignal,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer stopTimeout,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> shell) {

  /// Durations are nanoseconds.
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record HealthConfig(
      @Nullable List<String> test,
      @Nullable Long interval,
      @Nullable Long timeout,
      @Nullable Long startPeriod,
      @Nullable Long startInterval,
      @Nullable Integer retries) {}
}
