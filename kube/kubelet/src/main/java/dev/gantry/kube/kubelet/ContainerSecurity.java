package dev.gantry.kube.kubelet;

import dev.gantry.engine.core.IsolationSettings;
import dev.gantry.kube.objects.KubeObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The security context of a container: its own words, then the pod's. A pod that says nothing of
/// seccomp gets the engine's default profile, as with kubelet's `seccompDefault`.
final class ContainerSecurity {
  private static final String FAILURE = "CreateContainerConfigError";

  private final KubeObject pod;
  private final ContainerDef container;
  private final Path seccompProfiles;

  ContainerSecurity(KubeObject pod, ContainerDef container, Path seccompProfiles) {
    this.pod = pod;
    this.container = container;
    this.seccompProfiles = seccompProfiles;
  }

  private JsonNode either(String field) {
    JsonNode own = container.at("securityContext", field);
    return own.isMissingNode() || own.isNull()
        ? pod.spec().path("securityContext").path(field)
        : own;
  }

  /// `uid:gid` as far as the pod says; empty for the image's.
  ///
  /// @param imageUser the image's user
  /// @throws ContainerFailure when it would run as root and may not
  String user(String imageUser) throws ContainerFailure {
    JsonNode uid = either("runAsUser");
    JsonNode gid = either("runAsGroup");
    if (either("runAsNonRoot").asBoolean(false)) {
      requireNonRoot(uid, imageUser);
    }
    if (uid.isMissingNode() && gid.isMissingNode()) {
      return "";
    }
    String user = uid.isMissingNode() ? imageUser.split(":", 2)[0] : uid.asString("");
    return (user.isEmpty() ? "0" : user) + (gid.isMissingNode() ? "" : ":" + gid.asString(""));
  }

  private void requireNonRoot(JsonNode uid, String imageUser) throws ContainerFailure {
    if (!uid.isMissingNode()) {
      if (uid.asLong(0) == 0) {
        throw new ContainerFailure(
            FAILURE, "container's runAsUser breaks non-root policy " + about());
      }
      return;
    }
    String user = imageUser.split(":", 2)[0];
    if (user.isEmpty() || user.equals("0") || user.equals("root")) {
      throw new ContainerFailure(
          FAILURE, "container has runAsNonRoot and image will run as root " + about());
    }
    if (!user.chars().allMatch(Character::isDigit)) {
      throw new ContainerFailure(
          FAILURE,
          "container has runAsNonRoot and image has non-numeric user (%s), cannot verify user is"
                  .formatted(user)
              + " non-root "
              + about());
    }
  }

  private String about() {
    return "(pod: \"%s_%s(%s)\", container: %s)"
        .formatted(pod.name(), pod.namespace(), pod.uid(), container.name());
  }

  IsolationSettings isolation(int oomScoreAdj, String cgroupParent, String pidMode)
      throws ContainerFailure {
    JsonNode own = container.at("securityContext");
    boolean privileged = own.path("privileged").asBoolean(false);
    boolean unmasked = own.path("procMount").asString("").equals("Unmasked");
    return new IsolationSettings(
        privileged,
        texts(own.path("capabilities").path("add")),
        texts(own.path("capabilities").path("drop")),
        options(privileged),
        pidMode,
        "",
        "",
        "",
        "",
        own.path("readOnlyRootFilesystem").asBoolean(false),
        unmasked ? Optional.of(List.of()) : Optional.empty(),
        unmasked ? Optional.of(List.of()) : Optional.empty(),
        Map.of(),
        groups(),
        Optional.empty(),
        oomScoreAdj,
        cgroupParent);
  }

  private List<String> groups() {
    List<String> groups =
        new ArrayList<>(texts(pod.spec().path("securityContext").path("supplementalGroups")));
    JsonNode fsGroup = pod.spec().path("securityContext").path("fsGroup");
    if (!fsGroup.isMissingNode() && !fsGroup.isNull()) {
      groups.add(fsGroup.asString(""));
    }
    return groups;
  }

  private List<String> options(boolean privileged) throws ContainerFailure {
    List<String> options = new ArrayList<>();
    JsonNode escalation = container.at("securityContext", "allowPrivilegeEscalation");
    if (!escalation.isMissingNode() && !escalation.asBoolean(true)) {
      options.add("no-new-privileges");
    }
    JsonNode profile = either("seccompProfile");
    switch (profile.path("type").asString("RuntimeDefault")) {
      case "Unconfined" -> options.add("seccomp=unconfined");
      case "Localhost" -> options.add("seccomp=" + read(profile.path("localhostProfile")));
      default -> {
        if (privileged) {
          options.add("seccomp=unconfined");
        }
      }
    }
    return options;
  }

  private String read(JsonNode profile) throws ContainerFailure {
    Path file = seccompProfiles.resolve(profile.asString("")).normalize();
    try {
      if (!file.startsWith(seccompProfiles)) {
        throw new IOException("it lies outside of " + seccompProfiles);
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new ContainerFailure(
          FAILURE, "cannot load seccomp profile \"%s\": %s".formatted(file, e), e);
    }
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(item -> item.asString("")).toList();
  }
}
