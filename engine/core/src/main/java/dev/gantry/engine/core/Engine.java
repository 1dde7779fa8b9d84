package dev.gantry.engine.core;

import dev.gantry.engine.network.Networks;
import dev.gantry.engine.runtime.ContainerRuntime;
import dev.gantry.engine.runtime.RuntimeName;
import dev.gantry.engine.snapshots.InitLayers;
import dev.gantry.engine.snapshots.LayerApplier;
import dev.gantry.engine.snapshots.LayerDiff;
import dev.gantry.engine.snapshots.RootfsMounter;
import dev.gantry.engine.snapshots.SnapshotLayers;
import dev.gantry.engine.snapshots.Snapshotter;
import dev.gantry.engine.volumes.Volumes;
import dev.gantry.oci.archive.ExpansionLimits;
import dev.gantry.oci.content.ContentCheck;
import dev.gantry.oci.content.ContentRoots;
import dev.gantry.oci.content.ContentStore;
import dev.gantry.oci.content.GarbageCollector;
import dev.gantry.oci.content.ImageArchives;
import dev.gantry.oci.content.ImageImporter;
import dev.gantry.oci.content.ImageRemover;
import dev.gantry.oci.content.ImageStore;
import dev.gantry.oci.content.LayerWriter;
import dev.gantry.oci.content.Leases;
import dev.gantry.oci.spec.ImageId;
import dev.gantry.platform.linux.Mounts;
import dev.gantry.platform.linux.Processes;
import dev.gantry.platform.store.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// A container engine on this host: its use cases, one object each, wired together.
///
/// Opening it makes the recorded state true again: containers that run are adopted, those that
/// ended meanwhile get their exit codes, and what nobody owns is removed. Closing it lets running
/// containers run on.
public final class Engine implements AutoCloseable {
  private final InstantSource clock;
  private final Parts parts;
  private final Workers workers = new Workers();
  private final EngineEvents events;
  private final Containers containers;
  private final ContainerRootfs rootfs;
  private final ContainerLife life;
  private final Execs execs;
  private final CreateContainer createContainer;
  private final StartContainer startContainer;
  private final StopContainer stopContainer;
  private final RestartContainer restartContainer;
  private final KillContainer killContainer;
  private final PauseContainer pauseContainer;
  private final RemoveContainer removeContainer;
  private final RenameContainer renameContainer;
  private final UpdateContainer updateContainer;
  private final WaitContainer waitContainer;
  private final AttachContainer attachContainer;
  private final ReadLogs readLogs;
  private final InspectContainer inspectContainer;
  private final ListContainers listContainers;
  private final ObserveContainer observeContainer;
  private final PruneContainers pruneContainers;
  private final ContainerFiles containerFiles;
  private final CommitContainer commitContainer;
  private final HostedImages images;
  private final ContentCheck contentCheck;
  private final ImportImage importImage;
  private final ImageArchives imageArchives;
  private final HostedVolumes volumes;
  private final Sandboxes sandboxes;

  /// What an engine is made of. The engine closes none of it.
  ///
  /// @param data directory of what survives a reboot
  /// @param volatileData directory of what does not
  /// @param recordsComplete whether the store has lost nothing; if it has, what no record speaks of
  ///     is kept
  /// @param nameServers for containers that ask for none; empty for the host's
  public record Parts(
      Path data,
      Path volatileData,
      Store store,
      boolean recordsComplete,
      ContentStore content,
      ImageStore images,
      Leases leases,
      Snapshotter snapshotter,
      ContainerRuntime runtime,
      Networks networks,
      Volumes volumes,
      Mounts mounts,
      RuntimeName defaultRuntime,
      List<String> nameServers,
      InstantSource clock) {}

