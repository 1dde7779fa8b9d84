package dev.gantry.kube.apiserver;

import dev.gantry.kube.api.Deletion;
import dev.gantry.kube.api.KubeApi;
import dev.gantry.kube.api.ListResult;
import dev.gantry.kube.api.WriteOptions;
import dev.gantry.kube.api.Written;
import dev.gantry.kube.client.PatchType;
import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.StatusCause;
import dev.gantry.kube.schema.Kind;
import dev.gantry.kube.schema.decode.Decoded;
import dev.gantry.kube.schema.decode.FieldValidation;
import dev.gantry.kube.schema.decode.ObjectDecoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Answers `create`, `update`, `patch`, `delete` and `deletecollection`.
final class WriteVerbs {
  private static final GroupVersionKind DELETE_OPTIONS =
      new GroupVersionKind("meta.k8s.io", "v1", "DeleteOptions");

  private final KubeApi api;
  private final ObjectDecoder decoder;

  WriteVerbs(KubeApi api, ObjectDecoder decoder) {
    this.api = api;
    this.decoder = decoder;
  }

  void create(ResourceRequest request) throws IOException {
    AnswerForm form = form(request);
    WriteOptions options = RequestOptions.write(request.query(), "CreateOptions");
    Decoded body = body(request, options.fieldValidation());
    ResourcePath path = request.path();
    Written written =
        path.subresource().isEmpty()
            ? api.create(request.caller(), request.kind(), path.namespace(), body.object(), options)
            : api.createSubresource(
                request.caller(),
                request.kind(),
                path.key(),
                path.subresource(),
                body.object(),
                options);
    send(request, form, body.warnings(), written);
  }

  void update(ResourceRequest request) throws IOException {
    AnswerForm form = form(request);
    WriteOptions options = RequestOptions.write(request.query(), "UpdateOptions");
    Decoded body = body(request, options.fieldValidation());
    Written written =
        api.update(
            request.caller(),
            request.kind(),
            request.key(),
            request.path().subresource(),
            body.object(),
            options);
    send(request, form, body.warnings(), written);
  }

  void patch(ResourceRequest request) throws IOException {
    AnswerForm form = form(request);
    String mediaType = RequestBodies.mediaType(request.request());
    PatchType type =
        Arrays.stream(PatchType.values())
            .filter(each -> each.mediaType().equals(mediaType))
            .findFirst()
            .orElseThrow(
                () ->
                    RequestBodies.unsupported(
                        Arrays.stream(PatchType.values())
                            .map(PatchType::mediaType)
                            .collect(Collectors.joining(", "))));
    WriteOptions options = RequestOptions.write(request.query(), "PatchOptions");
    requireFitting(type, options);
    byte[] body = RequestBodies.read(request.request());
    Written written =
        api.patch(
            request.caller(),
            request.kind(),
            request.key(),
            request.path().subresource(),
            type,
            patch(type, body),
            options);
    send(request, form, List.of(), written);
  }

  private JsonNode patch(PatchType type, byte[] body) {
    return decoder.tree(body, type == PatchType.APPLY ? ObjectDecoder.YAML : ObjectDecoder.JSON);
  }

  private static void requireFitting(PatchType type, WriteOptions options) {
    if (type == PatchType.APPLY && options.fieldManager().isEmpty()) {
      throw RequestOptions.invalid(
          "PatchOptions", StatusCause.required("fieldManager", "is required for apply patch"));
    }
    if (type != PatchType.APPLY && options.force()) {
      throw RequestOptions.invalid(
          "PatchOptions",
          StatusCause.forbidden("force", "may not be specified for non-apply patch"));
    }
  }

  private static AnswerForm form(ResourceRequest request) {
    boolean itself = request.path().subresource().isEmpty() && request.kind().isStored();
    return AnswerForm.choose(
        request.request().headers(), itself && TableDocument.exists(request), itself);
  }

  private Decoded body(ResourceRequest request, FieldValidation validation) throws IOException {
    Kind kind = request.kind();
    GroupVersionKind expected =
        kind.subresource(request.path().subresource())
            .map(Kind.Subresource::kind)
            .orElse(kind.groupVersionKind());
    return decoder.decode(
        RequestBodies.read(request.request()),
        RequestBodies.mediaType(request.request()),
        expected,
        validation);
  }

  private static void send(
      ResourceRequest request, AnswerForm form, List<String> warnings, Written written)
      throws IOException {
    List<String> all = new ArrayList<>(warnings);
    all.addAll(written.warnings());
    Answer answer = request.answer().status(written.created() ? 201 : 200).warnings(all);
    ObjectAnswer.send(request, answer, form, written.object());
  }

  void delete(ResourceRequest request) throws IOException {
    AnswerForm form = form(request);
    DeletionRequest how = deletion(request);
    Kind kind = request.kind();
    Deletion deletion =
        api.delete(request.caller(), kind, request.key(), how.options(), how.dryRun());
    KubeObject object = deletion.object();
    if (deletion.answersObject()) {
      ObjectAnswer.send(request, form, object);
    } else {
      request
          .answer()
          .document(
              new AnswerForm(AnswerForm.Shape.OBJECT, form.yaml(), ""),
              StatusDocument.deleted(kind.group(), kind.plural(), object.name(), object.uid()));
    }
  }

  void deleteCollection(ResourceRequest request) throws IOException {
    AnswerForm form = form(request);
    DeletionRequest how = deletion(request);
    ListResult deleted =
        api.deleteCollection(
            request.caller(),
            request.kind(),
            RequestOptions.list(request.query(), request.path().namespace(), ""),
            how.options(),
            how.dryRun());
    ObjectAnswer.send(request, form, new ListDocument(request.kind().groupVersionKind(), deleted));
  }

  private DeletionRequest deletion(ResourceRequest request) throws IOException {
    byte[] body = RequestBodies.read(request.request());
    Optional<KubeObject> options =
        body.length == 0
            ? Optional.empty()
            : Optional.of(
                decoder
                    .decode(
                        body,
                        RequestBodies.mediaType(request.request()),
                        DELETE_OPTIONS,
                        FieldValidation.IGNORE)
                    .object());
    return DeletionRequest.of(options, request.query());
  }
}
