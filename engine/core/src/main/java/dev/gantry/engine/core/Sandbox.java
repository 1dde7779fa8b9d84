package dev.gantry.engine.core;

import java.time.Instant;

/// Namespaces that containers share and that belong to none of them: a pod's place on the host.
///
/// @param id chosen by the owner
public record Sandbox(String id, Instant created, SandboxSpec spec) {}
