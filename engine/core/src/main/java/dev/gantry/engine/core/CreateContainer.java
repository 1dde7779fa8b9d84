package dev.gantry.engine.core;

import dev.gantry.engine.network.Network;
import dev.gantry.engine.network.NetworkDriver;
import dev.gantry.engine.network.Networks;
import dev.gantry.engine.runtime.RuntimeName;
import dev.gantry.engine.volumes.Volume;
import dev.gantry.engine.volumes.Volumes;
import dev.gantry.oci.content.Image;
import dev.gantry.oci.content.ImageStore;
import dev.gantry.oci.content.Leases;
import dev.gantry.oci.spec.Platform;
import dev.gantry.platform.errors.ConflictException;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.errors.NotFoundException;
import dev.gantry.platform.errors.Subject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Defines a container: completes what the client asked for with what the image says, takes a
/// name, makes anonymous volumes and the writable layer, and records it. Nothing runs yet.
///
/// Until the record is in the store a failure undoes everything; a crash leaves a layer that the
/// next start sweeps.
public final class CreateContainer {
  private static final Logger log = LoggerFactory.getLogger(CreateContainer.class);

  private final Containers containers;
  private final ImageStore images;
  private final Leases leases;
  private final Networks networks;
  private final Volumes volumes;
  private final Sandboxes sandboxes;
  private final ContainerRootfs rootfs;
  private final ContainerEvents events;
  private final EngineEvents engineEvents;
  private final InstantSource clock;

  CreateContainer(
      Containers containers,
      ImageStore images,
      Leases leases,
      Networks networks,
      Volumes volumes,
      Sandboxes sandboxes,
      ContainerRootfs rootfs,
      ContainerEvents events,
      EngineEvents engineEvents,
      InstantSource clock) {
    this.containers = containers;
    this.images = images;
    this.leases = leases;
    this.networks = networks;
    this.volumes = volumes;
    this.sandboxes = sandboxes;
    this.rootfs = rootfs;
    this.events = events;
    this.engineEvents = engineEvents;
    this.clock = clock;
  }

  /// What came of it.
  ///
  /// @param warnings things the client should know, which kept nothing from being done
  public record Created(ContainerId id, List<String> warnings) {}

  /// Creates a container.
  ///
  /// @param name absent for a random one
  /// @param platform the platform the image must be for, when the client insists
  /// @throws NotFoundException with the subject `image` when the image is not here
  /// @throws ConflictException when the name is taken
  public Created run(Optional<String> name, Optional<Platform> platform, ContainerSpec asked)
      throws InterruptedException {
    if (asked.image().isEmpty()) {
      throw new InvalidArgumentException("no image specified");
    }
    try (var lease = leases.open("create container")) {
      Image image = images.resolve(asked.image());
      image.chainId().ifPresent(lease::retain);
      // It may have been removed, and collected, before the lease held its layers.
      images.get(image.id());
      platform.ifPresent(wanted -> requirePlatform(asked.image(), image, wanted));
      var spec = ImageDefaults.complete(asked, images.config(image.id()).defaults());
      SpecRules.check(spec);
      spec.runtime().ifPresent(RuntimeName::parse);
      requireFittingNetwork(spec);
      var id = ContainerId.random();
      var named = withHostname(spec, id);
      var plan = MountPlan.of(named.storage(), inheritedMounts(named));
      String taken = containers.reserveName(name, id);
      try {
        return record(id, taken, named, image, plan);
      } catch (RuntimeException | InterruptedException e) {
        containers.releaseName(taken, id);
        throw e;
      }
    }
  }

  private Created record(
      ContainerId id, String name, ContainerSpec spec, Image image, MountPlan plan)
      throws InterruptedException {
    List<String> madeVolumes = new ArrayList<>();
    // Until the container's record says that it uses them, nobody else may remove its volumes.
    try (var held = volumes.hold()) {
      var mounts = plan.mounts().stream().map(m -> withVolume(m, plan, held, madeVolumes)).toList();
      var record =
          new ContainerRecord(
              id,
              name,
              clock.instant(),
              spec,
              image.id().toString(),
              image.chainId().map(Object::toString),
              new ContainerState.Created(Optional.empty()),
              false,
              0,
              mounts);
      rootfs.create(record);
      var container = containers.add(record);
      log.info("container created id={} name={} image={}", id, name, spec.image());
      events.publish(container, "create");
      return new Created(id, List.of());
    } catch (RuntimeException | InterruptedException e) {
      rootfs.delete(id);
      madeVolumes.forEach(volume -> volumes.remove(volume, List::of));
      throw e;
    }
  }

