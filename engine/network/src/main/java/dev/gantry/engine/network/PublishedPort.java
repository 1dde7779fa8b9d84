package dev.gantry.engine.network;

import java.net.InetAddress;

/// A container's port as the host offers it; the wildcard addresses mean every host address of
/// their family.
public record PublishedPort(ContainerPort containerPort, InetAddress hostAddress, int hostPort) {}
