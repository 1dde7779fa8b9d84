/// OCI image data.
@NullMarked
package dev.gantry.oci.spec;

import org.jspecify.annotations.NullMarked;
