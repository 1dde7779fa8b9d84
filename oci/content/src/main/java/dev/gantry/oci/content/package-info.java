/// Blobs by digest, image records, save and load.
@NullMarked
package dev.gantry.oci.content;

import org.jspecify.annotations.NullMarked;
