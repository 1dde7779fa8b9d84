package dev.gantry.kube.apiserver;

import dev.gantry.kube.api.Caller;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.platform.http.Request;
import dev.gantry.platform.http.Response;
import dev.gantry.platform.http.WebSocket;
import java.io.IOException;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `pods/log`: what a container has said, as plain text or as the messages of a WebSocket.
record PodLog(PodTargets targets) implements StreamedSubresource {
  private static final Logger log = LoggerFactory.getLogger(PodLog.class);

  @Override
  public String verb(Request request) {
    return "get";
  }

  @Override
  public void handle(Request request, Response response, Caller caller, ResourcePath path)
      throws IOException, InterruptedException {
    LogOptions options = LogOptions.of(request.query(), path.name(), Instant.now());
    KubeObject pod = targets.pod(path.key());
    String container = PodTargets.containerName(pod, options.container());
    if (!PodTargets.isOnNode(pod)) {
      // Nothing has run, so nothing was said.
      response.status(204).send();
      return;
    }
    var target = targets.at(pod, container);
    try (var watch = new ClientWatch();
        var answer =
            WebSocket.isAskedForBy(request)
                ? new LogMessages(request, response, watch)
                : new LogText(response, options.query().follow())) {
      try {
        target.agent().logs(target.container(), options.query(), answer);
        watch.workDone();
        answer.finish();
      } catch (IOException | InterruptedException e) {
        if (!watch.hasLeft()) {
          throw e;
        }
        log.debug("client left request={} cause={}", request, e.toString());
      }
    }
  }
}
