package dev.gantry.engine.runtime;

import dev.gantry.platform.lifecycle.Timers;
import dev.gantry.platform.linux.Poller;
import dev.gantry.platform.linux.Processes;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;

/// What all tasks of one runtime share.
///
/// @param workers runs what must not hold up the poller
/// @param temporary for files that live no longer than a call
record TaskEnvironment(
    Poller poller,
    PidFiles pidFiles,
    Timers timers,
    ExecutorService workers,
    Processes processes,
    Orphans orphans,
    InstantSource clock,
    DaemonLimits limits,
    CgroupLayout cgroups,
    Command command,
    Path temporary) {}
