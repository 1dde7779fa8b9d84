package dev.gantry.kube.kubelet;

import java.time.Instant;

/// How an attempt ended, as the pod's status tells.
///
/// @param reason `Completed`, `Error`, `OOMKilled`, `StartError`, …
/// @param message what the container left, or the engine said; may be empty
record Termination(
    String containerId,
    int exitCode,
    String reason,
    String message,
    Instant startedAt,
    Instant finishedAt) {}
