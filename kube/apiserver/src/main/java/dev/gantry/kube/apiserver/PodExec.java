package dev.gantry.kube.apiserver;

import dev.gantry.kube.api.Caller;
import dev.gantry.kube.apiserver.PodTargets.Target;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.platform.http.Request;
import dev.gantry.platform.http.Response;
import java.io.IOException;

/// `pods/exec`: runs a command in a container.
record PodExec(PodTargets targets) implements StreamedSubresource {

  @Override
  public String verb(Request request) {
    return "create";
  }

  @Override
  public void handle(Request request, Response response, Caller caller, ResourcePath path)
      throws IOException, InterruptedException {
    ProcessOptions options = ProcessOptions.of(request.query());
    if (options.command().isEmpty()) {
      throw StatusException.badRequest("you must specify at least one command for the container");
    }
    Target target = targets.container(path.key(), options.container());
    ProcessSession.serve(
        request,
        response,
        options,
        streams ->
            ProcessStatus.exited(
                options.command(),
                target.agent().exec(target.container(), options.command(), streams)),
        "error executing command in container");
  }
}
