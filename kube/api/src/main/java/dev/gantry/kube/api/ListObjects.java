package dev.gantry.kube.api;

import dev.gantry.kube.objects.StatusCause;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import dev.gantry.platform.errors.OutOfRangeException;
import dev.gantry.platform.store.Entry;
import dev.gantry.platform.store.ListRequest;
import dev.gantry.platform.store.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Lists: which revision is read, in pages of which size.
///
/// All pages of a list are read at the revision of the first. When that is compacted meanwhile, the
/// client gets a token with which it may go on in the present, at the price of consistency.
final class ListObjects {
  private static final String TOO_OLD_TO_CONTINUE =
      "The provided continue parameter is too old to display a consistent list result. You can"
          + " start a new list without the continue parameter, or use the continue token in this"
          + " response to retrieve the remainder of the results. Continuing with the provided token"
          + " results in an inconsistent list - objects that were created, modified, or deleted"
          + " between the time the first chunk was returned and now may show up in the list.";

  private final ObjectStorage storage;

  ListObjects(ObjectStorage storage) {
    this.storage = storage;
  }

  ListResult list(KindView view, ListQuery query) {
    check(query);
    var selection = new Selection(view, query.labelSelector(), query.fieldSelector());
    String prefix = StorageKeys.prefix(view.stored(), query.namespace());
    ListRequest request = request(query, prefix);
    return pages(view, selection, request, query);
  }

  private ListRequest request(ListQuery query, String prefix) {
    ListRequest request = ListRequest.of(prefix).limit(query.limit());
    if (!query.continueToken().isEmpty()) {
      ContinueToken token = ContinueToken.parse(query.continueToken());
      ListRequest next = request.after(prefix + token.after());
      return token.revision() == ContinueToken.NEWEST ? next : next.at(token.revision());
    }
    long version = ResourceVersions.parse(query.resourceVersion());
    if (version == 0) {
      return request;
    }
    ResourceVersions.await(storage.store(), version);
    boolean exact =
        query.resourceVersionMatch().equals("Exact")
            || (query.resourceVersionMatch().isEmpty() && query.limit() > 0);
    return exact ? request.at(version) : request;
  }

  /// Reads as many pages as it takes to fill one with objects that match.
  private ListResult pages(KindView view, Selection selection, ListRequest first, ListQuery query) {
    List<StoredObject> items = new ArrayList<>();
    ListRequest request = first;
    while (true) {
      Page page = read(request, first, query);
      for (int i = 0; i < page.entries().size(); i++) {
        StoredBytes object = storage.of(page.entries().get(i));
        if (!selection.matches(object)) {
          continue;
        }
        items.add(view.show(object));
        long behind = page.remaining() + page.entries().size() - i - 1;
        if (items.size() == query.limit() && behind > 0) {
          return cut(items, page, page.entries().get(i), first.prefix(), selection, behind);
        }
      }
      Optional<ListRequest> next = page.next();
      if (next.isEmpty()) {
        return new ListResult(items, Long.toString(page.revision()), "", OptionalLong.empty());
      }
      request = next.get();
    }
  }

  private static ListResult cut(
      List<StoredObject> items,
      Page page,
      Entry last,
      String prefix,
      Selection selection,
      long behind) {
    String after = last.key().substring(prefix.length());
    return new ListResult(
        items,
        Long.toString(page.revision()),
        new ContinueToken(page.revision(), after).text(),
        selection.isEverything() ? OptionalLong.of(behind) : OptionalLong.empty());
  }

  private Page read(ListRequest request, ListRequest first, ListQuery query) {
    try {
      return storage.store().list(request);
    } catch (OutOfRangeException e) {
      if (query.continueToken().isEmpty()) {
        throw new StatusException(
            StatusReason.EXPIRED,
            "The resourceVersion for the provided list is too old.",
            Optional.empty());
      }
      String after = first.after().substring(first.prefix().length());
      throw StatusException.expiredList(
          TOO_OLD_TO_CONTINUE, new ContinueToken(ContinueToken.NEWEST, after).text());
    }
  }

  private static void check(ListQuery query) {
    String match = query.resourceVersionMatch();
    if (!query.continueToken().isEmpty() && ResourceVersions.parse(query.resourceVersion()) != 0) {
      throw StatusException.badRequest(
          "specifying resource version is not allowed when using continue");
    }
    if (match.isEmpty()) {
      return;
    }
    if (query.resourceVersion().isEmpty()) {
      throw ListOptionsProblem.of(
          StatusCause.forbidden(
              "resourceVersionMatch",
              "resourceVersionMatch is forbidden unless resourceVersion is provided"));
    }
    if (!query.continueToken().isEmpty()) {
      throw ListOptionsProblem.of(
          StatusCause.forbidden(
              "resourceVersionMatch",
              "resourceVersionMatch is forbidden when continue is provided"));
    }
    if (!match.equals("Exact") && !match.equals("NotOlderThan")) {
      throw ListOptionsProblem.of(
          new StatusCause(
              "FieldValueNotSupported",
              "Unsupported value: \"%s\": supported values: \"Exact\", \"NotOlderThan\", \"\""
                  .formatted(match),
              "resourceVersionMatch"));
    }
    if (match.equals("Exact") && query.resourceVersion().equals("0")) {
      throw ListOptionsProblem.of(
          StatusCause.forbidden(
              "resourceVersionMatch",
              "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""));
    }
  }
}
