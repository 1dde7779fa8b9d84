package dev.gantry.kube.apiserver;

import dev.gantry.kube.objects.StatusException;
import dev.gantry.platform.json.Json;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// How a process ended, as the error channel tells it. Clients read the exit code from the
/// cause, and print the message when there is none.
final class ProcessStatus {
  private final ObjectNode json;

  private ProcessStatus(ObjectNode json) {
    this.json = json;
  }

  static ProcessStatus success() {
    ObjectNode json = Json.mapper().createObjectNode();
    json.putObject("metadata");
    return new ProcessStatus(json.put("status", "Success"));
  }

  static ProcessStatus exited(List<String> command, int code) {
    if (code == 0) {
      return success();
    }
    ObjectNode json = Json.mapper().createObjectNode();
    json.putObject("metadata");
    json.put("status", "Failure")
        .put(
            "message",
            "command terminated with non-zero exit code: error executing command [%s], exit code %d"
                .formatted(String.join(" ", command), code))
        .put("reason", "NonZeroExitCode")
        .putObject("details")
        .putArray("causes")
        .addObject()
        .put("reason", "ExitCode")
        .put("message", Integer.toString(code));
    return new ProcessStatus(json);
  }

  static ProcessStatus failed(StatusException failure) {
    return new ProcessStatus(StatusDocument.of(failure));
  }

  boolean isSuccess() {
    return json.path("status").asString("").equals("Success");
  }

  /// For protocols up to version 3.
  String message() {
    return json.path("message").asString("");
  }

  /// For protocols from version 4 on.
  byte[] bytes() {
    return Json.bytes(json);
  }
}
