package dev.gantry.kube.schema.decode;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.schema.Kind;
import java.util.List;

/// An object read from a body.
///
/// @param object has its `apiVersion` and `kind`, only fields of its kind, and no nulls
/// @param warnings what was dropped, when warnings were asked for
public record Decoded(KubeObject object, Kind kind, List<String> warnings) {
  public Decoded {
    warnings = List.copyOf(warnings);
  }
}