  private MountPoint withVolume(
      MountPoint mount, MountPlan plan, Volumes.Hold held, List<String> made) {
    if (!mount.isVolume()) {
      return mount;
    }
    if (!mount.source().isEmpty()) {
      held.add(mount.name());
      return mount;
    }
    var request = plan.volumeRequest(mount.destination());
    Map<String, String> labels = request.map(r -> r.volumeLabels()).orElse(Map.of());
    Map<String, String> options = request.map(r -> r.volumeOptions()).orElse(Map.of());
    Volume volume;
    if (mount.anonymous()) {
      volume = held.createAnonymous(labels, options);
      made.add(volume.name());
      publishCreated(volume);
    } else {
      held.add(mount.name());
      boolean existed = volumes.find(mount.name()).isPresent();
      volume = volumes.create(mount.name(), labels, options);
      if (!existed) {
        publishCreated(volume);
      }
    }
    return new MountPoint(
        mount.type(),
        volume.name(),
        volume.data().toString(),
        mount.destination(),
        mount.mode(),
        mount.writable(),
        mount.propagation(),
        mount.anonymous(),
        mount.copyUp(),
        mount.subpath(),
        mount.nonRecursive());
  }

  private void publishCreated(Volume volume) {
    engineEvents.publish("volume", "create", volume.name(), Map.of("driver", Volume.DRIVER));
  }

  /// An image for another platform than asked for counts as missing, so that clients pull it.
  private void requirePlatform(String name, Image image, Platform wanted) {
    var actual = images.config(image.id()).platform().normalized();
    if (!wanted.normalized().toString().equals(actual.toString())) {
      throw new NotFoundException(
          "image with reference "
              + name
              + " was found but does not match the specified platform: wanted "
              + wanted
              + ", actual: "
              + actual,
          new Subject("image", name));
    }
  }

  /// The network may still be missing, as it may at any later start: not found is then what the
  /// start answers. A create that answers so makes docker's client look for the image elsewhere.
  private void requireFittingNetwork(ContainerSpec spec) {
    if (spec.sandbox().isPresent()) {
      return;
    }
    boolean chosen =
        spec.network().endpoints().values().stream()
            .anyMatch(wish -> !wish.ipv4Address().isEmpty());
    var network = networks.find(ContainerNetwork.networkName(spec.network().mode()));
    if (chosen && network.filter(CreateContainer::hasFreeChoice).isEmpty()) {
      throw new InvalidArgumentException(
          "invalid endpoint settings: user specified IP address is supported on user defined"
              + " networks only");
    }
  }

  private static boolean hasFreeChoice(Network network) {
    return network.driver() == NetworkDriver.BRIDGE && !network.name().equals("bridge");
  }

  /// A container in a sandbox has the sandbox's name, one in the host's network the host's
  /// name, any other one its short id.
  private ContainerSpec withHostname(ContainerSpec spec, ContainerId id) {
    var network = spec.network();
    if (spec.sandbox().isPresent()) {
      return spec.withNetwork(network.withHostname(sandboxes.hostnameIn(spec.sandbox().get())));
    }
    if (!network.hostname().isEmpty() || network.mode().startsWith("container:")) {
      return spec;
    }
    String hostname =
        network.mode().equals("host") || spec.isolation().utsMode().equals("host")
            ? HostName.get()
            : id.shortForm();
    return spec.withNetwork(network.withHostname(hostname));
  }

  private List<MountPoint> inheritedMounts(ContainerSpec spec) {
    List<MountPoint> inherited = new ArrayList<>();
    for (String entry : spec.storage().volumesFrom()) {
      int colon = entry.indexOf(':');
      String mode = colon < 0 ? "" : entry.substring(colon + 1);
      if (!List.of("", "ro", "rw", "z", "Z").contains(mode)) {
        throw new InvalidArgumentException("invalid mode for volumes-from: " + mode);
      }
      var source = containers.get(colon < 0 ? entry : entry.substring(0, colon));
      for (MountPoint mount : source.record().mounts()) {
        inherited.add(shared(mount, mode.equals("ro")));
      }
    }
    return inherited;
  }

  private static MountPoint shared(MountPoint mount, boolean readOnly) {
    return new MountPoint(
        mount.type(),
        mount.name(),
        mount.source(),
        mount.destination(),
        mount.mode(),
        mount.writable() && !readOnly,
        mount.propagation(),
        false,
        false,
        mount.subpath(),
        mount.nonRecursive());
  }
}
