package dev.gantry.kube.kubelet;

import dev.gantry.engine.core.Engine;
import dev.gantry.kube.client.ApiClient;
import dev.gantry.kube.client.EventRecorder;
import dev.gantry.platform.lifecycle.Timers;
import java.time.InstantSource;

/// What the workers of all pods share.
record PodServices(
    KubeletConfig config,
    Engine engine,
    EngineContainers containers,
    ApiClient client,
    EventRecorder events,
    PodFiles files,
    PodImages images,
    Environment environment,
    ProjectedFiles projections,
    ServiceAccountTokens tokens,
    ContainerSpecs specs,
    Handlers handlers,
    Timers timers,
    Background background,
    InstantSource clock) {}
