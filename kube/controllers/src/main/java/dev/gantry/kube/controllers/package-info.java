/// Reconcilers of the cluster.
@NullMarked
package dev.gantry.kube.controllers;

import org.jspecify.annotations.NullMarked;
