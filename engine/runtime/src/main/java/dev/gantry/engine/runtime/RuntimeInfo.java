package dev.gantry.engine.runtime;

import java.util.List;
import java.util.Map;

/// What the engine says about its runtimes in `docker info`.
///
/// @param versions by program: `crun`, `runc`, `conmon`; only those installed
/// @param warnings sentences for the operator
public record RuntimeInfo(
    Map<String, String> versions, boolean cgroupV2, boolean seccomp, List<String> warnings) {}
