/// One JSON mapper.
@NullMarked
package dev.gantry.platform.json;

import org.jspecify.annotations.NullMarked;
