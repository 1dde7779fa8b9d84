/// The wire form of the Kubernetes API.
@NullMarked
package dev.gantry.kube.apiserver;

import org.jspecify.annotations.NullMarked;