  /// Opens the engine and recovers what earlier daemons left.
  public Engine(Parts parts) throws InterruptedException {
    this.parts = parts;
    this.clock = parts.clock();
    this.events = new EngineEvents(clock);
    this.containers = new Containers(parts.store());
    var paths =
        new ContainerPaths(
            parts.data().resolve("containers"), parts.volatileData().resolve("containers"));
    var containerEvents = new ContainerEvents(events);
    var applier = new LayerApplier(parts.snapshotter());
    var snapshots = new SnapshotLayers(parts.snapshotter(), applier);
    this.contentCheck = new ContentCheck(parts.content(), parts.images(), snapshots);
    var initLayers = new InitLayers(applier);
    this.rootfs =
        new ContainerRootfs(
            parts.snapshotter(),
            initLayers,
            new LayerDiff(parts.snapshotter()),
            new RootfsMounter(parts.mounts()),
            paths);
    this.sandboxes =
        new Sandboxes(
            parts.volatileData().resolve("sandboxes"),
            parts.store(),
            parts.networks(),
            new SandboxKernel(parts.mounts()),
            clock);
    var neighbours = new NeighbourNamespaces(containers, paths, parts.mounts(), sandboxes);
    var network =
        new ContainerNetwork(
            parts.networks(),
            neighbours,
            paths,
            events,
            new EtcFiles(parts.networks(), parts.nameServers()),
            sandboxes);
    var host =
        new ContainerHost(
            parts.runtime(),
            rootfs,
            network,
            new ContainerMounts(parts.volumes(), new VolumeCopyUp()),
            paths,
            parts.defaultRuntime(),
            neighbours);
    boolean recordsComplete = parts.recordsComplete() && containers.setAside().isEmpty();
    List<ContentRoots> roots = new ArrayList<>();
    roots.add(parts.images());
    roots.add(new ContainerRoots(containers));
    if (!recordsComplete) {
      roots.add(UnrecordedContent.asOfNow(parts.content(), snapshots));
    }
    var garbage = new GarbageCollector(parts.content(), snapshots, parts.leases(), roots);
    var removal =
        new ContainerRemoval(
            containers,
            host,
            rootfs,
            parts.volumes(),
            paths,
            containerEvents,
            workers,
            parts.images(),
            garbage);
    this.execs = new Execs(containers, rootfs, containerEvents, workers);
    var health = new HealthMonitor(execs, containerEvents, clock, workers, Processes.system());
    this.life =
        new ContainerLife(
            containers, parts.runtime(), host, removal, health, containerEvents, clock, workers);
    var signals = new ContainerSignals(containers, containerEvents);
    this.createContainer =
        new CreateContainer(
            containers,
            parts.images(),
            parts.leases(),
            parts.networks(),
            parts.volumes(),
            sandboxes,
            rootfs,
            containerEvents,
            events,
            clock);
    this.startContainer = new StartContainer(containers, life);
    this.stopContainer = new StopContainer(containers, life, signals, containerEvents);
    this.restartContainer = new RestartContainer(containers, stopContainer, life, containerEvents);
    this.killContainer = new KillContainer(containers, signals);
    this.pauseContainer = new PauseContainer(containers, containerEvents);
    this.removeContainer = new RemoveContainer(containers, life, signals, removal);
    this.renameContainer = new RenameContainer(containers, containerEvents);
    this.updateContainer = new UpdateContainer(containers, containerEvents);
    this.waitContainer = new WaitContainer(containers);
    this.attachContainer = new AttachContainer(containers, parts.runtime(), host, containerEvents);
    this.readLogs = new ReadLogs(containers, parts.runtime(), host);
    this.inspectContainer =
        new InspectContainer(
            containers, network, parts.networks(), rootfs, parts.images(), execs, paths);
    this.listContainers = new ListContainers(containers, inspectContainer, parts.images());
    this.observeContainer = new ObserveContainer(containers, containerEvents);
    this.pruneContainers = new PruneContainers(containers, removeContainer, rootfs, events, clock);
    this.images =
        new HostedImages(
            parts.images(),
            new ImageRemover(
                parts.images(),
                new ContainerImageUsers(containers),
                snapshots,
                List.of(new ContainerRoots(containers))),
            garbage,
            events,
            containers,
            workers,
            initLayers);
    this.containerFiles = new ContainerFiles(containers, rootfs, containerEvents);
    var layers = new LayerWriter(parts.content(), snapshots, ExpansionLimits.DEFAULT);
    this.commitContainer =
        new CommitContainer(
            containers,
            rootfs,
            parts.images(),
            layers,
            parts.leases(),
            images,
            containerEvents,
            clock);
    this.importImage =
        new ImportImage(new ImageImporter(parts.images(), layers, parts.leases()), images, clock);
    this.imageArchives =
        new ImageArchives(
            parts.images(),
            parts.content(),
            snapshots,
            parts.leases(),
            garbage,
            ExpansionLimits.DEFAULT);
    this.volumes = new HostedVolumes(parts.volumes(), containers, events);
    new Recovery(
            containers, life, rootfs, removal, parts, sandboxes, garbage, workers, recordsComplete)
        .run();
  }

