package dev.gantry.kube.rules.validation;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.StatusCause;
import dev.gantry.kube.rules.Documents;
import dev.gantry.kube.rules.defaults.Defaults;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// What validation says, as lines of the message clients see. Objects are defaulted first, as they
/// are in the server.
final class Lines {
  private Lines() {}

  static KubeObject defaulted(String text) {
    ObjectNode object = Documents.json(text);
    Defaults.apply(object);
    return KubeObject.of(object);
  }

  static List<String> ofCreate(String text) {
    return lines(Validation.ofCreate(defaulted(text)));
  }

  static List<String> ofUpdate(String now, String before) {
    return lines(Validation.ofUpdate(defaulted(now), defaulted(before)));
  }

  static List<String> lines(List<StatusCause> causes) {
    return causes.stream().map(StatusCause::line).toList();
  }
}
