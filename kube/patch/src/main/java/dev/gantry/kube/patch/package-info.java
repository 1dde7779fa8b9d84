/// Ways to change an object: patches and server-side apply.
@NullMarked
package dev.gantry.kube.patch;

import org.jspecify.annotations.NullMarked;