  public Instant now() {
    return clock.instant();
  }

  public String defaultRuntime() {
    return parts.defaultRuntime().text();
  }

  public EngineEvents events() {
    return events;
  }

  public Networks networks() {
    return parts.networks();
  }

  public CreateContainer createContainer() {
    return createContainer;
  }

  public StartContainer startContainer() {
    return startContainer;
  }

  public StopContainer stopContainer() {
    return stopContainer;
  }

  public RestartContainer restartContainer() {
    return restartContainer;
  }

  public KillContainer killContainer() {
    return killContainer;
  }

  public PauseContainer pauseContainer() {
    return pauseContainer;
  }

  public RemoveContainer removeContainer() {
    return removeContainer;
  }

  public RenameContainer renameContainer() {
    return renameContainer;
  }

  public UpdateContainer updateContainer() {
    return updateContainer;
  }

  public WaitContainer waitContainer() {
    return waitContainer;
  }

  public AttachContainer attachContainer() {
    return attachContainer;
  }

  public ReadLogs readLogs() {
    return readLogs;
  }

  public InspectContainer inspectContainer() {
    return inspectContainer;
  }

  public ListContainers listContainers() {
    return listContainers;
  }

  public ObserveContainer observeContainer() {
    return observeContainer;
  }

  public PruneContainers pruneContainers() {
    return pruneContainers;
  }

  public ContainerFiles containerFiles() {
    return containerFiles;
  }

  public CommitContainer commitContainer() {
    return commitContainer;
  }

  public Execs execs() {
    return execs;
  }

  public HostedImages images() {
    return images;
  }

  public ImportImage importImage() {
    return importImage;
  }

  public ImageArchives imageArchives() {
    return imageArchives;
  }

  public HostedVolumes volumes() {
    return volumes;
  }

  public Sandboxes sandboxes() {
    return sandboxes;
  }

  /// The image a list of containers shows: the name the client used, as long as it still means the
  /// same image, and the short id after that.
  public String imageShownFor(ContainerRecord record) {
    String name = record.spec().image();
    var id = ImageId.parse(record.imageId());
    try {
      return parts.images().resolve(name).id().equals(id) ? name : id.shortId();
    } catch (dev.gantry.platform.errors.GantryException gone) {
      return id.shortId();
    }
  }

  /// Counts, versions and what the engine runs on.
  public EngineInfo info() throws InterruptedException {
    int paused = count(ContainerState.Paused.class);
    int running = count(ContainerState.Running.class) + count(ContainerState.Restarting.class);
    return new EngineInfo(
        running,
        paused,
        containers.all().size() - running - paused,
        parts.images().all().size(),
        parts.runtime().info(),
        HostInfo.read(parts.data()));
  }

  private int count(Class<? extends ContainerState> state) {
    return (int) containers.all().stream().filter(c -> state.isInstance(c.state())).count();
  }

  /// What is wrong with the engine's state on this host, one sentence each; empty when all is well.
  public List<String> check() {
    return new IntegrityCheck(containers, rootfs, parts, contentCheck).run();
  }

  @Override
  public void close() {
    life.close();
    execs.close();
    workers.close();
  }
}
