/// Bodies of requests become objects: JSON, YAML and protobuf, checked against a kind's structure.
@NullMarked
package dev.gantry.kube.schema.decode;

import org.jspecify.annotations.NullMarked;
