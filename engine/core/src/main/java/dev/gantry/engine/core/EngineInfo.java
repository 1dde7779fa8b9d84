package dev.gantry.engine.core;

import dev.gantry.engine.runtime.RuntimeInfo;

/// The engine in numbers, and what it runs on.
public record EngineInfo(
    int running, int paused, int stopped, int images, RuntimeInfo runtime, HostInfo host) {}
