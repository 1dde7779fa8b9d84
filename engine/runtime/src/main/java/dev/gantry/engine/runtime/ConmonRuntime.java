package dev.gantry.engine.runtime;

import dev.gantry.platform.errors.AlreadyExistsException;
import dev.gantry.platform.errors.GantryException;
import dev.gantry.platform.errors.InternalException;
import dev.gantry.platform.errors.Subject;
import dev.gantry.platform.lifecycle.KeyedLock;
import dev.gantry.platform.lifecycle.Timers;
import dev.gantry.platform.linux.Inotify;
import dev.gantry.platform.linux.Mounts;
import dev.gantry.platform.linux.Poller;
import dev.gantry.platform.linux.Processes;
import dev.gantry.platform.linux.SystemInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs tasks by crun or runc under conmon.
///
/// One poller thread hears everything that happens to all tasks: output, ends, started execs.
public final class ConmonRuntime implements ContainerRuntime {
  private static final Logger LOG = LoggerFactory.getLogger(ConmonRuntime.class);
  private static final long CLOSING_SECONDS = 10;

  private final RuntimeConfig config;
  private final RuntimeRoot root;
  private final TaskEnvironment environment;
  private final Inotify inotify;
  private final SeccompFilters seccomp;
  private final Monitor monitor;
  private final TaskAdoption adoption;
  private final TaskRemoval removal;
  private final Map<RuntimeName, OciRuntime> runtimes = new EnumMap<>(RuntimeName.class);
  private final Map<String, ConmonTask> tasks = new ConcurrentHashMap<>();
  private final KeyedLock<String> locks = new KeyedLock<>();

