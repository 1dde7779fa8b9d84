package dev.gantry.kube.apiserver;

import dev.gantry.kube.api.Caller;
import dev.gantry.kube.apiserver.PodTargets.Target;
import dev.gantry.platform.http.Request;
import dev.gantry.platform.http.Response;
import java.io.IOException;

/// `pods/attach`: joins the streams of a container's own process.
record PodAttach(PodTargets targets) implements StreamedSubresource {

  @Override
  public String verb(Request request) {
    return "create";
  }

  @Override
  public void handle(Request request, Response response, Caller caller, ResourcePath path)
      throws IOException, InterruptedException {
    ProcessOptions options = ProcessOptions.of(request.query());
    Target target = targets.container(path.key(), options.container());
    ProcessSession.serve(
        request,
        response,
        options,
        streams -> {
          target.agent().attach(target.container(), streams);
          return ProcessStatus.success();
        },
        "error attaching to container");
  }
}
