package dev.gantry.kube.controllers;

import dev.gantry.kube.objects.GroupVersionKind;

/// A kind of which objects are stored, and which can be listed, watched and deleted.
public record ServedKind(GroupVersionKind kind, boolean namespaced) {}
