package dev.gantry.kube.apiserver;

import dev.gantry.kube.api.KubeApi;
import dev.gantry.kube.api.ListResult;
import dev.gantry.kube.objects.KubeObject;
import java.io.IOException;

/// Answers `get` and `list`.
final class ReadVerbs {
  private final KubeApi api;

  ReadVerbs(KubeApi api) {
    this.api = api;
  }

  void get(ResourceRequest request) throws IOException {
    boolean itself = request.path().subresource().isEmpty();
    AnswerForm form =
        AnswerForm.choose(
            request.request().headers(), itself && TableDocument.exists(request), itself);
    KubeObject object =
        api.get(request.caller(), request.kind(), request.key(), request.path().subresource());
    ObjectAnswer.send(request, form, object);
  }

  void list(ResourceRequest request) throws IOException {
    AnswerForm form =
        AnswerForm.choose(request.request().headers(), TableDocument.exists(request), true);
    ListResult page =
        api.list(
            request.caller(),
            request.kind(),
            RequestOptions.list(
                request.query(), request.path().namespace(), request.path().name()));
    ObjectAnswer.send(request, form, new ListDocument(request.kind().groupVersionKind(), page));
  }
}
