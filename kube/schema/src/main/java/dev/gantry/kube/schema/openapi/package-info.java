/// The kinds as OpenAPI documents.
@NullMarked
package dev.gantry.kube.schema.openapi;

import org.jspecify.annotations.NullMarked;
