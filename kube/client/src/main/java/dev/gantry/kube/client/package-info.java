/// What components ask of the API server and of nodes.
@NullMarked
package dev.gantry.kube.client;

import org.jspecify.annotations.NullMarked;
