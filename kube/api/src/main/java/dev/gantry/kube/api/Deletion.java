package dev.gantry.kube.api;

import dev.gantry.kube.objects.KubeObject;

/// The outcome of a delete.
///
/// @param object the last state, or the state that waits for finalizers or a grace period
/// @param gone whether it is removed
/// @param answersObject whether clients get the object itself rather than a Status of success
public record Deletion(KubeObject object, boolean gone, boolean answersObject) {}
