package dev.gantry.engine.core;

import dev.gantry.engine.network.Network;
import dev.gantry.engine.network.Networks;
import dev.gantry.oci.content.Image;
import dev.gantry.oci.content.ImageStore;
import dev.gantry.oci.spec.ImageId;
import java.nio.file.Path;
import java.util.Optional;

/// Looks at one container.
public final class InspectContainer {
  private final Containers containers;
  private final ContainerNetwork network;
  private final Networks networks;
  private final ContainerRootfs rootfs;
  private final ImageStore images;
  private final Execs execs;
  private final ContainerPaths paths;

  InspectContainer(
      Containers containers,
      ContainerNetwork network,
      Networks networks,
      ContainerRootfs rootfs,
      ImageStore images,
      Execs execs,
      ContainerPaths paths) {
    this.containers = containers;
    this.network = network;
    this.networks = networks;
    this.rootfs = rootfs;
    this.images = images;
    this.execs = execs;
    this.paths = paths;
  }

  /// Everything a client may see of a container.
  ///
  /// @param withSize walk the container's layer to say how big it is
  public ContainerDetails run(String reference, boolean withSize) {
    return details(containers.get(reference), withSize);
  }

  ContainerDetails details(Container container, boolean withSize) {
    var record = container.record();
    var id = record.id();
    return new ContainerDetails(
        record,
        networkOf(record),
        network.endpoints(record).stream().findFirst(),
        execs.runningIn(id),
        withSize ? Optional.of(size(record)) : Optional.empty(),
        record.spec().log().keepsNothing() ? Optional.<Path>empty() : Optional.of(paths.log(id)),
        paths.hosts(id),
        paths.hostname(id),
        paths.resolvConf(id),
        container.health(),
        container.removalInProgress());
  }

  private Optional<Network> networkOf(ContainerRecord record) {
    String mode = record.spec().network().mode();
    return record.spec().sandbox().isPresent() || mode.startsWith("container:")
        ? Optional.empty()
        : networks.find(ContainerNetwork.networkName(mode));
  }

  private ContainerDetails.Size size(ContainerRecord record) {
    long own = rootfs.usage(record.id());
    long image = images.find(ImageId.parse(record.imageId())).map(Image::size).orElse(0L);
    return new ContainerDetails.Size(own, own + image);
  }
}
