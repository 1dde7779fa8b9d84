package dev.gantry.kube.kubelet;

import dev.gantry.engine.core.ContainerSpec;
import dev.gantry.kube.client.EventSubject;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.platform.errors.GantryException;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Makes one attempt at a container: image, environment, mounts, the engine's container, its
/// start and its postStart hook.
final class ContainerStarter {
  private static final Logger log = LoggerFactory.getLogger(ContainerStarter.class);

  /// A hook may take as long as it likes; it is given up with the pod.
  private static final Duration HOOK = Duration.ofDays(1);

  private final PodServices services;
  private final PodVolumes volumes;

  ContainerStarter(PodServices services, PodVolumes volumes) {
    this.services = services;
    this.volumes = volumes;
  }

  /// @param number of the attempt
  /// @param pidMode whose processes the container sees
  void start(
      KubeObject pod,
      ContainerSlot slot,
      int number,
      String podIp,
      String pidMode,
      Runnable changed)
      throws InterruptedException {
    ContainerDef def = slot.def();
    try {
      PodImages.Found image = image(pod, slot);
      ContainerSpec spec = spec(pod, def, number, image, podIp, pidMode);
      Attempt made = create(pod, def, number, spec);
      var outdated = slot.previous();
      slot.created(made, image.id());
      tell(pod, def, false, "Created", "Created container: " + def.name());
      launch(pod, slot, made, podIp, changed);
      if (outdated.isPresent()) {
        services.containers().remove(outdated.get().id());
      }
    } catch (ContainerFailure failure) {
      slot.startFailed(failure.waiting(), services.clock().instant());
      tell(pod, def, true, "Failed", "Error: " + failure.message());
    }
  }

  private PodImages.Found image(KubeObject pod, ContainerSlot slot) throws ContainerFailure {
    ContainerDef def = slot.def();
    try {
      PodImages.Found found = services.images().find(def);
      tell(pod, def, false, "Pulled", found.event());
      return found;
    } catch (ContainerFailure failure) {
      boolean again =
          slot.waiting()
              .filter(
                  w -> w.reason().equals("ErrImagePull") || w.reason().equals("ImagePullBackOff"))
              .isPresent();
      if (failure.reason().equals("ErrImagePull") && !again) {
        tell(
            pod,
            def,
            true,
            "Failed",
            "Failed to pull image \"%s\": %s".formatted(def.image(), failure.message()));
        throw failure;
      }
      if (failure.reason().equals("ErrImagePull")) {
        tell(pod, def, false, "BackOff", "Back-off pulling image \"%s\"".formatted(def.image()));
        throw new ContainerFailure(
            "ImagePullBackOff",
            "Back-off pulling image \"%s\": ErrImagePull: %s"
                .formatted(def.image(), failure.message()),
            failure);
      }
      throw failure;
    }
  }

  private ContainerSpec spec(
      KubeObject pod,
      ContainerDef def,
      int number,
      PodImages.Found image,
      String podIp,
      String pidMode)
      throws ContainerFailure {
    var view =
        new FieldValues.PodView(pod, podIp, services.config().nodeAddress().getHostAddress());
    Map<String, String> environment = services.environment().of(view, def);
    var mounts =
        new ContainerVolumes(services.files(), volumes, pod.uid()).mounts(def, environment, number);
    return services
        .specs()
        .of(pod, def, new ContainerSpecs.Prepared(number, image, environment, mounts, pidMode));
  }

  private Attempt create(KubeObject pod, ContainerDef def, int number, ContainerSpec spec)
      throws ContainerFailure, InterruptedException {
    try {
      String id = services.containers().create(ContainerLabels.name(pod, def, number), spec);
      return new Attempt(id, number, def.hash());
    } catch (GantryException e) {
      throw new ContainerFailure("CreateContainerError", String.valueOf(e.getMessage()), e);
    }
  }

  private void launch(
      KubeObject pod, ContainerSlot slot, Attempt made, String podIp, Runnable changed)
      throws InterruptedException {
    ContainerDef def = slot.def();
    try {
      services.containers().start(made.id());
    } catch (GantryException e) {
      slot.setWaiting(
          java.util.Optional.of(new Waiting("RunContainerError", String.valueOf(e.getMessage()))));
      tell(pod, def, true, "Failed", "Error: " + e.getMessage());
      return;
    }
    tell(pod, def, false, "Started", "Started container " + def.name());
    services.containers().whenEnded(made.id(), changed);
    JsonNode hook = def.at("lifecycle", "postStart");
    if (!hook.isMissingNode()) {
      var target = new Handlers.Target(pod, def, made.id(), podIp);
      var outcome = services.handlers().run(target, hook, HOOK);
      if (!outcome.success()) {
        log.info("postStart hook failed container={} output={}", made.id(), outcome.output());
        tell(pod, def, true, "FailedPostStartHook", "PostStartHook failed");
        tell(pod, def, false, "Killing", "FailedPostStartHook");
        long grace = pod.spec().path("terminationGracePeriodSeconds").asLong(30);
        services.containers().stop(made.id(), Duration.ofSeconds(grace));
        slot.setWaiting(
            java.util.Optional.of(new Waiting("PostStartHookError", "PostStartHook failed")));
      }
    }
  }

  private void tell(
      KubeObject pod, ContainerDef def, boolean warning, String reason, String message) {
    services
        .events()
        .record(
            EventSubject.container(pod, def.kind().list(), def.name()),
            warning
                ? dev.gantry.kube.client.EventRecorder.Type.WARNING
                : dev.gantry.kube.client.EventRecorder.Type.NORMAL,
            reason,
            message);
  }
}