  private ConmonRuntime(RuntimeConfig config, InstantSource clock) throws IOException {
    this.config = config;
    var system = SystemInfo.read();
    HybridCgroups.mountLeftOver(Path.of("/sys/fs/cgroup"), Mounts.system());
    root = RuntimeRoot.open(config.root(), system, Mounts.system());
    var processes = Processes.system();
    // A task whose monitor dies becomes our child, and tells us how it ends.
    processes.becomeSubreaper();
    var poller = Poller.start("runtime-events");
    inotify = Inotify.open(poller);
    var command = new Command(root.temporary(), childEnvironment());
    environment =
        new TaskEnvironment(
            poller,
            PidFiles.watch(root.pidFiles(), inotify),
            new Timers("runtime-timers"),
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("runtime-", 0).factory()),
            processes,
            new Orphans(processes, poller),
            clock,
            DaemonLimits.ofThisProcess(),
            CgroupLayout.host(),
            command,
            root.temporary());
    seccomp = new SeccompFilters(config.seccompProfile(), root.seccomp(), system);
    monitor = new Monitor(config.programs(), childEnvironment(), poller, environment.timers());
    for (RuntimeName name : RuntimeName.values()) {
      runtimes.put(name, new OciRuntime(name, root.state(name), config.programs(), command));
    }
    removal = new TaskRemoval(environment, tasks::remove);
    adoption = new TaskAdoption(environment, removal, this::runtime);
  }

  /// Takes over the directory of `config`, with the tasks an earlier daemon has left there.
  public static ConmonRuntime open(RuntimeConfig config, InstantSource clock) {
    try {
      return new ConmonRuntime(config, clock);
    } catch (IOException e) {
      throw new InternalException("open the container runtime at " + config.root(), e);
    }
  }

  /// All that conmon and the OCI runtimes get to see. Their temporary files lie where the next
  /// daemon removes them, should they be killed.
  private Map<String, String> childEnvironment() {
    String temporary = root.temporary().toString();
    return Map.of(
        "PATH",
        "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "TMPDIR",
        temporary,
        OciRuntime.SCRATCH,
        temporary);
  }

  private OciRuntime runtime(RuntimeName name) {
    var runtime = runtimes.get(name);
    if (runtime == null) {
      throw new IllegalStateException("no runtime " + name);
    }
    return runtime;
  }

  @Override
  public Task create(TaskSpec spec) throws InterruptedException {
    return locks.withLock(spec.id(), () -> createLocked(spec));
  }

  private Task createLocked(TaskSpec spec) throws InterruptedException {
    if (tasks.containsKey(spec.id())) {
      throw new AlreadyExistsException(
          "task " + spec.id() + " exists", new Subject("task", spec.id()));
    }
    var bundle = bundle(spec.id());
    var runtime = runtime(spec.runtime());
    var cgroup = new Cgroup(environment.cgroups(), cgroupPath(spec));
    discardLeftover(bundle);
    RootfsGuard.check(spec);
    var rules = seccomp.rules(spec.security().seccomp(), spec.process().capabilities());
    var compiled =
        spec.runtime() == RuntimeName.CRUN ? rules.flatMap(seccomp::findCompiled) : none();
    var filter =
        compiled
            .<SeccompFilter>map(found -> found)
            .or(() -> rules)
            .orElseGet(SeccompFilter.None::new);
    var init =
        spec.init() ? Optional.of(InitProgram.require(config.programs())) : Optional.<Path>empty();
    var json =
        new OciConfig(environment.limits(), environment.cgroups())
            .write(spec, cgroup.path(), filter, init);
    boolean created = false;
    try {
      bundle.create(TaskRecord.of(spec, cgroup.path()), json);
      int pid = monitor.create(spec, bundle, runtime);
      var task = adoption.take(bundle, pid);
      tasks.put(spec.id(), task);
      created = true;
      if (compiled.isEmpty() && spec.runtime() == RuntimeName.CRUN) {
        rules.ifPresent(used -> seccomp.learn(used, runtime.compiledSeccomp(spec.id())));
      }
      return task;
    } catch (IOException e) {
      throw new InternalException("create task " + spec.id() + ": " + e.getMessage(), e);
    } finally {
      if (!created) {
        discardQuietly(bundle, runtime, cgroup);
      }
    }
  }

  private static Optional<SeccompFilter.Compiled> none() {
    return Optional.empty();
  }

  private String cgroupPath(TaskSpec spec) {
    String parent = spec.cgroupParent().orElse(config.cgroupParent());
    String absolute = parent.startsWith("/") ? parent : "/" + parent;
    return absolute.equals("/") ? "/" + spec.id() : absolute + "/" + spec.id();
  }

  private Bundle bundle(String id) {
    return new Bundle(root.tasks().resolve(id));
  }

  /// A failure to clean up must not hide why there was something to clean up. The thread may
  /// have been interrupted, which is no reason to leave things behind.
  private void discardQuietly(Bundle bundle, OciRuntime runtime, Cgroup cgroup) {
    boolean interrupted = Thread.interrupted();
    try {
      removal.discard(bundle, runtime, cgroup);
    } catch (GantryException e) {
      LOG.warn("a failed task is left behind until the next sweep task={}", bundle.id(), e);
    } catch (InterruptedException _) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Optional<Task> adopt(String id) throws InterruptedException {
    return locks.withLock(
        id,
        () -> {
          var known = tasks.get(id);
          if (known != null) {
            return Optional.<Task>of(known);
          }
          var adopted = adoption.adopt(bundle(id));
          adopted.ifPresent(task -> tasks.put(id, task));
          return adopted.map(Task.class::cast);
        });
  }

  @Override
  public void sweep(Set<String> known) throws InterruptedException {
    try {
      try (var bundles = Files.list(root.tasks())) {
        for (Path directory : bundles.toList()) {
          sweep(new Bundle(directory), known);
        }
      }
      for (OciRuntime runtime : runtimes.values()) {
        for (String id : runtime.known()) {
          if (!known.contains(id) && !tasks.containsKey(id)) {
            LOG.info("removing runtime state of no task id={}", id);
            forceDelete(runtime, id);
          }
        }
      }
    } catch (IOException e) {
      throw new InternalException("sweep " + root.path(), e);
    }
  }

  private void sweep(Bundle bundle, Set<String> known) throws InterruptedException {
    String id = bundle.id();
    if (known.contains(id)) {
      return;
    }
    LOG.info("removing a task nobody knows task={}", id);
    try {
      var task = adopt(id);
      if (task.isPresent()) {
        task.get().delete();
      } else {
        locks.withLock(
            id,
            () -> {
              discardLeftover(bundle);
              return true;
            });
      }
    } catch (GantryException e) {
      LOG.warn("cannot remove a task nobody knows task={}", id, e);
    }
  }

  /// Removes what is on disk under an id that nothing is known about.
  private void discardLeftover(Bundle bundle) throws InterruptedException {
    if (!Files.exists(bundle.directory())) {
      return;
    }
    for (OciRuntime runtime : runtimes.values()) {
      if (runtime.knows(bundle.id())) {
        forceDelete(runtime, bundle.id());
      }
    }
    try {
      var cgroup =
          bundle
              .findRecord()
              .map(TaskRecord::cgroup)
              .orElse(config.cgroupParent() + "/" + bundle.id());
      removal.discard(bundle, runtime(RuntimeName.CRUN), new Cgroup(environment.cgroups(), cgroup));
    } catch (IOException e) {
      throw new InternalException("remove what is left of task " + bundle.id(), e);
    }
  }

  private static void forceDelete(OciRuntime runtime, String id) throws InterruptedException {
    var result = runtime.forceDelete(id);
    if (result.failed()) {
      LOG.warn("cannot remove runtime state id={} says={}", id, result.output());
    }
  }

  @Override
  public LogStream logs(String id, LogSpec.File log, LogQuery query) {
    var task = tasks.get(id);
    var activity = task == null ? OutputActivity.ENDED : task.activity();
    return CriLogStream.open(log, query, activity, environment.clock());
  }

  @Override
  public RuntimeInfo info() throws InterruptedException {
    return new InfoReader(config, environment).read();
  }

  /// Lets go of all tasks and execs; they run on.
  @Override
  public void close() {
    environment.timers().close();
    environment.workers().shutdownNow();
    tasks.values().forEach(ConmonTask::release);
    awaitWorkers();
    environment.pidFiles().close();
    inotify.close();
    environment.poller().close();
    root.closeIfEmpty(Mounts.system());
  }

  private void awaitWorkers() {
    try {
      if (!environment.workers().awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("work of the runtime has not ended in time");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
