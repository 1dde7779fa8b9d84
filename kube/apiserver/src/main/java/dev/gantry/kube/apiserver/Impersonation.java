package dev.gantry.kube.apiserver;

import dev.gantry.kube.api.KubeApi;
import dev.gantry.kube.auth.AccessRequest;
import dev.gantry.kube.auth.Groups;
import dev.gantry.kube.auth.UserInfo;
import dev.gantry.kube.auth.Users;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.platform.http.Headers;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Requests in the name of somebody else: `kubectl --as`. The client must be allowed to
/// `impersonate` each thing it claims to be.
final class Impersonation {
  private static final String USER = "Impersonate-User";
  private static final String GROUP = "Impersonate-Group";
  private static final String UID = "Impersonate-Uid";
  private static final String EXTRA = "impersonate-extra-";
  private static final String ACCOUNT = "system:serviceaccount:";

  private final KubeApi api;

  Impersonation(KubeApi api) {
    this.api = api;
  }

  /// Who the request is to count for.
  ///
  /// @throws StatusException Forbidden
  UserInfo apply(UserInfo client, Headers headers) {
    String user = headers.first(USER).orElse("");
    List<String> groups = new ArrayList<>(headers.all(GROUP));
    Map<String, List<String>> extra = extra(headers);
    String uid = headers.first(UID).orElse("");
    if (user.isEmpty()) {
      if (!groups.isEmpty() || !extra.isEmpty() || !uid.isEmpty()) {
        throw StatusException.badRequest(
            "requested to impersonate groups, a uid or extra values without impersonating a user");
      }
      return client;
    }
    for (String group : groups) {
      require(client, "", "groups", "", "", group);
    }
    requireUser(client, user, groups);
    if (!uid.isEmpty()) {
      require(client, "authentication.k8s.io", "uids", "", "", uid);
    }
    extra.forEach(
        (key, values) ->
            values.forEach(
                value -> require(client, "authentication.k8s.io", "userextras", key, "", value)));
    String standing = user.equals(Groups.ANONYMOUS) ? Groups.UNAUTHENTICATED : Groups.AUTHENTICATED;
    if (!groups.contains(standing)) {
      groups.add(standing);
    }
    return new UserInfo(user, uid, groups, extra);
  }

  private void requireUser(UserInfo client, String user, List<String> groups) {
    String[] account =
        user.startsWith(ACCOUNT) ? user.substring(ACCOUNT.length()).split(":", -1) : new String[0];
    if (account.length != 2) {
      require(client, "", "users", "", "", user);
      return;
    }
    require(client, "", "serviceaccounts", "", account[0], account[1]);
    if (groups.isEmpty()) {
      // Comes with the account and needs no permission of its own.
      Users.serviceAccountGroups(account[0]).stream()
          .filter(group -> !group.equals(Groups.AUTHENTICATED))
          .forEach(groups::add);
    }
  }

  private void require(
      UserInfo client,
      String group,
      String resource,
      String subresource,
      String namespace,
      String name) {
    api.authorize(
        new AccessRequest(
            client, "impersonate", group, resource, subresource, namespace, name, ""));
  }

  private static Map<String, List<String>> extra(Headers headers) {
    Map<String, List<String>> extra = new LinkedHashMap<>();
    for (String name : headers.names()) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (lower.startsWith(EXTRA)) {
        String key = URLDecoder.decode(lower.substring(EXTRA.length()), StandardCharsets.UTF_8);
        extra.put(key, headers.all(name));
      }
    }
    return extra;
  }
}
