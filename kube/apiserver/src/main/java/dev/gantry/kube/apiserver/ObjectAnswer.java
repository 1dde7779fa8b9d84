package dev.gantry.kube.apiserver;

import dev.gantry.kube.objects.KubeObject;
import java.io.IOException;

/// Sends objects and lists in the form the client wants.
final class ObjectAnswer {
  private ObjectAnswer() {}

  static void send(ResourceRequest request, AnswerForm form, KubeObject object) throws IOException {
    send(request, request.answer(), form, object);
  }

  static void send(ResourceRequest request, Answer answer, AnswerForm form, KubeObject object)
      throws IOException {
    switch (form.shape()) {
      case OBJECT -> answer.document(form, object.json());
      case METADATA -> answer.document(form, MetadataDocument.of(object, form.metaVersion()));
      case TABLE -> answer.document(form, new TableDocument(request, form).of(object));
    }
  }

  static void send(ResourceRequest request, AnswerForm form, ListDocument list) throws IOException {
    Answer answer = request.answer();
    switch (form.shape()) {
      case OBJECT -> {
        if (form.yaml()) {
          answer.document(form, list.tree());
        } else {
          answer.content(form.contentType(), list.size(), list::writeTo);
        }
      }
      case METADATA -> answer.document(form, MetadataDocument.of(list, form.metaVersion()));
      case TABLE -> answer.document(form, new TableDocument(request, form).of(list));
    }
  }
}
