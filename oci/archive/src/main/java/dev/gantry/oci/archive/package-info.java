/// Tar codec, compression, extraction inside a root directory.
@NullMarked
package dev.gantry.oci.archive;

import org.jspecify.annotations.NullMarked;
