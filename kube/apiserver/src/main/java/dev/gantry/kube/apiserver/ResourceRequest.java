package dev.gantry.kube.apiserver;

import dev.gantry.kube.api.Caller;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.schema.Kind;
import dev.gantry.platform.http.Query;
import dev.gantry.platform.http.Request;
import dev.gantry.platform.http.Response;

/// A request for a resource that exists, from somebody known.
///
/// @param verb as authorization names it
record ResourceRequest(
    Request request, Response response, Caller caller, ResourcePath path, Kind kind, String verb) {

  Query query() {
    return request.query();
  }

  ObjectKey key() {
    return path.key();
  }

  Answer answer() {
    return new Answer(request, response);
  }
}
